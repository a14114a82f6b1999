#include "grip.h"

#include <algorithm>
#include <cmath>

#include "needlepoint/geometry/vec3.h"

namespace np::render {

using geometry::Vec3;

namespace {

// From the opening to the skin.
constexpr double kAbove_mm = 14;

bool is_bottle(PropKind kind) {
    return kind == PropKind::kCleanser || kind == PropKind::kAntiseptic || kind == PropKind::kSaline ||
           kind == PropKind::kSerum;
}
bool is_tube(PropKind kind) {
    return kind == PropKind::kAnaesthetic || kind == PropKind::kGel;
}

Vec3 placed(const Pose& pose, Vec3 v) {
    return pose.position_mm + v.x * pose.x_axis + v.y * pose.y_axis + v.z * pose.z_axis;
}
Vec3 turned(const Pose& pose, Vec3 v) {
    return v.x * pose.x_axis + v.y * pose.y_axis + v.z * pose.z_axis;
}
Pose within(const Pose& outer, const Pose& inner) {
    return {placed(outer, inner.position_mm), turned(outer, inner.x_axis), turned(outer, inner.y_axis),
            turned(outer, inner.z_axis)};
}
// The thing's pose when its stick stands there.
Pose around(const Pose& stick_there, const Pose& stick) {
    const auto back = [&](Vec3 v) { return Vec3{dot(v, stick.x_axis), dot(v, stick.y_axis), dot(v, stick.z_axis)}; };
    Pose pose{{},
              turned(stick_there, back({1, 0, 0})),
              turned(stick_there, back({0, 1, 0})),
              turned(stick_there, back({0, 0, 1}))};
    pose.position_mm = stick_there.position_mm - turned(pose, stick.position_mm);
    return pose;
}

}  // namespace

std::optional<Grip> grip_of(PropKind kind) {
    const Box box = prop_box(kind);
    Grip grip;
    if (is_bottle(kind)) {
        grip.radius_mm = 0.5 * (box.high_mm.x - box.low_mm.x);
        grip.end_mm = box.high_mm.z;
        grip.middle_mm = 0.28 * box.high_mm.z;
        return grip;
    }
    if (is_tube(kind)) {
        // It lies on its back, cap towards -y, print up: seen as a stick its print looks to -y like a bottle's.
        grip.radius_mm = 0.42 * (box.high_mm.x - box.low_mm.x);
        grip.stick.position_mm = {0, box.high_mm.y, 0.5 * (box.low_mm.z + box.high_mm.z)};
        grip.stick.x_axis = {1, 0, 0};
        grip.stick.y_axis = {0, 0, -1};
        grip.stick.z_axis = {0, -1, 0};
        grip.end_mm = box.high_mm.y - box.low_mm.y;
        grip.middle_mm = 0.30 * grip.end_mm;
        return grip;
    }
    return std::nullopt;
}

void hold(Prop& prop, Vec3 tip, Vec3 axis, Hand hand) {
    prop.held_by = hand;
    const auto grip = grip_of(prop.kind);
    const Vec3 z = normalized(grip ? axis : -axis);
    const geometry::Frame frame = geometry::frame_about(z);
    const Vec3 back = grip ? (grip->end_mm + kAbove_mm) * z : Vec3{};
    prop.pose = around({tip - back, frame.u, frame.v, z}, grip ? grip->stick : Pose{});
}

void turn_label(Prop& prop, Vec3 eye) {
    const auto grip = grip_of(prop.kind);
    const Pose stick = grip ? grip->stick : Pose{};
    Pose there = within(prop.pose, stick);
    // What looks to the eye is -y: a label, the near edge of a cloth.
    Vec3 label = eye - there.position_mm;
    label = label - dot(label, there.z_axis) * there.z_axis;
    if (length(label) < 1e-3) return;
    there.y_axis = -normalized(label);
    there.x_axis = cross(there.y_axis, there.z_axis);
    prop.pose = around(there, stick);
}

Pose hand_pose(const Prop& prop) {
    if (const auto grip = grip_of(prop.kind)) return within(prop.pose, grip->stick);
    // Fingertips on a cloth.
    Pose pose = prop.pose;
    pose.position_mm = placed(prop.pose, {0, 0, 0.8 * prop_box(prop.kind).high_mm.z});
    return pose;
}

}  // namespace np::render
