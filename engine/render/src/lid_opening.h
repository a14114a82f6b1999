// What the lids leave of an eyeball: where the shadow of the upper lid begins and where tears lie on the lower one.
#pragma once

#include <array>

#include "needlepoint/render/head_model.h"

namespace np::render {

// Edges of the lids in eye radii above the middle of the gaze, at places side by side from -kReach to kReach radii
// along the face's x. Where the lids meet, and on a closed eye, both are the same.
struct LidOpening {
    static constexpr std::size_t kPlaces = 9;
    static constexpr double kReach = 0.92;
    std::array<float, kPlaces> lower{}, upper{};
};
LidOpening lid_opening(const SkinMesh& skin, const Eye& eye);

// The rim that faces the gap between the lids, 0 (none of it) .. 1: moist, hairless, without pigment.
double lid_rim(geometry::Vec3 place, geometry::Vec3 normal, const Eye& eye);

}  // namespace np::render
