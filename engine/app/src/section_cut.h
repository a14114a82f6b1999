// The skin cut open at the needles: what the latest strike did, on this patient's surface, as the panel draws it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/ui/room.h"

namespace np::app {

// Takes in strikes and remembers the latest and the channels of the last ones. One thread; body must outlive it.
class SectionCut {
  public:
    // Without a pen's data sheet the needles are left out.
    SectionCut(const anatomy::Body& body, const Parameters& parameters, const std::string& device);

    void see(const sdk::EventBuffer& events);

    // Fills surface, rim, needles and punctures of `section`. The cut runs through the skin under `tip`, along the way
    // in which `axis` leans (at right angles to the body's long axis where it doesn't). `striking`: the latest strike's
    // needles, at their own gaps and depths; otherwise the needles as the dial sets them, off the skin.
    void fill(ui::SectionView& section, geometry::Vec3 tip, geometry::Vec3 axis, bool striking) const;

  private:
    struct Channel {
        geometry::Vec3 entry_mm, end_mm;
    };
    struct Strike {
        geometry::Vec3 tip_mm, axis;
        std::vector<double> depth_mm;
    };
    struct Plane;
    std::optional<geometry::RayHit> skin_on(geometry::Vec3 from, geometry::Vec3 along) const;
    void add_channels(const Strike& strike);
    void fill_needles(ui::SectionView& section, const Plane& plane, geometry::Vec3 tip, geometry::Vec3 axis,
                      bool striking) const;

    const anatomy::Body* body_;
    std::optional<device::PenPreset> pen_;
    std::optional<Strike> latest_;
    std::deque<Channel> channels_;  // the oldest go
};

}  // namespace np::app
