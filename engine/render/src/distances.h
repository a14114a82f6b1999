// What blended solids (shape.h) are put together from: distances in mm, negative inside.
#pragma once

#include <algorithm>
#include <cmath>

#include "needlepoint/geometry/vec3.h"

namespace np::render {

// A round limb from `a` to `b` with a radius at each end.
inline double limb_distance(geometry::Vec3 p, geometry::Vec3 a, double radius_a, geometry::Vec3 b, double radius_b) {
    const geometry::Vec3 along = b - a, from = p - a;
    const double t = std::clamp(dot(from, along) / std::max(1e-9, dot(along, along)), 0.0, 1.0);
    return length(from - t * along) - (radius_a + t * (radius_b - radius_a));
}

// Both, with a fillet where they are within `over_mm` of each other.
inline double grown_together(double a, double b, double over_mm) {
    const double h = std::max(0.0, over_mm - std::abs(a - b));
    return std::min(a, b) - h * h / (4 * over_mm);
}

}  // namespace np::render
