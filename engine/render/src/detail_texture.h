// Pores, skin lines and blotches as one tile that repeats without a seam.
#pragma once

#include <cstdint>
#include <vector>

namespace np::render {

inline constexpr int kDetailSize = 512;  // texels; the shader lays a tile over 23 mm
// Red, green: slope of the relief (128 = level); blue: 255 open .. 0 deep in a pore; alpha: blotches.
std::vector<std::uint8_t> make_detail_tile();

}  // namespace np::render
