#include "ground.h"

#include <algorithm>
#include <array>
#include <utility>

#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

using Place = std::array<std::int32_t, 3>;

// Cells sorted into cubes at least as wide as the smoothing radius, treatable ones apart from others: neighbours lie in
// the 27 cubes around a cell, three of which at a time follow each other in the order.
class Cubes {
  public:
    Cubes(const std::vector<Place>& places, const std::vector<CellGround>& cells, std::int64_t radius_um)
        : radius2_um2_(static_cast<double>(radius_um * radius_um)) {
        const std::int64_t side_um = std::max(radius_um, kLeastSideUm);
        for (std::uint32_t cell = 0; cell < cells.size(); ++cell)
            if (cells[cell].area_cm2 > 0)
                entries_.emplace_back(key_of(places[cell], side_um, cells[cell].treatable), cell);
        std::sort(entries_.begin(), entries_.end());
        in_order_.reserve(entries_.size());
        for (std::vector<double>& axis : at_um_) axis.reserve(entries_.size());
        for (const auto& [key, cell] : entries_) {
            in_order_.push_back(cell);
            for (std::size_t axis = 0; axis < 3; ++axis) at_um_[axis].push_back(places[cell][axis]);
        }
    }

    // Calls found(cell, neighbours) once for each cell with surface, the cell itself among its neighbours. Cubes come
    // in their order, so each of the nine rows around a cube is walked through once.
    template <class Found>
    void each_cell(Found found) {
        std::array<std::size_t, 9> row{};
        for (std::size_t begin = 0, end = 0; begin < entries_.size(); begin = end) {
            const std::uint64_t key = entries_[begin].first;
            while (end < entries_.size() && entries_[end].first == key) ++end;
            gather(key, row);
            for (std::size_t at = begin; at < end; ++at) found(entries_[at].second, near(at));
        }
    }

  private:
    // So wide that every place has its cube, and the numbers of cubes fit into 21 bits each.
    static constexpr std::int64_t kLeastSideUm = 2100;
    static constexpr std::array<std::uint64_t, 2> kStep = {std::uint64_t{1} << 42, std::uint64_t{1} << 21};

    static std::uint64_t key_of(const Place& p, std::int64_t side_um, bool treatable) {
        std::uint64_t key = treatable ? 1 : 0;
        // Shifted so that the division rounds down on both sides of zero; never 0, so that a step back stays in its
        // row.
        for (const std::int32_t along : p)
            key = (key << 21) | static_cast<std::uint64_t>((along + (std::int64_t{1} << 31)) / side_um + 1);
        return key;
    }

    // All cells of the 27 cubes around one, side by side.
    void gather(std::uint64_t key, std::array<std::size_t, 9>& row) {
        cells_.clear();
        for (std::vector<double>& axis : around_um_) axis.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::uint64_t middle = key + kStep[0] * (i / 3) + kStep[1] * (i % 3) - kStep[0] - kStep[1];
            while (row[i] < entries_.size() && entries_[row[i]].first + 1 < middle) ++row[i];
            std::size_t end = row[i];
            while (end < entries_.size() && entries_[end].first <= middle + 1) ++end;
            const auto add = [&](auto& to, const auto& from) {
                to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(row[i]),
                          from.begin() + static_cast<std::ptrdiff_t>(end));
            };
            add(cells_, in_order_);
            for (std::size_t axis = 0; axis < 3; ++axis) add(around_um_[axis], at_um_[axis]);
        }
        close_.resize(cells_.size());
    }

    // Whole micrometres, so the squares are exact.
    std::span<const std::uint32_t> near(std::size_t at) {
        const double x = at_um_[0][at], y = at_um_[1][at], z = at_um_[2][at];
        const double *const xs = around_um_[0].data(), *const ys = around_um_[1].data(),
                            *const zs = around_um_[2].data();
        std::size_t count = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const double dx = xs[i] - x, dy = ys[i] - y, dz = zs[i] - z;
            close_[count] = cells_[i];
            count += dx * dx + dy * dy + dz * dz <= radius2_um2_;
        }
        return {close_.data(), count};
    }

    double radius2_um2_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> entries_;  // cube and cell
    std::vector<std::uint32_t> in_order_;                           // the cells alone
    std::array<std::vector<double>, 3> at_um_;                      // their places
    // Of the present cube and those around it.
    std::vector<std::uint32_t> cells_, close_;
    std::array<std::vector<double>, 3> around_um_;
};

void find_neighbours(const anatomy::ZoneTable& table, Ground& ground) {
    const auto radius_um = static_cast<std::int64_t>(np_round(ground.density.smooth_radius_mm * 1000));
    Cubes cubes(table.cell_center_um, ground.cells, radius_um);
    // As they are found: all neighbours of a cell in one piece, pieces and neighbours in the order of cubes.
    std::vector<std::uint32_t> found;
    std::vector<std::size_t> begin(ground.cells.size());
    ground.neighbour_start.assign(ground.cells.size() + 1, 0);
    found.reserve(ground.cells.size() * 16);
    cubes.each_cell([&](std::uint32_t cell, std::span<const std::uint32_t> near) {
        begin[cell] = found.size();
        ground.neighbour_start[cell + 1] = static_cast<std::uint32_t>(near.size());
        found.insert(found.end(), near.begin(), near.end());
    });
    for (std::size_t cell = 0; cell < ground.cells.size(); ++cell)
        ground.neighbour_start[cell + 1] += ground.neighbour_start[cell];
    // Who is near me is who I am near: each cell in turn enters itself, so every list comes out ascending.
    ground.neighbour.resize(found.size());
    std::vector<std::uint32_t> next(ground.neighbour_start.begin(), ground.neighbour_start.end() - 1);
    for (std::uint32_t cell = 0; cell < ground.cells.size(); ++cell) {
        const std::uint32_t count = ground.neighbour_start[cell + 1] - ground.neighbour_start[cell];
        for (std::uint32_t i = 0; i < count; ++i) ground.neighbour[next[found[begin[cell] + i]]++] = cell;
    }
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
