// Needling for tests: strikes and strokes on the zones of a stage, written as short as they are meant.
#pragma once

#include "needlepoint/sdk/events.hpp"
#include "scorer_stage.h"

namespace np::test {

// What a strike is like unless the test says otherwise: upright, 1 N observed, wet, stretched, 30 mm/s.
struct Hand {
    std::uint32_t needles = 14;
    std::uint32_t set_depth_um = 1000;
    std::int32_t depth_um = 1000;
    std::uint32_t tilt_mdeg = 0;
    std::int32_t force_mn = 1000;
    std::uint32_t speed_um_s = 30000;
    std::uint32_t state = NP_STRIKE_STRETCHED | NP_STRIKE_FORCE_OBSERVED;
    std::uint32_t stroke = 1;
};

// All needles in one cell.
inline sdk::event::strike strike_in(const Stage& stage, std::uint32_t zone, std::uint32_t cell, sdk::Tick tick,
                                    const Hand& hand = {}) {
    sdk::event::strike strike;
    strike.tick = tick;
    strike.tilt_mdeg = hand.tilt_mdeg;
    strike.force_mn = hand.force_mn;
    strike.set_depth_um = hand.set_depth_um;
    strike.speed_um_s = hand.speed_um_s;
    strike.stroke = hand.stroke;
    strike.state = hand.state;
    strike.cell.assign(hand.needles, stage.cell(zone, cell));
    strike.zone.assign(hand.needles, static_cast<std::uint8_t>(zone));
    strike.depth_um.assign(hand.needles, hand.depth_um);
    strike.drag_um.assign(hand.needles, 0);
    return strike;
}

// One strike in each of the cells first .. last-1, `step_ticks` apart; returns the tick after the last.
inline sdk::Tick needle_cells(sdk::EventBuffer& events, const Stage& stage, std::uint32_t zone, std::uint32_t first,
                              std::uint32_t last, sdk::Tick tick, const Hand& hand = {}, sdk::Tick step_ticks = 8) {
    for (std::uint32_t k = first; k < last; ++k, tick += step_ticks)
        events.append(strike_in(stage, zone, k, tick, hand));
    return tick;
}

// How a stroke ends unless the test says otherwise: a gliding stroke, lifted, without any fault.
struct Movement {
    std::int64_t direction_mdeg = 0;
    bool lifted = true;
    double stretched_share = 1, off_speed_share = 0;
    std::uint32_t still_ms = 0;
};

// A stroke over the cells first .. last-1 of a zone, a strike in each; returns the tick after its end.
inline sdk::Tick stroke_over(sdk::EventBuffer& events, const Stage& stage, std::uint32_t zone, std::uint32_t first,
                             std::uint32_t last, sdk::Tick tick, Hand hand, const Movement& how = {}) {
    sdk::event::stroke_begin begin;
    begin.tick = tick;
    begin.stroke = hand.stroke;
    begin.zone = zone;
    begin.motor_on = 1;
    begin.instrument = "pen";
    events.append(begin);
    const sdk::Tick end_tick = needle_cells(events, stage, zone, first, last, tick + 1, hand);
    sdk::event::stroke_end end;
    end.tick = end_tick;
    end.direction_mdeg = how.direction_mdeg;
    end.stroke = hand.stroke;
    end.zone = zone;
    end.length_um = (last - first) * 1000;
    end.duration_ms = static_cast<std::uint32_t>(end_tick - tick);
    end.mean_speed_um_s = hand.speed_um_s;
    end.mean_force_mn = hand.force_mn;
    end.strikes = last - first;
    end.stretched_ms = static_cast<std::uint32_t>(how.stretched_share * end.duration_ms);
    end.slow_ms = static_cast<std::uint32_t>(how.off_speed_share * end.duration_ms);
    end.still_ms = how.still_ms;
    end.lifted = how.lifted ? 1 : 0;
    end.instrument = "pen";
    events.append(end);
    return end_tick + 1;
}

inline sdk::event::decide decision(sdk::Tick tick, const std::string& what, const std::string& reason = "") {
    sdk::event::decide event;
    event.tick = tick;
    event.decision = what;
    event.reason = reason;
    return event;
}

}  // namespace np::test
