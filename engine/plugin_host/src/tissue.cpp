#include "needlepoint/plugin_host/tissue.h"

#include <algorithm>

#include "cell_places.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/skin/skin_state.h"

namespace np::plugin_host {

namespace {

// What turns a depth reached into the depth that is scored (clinical reference 5.1), from `contact.*`.
struct DepthRules {
    double tau_stretched = 0, press_gain = 0, press_from_n = 0, press_max_mm = 0;
    double factor_needles = 0, factor_power = 0, factor_min = 0, factor_max = 0;
    double seat_force_n = 0;
};

Expected<DepthRules> load_depth_rules(const Parameters& parameters) {
    DepthRules rules;
    const std::pair<const char*, double*> wanted[] = {
        {"contact.tau_stretched", &rules.tau_stretched}, {"contact.press_gain", &rules.press_gain},
        {"contact.press_from_n", &rules.press_from_n},   {"contact.press_max_mm", &rules.press_max_mm},
        {"contact.count_ref", &rules.factor_needles},    {"contact.count_exponent", &rules.factor_power},
        {"contact.count_min", &rules.factor_min},        {"contact.count_max", &rules.factor_max},
        {"contact.seat_force_n", &rules.seat_force_n},
    };
    for (const auto& [key, to] : wanted) {
        const auto value = parameters.need(key);
        if (!value) return tl::unexpected(value.error());
        *to = *value;
    }
    return rules;
}

}  // namespace

struct Tissue::Data {
    anatomy::ZoneTable table;
    DepthRules rules;
    skin::SkinState skin;
    std::vector<std::string> zone_ids;
    std::vector<np_zone> zones;
    std::vector<np_cell> cells;
    CellPlaces places;

    Data(anatomy::ZoneTable from, const DepthRules& depth_rules, skin::SkinState state)
        : table(std::move(from)), rules(depth_rules), skin(std::move(state)) {}
    void fill_zones();
    void fill_cells();
};

void Tissue::Data::fill_zones() {
    for (std::size_t i = 0; i < table.zones.size(); ++i) {
        const anatomy::Zone& from = table.zones[i];
        np_zone zone = {};
        zone.id = from.id.c_str();
        zone.base = from.base.c_str();
        zone.index = static_cast<std::uint32_t>(i);
        zone.bony = from.bony ? 1 : 0;
        zone.long_axis[0] = from.long_axis.x;
        zone.long_axis[1] = from.long_axis.y;
        zone.long_axis[2] = from.long_axis.z;
        zone.epidermis_mm = from.layers.epidermis_mm;
        zone.dermis_mm = from.layers.dermis_mm;
        zone.to_firm_mm = from.layers.to_firm_mm;
        zone.stiffness = from.layers.stiffness;
        zones.push_back(zone);
        zone_ids.push_back(from.id);
    }
}

void Tissue::Data::fill_cells() {
    cells.resize(table.cell_count());
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        np_cell& cell = cells[i];
        cell = {};
        cell.zone = table.cell_zone[i];
        cell.mask = table.cell_mask[i];
        cell.area_um2 = table.cell_area_um2[i];
        cell.treatable = table.treatable(i) ? 1 : 0;
        std::copy(table.cell_center_um[i].begin(), table.cell_center_um[i].end(), cell.center_um);
        std::copy(table.cell_normal_q30[i].begin(), table.cell_normal_q30[i].end(), cell.normal_q30);
        if (cell.treatable == 0) continue;
        zones[cell.zone].treatable_cells += 1;
        zones[cell.zone].treatable_area_um2 += cell.area_um2;
    }
    places.fill(cells);
}

Expected<Tissue> Tissue::create(std::span<const std::byte> zone_table, const Parameters& parameters) {
    auto table = anatomy::ZoneTable::decode(zone_table);
    if (!table) return tl::unexpected(table.error());
    const auto rules = load_depth_rules(parameters);
    if (!rules) return tl::unexpected(rules.error());
    auto skin = skin::SkinState::create(*table, parameters);
    if (!skin) return tl::unexpected(skin.error());
    auto data = std::make_unique<Data>(std::move(*table), *rules, std::move(*skin));
    data->fill_zones();
    data->fill_cells();
    return Tissue(std::move(data));
}

Tissue::Tissue(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Tissue::Tissue(Tissue&&) noexcept = default;
Tissue& Tissue::operator=(Tissue&&) noexcept = default;
Tissue::~Tissue() = default;

void Tissue::consume(sdk::RecordView record) {
    data_->skin.consume(record);
}
void Tissue::advance_to(sdk::Tick tick) {
    data_->skin.advance_to(tick);
}
std::span<const np_zone> Tissue::zones() const {
    return data_->zones;
}
std::span<const np_cell> Tissue::cells() const {
    return data_->cells;
}
std::uint32_t Tissue::grid_width() const {
    return data_->table.grid_width;
}
const std::vector<std::string>& Tissue::masks() const {
    return data_->table.masks;
}
const std::vector<std::string>& Tissue::zone_ids() const {
    return data_->zone_ids;
}

std::vector<std::uint32_t> Tissue::neighbours(std::uint32_t cell, std::uint32_t radius_um) const {
    const auto& cells = data_->cells;
    if (cell >= cells.size() || cells[cell].area_um2 == 0) return {};
    return data_->places.within(cells, cells[cell].center_um, radius_um);
}

np_tissue_cell Tissue::cell(std::uint32_t index) const {
    const skin::CellState state = data_->skin.cell(index);
    np_tissue_cell cell = {};
    cell.rho_per_cm2 = state.rho_per_cm2;
    cell.r = state.r;
    cell.mean_nominal_mm = state.nominal_mm;
    cell.mean_depth_mm = state.depth_mm;
    cell.pinpoints_per_cm2 = state.pinpoints_per_cm2;
    cell.erythema = state.erythema;
    cell.blood = state.blood;
    cell.gel = state.gel;
    cell.cream = state.cream;
    cell.antiseptic_wet = state.antiseptic_wet;
    cell.residue = state.residue;
    cell.hits = state.hits;
    cell.channels = state.channels;
    cell.flags = (state.prepped ? std::uint32_t{NP_TISSUE_PREPPED} : 0u) |
                 (state.contaminated ? std::uint32_t{NP_TISSUE_CONTAMINATED} : 0u) |
                 (data_->skin.dry(index) ? std::uint32_t{NP_TISSUE_DRY} : 0u);
    for (int bin = 0; bin < skin::kDirectionBins; ++bin)
        cell.visits[bin] = static_cast<std::uint8_t>(std::min<std::uint32_t>(255, data_->skin.visits(index, bin)));
    return cell;
}

np_tissue_zone Tissue::zone(std::uint32_t index) const {
    const skin::ZoneState state = data_->skin.zone(index);
    np_tissue_zone zone = {};
    zone.hits = state.hits;
    zone.channels = state.channels;
    zone.area_cm2 = state.area_cm2;
    zone.mean_rho_per_cm2 = state.mean_rho_per_cm2;
    zone.rho_cv = state.rho_cv;
    zone.mean_r = state.mean_r;
    zone.mean_nominal_mm = state.mean_nominal_mm;
    zone.mean_depth_mm = state.mean_depth_mm;
    zone.pinpoints_per_cm2 = state.pinpoints_per_cm2;
    zone.erythema = state.erythema;
    zone.swelling = state.swelling;
    std::copy(state.band_share.begin(), state.band_share.end(), zone.band_share);
    zone.treatable_cells = state.cells;
    zone.passes = static_cast<std::uint32_t>(state.passes);
    for (int bin = 0; bin < skin::kDirectionBins; ++bin)
        zone.passes_in_bin[bin] = static_cast<std::uint32_t>(state.passes_by_direction[static_cast<std::size_t>(bin)]);
    zone.directions = static_cast<std::uint32_t>(state.directions);
    zone.bleeding_grade = static_cast<std::uint32_t>(state.bleeding_grade);
    return zone;
}

double Tissue::nominal_mm(const sdk::RecordView& strike, std::uint32_t i) const {
    const np_strike& raw = *strike.raw<sdk::event::strike>();
    const DepthRules& rules = data_->rules;
    const auto zones = strike.array<std::uint8_t>(raw.zone);
    const auto depths = strike.array<std::int32_t>(raw.depth_um);
    if (i >= depths.size()) return 0;
    const double stiffness =
        i < zones.size() && zones[i] < data_->zones.size() ? data_->zones[zones[i]].stiffness : 1.0;
    const double force_n = raw.force_mn > 0 ? raw.force_mn / 1000.0 : 0.0;
    const double press =
        np_min(rules.press_max_mm, rules.press_gain * np_max(0.0, force_n - rules.press_from_n) / stiffness);
    const double needles = depths.empty() ? 1.0 : static_cast<double>(depths.size());
    const double k_n =
        np_clamp(np_pow(rules.factor_needles / needles, rules.factor_power), rules.factor_min, rules.factor_max);
    return np_max(0.0, (depths[i] / 1000.0 - press) / (rules.tau_stretched * k_n));
}

double Tissue::seating_force_mn(std::uint32_t zone, std::uint32_t needles) const {
    const double stiffness = zone < data_->zones.size() ? data_->zones[zone].stiffness : 1.0;
    return data_->rules.seat_force_n * needles * stiffness * 1000.0;
}

}  // namespace np::plugin_host
