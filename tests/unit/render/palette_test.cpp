// The colours of maps are read by everybody: even steps, rising lightness, and neighbours that stay apart to people
// without red or green cones.
#include "needlepoint/render/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace np::render {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

// Machado, Oliveira, Fernandes 2009: full deuteranopia and protanopia, in linear light.
constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kDeuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kProtanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};

Triple lab(Rgb color, const Matrix& eyes = kNormal) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const Triple in{linear(color.r / 255.0), linear(color.g / 255.0), linear(color.b / 255.0)};
    Triple c{};
    for (std::size_t i = 0; i < 3; ++i)
        c[i] = std::clamp(eyes[i][0] * in[0] + eyes[i][1] * in[1] + eyes[i][2] * in[2], 0.0, 1.0);
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047),
                 y = f(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]),
                 z = f((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double apart(const Triple& a, const Triple& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(palette, the_yardstick_of_these_tests_gives_known_values) {
    const Triple red = lab({255, 0, 0}), white = lab({255, 255, 255});
    EXPECT_NEAR(red[0], 53.24, 0.02);
    EXPECT_NEAR(red[1], 80.09, 0.05);
    EXPECT_NEAR(red[2], 67.20, 0.05);
    EXPECT_NEAR(white[0], 100, 0.01);
    EXPECT_NEAR(apart(lab({90, 90, 90}, kDeuteranopia), lab({90, 90, 90})), 0, 0.5) << "grey looks the same to all";
    EXPECT_NEAR(luminance({255, 255, 255}), 1, 1e-9);
}

constexpr int kSteps = 32;

TEST(palette, sequential_ones_rise_in_lightness_to_every_eye) {
    for (const Palette palette : {Palette::kCividis, Palette::kViridis})
        for (const Matrix& eyes : {kNormal, kDeuteranopia, kProtanopia}) {
            double before = -1;
            for (int i = 0; i <= kSteps; ++i) {
                const double now = lab(palette_color(palette, i / double{kSteps}), eyes)[0];
                EXPECT_GT(now, before) << i;
                before = now;
            }
        }
    EXPECT_EQ(palette_color(Palette::kCividis, -3), palette_color(Palette::kCividis, 0));
    EXPECT_EQ(palette_color(Palette::kCividis, 7), palette_color(Palette::kCividis, 1));
    EXPECT_EQ(palette_color(Palette::kCividis, 0), (Rgb{0, 32, 77}));
    EXPECT_EQ(palette_color(Palette::kViridis, 1), (Rgb{253, 231, 37}));
}

TEST(palette, equal_steps_look_equal) {
    for (const Palette palette : {Palette::kCividis, Palette::kViridis, Palette::kDiverging})
        for (const double from : {0.0, 0.5}) {
            double least = 1e9, most = 0;
            for (int i = 0; i < kSteps / 2; ++i) {
                const double t = from + i / double{kSteps};
                const double step =
                    apart(lab(palette_color(palette, t)), lab(palette_color(palette, t + 1 / double{kSteps})));
                least = std::min(least, step), most = std::max(most, step);
            }
            EXPECT_LT(most / least, 1.35) << static_cast<int>(palette) << " from " << from;
        }
}

// Without red or green cones some steps of cividis look smaller, never by much: it was made for these eyes.
TEST(palette, cividis_is_even_without_red_or_green_cones) {
    for (const Matrix& eyes : {kDeuteranopia, kProtanopia}) {
        double least = 1e9, most = 0;
        for (int i = 0; i < kSteps; ++i) {
            const double step = apart(lab(palette_color(Palette::kCividis, i / double{kSteps}), eyes),
                                      lab(palette_color(Palette::kCividis, (i + 1) / double{kSteps}), eyes));
            least = std::min(least, step), most = std::max(most, step);
        }
        EXPECT_LT(most / least, 2.2);
    }
}

TEST(palette, the_diverging_one_is_white_in_the_middle_and_its_sides_are_never_taken_for_one_another) {
    EXPECT_EQ(palette_color(Palette::kDiverging, 0.5), (Rgb{246, 246, 243}));
    for (const Matrix& eyes : {kNormal, kDeuteranopia, kProtanopia})
        for (int i = 1; i <= 8; ++i) {
            const double off = i / 16.0;
            const Triple shallow = lab(palette_color(Palette::kDiverging, 0.5 - off), eyes),
                         deep = lab(palette_color(Palette::kDiverging, 0.5 + off), eyes);
            const Triple less = lab(palette_color(Palette::kDiverging, 0.5 - off + 1 / 16.0), eyes),
                         more = lab(palette_color(Palette::kDiverging, 0.5 + off - 1 / 16.0), eyes);
            EXPECT_LT(shallow[0], less[0]);
            EXPECT_LT(deep[0], more[0]);
            EXPECT_LT(shallow[2], 0) << "blue";
            EXPECT_GT(deep[2], 0) << "orange";
            EXPECT_GT(apart(shallow, deep), 100 * off);
        }
}

TEST(palette, every_zone_has_a_colour_of_its_own) {
    for (std::size_t i = 0; i < kZoneColors; ++i)
        for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(zone_color(i) == zone_color(k)) << i << " and " << k;
    EXPECT_EQ(zone_color(kZoneColors), zone_color(0));
}

}  // namespace
}  // namespace np::render
