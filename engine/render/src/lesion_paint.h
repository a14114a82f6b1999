// Paints what is to be spared (moles, cold sores, scars ...) on the surface and in millimetres.
#pragma once

#include <vector>

#include "skin_canvas.h"

namespace np::render {

void paint_lesions(SkinCanvas& canvas, const std::vector<Lesion>& lesions);

}  // namespace np::render
