// What the bake works out about the look of the skin: soft masks, cap and gown, occlusion.
#pragma once

#include <functional>

#include "base_mesh.h"
#include "head_data.h"
#include "zone_paint.h"

namespace np::anatomy {

// Fills shades (without occlusion), cap_field and gown_field.
void bake_shades(const BaseMesh& mesh, const ChartMap& charts, HeadData& head);
// Fills the occlusion of shades (eyes closed) and open_eye_occlusion, on a neutral head. `tick` gets 0..1.
Status bake_occlusion(HeadData& head, const std::function<void(double)>& tick);
// Decimetres by which a place of the raw base lies under the gown; negative inside the neckline.
double under_gown(geometry::Vec3 raw);

}  // namespace np::anatomy
