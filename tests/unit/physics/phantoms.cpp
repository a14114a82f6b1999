// Every needle's depth on shapes whose answers are known in closed form, and what must not change a depth: turning the
// patient, mirroring the face, scaling everything, asking in another order.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "clinical_parameters.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/physics/contact.h"
#include "needlepoint/sdk/math.h"

namespace np::test {
namespace {

using geometry::Vec2;
using geometry::Vec3;
using physics::ContactModel;
using physics::TipContact;
using physics::TipPose;

Vec3 unit(std::uint64_t stream, std::uint64_t i) {
    return geometry::normalized(
        {np_random_normal(stream, i, 0), np_random_normal(stream, i, 1), np_random_normal(stream, i, 2)});
}

TipPose held_over(Vec3 foot, Vec3 normal, std::uint64_t i) {
    const geometry::Frame frame = frame_about(normal);
    const double tilt = 25 * NP_PI / 180 * np_random_uniform(51, i, 0),
                 around = 2 * NP_PI * np_random_uniform(51, i, 1);
    const Vec3 side = np_cos(around) * frame.u + np_sin(around) * frame.v;
    const Vec3 axis = geometry::normalized(-np_cos(tilt) * normal + np_sin(tilt) * side);
    return {foot - (np_random_uniform(51, i, 2) - 0.5) * axis, axis};
}

const device::PenPreset& pen() {
    static const auto preset = device::load_pen(clinical_parameters(), "generic_36");
    return *preset;
}

// Where the model feels for skin, from the README: needles, rim points, and the rim's lowest side.
std::vector<Vec2> feelers(const TipPose& pose, Vec3 normal_in_the_middle) {
    std::vector<Vec2> places = pen().needles;
    const double r = pen().rim_radius_mm();
    for (int i = 0; i < 24; ++i) {
        const double angle = 2 * NP_PI * i / 24;
        places.push_back({r * np_cos(angle), r * np_sin(angle)});
    }
    const geometry::Frame frame = frame_about(pose.axis);
    const double x = dot(normal_in_the_middle, frame.u), y = dot(normal_in_the_middle, frame.v);
    const double l = std::sqrt(x * x + y * y);
    if (l > 0) {
        places.push_back({r * x / l, r * y / l});
        places.push_back({-r * x / l, -r * y / l});
    }
    return places;
}

struct Errors {
    double worst_mm = 0, sum_mm = 0;
    std::size_t needles = 0;
};

// `ahead(from, axis)`: way along the axis to the skin by formula; `normal(place)` of the skin there.
template <class Ahead, class Normal>
void compare(const geometry::Surface& skin, const TipPose& pose, std::uint64_t i, Ahead&& ahead, Normal&& normal,
             Errors& errors) {
    static const auto model = ContactModel::create(clinical_parameters());
    TipContact met;
    const double set_mm = 0.25 * static_cast<double>(1 + i % 10);
    model->meet(skin, {pen().needles, pen().rim_radius_mm()}, pose, set_mm, true, met);
    const geometry::Frame frame = frame_about(pose.axis);
    const auto place = [&](Vec2 at) { return pose.tip + at.x * frame.u + at.y * frame.v; };
    const double middle = ahead(pose.tip, pose.axis);
    const Vec3 n = normal(pose.tip + middle * pose.axis);
    double nearest = std::numeric_limits<double>::infinity();
    for (const Vec2& at : feelers(pose, n)) nearest = std::min(nearest, ahead(place(at), pose.axis));
    ASSERT_TRUE(met.touching) << "pose " << i;
    for (std::size_t k = 0; k < pen().needles.size(); ++k) {
        const double gap = ahead(place(pen().needles[k]), pose.axis) - nearest;
        const double expected = -dot(n, pose.axis) * std::max(0.0, set_mm - 0.3 * gap);
        const double error = met.needles[k].d_geo_mm - expected;
        ASSERT_LT(std::abs(error), 1e-3) << "pose " << i << " needle " << k;
        errors.worst_mm = std::max(errors.worst_mm, std::abs(error));
        errors.sum_mm += error;
        ++errors.needles;
    }
}

void expect_exact(const Errors& errors) {
    EXPECT_GT(errors.needles, 30'000u);
    EXPECT_LT(errors.worst_mm, 1e-3);                                                // a micrometre at most
    EXPECT_LT(std::abs(errors.sum_mm / static_cast<double>(errors.needles)), 1e-9);  // no bias
}

TEST(Phantom, Plane) {
    Errors errors;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const Vec3 n = unit(52, i), origin = 80 * unit(53, i);
        const auto ahead = [&](Vec3 from, Vec3 axis) { return dot(origin - from, n) / dot(axis, n); };
        compare(
            *geometry::make_plane(origin, n), held_over(origin, n, i), i, ahead, [&](Vec3) { return n; }, errors);
    }
    expect_exact(errors);
}

TEST(Phantom, Sphere) {
    Errors errors;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const double r = 20 + 80 * np_random_uniform(54, i, 0);
        const Vec3 center = 30 * unit(55, i), n = unit(56, i);
        const auto ahead = [&](Vec3 from, Vec3 axis) {
            const Vec3 off = from - center;
            const double b = dot(off, axis);
            return -b - std::sqrt(b * b - dot(off, off) + r * r);
        };
        compare(
            *geometry::make_sphere(center, r), held_over(center + r * n, n, i), i, ahead,
            [&](Vec3 p) { return geometry::normalized(p - center); }, errors);
    }
    expect_exact(errors);
}

TEST(Phantom, Cylinder) {
    Errors errors;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const double r = 20 + 60 * np_random_uniform(57, i, 0);
        const Vec3 bar = unit(58, i), through = 30 * unit(59, i);
        const Vec3 n = frame_about(bar).u, foot = through + r * n + 10.0 * bar;
        const auto ahead = [&](Vec3 from, Vec3 axis) {
            const Vec3 a = cross(axis, bar), b = cross(from - through, bar);  // lengths across the bar
            const double aa = dot(a, a), ab = dot(a, b);
            return (-ab - std::sqrt(ab * ab - aa * (dot(b, b) - r * r))) / aa;
        };
        const auto normal = [&](Vec3 p) {
            const Vec3 off = p - through;
            return geometry::normalized(off - dot(off, bar) * bar);
        };
        compare(*geometry::make_cylinder(through, bar, r), held_over(foot, n, i), i, ahead, normal, errors);
    }
    expect_exact(errors);
}

// A ridge of 100 to 170 degrees under the tip, as along a jaw.
TEST(Phantom, Wedge) {
    Errors errors;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const Vec3 up = unit(60, i), side = frame_about(up).u, tip = 30 * unit(61, i);
        const double half = (5 + 35 * np_random_uniform(62, i, 0)) * NP_PI / 180;
        const Vec3 a = geometry::normalized(np_cos(half) * up + np_sin(half) * side);
        const Vec3 b = geometry::normalized(np_cos(half) * up - np_sin(half) * side);
        const Vec3 foot = tip + 2.0 * (np_random_uniform(62, i, 1) - 0.5) * cross(up, side) + 0.2 * side;
        const auto ahead = [&](Vec3 from, Vec3 axis) {  // a line is inside once it is behind both planes
            return std::max(dot(tip - from, a) / dot(axis, a), dot(tip - from, b) / dot(axis, b));
        };
        const auto normal = [&](Vec3 p) { return dot(p - tip, a) > dot(p - tip, b) ? a : b; };
        compare(*geometry::make_wedge(tip, a, b), held_over(foot, up, i), i, ahead, normal, errors);
    }
    expect_exact(errors);
}

// A bumpy cheek of small triangles.
geometry::TriangleMesh cheek() {
    geometry::TriangleMesh mesh;
    constexpr int kSide = 60;
    for (int y = 0; y <= kSide; ++y)
        for (int x = 0; x <= kSide; ++x) {
            const double px = x - kSide / 2.0, py = y - kSide / 2.0;
            mesh.positions.push_back({px, py, 2 * np_sin(px / 9) + 1.5 * np_cos(py / 7) - 0.01 * px * px});
        }
    const auto at = [](int x, int y) { return static_cast<std::uint32_t>(y * (kSide + 1) + x); };
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            mesh.triangles.push_back({at(x, y), at(x + 1, y), at(x + 1, y + 1)});
            mesh.triangles.push_back({at(x, y), at(x + 1, y + 1), at(x, y + 1)});
        }
    mesh.normals = geometry::smooth_normals(mesh);
    return mesh;
}

// Depths with needles at given places of the world, and no rim: its points stand on the tip's own axes.
std::vector<double> depths(const geometry::Surface& skin, const TipPose& pose, const std::vector<Vec3>& places,
                           double set_mm) {
    static const auto model = ContactModel::create(clinical_parameters());
    const geometry::Frame frame = frame_about(pose.axis);
    std::vector<Vec2> needles;
    for (const Vec3& p : places) needles.push_back({dot(p - pose.tip, frame.u), dot(p - pose.tip, frame.v)});
    TipContact met;
    model->meet(skin, {needles, 0}, pose, set_mm, true, met);
    EXPECT_TRUE(met.touching);
    std::vector<double> d;
    for (const auto& needle : met.needles) d.push_back(needle.d_geo_mm);
    return d;
}

// `move` takes points and directions of the cheek to another patient; what it does to lengths is `scale`.
template <class Move>
void unchanged_by(Move&& move, bool mirrored) {
    const geometry::TriangleMesh mesh = cheek();
    geometry::TriangleMesh moved = mesh;
    for (Vec3& p : moved.positions) p = move(p);
    if (mirrored)
        for (auto& t : moved.triangles) std::swap(t[1], t[2]);
    moved.normals = geometry::smooth_normals(moved);
    const auto here = geometry::make_mesh_surface(mesh), there = geometry::make_mesh_surface(moved);
    const Vec3 zero = move({});
    for (std::uint64_t i = 0; i < 300; ++i) {
        const Vec3 over{40 * np_random_uniform(63, i, 0) - 20, 40 * np_random_uniform(63, i, 1) - 20, 20};
        const auto below = here->first_hit({over, {0, 0, -1}, 0, 100});
        ASSERT_TRUE(below);
        const TipPose pose = held_over(below->at.position, below->at.normal, i);
        const TipPose other{move(pose.tip), geometry::normalized(move(pose.axis) - zero)};
        const geometry::Frame frame = frame_about(pose.axis);
        std::vector<Vec3> places, elsewhere;
        for (int k = 0; k < 40; ++k) {
            const double angle = 0.7 * k, r = 2.5 * std::sqrt((k + 1) / 40.0);
            places.push_back(pose.tip + r * np_cos(angle) * frame.u + r * np_sin(angle) * frame.v);
            elsewhere.push_back(move(places.back()));
        }
        const auto first = depths(*here, pose, places, 1.5), second = depths(*there, other, elsewhere, 1.5);
        for (std::size_t k = 0; k < first.size(); ++k) ASSERT_NEAR(first[k], second[k], 1e-6) << i << " " << k;
    }
}

TEST(Unchanged, ByTurningThePatient) {
    const Vec3 x = unit(64, 1), y = frame_about(x).u, z = cross(x, y);
    unchanged_by([&](Vec3 p) { return p.x * x + p.y * y + p.z * z + Vec3{7, -30, 12}; }, false);
}
TEST(Unchanged, ByMirroringTheFace) {
    unchanged_by([](Vec3 p) { return Vec3{-p.x, p.y, p.z}; }, true);
}

// Twice as large a face under a pen twice as large with needles twice as long: twice the depth.
TEST(Unchanged, ByScaleWhereEverythingScales) {
    const geometry::TriangleMesh mesh = cheek();
    geometry::TriangleMesh large = mesh;
    for (Vec3& p : large.positions) p = 2.0 * p;
    const auto here = geometry::make_mesh_surface(mesh), there = geometry::make_mesh_surface(large);
    for (std::uint64_t i = 0; i < 300; ++i) {
        const auto below = here->first_hit(
            {{30 * np_random_uniform(65, i, 0) - 15, 30 * np_random_uniform(65, i, 1) - 15, 20}, {0, 0, -1}, 0, 100});
        const TipPose pose{below->at.position, -below->at.normal};
        const geometry::Frame frame = frame_about(pose.axis);
        std::vector<Vec3> places, twice;
        for (int k = 0; k < 40; ++k) {
            const double angle = 0.7 * k, r = 2.5 * std::sqrt((k + 1) / 40.0);
            places.push_back(pose.tip + r * np_cos(angle) * frame.u + r * np_sin(angle) * frame.v);
            twice.push_back(2.0 * places.back());
        }
        const auto first = depths(*here, pose, places, 1.0);
        const auto second = depths(*there, {2.0 * pose.tip, pose.axis}, twice, 2.0);
        for (std::size_t k = 0; k < first.size(); ++k) ASSERT_NEAR(2 * first[k], second[k], 1e-6) << i << " " << k;
    }
}

// A session cut anywhere and taken up with an empty memory gives the same bits.
TEST(Unchanged, ByWhatWasAskedBefore) {
    const auto skin = geometry::make_mesh_surface(cheek());
    const auto model = ContactModel::create(clinical_parameters());
    TipContact kept;
    for (std::uint64_t i = 0; i < 500; ++i) {
        const TipPose pose{{0.05 * static_cast<double>(i) - 12, 3, 1.0}, {0, 0, -1}};
        TipContact fresh;
        model->meet(*skin, {pen().needles, pen().rim_radius_mm()}, pose, 1.0, true, kept);
        model->meet(*skin, {pen().needles, pen().rim_radius_mm()}, pose, 1.0, true, fresh);
        ASSERT_EQ(kept.touching, fresh.touching);
        if (!kept.touching) continue;
        ASSERT_EQ(kept.pushed_back_mm, fresh.pushed_back_mm);
        for (std::size_t k = 0; k < kept.needles.size(); ++k)
            ASSERT_EQ(kept.needles[k].d_geo_mm, fresh.needles[k].d_geo_mm);
    }
}

// A needle that ends before the skin stays out of it, however hard the hand presses.
TEST(Depth, OutOfReachIsOutOfTheSkin) {
    const auto model = ContactModel::create(clinical_parameters());
    physics::StrikeLoad load;
    load.needle_length_mm = 1;
    load.needles = 14;
    load.force_n = 6;
    std::vector<double> noise_mm(14);
    model->noise(load, noise_mm);
    const auto on = model->load_on(load, {15, 0.7});
    for (const double mm : noise_mm) EXPECT_EQ(model->depth(on, 0, mm).d_eff_mm, 0);
    EXPECT_GT(model->depth(on, 0.5, noise_mm[0]).d_eff_mm, 0.5);
}

}  // namespace
}  // namespace np::test
