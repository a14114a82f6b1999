// Colours of people: skin by type, lips, irises, hair. Linear light, 0..1.
#pragma once

#include <string_view>

#include "needlepoint/geometry/vec3.h"

namespace np::render {

// Between two of the six types the colours are mixed in the logarithm, as pigment does.
geometry::Vec3 skin_albedo(double fitzpatrick);
geometry::Vec3 lip_albedo(double fitzpatrick);
double melanin_share(double fitzpatrick);  // 0 type I .. 1 type VI

struct IrisColors {
    geometry::Vec3 inner, outer;
};
IrisColors iris_colors(std::string_view name);     // brown if unknown
geometry::Vec3 hair_color(std::string_view name);  // brown if unknown

}  // namespace np::render
