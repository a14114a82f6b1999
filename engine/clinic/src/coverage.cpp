#include "coverage.h"

#include <algorithm>

namespace np::clinic {

Coverage::Coverage(const SurfaceFacts& surface, const std::vector<scenario::Lesion>& lesions)
    : surface_(&surface),
      films_(surface.cell_zone.size(), 0),
      zone_total_um2_(surface.zones.size(), 0),
      lesion_of_mask_(surface.masks.size(), -1),
      lesion_cells_(lesions.size(), 0),
      lesion_cleansed_(lesions.size(), 0) {
    for (auto& areas : zone_area_um2_) areas.assign(surface.zones.size(), 0);
    for (std::size_t lesion = 0; lesion < lesions.size(); ++lesion)
        for (std::size_t mask = 0; mask < surface.masks.size(); ++mask)
            if (surface.masks[mask] == "lesion_" + lesions[lesion].id)
                lesion_of_mask_[mask] = static_cast<std::int32_t>(lesion);
    for (std::uint32_t cell = 0; cell < films_.size(); ++cell) {
        if (treatable(cell)) zone_total_um2_[surface.cell_zone[cell]] += surface.cell_area_um2[cell];
        const std::uint8_t mask = surface.cell_mask[cell];
        if (mask < lesion_of_mask_.size() && lesion_of_mask_[mask] >= 0 && surface.cell_area_um2[cell] > 0)
            ++lesion_cells_[static_cast<std::size_t>(lesion_of_mask_[mask])];
    }
}

bool Coverage::treatable(std::uint32_t cell) const {
    return surface_->cell_zone[cell] < surface_->zones.size() && surface_->cell_mask[cell] == 0 &&
           surface_->cell_area_um2[cell] > 0;
}

void Coverage::cover(Film film, std::span<const std::uint32_t> cells) {
    const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(film));
    for (const std::uint32_t cell : cells) {
        if (cell >= films_.size() || (films_[cell] & bit) != 0) continue;
        films_[cell] |= bit;
        if (treatable(cell))
            zone_area_um2_[static_cast<std::size_t>(film)][surface_->cell_zone[cell]] += surface_->cell_area_um2[cell];
        const std::uint8_t mask = surface_->cell_mask[cell];
        if (film == Film::kCleanser && mask < lesion_of_mask_.size() && lesion_of_mask_[mask] >= 0 &&
            surface_->cell_area_um2[cell] > 0)
            ++lesion_cleansed_[static_cast<std::size_t>(lesion_of_mask_[mask])];
    }
}

void Coverage::forget(Film film) {
    if (!any(film)) return;
    const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(film));
    for (std::uint8_t& cell : films_) cell = static_cast<std::uint8_t>(cell & ~bit);
    std::fill(zone_area_um2_[static_cast<std::size_t>(film)].begin(),
              zone_area_um2_[static_cast<std::size_t>(film)].end(), 0);
}

bool Coverage::any(Film film) const {
    const auto& areas = zone_area_um2_[static_cast<std::size_t>(film)];
    return std::any_of(areas.begin(), areas.end(), [](std::uint64_t area) { return area > 0; });
}

bool Coverage::on_cell(Film film, std::uint32_t cell) const {
    return cell < films_.size() && (films_[cell] & (1u << static_cast<unsigned>(film))) != 0;
}

double Coverage::share(Film film, std::span<const std::uint32_t> zones) const {
    std::uint64_t covered = 0, total = 0;
    for (const std::uint32_t zone : zones) {
        if (zone >= zone_total_um2_.size()) continue;
        covered += zone_area_um2_[static_cast<std::size_t>(film)][zone];
        total += zone_total_um2_[zone];
    }
    return total == 0 ? 0 : static_cast<double>(covered) / static_cast<double>(total);
}

double Coverage::uncovered(std::size_t lesion) const {
    return lesion_cells_[lesion] == 0 ? 1 : static_cast<double>(lesion_cleansed_[lesion]) / lesion_cells_[lesion];
}

void Coverage::write(ByteWriter& bytes) const {
    bytes.put_array(std::span<const std::uint8_t>(films_));
}

}  // namespace np::clinic
