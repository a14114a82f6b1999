// The instrument tray: rigid things that lie, are picked up, put down and dropped. On the input side of the simulation:
// what it reports is recorded as /input/props, so a replay never needs it.
//
// Frame: millimetres; origin in the middle of the tray's upper face, x to the right, y away from the operator, z up.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"
#include "needlepoint/sdk/events.hpp"

namespace np::physics {

struct PropShape {
    enum class Kind { kBox, kCylinder } kind = Kind::kBox;  // a cylinder stands along its own z
    geometry::Vec3 half_mm{10, 10, 10};                     // half extents; of a cylinder: radius, radius, half height
    double mass_g = 20;
};

struct PropPlace {
    std::string id;  // a thing's name, such as "cartridge_1"
    PropShape shape;
    geometry::Vec3 position_mm;  // of its centre
    geometry::Vec3 up{0, 0, 1};
};

struct TrayLayout {
    double width_mm = 450, depth_mm = 320, rim_mm = 15;  // of the tray; the rim stands up around it
    double height_mm = 900;                              // of the tray's face above the floor
    double friction = 0.6, bounce = 0.1;
    std::vector<PropPlace> props;
};

// The surfaces that are always there, as they are called in reports.
inline constexpr std::string_view kTrayName = "tray";
inline constexpr std::string_view kFloorName = "floor";

struct PropPose {
    std::string id;
    geometry::Vec3 position_mm;
    geometry::Vec3 x_axis, up;  // the prop's own x and z
    bool held = false;
    bool moving = false;
};

// Deterministic: equal calls give equal reports. One thread at a time.
class Tray {
  public:
    // Refuses props without a name, repeated names, and sizes or masses that are not above zero.
    static Expected<Tray> create(const TrayLayout& layout);
    Tray(Tray&&) noexcept;
    Tray& operator=(Tray&&) noexcept;
    ~Tray();

    // The hand takes a prop: it follows `move` and ignores gravity until it is put down or dropped.
    Status pick_up(std::string_view id);
    Status move(std::string_view id, geometry::Vec3 position_mm, geometry::Vec3 up = {0, 0, 1});
    // Lets go gently: `put` places the prop upright with its underside on (x, y) of the tray, `drop` lets it fall from
    // where it is.
    Status put(std::string_view id, double x_mm, double y_mm);
    Status drop(std::string_view id);
    // Takes a prop out of the world (thrown away) or brings it back.
    Status remove(std::string_view id);

    // Advances one tick (1 ms) and appends what changed: poses that moved by a tenth of a millimetre or a hundredth of
    // a turn since they were last reported, and touches that began. `tick` stamps the records.
    void step(sdk::Tick tick, std::vector<sdk::event::props>& out);

    std::vector<PropPose> poses() const;  // in the order of the layout
    bool holds(std::string_view id) const;

  private:
    struct World;
    explicit Tray(std::unique_ptr<World> world);
    std::unique_ptr<World> world_;
};

}  // namespace np::physics
