// Paints marks of the skin (moles, cold sores, scars ...) on the surface and in millimetres, from their outlines.
#pragma once

#include <vector>

#include "skin_canvas.h"

namespace np::render {

// `fitzpatrick`: of the skin below; pigment and blood show differently on each.
void paint_lesions(SkinCanvas& canvas, const std::vector<Lesion>& lesions, double fitzpatrick);

}  // namespace np::render
