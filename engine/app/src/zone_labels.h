// The zones' names where they are seen on the screen.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/render/camera.h"
#include "needlepoint/ui/types.h"
#include "words.h"

namespace np::app {

// Finds the middle of every zone once. Body and words must outlive it.
class ZoneLabels {
  public:
    ZoneLabels(const anatomy::Body& body, const Words& words);

    // The largest zones first; those that lie behind or are seen from the side are left out. `left`, `top`: where the
    // picture's corner lies in the window.
    std::vector<ui::MapLabel> seen(const render::Camera& camera, render::Size size, float left = 0,
                                   float top = 0) const;

  private:
    struct Place {
        std::string name;
        geometry::Vec3 at_mm, normal;
        double area_mm2 = 0;
    };
    const anatomy::Body* body_;
    std::vector<Place> places_;
};

// The cell under a pixel of a picture taken by this camera; kNoCell where there is none.
std::uint32_t cell_seen(const anatomy::Body& body, const render::Camera& camera, render::Size size, double x, double y);

}  // namespace np::app
