// When needles strike: at a motor's rate, with the hand's way, or at its press.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/device/motor.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/sdk/events.hpp"

namespace np::simulation {

class StrikeRhythm {
  public:
    StrikeRhythm(device::Rhythm rhythm, std::uint32_t row_pitch_um, std::uint32_t shot_every_ms)
        : rhythm_(rhythm), pitch_nm_(1000ull * row_pitch_um), shot_every_ms_(shot_every_ms) {}

    struct Tick {
        sdk::Tick tick = 0;
        bool fitted = false;         // there are needles in the device
        bool motor_on = false;       // or a hand-piece that is switched on
        bool touching = false;       // skin
        bool pressed = false;        // by the hand
        std::uint32_t rate_mhz = 0;  // of the motor under its load
        double way_mm = 0;           // over the skin since the last tick
        double power = 1;            // of the hand-piece: how fast it charges against how fast it should
    };
    // The strikes of this tick, in millionths of it, rising. A motor also strikes the air.
    const std::vector<std::uint32_t>& strikes(const Tick& tick);

    // Whether a hand-piece has charged since its last shot.
    bool charged(sdk::Tick tick, double power = 1) const {
        return power > 0 && (!shot_ || static_cast<double>(tick - last_shot_) * power >= shot_every_ms_);
    }
    std::vector<std::uint64_t> digest_words() const;

  private:
    void turn_motor(const Tick& tick);
    void roll(const Tick& tick);

    device::Rhythm rhythm_;
    std::uint64_t pitch_nm_;
    std::uint32_t shot_every_ms_;
    device::Motor motor_;
    std::uint64_t rolled_nm_ = 0;  // since the last row
    bool was_down_ = false, shot_ = false;
    sdk::Tick last_shot_ = 0;
    std::vector<std::uint32_t> at_;
};

}  // namespace np::simulation
