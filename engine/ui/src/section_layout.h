// Where things of the cut lie on the screen: millimetres to pixels, the same scale across and down. Pure functions.
#pragma once

#include "needlepoint/ui/room.h"

namespace np::ui {

struct SectionLayout {
    Rect plot;
    float per_mm = 1;           // pixels
    float middle_x = 0;         // pixel of x_mm = 0
    float skin_y = 0;           // pixel of h_mm = 0
    double shown_below_mm = 0;  // how deep the plot goes under the skin's middle

    float x(double x_mm) const { return middle_x + static_cast<float>(x_mm) * per_mm; }
    float y(double h_mm) const { return skin_y - static_cast<float>(h_mm) * per_mm; }
    float down(double depth_mm) const { return static_cast<float>(depth_mm) * per_mm; }
};

// As large as the plot allows: the tip's rim with a margin across, and below the skin what the target, the needles and
// as much as possible of the way to the firm layer need.
SectionLayout lay_out_section(const SectionView& section, Rect plot);
// Height of the surface at x_mm, from the view's samples.
double surface_height(const SectionView& section, double x_mm);

}  // namespace np::ui
