#include "color_difference.h"

#include <cmath>
#include <numbers>

namespace np::test {

Triple xyz_of_srgb(const std::uint8_t* rgb) {
    static const std::array<float, 256> linear = [] {
        std::array<float, 256> table{};
        for (std::size_t i = 0; i < table.size(); ++i) {
            const double c = static_cast<double>(i) / 255;
            table[i] = static_cast<float>(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
        }
        return table;
    }();
    const float r = linear[rgb[0]], g = linear[rgb[1]], b = linear[rgb[2]];
    return {0.4124564F * r + 0.3575761F * g + 0.1804375F * b, 0.2126729F * r + 0.7151522F * g + 0.0721750F * b,
            0.0193339F * r + 0.1191920F * g + 0.9503041F * b};
}

Lab lab_of_xyz(const Triple& xyz) {
    const auto root = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = root(static_cast<double>(xyz[0]) / 0.95047), y = root(static_cast<double>(xyz[1])),
                 z = root(static_cast<double>(xyz[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double ciede2000(const Lab& one, const Lab& other) {
    constexpr double kTurn = 2 * std::numbers::pi;
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const auto seventh = [](double chroma) {
        const double c7 = std::pow(chroma, 7);
        return std::sqrt(c7 / (c7 + 6103515625.0));  // 25^7
    };
    const double stretch = 1 + 0.5 * (1 - seventh((std::hypot(one.a, one.b) + std::hypot(other.a, other.b)) / 2));
    const double a1 = stretch * one.a, a2 = stretch * other.a;
    const double c1 = std::hypot(a1, one.b), c2 = std::hypot(a2, other.b);
    const auto hue = [&](double a, double b) {
        const double angle = a == 0 && b == 0 ? 0 : std::atan2(b, a);
        return angle < 0 ? angle + kTurn : angle;
    };
    const double h1 = hue(a1, one.b), h2 = hue(a2, other.b);

    double turn = c1 * c2 == 0 ? 0 : h2 - h1, mean_hue = h1 + h2;
    if (c1 * c2 != 0) {
        if (std::abs(h2 - h1) > std::numbers::pi) {
            turn += turn > 0 ? -kTurn : kTurn;
            mean_hue += mean_hue < kTurn ? kTurn : -kTurn;
        }
        mean_hue /= 2;
    }
    const double light = other.l - one.l, chroma = c2 - c1, tint = 2 * std::sqrt(c1 * c2) * std::sin(turn / 2);
    const double mean_light = (one.l + other.l) / 2 - 50, mean_chroma = (c1 + c2) / 2;

    const double t = 1 - 0.17 * std::cos(mean_hue - radians(30)) + 0.24 * std::cos(2 * mean_hue) +
                     0.32 * std::cos(3 * mean_hue + radians(6)) - 0.20 * std::cos(4 * mean_hue - radians(63));
    const double s_light = 1 + 0.015 * mean_light * mean_light / std::sqrt(20 + mean_light * mean_light);
    const double s_chroma = 1 + 0.045 * mean_chroma, s_tint = 1 + 0.015 * mean_chroma * t;
    const double blue = (mean_hue * 180 / std::numbers::pi - 275) / 25;
    const double rotation = -2 * seventh(mean_chroma) * std::sin(radians(60) * std::exp(-blue * blue));
    const double l = light / s_light, c = chroma / s_chroma, h = tint / s_tint;
    return std::sqrt(l * l + c * c + h * h + rotation * c * h);
}

}  // namespace np::test
