// Movements of the hand on the skin: where one begins, where it ends, and what it was like.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"
#include "needlepoint/sdk/events.hpp"

namespace np::simulation {

// The tip on the skin at one tick.
struct TipOnSkin {
    geometry::Vec3 position, normal;
    std::uint32_t zone = NP_NO_ZONE;
    double force_n = 0;
    bool stretched = false;
    bool dry = false;
    bool motor_on = false;
    std::uint32_t needle_length_um = 0;
};

class StrokeTracker {
  public:
    // Of this instrument.
    static Expected<StrokeTracker> create(const Parameters& parameters, const anatomy::ZoneTable& table,
                                          std::string instrument);

    // One tick on the skin, or off it. Writes stroke_begin and stroke_end as they come.
    void on_skin(sdk::Tick tick, const TipOnSkin& tip, sdk::EventBuffer& out);
    void off_skin(sdk::Tick tick, sdk::EventBuffer& out);
    void count_strike(std::uint32_t zone);

    bool active() const { return active_; }
    std::uint32_t stroke() const { return stroke_; }
    double speed_mm_s() const { return speed_mm_s_; }
    // Heading of the present movement; empty until it has moved far enough to have one.
    std::optional<geometry::Vec3> heading() const;
    // For the state hash.
    std::array<std::uint64_t, 4> digest_words() const;

  private:
    struct Limits {
        double turn_cos, heading_from_mm, stamp_below_mm, still_below_mm_s, slow_below_mm_s, fast_above_mm_s;
    };
    StrokeTracker(const Limits& limits, const anatomy::ZoneTable& table, std::string instrument)
        : limits_(limits), table_(&table), instrument_(std::move(instrument)) {}

    void begin(sdk::Tick tick, const TipOnSkin& tip, sdk::EventBuffer& out);
    void end(sdk::Tick tick, bool lifted, sdk::EventBuffer& out);
    void measure_speed(const TipOnSkin& tip);
    bool turned(const TipOnSkin& tip);
    bool changed_zone(const TipOnSkin& tip);
    std::uint32_t main_zone() const;
    std::int64_t direction_mdeg(std::uint32_t zone) const;

    static constexpr std::size_t kSpeedTicks = 20;

    Limits limits_;
    const anatomy::ZoneTable* table_;
    std::string instrument_;
    bool active_ = false;
    std::uint32_t stroke_ = 0, zone_ = NP_NO_ZONE, zone_ticks_away_ = 0;
    sdk::Tick began_ = 0;
    geometry::Vec3 start_, last_, anchor_, heading_, normal_;
    bool has_heading_ = false;
    std::array<geometry::Vec3, kSpeedTicks> trail_{};
    std::uint64_t ticks_ = 0;
    double speed_mm_s_ = 0, length_mm_ = 0, force_sum_n_ = 0;
    std::uint32_t strikes_ = 0, stretched_ms_ = 0, dry_ms_ = 0, still_ms_ = 0, longest_still_ms_ = 0, slow_ms_ = 0,
                  fast_ms_ = 0;
    std::uint32_t needle_length_um_ = 0;
    std::map<std::uint32_t, std::uint32_t> strikes_by_zone_;
};

}  // namespace np::simulation
