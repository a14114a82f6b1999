#include "stroke_tracker.h"

#include <cstring>

#include "needlepoint/sdk/math.h"

namespace np::simulation {

using geometry::Vec3;

namespace {
// A zone has to be left for so long before the movement counts as one in the next zone: edges are not walls.
constexpr std::uint32_t kZoneAwayTicks = 150;
}  // namespace

Expected<StrokeTracker> StrokeTracker::create(const Parameters& parameters, const anatomy::ZoneTable& table,
                                              std::string instrument) {
    Limits limits{};
    const auto turn = parameters.need("hand.turn_deg");
    if (!turn) return tl::unexpected(turn.error());
    limits.turn_cos = np_cos(*turn * NP_PI / 180);
    for (auto [key, value] : {std::pair{"hand.heading_from_mm", &limits.heading_from_mm},
                              std::pair{"hand.stamp_below_mm", &limits.stamp_below_mm},
                              std::pair{"hand.still_below_mm_s", &limits.still_below_mm_s},
                              std::pair{"hand.slow_below_mm_s", &limits.slow_below_mm_s},
                              std::pair{"hand.fast_above_mm_s", &limits.fast_above_mm_s}}) {
        const auto number = parameters.need(key);
        if (!number) return tl::unexpected(number.error());
        *value = *number;
    }
    return StrokeTracker(limits, table, std::move(instrument));
}

std::optional<Vec3> StrokeTracker::heading() const {
    return active_ && has_heading_ ? std::optional(heading_) : std::nullopt;
}

void StrokeTracker::begin(sdk::Tick tick, const TipOnSkin& tip, sdk::EventBuffer& out) {
    active_ = true;
    ++stroke_;
    zone_ = tip.zone;
    zone_ticks_away_ = 0;
    began_ = tick;
    start_ = last_ = anchor_ = tip.position;
    normal_ = tip.normal;
    has_heading_ = false;
    length_mm_ = force_sum_n_ = 0;
    strikes_ = stretched_ms_ = dry_ms_ = still_ms_ = longest_still_ms_ = slow_ms_ = fast_ms_ = 0;
    needle_length_um_ = tip.needle_length_um;
    strikes_by_zone_.clear();

    sdk::event::stroke_begin event;
    event.tick = tick;
    event.stroke = stroke_;
    event.zone = tip.zone;
    event.tip_um[0] = static_cast<std::int32_t>(np_round(tip.position.x * 1000));
    event.tip_um[1] = static_cast<std::int32_t>(np_round(tip.position.y * 1000));
    event.tip_um[2] = static_cast<std::int32_t>(np_round(tip.position.z * 1000));
    event.motor_on = tip.motor_on ? 1 : 0;
    event.instrument = instrument_;
    out.append(event);
}

void StrokeTracker::measure_speed(const TipOnSkin& tip) {
    const std::size_t at = ticks_ % kSpeedTicks;
    if (ticks_ == 0) trail_.fill(tip.position);
    speed_mm_s_ = length(tip.position - trail_[at]) / kSpeedTicks * 1000;
    trail_[at] = tip.position;
    ++ticks_;
}

bool StrokeTracker::turned(const TipOnSkin& tip) {
    const Vec3 way = tip.position - anchor_;
    if (dot(way, way) < limits_.heading_from_mm * limits_.heading_from_mm) return false;
    const Vec3 now = normalized(way);
    anchor_ = tip.position;
    if (!has_heading_) {
        heading_ = now;
        has_heading_ = true;
        return false;
    }
    if (dot(now, heading_) < limits_.turn_cos) return true;
    heading_ = now;
    return false;
}

bool StrokeTracker::changed_zone(const TipOnSkin& tip) {
    zone_ticks_away_ = tip.zone == zone_ || tip.zone == NP_NO_ZONE ? 0 : zone_ticks_away_ + 1;
    if (zone_ticks_away_ <= kZoneAwayTicks) return false;
    // Set down on the edge, a movement belongs to the zone that it is in.
    if (main_zone() != tip.zone) return true;
    zone_ = tip.zone;
    zone_ticks_away_ = 0;
    return false;
}

void StrokeTracker::on_skin(sdk::Tick tick, const TipOnSkin& tip, sdk::EventBuffer& out) {
    measure_speed(tip);
    if (active_ && (tip.needle_length_um != needle_length_um_ || turned(tip) || changed_zone(tip)))
        end(tick, false, out);
    if (!active_) begin(tick, tip, out);
    length_mm_ += length(tip.position - last_);
    last_ = tip.position;
    force_sum_n_ += tip.force_n;
    stretched_ms_ += tip.stretched ? 1 : 0;
    dry_ms_ += tip.dry ? 1 : 0;
    still_ms_ = speed_mm_s_ < limits_.still_below_mm_s ? still_ms_ + 1 : 0;
    if (still_ms_ > longest_still_ms_) longest_still_ms_ = still_ms_;
    // The first moments of a movement have no speed yet.
    if (tick - began_ < kSpeedTicks) return;
    slow_ms_ += speed_mm_s_ < limits_.slow_below_mm_s ? 1 : 0;
    fast_ms_ += speed_mm_s_ > limits_.fast_above_mm_s ? 1 : 0;
}

void StrokeTracker::off_skin(sdk::Tick tick, sdk::EventBuffer& out) {
    if (active_) end(tick, true, out);
    ticks_ = 0;
    speed_mm_s_ = 0;
}

void StrokeTracker::count_strike(std::uint32_t zone) {
    ++strikes_;
    ++strikes_by_zone_[zone];
}

std::uint32_t StrokeTracker::main_zone() const {
    std::uint32_t best = zone_, most = 0;
    for (const auto& [zone, count] : strikes_by_zone_) {
        if (count <= most) continue;
        best = zone;
        most = count;
    }
    return best;
}

std::int64_t StrokeTracker::direction_mdeg(std::uint32_t zone) const {
    const Vec3 way = last_ - start_;
    if (zone >= table_->zones.size() || length(way) < limits_.stamp_below_mm) return -1;
    const Vec3 axis = table_->zones[zone].long_axis;
    const Vec3 u = normalized(axis - dot(axis, normal_) * normal_);
    const Vec3 v = cross(normal_, u);
    double degrees = np_atan2(dot(way, v), dot(way, u)) * 180 / NP_PI;
    if (degrees < 0) degrees += 180;
    const std::int64_t mdeg = np_round(degrees * 1000);
    return mdeg >= 180'000 ? mdeg - 180'000 : mdeg;
}

void StrokeTracker::end(sdk::Tick tick, bool lifted, sdk::EventBuffer& out) {
    active_ = false;
    const auto duration = static_cast<std::uint32_t>(tick - began_);
    sdk::event::stroke_end event;
    event.tick = tick;
    event.zone = main_zone();
    event.direction_mdeg = direction_mdeg(event.zone);
    event.stroke = stroke_;
    event.length_um = static_cast<std::uint32_t>(np_round(length_mm_ * 1000));
    event.duration_ms = duration;
    if (duration > 0) {
        event.mean_speed_um_s = static_cast<std::uint32_t>(np_round(length_mm_ * 1e6 / duration));
        event.mean_force_mn = static_cast<std::int32_t>(np_round(force_sum_n_ * 1000 / duration));
    }
    event.strikes = strikes_;
    event.stretched_ms = stretched_ms_;
    event.dry_ms = dry_ms_;
    event.still_ms = longest_still_ms_;
    event.slow_ms = slow_ms_;
    event.fast_ms = fast_ms_;
    event.lifted = lifted ? 1 : 0;
    event.instrument = instrument_;
    out.append(event);
}

std::array<std::uint64_t, 4> StrokeTracker::digest_words() const {
    const auto bits = [](double value) {
        std::uint64_t word;
        static_assert(sizeof word == sizeof value);
        std::memcpy(&word, &value, sizeof word);
        return word;
    };
    return {(static_cast<std::uint64_t>(stroke_) << 1) | (active_ ? 1u : 0u), bits(length_mm_), bits(force_sum_n_),
            (static_cast<std::uint64_t>(strikes_) << 32) | stretched_ms_};
}

}  // namespace np::simulation
