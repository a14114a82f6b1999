#include "hand_sampler.h"

#include <algorithm>
#include <cmath>

namespace np::app {

using geometry::Vec3;

namespace {

// How the desk's hand feels: not medicine, so not in the rule pack.
constexpr double kHoverMm = 6;       // above the skin while not pressed
constexpr double kLowerMmPerS = 90;  // how fast the hand goes down and up
constexpr double kSpringNPerMm = 1.0;
constexpr double kMostTravelMm = 5;
constexpr double kMostForceN = 6;
constexpr double kArmLagS = 0.35;  // how slowly the arm follows the skin's rise and fall
constexpr double kKeyMmPerS = 28;  // the cursor by keys, on the skin
constexpr double kWristDegPerS = 45;
constexpr double kMostWristDeg = 40;
constexpr double kReachMm = 200;    // how far ahead of a tracked pen the skin is looked for
constexpr double kNearMm = 0.3;     // a tracked pen so near counts as set down
constexpr double kFullPullMm = 12;  // of drag for full tension

std::int32_t um(double mm) {
    return static_cast<std::int32_t>(std::lround(std::clamp(mm, -2e5, 2e5) * 1000.0));
}
std::int32_t q30(double part) {
    return static_cast<std::int32_t>(std::lround(std::clamp(part, -1.0, 1.0) * 1073741824.0));
}
void put_um(std::int32_t (&to)[3], Vec3 v) {
    to[0] = um(v.x), to[1] = um(v.y), to[2] = um(v.z);
}
void put_q30(std::int32_t (&to)[3], Vec3 v) {
    to[0] = q30(v.x), to[1] = q30(v.y), to[2] = q30(v.z);
}

Vec3 turned(Vec3 v, Vec3 about, double degrees) {
    const double a = degrees * 0.017453292519943295, c = std::cos(a), s = std::sin(a);
    return c * v + s * cross(about, v) + (1 - c) * dot(about, v) * about;
}

Vec3 mixed(Vec3 a, Vec3 b, double t) {
    return a + t * (b - a);
}

}  // namespace

std::optional<geometry::SurfacePoint> HandSampler::under_cursor(const render::Camera& camera, render::Size size) const {
    const geometry::Ray ray = render::pick_ray(camera, size, cursor_x_, cursor_y_);
    const auto hit = surface_->first_hit(ray);
    if (!hit || dot(hit->at.normal, ray.direction) > -0.05) return std::nullopt;
    return hit->at;
}

void HandSampler::move_cursor(const HandInput& input, const render::Camera& camera, render::Size size, double seconds) {
    // A cursor that rests leaves the keys' alone.
    if (input.cursor_moved && (input.cursor_x != heard_x_ || input.cursor_y != heard_y_))
        cursor_x_ = heard_x_ = input.cursor_x, cursor_y_ = heard_y_ = input.cursor_y;
    if (input.move_x == 0 && input.move_y == 0) return;
    double mm_per_pixel = 0.3;
    if (const auto seen = render::project(camera, size, now_.tip)) mm_per_pixel = std::max(seen->mm_per_pixel, 0.01);
    const double both = input.move_x != 0 && input.move_y != 0 ? 0.70710678 : 1.0;
    const double step = kKeyMmPerS * seconds * both / mm_per_pixel;
    cursor_x_ = std::clamp(cursor_x_ + step * input.move_x, 0.0, static_cast<double>(size.width));
    cursor_y_ = std::clamp(cursor_y_ - step * input.move_y, 0.0, static_cast<double>(size.height));
}

// C down: plants where the cursor is; from there the cursor pulls. The hand stays when C is let go.
void HandSampler::plant(const HandInput& input, const render::Camera& camera, render::Size size) {
    if (!input.planting) {
        was_planting_ = false;
        return;
    }
    const auto at = under_cursor(camera, size);
    if (!was_planting_) {
        was_planting_ = true;
        pull_ = {};
        if (at)
            planted_ = at->position, planted_normal_ = at->normal;
        else
            planted_.reset();
        return;
    }
    if (!planted_ || !at) return;
    Vec3 drag = at->position - *planted_;
    drag = drag - dot(drag, planted_normal_) * planted_normal_;
    const double amount = std::min(1.0, length(drag) / kFullPullMm);
    pull_ = amount * normalized(drag);
}

void HandSampler::turn_wrist(const HandInput& input, double seconds) {
    if (input.wrist_deg) {
        // A pen that leans to the right points to the left.
        wrist_x_deg_ = std::clamp(-(*input.wrist_deg)[0], -kMostWristDeg, kMostWristDeg);
        wrist_y_deg_ = std::clamp((*input.wrist_deg)[1], -kMostWristDeg, kMostWristDeg);
        return;
    }
    wrist_x_deg_ = std::clamp(wrist_x_deg_ + input.tilt_x * kWristDegPerS * seconds, -kMostWristDeg, kMostWristDeg);
    wrist_y_deg_ = std::clamp(wrist_y_deg_ + input.tilt_y * kWristDegPerS * seconds, -kMostWristDeg, kMostWristDeg);
}

Vec3 HandSampler::held_axis(const render::Camera& camera) const {
    const Vec3 forward = normalized(camera.target - camera.eye);
    const Vec3 right = normalized(cross(forward, camera.up));
    const Vec3 up = cross(right, forward);
    const Vec3 free = turned(turned(grip_, up, -wrist_x_deg_), right, wrist_y_deg_);
    const Vec3 upright = -on_.normal;
    const Vec3 axis = mixed(free, upright, assist_);
    return length(axis) > 1e-6 ? normalized(axis) : upright;
}

// Lowers the pen on its spring. What the arm has not yet followed (curvature, speed) adds to the travel or takes from
// it.
void HandSampler::lower(const HandInput& input, double seconds) {
    travel_mm_ = std::clamp(travel_mm_ + input.travel_step_mm + input.travel_mm_s * seconds, 0.0, kMostTravelMm);
    const double to = pressed_ ? 0.0 : kHoverMm;
    const double step = kLowerMmPerS * seconds;
    height_mm_ = height_mm_ < to ? std::min(to, height_mm_ + step) : std::max(to, height_mm_ - step);
    const double along = -dot(on_.position, grip_);  // how far the skin stands out towards the hand
    if (!following_ || height_mm_ > 0) followed_mm_ = along, following_ = true;
    followed_mm_ += (along - followed_mm_) * (1 - std::exp(-seconds / kArmLagS));
    const double squeezed = pressed_ && height_mm_ <= 0 ? travel_mm_ + (along - followed_mm_) : 0;
    force_n_ = std::clamp(squeezed * kSpringNPerMm, 0.0, kMostForceN);
    // A device that tells the force takes the spring's place.
    if (input.force_n) force_n_ = pressed_ && height_mm_ <= 0 ? *input.force_n : 0;
}

void HandSampler::follow_cursor(const HandInput& input, const render::Camera& camera, render::Size size,
                                double seconds) {
    if (!input.over_panel || input.move_x != 0 || input.move_y != 0) move_cursor(input, camera, size, seconds);
    plant(input, camera, size);
    turn_wrist(input, seconds);
    if (!input.planting) {
        if (const auto at = under_cursor(camera, size)) {
            on_ = *at;
            over_skin_ = true;
        } else {
            over_skin_ = false;
        }
    }
    pressed_ = input.press && over_skin_ && !input.planting;
    lower(input, seconds);
    now_.axis = held_axis(camera);
    now_.tip = on_.position - height_mm_ * now_.axis;
    // Off the face the hand hangs in the air beside it.
    if (!over_skin_) {
        const geometry::Ray ray = render::pick_ray(camera, size, cursor_x_, cursor_y_);
        const double away = length(camera.target - camera.eye) * 0.92;
        now_.tip = ray.origin + away * ray.direction;
    }
    now_.force_n = force_n_;
}

// A tracked pen is where it is. Held against skin that is not there it goes in; how far is the travel on the spring.
void HandSampler::follow_pose(const HandInput& input) {
    now_.tip = input.pose->tip_mm;
    now_.axis = input.pose->axis;
    const auto hit = surface_->first_hit({now_.tip, now_.axis, -kMostTravelMm * 4, kReachMm});
    over_skin_ = hit.has_value() && !input.lost;
    if (hit) on_ = hit->at;
    const double inside_mm = hit ? -hit->t : -kReachMm;
    pressed_ = over_skin_ && !input.planting && inside_mm > -kNearMm;
    travel_mm_ = std::clamp(inside_mm, 0.0, kMostTravelMm);
    force_n_ = !pressed_ ? 0 : input.force_n ? *input.force_n : std::min(travel_mm_ * kSpringNPerMm, kMostForceN);
    now_.force_n = force_n_;
}

void HandSampler::update(const HandInput& input, const render::Camera& camera, render::Size size, double seconds) {
    assist_ = input.pose ? 0 : std::clamp(input.assist, 0.0, 1.0);
    device_ = input.device;
    observed_ = input.observed;
    if (input.pose) {
        follow_pose(input);
    } else {
        follow_cursor(input, camera, size, seconds);
    }
}

void HandSampler::regrip(Vec3 axis) {
    grip_ = normalized(axis);
    wrist_x_deg_ = wrist_y_deg_ = 0;
    following_ = false;
}

sdk::event::hand HandSampler::sample(sdk::Tick tick) const {
    sdk::event::hand sample;
    sample.tick = tick;
    put_um(sample.tip_um, now_.tip);
    put_q30(sample.axis_q30, now_.axis);
    sample.press_mn = static_cast<std::int32_t>(std::lround(now_.force_n * 1000));
    sample.buttons = (pressed_ ? 1u : 0u) | (planted_ ? 2u : 0u);
    if (planted_) put_um(sample.free_hand_um, *planted_);
    put_q30(sample.stretch_q30, pull_);
    sample.device_class = static_cast<std::uint32_t>(device_);
    sample.assist_percent = static_cast<std::uint32_t>(std::lround(assist_ * 100));
    // Help with staying upright changes what the hand did.
    sample.observed = assist_ > 0 ? observed_ & ~input::kObservedAngle : observed_;
    return sample;
}

}  // namespace np::app
