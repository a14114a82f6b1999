#include "needlepoint/physics/contact.h"

#include <limits>

#include "needlepoint/sdk/math.h"
#include "random_normals.h"

namespace np::physics {

using geometry::Vec2;
using geometry::Vec3;

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
        {"contact.loose_stiffness", &c.loose_stiffness},
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
    if (!(c.loose_stiffness > 0)) return no("contact.loose_stiffness: expected a share above 0; correct the rule pack");
    std::vector<Vec2> rim(static_cast<std::size_t>(rim_points));
    for (std::size_t i = 0; i < rim.size(); ++i) {
        const double angle = 2 * NP_PI * static_cast<double>(i) / static_cast<double>(rim.size());
        rim[i] = {np_cos(angle), np_sin(angle)};
    }
    return ContactModel(c, std::move(rim));
}

// The first place where each line enters skin from outside; a fold that it leaves (the nose behind the tip) does not
// count.
void ContactModel::feel(const geometry::Surface& skin, std::span<const Vec3> places, Vec3 axis,
                        std::span<geometry::Crossing> felt) const {
    skin.first_crossings({places, axis, -c_.reach_behind_mm, c_.reach_ahead_mm, true}, felt);
}

std::optional<double> ContactModel::height_mm(const geometry::Surface& skin, const TipPose& hand) const {
    geometry::Crossing below;
    feel(skin, {&hand.tip, 1}, hand.axis, {&below, 1});
    return below.found ? std::optional(below.t) : std::nullopt;
}

// The skin under the middle of the tip, or where the middle is over none under the needle nearest to it.
bool ContactModel::find_center(const geometry::Surface& skin, const TipFace& face, TipContact& out) const {
    const TipPose& hand = out.pose;
    const geometry::Crossing& below = out.felt[face.needles.size() + rim_.size()];
    if (below.found) {
        out.center = skin.point_of(hand.tip, hand.axis, below);
        return true;
    }
    double nearest2 = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t i = 0; i < face.needles.size(); ++i) {
        const double distance2 = face.needles[i].x * face.needles[i].x + face.needles[i].y * face.needles[i].y;
        if (!out.felt[i].found || !(distance2 < nearest2)) continue;
        nearest2 = distance2;
        best = i;
    }
    if (nearest2 == std::numeric_limits<double>::infinity()) return false;
    out.center = skin.point_of(out.places[best], hand.axis, out.felt[best]);
    return true;
}

void ContactModel::meet(const geometry::Surface& skin, const TipFace& face, const TipPose& hand,
                        double needle_length_mm, bool pressed, TipContact& out) const {
    // Needles, rim, the middle, and the rim's lowest and highest side.
    const std::size_t needles = face.needles.size(), middle = needles + rim_.size(), sides = middle + 1;
    out.touching = false;
    out.pose = hand;
    out.pushed_back_mm = 0;
    out.cos_tilt = 1;
    out.needles.assign(needles, {});
    out.places.resize(sides + 2);
    out.felt.resize(sides + 2);
    const geometry::Frame frame = frame_about(hand.axis);
    const auto place = [&](Vec2 at, double scale) {
        return hand.tip + (scale * at.x) * frame.u + (scale * at.y) * frame.v;
    };
    for (std::size_t i = 0; i < needles; ++i) out.places[i] = place(face.needles[i], 1);
    for (std::size_t i = 0; i < rim_.size(); ++i) out.places[needles + i] = place(rim_[i], face.rim_radius_mm);
    out.places[middle] = hand.tip;
    feel(skin, {out.places.data(), sides}, hand.axis, {out.felt.data(), sides});
    if (!find_center(skin, face, out)) return;

    // The rim's lowest side: where the skin leans towards the pen. Exact on a plane and on a sphere.
    const double across = dot(out.center.normal, frame.u), along = dot(out.center.normal, frame.v);
    const double lean = np_sqrt(across * across + along * along);
    const bool leans = lean > 0;
    if (leans) {
        out.places[sides] = place({across / lean, along / lean}, face.rim_radius_mm);
        out.places[sides + 1] = place({-across / lean, -along / lean}, face.rim_radius_mm);
        feel(skin, {out.places.data() + sides, 2}, hand.axis, {out.felt.data() + sides, 2});
    }
    out.cos_tilt = np_clamp(-dot(out.center.normal, hand.axis), 0, 1);

    // Of the skin ahead of the guide plane the lowest stops the tip.
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < sides + (leans ? 2 : 0); ++i)
        if (i != middle && out.felt[i].found) nearest = np_min(nearest, out.felt[i].t);
    if (!(nearest <= (pressed ? c_.seat_within_mm : c_.touch_within_mm))) return;
    out.touching = true;
    out.pushed_back_mm = pressed || nearest < 0 ? -nearest : 0;
    out.pose.tip = hand.tip - out.pushed_back_mm * hand.axis;
    for (std::size_t i = 0; i < needles; ++i) {
        if (!out.felt[i].found) continue;
        NeedleContact& needle = out.needles[i];
        needle.over_skin = true;
        needle.gap_mm = out.felt[i].t + out.pushed_back_mm;
        needle.d_geo_mm = out.cos_tilt * np_max(0, needle_length_mm - c_.gap_transmission * needle.gap_mm);
    }
}

double ContactModel::met_stiffness(double stiffness, bool stretched) const {
    return stretched ? stiffness : stiffness * c_.loose_stiffness;
}

double ContactModel::press_mm(double force_n, double stiffness) const {
    return np_min(c_.press_max_mm, c_.press_gain_mm_per_n * np_max(0, force_n - c_.press_from_n) / stiffness);
}

LoadOnSkin ContactModel::load_on(const StrikeLoad& load, const SkinLayers& skin) const {
    LoadOnSkin on;
    on.out = load.needle_length_mm > 0;
    const double stiffness = met_stiffness(skin.stiffness, load.stretched);
    const double seat_n = seat_force_n(load.needles, stiffness);
    const double force_n = load.force_n.value_or(seat_n);
    const double tau = load.stretched ? c_.tau_stretched : c_.tau_loose;
    const double k_dry = load.dry ? c_.k_dry : 1;
    const double f_load = np_clamp(force_n / seat_n, c_.load_min, c_.load_max);
    on.reached_share = tau * k_dry * load.depth_factor * f_load;
    on.press_mm = load.force_n ? press_mm(force_n, stiffness) : 0;
    on.deepest_mm = np_max(0, skin.to_firm_mm - c_.firm_margin_mm);
    on.bone_from_mm = c_.bone_share * skin.to_firm_mm;
    on.bone_near = skin.to_firm_mm < c_.bone_thin_mm && force_n > c_.bone_force_n;
    return on;
}

void ContactModel::noise(const StrikeLoad& load, std::span<double> each_mm) const {
    random_normals(load.seed, load.strike, each_mm);
    for (double& mm : each_mm) mm = c_.noise_sd_mm * mm;
}

}  // namespace np::physics
