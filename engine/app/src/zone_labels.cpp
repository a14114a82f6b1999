#include "zone_labels.h"

#include <algorithm>
#include <limits>

namespace np::app {

using geometry::Vec3;

namespace {
constexpr double kFacing = 0.25;     // cosine, below which a zone is seen too much from the side
constexpr double kHidden_mm = 4;     // something this much nearer hides it
constexpr double kTooSmall_px = 14;  // the side of a square as large as the zone
}  // namespace

ZoneLabels::ZoneLabels(const anatomy::Body& body, const Words& words) : body_(&body) {
    const anatomy::ZoneTable& table = body.table;
    places_.resize(table.zones.size());
    std::vector<Vec3> middle(places_.size());
    const auto center = [&](std::uint32_t cell) {
        const auto& c = table.cell_center_um[cell];
        return Vec3{c[0] * 1e-3, c[1] * 1e-3, c[2] * 1e-3};
    };
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const std::uint8_t zone = table.cell_zone[cell];
        if (zone >= places_.size() || table.cell_area_um2[cell] == 0) continue;
        const double area = table.cell_area_um2[cell] * 1e-6;
        places_[zone].area_mm2 += area;
        middle[zone] += area * center(cell);
    }
    // The cell nearest to the middle: a curved zone's middle may lie off the skin.
    std::vector<double> nearest(places_.size(), std::numeric_limits<double>::infinity());
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const std::uint8_t zone = table.cell_zone[cell];
        if (zone >= places_.size() || table.cell_area_um2[cell] == 0) continue;
        const Vec3 off = center(cell) - middle[zone] / places_[zone].area_mm2;
        if (dot(off, off) >= nearest[zone]) continue;
        nearest[zone] = dot(off, off);
        const auto& n = table.cell_normal_q30[cell];
        places_[zone].at_mm = center(cell);
        places_[zone].normal =
            normalized(Vec3{static_cast<double>(n[0]), static_cast<double>(n[1]), static_cast<double>(n[2])});
    }
    for (std::size_t i = 0; i < places_.size(); ++i) places_[i].name = words.zone(table.zones[i].id);
    std::stable_sort(places_.begin(), places_.end(),
                     [](const Place& a, const Place& b) { return a.area_mm2 > b.area_mm2; });
}

std::vector<ui::MapLabel> ZoneLabels::seen(const render::Camera& camera, render::Size size, float left,
                                           float top) const {
    std::vector<ui::MapLabel> labels;
    for (const Place& place : places_) {
        if (place.area_mm2 <= 0) continue;
        const Vec3 way = place.at_mm - camera.eye;
        const double distance = length(way);
        if (-dot(way / distance, place.normal) < kFacing) continue;
        const auto at = render::project(camera, size, place.at_mm);
        if (!at || place.area_mm2 < kTooSmall_px * kTooSmall_px * at->mm_per_pixel * at->mm_per_pixel) continue;
        const auto hit = body_->surface->first_hit({camera.eye, way / distance});
        if (hit && hit->t < distance - kHidden_mm) continue;
        labels.push_back({place.name, left + static_cast<float>(at->x), top + static_cast<float>(at->y)});
    }
    return labels;
}

std::uint32_t cell_seen(const anatomy::Body& body, const render::Camera& camera, render::Size size, double x,
                        double y) {
    const auto hit = body.surface->first_hit(render::pick_ray(camera, size, x, y));
    return hit ? body.cell_at(hit->at) : anatomy::kNoCell;
}

}  // namespace np::app
