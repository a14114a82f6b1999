// A person's own unevenness: where a face is redder, paler, browner than its mean, and its freckles and fine vessels.
#pragma once

#include "needlepoint/render/head_model.h"
#include "skin_canvas.h"

namespace np::render {

// Fills SkinVertex::tone: broad patches, which cost nothing to draw as they are given per vertex. Without the model's
// landmarks the skin stays even.
void tint_complexion(SkinMesh& skin, const HeadModel& model);

// Freckles and sun spots, vessels beside the nose and on the cheeks, as far as this person has them: too fine for
// vertices.
void paint_fine_marks(SkinCanvas& canvas, const HeadModel& model);

}  // namespace np::render
