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
                   physics::ContactModel contact, StretchRule stretch, StrokeTracker strokes, DeviceHealth health,
                   std::uint64_t seed, const Hand& hand, anatomy::Layers no_zone)
    : body_(&body),
      pen_(std::move(pen)),
      figures_(figures),
      contact_(std::move(contact)),
      stretch_(stretch),
      strokes_(std::move(strokes)),
      health_(std::move(health)),
      rhythm_(pen_.rhythm, pen_.row_pitch_um, pen_.shot_every_ms),
      seed_(seed),
      hand_(hand),
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
    auto strokes = StrokeTracker::create(parameters, body.table, "pen");
    if (!strokes) return tl::unexpected(strokes.error());
    auto health = DeviceHealth::create(parameters, seed);
    if (!health) return tl::unexpected(health.error());
    Hand hand;
    anatomy::Layers no_zone;
    for (auto [key, value] :
         {std::pair{"hand.seated_share", &hand.seated_share}, std::pair{"hand.drag_loose", &hand.drag_loose},
          std::pair{"hand.drag_dry", &hand.drag_dry}, std::pair{"hand.no_zone_to_firm_mm", &no_zone.to_firm_mm},
          std::pair{"hand.no_zone_stiffness", &no_zone.stiffness}}) {
        const auto number = parameters.need(key);
        if (!number) return tl::unexpected(number.error());
        *value = *number;
    }
    return Needling(body, std::move(*pen), *figures, std::move(*contact), *stretch, std::move(*strokes),
                    std::move(*health), seed, hand, no_zone);
}

double Needling::seat_force_n(std::uint32_t zone) const {
    return contact_.seat_force_n(pen_.at_once, layers(zone).stiffness);
}

const anatomy::Layers& Needling::layers(std::uint32_t zone) const {
    if (zone >= body_->table.zones.size()) return no_zone_;
    return body_->table.zones[zone].layers;
}

double Needling::load_n(const Tick& tick) const {
    if (!touching_) return 0;
    return tick.hand->force_known() ? tick.hand->force_n() : seat_force_n(tick.under->zone);
}

// A motor slows under the hand's force, with an empty battery, and stands still under too much.
void Needling::run_motor(const Tick& tick) {
    const bool run = tick.settings->motor_on && !tick.settings->cartridge.empty();
    health_.follow_settings(*tick.settings);
    rate_mhz_ = 0;
    if (!run || pen_.rhythm != device::Rhythm::kMotor) return;
    const auto set = static_cast<std::uint32_t>(np_round(tick.settings->rate_mhz * health_.rate_share()));
    rate_mhz_ = touching_ ? device::rate_under_load(pen_, set, load_n(tick), seat_force_n(tick.under->zone)) : set;
    health_.follow_motor(touching_, rate_mhz_);
}

bool Needling::meets_skin(const Tick& tick) const {
    if (!tick.pen_in_hand || !tick.hand->known() || !tick.under) return false;
    return tick.under->height_mm <= kTouchMm || (tick.hand->pressed() && tick.under->height_mm <= 1.0);
}

// The tip's way over the skin since the last tick.
double Needling::way_mm(const Tick& tick) {
    const Vec3 here = touching_ ? tick.under->at.position : Vec3{};
    way_ = touching_ && was_touching_ ? here - last_on_skin_ : Vec3{};
    last_on_skin_ = here;
    was_touching_ = touching_;
    return length(way_);
}

void Needling::step(const Tick& tick, sdk::EventBuffer& out) {
    touching_ = meets_skin(tick);
    run_motor(tick);
    tip_mm_ = tick.hand->now().tip_mm();
    if (touching_) {
        track(tick, out);
    } else {
        strokes_.off_skin(tick.tick, out);
        stretched_ = false;
    }
    StrikeRhythm::Tick beat;
    beat.tick = tick.tick;
    beat.fitted = !tick.settings->cartridge.empty();
    beat.motor_on = tick.settings->motor_on;
    beat.touching = touching_;
    beat.pressed = tick.hand->known() && tick.hand->pressed();
    beat.rate_mhz = rate_mhz_;
    beat.way_mm = way_mm(tick);
    beat.power = health_.rate_share();
    for (const std::uint32_t at : rhythm_.strikes(beat))
        if (touching_) strike(tick, at, out);
    health_.report(tick.tick, *tick.settings, out);
}

void Needling::track(const Tick& tick, sdk::EventBuffer& out) {
    const SkinUnderTip& under = *tick.under;
    tip_mm_ = under.at.position;
    dry_ = under.cell != NP_NO_CELL && tick.skin->dry(under.cell);
    stretched_ = false;
    if (const FreeHand* const hand = tick.free_hand)
        stretched_ = stretch_.useful({under.at.position, under.at.normal, hand->position, tick.hand->stretch(),
                                      strokes_.heading(), hand->cell == NP_NO_CELL ? 0 : tick.skin->gel(hand->cell)});
    const TipOnSkin tip{under.at.position,
                        under.at.normal,
                        under.zone,
                        tick.hand->force_n(),
                        stretched_,
                        dry_,
                        rate_mhz_ != 0 || pen_.rhythm != device::Rhythm::kMotor,
                        tick.settings->needle_length_um};
    strokes_.on_skin(tick.tick, tip, out);
}

// A drum's row lies across its way, every other row half a needle to the side.
physics::TipFace Needling::face(Vec3 axis) {
    if (pen_.rhythm != device::Rhythm::kTravel) return {pen_.needles, pen_.rim_radius_mm()};
    const geometry::Frame frame = frame_about(axis);
    const Vec3 across = normalized(cross(axis, way_));
    const double u = dot(across, frame.u), v = dot(across, frame.v);
    const double aside = (strikes_ % 2 == 0 ? -0.25 : 0.25) * pen_.swath_mm / static_cast<double>(pen_.needles.size());
    row_.clear();
    for (const geometry::Vec2& needle : pen_.needles) row_.push_back({(needle.x + aside) * u, (needle.x + aside) * v});
    return {row_, pen_.rim_radius_mm()};
}

// A seated needle is dragged along for the share of the turn that it spends in the skin; loose skin folds before it and
// dry skin holds it. Needles that roll or are pressed in stand still against the skin.
double Needling::drag_mm() const {
    if (rate_mhz_ == 0) return 0;
    const double gliding = strokes_.speed_mm_s() * hand_.seated_share * 1000 / rate_mhz_;
    return gliding * (stretched_ ? 1 : hand_.drag_loose) * (dry_ ? hand_.drag_dry : 1);
}

void Needling::describe(const Tick& tick, const physics::StrikeLoad& load, sdk::event::strike& s) {
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
    s.state = health_.strike_bits();
    if (stretched_) s.state |= NP_STRIKE_STRETCHED;
    if (dry_) s.state |= NP_STRIKE_DRY;
    if (tick.hand->force_observed()) s.state |= NP_STRIKE_FORCE_OBSERVED;
    if (!tick.hand->angle_observed()) s.state |= NP_STRIKE_TILT_MODELLED;
}

// Where every needle enters.
void Needling::find_cells(sdk::event::strike& s) const {
    s.cell.resize(met_.needles.size()), s.zone.resize(met_.needles.size());
    const std::span cells(s.cell);
    const std::span zones(s.zone);
    const std::span zone_of(body_->table.cell_zone);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const geometry::Crossing& at = met_.felt[i];
        cells[i] = met_.needles[i].over_skin ? body_->cell_at(at.triangle, at.b1, at.b2) : NP_NO_CELL;
        zones[i] = cells[i] == NP_NO_CELL ? anatomy::kNoZone : zone_of[cells[i]];
    }
}

// Depth and drag of every needle; whether bone was met.
bool Needling::sink_needles(const physics::StrikeLoad& load, sdk::event::strike& s) {
    const std::size_t needles = met_.needles.size();
    s.depth_um.resize(needles), s.drag_um.resize(needles);
    const std::span depths_um(s.depth_um), drags_um(s.drag_um);
    const std::span zones(s.zone);
    noise_mm_.resize(needles);
    contact_.noise(load, noise_mm_);
    const double drag = drag_mm();
    const bool sound = health_.sound();
    const std::int32_t drag_um = to_um(drag);
    double depth_sum = 0;
    bool bone = false;
    std::uint32_t under_zone = NP_NO_ZONE;  // that `on` belongs to
    physics::LoadOnSkin on = load_over(load, under_zone);
    for (std::uint32_t i = 0; i < needles; ++i) {
        if (zones[i] != under_zone) on = load_over(load, under_zone = zones[i]);
        const physics::NeedleDepth depth = contact_.depth(on, met_.needles[i].d_geo_mm, noise_mm_[i]);
        const double reached = sound ? depth.d_eff_mm : depth.d_eff_mm * health_.depth_share(i);
        bone = bone || depth.bone;
        depths_um[i] = to_um(reached);
        drags_um[i] = !(reached > 0) ? 0 : sound ? drag_um : to_um(drag * health_.drag_share(i));
        depth_sum += reached;
    }
    mean_depth_mm_ = needles == 0 ? 0 : depth_sum / static_cast<double>(needles);
    return bone;
}

physics::LoadOnSkin Needling::load_over(const physics::StrikeLoad& load, std::uint32_t zone) const {
    const anatomy::Layers& here = layers(zone);
    return contact_.load_on(load, {here.to_firm_mm, here.stiffness});
}

// A shot's energy goes on record with it: what heats is judged by what was given.
void Needling::tell_shot(const Tick& tick, sdk::EventBuffer& out) const {
    sdk::event::setting shot;
    shot.tick = tick.tick;
    shot.value = tick.settings->energy_mj;
    shot.on_skin = 1;
    shot.zone = tick.under->zone;
    shot.instrument = "pen";
    shot.parameter = "energy";
    shot.detail = pen_.insulated ? "insulated" : "bare";
    out.append(shot);
}

void Needling::strike(const Tick& tick, std::uint32_t at, sdk::EventBuffer& out) {
    const HandPose pose = between(tick.hand->before(), tick.hand->now(), at);
    const double length_mm = static_cast<double>(health_.length_um(tick.settings->needle_length_um)) * 1e-3;
    contact_.meet(*body_->surface, face(pose.axis()), {pose.tip_mm(), pose.axis()}, length_mm, tick.hand->pressed(),
                  met_);
    if (!met_.touching) return;
    ++strikes_;

    physics::StrikeLoad load;
    load.needle_length_mm = length_mm;
    load.needles = pen_.at_once;
    load.depth_factor = figures_.depth_factor;
    if (tick.hand->force_known()) load.force_n = tick.hand->force_n();
    load.stretched = stretched_;
    load.dry = dry_;
    load.seed = seed_;
    load.strike = strikes_;

    describe(tick, load, record_);
    find_cells(record_);
    const bool bone = sink_needles(load, record_);
    if (bone) record_.state |= NP_STRIKE_BONE;
    health_.count_strike(tick.tick, strikes_, static_cast<std::uint32_t>(met_.needles.size()), bone);
    strokes_.count_strike(tick.under->zone);
    if (pen_.rhythm == device::Rhythm::kShot) tell_shot(tick, out);
    out.append(record_);
}

void Needling::hash_into(Sha256& hash) const {
    const auto words = strokes_.digest_words();
    hash.add(std::as_bytes(std::span(words)));
    const std::uint64_t more[] = {strikes_, rate_mhz_, touching_, was_touching_, stretched_, dry_};
    hash.add(std::as_bytes(std::span(more)));
    for (const auto& part : {rhythm_.digest_words(), health_.digest_words()}) hash.add(std::as_bytes(std::span(part)));
    hash.add(std::as_bytes(std::span(&last_on_skin_, 1)));
}

}  // namespace np::simulation
