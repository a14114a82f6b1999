// Fewer triangles for quick pictures: never far from what they stand for.
#include "reduced_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shape.h"

namespace np::render {
namespace {

using geometry::Vec3;

Vec3 place(const Shape& shape, std::uint32_t vertex) {
    const auto& p = shape.vertices[vertex].position_mm;
    return {static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])};
}

double to_segment(Vec3 p, Vec3 a, Vec3 b) {
    const Vec3 ab = b - a;
    const double t = std::clamp(dot(p - a, ab) / std::max(dot(ab, ab), 1e-12), 0.0, 1.0);
    return length(p - (a + t * ab));
}

double to_triangle(Vec3 p, Vec3 a, Vec3 b, Vec3 c) {
    const Vec3 n = cross(b - a, c - a);
    const bool over = dot(cross(b - a, p - a), n) >= 0 && dot(cross(c - b, p - b), n) >= 0 &&
                      dot(cross(a - c, p - c), n) >= 0 && dot(n, n) > 1e-12;
    if (over) return std::abs(dot(p - a, normalized(n)));
    return std::min({to_segment(p, a, b), to_segment(p, b, c), to_segment(p, c, a)});
}

TEST(reduced_triangles, of_a_hand_are_a_fraction_and_stay_within_half_a_millimetre) {
    const Shape hand = make_pen_hand_shape(false);
    constexpr double kError_mm = 0.5;
    const auto fewer = reduced_triangles(hand.opaque, hand.vertices, kError_mm);
    ASSERT_EQ(fewer.size() % 3, 0U);
    EXPECT_LT(fewer.size() * 6, hand.opaque.size());
    double worst = 0;
    for (std::size_t i = 0; i < hand.opaque.size(); i += 301) {
        const Vec3 p = place(hand, hand.opaque[i]);
        double nearest = 1e9;
        for (std::size_t t = 0; t < fewer.size(); t += 3)
            nearest = std::min(
                nearest, to_triangle(p, place(hand, fewer[t]), place(hand, fewer[t + 1]), place(hand, fewer[t + 2])));
        worst = std::max(worst, nearest);
    }
    EXPECT_GT(worst, 0) << "nothing was left out";
    // The library's measure is a mean over the planes around a vertex, not the farthest of them.
    EXPECT_LT(worst, 2 * kError_mm);
}

TEST(reduced_triangles, of_nothing_or_with_no_error_allowed_are_the_same) {
    const Shape box = ShapeBuilder().take();
    EXPECT_TRUE(reduced_triangles(box.opaque, box.vertices, 1).empty());
    const Shape shield = make_eye_shield_shape(12);
    EXPECT_EQ(reduced_triangles(shield.opaque, shield.vertices, 0), shield.opaque);
}

}  // namespace
}  // namespace np::render
