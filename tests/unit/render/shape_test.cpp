// Solids that are grown round a distance: closed, smooth, where they should be.
#include "shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace np::render {
namespace {

using geometry::Vec3;

Vec3 corner(const Shape& shape, std::uint32_t i) {
    const auto& p = shape.vertices[i].position_mm;
    return {static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])};
}

// Volume by the divergence theorem; positive when the triangles look outwards.
double volume(const Shape& shape) {
    double sum = 0;
    for (std::size_t i = 0; i + 2 < shape.opaque.size(); i += 3)
        sum += dot(corner(shape, shape.opaque[i]),
                   cross(corner(shape, shape.opaque[i + 1]), corner(shape, shape.opaque[i + 2])));
    return sum / 6;
}

// How many edges are not shared by two triangles that run along them in opposite ways.
std::size_t open_edges(const Shape& shape) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> ways;
    for (std::size_t i = 0; i + 2 < shape.opaque.size(); i += 3)
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t a = shape.opaque[i + k], b = shape.opaque[i + (k + 1) % 3];
            a < b ? ++ways[{a, b}] : --ways[{b, a}];
        }
    std::size_t open = 0;
    for (const auto& [edge, balance] : ways) open += balance != 0;
    return open;
}

TEST(Blend, ABallIsRoundAndClosed) {
    ShapeBuilder builder;
    ShapeBuilder::Blend ball;
    ball.low_mm = {-14, -15, -13};
    ball.high_mm = {15, 14, 16};
    ball.cell_mm = 1.7;
    ball.distance = [](Vec3 p) { return length(p) - 10; };
    builder.blend(ball);
    const Shape shape = builder.take();
    ASSERT_GT(shape.vertices.size(), 200u);
    for (const ShapeVertex& v : shape.vertices) {
        const Vec3 p{static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1]),
                     static_cast<double>(v.position_mm[2])};
        const Vec3 n{static_cast<double>(v.normal[0]), static_cast<double>(v.normal[1]),
                     static_cast<double>(v.normal[2])};
        EXPECT_NEAR(length(p), 10, 0.02);
        EXPECT_GT(dot(normalized(p), n), 0.999);
    }
    EXPECT_EQ(open_edges(shape), 0u);
    EXPECT_NEAR(volume(shape), 4.18879 * 1000, 4.18879 * 1000 * 0.03);
}

TEST(Hands, LeftAndRightAreMirrored) {
    const Shape right = make_pen_hand_shape(false), left = make_pen_hand_shape(true);
    ASSERT_EQ(right.vertices.size(), left.vertices.size());
    EXPECT_DOUBLE_EQ(right.low_mm.x, -left.high_mm.x);
    EXPECT_DOUBLE_EQ(right.high_mm.z, left.high_mm.z);
    EXPECT_GT(volume(right), 0);
    EXPECT_NEAR(volume(left), volume(right), 1e-3 * volume(right)) << "both look outwards";
}

// The pen, 10 mm thick under the fingers, is held: thumb, index and middle finger touch it and none goes far into it.
TEST(Hands, HoldThePenByItsGripAndLeaveTheNeedlesFree) {
    const Shape hand = make_pen_hand_shape(false);
    double nearest = 1e9, lowest = 1e9;
    for (const ShapeVertex& v : hand.vertices) {
        const double x = static_cast<double>(v.position_mm[0]), y = static_cast<double>(v.position_mm[1]),
                     z = static_cast<double>(v.position_mm[2]);
        lowest = std::min(lowest, z);
        if (z < 140) nearest = std::min(nearest, std::hypot(x, y));
        EXPECT_TRUE(z > 30 || std::hypot(x, y) > 9) << "beside the cartridge of 7 mm";
    }
    EXPECT_NEAR(nearest, 10, 2);
    EXPECT_GT(lowest, 15) << "clear of the skin";
}

TEST(Hands, TheFreeHandPressesWithTwoFingertips) {
    const Shape hand = make_free_hand_shape(false);
    bool left = false, right = false;
    double lowest = 1e9;
    for (const ShapeVertex& v : hand.vertices) {
        const double z = static_cast<double>(v.position_mm[2]);
        lowest = std::min(lowest, z);
        if (z > 0) continue;
        (v.position_mm[0] < 0 ? left : right) = true;
        EXPECT_LT(std::hypot(static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1])), 22);
    }
    EXPECT_TRUE(left && right);
    EXPECT_NEAR(lowest, -1, 0.8);
}

}  // namespace
}  // namespace np::render
