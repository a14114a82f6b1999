// What the room shows of a world: patient, pen, free hand, things of the tray.
#pragma once

#include "hand_sampler.h"
#include "needlepoint/anatomy/patient.h"
#include "needlepoint/render/scene.h"
#include "needlepoint/simulation/world.h"
#include "needlepoint/ui/keys.h"

namespace np::app {

render::Landmarks landmarks_of(const anatomy::Patient* patient);
// The camera of an action such as kViewCheekLeft; the pad has one view for all.
render::View view_of(ui::Action action, bool pad);

// Everything but the camera. `patient` is null on the practice pad; `hand` may be null (pictures): then no pen is
// shown.
render::Scene scene_of(const simulation::World& world, const scenario::Scenario& scenario,
                       const anatomy::Patient* patient, const HandSampler* hand);

// Once the camera is known: turns the pen's display to the eye, with the hand behind it; `left_handed` is the operator.
void show_to_eye(render::Scene& scene, bool left_handed);

}  // namespace np::app
