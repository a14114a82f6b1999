// The lines of a face: the folds that everybody has (upper lids, neck) and those that years draw into forehead, between
// the brows, beside and below the eyes, round the mouth.
#pragma once

#include "needlepoint/render/camera.h"
#include "skin_canvas.h"

namespace np::render {

// How far the lines of age have come, 0 (none before about 30 years) to 1 (80 and more).
double crease_strength(double age_years);

// Paints them along the landmarks; without these nothing is painted. `seed`: no two people wrinkle alike.
void paint_creases(SkinCanvas& canvas, const Landmarks& landmarks, double age_years, std::uint32_t seed);

}  // namespace np::render
