// What a hand-held device says, before and after calibration. Plain values; nothing here opens or waits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "needlepoint/geometry/vec3.h"

namespace np::input {

// What was in the hand; the number stands in the record (`device_class` of `/input/hand`).
enum class DeviceClass : std::uint32_t {
    kMouse = 0,
    kTablet = 1,
    kTracker = 2,
    kGamepad = 3,
    kSynthetic = 4,  // no device: a trainee of the program's own
    kSpaceMouse = 5,
    kPlugin = 6,  // a device plugin's pen
};
std::string_view to_word(DeviceClass device);  // "mouse", "tablet", "tracker", "gamepad", "synthetic", "3D mouse" ...

// What of a sample was measured by the device (`observed` of `/input/hand`); the rest is modelled by the program.
inline constexpr std::uint32_t kObservedPlace = 1, kObservedAngle = 2, kObservedForce = 4;

// A turn; unit length.
struct Turn {
    double w = 1, x = 0, y = 0, z = 0;
};
geometry::Vec3 turned(const Turn& turn, geometry::Vec3 v);
Turn then(const Turn& first, const Turn& second);
Turn inverse(const Turn& turn);
// From a rotation matrix given by rows. `ok` is false where it is none (not orthonormal to 1 %, or a mirror image).
Turn turn_of_matrix(const std::array<geometry::Vec3, 3>& rows, bool& ok);

// One report of a device, in the device's own terms. Anything may be in here: a Guard looks first.
struct RawPenSample {
    std::int64_t time_us = 0;     // of the device's own clock where it has one, otherwise of arrival
    std::int64_t arrived_us = 0;  // of the program's monotonic clock
    bool own_clock = false;
    std::optional<geometry::Vec3> position_mm;      // of the tool, in the device's frame
    std::optional<Turn> orientation;                // tool frame to device frame
    std::optional<geometry::Vec3> axis;             // where the pen points, of devices that cannot tell its roll
    std::optional<double> pressure;                 // 0..1 of what the device can tell
    std::optional<std::array<double, 2>> tilt_deg;  // from upright: to the right, and away from the hand; -90..90
    std::optional<std::array<double, 2>> place;     // 0..1 to the right and downwards over the device's area
    // For devices that push rather than point (sticks, 3D mouse), -1..1: right, up, towards the skin, then turns:
    // right, away, about the pen.
    std::optional<std::array<double, 6>> push;
    std::uint32_t buttons = 0;  // 1 tip or first button, 2 second, 4 third ...
};

struct PenPose {
    geometry::Vec3 tip_mm;  // patient's frame
    geometry::Vec3 axis;    // unit, from the handle towards the skin
};

// The same in the patient's terms.
struct PenSample {
    std::int64_t time_us = 0, arrived_us = 0;
    DeviceClass device = DeviceClass::kMouse;
    std::uint32_t observed = 0;
    std::optional<PenPose> pose;
    std::optional<double> press_n;  // by the pressure curve; counts as measured only if `observed` says so
    std::optional<std::array<double, 2>> tilt_deg;
    std::optional<std::array<double, 2>> place;
    std::optional<std::array<double, 6>> push;
    std::uint32_t buttons = 0;
};

}  // namespace np::input
