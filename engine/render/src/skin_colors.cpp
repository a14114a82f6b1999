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
