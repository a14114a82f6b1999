#include "ground.h"

#include <algorithm>
#include <array>
#include <utility>

#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

using Place = std::array<std::int32_t, 3>;

// Cells sorted into cubes at least as wide as the smoothing radius: neighbours lie in the 27 cubes around a cell. Three
// of them at a time follow each other in the order.
class Cubes {
  public:
    Cubes(const std::vector<Place>& places, const std::vector<CellGround>& cells, std::int64_t radius_um)
        : radius2_um2_(radius_um * radius_um) {
        const std::int64_t side_um = std::max(radius_um, kLeastSideUm);
        for (std::uint32_t cell = 0; cell < cells.size(); ++cell)
            if (cells[cell].area_cm2 > 0) entries_.push_back({key_of(places[cell], side_um), cell, places[cell]});
        std::sort(entries_.begin(), entries_.end(),
                  [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.cell < b.cell; });
    }

    // Calls found(cell, neighbour) for every pair within the radius, all of a cell's one after the other. Cells come in
    // the order of their cubes, so each of the nine rows of cubes is walked through once.
    template <class Found>
    void each_pair(Found found) const {
        std::array<std::size_t, 9> row{};
        for (const Entry& here : entries_) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                const std::uint64_t middle = here.key + kStep[0] * (i / 3) + kStep[1] * (i % 3) - kStep[0] - kStep[1];
                while (row[i] < entries_.size() && entries_[row[i]].key + 1 < middle) ++row[i];
                for (std::size_t at = row[i]; at < entries_.size() && entries_[at].key <= middle + 1; ++at)
                    if (near(here.place, entries_[at].place)) found(here.cell, entries_[at].cell);
            }
        }
    }

  private:
    struct Entry {
        std::uint64_t key;
        std::uint32_t cell;
        Place place;
    };

    // So wide that the numbers of cubes fit into 21 bits each, a kilometre around the origin.
    static constexpr std::int64_t kLeastSideUm = 1100;
    static constexpr std::array<std::uint64_t, 2> kStep = {std::uint64_t{1} << 42, std::uint64_t{1} << 21};

    static std::uint64_t key_of(const Place& p, std::int64_t side_um) {
        std::uint64_t key = 0;
        // Shifted so that the division rounds down on both sides of zero; never 0, so that a step back stays in its
        // row.
        for (const std::int32_t along : p)
            key = (key << 21) | static_cast<std::uint64_t>((along + (std::int64_t{1} << 30)) / side_um + 1);
        return key;
    }

    bool near(const Place& a, const Place& b) const {
        std::int64_t distance2 = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::int64_t d = static_cast<std::int64_t>(a[axis]) - b[axis];
            distance2 += d * d;
        }
        return distance2 <= radius2_um2_;
    }

    std::int64_t radius2_um2_;
    std::vector<Entry> entries_;
};

void find_neighbours(const anatomy::ZoneTable& table, Ground& ground) {
    const auto radius_um = static_cast<std::int64_t>(np_round(ground.density.smooth_radius_mm * 1000));
    const Cubes cubes(table.cell_center_um, ground.cells, radius_um);
    // First how many each cell has, then each into its own place.
    ground.neighbour_start.assign(ground.cells.size() + 1, 0);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    cubes.each_pair([&](std::uint32_t cell, std::uint32_t other) {
        if (ground.cells[other].treatable != ground.cells[cell].treatable) return;
        pairs.push_back({cell, other});
        ++ground.neighbour_start[cell + 1];
    });
    for (std::size_t cell = 0; cell < ground.cells.size(); ++cell)
        ground.neighbour_start[cell + 1] += ground.neighbour_start[cell];
    ground.neighbour.resize(pairs.size());
    std::vector<std::uint32_t> next(ground.neighbour_start.begin(), ground.neighbour_start.end() - 1);
    for (const auto& [cell, other] : pairs) ground.neighbour[next[cell]++] = other;
    for (std::size_t cell = 0; cell < ground.cells.size(); ++cell)
        std::sort(ground.neighbour.begin() + ground.neighbour_start[cell],
                  ground.neighbour.begin() + ground.neighbour_start[cell + 1]);
}

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

void lay_zones(const anatomy::ZoneTable& table, const Parameters& parameters, Ground& ground) {
    const std::string cold_sore_zones = parameters.text("tissue.hsv_reactivation.zones").value_or("");
    for (const anatomy::Zone& zone : table.zones) {
        ZoneGround z;
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
    ground.cells.resize(table.cell_count());
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        CellGround& c = ground.cells[cell];
        c.area_cm2 = table.cell_area_um2[cell] * 1e-8;
        c.zone = table.cell_zone[cell];
        c.treatable = table.treatable(cell);
        if (!c.treatable) continue;
        ground.zones[c.zone].cells.push_back(cell);
        ground.zones[c.zone].area_cm2 += c.area_cm2;
    }
}

// A bruise has its place on a person: drawn once, from the session's seed.
void lay_bruises(const anatomy::ZoneTable& table, Ground& ground) {
    const auto reach_um = static_cast<std::int64_t>(np_round(ground.tissue.bruise_radius_mm * 1000));
    for (std::size_t zone = 0; zone < ground.zones.size(); ++zone) {
        ZoneGround& z = ground.zones[zone];
        if (z.cells.empty()) continue;
        const double u = np_random_uniform(ground.patient.seed, kBruisePlace, zone);
        const Place& middle =
            table.cell_center_um[z.cells[static_cast<std::size_t>(u * static_cast<double>(z.cells.size()))]];
        for (const std::uint32_t cell : z.cells) {
            std::int64_t distance2 = 0;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const std::int64_t d = static_cast<std::int64_t>(table.cell_center_um[cell][axis]) - middle[axis];
                distance2 += d * d;
            }
            if (distance2 <= reach_um * reach_um) z.bruise.push_back(cell);
        }
    }
}

// Strikes come many to a second: nearly every question about pain is about so few milliseconds.
constexpr std::size_t kPainMoments = 1024;

}  // namespace

double pain_left(const TissueRules& rules, std::int64_t ms) {
    return np_exp(-static_cast<double>(ms) * 1e-3 / rules.pain_follow_s);
}

Expected<Ground> lay_ground(const anatomy::ZoneTable& table, const Parameters& parameters) {
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
    ground.bleed_onset_ms = np_round(ground.tissue.bleed_onset_max_s * 1000);
    ground.grid_width = table.grid_width;
    ground.depth_factor = depth_factor(ground.nominal, ground.device.needles);
    ground.pain_left.resize(kPainMoments);
    for (std::size_t ms = 0; ms < kPainMoments; ++ms)
        ground.pain_left[ms] = pain_left(ground.tissue, static_cast<std::int64_t>(ms));
    ground.tone_gain = ground.tissue.tone_gain[static_cast<std::size_t>(ground.patient.fitzpatrick - 1)];
    ground.bleed_more = parameters.number_or("session.m_drug", 1);
    ground.bleed_longer = parameters.number_or("session.m_drug_time", 1);
    lay_zones(table, parameters, ground);
    lay_bruises(table, ground);
    find_neighbours(table, ground);
    return ground;
}

}  // namespace np::skin
