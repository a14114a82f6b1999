#include "hand_path.h"

#include <algorithm>

namespace np::simulation {

namespace {

constexpr double kQ30 = 1073741824.0;
constexpr std::int32_t kStrongestPressMn = 50'000;

// Rounded towards `a`. `whole` is at most a million, so the way times `part` is below 2^52 and a quotient that is not
// whole lies farther from the next whole number than rounding moves it: the division gives what integers would.
std::int32_t lerp(std::int32_t a, std::int32_t b, std::int64_t part, std::int64_t whole) {
    const auto way = static_cast<double>((static_cast<std::int64_t>(b) - a) * part);
    return static_cast<std::int32_t>(a + static_cast<std::int64_t>(way / static_cast<double>(whole)));
}

std::array<std::int32_t, 3> lerp(const std::array<std::int32_t, 3>& a, const std::array<std::int32_t, 3>& b,
                                 std::int64_t part, std::int64_t whole) {
    return {lerp(a[0], b[0], part, whole), lerp(a[1], b[1], part, whole), lerp(a[2], b[2], part, whole)};
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

geometry::Vec3 HandPose::tip_mm() const {
    return {tip_um[0] * 1e-3, tip_um[1] * 1e-3, tip_um[2] * 1e-3};
}

geometry::Vec3 HandPose::axis() const {
    return normalized(geometry::Vec3{axis_q30[0] / kQ30, axis_q30[1] / kQ30, axis_q30[2] / kQ30});
}

HandPose between(const HandPose& a, const HandPose& b, std::uint32_t millionths) {
    return {lerp(a.tip_um, b.tip_um, millionths, 1'000'000), lerp(a.axis_q30, b.axis_q30, millionths, 1'000'000)};
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
    ++samples_;
    return true;
}

void HandPath::advance() {
    before_ = now_;
    if (step_ < steps_) ++step_;
    now_ = {lerp(from_.tip_um, to_.tip_um, step_, steps_), lerp(from_.axis_q30, to_.axis_q30, step_, steps_)};
}

double HandPath::force_n() const {
    return std::max(0, latest_.press_mn) * 1e-3;
}
geometry::Vec3 HandPath::free_hand_mm() const {
    return scaled(latest_.free_hand_um, 1000.0);
}
geometry::Vec3 HandPath::stretch() const {
    return scaled(latest_.stretch_q30, kQ30);
}

}  // namespace np::simulation
