#include "needlepoint/render/palette.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::render {

namespace {

// Nine equal steps of each published map; straight lines between them stay within a just noticeable difference.
constexpr std::array<Rgb, 9> kCividisSteps{{{0, 32, 77},
                                            {20, 52, 109},
                                            {58, 75, 107},
                                            {87, 98, 109},
                                            {113, 121, 117},
                                            {141, 145, 119},
                                            {174, 170, 110},
                                            {211, 198, 91},
                                            {255, 233, 69}}};
constexpr std::array<Rgb, 9> kViridisSteps{{{68, 1, 84},
                                            {71, 45, 123},
                                            {59, 82, 139},
                                            {44, 114, 142},
                                            {33, 144, 141},
                                            {39, 173, 129},
                                            {93, 200, 99},
                                            {170, 220, 50},
                                            {253, 231, 37}}};
constexpr std::array<Rgb, 9> kDivergingSteps{{{24, 74, 140},
                                              {58, 122, 186},
                                              {122, 174, 216},
                                              {190, 215, 234},
                                              {246, 246, 243},
                                              {250, 214, 172},
                                              {243, 164, 92},
                                              {217, 108, 33},
                                              {160, 64, 8}}};

// Neighbours in this list differ in lightness, so that zones side by side are told apart without hue.
constexpr std::array<Rgb, 16> kZoneColors{{{86, 180, 233},
                                           {213, 94, 0},
                                           {240, 228, 66},
                                           {0, 114, 178},
                                           {230, 159, 0},
                                           {0, 128, 104},
                                           {204, 160, 196},
                                           {120, 94, 190},
                                           {153, 214, 160},
                                           {166, 72, 98},
                                           {250, 200, 160},
                                           {64, 104, 130},
                                           {196, 222, 120},
                                           {140, 84, 40},
                                           {170, 206, 240},
                                           {90, 110, 60}}};

Rgb along(const std::array<Rgb, 9>& steps, double t) {
    const double at = std::clamp(t, 0.0, 1.0) * 8;
    const auto i = std::min<std::size_t>(7, static_cast<std::size_t>(at));
    const double f = at - static_cast<double>(i);
    const auto mix = [f](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + f * (static_cast<double>(b) - a)));
    };
    return {mix(steps[i].r, steps[i + 1].r), mix(steps[i].g, steps[i + 1].g), mix(steps[i].b, steps[i + 1].b)};
}

double linear(std::uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

}  // namespace

Rgb palette_color(Palette palette, double t) {
    switch (palette) {
        case Palette::kCividis:
            return along(kCividisSteps, t);
        case Palette::kViridis:
            return along(kViridisSteps, t);
        case Palette::kDiverging:
            break;
    }
    return along(kDivergingSteps, t);
}

Rgb zone_color(std::size_t zone_index) {
    return kZoneColors[zone_index % kZoneColors.size()];
}

double luminance(Rgb color) {
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

}  // namespace np::render
