#include "needlepoint/input/guard.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace np::input {

namespace {

bool finite(geometry::Vec3 v) {
    return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z);
}
template <std::size_t N>
bool finite(const std::array<double, N>& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); });
}
template <std::size_t N>
bool within(const std::array<double, N>& numbers, double low, double high) {
    return std::all_of(numbers.begin(), numbers.end(), [&](double x) { return x >= low && x <= high; });
}
bool within_mm(geometry::Vec3 v, double most) {
    return std::abs(v.x) <= most && std::abs(v.y) <= most && std::abs(v.z) <= most;
}
double size_of(const Turn& t) {
    return std::sqrt(t.w * t.w + t.x * t.x + t.y * t.y + t.z * t.z);
}

// a - b without overflow; at the ends of the range the sign is what counts.
std::int64_t difference(std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (!__builtin_sub_overflow(a, b, &result)) return result;
    return a < b ? std::numeric_limits<std::int64_t>::min() / 4 : std::numeric_limits<std::int64_t>::max() / 4;
}

}  // namespace

std::string_view to_word(Refusal refusal) {
    switch (refusal) {
        case Refusal::kNotANumber:
            return "not a number";
        case Refusal::kOutOfRange:
            return "out of range";
        case Refusal::kClock:
            return "time went wrong";
        case Refusal::kTooFast:
            return "too fast";
        case Refusal::kDamaged:
            return "damaged message";
    }
    return "unknown";
}

std::uint64_t Counts::refused_in_all() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : refused) sum += count;
    return sum;
}

// A device's time has to go on, and about as fast as ours. One that was restarted has another clock: it is believed
// again once it has been of one mind for a while.
bool Guard::in_time(const RawPenSample& sample) {
    if (!sample.own_clock || !started_) return true;
    const std::int64_t step = difference(sample.time_us, time_us_);
    const std::int64_t waited = std::max<std::int64_t>(0, difference(sample.arrived_us, arrived_us_));
    // What is pressed or let go in the same moment as a movement must not be lost.
    const bool pressed = sample.buttons != buttons_;
    if ((step > 0 || (step == 0 && pressed)) && step <= waited + limits_.most_leap_us) {
        odd_ = false;
        return true;
    }
    const std::int64_t odd_step = difference(sample.time_us, odd_time_us_);
    const bool goes_on = odd_ && odd_step > 0 && odd_step <= limits_.most_leap_us;
    odd_time_us_ = sample.time_us;
    if (!goes_on) {
        odd_ = true;
        odd_since_us_ = sample.arrived_us;
        return false;
    }
    if (difference(sample.arrived_us, odd_since_us_) < limits_.new_clock_us) return false;
    odd_ = false;
    time_us_ = sample.time_us - limits_.a_sample_every_us;
    return true;
}

bool Guard::seldom_enough(const RawPenSample& sample) {
    if (started_ && sample.own_clock && sample.buttons == buttons_ &&
        difference(sample.time_us, time_us_) < limits_.least_spacing_us)
        return false;
    const std::int64_t most = limits_.most_at_once * limits_.a_sample_every_us;
    if (!started_) credit_us_ = most;
    const std::int64_t waited =
        started_ ? std::clamp<std::int64_t>(difference(sample.arrived_us, credit_at_us_), 0, most) : 0;
    credit_us_ = std::min(most, credit_us_ + waited);
    credit_at_us_ = std::max(credit_at_us_, sample.arrived_us);
    if (credit_us_ < limits_.a_sample_every_us) return false;
    credit_us_ -= limits_.a_sample_every_us;
    return true;
}

std::optional<Refusal> Guard::judge(const RawPenSample& s) {
    if ((s.position_mm && !finite(*s.position_mm)) || (s.pressure && !std::isfinite(*s.pressure)) ||
        (s.tilt_deg && !finite(*s.tilt_deg)) || (s.place && !finite(*s.place)) || (s.push && !finite(*s.push)) ||
        (s.orientation && !std::isfinite(size_of(*s.orientation))) || (s.axis && !finite(*s.axis)))
        return Refusal::kNotANumber;
    if (s.position_mm && !within_mm(*s.position_mm, limits_.most_mm)) return Refusal::kOutOfRange;
    if (s.orientation && std::abs(size_of(*s.orientation) - 1) > 0.05) return Refusal::kOutOfRange;
    if (s.axis && std::abs(length(*s.axis) - 1) > 0.05) return Refusal::kOutOfRange;
    if (s.pressure && (*s.pressure < 0 || *s.pressure > 1)) return Refusal::kOutOfRange;
    if (s.tilt_deg && !within(*s.tilt_deg, -90, 90)) return Refusal::kOutOfRange;
    if (s.place && !within(*s.place, 0, 1)) return Refusal::kOutOfRange;
    if (s.push && !within(*s.push, -1.05, 1.05)) return Refusal::kOutOfRange;
    if (!in_time(s)) return Refusal::kClock;
    if (!seldom_enough(s)) return Refusal::kTooFast;
    return std::nullopt;
}

std::optional<Refusal> Guard::look(const RawPenSample& sample) {
    const auto refusal = judge(sample);
    if (refusal) {
        ++counts_.refused[static_cast<std::size_t>(*refusal)];
        return refusal;
    }
    ++counts_.taken;
    started_ = true;
    time_us_ = sample.time_us;
    arrived_us_ = sample.arrived_us;
    buttons_ = sample.buttons;
    return std::nullopt;
}

std::optional<Refusal> Guard::look_again(const PenSample& s) {
    std::optional<Refusal> refusal;
    if ((s.pose && !(finite(s.pose->tip_mm) && finite(s.pose->axis))) || (s.press_n && !std::isfinite(*s.press_n)))
        refusal = Refusal::kNotANumber;
    else if ((s.pose && (!within_mm(s.pose->tip_mm, limits_.most_mm) || std::abs(length(s.pose->axis) - 1) > 0.01)) ||
             (s.press_n && (*s.press_n < 0 || *s.press_n > 50)))
        refusal = Refusal::kOutOfRange;
    if (refusal) {
        --counts_.taken;
        ++counts_.refused[static_cast<std::size_t>(*refusal)];
    }
    return refusal;
}

}  // namespace np::input
