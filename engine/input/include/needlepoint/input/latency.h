// From a sample's arrival to the frame that shows it, measured inside the program. Times are given, none is asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace np::input {

class LatencyMeter {
  public:
    // A sample that arrived then went into the picture that is being drawn. The oldest since the last frame counts.
    void used(std::int64_t arrived_us);
    // The picture is on the screen (or was handed to it).
    void presented(std::int64_t now_us);
    std::size_t frames() const { return count_; }
    // Milliseconds that this share of the latest 512 frames stayed within; 0 before the first.
    double quantile_ms(double share) const;
    double latest_ms() const;

  private:
    static constexpr std::size_t kKept = 512;
    std::array<std::int32_t, kKept> kept_us_{};
    std::size_t count_ = 0, next_ = 0;
    std::int64_t oldest_us_ = 0;
    bool waiting_ = false;
};

}  // namespace np::input
