#include "skin_colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

// Each type's individual typology angle lies in its class of Chardon (1991): above 55 degrees, 41, 28, 10, -30, below.
constexpr std::array<Vec3, 6> kSkin{{{0.695, 0.506, 0.427},
                                     {0.555, 0.372, 0.285},
                                     {0.472, 0.297, 0.210},
                                     {0.369, 0.213, 0.140},
                                     {0.234, 0.124, 0.081},
                                     {0.123, 0.066, 0.045}}};
// Per unit of *visible* redness: the same value is the same CIE76 difference on every type.
constexpr std::array<Vec3, 6> kBlood{{{0.100, 0.800, 0.660},
                                      {0.100, 0.875, 0.729},
                                      {0.097, 0.927, 0.777},
                                      {0.092, 1.013, 0.858},
                                      {0.078, 1.178, 1.019},
                                      {0.045, 1.409, 1.250}}};
constexpr std::array<Vec3, 6> kLips{{{0.540, 0.250, 0.235},
                                     {0.500, 0.225, 0.205},
                                     {0.430, 0.190, 0.165},
                                     {0.320, 0.145, 0.122},
                                     {0.200, 0.088, 0.074},
                                     {0.122, 0.056, 0.049}}};

struct Between {
    std::size_t below;
    double share;  // of the type above
};
Between between_types(double fitzpatrick) {
    const double at = std::clamp(fitzpatrick, 1.0, 6.0) - 1;
    const auto below = std::min<std::size_t>(4, static_cast<std::size_t>(at));
    return {below, at - static_cast<double>(below)};
}

Vec3 along(const std::array<Vec3, 6>& table, double fitzpatrick) {
    const auto [i, t] = between_types(fitzpatrick);
    const auto mix = [t = t](double a, double b) { return std::exp((1 - t) * std::log(a) + t * std::log(b)); };
    return {mix(table[i].x, table[i + 1].x), mix(table[i].y, table[i + 1].y), mix(table[i].z, table[i + 1].z)};
}

}  // namespace

Vec3 skin_albedo(double fitzpatrick) {
    return along(kSkin, fitzpatrick);
}
Vec3 lip_albedo(double fitzpatrick) {
    return along(kLips, fitzpatrick);
}

Vec3 blood_dims(double fitzpatrick) {
    return along(kBlood, fitzpatrick);
}

Vec3 pigment_dims(double fitzpatrick) {
    const auto [i, t] = between_types(fitzpatrick);
    const Vec3 light = kSkin[i], dark = kSkin[i + 1];
    const Vec3 step{std::log(light.x / dark.x), std::log(light.y / dark.y), std::log(light.z / dark.z)};
    return (0.42 / step.y) * step;
}

double melanin_share(double fitzpatrick) {
    const double light = std::log(kSkin[0].y), dark = std::log(kSkin[5].y);
    return (light - std::log(skin_albedo(fitzpatrick).y)) / (light - dark);
}

IrisColors iris_colors(std::string_view name) {
    if (name == "blue") return {{0.22, 0.24, 0.23}, {0.105, 0.145, 0.185}};
    if (name == "green") return {{0.20, 0.155, 0.06}, {0.105, 0.145, 0.085}};
    if (name == "grey") return {{0.24, 0.25, 0.25}, {0.155, 0.18, 0.205}};
    if (name == "hazel") return {{0.17, 0.085, 0.028}, {0.115, 0.105, 0.048}};
    if (name == "dark_brown") return {{0.056, 0.025, 0.012}, {0.027, 0.013, 0.008}};
    return {{0.130, 0.056, 0.021}, {0.062, 0.028, 0.013}};
}

Vec3 hair_color(std::string_view name) {
    if (name == "black") return {0.010, 0.009, 0.009};
    if (name == "dark_brown") return {0.024, 0.016, 0.012};
    if (name == "light_brown") return {0.095, 0.060, 0.034};
    if (name == "red") return {0.120, 0.048, 0.020};
    if (name == "blond") return {0.170, 0.110, 0.055};
    if (name == "grey") return {0.240, 0.226, 0.210};
    if (name == "white") return {0.360, 0.340, 0.310};
    return {0.052, 0.030, 0.018};
}

}  // namespace np::render
