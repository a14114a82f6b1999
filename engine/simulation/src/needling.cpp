#include "needling.h"

#include "needlepoint/sdk/math.h"

namespace np::simulation {

using geometry::Vec3;

namespace {

constexpr double kReachBehindMm = 8, kReachAheadMm = 20;
constexpr double kHandAboveMm = 5, kHandBesideMm = 45;
constexpr double kTouchMm = 0.05;  // a resting tip; a pressed one is brought down by the contact model

std::int32_t to_um(double mm) {
    return static_cast<std::int32_t>(np_round(mm * 1000));
}
std::int32_t to_q30(double x) {
    return static_cast<std::int32_t>(np_round(x * 1073741823.0));
}

}  // namespace

std::optional<SkinUnderTip> skin_under(const anatomy::Body& body, const HandPose& pose, geometry::Crossing& last) {
    const Vec3 tip = pose.tip_mm(), axis = pose.axis();
    body.surface->first_crossings({{&tip, 1}, axis, -kReachBehindMm, kReachAheadMm, true}, {&last, 1});
    if (!last.found) return std::nullopt;
    SkinUnderTip under{body.surface->point_of(tip, axis, last), last.t, NP_NO_CELL, NP_NO_ZONE};
    under.cell = body.cell_at(under.at);
    if (under.cell != NP_NO_CELL) under.zone = body.table.cell_zone[under.cell];
    return under;
}

std::optional<FreeHand> free_hand_on(const anatomy::Body& body, Vec3 point) {
    const auto below = body.surface->closest(point, kHandBesideMm);
    if (!below) return std::nullopt;
    const Vec3 off = point - below->position;
    const double height = dot(off, below->normal);
    if (np_abs(height) > kHandAboveMm) return std::nullopt;
    const bool beside = length(off - height * below->normal) > 2;
    return beside ? FreeHand{point, NP_NO_CELL} : FreeHand{below->position, body.cell_at(*below)};
}

Needling::Needling(const anatomy::Body& body, device::PenPreset pen, device::PenFigures figures,
                   physics::ContactModel contact, StretchRule stretch, StrokeTracker strokes, std::uint64_t seed,
                   double seated_share, anatomy::Layers no_zone)
    : body_(&body),
      pen_(std::move(pen)),
      figures_(figures),
      contact_(std::move(contact)),
      stretch_(stretch),
      strokes_(std::move(strokes)),
      seed_(seed),
      seated_share_(seated_share),
      no_zone_(no_zone) {}

Expected<Needling> Needling::create(const anatomy::Body& body, const Parameters& parameters, const std::string& device,
                                    std::uint64_t seed) {
    auto pen = device::load_pen(parameters, device);
    if (!pen) return tl::unexpected(pen.error());
    auto figures = device::pen_figures(*pen, pen->rate_mhz, parameters);
    if (!figures) return tl::unexpected(figures.error());
    auto contact = physics::ContactModel::create(parameters);
    if (!contact) return tl::unexpected(contact.error());
    auto stretch = StretchRule::create(parameters);
    if (!stretch) return tl::unexpected(stretch.error());
    auto strokes = StrokeTracker::create(parameters, body.table);
    if (!strokes) return tl::unexpected(strokes.error());
    const auto seated = parameters.need("hand.seated_share");
    if (!seated) return tl::unexpected(seated.error());
    anatomy::Layers no_zone;
    for (auto [key, value] : {std::pair{"hand.no_zone_to_firm_mm", &no_zone.to_firm_mm},
                              std::pair{"hand.no_zone_stiffness", &no_zone.stiffness}}) {
        const auto number = parameters.need(key);
        if (!number) return tl::unexpected(number.error());
        *value = *number;
    }
    return Needling(body, std::move(*pen), *figures, std::move(*contact), *stretch, std::move(*strokes), seed, *seated,
                    no_zone);
}

double Needling::seat_force_n(std::uint32_t zone) const {
    return contact_.seat_force_n(pen_.needle_count(), layers(zone).stiffness);
}

anatomy::Layers Needling::layers(std::uint32_t zone) const {
    if (zone >= body_->table.zones.size()) return no_zone_;
    return body_->table.zones[zone].layers;
}

void Needling::follow_settings(const clinic::PenSettings& settings) {
    const bool run = settings.motor_on && !settings.cartridge.empty();
    if (run && !motor_.running()) motor_.start(settings.rate_mhz);
    if (!run && motor_.running()) motor_.stop();
    if (run && motor_.rate_mhz() != settings.rate_mhz) motor_.change_rate(settings.rate_mhz);
}

bool Needling::meets_skin(const Tick& tick) const {
    if (!tick.pen_in_hand || !tick.hand->known() || !tick.under) return false;
    return tick.under->height_mm <= kTouchMm || (tick.hand->pressed() && tick.under->height_mm <= 1.0);
}

void Needling::step(const Tick& tick, sdk::EventBuffer& out) {
    follow_settings(*tick.settings);
    touching_ = meets_skin(tick);
    tip_mm_ = tick.hand->now().tip_mm();
    if (touching_) {
        track(tick, out);
    } else {
        strokes_.off_skin(tick.tick, out);
        stretched_ = false;
    }
    motor_.tick([&](std::uint32_t at) {
        if (touching_) strike(tick, at, out);
    });
}

void Needling::track(const Tick& tick, sdk::EventBuffer& out) {
    const SkinUnderTip& under = *tick.under;
    tip_mm_ = under.at.position;
    dry_ = under.cell != NP_NO_CELL && tick.skin->dry(under.cell);
    stretched_ = false;
    if (tick.hand->planted()) {
        const auto hand = free_hand_on(*body_, tick.hand->free_hand_mm());
        stretched_ =
            hand && stretch_.useful({under.at.position, under.at.normal, hand->position, tick.hand->stretch(),
                                     strokes_.heading(), hand->cell == NP_NO_CELL ? 0 : tick.skin->gel(hand->cell)});
    }
    const TipOnSkin tip{under.at.position, under.at.normal,
                        under.zone,        tick.hand->force_n(),
                        stretched_,        dry_,
                        motor_.running(),  tick.settings->needle_length_um};
    strokes_.on_skin(tick.tick, tip, "pen", out);
}

void Needling::strike(const Tick& tick, std::uint32_t at, sdk::EventBuffer& out) {
    const HandPose pose = between(tick.hand->before(), tick.hand->now(), at);
    const double length_mm = tick.settings->needle_length_um * 1e-3;
    contact_.meet(*body_->surface, {pen_.needles, pen_.rim_radius_mm()}, {pose.tip_mm(), pose.axis()}, length_mm,
                  tick.hand->pressed(), met_);
    if (!met_.touching) return;
    ++strikes_;

    physics::StrikeLoad load;
    load.needle_length_mm = length_mm;
    load.needles = pen_.needle_count();
    load.depth_factor = figures_.depth_factor;
    if (tick.hand->force_known()) load.force_n = tick.hand->force_n();
    load.stretched = stretched_;
    load.dry = dry_;
    load.seed = seed_;
    load.strike = strikes_;

    sdk::event::strike& s = record_;
    s.tick = tick.tick;
    const Vec3 tip = met_.pose.tip, axis = met_.pose.axis;
    s.tip_um[0] = to_um(tip.x), s.tip_um[1] = to_um(tip.y), s.tip_um[2] = to_um(tip.z);
    s.axis_q30[0] = to_q30(axis.x), s.axis_q30[1] = to_q30(axis.y), s.axis_q30[2] = to_q30(axis.z);
    tilt_deg_ = np_acos(met_.cos_tilt) * 180 / NP_PI;
    s.tilt_mdeg = static_cast<std::uint32_t>(np_round(tilt_deg_ * 1000));
    s.set_depth_um = tick.settings->needle_length_um;
    s.speed_um_s = static_cast<std::uint32_t>(np_round(strokes_.speed_mm_s() * 1000));
    s.stroke = strokes_.stroke();
    const double force = load.force_n.value_or(seat_force_n(tick.under->zone));
    s.force_mn = static_cast<std::int32_t>(np_round(force * 1000));
    s.state = 0;
    if (stretched_) s.state |= NP_STRIKE_STRETCHED;
    if (dry_) s.state |= NP_STRIKE_DRY;
    if (tick.hand->force_observed()) s.state |= NP_STRIKE_FORCE_OBSERVED;
    // A seated needle is dragged along for the share of the turn that it spends in the skin.
    const double drag_mm =
        motor_.rate_mhz() == 0 ? 0 : strokes_.speed_mm_s() * seated_share_ * 1000 / motor_.rate_mhz();
    s.cell.clear(), s.zone.clear(), s.depth_um.clear(), s.drag_um.clear();
    double depth_sum = 0;
    for (std::uint32_t i = 0; i < load.needles; ++i) {
        const physics::NeedleContact& needle = met_.needles[i];
        const std::uint32_t cell = needle.over_skin ? body_->cell_at(needle.at) : NP_NO_CELL;
        const std::uint8_t zone = cell == NP_NO_CELL ? anatomy::kNoZone : body_->table.cell_zone[cell];
        const anatomy::Layers here = layers(zone);
        const physics::NeedleDepth depth =
            needle.over_skin ? contact_.depth(load, i, needle.d_geo_mm, {here.to_firm_mm, here.stiffness})
                             : physics::NeedleDepth{};
        if (depth.bone) s.state |= NP_STRIKE_BONE;
        s.cell.push_back(cell);
        s.zone.push_back(zone);
        s.depth_um.push_back(to_um(depth.d_eff_mm));
        s.drag_um.push_back(depth.d_eff_mm > 0 ? to_um(drag_mm) : 0);
        depth_sum += depth.d_eff_mm;
    }
    mean_depth_mm_ = depth_sum / load.needles;
    strokes_.count_strike(tick.under->zone);
    out.append(s);
}

void Needling::hash_into(Sha256& hash) const {
    const auto words = strokes_.digest_words();
    hash.add(std::as_bytes(std::span(words)));
    const std::uint64_t more[] = {strikes_, motor_.rate_mhz(), motor_.phase_millionths(), touching_, stretched_, dry_};
    hash.add(std::as_bytes(std::span(more)));
}

}  // namespace np::simulation
