// Camera presets from landmarks.
#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "needlepoint/render/camera.h"
#include "needlepoint/render/scene.h"

namespace np::render {

using geometry::Vec3;

namespace {

struct NamedView {
    std::string_view name;
    View view;
};
constexpr std::array<NamedView, 19> kNames{{{"front", View::kFront},
                                            {"left", View::kLeft},
                                            {"right", View::kRight},
                                            {"three-quarter", View::kThreeQuarterLeft},
                                            {"three-quarter-left", View::kThreeQuarterLeft},
                                            {"three-quarter-right", View::kThreeQuarterRight},
                                            {"forehead", View::kForehead},
                                            {"cheek-left", View::kCheekLeft},
                                            {"cheek-right", View::kCheekRight},
                                            {"eyes", View::kEyes},
                                            {"nose", View::kNose},
                                            {"mouth", View::kMouth},
                                            {"chin", View::kChin},
                                            {"jaw-left", View::kJawLeft},
                                            {"jaw-right", View::kJawRight},
                                            {"neck", View::kNeck},
                                            {"tray", View::kTray},
                                            {"room", View::kRoom},
                                            {"pad", View::kPad}}};

// The first of the names that is there.
Vec3 landmark(const Landmarks& landmarks, std::initializer_list<std::string_view> names, Vec3 otherwise) {
    for (const auto name : names) {
        const auto found = landmarks.find(name);
        if (found != landmarks.end()) return found->second;
    }
    return otherwise;
}

struct Face {
    Vec3 nasion, tip, chin, brow, mouth, cheek_l, cheek_r, jaw_l, jaw_r, neck, ear;
    double height = 115;  // nasion to menton
    Vec3 middle;          // of the whole head
};

Face face_of(const Landmarks& marks) {
    Face f;
    f.nasion = landmark(marks, {"nasion"}, {0, 30, 90});
    f.chin = landmark(marks, {"menton", "gnathion", "pogonion"}, f.nasion + Vec3{0, -112, -8});
    f.height = std::clamp(f.nasion.y - f.chin.y, 80.0, 160.0);
    f.tip = landmark(marks, {"pronasale"}, f.nasion + Vec3{0, -0.42 * f.height, 25});
    f.brow = landmark(marks, {"glabella"}, f.nasion + Vec3{0, 14, 3});
    f.mouth = landmark(marks, {"stomion_up", "stomion_upper", "stomion", "labrale_superius"},
                       f.nasion + Vec3{0, -0.64 * f.height, 5});
    f.ear = landmark(marks, {"tragion_l"}, f.nasion + Vec3{72, -12, -92});
    const Vec3 zygion = landmark(marks, {"zygion_l"}, f.nasion + Vec3{62, -22, -45});
    const Vec3 gonion = landmark(marks, {"gonion_l"}, f.nasion + Vec3{52, -82, -62});
    f.cheek_l = {0.66 * zygion.x, f.nasion.y - 0.40 * f.height, 0.55 * f.nasion.z + 0.45 * zygion.z};
    f.jaw_l = {0.9 * gonion.x, gonion.y + 8, 0.35 * f.chin.z + 0.65 * gonion.z};
    const auto mirrored = [](Vec3 v) { return Vec3{-v.x, v.y, v.z}; };
    f.cheek_r = mirrored(f.cheek_l);
    f.jaw_r = mirrored(f.jaw_l);
    f.neck = landmark(marks, {"cervical_point"}, f.chin + Vec3{0, -22, -45});
    f.middle = {0, 0.5 * (f.nasion.y + f.chin.y) + 0.08 * f.height, 0.45 * f.nasion.z + 0.55 * f.ear.z};
    return f;
}

// `direction` points from the target to the eye; the picture shows `height_mm`, or that much in width if it is narrow.
Camera framed(Vec3 target, Vec3 direction, double height_mm, double aspect, double fov_deg) {
    Camera camera;
    const double needed = height_mm * std::max(1.0, 0.86 / std::max(0.1, aspect));
    camera.fov_y_deg = fov_deg;
    camera.target = target;
    camera.eye = target + needed / (2 * std::tan(fov_deg * 3.14159265358979 / 360)) * normalized(direction);
    const double distance = length(camera.eye - camera.target);
    camera.near_mm = std::max(10.0, distance - 420);
    camera.far_mm = distance + 2600;
    return camera;
}

}  // namespace

std::optional<View> view_named(std::string_view name) {
    for (const auto& entry : kNames)
        if (entry.name == name) return entry.view;
    return std::nullopt;
}

Camera view_camera(View view, const Landmarks& landmarks, double aspect) {
    const Face f = face_of(landmarks);
    const double whole = 3.0 * f.height;
    const Vec3 whole_target = f.middle + Vec3{0, 0.07 * f.height, 0};
    switch (view) {
        case View::kFront:
            return framed(whole_target, {0, 0.03, 1}, whole, aspect, 20);
        case View::kLeft:
            return framed(whole_target, {1, 0.03, 0.06}, whole, aspect, 20);
        case View::kRight:
            return framed(whole_target, {-1, 0.03, 0.06}, whole, aspect, 20);
        case View::kThreeQuarterLeft:
            return framed(whole_target, {0.62, 0.1, 0.78}, whole, aspect, 20);
        case View::kThreeQuarterRight:
            return framed(whole_target, {-0.62, 0.1, 0.78}, whole, aspect, 20);
        case View::kForehead:
            return framed(f.brow + Vec3{0, 24, -4}, {0, 0.32, 1}, 0.95 * f.height, aspect, 24);
        case View::kCheekLeft:
            return framed(f.cheek_l, {0.62, 0.02, 0.78}, 0.95 * f.height, aspect, 24);
        case View::kCheekRight:
            return framed(f.cheek_r, {-0.62, 0.02, 0.78}, 0.95 * f.height, aspect, 24);
        case View::kEyes:
            return framed(f.nasion + Vec3{0, -6, -10}, {0, 0.02, 1}, 0.78 * f.height, aspect, 24);
        case View::kNose:
            return framed(f.tip + Vec3{0, 8, -10}, {0.25, -0.05, 1}, 0.72 * f.height, aspect, 24);
        case View::kMouth:
            return framed(f.mouth, {0.12, 0, 1}, 0.62 * f.height, aspect, 24);
        case View::kChin:
            return framed(f.chin + Vec3{0, 18, 0}, {0.1, -0.12, 1}, 0.75 * f.height, aspect, 24);
        case View::kJawLeft:
            return framed(f.jaw_l, {0.85, -0.18, 0.5}, 1.0 * f.height, aspect, 24);
        case View::kJawRight:
            return framed(f.jaw_r, {-0.85, -0.18, 0.5}, 1.0 * f.height, aspect, 24);
        case View::kNeck:
            return framed(f.neck + Vec3{0, -22, 0}, {0.25, -0.15, 1}, 1.3 * f.height, aspect, 24);
        case View::kTray: {
            const Pose tray = default_tray_pose();
            return framed(tray.position_mm + 34.0 * tray.y_axis, tray.z_axis - 0.62 * tray.y_axis, 450, aspect, 24);
        }
        case View::kRoom:
            return framed(f.middle + Vec3{330, -170, -140}, {0.46, 0.12, 0.88}, 1040, aspect, 34);
        case View::kPad:
            break;
    }
    // From the far side, as zones are seen: the handle of an upright pen goes down the picture.
    return framed({0, 0, 0}, {0, 0.62, 1}, 150, aspect, 24);
}

Camera spot_camera(Vec3 spot, Vec3 normal, double height_mm) {
    // The crown stays up: a spot under the chin is seen from below, not upside down; never from behind the couch.
    Vec3 direction = normalized(normal);
    direction.y = std::clamp(direction.y, -0.6, 0.6);
    direction.z = std::max(direction.z, 0.12);
    return framed(spot, direction, height_mm, 1.6, 24);
}

}  // namespace np::render
