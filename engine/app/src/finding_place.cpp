#include "finding_place.h"

#include <algorithm>

namespace np::app {

namespace {

constexpr double kNearMm = 90, kFarMm = 260;  // a spot with its surroundings; a face

geometry::Vec3 center_of(const anatomy::ZoneTable& table, std::uint32_t cell) {
    const auto& um = table.cell_center_um[cell];
    return {um[0] / 1e3, um[1] / 1e3, um[2] / 1e3};
}

geometry::Vec3 normal_of(const anatomy::ZoneTable& table, std::uint32_t cell) {
    const auto& n = table.cell_normal_q30[cell];
    return geometry::normalized({static_cast<double>(n[0]), static_cast<double>(n[1]), static_cast<double>(n[2])});
}

}  // namespace

std::optional<Sight> sight_of(const FindingPlace& place, const anatomy::ZoneTable& table) {
    if (place.cell < table.cell_count() && table.cell_area_um2[place.cell] > 0)
        return Sight{center_of(table, place.cell), normal_of(table, place.cell), kNearMm};
    const auto zone = place.zone.empty() ? std::nullopt : table.zone_index(place.zone);
    if (!zone) return std::nullopt;

    const auto inside = [&](std::uint32_t cell) {
        return table.cell_zone[cell] == *zone && table.cell_area_um2[cell] > 0;
    };
    geometry::Vec3 sum, facing;
    double area = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!inside(cell)) continue;
        const double share = table.cell_area_um2[cell];
        sum = sum + share * center_of(table, cell);
        facing = facing + share * normal_of(table, cell);
        area += share;
    }
    if (area == 0) return std::nullopt;
    // The mean of a curved zone lies below the skin; the cell next to it is on it.
    const geometry::Vec3 mean = (1 / area) * sum;
    std::uint32_t middle = anatomy::kNoCell;
    double nearest = 0, widest = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!inside(cell)) continue;
        const double away = geometry::length(center_of(table, cell) - mean);
        if (middle == anatomy::kNoCell || away < nearest) middle = cell, nearest = away;
        widest = std::max(widest, away);
    }
    // Where a zone wraps around so far that its normals cancel out, its middle's has to do.
    const bool faces = geometry::length(facing) > 0.2 * area;
    return Sight{center_of(table, middle), faces ? geometry::normalized(facing) : normal_of(table, middle),
                 std::clamp(2.4 * widest, kNearMm, kFarMm)};
}

}  // namespace np::app
