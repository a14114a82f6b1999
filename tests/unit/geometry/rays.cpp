// first_hit against a loop over all triangles.
#include <gtest/gtest.h>

#include <cmath>

#include "shapes.h"

namespace np::test {
namespace {

using geometry::Ray;

Vec3 random_unit(std::uint64_t stream, std::uint64_t index) {
    return geometry::normalized(
        {np_random_normal(stream, index, 0), np_random_normal(stream, index, 1), np_random_normal(stream, index, 2)});
}

// Rays as the pen casts them (short, near the surface, looking both ways), through the whole, and from afar.
Ray random_ray(std::uint64_t i) {
    const Vec3 somewhere = 95 * random_unit(11, i);
    Ray ray;
    ray.direction = random_unit(12, i);
    switch (i % 4) {
        case 0:
            ray.origin = somewhere;
            ray.min_t = -6;
            ray.max_t = 12;
            break;
        case 1:
            ray.origin = somewhere - 400 * ray.direction;
            break;
        case 2:
            ray.origin = 20 * random_unit(13, i);
            break;
        default:
            ray.origin = somewhere;
            ray.min_t = -1e6;
            if (i % 8 == 7) ray.direction = i % 16 == 7 ? Vec3{0, 0, -1} : Vec3{1, 0, 0};  // along an axis
    }
    return ray;
}

void compare(const TriangleMesh& mesh, std::uint64_t rays, double scale, double marginal_share) {
    const auto surface = geometry::make_mesh_surface(mesh);
    std::uint64_t hits = 0, marginal = 0;
    for (std::uint64_t i = 0; i < rays; ++i) {
        Ray ray = random_ray(i);
        ray.origin = scale * ray.origin;
        const SlowHit slow = slow_hit(mesh, ray);
        if (slow.marginal) {
            ++marginal;
            continue;
        }
        const auto fast = surface->first_hit(ray);
        ASSERT_EQ(fast.has_value(), std::isfinite(slow.t)) << "ray " << i;
        if (!fast) continue;
        ++hits;
        ASSERT_NEAR(fast->t, slow.t, 1e-6) << "ray " << i;
        if (fast->at.triangle != slow.triangle) {
            // Only where another triangle lies exactly as far; the smaller number must have won.
            TriangleMesh one = mesh;
            one.triangles = {mesh.triangles[fast->at.triangle]};
            ASSERT_NEAR(slow_hit(one, ray).t, slow.t, 1e-6) << "ray " << i;
        }
        const Vec3 there = ray.origin + fast->t * ray.direction;
        ASSERT_LT(geometry::length(there - fast->at.position), 1e-6) << "ray " << i;
    }
    EXPECT_GT(hits, rays / 4);
    EXPECT_LE(static_cast<double>(marginal), marginal_share * static_cast<double>(rays));
}

TEST(FirstHit, SameAsALoopOverAllTriangles) {
    compare(bumpy_sphere(24, 40), 100'000, 1, 0.001);
}

TEST(FirstHit, SameOnTroubledMeshes) {
    compare(troubled(), 20'000, 0.2, 0.05);
}

// Aimed at corners and at points of sides, from inside: a slip through would hit nothing. The folded mesh is seen from
// its centre and the convex one from anywhere, so no aim grazes a fold's edge, where missing it is right.
void aim_at_sides(const TriangleMesh& mesh, double origin_mm) {
    const auto surface = geometry::make_mesh_surface(mesh);
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        const auto& corners = mesh.triangles[np_random_bits(3, 0, i) % mesh.triangles.size()];
        const auto side = np_random_bits(3, 1, i) % 3;
        const Vec3 a = mesh.positions[corners[side]], b = mesh.positions[corners[(side + 1) % 3]];
        const Vec3 target = a + (i % 3 == 0 ? 0.0 : np_random_uniform(3, 2, i)) * (b - a);
        Ray ray;
        ray.origin = origin_mm * np_random_uniform(3, 3, i) * random_unit(4, i);
        ray.direction = geometry::normalized(target - ray.origin);
        const auto hit = surface->first_hit(ray);
        ASSERT_TRUE(hit) << "ray " << i << " left the closed mesh";
        ASSERT_NEAR(hit->t, geometry::length(target - ray.origin), 1e-6) << "ray " << i;
    }
}

TEST(FirstHit, NoRaySlipsThroughSidesOfAFoldedMesh) {
    aim_at_sides(bumpy_sphere(24, 40), 0);
}
TEST(FirstHit, NoRaySlipsThroughSidesOfAConvexMesh) {
    aim_at_sides(bumpy_sphere(24, 40, 0), 60);
}

TEST(FirstHit, TieGoesToTheSmallerIndex) {
    TriangleMesh mesh;
    mesh.positions = {{0, 0, 0}, {10, 0, 0}, {0, 10, 0}, {-10, 0, 0}, {0, -10, 0}};
    for (int copies = 0; copies < 50; ++copies) {
        mesh.triangles.push_back({0, 2, 3});
        mesh.triangles.push_back({0, 1, 2});
        mesh.triangles.push_back({0, 3, 4});
        mesh.triangles.push_back({0, 4, 1});
    }
    mesh.normals = geometry::smooth_normals(mesh);
    const auto surface = geometry::make_mesh_surface(mesh);
    EXPECT_EQ(surface->first_hit({{1, 1, 5}, {0, 0, -1}})->at.triangle, 1U);
    EXPECT_EQ(surface->first_hit({{0, 3, 5}, {0, 0, -1}})->at.triangle, 0U);  // on a side
    EXPECT_EQ(surface->first_hit({{0, 0, 5}, {0, 0, -1}})->at.triangle, 0U);  // on the corner of all
    EXPECT_EQ(surface->first_hit({{1, -1, 5}, {0, 0, -1}})->at.triangle, 3U);
}

TEST(FirstHit, AsksOrderDoesNotMatter) {
    const TriangleMesh mesh = bumpy_sphere(24, 40);
    const auto one = geometry::make_mesh_surface(mesh), two = geometry::make_mesh_surface(mesh);
    std::vector<double> forward;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const auto hit = one->first_hit(random_ray(i));
        forward.push_back(hit ? hit->t : -1);
    }
    for (std::uint64_t i = 2000; i-- > 0;) {
        const auto hit = two->first_hit(random_ray(i));
        ASSERT_EQ(hit ? hit->t : -1, forward[i]);
    }
}

TEST(FirstHit, RefusesWhatIsNoRay) {
    const auto sphere = bumpy_sphere(12, 20);
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    const std::unique_ptr<geometry::Surface> surfaces[] = {
        geometry::make_mesh_surface(sphere), geometry::make_plane({}, {0, 0, 1}), geometry::make_sphere({}, 10),
        geometry::make_mesh_surface({})};
    for (const auto& surface : surfaces) {
        EXPECT_FALSE(surface->first_hit({{nan, 0, 0}, {0, 0, -1}}));
        EXPECT_FALSE(surface->first_hit({{0, inf, 0}, {0, 0, -1}}));
        EXPECT_FALSE(surface->first_hit({{0, 0, 200}, {0, nan, -1}}));
        EXPECT_FALSE(surface->first_hit({{0, 0, 200}, {inf, 0, 0}}));
        EXPECT_FALSE(surface->first_hit({{0, 0, 200}, {0, 0, 0}}));
        EXPECT_FALSE(surface->first_hit({{0, 0, 200}, {0, 0, -1}, 5, 4}));
        EXPECT_FALSE(surface->first_hit({{0, 0, 200}, {0, 0, -1}, nan, 4}));
        EXPECT_FALSE(surface->closest({nan, 0, 0}));
        EXPECT_FALSE(surface->closest({0, 0, inf}));
        EXPECT_FALSE(surface->closest({0, 0, 0}, nan));
        EXPECT_FALSE(surface->closest({0, 0, 0}, -1));
    }
}

TEST(FirstHit, BrokenTrianglesAreLeftOut) {
    TriangleMesh mesh;
    mesh.positions = {{-1, -1, 0}, {1, -1, 0}, {0, 1, 0}, {std::numeric_limits<double>::quiet_NaN(), 0, 1}};
    mesh.triangles = {{0, 1, 77}, {0, 1, 3}, {0, 1, 2}};
    mesh.normals = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
    EXPECT_EQ(geometry::make_mesh_surface(mesh)->first_hit({{0, 0, 5}, {0, 0, -1}})->at.triangle, 2U);
}

}  // namespace
}  // namespace np::test
