// Strips over a zone: where the strokes of one pass go.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/anatomy/body.h"

namespace np::trainee {

struct SkinSpot {
    geometry::Vec3 position, normal;
    double pace = 1;  // slower than 1 where neighbouring strips lie further apart than on average, faster where closer
};

// A way over the skin, sampled about every millimetre; a single spot is a stamp.
struct StrokePath {
    std::vector<SkinSpot> spots;
    std::uint8_t zone = anatomy::kNoZone;
};

// A part of a zone, in millimetres along its long axis (u) and across it (v) from its middle.
struct Patch {
    double u0 = -1e9, u1 = 1e9, v0 = -1e9, v1 = 1e9;
};

// Cuts a zone into patches of even size, none wider than `largest_mm`. Empty for a zone without treatable cells.
std::vector<Patch> patches_of(const anatomy::Body& body, std::uint8_t zone, double largest_mm);

struct StripPlan {
    double angle_deg = 0;    // against the zone's long axis
    double spacing_mm = 5;   // between neighbouring strips
    double longest_mm = 45;  // longer ways are cut into several strokes
    double shortest_mm = 6;  // shorter ones become a stamp
    double inset_mm = 1.5;   // the middle of the tip keeps this far from the zone's edge
    Patch patch;             // only this part of the zone
};

// Parallel strips over the treatable cells of a zone, neighbours in opposite directions. Empty for a zone without any.
std::vector<StrokePath> plan_strips(const anatomy::Body& body, std::uint8_t zone, const StripPlan& plan);

}  // namespace np::trainee
