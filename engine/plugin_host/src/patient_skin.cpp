#include "needlepoint/plugin_host/patient_skin.h"

#include <algorithm>
#include <cstring>

#include "cell_places.h"
#include "needlepoint/skin/skin_map.h"

namespace np::plugin_host {

struct PatientSkin::Data {
    std::vector<std::byte> bytes;
    std::shared_ptr<const skin::SkinMap> map;
    std::vector<std::string> zone_ids;
    std::vector<np_zone> zones;
    std::vector<np_cell> cells;
    std::once_flag placed;  // when the first scorer asks who is near whom
    CellPlaces places;

    void fill_zones();
    void fill_cells();
};

void PatientSkin::Data::fill_zones() {
    const anatomy::ZoneTable& table = map->table();
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

void PatientSkin::Data::fill_cells() {
    const anatomy::ZoneTable& table = map->table();
    cells.resize(table.cell_count());
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        np_cell& cell = cells[i];
        cell.zone = table.cell_zone[i];
        cell.mask = table.cell_mask[i];
        cell.area_um2 = table.cell_area_um2[i];
        cell.treatable = map->cells()[i].treatable ? 1 : 0;
        std::copy(table.cell_center_um[i].begin(), table.cell_center_um[i].end(), cell.center_um);
        std::copy(table.cell_normal_q30[i].begin(), table.cell_normal_q30[i].end(), cell.normal_q30);
        if (cell.treatable == 0) continue;
        zones[cell.zone].treatable_cells += 1;
        zones[cell.zone].treatable_area_um2 += cell.area_um2;
    }
}

PatientSkin::PatientSkin(std::unique_ptr<Data> data) : data_(std::move(data)) {}
PatientSkin::~PatientSkin() = default;

Expected<std::shared_ptr<const PatientSkin>> PatientSkin::create(std::span<const std::byte> zone_table,
                                                                 const Parameters& parameters) {
    auto table = anatomy::ZoneTable::decode(zone_table);
    if (!table) return tl::unexpected(table.error());
    auto map = skin::SkinMap::lay(std::make_shared<const anatomy::ZoneTable>(std::move(*table)), parameters);
    if (!map) return tl::unexpected(map.error());
    auto data = std::make_unique<Data>();
    data->bytes.assign(zone_table.begin(), zone_table.end());
    data->map = std::move(*map);
    data->fill_zones();
    data->fill_cells();
    return std::shared_ptr<const PatientSkin>(new PatientSkin(std::move(data)));
}

std::span<const std::byte> PatientSkin::zone_table() const {
    return data_->bytes;
}
const std::shared_ptr<const skin::SkinMap>& PatientSkin::map() const {
    return data_->map;
}
std::span<const np_zone> PatientSkin::zones() const {
    return data_->zones;
}
std::span<const np_cell> PatientSkin::cells() const {
    return data_->cells;
}
std::span<const std::uint32_t> PatientSkin::treatable_cells(std::uint32_t zone) const {
    const auto zones = data_->map->zones();
    return zone < zones.size() ? std::span<const std::uint32_t>(zones[zone].cells) : std::span<const std::uint32_t>();
}
std::uint32_t PatientSkin::grid_width() const {
    return data_->map->table().grid_width;
}
const std::vector<std::string>& PatientSkin::masks() const {
    return data_->map->table().masks;
}
const std::vector<std::string>& PatientSkin::zone_ids() const {
    return data_->zone_ids;
}

std::vector<std::uint32_t> PatientSkin::neighbours(std::uint32_t cell, std::uint32_t radius_um) const {
    const auto& cells = data_->cells;
    if (cell >= cells.size() || cells[cell].area_um2 == 0) return {};
    std::call_once(data_->placed, [this] { data_->places.fill(data_->cells); });
    return data_->places.within(cells[cell].center_um, radius_um);
}

namespace {
// A shelf of records is mostly of a few patients; one takes some tens of megabytes.
constexpr std::size_t kKept = 4;
}  // namespace

Expected<std::shared_ptr<const PatientSkin>> PatientSkins::of(std::span<const std::byte> zone_table,
                                                              const Parameters& parameters) {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(met_.begin(), met_.end(), [&](const auto& one) {
        const std::span<const std::byte> known = one->zone_table();
        return known.size() == zone_table.size() && std::memcmp(known.data(), zone_table.data(), known.size()) == 0;
    });
    if (at != met_.end()) {
        std::rotate(at, at + 1, met_.end());
        return met_.back();
    }
    auto made = PatientSkin::create(zone_table, parameters);
    if (!made) return tl::unexpected(made.error());
    if (met_.size() == kKept) met_.erase(met_.begin());
    met_.push_back(*made);
    return made;
}

}  // namespace np::plugin_host
