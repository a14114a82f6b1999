#include "needlepoint/input/sample.h"

#include <cmath>

namespace np::input {

using geometry::Vec3;

std::string_view to_word(DeviceClass device) {
    switch (device) {
        case DeviceClass::kMouse:
            return "mouse";
        case DeviceClass::kTablet:
            return "tablet";
        case DeviceClass::kTracker:
            return "tracker";
        case DeviceClass::kGamepad:
            return "gamepad";
        case DeviceClass::kSynthetic:
            return "synthetic";
        case DeviceClass::kSpaceMouse:
            return "3D mouse";
        case DeviceClass::kPlugin:
            return "device plugin";
    }
    return "unknown";
}

Vec3 turned(const Turn& turn, Vec3 v) {
    const Vec3 q{turn.x, turn.y, turn.z};
    const Vec3 twice = 2 * cross(q, v);
    return v + turn.w * twice + cross(q, twice);
}

Turn then(const Turn& a, const Turn& b) {
    return {b.w * a.w - b.x * a.x - b.y * a.y - b.z * a.z, b.w * a.x + b.x * a.w + b.y * a.z - b.z * a.y,
            b.w * a.y - b.x * a.z + b.y * a.w + b.z * a.x, b.w * a.z + b.x * a.y - b.y * a.x + b.z * a.w};
}

Turn inverse(const Turn& turn) {
    return {turn.w, -turn.x, -turn.y, -turn.z};
}

// After Shepperd (1978): the largest of the four candidates is divided by.
Turn turn_of_matrix(const std::array<Vec3, 3>& r, bool& ok) {
    ok = false;
    for (int i = 0; i < 3; ++i) {
        const double size = length(r[static_cast<std::size_t>(i)]);
        if (!(size > 0.99 && size < 1.01)) return {};
    }
    const double slant = std::abs(dot(r[0], r[1])) + std::abs(dot(r[0], r[2])) + std::abs(dot(r[1], r[2]));
    if (!(slant < 0.03) || !(dot(cross(r[0], r[1]), r[2]) > 0.9)) return {};
    const double xx = r[0].x, yy = r[1].y, zz = r[2].z, trace = xx + yy + zz;
    Turn turn;
    if (trace >= xx && trace >= yy && trace >= zz)
        turn = {1 + trace, r[2].y - r[1].z, r[0].z - r[2].x, r[1].x - r[0].y};
    else if (xx >= yy && xx >= zz)
        turn = {r[2].y - r[1].z, 1 + xx - yy - zz, r[0].y + r[1].x, r[0].z + r[2].x};
    else if (yy >= zz)
        turn = {r[0].z - r[2].x, r[0].y + r[1].x, 1 + yy - xx - zz, r[1].z + r[2].y};
    else
        turn = {r[1].x - r[0].y, r[0].z + r[2].x, r[1].z + r[2].y, 1 + zz - xx - yy};
    const double size = std::sqrt(turn.w * turn.w + turn.x * turn.x + turn.y * turn.y + turn.z * turn.z);
    ok = size > 0;
    return {turn.w / size, turn.x / size, turn.y / size, turn.z / size};
}

}  // namespace np::input
