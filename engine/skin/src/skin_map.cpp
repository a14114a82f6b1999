#include "needlepoint/skin/skin_map.h"

#include "needlepoint/sdk/math.h"
#include "neighbours.h"

namespace np::skin {

SkinMap::SkinMap(std::shared_ptr<const anatomy::ZoneTable> table, std::int64_t smooth_radius_um)
    : table_(std::move(table)), smooth_radius_um_(smooth_radius_um) {
    const anatomy::ZoneTable& from = *table_;
    zones_.resize(from.zones.size());
    cells_.resize(from.cell_count());
    for (std::uint32_t at = 0; at < cells_.size(); ++at) {
        Cell& cell = cells_[at];
        cell.area_cm2 = from.cell_area_um2[at] * 1e-8;
        cell.zone = from.cell_zone[at];
        cell.treatable = from.treatable(at);
        if (!cell.treatable) continue;
        zones_[cell.zone].cells.push_back(at);
        zones_[cell.zone].area_cm2 += cell.area_cm2;
    }
    neighbours_ = std::make_unique<const Neighbours>(from, cells_, smooth_radius_um);
}

SkinMap::~SkinMap() = default;

Expected<std::shared_ptr<const SkinMap>> SkinMap::lay(std::shared_ptr<const anatomy::ZoneTable> table,
                                                      const Parameters& parameters) {
    const auto radius_mm = parameters.need("density.smooth_radius_mm");
    if (!radius_mm) return tl::unexpected(radius_mm.error());
    return std::shared_ptr<const SkinMap>(new SkinMap(std::move(table), np_round(*radius_mm * 1000)));
}

std::span<const std::uint32_t> SkinMap::neighbours(std::uint32_t cell) const {
    return neighbours_->of(cell);
}

}  // namespace np::skin
