// Vectors of three doubles. Lengths are millimetres in the patient's frame: x to the patient's left, y to the crown,
// z out of the face.
#pragma once

#include <cmath>

namespace np::geometry {

struct Vec3 {
    double x = 0, y = 0, z = 0;

    friend bool operator==(const Vec3&, const Vec3&) = default;
};

constexpr Vec3 operator+(Vec3 a, Vec3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
constexpr Vec3 operator-(Vec3 a, Vec3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
constexpr Vec3 operator-(Vec3 a) {
    return {-a.x, -a.y, -a.z};
}
constexpr Vec3 operator*(double s, Vec3 a) {
    return {s * a.x, s * a.y, s * a.z};
}
constexpr Vec3 operator*(Vec3 a, double s) {
    return s * a;
}
constexpr Vec3 operator/(Vec3 a, double s) {
    return {a.x / s, a.y / s, a.z / s};
}
constexpr Vec3& operator+=(Vec3& a, Vec3 b) {
    return a = a + b;
}
constexpr double dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
constexpr Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double length(Vec3 a) {
    return std::sqrt(dot(a, a));
}
// The zero vector stays zero.
inline Vec3 normalized(Vec3 a) {
    const double l = length(a);
    return l > 0 ? a / l : a;
}
// Two unit vectors that complete `axis` (a unit vector) to a right-handed frame; the same for the same axis.
struct Frame {
    Vec3 u, v;
};
inline Frame frame_about(Vec3 axis) {
    const Vec3 helper = std::abs(axis.x) < 0.9 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
    const Vec3 u = normalized(cross(helper, axis));
    return {u, cross(axis, u)};
}

}  // namespace np::geometry
