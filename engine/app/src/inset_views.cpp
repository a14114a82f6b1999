#include "inset_views.h"

#include <algorithm>
#include <cmath>

namespace np::app {

using geometry::Vec3;

namespace {
constexpr double kSide = 208, kLensRadius = 100;  // logical pixels
constexpr double kTimes = 3, kMirrorField = 0.8;
constexpr double kMirrorEvery_s = 0.25, kMirrorMoving_s = 0.1, kLensEvery_s = 0.05;
constexpr double kRadian = 0.017453292519943295;

Vec3 across_the_middle(Vec3 v) {
    return {-v.x, v.y, v.z};
}
}  // namespace

render::Camera mirrored(const render::Camera& camera) {
    render::Camera other = camera;
    other.eye = across_the_middle(camera.eye);
    other.target = across_the_middle(camera.target);
    other.up = across_the_middle(camera.up);
    return other;
}

render::Camera through_lens(const render::Camera& camera, render::Size size, double x, double y, double radius_px,
                            double times) {
    const geometry::Ray ray = render::pick_ray(camera, size, x, y);
    render::Camera lens = camera;
    lens.target = camera.eye + length(camera.target - camera.eye) * ray.direction;
    // The slope of half the lens's height, seen along its own axis: away from the middle a pixel covers less.
    const Vec3 forward = normalized(camera.target - camera.eye);
    const double off_axis = dot(forward, ray.direction);
    const double half = std::tan(0.5 * camera.fov_y_deg * kRadian) * 2 * radius_px / size.height * off_axis;
    lens.fov_y_deg = 2 * std::atan(half / times) / kRadian;
    return lens;
}

void InsetViews::draw(render::Renderer& renderer, const render::Scene& scene, const anatomy::Body& body,
                      const TeachingViews& aids, render::Size size, double scale, Cursor cursor, double seconds) {
    // Both are drawn at one size, so that the renderer keeps one surface for them.
    const int pixels = static_cast<int>(std::lround(kSide * scale));
    const render::Size side{pixels, pixels};
    mirror_age_s_ += seconds, lens_age_s_ += seconds;
    if (!aids.other_side()) {
        other_side_.reset();
    } else if (!other_side_ || mirror_age_s_ > kMirrorEvery_s ||
               (mirror_age_s_ > kMirrorMoving_s && !(mirror_camera_ == scene.camera))) {
        mirror_age_s_ = 0;
        mirror_camera_ = scene.camera;
        draw_other_side(renderer, scene, side);
    }
    if (!aids.lens() || cursor.over_panel) {
        lens_.reset();
        return;
    }
    if (!lens_ || lens_age_s_ > kLensEvery_s) {
        lens_age_s_ = 0;
        draw_lens(renderer, scene, body, size, side, cursor);
    }
    lens_->radius = static_cast<float>(kLensRadius * scale);
}

void InsetViews::draw_other_side(render::Renderer& renderer, const render::Scene& scene, render::Size side) {
    render::Scene other = scene;
    other.camera = mirrored(scene.camera);
    other.camera.fov_y_deg *= kMirrorField;  // small as it is, it keeps to the face
    other.pen.reset();
    other.free_hand.reset();
    mirror_picture_.resize(side);
    renderer.render_beside(other, mirror_picture_.target());
    other_side_ = ui::OtherSideView{mirror_picture_.image()};
}

void InsetViews::draw_lens(render::Renderer& renderer, const render::Scene& scene, const anatomy::Body& body,
                           render::Size size, render::Size side, Cursor cursor) {
    render::Scene close = scene;
    const double radius = 0.5 * side.height * kLensRadius * 2 / kSide;
    close.camera = through_lens(scene.camera, size, cursor.x, cursor.y, radius, kTimes);
    lens_picture_.resize(side);
    renderer.render_beside(close, lens_picture_.target());
    ui::LensView lens;
    lens.picture = lens_picture_.image();
    lens.x = static_cast<float>(cursor.x), lens.y = static_cast<float>(cursor.y);
    lens.times = kTimes;
    const geometry::Ray ray = render::pick_ray(scene.camera, size, cursor.x, cursor.y);
    const auto hit = body.surface->first_hit(ray);
    const Vec3 spot = hit ? hit->at.position : close.camera.target;
    if (const auto at = render::project(scene.camera, size, spot)) lens.mm_per_pixel = at->mm_per_pixel / kTimes;
    lens_ = lens;
}

}  // namespace np::app
