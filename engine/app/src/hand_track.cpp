#include "hand_track.h"

#include <algorithm>

namespace np::app {

using geometry::Vec3;

namespace {
constexpr std::size_t kMostAhead = 4096;

double mixed(double a, double b, double t) {
    return a + (b - a) * t;
}
Vec3 mixed(Vec3 a, Vec3 b, double t) {
    return a + t * (b - a);
}
}  // namespace

void HandTrack::add(const HandInput& input, double at_ms, double span_ms) {
    if (ahead_.size() >= kMostAhead) ahead_.pop_front();
    ahead_.push_back({input, at_ms, std::max(0.0, span_ms)});
}

HandInput HandTrack::between(double at_ms) const {
    HandInput input = now_->input;
    const double part = now_->span_ms > 0 ? std::clamp((at_ms - now_->at_ms) / now_->span_ms, 0.0, 1.0) : 1.0;
    input.cursor_x = mixed(from_.cursor_x, input.cursor_x, part);
    input.cursor_y = mixed(from_.cursor_y, input.cursor_y, part);
    if (input.pose && from_.pose) {
        input.pose->tip_mm = mixed(from_.pose->tip_mm, input.pose->tip_mm, part);
        const Vec3 axis = mixed(from_.pose->axis, input.pose->axis, part);
        if (length(axis) > 0.1) input.pose->axis = normalized(axis);
    }
    if (input.force_n && from_.force_n) input.force_n = mixed(*from_.force_n, *input.force_n, part);
    return input;
}

std::optional<HandInput> HandTrack::at(double at_ms) {
    double step_mm = 0;
    while (!ahead_.empty() && ahead_.front().at_ms <= at_ms) {
        Heard next = ahead_.front();
        ahead_.pop_front();
        step_mm += next.input.travel_step_mm;
        if (now_) {
            from_ = between(next.at_ms);
            // Who does not speak of the cursor leaves it where it is.
            if (!next.input.cursor_moved) {
                next.input.cursor_x = now_->input.cursor_x, next.input.cursor_y = now_->input.cursor_y;
                next.input.cursor_moved = now_->input.cursor_moved;
            }
        } else {
            from_ = next.input;
        }
        now_ = next;
    }
    if (!now_) return std::nullopt;
    HandInput input = between(at_ms);
    input.travel_step_mm = step_mm;
    return input;
}

}  // namespace np::app
