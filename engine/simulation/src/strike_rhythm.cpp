#include "strike_rhythm.h"

#include "needlepoint/sdk/math.h"

namespace np::simulation {

namespace {
constexpr std::uint32_t kMillion = 1'000'000;
}

void StrikeRhythm::turn_motor(const Tick& tick) {
    const bool run = tick.fitted && tick.motor_on;
    if (!run) return motor_.stop();
    // A stalled motor keeps its phase; one that is switched on begins a new turn.
    if (!was_down_) motor_.start(tick.rate_mhz);
    motor_.change_rate(tick.rate_mhz);
    motor_.tick([this](std::uint32_t at) { at_.push_back(at); });
}

void StrikeRhythm::roll(const Tick& tick) {
    if (!tick.fitted || !tick.touching) {
        rolled_nm_ = 0;  // put down anew, the drum lies where it lies
        return;
    }
    const auto way_nm = static_cast<std::uint64_t>(np_round(np_clamp(tick.way_mm, 0, 1000) * 1e6));
    const std::uint64_t before = rolled_nm_;
    rolled_nm_ += way_nm;
    for (std::uint64_t row = pitch_nm_; row <= rolled_nm_; row += pitch_nm_) {
        const std::uint64_t at = (row - before) * std::uint64_t{kMillion} / way_nm;
        at_.push_back(static_cast<std::uint32_t>(at < kMillion ? at : kMillion - 1));
    }
    rolled_nm_ %= pitch_nm_;
}

const std::vector<std::uint32_t>& StrikeRhythm::strikes(const Tick& tick) {
    at_.clear();
    switch (rhythm_) {
        case device::Rhythm::kMotor:
            turn_motor(tick);
            was_down_ = tick.fitted && tick.motor_on;
            break;
        case device::Rhythm::kTravel:
            roll(tick);
            break;
        case device::Rhythm::kPress:
        case device::Rhythm::kShot: {
            const bool down = tick.fitted && tick.touching && tick.pressed;
            const bool ready = rhythm_ == device::Rhythm::kPress || (tick.motor_on && charged(tick.tick, tick.power));
            if (down && !was_down_ && ready) {
                at_.push_back(kMillion - 1);  // where the hand has come down to
                shot_ = true;
                last_shot_ = tick.tick;
            }
            was_down_ = down;
        }
    }
    return at_;
}

std::vector<std::uint64_t> StrikeRhythm::digest_words() const {
    return {motor_.rate_mhz(), motor_.phase_millionths(), rolled_nm_, was_down_, shot_, last_shot_};
}

}  // namespace np::simulation
