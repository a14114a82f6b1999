// Where the zones lie: outlines through vertices of the base mesh, drawn in its uv charts. They follow every morph.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "atlas.h"

namespace np::anatomy {

// kMid: the corners of the left half from midline to midline; the right half is its mirror image.
// kPair: the left one of two.
enum class Side { kMid, kPair };

struct Outline {
    std::string_view name;
    Side side;
    Chart chart;
    std::vector<int> corners;  // vertex ids of hm08
};

// In painting order: a later zone covers an earlier one.
const std::vector<Outline>& zone_outlines();
// "orbit", "vermilion", "nostril", "ear".
const std::vector<Outline>& mask_outlines();
// Hem of the cap: an open line from the midline of the forehead over the left ear to the nape.
std::span<const int> cap_hem();
// Zone bases in the order of the clinical tables, with whether they come as a pair.
struct ZoneName {
    std::string_view base;
    bool pair;
};
std::span<const ZoneName> zone_names();

}  // namespace np::anatomy
