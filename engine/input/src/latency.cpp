#include "needlepoint/input/latency.h"

#include <algorithm>

namespace np::input {

void LatencyMeter::used(std::int64_t arrived_us) {
    if (!waiting_ || arrived_us < oldest_us_) oldest_us_ = arrived_us;
    waiting_ = true;
}

void LatencyMeter::presented(std::int64_t now_us) {
    if (!waiting_) return;
    waiting_ = false;
    kept_us_[next_] = static_cast<std::int32_t>(std::clamp<std::int64_t>(now_us - oldest_us_, 0, 60'000'000));
    next_ = (next_ + 1) % kKept;
    count_ = std::min(count_ + 1, kKept);
}

double LatencyMeter::quantile_ms(double share) const {
    if (count_ == 0) return 0;
    std::array<std::int32_t, kKept> sorted = kept_us_;
    const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(count_);
    std::sort(sorted.begin(), end);
    const auto at = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_ - 1) + 0.5);
    return sorted[at] / 1000.0;
}

double LatencyMeter::latest_ms() const {
    return count_ == 0 ? 0 : kept_us_[(next_ + kKept - 1) % kKept] / 1000.0;
}

}  // namespace np::input
