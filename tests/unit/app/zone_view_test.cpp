// From where each zone is worked on: it has to be seen, and so have the needles.
#include "zone_view.h"

#include <gtest/gtest.h>

#include <cmath>

#include "camera_rig.h"
#include "needlepoint/render/scene.h"
#include "play.h"
#include "redraw.h"
#include "scene_view.h"
#include "shape.h"

namespace np::app {
namespace {

using geometry::Vec3;

constexpr double kAspect = 1280.0 / 720;

const anatomy::Body& body() {
    static const cli::Prepared session = test::prepared("practice/acne-scars-cheeks", 1);
    return *session.setup.body;
}

// The upright pen in the middle of the zone, as the room draws it.
render::Scene at_work(const ZoneView& view, bool left_handed) {
    render::Scene scene;
    scene.camera = view.camera;
    scene.pen.emplace();
    scene.pen->tip_mm = view.middle_mm;
    scene.pen->axis = -view.normal;
    scene.props = render::laid_out({render::PropKind::kTray, render::PropKind::kGauze, render::PropKind::kLamp,
                                    render::PropKind::kSharps, render::PropKind::kGel},
                                   render::default_tray_pose());
    show_to_eye(scene, left_handed);
    return scene;
}

// From where on the way from `from` to `to` a triangle of the shape is met, 0..1; above 1: not.
double first_met(const render::Shape& shape, const render::Pose& pose, Vec3 from, Vec3 to) {
    const auto local = [&pose](Vec3 p) {
        const Vec3 d = p - pose.position_mm;
        return Vec3{dot(d, pose.x_axis), dot(d, pose.y_axis), dot(d, pose.z_axis)};
    };
    const Vec3 origin = local(from), way = local(to) - origin;
    const auto corner = [&shape](std::uint32_t i) {
        const auto& p = shape.vertices[i].position_mm;
        return Vec3{static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])};
    };
    double nearest = 2;
    for (std::size_t i = 0; i + 2 < shape.opaque.size(); i += 3) {
        const Vec3 a = corner(shape.opaque[i]), e = corner(shape.opaque[i + 1]) - a,
                   f = corner(shape.opaque[i + 2]) - a;
        const Vec3 h = cross(way, f);
        const double det = dot(e, h);
        if (std::abs(det) < 1e-9) continue;
        const Vec3 s = origin - a, q = cross(s, e);
        const double u = dot(s, h) / det, v = dot(way, q) / det, t = dot(f, q) / det;
        if (u >= 0 && v >= 0 && u + v <= 1 && t >= 0) nearest = std::min(nearest, t);
    }
    return nearest;
}

TEST(ZoneView, EveryZoneIsSeenFromItsOwnPlace) {
    ASSERT_EQ(body().table.zones.size(), 29u);
    const render::Size size{1280, 720};
    for (std::uint8_t zone = 0; zone < 29; ++zone) {
        const std::string& id = body().table.zones[zone].id;
        const auto view = zone_view(body(), zone, kAspect);
        ASSERT_TRUE(view) << id;
        const auto middle = render::project(view->camera, size, view->middle_mm);
        ASSERT_TRUE(middle) << id;
        EXPECT_NEAR(middle->x, 640, 64) << id;
        EXPECT_NEAR(middle->y, 360, 36) << id;
        const Vec3 to_eye = normalized(view->camera.eye - view->middle_mm);
        EXPECT_GT(dot(to_eye, view->normal), 0.5) << id << " is seen too flat";
        const auto hit = body().surface->first_hit({view->camera.eye, -to_eye, 0, 1e9});
        ASSERT_TRUE(hit) << id;
        EXPECT_LT(length(hit->at.position - view->middle_mm), 3) << id << " lies behind something";
    }
}

TEST(ZoneView, NothingStandsBetweenTheEyeAndTheNeedles) {
    const render::Shape pen = render::make_pen_shape(true, true);
    for (const bool left_handed : {false, true}) {
        const render::Shape hand = render::make_pen_hand_shape(left_handed);
        for (std::uint8_t zone = 0; zone < 29; ++zone) {
            const std::string& id = body().table.zones[zone].id;
            const render::Scene scene = at_work(*zone_view(body(), zone, kAspect), left_handed);
            const render::Pose pose = render::pen_pose(*scene.pen);
            // What is looked for is the foot of the rim on the side of the eye: the needles stand behind it in clear
            // plastic.
            const Vec3 rim = scene.pen->tip_mm - 4.9 * pose.y_axis + 0.3 * pose.z_axis;
            EXPECT_GT(first_met(hand, pose, scene.camera.eye, rim), 1) << id << ": the hand";
            EXPECT_GT(first_met(pen, pose, scene.camera.eye, rim), 1) << id << ": the pen";
            EXPECT_FALSE(render::stands_before_needles(*scene.pen, scene.camera.eye)) << id;
            for (const render::Prop& prop : scene.props)
                EXPECT_GT(first_met(render::make_prop_shape(prop.kind, false), prop.pose, scene.camera.eye, rim), 1)
                    << id << ": a thing of the tray";
        }
    }
}

// The check above can fail: an eye over the end of the handle sees no needles.
TEST(ZoneView, APenTowardsTheEyeCoversItsNeedles) {
    ZoneView view = *zone_view(body(), 0, kAspect);
    view.camera.eye = view.middle_mm + 400.0 * view.normal;
    const render::Scene scene = at_work(view, false);
    EXPECT_LT(first_met(render::make_pen_shape(true, true), render::pen_pose(*scene.pen), scene.camera.eye,
                        scene.pen->tip_mm),
              1);
    EXPECT_TRUE(render::stands_before_needles(*scene.pen, scene.camera.eye));
}

TEST(ZoneView, EveryZoneHasItsKeyAndTheTraineesComeFirst) {
    std::size_t found = 0;
    for (int action = static_cast<int>(ui::Action::kViewFront); action <= static_cast<int>(ui::Action::kViewJaw);
         ++action)
        found += zones_of_view(body().table, static_cast<ui::Action>(action), {}).size();
    EXPECT_EQ(found, 29u);
    const auto zones = zones_of_view(body().table, ui::Action::kViewCheekLeft, {"buccal_l"});
    ASSERT_FALSE(zones.empty());
    EXPECT_EQ(body().table.zones[zones.front()].id, "buccal_l");
}

TEST(CameraRig, MovesSoftlyAndWithinAFifthOfASecondOrAtOnce) {
    const render::Camera from = zone_view(body(), 0, kAspect)->camera, to = zone_view(body(), 5, kAspect)->camera;
    CameraRig rig;
    rig.jump(from);
    rig.go(to, false);
    double last = 0, before = 1e9;
    int frames = 0;
    for (; rig.moving() && frames < 60; ++frames) {
        const Vec3 was = rig.now().eye;
        rig.pass(1.0 / 60);
        last = length(rig.now().eye - was);
        EXPECT_LT(last, before + 1e-9) << "an ease-out only slows down";
        before = last;
    }
    EXPECT_EQ(rig.now(), to);
    EXPECT_GE(frames, 7);
    EXPECT_LE(frames, 11);
    rig.go(from, true);
    EXPECT_EQ(rig.now(), from) << "with reduced motion";
}

}  // namespace
}  // namespace np::app
