// Where a zone is worked on from: near, aslant over the upright pen so that its needles are seen, past nose and chin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/render/camera.h"
#include "needlepoint/ui/keys.h"

namespace np::app {

struct ZoneView {
    render::Camera camera;
    geometry::Vec3 middle_mm;  // of the zone, on the skin
    geometry::Vec3 normal;     // mean of the zone, out of the skin, unit
};
// Nothing when the zone has no skin on this body. Some ten thousand rays: for a key press, not for every frame.
std::optional<ZoneView> zone_view(const anatomy::Body& body, std::uint8_t zone, double aspect);

// The key that looks at a zone; "malar_l" belongs to the left cheek.
std::optional<ui::Action> view_action(const std::string& zone);
// The zones of such a key as it steps through them: those for the trainee's hands first.
std::vector<std::uint8_t> zones_of_view(const anatomy::ZoneTable& table, ui::Action view,
                                        const std::vector<std::string>& hands);

}  // namespace np::app
