// The camera: where it is, where it is going, and how it gets there.
#pragma once

#include "needlepoint/render/camera.h"

namespace np::app {

class CameraRig {
  public:
    const render::Camera& now() const { return now_; }
    const render::Camera& goal() const { return to_; }
    bool moving() const { return part_ < 1; }
    void jump(const render::Camera& camera) { from_ = to_ = now_ = camera, part_ = 1; }
    void go(const render::Camera& camera, bool at_once);
    void turn(double yaw_deg, double pitch_deg, double zoom) { jump(render::orbited(now_, yaw_deg, pitch_deg, zoom)); }
    void pass(double seconds);

  private:
    static constexpr double kSeconds = 0.18;
    render::Camera from_, to_, now_;
    double part_ = 1;
};

}  // namespace np::app
