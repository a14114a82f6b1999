#include "scene_list.h"

namespace np::test {

const std::vector<PictureScene>& scene_list() {
    using ui::MapMode;
    constexpr const char* kMara = "practice/acne-scars-cheeks";
    static const std::vector<PictureScene> kScenes = {
        {"type-1-old-woman", "ingrid", "front"},
        {"type-1-old-woman-lamp", "ingrid", "cheek-left", Work::kNothing, kLamp},
        {"type-2-needled", "grace", "cheek-left", Work::kNeedled},
        {"type-2-dragged", "grace", "cheek-left", Work::kDragged},
        {"type-2-hour-after", "grace", "three-quarter", Work::kHourAfter},
        {"type-2-eyes-open", "grace", "eyes", Work::kNothing, 0, MapMode::kSkin, true},
        {"type-3-scars-lamp", kMara, "cheek-left", Work::kNothing, kLamp},
        {"type-3-pen", kMara, "cheek-left", Work::kNeedled, kPen | kFreeHand},
        {"type-3-gel-held", kMara, "cheek-left", Work::kNothing, kHeldGel},
        {"type-3-gel", kMara, "cheek-left", Work::kGel},
        {"type-3-cream", kMara, "cheek-left", Work::kCream},
        {"type-3-antiseptic", kMara, "cheek-left", Work::kAntiseptic},
        {"type-3-cool-mask", kMara, "three-quarter", Work::kNothing, kCoolMask},
        {"map-zones", kMara, "three-quarter", Work::kNothing, 0, MapMode::kZones},
        {"map-depth", kMara, "cheek-left", Work::kPatchwork, 0, MapMode::kDepth},
        {"map-density", kMara, "cheek-left", Work::kPatchwork, 0, MapMode::kDensity},
        {"tray", kMara, "tray", Work::kNothing, kTray},
        {"room", kMara, "room", Work::kNothing, kTray | kPen | kShields},
        {"type-4-stubble", "mateo", "three-quarter-right"},
        {"type-4-stubble-eyes-open", "mateo", "front", Work::kNothing, 0, MapMode::kSkin, true},
        {"type-5-man", "olu", "left"},
        {"type-5-needled", "olu", "cheek-left", Work::kNeedled},
        {"type-6-beard", "kwame", "front"},
        {"type-6-needled", "kwame", "cheek-left", Work::kNeedled},
        {"type-2-marks", NP_TEST_DIR "/marks.yaml", "cheek-left"},
        {"under-make-up", "practice/photo-day", "mouth"},
        {"pad", "pad", "pad"},
        {"pad-needled", "pad", "pad", Work::kNeedled, kPen},
    };
    return kScenes;
}

}  // namespace np::test
