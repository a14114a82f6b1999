#include "needlepoint/render/camera.h"

#include <gtest/gtest.h>

#include <cmath>

#include "needlepoint/render/scene.h"

namespace np::render {
namespace {

using geometry::Vec3;

Camera oblique() {
    Camera camera;
    camera.eye = {210, 140, 480};
    camera.target = {12, -8, 60};
    camera.fov_y_deg = 31;
    return camera;
}
constexpr Size kSize{1280, 720};

TEST(camera, a_ray_through_a_projected_point_meets_the_point) {
    const Camera camera = oblique();
    for (const Vec3 point : {Vec3{0, 0, 90}, Vec3{-61, 33, 40}, Vec3{70, -80, 12}}) {
        const auto pixel = project(camera, kSize, point);
        ASSERT_TRUE(pixel);
        const geometry::Ray ray = pick_ray(camera, kSize, pixel->x, pixel->y);
        const Vec3 off = point - ray.origin;
        EXPECT_LT(length(off - dot(off, ray.direction) * ray.direction), 1e-6);
        EXPECT_NEAR(length(ray.direction), 1, 1e-12);
    }
}

TEST(camera, matrices_agree_with_the_projection) {
    const Camera camera = oblique();
    const Vec3 point{-30, 55, 70};
    const Matrix4 view = view_matrix(camera), projection = projection_matrix(camera, kSize);
    const auto times = [](const Matrix4& m, std::array<double, 4> v) {
        std::array<double, 4> out{};
        for (std::size_t r = 0; r < 4; ++r)
            for (std::size_t c = 0; c < 4; ++c) out[r] += static_cast<double>(m[c * 4 + r]) * v[c];
        return out;
    };
    const auto clip = times(projection, times(view, {point.x, point.y, point.z, 1}));
    const auto pixel = project(camera, kSize, point);
    ASSERT_TRUE(pixel);
    EXPECT_NEAR((clip[0] / clip[3] * 0.5 + 0.5) * kSize.width, pixel->x, 0.01);
    EXPECT_NEAR((0.5 - clip[1] / clip[3] * 0.5) * kSize.height, pixel->y, 0.01);
    EXPECT_NEAR(clip[3], pixel->distance_mm, 0.01);
}

TEST(camera, the_target_is_the_middle_of_the_picture_and_the_left_of_the_patient_is_right_in_it) {
    Camera camera;
    camera.eye = {0, 0, 500};
    camera.target = {0, 0, 0};
    const auto middle = project(camera, kSize, camera.target);
    EXPECT_NEAR(middle->x, 640, 1e-9);
    EXPECT_NEAR(middle->y, 360, 1e-9);
    EXPECT_GT(project(camera, kSize, {10, 0, 0})->x, 640);
    EXPECT_LT(project(camera, kSize, {0, 10, 0})->y, 360);
    EXPECT_FALSE(project(camera, kSize, {0, 0, 600}));
    // 24 degrees at 500 mm: 2 * 500 * tan(12 deg) = 212.557 mm over 720 pixels.
    EXPECT_NEAR(middle->mm_per_pixel, 212.5566 / 720, 1e-5);
}

TEST(camera, a_move_keeps_its_distance_instead_of_cutting_through_the_head) {
    Camera left, right;
    left.target = right.target = {0, 0, 0};
    left.eye = {600, 0, 1};
    right.eye = {-600, 0, 1};
    for (double t = 0; t <= 1; t += 0.125) {
        const Camera camera = between(left, right, t);
        EXPECT_NEAR(length(camera.eye - camera.target), 600, 0.01) << t;
    }
    EXPECT_EQ(between(left, right, 0), left);
    EXPECT_EQ(between(left, right, 1), right);
    EXPECT_GT(between(left, right, 0.5).eye.z, 590) << "goes round the face";
}

TEST(camera, orbiting_stays_in_front_of_the_couch) {
    Camera camera;
    camera.eye = {0, 0, 500};
    for (int i = 0; i < 40; ++i) camera = orbited(camera, 20, 15, 1);
    EXPECT_GT(camera.eye.z, -250);
    EXPECT_NEAR(length(camera.eye), 500, 1e-6);
    EXPECT_NEAR(length(orbited(camera, 0, 0, 2).eye), 250, 1e-6);
}

TEST(camera, every_named_view_sees_its_subject) {
    const Landmarks landmarks{{"nasion", {0, 30, 92}}, {"menton", {0, -80, 85}}, {"pronasale", {0, -15, 118}}};
    for (const char* name : {"front", "left", "right", "three-quarter", "forehead", "cheek-left", "cheek-right", "nose",
                             "mouth", "chin", "neck"}) {
        const auto view = view_named(name);
        ASSERT_TRUE(view) << name;
        for (const double aspect : {0.7, 1.0, 1.78}) {
            const Camera camera = view_camera(*view, landmarks, aspect);
            const Size size{static_cast<int>(700 * aspect), 700};
            const auto target = project(camera, size, camera.target);
            ASSERT_TRUE(target) << name;
            EXPECT_LT(camera.near_mm, target->distance_mm);
            EXPECT_GT(camera.far_mm, target->distance_mm);
        }
    }
    EXPECT_FALSE(view_named("behind"));
    const auto menton = project(view_camera(View::kFront, landmarks, 0.7), {700, 1000}, {0, -80, 85});
    EXPECT_TRUE(menton->x > 0 && menton->x < 700 && menton->y > 0 && menton->y < 1000);
}

TEST(scene, a_ray_picks_the_nearest_visible_prop) {
    Scene scene;
    scene.props = laid_out({PropKind::kTray, PropKind::kGauze, PropKind::kGel, PropKind::kPhone}, default_tray_pose());
    ASSERT_EQ(scene.props.size(), 4U);
    for (std::size_t i = 1; i < 4; ++i) {
        const Box box = prop_box(scene.props[i].kind);
        const Pose& pose = scene.props[i].pose;
        const Vec3 in_box = 0.5 * (box.low_mm + box.high_mm);
        const Vec3 middle = pose.position_mm + in_box.x * pose.x_axis + in_box.y * pose.y_axis + in_box.z * pose.z_axis;
        EXPECT_EQ(pick_prop(scene, {middle + 400.0 * pose.z_axis, -pose.z_axis}), i);
    }
    EXPECT_FALSE(pick_prop(scene, {{-900, 0, 400}, {0, 0, -1}}));
    scene.props[2].visible = false;
    const Pose& gone = scene.props[2].pose;
    EXPECT_FALSE(pick_prop(scene, {gone.position_mm + 400.0 * gone.z_axis, -gone.z_axis}));
}

// All that a visit can have about the couch, from the steel's own axes.
std::vector<Prop> full_trolley() {
    std::vector<PropKind> kinds;
    for (int k = 0; k < kPropKinds; ++k) {
        const auto kind = static_cast<PropKind>(k);
        if (kind == PropKind::kTray || kind == PropKind::kCartridgeOpened) continue;
        kinds.push_back(kind);
        if (kind == PropKind::kCartridgeSealed) kinds.push_back(kind);
    }
    Pose level;
    return laid_out(kinds, level);
}

TEST(scene, things_laid_out_do_not_overlap) {
    const auto props = full_trolley();
    ASSERT_EQ(props.size(), 23U) << "each has its place";
    for (std::size_t i = 0; i < props.size(); ++i) {
        for (std::size_t j = i + 1; j < props.size(); ++j) {
            Box a = prop_box(props[i].kind), b = prop_box(props[j].kind);
            // What hangs over from a stand may cover others.
            if (props[i].kind == PropKind::kLamp) a.low_mm.y = -54;
            if (props[j].kind == PropKind::kLamp) b.low_mm.y = -54;
            const Vec3 p = props[i].pose.position_mm, q = props[j].pose.position_mm;
            const bool apart_x = p.x + a.high_mm.x <= q.x + b.low_mm.x || q.x + b.high_mm.x <= p.x + a.low_mm.x;
            const bool apart_y = p.y + a.high_mm.y <= q.y + b.low_mm.y || q.y + b.high_mm.y <= p.y + a.low_mm.y;
            EXPECT_TRUE(apart_x || apart_y)
                << static_cast<int>(props[i].kind) << " " << static_cast<int>(props[j].kind);
        }
    }
}

TEST(scene, a_thing_lies_where_it_lay_whatever_else_was_taken) {
    const auto all = laid_out({PropKind::kPen, PropKind::kGel, PropKind::kGauze}, Pose{});
    const auto fewer = laid_out({PropKind::kGauze}, Pose{});
    ASSERT_EQ(fewer.size(), 1U);
    EXPECT_EQ(fewer[0].pose, all[2].pose);
    const auto opened = laid_out({PropKind::kCartridgeOpened, PropKind::kCartridgeSealed}, Pose{});
    ASSERT_EQ(opened.size(), 2U);
    EXPECT_NE(opened[0].pose, opened[1].pose);
}

TEST(scene, words_of_the_procedure_name_props) {
    EXPECT_EQ(prop_kind("cartridge_2"), PropKind::kCartridgeSealed);
    EXPECT_EQ(prop_kind("cartridge_2", true), PropKind::kCartridgeOpened);
    EXPECT_EQ(prop_kind("cool_mask"), PropKind::kCoolMask);
    EXPECT_FALSE(prop_kind("hairline"));
    for (int k = 0; k < kPropKinds; ++k) {
        const Box box = prop_box(static_cast<PropKind>(k));
        EXPECT_GT(box.high_mm.x - box.low_mm.x, 5) << k;
        // The tray comes with the trolley under it.
        EXPECT_LT(box.high_mm.z - box.low_mm.z, k == static_cast<int>(PropKind::kTray) ? 600 : 400) << k;
    }
}

}  // namespace
}  // namespace np::render
