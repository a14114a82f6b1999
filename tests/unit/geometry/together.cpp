// Many rays at once, and rays after rays, against one ray alone; and shapes with closed forms.
#include <gtest/gtest.h>

#include <cmath>

#include "shapes.h"

namespace np::test {
namespace {

using geometry::Crossing;
using geometry::dot;
using geometry::length;
using geometry::ParallelRays;

Vec3 unit(std::uint64_t stream, std::uint64_t i) {
    return geometry::normalized(
        {np_random_normal(stream, i, 0), np_random_normal(stream, i, 1), np_random_normal(stream, i, 2)});
}

// A finer sphere than the slow loop could do: triangles of a tip's size and less.
const TriangleMesh& fine() {
    static const TriangleMesh mesh = bumpy_sphere(160, 240, 0.4);
    return mesh;
}

void expect_same(const geometry::Surface& surface, const ParallelRays& rays, std::span<const Crossing> found) {
    for (std::size_t i = 0; i < rays.origins.size(); ++i) {
        const auto alone =
            surface.first_hit({rays.origins[i], rays.direction, rays.min_t, rays.max_t, rays.entering_only});
        ASSERT_EQ(found[i].found, alone.has_value()) << "ray " << i;
        if (!alone) continue;
        ASSERT_EQ(found[i].t, alone->t) << "ray " << i;
        ASSERT_EQ(found[i].triangle, alone->at.triangle);
        ASSERT_EQ(found[i].b1, alone->at.b1);
        ASSERT_EQ(found[i].b2, alone->at.b2);
        const auto point = surface.point_of(rays.origins[i], rays.direction, found[i]);
        ASSERT_EQ(point.position, alone->at.position);
        ASSERT_EQ(point.normal, alone->at.normal);
    }
}

// Strikes along strokes, so that the walk has a place to start from; tilts far beyond those of a pen, and tips that
// hang over folds.
void strokes(const TriangleMesh& mesh, bool entering_only, double spread_mm, std::uint64_t stream) {
    const auto surface = geometry::make_mesh_surface(mesh);
    constexpr std::size_t kNeedles = 90;
    std::vector<Vec3> origins(kNeedles);
    std::vector<Crossing> found(kNeedles);
    for (std::uint64_t stroke = 0; stroke < 60; ++stroke) {
        const Vec3 out = unit(stream, stroke), lean = unit(stream + 1, stroke);
        const Vec3 axis = geometry::normalized(-out + (stroke % 3 == 0 ? 1.5 : 0.2) * lean);
        const geometry::Frame frame = frame_about(axis);
        for (int strike = 0; strike < 8; ++strike) {
            const Vec3 tip = 91.0 * out + 0.3 * strike * frame.u;
            for (std::size_t i = 0; i < kNeedles; ++i)
                origins[i] = tip + spread_mm * (np_random_uniform(stream + 2, i, 0) - 0.5) * frame.u +
                             spread_mm * (np_random_uniform(stream + 2, i, 1) - 0.5) * frame.v;
            const ParallelRays rays{origins, axis, -6, 12, entering_only};
            surface->first_crossings(rays, found);
            expect_same(*surface, rays, found);
            if (testing::Test::HasFatalFailure()) return;
        }
    }
}

TEST(Together, SameBitsAsAlone) {
    strokes(fine(), true, 6, 100);
    strokes(fine(), false, 6, 110);
}
TEST(Together, SameBitsOverFolds) {
    strokes(bumpy_sphere(48, 80), true, 30, 120);
    strokes(bumpy_sphere(48, 80), false, 30, 130);
}
TEST(Together, SameBitsOnTroubledMeshes) {
    TriangleMesh mesh = troubled();
    for (Vec3& p : mesh.positions) p = 4.0 * p;
    strokes(mesh, false, 40, 140);
    strokes(mesh, true, 40, 150);
}

// A second skin over the first, close by or far, whole or in shreds: the walk must not stay on the lower one.
TEST(Together, AHiddenLayerIsNeverTakenForTheFirst) {
    TriangleMesh mesh = fine();
    const std::size_t corners = mesh.positions.size(), triangles = mesh.triangles.size();
    for (std::size_t i = 0; i < corners; ++i) mesh.positions.push_back(1.01 * mesh.positions[i]);
    for (std::size_t i = 0; i < triangles; ++i) {
        if (i / 37 % 3 == 0) continue;  // shreds
        auto t = mesh.triangles[i];
        for (auto& k : t) k += static_cast<std::uint32_t>(corners);
        mesh.triangles.push_back(t);
    }
    mesh.normals = geometry::smooth_normals(mesh);
    strokes(mesh, true, 6, 160);
    strokes(mesh, false, 6, 170);
}

// The same strikes asked from anywhere, forwards, backwards, and after nonsense: same bits.
TEST(Together, WhatWasAskedBeforeDoesNotMatter) {
    const auto warm = geometry::make_mesh_surface(fine());
    std::vector<Vec3> origins(36);
    std::vector<Crossing> kept(36);
    for (std::uint64_t strike = 0; strike < 300; ++strike) {
        const Vec3 out = unit(180, strike / 10), axis = -out;
        const geometry::Frame frame = frame_about(axis);
        for (std::size_t i = 0; i < origins.size(); ++i)
            origins[i] = 91.0 * out + (0.1 * static_cast<double>(strike % 10 + i % 6)) * frame.u +
                         (0.8 * static_cast<double>(i / 6)) * frame.v;
        const ParallelRays rays{origins, axis, -6, 12, true};
        for (std::size_t i = 0; i < kept.size() && strike % 7 == 0; ++i)
            kept[i] = {true, static_cast<std::uint32_t>(np_random_bits(181, strike, i)), 0, 0, 0};
        warm->first_crossings(rays, kept);
        std::vector<Crossing> fresh(36);
        geometry::make_mesh_surface(bumpy_sphere(160, 240, 0.4))->first_crossings(rays, fresh);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            ASSERT_EQ(kept[i].t, fresh[i].t);
            ASSERT_EQ(kept[i].triangle, fresh[i].triangle);
        }
        if (strike >= 40) strike += 20;  // a fresh surface takes a moment to build
    }
}

TEST(Together, OnlyEnteringCountsWhereAsked) {
    const auto sphere = geometry::make_mesh_surface(bumpy_sphere(48, 80, 0));
    const Vec3 inside{1, 2, 3};
    EXPECT_TRUE(sphere->first_hit({inside, {0, 0, -1}, 0, 200}));
    EXPECT_FALSE(sphere->first_hit({inside, {0, 0, -1}, 0, 200, true}));
    const auto entering = sphere->first_hit({inside, {0, 0, -1}, -200, 200, true});
    ASSERT_TRUE(entering);
    EXPECT_LT(entering->t, 0);
    EXPECT_LT(dot(entering->at.normal, Vec3{0, 0, -1}), 0);
    const auto plane = geometry::make_plane({}, {0, 0, 1});
    EXPECT_FALSE(plane->first_hit({{0, 0, -5}, {0, 0, 1}, 0, 10, true}));
    EXPECT_TRUE(plane->first_hit({{0, 0, 5}, {0, 0, -1}, 0, 10, true}));
}

TEST(Together, RefusesWhatAreNoRays) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto surface = geometry::make_mesh_surface(bumpy_sphere(24, 40));
    std::vector<Vec3> origins{{0, 0, 95}, {nan, 0, 95}, {1e300, 0, 0}, {0, 0, 1e7}};
    std::vector<Crossing> found(4);
    const ParallelRays rays{origins, {0, 0, -1}, -1e8, 1e8};
    surface->first_crossings(rays, found);
    surface->first_crossings(rays, found);  // with its own answers to start from
    EXPECT_TRUE(found[0].found);
    EXPECT_FALSE(found[1].found);
    EXPECT_FALSE(found[2].found);
    EXPECT_TRUE(found[3].found);
    surface->first_crossings({origins, {0, nan, 0}, 0, 10}, found);
    for (const Crossing& crossing : found) EXPECT_FALSE(crossing.found);
    surface->first_crossings({origins, {0, 0, -1}, 5, 4}, found);
    for (const Crossing& crossing : found) EXPECT_FALSE(crossing.found);
}

// Against formulas written down once more from the shapes' definitions.
TEST(Cylinder, AnswersInClosedForm) {
    const Vec3 axis = geometry::normalized(Vec3{1, 2, 0.5}), through{3, -4, 5};
    const auto bar = geometry::make_cylinder(through, axis, 40);
    const auto off = [&](Vec3 p) { return length(cross(p - through, axis)); };
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const Vec3 from = 100.0 * unit(190, i), way = unit(191, i);
        const auto hit = bar->first_hit({from, way, 0, 500});
        if (!hit) continue;
        ++hits;
        ASSERT_NEAR(off(from + hit->t * way), 40, 1e-9);
        ASSERT_NEAR(off(hit->at.position), 40, 1e-9);
        ASSERT_NEAR(dot(hit->at.normal, axis), 0, 1e-12);
        // Nothing nearer: half way the ray is on the side where it began.
        if (off(from) > 40) {
            ASSERT_GT(off(from + 0.999 * hit->t * way), 40 - 1e-6);
        }
        const auto near_point = bar->closest(from);
        ASSERT_NEAR(length(from - near_point->position), std::abs(off(from) - 40), 1e-9);
    }
    EXPECT_GT(hits, 4'000U);
}

TEST(Wedge, AnswersInClosedForm) {
    const Vec3 a = geometry::normalized(Vec3{1, 0, 1}), b = geometry::normalized(Vec3{-1, 0.2, 1}), tip{1, 2, 3};
    const auto ridge = geometry::make_wedge(tip, a, b);
    const auto over = [&](Vec3 p) { return std::max(dot(p - tip, a), dot(p - tip, b)); };  // of the solid: 0 on it
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const Vec3 from = 50.0 * unit(192, i), way = unit(193, i);
        const auto hit = ridge->first_hit({from, way, 0, 500});
        if (hit) {
            ++hits;
            ASSERT_NEAR(over(from + hit->t * way), 0, 1e-9);
            ASSERT_EQ(over(from) > 0, over(from + 0.5 * hit->t * way) > 0);
            ASSERT_LT(std::min(length(hit->at.normal - a), length(hit->at.normal - b)), 1e-12);
        }
        const Vec3 nearest = ridge->closest(from)->position;
        ASSERT_NEAR(over(nearest), 0, 1e-9);
        for (std::uint64_t k = 0; k < 8; ++k) {  // no place of the surface nearby lies nearer
            const Vec3 other = ridge->closest(nearest + 0.1 * unit(194, 8 * i + k))->position;
            ASSERT_GE(length(from - other), length(from - nearest) - 1e-9);
        }
    }
    EXPECT_GT(hits, 4'000U);
}

}  // namespace
}  // namespace np::test
