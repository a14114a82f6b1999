#include <algorithm>

#include "needlepoint/render/renderer.h"

namespace np::render {

std::string_view quality_name(Quality quality) {
    switch (quality) {
        case Quality::kFull:
            return "full";
        case Quality::kLite:
            return "lite";
        case Quality::kLiteHalf:
            break;
    }
    return "lite, half resolution";
}

bool QualityPicker::step_down() {
    rehearsed_ = frames_ = 0;
    if (quality_ == Quality::kLiteHalf) return false;
    quality_ = static_cast<Quality>(static_cast<int>(quality_) + 1);
    return true;
}

bool QualityPicker::add_rehearsal(double milliseconds) {
    if (settled_) return false;
    constexpr int kUncounted = 1;
    const int counted = rehearsed_++ - kUncounted;
    if (counted < 0) return false;
    rehearsals_[static_cast<std::size_t>(counted)] = milliseconds;
    if (counted + 1 < static_cast<int>(rehearsals_.size())) return false;
    auto sorted = rehearsals_;
    std::sort(sorted.begin(), sorted.end());
    if (sorted[sorted.size() / 2] > whole_ms_ && step_down()) return true;
    settled_ = true;
    return false;
}

bool QualityPicker::add_frame(double milliseconds) {
    times_[static_cast<std::size_t>(frames_) % times_.size()] = milliseconds;
    const auto known =
        static_cast<std::ptrdiff_t>(std::min<std::size_t>(times_.size(), static_cast<std::size_t>(++frames_)));
    const auto longer_than = [&](double limit) {
        return std::count_if(times_.begin(), times_.begin() + known, [&](double t) { return t > limit; });
    };
    const bool full = known == static_cast<std::ptrdiff_t>(times_.size());
    const bool behind = longer_than(kLongFrame_ms) >= 3 || (full && 2 * longer_than(work_ms_) > known);
    return behind && step_down();
}

}  // namespace np::render
