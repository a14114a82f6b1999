// When the needles strike: an integer phase, so that 116.7 strikes per second neither drift nor depend on rounding.
#pragma once

#include <cstdint>

namespace np::device {

// A value type; its members are the whole state. One tick is 1 ms.
class Motor {
  public:
    // Starts at phase zero: the first strike comes one full turn later.
    void start(std::uint32_t rate_mhz) {
        rate_mhz_ = rate_mhz;
        phase_ = 0;
    }
    void stop() { rate_mhz_ = 0; }
    // Keeps the phase.
    void change_rate(std::uint32_t rate_mhz) { rate_mhz_ = rate_mhz; }

    bool running() const { return rate_mhz_ != 0; }
    std::uint32_t rate_mhz() const { return rate_mhz_; }
    std::uint32_t phase_millionths() const { return phase_; }  // of a turn, 0..999999

    // Advances one tick; calls strike(at) for each strike in it, `at` = millionths of the tick, 0..999999, rising.
    template <class Strike>
    void tick(Strike&& strike) {
        if (rate_mhz_ == 0) return;
        // A rate of r mHz turns r millionths per millisecond.
        std::uint64_t ahead = kTurn - phase_;  // millionths of a turn until the next strike
        const std::uint64_t end = rate_mhz_;
        while (ahead <= end) {
            const std::uint64_t at = ahead * kTurn / rate_mhz_;
            strike(static_cast<std::uint32_t>(at < kTurn ? at : kTurn - 1));
            ahead += kTurn;
        }
        phase_ = static_cast<std::uint32_t>((phase_ + end) % kTurn);
    }

  private:
    static constexpr std::uint64_t kTurn = 1'000'000;
    std::uint32_t rate_mhz_ = 0;
    std::uint32_t phase_ = 0;
};

}  // namespace np::device
