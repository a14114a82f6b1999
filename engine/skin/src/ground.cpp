#include "ground.h"

#include <algorithm>
#include <array>
#include <utility>

#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

Expected<DeviceGround> load_device(const Parameters& parameters) {
    const auto id = parameters.text("session.device");
    if (!id)
        return no(
            "session.device: expected the id of a device such as skinpen_precision, found none; add it to the "
            "session's parameters");
    DeviceGround device;
    const std::string base = "device." + *id + ".";
    const std::pair<const char*, double*> wanted[] = {
        {"needles", &device.needles}, {"swath_mm", &device.swath_mm}, {"rate_hz", &device.rate_hz}};
    for (const auto& [field, to] : wanted) {
        const auto value = parameters.need(base + field);
        if (!value) return tl::unexpected(value.error());
        if (!(*value > 0))
            return no(base + field + ": expected a number above 0, found " + std::to_string(*value) +
                      "; correct the device file");
        *to = *value;
    }
    // Only a motor strikes faster than a hand moves: by hand every needle makes a channel of its own.
    const std::string kind = parameters.text(base + "kind").value_or("pen");
    device.by_hand = kind != "pen";
    device.rolls = kind == "roller";
    if (kind == "rf") {
        device.energy_mj = np_max(0, parameters.number_or(base + "energy_mj", 0));
        device.insulated = parameters.number_or(base + "insulated", 0) != 0;
    }
    return device;
}

void lay_zones(const Parameters& parameters, Ground& ground) {
    const std::string cold_sore_zones = parameters.text("tissue.hsv_reactivation.zones").value_or("");
    ground.cells = ground.map->cells();
    const std::vector<anatomy::Zone>& zones = ground.map->table().zones;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const anatomy::Zone& zone = zones[i];
        ZoneGround z;
        z.cells = ground.map->zones()[i].cells;
        z.area_cm2 = ground.map->zones()[i].area_cm2;
        z.layers = zone.layers;
        z.pain_add = parameters.number_or("tissue.pain." + zone.base, 0);
        if (zone.base == "infraorb") z.swelling_factor = ground.tissue.swelling_infraorbital;
        if (zone.base == "upper_lip" || zone.base == "lower_lip") z.swelling_factor = ground.tissue.swelling_lips;
        z.rho_ref = parameters.number_or("plan." + zone.id + ".rho_ref", 0);
        z.ideal_mm = parameters.number_or("plan." + zone.id + ".ideal_mm", 0);
        z.max_mm = parameters.number_or("plan." + zone.id + ".max_mm", 0);
        z.bony = zone.bony;
        z.infraorbital = zone.base == "infraorb";
        z.cold_sore_prone = holds_word(cold_sore_zones, zone.base);
        ground.zones.push_back(std::move(z));
    }
}

// A bruise has its place on a person: drawn once, from the session's seed.
void lay_bruises(Ground& ground) {
    const auto& centers_um = ground.map->table().cell_center_um;
    const auto reach_um = static_cast<std::int64_t>(np_round(ground.tissue.bruise_radius_mm * 1000));
    for (std::size_t zone = 0; zone < ground.zones.size(); ++zone) {
        ZoneGround& z = ground.zones[zone];
        if (z.cells.empty()) continue;
        const double u = np_random_uniform(ground.patient.seed, kBruisePlace, zone);
        const std::array<std::int32_t, 3>& middle =
            centers_um[z.cells[static_cast<std::size_t>(u * static_cast<double>(z.cells.size()))]];
        for (const std::uint32_t cell : z.cells) {
            std::int64_t distance2 = 0;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const std::int64_t d = static_cast<std::int64_t>(centers_um[cell][axis]) - middle[axis];
                distance2 += d * d;
            }
            if (distance2 <= reach_um * reach_um) z.bruise.push_back(cell);
        }
    }
}

// Strikes come many to a second: nearly every question about pain is about so few milliseconds.
constexpr std::size_t kPainMoments = 1024;

// The same comparison as everywhere else, of the times about the limit; ages are time enough.
std::int64_t first_dry_ms(double dry_s) {
    std::int64_t ms = np_round(np_clamp(dry_s, 0, 1e12) * 1000);
    while (ms > 0 && !(static_cast<double>(ms - 1) * 1e-3 < dry_s)) --ms;
    while (static_cast<double>(ms) * 1e-3 < np_min(dry_s, 1e12)) ++ms;
    return ms;
}

}  // namespace

double pain_left(const TissueRules& rules, std::int64_t ms) {
    return np_exp(-static_cast<double>(ms) * 1e-3 / rules.pain_follow_s);
}

Expected<Ground> lay_ground(std::shared_ptr<const SkinMap> map, const Parameters& parameters) {
    Ground ground;
    const auto density = load_density_rules(parameters);
    if (!density) return tl::unexpected(density.error());
    const auto nominal = load_nominal_rules(parameters);
    if (!nominal) return tl::unexpected(nominal.error());
    const auto tissue = load_tissue_rules(parameters);
    if (!tissue) return tl::unexpected(tissue.error());
    const auto healing = load_healing_rules(parameters);
    if (!healing) return tl::unexpected(healing.error());
    const auto device = load_device(parameters);
    if (!device) return tl::unexpected(device.error());
    ground.density = *density;
    ground.nominal = *nominal;
    ground.tissue = *tissue;
    ground.healing = *healing;
    ground.device = *device;
    ground.patient = read_patient(parameters);
    ground.bland_substances = parameters.text("tissue.granuloma.bland").value_or("");
    ground.antiseptic_dry_ms = first_dry_ms(ground.tissue.antiseptic_dry_s);
    ground.bleed_onset_ms = np_round(ground.tissue.bleed_onset_max_s * 1000);
    if (map->smooth_radius_um() != np_round(ground.density.smooth_radius_mm * 1000)) {
        auto again = SkinMap::lay(map->shared_table(), parameters);
        if (!again) return tl::unexpected(again.error());
        map = std::move(*again);
    }
    ground.map = std::move(map);
    ground.depth_factor = depth_factor(ground.nominal, ground.device.needles);
    ground.pain_left.resize(kPainMoments);
    for (std::size_t ms = 0; ms < kPainMoments; ++ms)
        ground.pain_left[ms] = pain_left(ground.tissue, static_cast<std::int64_t>(ms));
    ground.tone_gain = ground.tissue.tone_gain[static_cast<std::size_t>(ground.patient.fitzpatrick - 1)];
    ground.bleed_more = parameters.number_or("session.m_drug", 1);
    ground.bleed_longer = parameters.number_or("session.m_drug_time", 1);
    lay_zones(parameters, ground);
    if (ground.patient.anticoagulant) lay_bruises(ground);
    return ground;
}

}  // namespace np::skin
