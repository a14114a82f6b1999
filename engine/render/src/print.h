// Short words on things: strokes of a plain lettering, laid onto a surface.
#pragma once

#include <functional>
#include <string_view>

#include "shape.h"

namespace np::render {

struct PrintSpot {
    geometry::Vec3 position_mm, normal;
};
// `words` in capitals, letters `height_mm` tall, centred about x = 0 with their foot on y = 0; `spot` says where a
// point of that line lies. Letters that the lettering lacks leave a gap.
void print_words(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink,
                 const std::function<PrintSpot(double x_mm, double y_mm)>& spot);
// On a flat face.
void print_words(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink, geometry::Vec3 foot,
                 geometry::Vec3 right, geometry::Vec3 up);
// Round a bottle that stands on z = 0, read from -y.
void print_round(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink, double radius_mm,
                 double foot_z);

}  // namespace np::render
