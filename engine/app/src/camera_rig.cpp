#include "camera_rig.h"

#include <algorithm>

namespace np::app {

void CameraRig::go(const render::Camera& camera, bool at_once) {
    if (at_once) return jump(camera);
    from_ = now_;
    to_ = camera;
    part_ = 0;
}

void CameraRig::pass(double seconds) {
    if (part_ >= 1) return;
    part_ = std::min(1.0, part_ + seconds / kSeconds);
    now_ = part_ < 1 ? render::between(from_, to_, render::ease_out(part_)) : to_;
}

}  // namespace np::app
