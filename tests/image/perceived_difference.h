// How different two pictures look: S-CIELAB. The eye blurs fine detail before it compares colours, the more so in
// colour than in light, so the noise of another driver's rounding is forgiven and a change that can be seen is not.
#pragma once

#include <string>
#include <vector>

#include "color_difference.h"
#include "needlepoint/render/image.h"

namespace np::test {

// Pixels per degree of sight: a screen of 96 dpi half a metre away.
inline constexpr double kPixelsPerDegree = 33;

// A picture as the eye passes it on (Zhang and Wandell 1996), row by row from the top.
struct Seen {
    int width = 0, height = 0;
    std::vector<Lab> colors;
};
Seen seen(const render::Image& image);

// CIEDE2000 of the mean colours of a square of so many pixels a side, where it is largest. Both have the same size.
double worst_patch(const Seen& one, const Seen& other, int side);

// Two pictures are the same to a person when no square of each size differs by more than its limit: a small spot must
// differ more than a large patch to be seen.
struct PatchLimit {
    int side = 1;      // pixels
    double limit = 1;  // CIEDE2000
};
inline constexpr PatchLimit kPatchLimits[] = {{5, 3.0}, {24, 0.62}, {96, 0.3}};

struct Verdict {
    bool same = false;
    double share_of_limit = 0;  // of the patch size that is nearest to its limit, or beyond
    std::string words;
};
Verdict compare(const render::Image& expected, const render::Image& actual);

// For people to look at: dark where both look the same, bright from CIEDE2000 10 on.
render::Image difference_picture(const render::Image& expected, const render::Image& actual);

}  // namespace np::test
