// Gap and geometric depth on a plane and on a sphere, where both are known in closed form, over 10,000 random poses.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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

constexpr double kMicrometre = 1e-3;

Vec3 random_unit(std::uint64_t stream, std::uint64_t i) {
    return geometry::normalized(
        {np_random_normal(stream, i, 0), np_random_normal(stream, i, 1), np_random_normal(stream, i, 2)});
}

// A pen over `foot` of a surface with outward `normal`, tilted by up to 35 degrees, within half a millimetre of the
// skin.
TipPose random_pose(std::uint64_t i, Vec3 foot, Vec3 normal) {
    const geometry::Frame frame = frame_about(normal);
    const double tilt = 35 * NP_PI / 180 * np_random_uniform(41, i, 0),
                 around = 2 * NP_PI * np_random_uniform(41, i, 1);
    const Vec3 side = np_cos(around) * frame.u + np_sin(around) * frame.v;
    const Vec3 axis = geometry::normalized(-np_cos(tilt) * normal + np_sin(tilt) * side);
    return {foot - (1.0 * np_random_uniform(41, i, 2) - 0.5) * axis, axis};
}

const device::PenPreset& pen() {
    static const auto preset = device::load_pen(clinical_parameters(), "skinpen_precision");
    return *preset;
}

Vec3 place(const TipPose& pose, Vec2 at) {
    const geometry::Frame frame = frame_about(pose.axis);
    return pose.tip + at.x * frame.u + at.y * frame.v;
}

// Checks the model's answer against heights given by `ahead(from, axis)`: the way along the axis to the skin.
template <class Ahead>
void check(const ContactModel& model, const geometry::Surface& skin, const TipPose& pose, Vec2 lowest_rim,
           double cos_tilt, Ahead&& ahead, std::uint64_t i) {
    TipContact met;
    const double set_mm = 0.25 * static_cast<double>(1 + i % 10);
    model.meet(skin, {pen().needles, pen().rim_radius_mm()}, pose, set_mm, true, met);
    ASSERT_TRUE(met.touching) << "pose " << i;
    double nearest = std::numeric_limits<double>::infinity();
    for (const Vec2& needle : pen().needles) nearest = std::min(nearest, ahead(place(pose, needle), pose.axis));
    for (const double sign : {1.0, -1.0})
        nearest = std::min(nearest, ahead(place(pose, {sign * lowest_rim.x, sign * lowest_rim.y}), pose.axis));
    ASSERT_NEAR(met.pushed_back_mm, -nearest, kMicrometre) << "pose " << i;
    ASSERT_LT(length(met.pose.tip - (pose.tip + nearest * pose.axis)), kMicrometre) << "pose " << i;
    ASSERT_NEAR(met.cos_tilt, cos_tilt, 1e-9) << "pose " << i;
    for (std::size_t k = 0; k < pen().needles.size(); ++k) {
        const double gap = ahead(place(pose, pen().needles[k]), pose.axis) - nearest;
        const double d_geo = cos_tilt * std::max(0.0, set_mm - 0.3 * gap);
        ASSERT_TRUE(met.needles[k].over_skin);
        ASSERT_GE(met.needles[k].gap_mm, -1e-9);
        ASSERT_NEAR(met.needles[k].gap_mm, gap, kMicrometre) << "pose " << i << " needle " << k;
        ASSERT_NEAR(met.needles[k].d_geo_mm, d_geo, kMicrometre) << "pose " << i << " needle " << k;
    }
}

// The rim's lowest place in the tip's own axes: on the side to which the outward normal leans.
Vec2 lean(const TipPose& pose, Vec3 normal) {
    const geometry::Frame frame = frame_about(pose.axis);
    const double x = dot(normal, frame.u), y = dot(normal, frame.v), l = std::sqrt(x * x + y * y);
    return l > 0 ? Vec2{pen().rim_radius_mm() * x / l, pen().rim_radius_mm() * y / l} : Vec2{pen().rim_radius_mm(), 0};
}

TEST(ClosedForm, Plane) {
    const auto model = ContactModel::create(clinical_parameters());
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        const Vec3 normal = random_unit(42, i), origin = 50 * random_unit(43, i);
        const auto skin = geometry::make_plane(origin, normal);
        const TipPose pose = random_pose(i, origin, normal);
        const auto ahead = [&](Vec3 from, Vec3 axis) { return dot(origin - from, normal) / dot(axis, normal); };
        check(*model, *skin, pose, lean(pose, normal), -dot(pose.axis, normal), ahead, i);
        if (HasFatalFailure()) return;
    }
}

// Mean gap on a plane is R tan(theta): what the reference's d_tilt says.
TEST(ClosedForm, MeanGapOnAPlaneIsTheTangent) {
    const auto model = ContactModel::create(clinical_parameters());
    const auto skin = geometry::make_plane({}, {0, 0, 1});
    for (int degrees = 0; degrees <= 35; ++degrees) {
        const double a = degrees * NP_PI / 180;
        TipContact met;
        model->meet(*skin, {pen().needles, 2.5}, {{0, 0, 0}, {np_sin(a), 0, -np_cos(a)}}, 1.0, true, met);
        double mean = 0;
        for (const auto& needle : met.needles) mean += needle.gap_mm / 14;
        EXPECT_NEAR(mean, 2.5 * np_sin(a) / np_cos(a), kMicrometre) << degrees;
    }
}

TEST(ClosedForm, Sphere) {
    const auto model = ContactModel::create(clinical_parameters());
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        const double radius = 20 + 130 * np_random_uniform(44, i, 0);
        const Vec3 center = 30 * random_unit(45, i), normal = random_unit(46, i);
        const auto skin = geometry::make_sphere(center, radius);
        const TipPose pose = random_pose(i, center + radius * normal, normal);
        const auto ahead = [&](Vec3 from, Vec3 axis) {
            const Vec3 to_center = center - from;
            const double along = dot(to_center, axis);
            return along - std::sqrt(along * along - dot(to_center, to_center) + radius * radius);
        };
        const double height = ahead(pose.tip, pose.axis);
        const Vec3 under = geometry::normalized(pose.tip + height * pose.axis - center);
        check(*model, *skin, pose, lean(pose, under), -dot(pose.axis, under), ahead, i);
        if (HasFatalFailure()) return;
    }
}

TEST(Meet, HoveringTipDoesNotTouchAndAPressedOneComesDown) {
    const auto model = ContactModel::create(clinical_parameters());
    const auto skin = geometry::make_plane({}, {0, 0, 1});
    const auto meet = [&](double height, bool pressed) {
        TipContact met;
        model->meet(*skin, {pen().needles, 2.5}, {{0, 0, height}, {0, 0, -1}}, 1.0, pressed, met);
        return met;
    };
    EXPECT_FALSE(meet(0.2, false).touching);
    EXPECT_TRUE(meet(0.04, false).touching);
    EXPECT_NEAR(meet(0.04, false).needles[0].gap_mm, 0.04, 1e-12);  // rests where it is held
    EXPECT_TRUE(meet(0.9, true).touching);
    EXPECT_NEAR(meet(0.9, true).pose.tip.z, 0, 1e-12);
    EXPECT_FALSE(meet(1.1, true).touching);
    EXPECT_NEAR(meet(-2, true).pose.tip.z, 0, 1e-12);  // a hand cannot push the tip through the skin
    EXPECT_FALSE(meet(-20, true).touching);            // lost inside the body
    EXPECT_NEAR(*model->height_mm(*skin, {{0, 0, 3}, {0, 0, -1}}), 3, 1e-12);
    EXPECT_FALSE(model->height_mm(*skin, {{0, 0, 30}, {0, 0, -1}}));
}

// Beside an edge only the needles over skin count; the tip rests on them.
TEST(Meet, NeedlesBesideTheSkinStayOut) {
    geometry::TriangleMesh mesh;
    mesh.positions = {{-50, -50, 0}, {0.5, -50, 0}, {0.5, 50, 0}, {-50, 50, 0}};
    mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    mesh.normals = geometry::smooth_normals(mesh);
    const auto skin = geometry::make_mesh_surface(mesh);
    const auto model = ContactModel::create(clinical_parameters());
    TipContact met;
    model->meet(*skin, {pen().needles, 2.5}, {{0, 0, 0}, {0, 0, -1}}, 1.0, true, met);
    ASSERT_TRUE(met.touching);
    const geometry::Frame frame = geometry::frame_about({0, 0, -1});
    int over = 0;
    for (std::size_t i = 0; i < 14; ++i) {
        const double x = pen().needles[i].x * frame.u.x + pen().needles[i].y * frame.v.x;
        EXPECT_EQ(met.needles[i].over_skin, x <= 0.5);
        over += met.needles[i].over_skin;
    }
    EXPECT_GT(over, 4);
    EXPECT_LT(over, 14);
}

// A fold behind the tip, which the axis leaves, is not the skin that it is held against.
TEST(Meet, SkinIsEnteredFromOutside) {
    geometry::TriangleMesh mesh;  // a wall 3 mm behind the tip, facing away from it; the skin 0.5 mm ahead
    mesh.positions = {{-9, -9, 3}, {9, -9, 3}, {0, 9, 3}, {-90, -90, -0.5}, {90, -90, -0.5}, {0, 90, -0.5}};
    mesh.triangles = {{0, 2, 1}, {3, 4, 5}};
    mesh.normals = geometry::smooth_normals(mesh);
    const auto skin = geometry::make_mesh_surface(mesh);
    const auto model = ContactModel::create(clinical_parameters());
    EXPECT_NEAR(*model->height_mm(*skin, {{0, 0, 0}, {0, 0, -1}}), 0.5, 1e-9);
}

}  // namespace
}  // namespace np::test
