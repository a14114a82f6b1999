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
    kCividis,    // sequential, dark blue to yellow (Nunez, Anderton, Renslow 2018): passes, density
    kViridis,    // sequential, violet to yellow (van der Walt, Smith 2015): depth
    kDiverging,  // blue - white - orange: too shallow, right, too deep (t = 0.5 is right)
};
// t in 0..1, clamped. Equal steps of t are equal steps in CIELAB (1976), on each side of the middle where there is one;
// the sequential palettes rise in lightness all the way.
Rgb palette_color(Palette palette, double t);

inline constexpr std::size_t kZoneColors = 29;
// A colour for each zone of the face, in the order of the zone table; no two are the same. Zones that touch lie at
// least 25 apart in CIELAB, also to people without red or green cones. Repeats after kZoneColors.
Rgb zone_color(std::size_t zone_index);
// Relative luminance as in WCAG, 0..1.
double luminance(Rgb color);

}  // namespace np::render
