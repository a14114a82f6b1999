#include "scratches.h"

#include <algorithm>
#include <cmath>

namespace np::render {

PixelRect draw_scratch(SkinPicture& picture, const Scratch& scratch, double texels_per_column, double texels_per_row) {
    const double x = static_cast<double>(scratch.column) * texels_per_column,
                 y = static_cast<double>(scratch.row) * texels_per_row;
    const double half_x = 0.5 * static_cast<double>(scratch.along_u) * texels_per_column,
                 half_y = 0.5 * static_cast<double>(scratch.along_v) * texels_per_row;
    const double half2 = half_x * half_x + half_y * half_y;
    const int x0 = std::max(0, static_cast<int>(std::floor(x - std::abs(half_x) - 1))),
              x1 = std::min(picture.width - 1, static_cast<int>(std::ceil(x + std::abs(half_x) + 1)));
    const int y0 = std::max(0, static_cast<int>(std::floor(y - std::abs(half_y) - 1))),
              y1 = std::min(picture.height - 1, static_cast<int>(std::ceil(y + std::abs(half_y) + 1)));
    if (x0 > x1 || y0 > y1) return {};
    // Blood in the groove takes green and blue away; in steps of the picture, 5 / 255 of a natural logarithm.
    constexpr double kDims[] = {7, 24, 21};
    for (int row = y0; row <= y1; ++row)
        for (int column = x0; column <= x1; ++column) {
            const double px = column + 0.5 - x, py = row + 0.5 - y;
            const double t = std::clamp((px * half_x + py * half_y) / std::max(1e-9, half2), -1.0, 1.0);
            const double away = std::hypot(px - t * half_x, py - t * half_y);
            const double covers = std::clamp(1.05 - away, 0.0, 1.0) * (1 - 0.6 * t * t);
            if (covers <= 0) continue;
            auto* texel =
                picture.color.data() + (static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.width) +
                                        static_cast<std::size_t>(column)) *
                                           4;
            for (std::size_t k = 0; k < 3; ++k)
                texel[k] = static_cast<std::uint8_t>(
                    std::lround(std::max(40.0, texel[k] - covers * static_cast<double>(scratch.depth) * kDims[k])));
        }
    return {x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

}  // namespace np::render
