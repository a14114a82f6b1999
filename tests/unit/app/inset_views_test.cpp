// Mirror and lens show what they claim: the exact mirror image, and the spot under the cursor three times as large.
#include "inset_views.h"

#include <gtest/gtest.h>

#include <cmath>

namespace np::app {
namespace {

using geometry::Vec3;

render::Camera from_the_side() {
    render::Camera camera;
    camera.eye = {320, 60, 640};
    camera.target = {20, -10, 40};
    camera.fov_y_deg = 22;
    return camera;
}

TEST(Mirror, APointAndItsImageLieOppositeInTheTwoPictures) {
    const render::Size size{400, 400};
    const render::Camera here = from_the_side(), there = mirrored(here);
    for (const Vec3 point : {Vec3{40, 0, 60}, Vec3{-20, 45, 80}, Vec3{0, -60, 90}, Vec3{65, 20, 10}}) {
        const auto a = render::project(here, size, point);
        const auto b = render::project(there, size, {-point.x, point.y, point.z});
        ASSERT_TRUE(a && b);
        EXPECT_NEAR(a->x, size.width - b->x, 1e-6);
        EXPECT_NEAR(a->y, b->y, 1e-6);
        EXPECT_NEAR(a->mm_per_pixel, b->mm_per_pixel, 1e-9);
    }
    EXPECT_EQ(mirrored(there), here);
}

TEST(Lens, ShowsTheSpotUnderTheCursorThreeTimesAsLarge) {
    const render::Size window{1280, 720}, lens{200, 200};
    const render::Camera camera = from_the_side();
    for (const auto& [x, y] : {std::pair{640.0, 360.0}, {900.0, 200.0}, {150.0, 600.0}}) {
        const render::Camera close = through_lens(camera, window, x, y, 100, 3);
        const geometry::Ray ray = render::pick_ray(camera, window, x, y);
        const Vec3 spot = ray.origin + 600.0 * ray.direction;
        const auto middle = render::project(close, lens, spot);
        ASSERT_TRUE(middle);
        EXPECT_NEAR(middle->x, 100, 1e-6);
        EXPECT_NEAR(middle->y, 100, 1e-6);
        // A step of the cursor upwards is three steps in the lens; a little more or less away from the middle.
        const geometry::Ray above = render::pick_ray(camera, window, x, y - 4);
        const auto moved = render::project(close, lens, above.origin + 600.0 * above.direction);
        EXPECT_NEAR((100 - moved->y) / 4, 3, 0.12);
    }
}

}  // namespace
}  // namespace np::app
