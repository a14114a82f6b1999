// Stands between a device and everything else: what is not a number, beyond reason, out of time or too often goes no
// further, and is counted by its reason.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "needlepoint/input/sample.h"

namespace np::input {

enum class Refusal : std::uint8_t {
    kNotANumber,  // NaN or infinite
    kOutOfRange,  // farther than a room, pressure or tilt that no device has, a turn that is none
    kClock,       // the device's time went backwards, stood still or leapt
    kTooFast,     // more than 1,000 samples a second
    kDamaged,     // bytes that no decoder understood
};
inline constexpr std::size_t kRefusals = 5;
std::string_view to_word(Refusal refusal);  // "not a number", "out of range", ...

struct Counts {
    std::uint64_t taken = 0;
    std::array<std::uint64_t, kRefusals> refused{};
    std::uint64_t refused_in_all() const;
    std::uint64_t of(Refusal refusal) const { return refused[static_cast<std::size_t>(refusal)]; }
};

struct GuardLimits {
    double most_mm = 5000;                  // from the device's origin
    std::int64_t least_spacing_us = 900;    // by the device's clock: 1 kHz, and a tenth for jitter
    std::int64_t a_sample_every_us = 1000;  // by the program's clock, in the mean
    std::int64_t most_at_once = 250;        // what may wait while the program draws a frame
    std::int64_t most_leap_us = 2'000'000;  // of the device's clock against the program's
    std::int64_t new_clock_us = 1'000'000;  // a device that was restarted is believed again after that
};

// One per device. No clock of its own: times come with the samples.
class Guard {
  public:
    explicit Guard(GuardLimits limits = {}) : limits_(limits) {}
    // Whether the sample may pass; if not, why. Counts either way.
    std::optional<Refusal> look(const RawPenSample& sample);
    // What came out of the calibration: finite and near the patient? Counts refusals only.
    std::optional<Refusal> look_again(const PenSample& sample);
    void damaged(std::uint64_t messages) { counts_.refused[static_cast<std::size_t>(Refusal::kDamaged)] += messages; }
    const Counts& counts() const { return counts_; }

  private:
    std::optional<Refusal> judge(const RawPenSample& sample);
    bool in_time(const RawPenSample& sample);
    bool seldom_enough(const RawPenSample& sample);

    GuardLimits limits_;
    Counts counts_;
    bool started_ = false;
    std::uint32_t buttons_ = 0;
    std::int64_t time_us_ = 0, arrived_us_ = 0;        // of the last sample that passed
    std::int64_t odd_since_us_ = 0, odd_time_us_ = 0;  // of a run of samples from another clock
    bool odd_ = false;
    std::int64_t credit_us_ = 0, credit_at_us_ = 0;
};

}  // namespace np::input
