// Drag marks: lines drawn into the painted picture of a skin, over its lesions and creases.
#pragma once

#include "needlepoint/render/image.h"
#include "needlepoint/render/skin_maps.h"
#include "skin_canvas.h"

namespace np::render {

// Darkens and reddens the texels under the line; returns where, in texels.
PixelRect draw_scratch(SkinPicture& picture, const Scratch& scratch, double texels_per_column, double texels_per_row);

}  // namespace np::render
