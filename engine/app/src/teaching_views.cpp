#include "teaching_views.h"

namespace np::app {

using ui::Action;
using ui::MapMode;

void TeachingViews::show(MapMode map) {
    if (!allowed_ || static_cast<int>(map) >= ui::kMapsAtWork) return;
    if (map != MapMode::kSkin) last_ = map;
    map_ = map;
}

bool TeachingViews::act(Action action) {
    const auto turn = [&](bool& what) { what = allowed_ && !what; };
    switch (action) {
        case Action::kMap:
            show(map_ == MapMode::kSkin ? last_ : MapMode::kSkin);
            return true;
        case Action::kNextSkinMap:
            show(static_cast<MapMode>((static_cast<int>(map_) + 1) % ui::kMapsAtWork));
            return true;
        case Action::kSectionLarge:
            turn(section_large_);
            return true;
        case Action::kOtherSide:
            turn(other_side_);
            return true;
        case Action::kLens:
            turn(lens_);
            return true;
        default:
            return false;
    }
}

}  // namespace np::app
