// Strikes with the dial deeper than the device's label covers, where no doctor justified it. Clinical reference 1A and
// 8.3, OFFLABEL_DEPTH. Pure.
#pragma once

#include <cstdint>

namespace np::depth {

struct LabelWatch {
    double cap_mm = 0;  // 0: nothing is known of a label
    std::uint64_t strikes = 0, first_tick = 0, last_tick = 0;
    std::uint32_t highest_um = 0, zone = UINT32_MAX;  // the deepest dial; the zone of the first such strike

    void strike(std::uint32_t set_depth_um, std::uint32_t on_zone, std::uint64_t tick) {
        // Half a micrometre: settings are whole micrometres.
        if (cap_mm <= 0 || static_cast<double>(set_depth_um) <= cap_mm * 1000.0 + 0.5) return;
        if (strikes++ == 0) {
            first_tick = tick;
            zone = on_zone;
        }
        last_tick = tick;
        highest_um = set_depth_um > highest_um ? set_depth_um : highest_um;
    }
    // More than a slip.
    bool left(double least_strikes) const { return strikes > 0 && static_cast<double>(strikes) >= least_strikes; }
};

}  // namespace np::depth
