// From anatomy's patient to what the renderer draws.
#pragma once

#include "needlepoint/anatomy/body.h"
#include "needlepoint/anatomy/patient.h"
#include "needlepoint/render/head_model.h"
#include "needlepoint/render/scene.h"

namespace np::app {

// `fine`: subdivision level 2 (for a graphics card and for still pictures); otherwise level 1.
render::HeadModel head_model_of(const anatomy::Patient& patient, bool fine);
// Skin type, eyes, brows, age as the request gives them.
render::Appearance appearance_of(const anatomy::PatientRequest& request);
// The practice pad with the grid of its body (anatomy::make_practice_pad).
render::PadModel pad_model_of(const anatomy::Body& pad);

}  // namespace np::app
