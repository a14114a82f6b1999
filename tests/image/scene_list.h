// The fixed scenes whose pictures are kept: one row each in scene_list.cpp.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/ui/types.h"

namespace np::test {

// What was done to the left cheek.
enum class Work {
    kNothing,
    kNeedled,    // two passes; red, with the points of the second still bleeding
    kPatchwork,  // from thin to dense and from shallow to deep in bands, wiped: for maps
    kDragged,    // a few strokes across dry skin, their needles drawn sideways
    kHourAfter,  // the same, an hour later and wiped
    kGel,        // these three: one substance, freshly put on
    kCream,
    kAntiseptic,
};

// What else is there; any of them together.
enum Shown : unsigned {
    kPen = 1,        // on the cheek, motor on
    kFreeHand = 2,   // stretches beside it
    kTray = 4,       // everything on it, one of each kind
    kShields = 8,    // over the eyes
    kCoolMask = 16,  // on the face
    kLamp = 32,      // raking light
    kBare = 64,      // without cap and gown
    kHeldGel = 128,  // the tube over the cheek, in the hand
};

struct PictureScene {
    std::string name;     // of its file in references/
    std::string subject;  // a patient of assets/patients, a scenario's id, or "pad"
    std::string view;     // as `needlepoint render --view` and the room call it
    Work work = Work::kNothing;
    unsigned shown = 0;
    ui::MapMode map = ui::MapMode::kSkin;
    bool eyes_open = false;
};

// In the order of their subjects: a patient takes a second to build.
const std::vector<PictureScene>& scene_list();

}  // namespace np::test
