// Which aids of learning are open: the map on the skin, the large section, mirror and lens. In an assessment none ever
// is.
#pragma once

#include "needlepoint/ui/keys.h"
#include "needlepoint/ui/types.h"

namespace np::app {

class TeachingViews {
  public:
    // `zones`: begin with the zones on the skin.
    TeachingViews(bool allowed, bool zones) : allowed_(allowed) {
        if (allowed && zones) map_ = ui::MapMode::kZones;
    }

    bool allowed() const { return allowed_; }
    ui::MapMode map() const { return map_; }
    bool section_large() const { return section_large_; }
    bool other_side() const { return other_side_; }
    bool lens() const { return lens_; }

    // True when the action is one of these aids, also where it is not allowed and does nothing.
    bool act(ui::Action action);
    // Maps that only the debrief has are ignored.
    void show(ui::MapMode map);

  private:
    bool allowed_;
    ui::MapMode map_ = ui::MapMode::kSkin;
    ui::MapMode last_ = ui::MapMode::kZones;  // what comes back when a map is shown again
    bool section_large_ = false, other_side_ = false, lens_ = false;
};

}  // namespace np::app
