#include "hand_path.h"

#include <algorithm>

namespace np::simulation {

namespace {

constexpr std::int32_t kStrongestPressMn = 50'000;

// `part` of `whole` of the way from a to b, rounded towards a. `whole` is at most a million, so the way times `part` is
// below 2^52 and a quotient that is not whole lies farther from the next whole number than rounding moves it: the
// division gives what integers would.
HandPose lerp(const HandPose& a, const HandPose& b, std::int64_t part, std::int64_t whole) {
    // All six divisions side by side.
    std::array<double, 6> way{};
    for (std::size_t i = 0; i < 3; ++i) {
        way[i] = static_cast<double>((static_cast<std::int64_t>(b.tip_um[i]) - a.tip_um[i]) * part);
        way[3 + i] = static_cast<double>((static_cast<std::int64_t>(b.axis_q30[i]) - a.axis_q30[i]) * part);
    }
    for (double& each : way) each = each / static_cast<double>(whole);
    HandPose pose;
    for (std::size_t i = 0; i < 3; ++i) {
        pose.tip_um[i] = static_cast<std::int32_t>(a.tip_um[i] + static_cast<std::int64_t>(way[i]));
        pose.axis_q30[i] = static_cast<std::int32_t>(a.axis_q30[i] + static_cast<std::int64_t>(way[3 + i]));
    }
    return pose;
}

geometry::Vec3 scaled(const std::int32_t (&v)[3], double unit) {
    return {v[0] / unit, v[1] / unit, v[2] / unit};
}

bool is_unit(const std::int32_t (&q)[3]) {
    const geometry::Vec3 v = scaled(q, kQ30);
    const double square = dot(v, v);
    return square > 0.98 && square < 1.02;
}

}  // namespace

HandPose between(const HandPose& a, const HandPose& b, std::uint32_t millionths) {
    return lerp(a, b, millionths, 1'000'000);
}

bool HandPath::take(const sdk::event::hand& sample) {
    if (!is_unit(sample.axis_q30)) return false;
    const std::uint64_t gap = samples_ == 0 ? 0 : sample.tick - latest_.tick;
    HandPose pose;
    std::copy_n(sample.tip_um, 3, pose.tip_um.begin());
    std::copy_n(sample.axis_q30, 3, pose.axis_q30.begin());
    const bool jump = samples_ == 0 || gap == 0 || gap > kLongestGapTicks;
    from_ = jump ? pose : now_;
    to_ = pose;
    steps_ = jump ? 1 : static_cast<std::uint32_t>(gap);
    step_ = 0;
    if (samples_ == 0) now_ = pose;
    latest_ = sample;
    latest_.press_mn = std::min(sample.press_mn, kStrongestPressMn);
    force_n_ = std::max(0, latest_.press_mn) * 1e-3;
    const geometry::Vec3 pull = scaled(sample.stretch_q30, kQ30);
    stretch_ = {normalized(pull), length(pull)};
    ++samples_;
    return true;
}

void HandPath::advance() {
    before_ = now_;
    if (step_ < steps_) ++step_;
    now_ = step_ == steps_ ? to_ : lerp(from_, to_, step_, steps_);
}

geometry::Vec3 HandPath::free_hand_mm() const {
    return scaled(latest_.free_hand_um, 1000.0);
}

}  // namespace np::simulation
