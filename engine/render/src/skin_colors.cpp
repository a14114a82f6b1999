#include "skin_colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

constexpr std::array<Vec3, 6> kSkin{{{0.700, 0.515, 0.440},
                                     {0.650, 0.452, 0.362},
                                     {0.555, 0.356, 0.256},
                                     {0.425, 0.256, 0.168},
                                     {0.250, 0.138, 0.088},
                                     {0.125, 0.070, 0.048}}};
constexpr std::array<Vec3, 6> kLips{{{0.540, 0.250, 0.235},
                                     {0.500, 0.225, 0.205},
                                     {0.430, 0.190, 0.165},
                                     {0.320, 0.145, 0.122},
                                     {0.200, 0.088, 0.074},
                                     {0.122, 0.056, 0.049}}};

Vec3 along(const std::array<Vec3, 6>& table, double fitzpatrick) {
    const double at = std::clamp(fitzpatrick, 1.0, 6.0) - 1;
    const auto i = std::min<std::size_t>(4, static_cast<std::size_t>(at));
    const double t = at - static_cast<double>(i);
    const auto mix = [t](double a, double b) { return std::exp((1 - t) * std::log(a) + t * std::log(b)); };
    return {mix(table[i].x, table[i + 1].x), mix(table[i].y, table[i + 1].y), mix(table[i].z, table[i + 1].z)};
}

}  // namespace

Vec3 skin_albedo(double fitzpatrick) {
    return along(kSkin, fitzpatrick);
}
Vec3 lip_albedo(double fitzpatrick) {
    return along(kLips, fitzpatrick);
}

double melanin_share(double fitzpatrick) {
    const double light = std::log(kSkin[0].y), dark = std::log(kSkin[5].y);
    return (light - std::log(skin_albedo(fitzpatrick).y)) / (light - dark);
}

IrisColors iris_colors(std::string_view name) {
    if (name == "blue") return {{0.26, 0.30, 0.30}, {0.105, 0.165, 0.225}};
    if (name == "green") return {{0.26, 0.22, 0.08}, {0.10, 0.20, 0.11}};
    if (name == "grey" || name == "gray") return {{0.26, 0.28, 0.29}, {0.16, 0.20, 0.24}};
    if (name == "hazel") return {{0.24, 0.12, 0.035}, {0.13, 0.14, 0.06}};
    if (name == "dark" || name == "black") return {{0.060, 0.028, 0.014}, {0.028, 0.014, 0.009}};
    return {{0.16, 0.070, 0.025}, {0.075, 0.033, 0.014}};
}

Vec3 hair_color(std::string_view name) {
    if (name == "black") return {0.010, 0.009, 0.009};
    if (name == "dark") return {0.022, 0.016, 0.012};
    if (name == "auburn" || name == "red") return {0.120, 0.048, 0.020};
    if (name == "blond" || name == "blonde") return {0.170, 0.110, 0.055};
    if (name == "grey" || name == "gray" || name == "white") return {0.200, 0.195, 0.190};
    return {0.052, 0.030, 0.018};
}

}  // namespace np::render
