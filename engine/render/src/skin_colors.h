// Colours of people: skin by type, lips, irises, hair. Linear light, 0..1.
#pragma once

#include <string_view>

#include "needlepoint/geometry/vec3.h"

namespace np::render {

// Between two of the six types the colours are mixed in the logarithm, as pigment does.
geometry::Vec3 skin_albedo(double fitzpatrick);
geometry::Vec3 lip_albedo(double fitzpatrick);
double melanin_share(double fitzpatrick);  // 0 type I .. 1 type VI

// Natural logarithms by which the channels are dimmed: by redness, per unit of what is *visible* (the gain of the skin
// type is in it already), and by more pigment, as from one type to the next (0.42 in green).
geometry::Vec3 blood_dims(double fitzpatrick);
geometry::Vec3 pigment_dims(double fitzpatrick);

struct IrisColors {
    geometry::Vec3 inner, outer;
};
IrisColors iris_colors(std::string_view name);     // brown if unknown
geometry::Vec3 hair_color(std::string_view name);  // brown if unknown

}  // namespace np::render
