// How a hand holds a thing: round it like a stick, or flat on it.
#pragma once

#include <optional>

#include "needlepoint/render/scene.h"

namespace np::render {

// A thing with an axis: its opening lies at the end of +z of `stick`, which is a pose in the thing's own frame.
struct Grip {
    Pose stick;
    double radius_mm = 15, middle_mm = 40, end_mm = 90;  // along the stick: where the hand is, where the opening
};
// Nothing for what lies flat under the fingers.
std::optional<Grip> grip_of(PropKind kind);
// Where the hand's mesh is drawn for a held prop, in the patient's frame.
Pose hand_pose(const Prop& prop);

}  // namespace np::render
