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

bool QualityPicker::add_frame(double milliseconds) {
    if (settled_) return false;
    constexpr int kUncounted = 2;
    const int counted = frames_ - kUncounted;
    ++frames_;
    if (counted < 0) return false;
    times_[static_cast<std::size_t>(counted)] = milliseconds;
    if (counted + 1 < static_cast<int>(times_.size())) return false;

    auto sorted = times_;
    std::sort(sorted.begin(), sorted.end());
    const double median = sorted[sorted.size() / 2];
    frames_ = 0;
    if (median <= target_ms_ || quality_ == Quality::kLiteHalf) {
        settled_ = true;
        return false;
    }
    // Lite takes about half the time of full; when even that is not enough, don't make the user watch the step between.
    const bool hopeless = quality_ == Quality::kFull && median > 3.5 * target_ms_;
    quality_ = quality_ == Quality::kLite || hopeless ? Quality::kLiteHalf : Quality::kLite;
    return true;
}

}  // namespace np::render
