// closest against a loop over all triangles that looks for the minimum in another way, and the analytic surfaces.
#include <gtest/gtest.h>

#include <cmath>

#include "shapes.h"

namespace np::test {
namespace {

using geometry::dot;
using geometry::length;

double to_segment(Vec3 p, Vec3 a, Vec3 b) {
    const Vec3 ab = b - a;
    const double t = dot(ab, ab) > 0 ? np_clamp(dot(p - a, ab) / dot(ab, ab), 0, 1) : 0;
    return length(p - a - t * ab);
}

// Inside the prism over the triangle the plane is nearest, elsewhere one of the sides.
double to_triangle(Vec3 p, Vec3 a, Vec3 b, Vec3 c) {
    const double sides = std::min({to_segment(p, a, b), to_segment(p, b, c), to_segment(p, c, a)});
    const Vec3 n = cross(b - a, c - a);
    if (!(dot(n, n) > 1e-18)) return sides;
    const bool inside =
        dot(cross(b - a, p - a), n) >= 0 && dot(cross(c - b, p - b), n) >= 0 && dot(cross(a - c, p - c), n) >= 0;
    return inside ? std::min(sides, std::abs(dot(p - a, n)) / length(n)) : sides;
}

void compare(const TriangleMesh& mesh, std::uint64_t points, double spread) {
    const auto surface = geometry::make_mesh_surface(mesh);
    for (std::uint64_t i = 0; i < points; ++i) {
        const Vec3 p =
            spread * Vec3{np_random_normal(21, i, 0), np_random_normal(21, i, 1), np_random_normal(21, i, 2)};
        double best = 1e300;
        for (const auto& [a, b, c] : mesh.triangles)
            best = std::min(best, to_triangle(p, mesh.positions[a], mesh.positions[b], mesh.positions[c]));
        const auto found = surface->closest(p);
        ASSERT_TRUE(found);
        ASSERT_NEAR(length(p - found->position), best, 1e-6) << "point " << i;
        const auto& [a, b, c] = mesh.triangles[found->triangle];
        ASSERT_NEAR(to_triangle(p, mesh.positions[a], mesh.positions[b], mesh.positions[c]), best, 1e-6);
        ASSERT_FALSE(surface->closest(p, best - 1e-6)) << "point " << i;
        ASSERT_TRUE(surface->closest(p, best + 1e-6)) << "point " << i;
    }
}

TEST(Closest, SameAsALoopOverAllTriangles) {
    compare(bumpy_sphere(24, 40), 100'000, 80);
}
TEST(Closest, SameOnTroubledMeshes) {
    compare(troubled(), 10'000, 20);
}
TEST(Closest, SameFromFarAway) {
    compare(bumpy_sphere(12, 20), 2'000, 20'000);
}

TEST(Closest, TieGoesToTheSmallerIndex) {
    TriangleMesh mesh;
    mesh.positions = {{0, 0, 0}, {10, 0, 0}, {0, 10, 0}, {-10, 0, 0}, {0, -10, 0}};
    mesh.triangles = {{0, 4, 1}, {0, 1, 2}, {0, 2, 3}, {0, 3, 4}};
    mesh.normals = geometry::smooth_normals(mesh);
    const auto surface = geometry::make_mesh_surface(mesh);
    EXPECT_EQ(surface->closest({0, 0, 5})->triangle, 0U);
    EXPECT_EQ(surface->closest({0, 4, 5})->triangle, 1U);
    EXPECT_EQ(surface->closest({-4, 0, 5})->triangle, 2U);
}

TEST(Normals, PointOutwardsAndWeighByArea) {
    const TriangleMesh mesh = bumpy_sphere(24, 40);
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
        EXPECT_NEAR(length(mesh.normals[i]), 1, 1e-12);
        EXPECT_GT(dot(mesh.normals[i], mesh.positions[i]), 0) << i;
    }
    // A cube's corner: three faces, two of them of two triangles each at that corner, weigh alike by area.
    TriangleMesh corner;
    corner.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}};
    corner.triangles = {{0, 4, 1}, {0, 2, 4}, {0, 1, 3}, {0, 3, 2}};
    const Vec3 n = geometry::smooth_normals(corner)[0];
    EXPECT_NEAR(n.z / n.x, 2, 1e-12);
    EXPECT_NEAR(n.y / n.x, 1, 1e-12);
}

TEST(Sphere, AnswersInClosedForm) {
    const auto sphere = geometry::make_sphere({1, 2, 3}, 50);
    const auto hit = sphere->first_hit({{1, 2, 103}, {0, 0, -1}});
    ASSERT_TRUE(hit);
    EXPECT_DOUBLE_EQ(hit->t, 50);
    EXPECT_EQ(hit->at.normal, (Vec3{0, 0, 1}));
    EXPECT_DOUBLE_EQ(sphere->first_hit({{1, 2, 3}, {0, 0, -1}})->t, 50);             // from inside
    EXPECT_DOUBLE_EQ(sphere->first_hit({{1, 2, 43}, {0, 0, -1}, -20, 20})->t, -10);  // behind the origin
    EXPECT_FALSE(sphere->first_hit({{1, 2, 103}, {0, 0, -1}, 0, 49}));
    EXPECT_NEAR(length(sphere->closest({1, 2, 100})->position - Vec3{1, 2, 53}), 0, 1e-12);
    EXPECT_FALSE(sphere->closest({1, 2, 100}, 46.9));
}

TEST(Plane, AnswersInClosedForm) {
    const auto plane = geometry::make_plane({0, 0, 2}, {0, 0, 2});
    EXPECT_DOUBLE_EQ(plane->first_hit({{5, 6, 7}, {0, 0, -1}})->t, 5);
    EXPECT_FALSE(plane->first_hit({{5, 6, 7}, {1, 0, 0}}));
    EXPECT_FALSE(plane->first_hit({{5, 6, 7}, {0, 0, 1}}));
    EXPECT_DOUBLE_EQ(plane->first_hit({{5, 6, 1}, {0, 0, -1}, -5, 5})->t, -1);
    EXPECT_EQ(plane->closest({5, 6, 7})->position, (Vec3{5, 6, 2}));
}

}  // namespace
}  // namespace np::test
