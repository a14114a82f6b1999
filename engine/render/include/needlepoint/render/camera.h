// Where the picture is taken from. Pure mathematics: no OpenGL, any thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "needlepoint/geometry/surface.h"
#include "needlepoint/geometry/vec3.h"
#include "needlepoint/render/image.h"

namespace np::render {

// Lengths in mm, in the patient's frame: x to the patient's left, y to the crown, z out of the face. The patient lies
// on the back, so gravity pulls along -z; cameras keep the crown up on the screen.
struct Camera {
    geometry::Vec3 eye{0, 0, 900};
    geometry::Vec3 target{0, 0, 0};
    geometry::Vec3 up{0, 1, 0};
    double fov_y_deg = 24;
    double near_mm = 30, far_mm = 6000;
    friend bool operator==(const Camera&, const Camera&) = default;
};

// Column-major 4x4 as OpenGL takes it.
using Matrix4 = std::array<float, 16>;
Matrix4 view_matrix(const Camera& camera);
Matrix4 projection_matrix(const Camera& camera, Size size);

// The ray from the eye through a pixel position ((0,0) is the top left corner of the picture, pixel centres at .5).
geometry::Ray pick_ray(const Camera& camera, Size size, double pixel_x, double pixel_y);

struct ProjectedPoint {
    double x = 0, y = 0;      // pixels from the top left corner; may lie outside the picture
    double distance_mm = 0;   // along the view direction
    double mm_per_pixel = 0;  // at that distance
};
// Nothing if the point lies behind the eye.
std::optional<ProjectedPoint> project(const Camera& camera, Size size, geometry::Vec3 point);

// Names as anatomy gives them ("nasion", "pronasale", "cheilion_l", ...); missing ones are guessed from the others.
using Landmarks = std::map<std::string, geometry::Vec3, std::less<>>;

enum class View {
    kFront,
    kLeft,
    kRight,
    kThreeQuarterLeft,
    kThreeQuarterRight,  // the whole head; left = the patient's left side
    kForehead,
    kCheekLeft,
    kCheekRight,
    kEyes,
    kNose,
    kMouth,
    kChin,
    kJawLeft,
    kJawRight,
    kNeck,
    kTray,
    kRoom,
    kPad,
};
// "front", "left", "right", "three-quarter", "three-quarter-right", "forehead", "cheek-left", ...; nothing if unknown.
std::optional<View> view_named(std::string_view name);
// Framed so that the whole subject is seen at this aspect ratio (width / height).
Camera view_camera(View view, const Landmarks& landmarks, double aspect);
// Looks at a spot of the skin along its normal, `width_mm` of skin across the height of the picture.
Camera spot_camera(geometry::Vec3 spot, geometry::Vec3 normal, double height_mm);

// Between two cameras, t in 0..1: turns about the target rather than cutting through the head. Ease t before.
Camera between(const Camera& a, const Camera& b, double t);
// Ease-out: fast start, soft landing.
double ease_out(double t);
// Orbits (degrees) and zooms (factor on the distance) about the target, staying on the side of the face.
Camera orbited(const Camera& camera, double yaw_deg, double pitch_deg, double zoom);

}  // namespace np::render
