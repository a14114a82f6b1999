// Brows and lashes on a morphed head.
#pragma once

#include "head_data.h"
#include "needlepoint/geometry/surface.h"
#include "shape.h"

namespace np::anatomy {

// `lift_mm` > 0 lays the cards on the skin, that far above it; 0 leaves them where they hang.
HairCards hang_cards(const HeadData& head, const CardRecipe& recipe, const ShapedHead& shaped,
                     const geometry::Surface& skin, double lift_mm);

}  // namespace np::anatomy
