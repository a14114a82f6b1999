// The colours of the six skin types, and how redness is seen on each, measured as a colorimeter would.
#include "skin_colors.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace np::render {
namespace {

using geometry::Vec3;

struct Lab {
    double l, a, b;
};
// CIE L*a*b* of linear sRGB, D65.
Lab lab(Vec3 c) {
    const auto f = [](double x) { return x > 0.008856 ? std::cbrt(x) : 7.787 * x + 16.0 / 116; };
    const double x = f((0.4124 * c.x + 0.3576 * c.y + 0.1805 * c.z) / 0.9505),
                 y = f(0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z),
                 z = f((0.0193 * c.x + 0.1192 * c.y + 0.9505 * c.z) / 1.0890);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}
double difference(Lab p, Lab q) {
    return std::hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}
Lab reddened(double fitzpatrick, double visible) {
    const Vec3 skin = skin_albedo(fitzpatrick), dims = blood_dims(fitzpatrick);
    return lab({skin.x * std::exp(-visible * dims.x), skin.y * std::exp(-visible * dims.y),
                skin.z * std::exp(-visible * dims.z)});
}

// assets/rules/tissue.yaml, tissue.erythema.gain_fitzpatrick_1 ... 6.
constexpr std::array<double, 6> kGain{1.0, 0.95, 0.80, 0.60, 0.35, 0.20};
constexpr double kMapPerVisible = 0.82 / 1.6;  // what the painter and the shader make of it

TEST(SkinColors, each_type_lies_in_its_class_of_typology_angles) {
    constexpr std::array<double, 7> kBorders{90, 55, 41, 28, 10, -30, -90};  // degrees; Chardon 1991
    for (std::size_t type = 1; type <= 6; ++type) {
        const Lab c = lab(skin_albedo(static_cast<double>(type)));
        const double angle = std::atan2(c.l - 50, c.b) * 180 / 3.14159265;
        EXPECT_LT(angle, kBorders[type - 1]) << type;
        EXPECT_GT(angle, kBorders[type]) << type;
    }
}

TEST(SkinColors, skin_is_warm_and_never_grey) {
    for (double type = 1; type <= 6; type += 0.25) {
        const Lab c = lab(skin_albedo(type));
        EXPECT_GT(std::hypot(c.a, c.b), 12) << type;
        const double hue = std::atan2(c.b, c.a) * 180 / 3.14159265;
        EXPECT_GT(hue, 48) << type;
        EXPECT_LT(hue, 66) << type;
    }
}

TEST(SkinColors, the_same_erythema_is_seen_as_the_gain_of_the_type_says) {
    for (const double erythema : {0.2, 0.5, 0.76, 1.0}) {
        const double on_fair = difference(reddened(1, kMapPerVisible * erythema), lab(skin_albedo(1)));
        EXPECT_GT(on_fair, 14 * erythema * 0.8);
        for (std::size_t type = 1; type <= 6; ++type) {
            const auto f = static_cast<double>(type);
            const double seen =
                difference(reddened(f, kMapPerVisible * erythema * kGain[type - 1]), lab(skin_albedo(f)));
            EXPECT_NEAR(seen / on_fair / kGain[type - 1], 1, 0.05) << "type " << type << ", erythema " << erythema;
        }
    }
    const double on_dark = difference(reddened(6, kMapPerVisible * 0.20), lab(skin_albedo(6)));
    EXPECT_GT(on_dark, 2.3) << "subtle, and yet above what an eye just notices";
}

TEST(SkinColors, redness_is_red_on_every_type) {
    for (double type = 1; type <= 6; ++type) {
        const Lab bare = lab(skin_albedo(type)), red = reddened(type, 0.3);
        EXPECT_GT(red.a - bare.a, 2) << type;
        EXPECT_LT(std::abs(red.b - bare.b), red.a - bare.a) << type;
        EXPECT_LT(red.l, bare.l) << type;
    }
}

}  // namespace
}  // namespace np::render
