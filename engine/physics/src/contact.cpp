#include "needlepoint/physics/contact.h"

#include <limits>

#include "needlepoint/sdk/math.h"

namespace np::physics {

using geometry::Vec2;
using geometry::Vec3;

namespace {

// How far the skin's surface is taken to be from a place where a ray met its inside, before looking further: beyond
// rounding, far below what is scored.
constexpr double kStepMm = 1e-6;
constexpr int kLayers = 6;  // folds of skin behind one another that a line along the pen may cross

}  // namespace

Expected<ContactModel> ContactModel::create(const Parameters& parameters) {
    Constants c{};
    double rim_points = 0;
    const struct {
        const char* key;
        double* to;
    } wanted[] = {
        {"contact.gap_transmission", &c.gap_transmission},
        {"contact.tau_stretched", &c.tau_stretched},
        {"contact.tau_loose", &c.tau_loose},
        {"contact.k_dry", &c.k_dry},
        {"contact.seat_force_n", &c.seat_force_per_needle_n},
        {"contact.load_min", &c.load_min},
        {"contact.load_max", &c.load_max},
        {"contact.press_gain", &c.press_gain_mm_per_n},
        {"contact.press_from_n", &c.press_from_n},
        {"contact.press_max_mm", &c.press_max_mm},
        {"contact.noise_sd_mm", &c.noise_sd_mm},
        {"contact.firm_margin_mm", &c.firm_margin_mm},
        {"contact.bone_depth_share", &c.bone_share},
        {"contact.bone_near_mm", &c.bone_thin_mm},
        {"contact.bone_near_force_n", &c.bone_force_n},
        {"contact.touch_within_mm", &c.touch_within_mm},
        {"contact.seat_within_mm", &c.seat_within_mm},
        {"contact.reach_behind_mm", &c.reach_behind_mm},
        {"contact.reach_ahead_mm", &c.reach_ahead_mm},
        {"contact.rim_points", &rim_points},
    };
    for (const auto& [key, to] : wanted) {
        const auto value = parameters.need(key);
        if (!value) return tl::unexpected(value.error());
        *to = *value;
    }
    if (!(rim_points >= 3 && rim_points <= 256))
        return no("contact.rim_points: expected 3 to 256 points, found " + std::to_string(rim_points) +
                  "; correct the rule pack");
    if (!(c.tau_stretched > 0)) return no("contact.tau_stretched: expected a share above 0; correct the rule pack");
    std::vector<Vec2> rim(static_cast<std::size_t>(rim_points));
    for (std::size_t i = 0; i < rim.size(); ++i) {
        const double angle = 2 * NP_PI * static_cast<double>(i) / static_cast<double>(rim.size());
        rim[i] = {np_cos(angle), np_sin(angle)};
    }
    return ContactModel(c, std::move(rim));
}

// The first place where the line enters skin from outside; a fold that it leaves (the nose behind the tip) does not
// count.
std::optional<geometry::RayHit> ContactModel::skin_along(const geometry::Surface& skin, Vec3 from, Vec3 axis) const {
    geometry::Ray ray{from, axis, -c_.reach_behind_mm, c_.reach_ahead_mm};
    for (int layer = 0; layer < kLayers; ++layer) {
        auto hit = skin.first_hit(ray);
        if (!hit || dot(hit->at.normal, axis) < 0) return hit;
        ray.min_t = hit->t + kStepMm;
        if (ray.min_t > ray.max_t) return std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> ContactModel::height_mm(const geometry::Surface& skin, const TipPose& hand) const {
    const auto hit = skin_along(skin, hand.tip, hand.axis);
    return hit ? std::optional(hit->t) : std::nullopt;
}

void ContactModel::meet(const geometry::Surface& skin, const TipFace& face, const TipPose& hand,
                        double needle_length_mm, bool pressed, TipContact& out) const {
    out.touching = false;
    out.pose = hand;
    out.pushed_back_mm = 0;
    out.cos_tilt = 1;
    out.needles.assign(face.needles.size(), {});
    const geometry::Frame frame = frame_about(hand.axis);
    const auto place = [&](Vec2 at, double scale) {
        return hand.tip + (scale * at.x) * frame.u + (scale * at.y) * frame.v;
    };

    // Heights of the skin ahead of the guide plane; the lowest one stops the tip.
    double nearest = std::numeric_limits<double>::infinity();
    double center_distance2 = std::numeric_limits<double>::infinity();
    const auto center = skin_along(skin, hand.tip, hand.axis);
    if (center) {
        out.center = center->at;
        center_distance2 = 0;
    }
    for (std::size_t i = 0; i < face.needles.size(); ++i) {
        const auto hit = skin_along(skin, place(face.needles[i], 1), hand.axis);
        if (!hit) continue;
        out.needles[i].over_skin = true;
        out.needles[i].gap_mm = hit->t;
        out.needles[i].at = hit->at;
        nearest = np_min(nearest, hit->t);
        const double distance2 = face.needles[i].x * face.needles[i].x + face.needles[i].y * face.needles[i].y;
        if (distance2 < center_distance2) {
            out.center = hit->at;
            center_distance2 = distance2;
        }
    }
    const auto feel = [&](Vec2 at) {
        const auto hit = skin_along(skin, place(at, face.rim_radius_mm), hand.axis);
        if (hit) nearest = np_min(nearest, hit->t);
    };
    for (const Vec2& at : rim_) feel(at);
    if (center_distance2 < std::numeric_limits<double>::infinity()) {
        // The rim's lowest side: where the skin leans towards the pen. Exact on a plane and on a sphere.
        const double across = dot(out.center.normal, frame.u), along = dot(out.center.normal, frame.v);
        const double lean = np_sqrt(across * across + along * along);
        if (lean > 0) {
            feel({across / lean, along / lean});
            feel({-across / lean, -along / lean});
        }
        out.cos_tilt = np_clamp(-dot(out.center.normal, hand.axis), 0, 1);
    }

    const double limit = pressed ? c_.seat_within_mm : c_.touch_within_mm;
    if (!(nearest <= limit) || center_distance2 == std::numeric_limits<double>::infinity()) return;
    out.touching = true;
    out.pushed_back_mm = pressed || nearest < 0 ? -nearest : 0;
    out.pose.tip = hand.tip - out.pushed_back_mm * hand.axis;
    for (NeedleContact& needle : out.needles) {
        if (!needle.over_skin) continue;
        needle.gap_mm += out.pushed_back_mm;
        needle.d_geo_mm = out.cos_tilt * np_max(0, needle_length_mm - c_.gap_transmission * needle.gap_mm);
    }
}

double ContactModel::seat_force_n(std::uint32_t needles, double stiffness) const {
    return c_.seat_force_per_needle_n * needles * stiffness;
}

double ContactModel::press_mm(double force_n, double stiffness) const {
    return np_min(c_.press_max_mm, c_.press_gain_mm_per_n * np_max(0, force_n - c_.press_from_n) / stiffness);
}

NeedleDepth ContactModel::depth(const StrikeLoad& load, std::uint32_t needle, double d_geo_mm,
                                const SkinLayers& skin) const {
    NeedleDepth result;
    if (!(load.needle_length_mm > 0)) return result;  // no needle stands out
    const double seat_n = seat_force_n(load.needles, skin.stiffness);
    const double force_n = load.force_n.value_or(seat_n);
    const double tau = load.stretched ? c_.tau_stretched : c_.tau_loose;
    const double k_dry = load.dry ? c_.k_dry : 1;
    const double f_load = np_clamp(force_n / seat_n, c_.load_min, c_.load_max);
    const double pressed_mm = load.force_n ? press_mm(force_n, skin.stiffness) : 0;
    const double noise_mm = c_.noise_sd_mm * np_random_normal(load.seed, load.strike, needle);
    const double reached = tau * k_dry * load.depth_factor * f_load * d_geo_mm + pressed_mm + noise_mm;
    result.d_eff_mm = np_clamp(reached, 0, np_max(0, skin.to_firm_mm - c_.firm_margin_mm));
    result.d_nom_mm = nominal_mm(result.d_eff_mm, pressed_mm, load.depth_factor);
    result.bone = result.d_eff_mm > c_.bone_share * skin.to_firm_mm ||
                  (skin.to_firm_mm < c_.bone_thin_mm && force_n > c_.bone_force_n);
    return result;
}

double ContactModel::nominal_mm(double d_eff_mm, double press, double depth_factor) const {
    return np_max(0, (d_eff_mm - press) / (c_.tau_stretched * depth_factor));
}

}  // namespace np::physics
