#include "detail_texture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace np::render {

namespace {

constexpr int kN = kDetailSize;

std::uint32_t hash(std::uint32_t x, std::uint32_t y, std::uint32_t salt) {
    std::uint32_t h = x * 0x9E3779B1U ^ y * 0x85EBCA77U ^ salt * 0xC2B2AE3DU;
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 12;
    h *= 0x297A2D39U;
    return h ^ (h >> 15);
}
float unit(std::uint32_t x, std::uint32_t y, std::uint32_t salt) {
    return static_cast<float>(hash(x, y, salt) >> 8) / 16777216.0F;
}

// Cellular noise that repeats after `cells`: distances to the nearest and second nearest point, in cells.
struct Nearest {
    float first = 9, second = 9;
    std::uint32_t id = 0;
};
Nearest cellular(float x, float y, int cells, std::uint32_t salt) {
    Nearest out;
    const int cx = static_cast<int>(std::floor(x)), cy = static_cast<int>(std::floor(y));
    for (int j = cy - 1; j <= cy + 1; ++j) {
        for (int i = cx - 1; i <= cx + 1; ++i) {
            const auto wi = static_cast<std::uint32_t>((i + cells) % cells),
                       wj = static_cast<std::uint32_t>((j + cells) % cells);
            const float px = static_cast<float>(i) + 0.1F + 0.8F * unit(wi, wj, salt),
                        py = static_cast<float>(j) + 0.1F + 0.8F * unit(wi, wj, salt + 1);
            const float d = std::hypot(px - x, py - y);
            if (d < out.first) {
                out.second = out.first;
                out.first = d;
                out.id = hash(wi, wj, salt + 2);
            } else {
                out.second = std::min(out.second, d);
            }
        }
    }
    return out;
}

float value_noise(float x, float y, int cells, std::uint32_t salt) {
    const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
    float fx = x - static_cast<float>(ix), fy = y - static_cast<float>(iy);
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    const auto at = [&](int i, int j) {
        return unit(static_cast<std::uint32_t>((i % cells + cells) % cells),
                    static_cast<std::uint32_t>((j % cells + cells) % cells), salt);
    };
    const float low = at(ix, iy) + fx * (at(ix + 1, iy) - at(ix, iy));
    const float high = at(ix, iy + 1) + fx * (at(ix + 1, iy + 1) - at(ix, iy + 1));
    return low + fy * (high - low);
}

}  // namespace

std::vector<std::uint8_t> make_detail_tile() {
    const std::size_t count = std::size_t{kN} * kN;
    std::vector<float> height(count), pore(count), blotch(count);
    for (int y = 0; y < kN; ++y) {
        for (int x = 0; x < kN; ++x) {
            const float u = static_cast<float>(x) / kN, v = static_cast<float>(y) / kN;
            const std::size_t at = static_cast<std::size_t>(y) * kN + static_cast<std::size_t>(x);
            // Pores about 1 mm apart, 0.15 to 0.35 mm wide; some are barely there.
            const Nearest p = cellular(u * 23, v * 23, 23, 1);
            const float wide = 0.12F + 0.16F * static_cast<float>(p.id & 255U) / 255.0F;
            const float deep = 0.25F + 0.75F * static_cast<float>((p.id >> 8) & 255U) / 255.0F;
            const float hole = deep * std::exp(-(p.first / wide) * (p.first / wide));
            // The fine net of lines between them, and still finer grain.
            const Nearest net = cellular(u * 40, v * 40, 40, 7), fine = cellular(u * 74, v * 74, 74, 13);
            const float line = std::exp(-(net.second - net.first) * 7.0F),
                        thin = std::exp(-(fine.second - fine.first) * 5.0F);
            height[at] = -0.85F * hole - 0.26F * line - 0.10F * thin + 0.16F * value_noise(u * 23, v * 23, 23, 21);
            pore[at] = std::clamp(1 - hole - 0.12F * line, 0.0F, 1.0F);
            float sum = 0, weight = 0.5F;
            for (int octave = 0, cells = 4; octave < 5; ++octave, cells *= 2, weight *= 0.6F)
                sum += weight * (value_noise(u * static_cast<float>(cells), v * static_cast<float>(cells), cells,
                                             static_cast<std::uint32_t>(31 + octave)) -
                                 0.5F);
            blotch[at] = std::clamp(0.5F + 0.95F * sum, 0.0F, 1.0F);
        }
    }
    std::vector<std::uint8_t> tile(count * 4);
    const auto byte = [](float f) { return static_cast<std::uint8_t>(std::lround(255 * std::clamp(f, 0.0F, 1.0F))); };
    for (int y = 0; y < kN; ++y) {
        for (int x = 0; x < kN; ++x) {
            const auto h = [&](int i, int j) {
                return height[static_cast<std::size_t>((j + kN) % kN) * kN + static_cast<std::size_t>((i + kN) % kN)];
            };
            const std::size_t at = static_cast<std::size_t>(y) * kN + static_cast<std::size_t>(x);
            tile[at * 4] = byte(0.5F + 1.3F * (h(x + 1, y) - h(x - 1, y)));
            tile[at * 4 + 1] = byte(0.5F + 1.3F * (h(x, y + 1) - h(x, y - 1)));
            tile[at * 4 + 2] = byte(pore[at]);
            tile[at * 4 + 3] = byte(blotch[at]);
        }
    }
    return tile;
}

}  // namespace np::render
