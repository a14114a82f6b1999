// Colours for maps that people with any colour vision can read. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace np::render {

// sRGB, 0..255.
struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

enum class Palette {
    kCividis,    // sequential, dark blue to yellow: coverage, density
    kViridis,    // sequential, violet to yellow: depth
    kDiverging,  // blue - white - orange: too shallow, right, too deep (t = 0.5 is right)
};
// t in 0..1, clamped. The sequential palettes rise in luminance all the way.
Rgb palette_color(Palette palette, double t);
// A colour for each zone, distinct from its neighbours in lightness as well as hue; repeats after 16.
Rgb zone_color(std::size_t zone_index);
// Relative luminance as in WCAG, 0..1.
double luminance(Rgb color);

}  // namespace np::render
