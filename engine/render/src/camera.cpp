#include "needlepoint/render/camera.h"

#include <algorithm>
#include <cmath>
#include <glm/glm.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/gtc/type_ptr.hpp>

namespace np::render {

using geometry::Vec3;

namespace {

constexpr double kPi = 3.14159265358979323846;
double radians(double degrees) {
    return degrees * kPi / 180;
}

struct Axes {
    Vec3 right, up, forward;
};
Axes axes_of(const Camera& camera) {
    const Vec3 forward = normalized(camera.target - camera.eye);
    Vec3 right = cross(forward, camera.up);
    if (length(right) < 1e-9) right = cross(forward, Vec3{0, 0, 1});  // looking along `up`
    if (length(right) < 1e-9) right = {1, 0, 0};
    right = normalized(right);
    return {right, cross(right, forward), forward};
}

glm::dvec3 as_glm(Vec3 v) {
    return {v.x, v.y, v.z};
}

Matrix4 as_array(const glm::dmat4& m) {
    Matrix4 out{};
    for (int column = 0; column < 4; ++column)
        for (int row = 0; row < 4; ++row)
            out[static_cast<std::size_t>(column) * 4 + static_cast<std::size_t>(row)] =
                static_cast<float>(m[column][row]);
    return out;
}

Vec3 turned(Vec3 v, Vec3 axis, double angle) {  // Rodrigues
    const double c = std::cos(angle), s = std::sin(angle);
    return c * v + s * cross(axis, v) + (1 - c) * dot(axis, v) * axis;
}

}  // namespace

Matrix4 view_matrix(const Camera& camera) {
    const Axes axes = axes_of(camera);
    return as_array(glm::lookAt(as_glm(camera.eye), as_glm(camera.eye + axes.forward), as_glm(axes.up)));
}

Matrix4 projection_matrix(const Camera& camera, Size size) {
    const double aspect = size.height > 0 ? static_cast<double>(size.width) / size.height : 1;
    return as_array(glm::perspective(radians(camera.fov_y_deg), aspect, camera.near_mm, camera.far_mm));
}

geometry::Ray pick_ray(const Camera& camera, Size size, double pixel_x, double pixel_y) {
    const Axes axes = axes_of(camera);
    const double half = std::tan(radians(camera.fov_y_deg) / 2);
    const double scale = 2 * half / size.height;
    const double x = (pixel_x - size.width / 2.0) * scale, y = (size.height / 2.0 - pixel_y) * scale;
    return {camera.eye, normalized(axes.forward + x * axes.right + y * axes.up), 0, 1e9};
}

std::optional<ProjectedPoint> project(const Camera& camera, Size size, Vec3 point) {
    const Axes axes = axes_of(camera);
    const Vec3 d = point - camera.eye;
    const double depth = dot(d, axes.forward);
    if (depth <= 1e-6) return std::nullopt;
    const double mm_per_pixel = 2 * std::tan(radians(camera.fov_y_deg) / 2) * depth / size.height;
    return ProjectedPoint{size.width / 2.0 + dot(d, axes.right) / mm_per_pixel,
                          size.height / 2.0 - dot(d, axes.up) / mm_per_pixel, depth, mm_per_pixel};
}

double ease_out(double t) {
    const double rest = 1 - std::clamp(t, 0.0, 1.0);
    return 1 - rest * rest * rest;
}

Camera between(const Camera& a, const Camera& b, double t) {
    t = std::clamp(t, 0.0, 1.0);
    if (t <= 0) return a;
    if (t >= 1) return b;
    const auto mix = [t](double x, double y) { return x + t * (y - x); };
    Camera out = a;
    out.target = a.target + t * (b.target - a.target);
    const Vec3 from = a.eye - a.target, to = b.eye - b.target;
    const Vec3 from_unit = normalized(from), to_unit = normalized(to);
    const double angle = std::acos(std::clamp(dot(from_unit, to_unit), -1.0, 1.0));
    Vec3 direction = to_unit;
    if (angle > 1e-6) {
        Vec3 axis = cross(from_unit, to_unit);
        // Straight opposite: go round by the crown's axis, never over it.
        axis = length(axis) < 1e-6 ? normalized(a.up) : normalized(axis);
        direction = turned(from_unit, axis, angle * t);
    }
    out.eye = out.target + mix(length(from), length(to)) * direction;
    out.up = normalized(a.up + t * (b.up - a.up));
    out.fov_y_deg = mix(a.fov_y_deg, b.fov_y_deg);
    out.near_mm = mix(a.near_mm, b.near_mm);
    out.far_mm = mix(a.far_mm, b.far_mm);
    return out;
}

Camera orbited(const Camera& camera, double yaw_deg, double pitch_deg, double zoom) {
    Camera out = camera;
    const Vec3 from = camera.eye - camera.target;
    const double distance = std::clamp(length(from) / std::clamp(zoom, 0.05, 20.0), 45.0, 2500.0);
    double yaw = std::atan2(from.x, from.z),
           pitch = std::asin(std::clamp(from.y / std::max(1e-9, length(from)), -1.0, 1.0));
    // The couch is behind the patient and the crown needs to stay up.
    yaw = std::clamp(yaw + radians(yaw_deg), radians(-115), radians(115));
    pitch = std::clamp(pitch + radians(pitch_deg), radians(-70), radians(70));
    out.eye =
        out.target + distance * Vec3{std::sin(yaw) * std::cos(pitch), std::sin(pitch), std::cos(yaw) * std::cos(pitch)};
    out.up = {0, 1, 0};
    return out;
}

}  // namespace np::render
