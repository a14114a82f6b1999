// From what the hand does to where it is: the tip on the skin under the cursor, the pen's angle in space, and the
// hand's travel on a spring; or the pose of a tracked pen as it is. Produces `/input/hand`; the simulation decides what
// it does to the skin.
#pragma once

#include <optional>

#include "hand_track.h"
#include "needlepoint/geometry/surface.h"
#include "needlepoint/render/camera.h"
#include "needlepoint/sdk/events.hpp"

namespace np::app {

class HandSampler {
  public:
    explicit HandSampler(const geometry::Surface& surface) : surface_(&surface) {}

    // Once per sample, 250 times a second of the visit, whatever the pictures do. `size` is the window's.
    void update(const HandInput& input, const render::Camera& camera, render::Size size, double seconds);
    // The hand stands anew: the pen points along `axis`, into the skin; the wrist is straight.
    void regrip(geometry::Vec3 axis);
    // Where the cursor lies, for cursors that the keys move.
    void cursor(double& x, double& y) const { x = cursor_x_, y = cursor_y_; }

    // The sample of a tick, after `update`.
    sdk::event::hand sample(sdk::Tick tick) const;

    bool over_skin() const { return over_skin_; }
    bool pressed() const { return pressed_; }
    double force_n() const { return force_n_; }
    double travel_mm() const { return travel_mm_; }
    geometry::Vec3 tip() const { return now_.tip; }
    geometry::Vec3 axis() const { return now_.axis; }
    std::optional<geometry::Vec3> planted() const { return planted_; }
    geometry::Vec3 planted_normal() const { return planted_normal_; }
    geometry::Vec3 pull() const { return pull_; }  // length 1 = full tension

  private:
    struct Pose {
        geometry::Vec3 tip{0, 0, 400}, axis{0, 0, -1};
        double force_n = 0;
    };
    std::optional<geometry::SurfacePoint> under_cursor(const render::Camera& camera, render::Size size) const;
    void move_cursor(const HandInput& input, const render::Camera& camera, render::Size size, double seconds);
    void plant(const HandInput& input, const render::Camera& camera, render::Size size);
    void turn_wrist(const HandInput& input, double seconds);
    geometry::Vec3 held_axis(const render::Camera& camera) const;
    void lower(const HandInput& input, double seconds);
    void follow_cursor(const HandInput& input, const render::Camera& camera, render::Size size, double seconds);
    void follow_pose(const HandInput& input);

    const geometry::Surface* surface_;
    double cursor_x_ = 0, cursor_y_ = 0;
    geometry::SurfacePoint on_;
    bool over_skin_ = false, pressed_ = false;
    geometry::Vec3 grip_{0, 0, -1};  // the angle in space at which the hand holds the pen
    double wrist_x_deg_ = 0, wrist_y_deg_ = 0;
    double assist_ = 0;
    double travel_mm_ = 1.0, height_mm_ = 6;  // hand travel on the spring; how far the guide plane is off the skin
    double followed_mm_ = 0;                  // where along the grip the arm expects the skin
    bool following_ = false;
    double force_n_ = 0;
    std::optional<geometry::Vec3> planted_;
    geometry::Vec3 planted_normal_{0, 0, 1}, pull_;
    bool was_planting_ = false;
    Pose now_;
    double heard_x_ = -1, heard_y_ = -1;  // the cursor as it was last told of
    input::DeviceClass device_ = input::DeviceClass::kMouse;
    std::uint32_t observed_ = 0;
};

}  // namespace np::app
