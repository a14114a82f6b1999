// Paints what is to be spared (moles, cold sores, scars ...) into atlas pictures, on the surface and in millimetres.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/render/head_model.h"

namespace np::render {

struct LesionMaps {
    int width = 1, height = 1;
    // Per channel how much it dims: albedo *= exp((c / 255 - 0.5) * 5); alpha = gloss.
    std::vector<std::uint8_t> color{128, 128, 128, 0};
    std::vector<std::uint8_t> relief{128};  // 128 = level, 4 mm per 255
    bool any = false;
};
// `size` texels on the longer side of the atlas.
LesionMaps paint_lesions(const std::vector<Lesion>& lesions, const SkinMesh& skin, std::uint32_t grid_width,
                         std::uint32_t grid_height, int size);

}  // namespace np::render
