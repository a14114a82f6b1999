// Where the hand is at every tick: samples come 250 times a second, ticks 1000 times. Integers only.
#pragma once

#include <array>
#include <cstdint>

#include "needlepoint/geometry/vec3.h"
#include "needlepoint/sdk/events.hpp"

namespace np::simulation {

inline constexpr double kQ30 = 1073741824.0;

struct HandPose {
    std::array<std::int32_t, 3> tip_um{};
    std::array<std::int32_t, 3> axis_q30{0, 0, -(1 << 30)};

    geometry::Vec3 tip_mm() const { return {tip_um[0] * 1e-3, tip_um[1] * 1e-3, tip_um[2] * 1e-3}; }
    geometry::Vec3 axis() const {  // unit
        return normalized(geometry::Vec3{axis_q30[0] / kQ30, axis_q30[1] / kQ30, axis_q30[2] / kQ30});
    }

    // Asked every tick: number by number, since a call to compare so few bytes takes longer.
    friend bool operator==(const HandPose& a, const HandPose& b) {
        return same(a.tip_um, b.tip_um) && same(a.axis_q30, b.axis_q30);
    }
    static bool same(const std::array<std::int32_t, 3>& a, const std::array<std::int32_t, 3>& b) {
        return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
    }
};

// `millionths` of the way from `a` to `b`.
HandPose between(const HandPose& a, const HandPose& b, std::uint32_t millionths);

// How the free hand pulls at the skin.
struct Stretch {
    geometry::Vec3 direction;  // unit, or zero
    double tension = 0;
};

class HandPath {
  public:
    // Takes a sample of this tick. False, and the sample is dropped, if its axis is not a unit vector.
    bool take(const sdk::event::hand& sample);
    // Moves on to the next tick: the way between the last two samples is walked while waiting for a third.
    void advance();

    bool known() const { return samples_ > 0; }
    const HandPose& before() const { return before_; }  // at the end of the previous tick
    const HandPose& now() const { return now_; }
    // What the latest sample says besides the pose.
    bool pressed() const { return (latest_.buttons & 1u) != 0; }
    bool planted() const { return (latest_.buttons & 2u) != 0; }
    bool force_known() const { return latest_.press_mn >= 0; }
    // A mouse's force is modelled from the wheel, not felt by the hand; a synthetic hand knows its own.
    bool force_observed() const { return force_known() && ((latest_.observed & 4u) != 0 || latest_.device_class == 4); }
    bool angle_observed() const { return (latest_.observed & 2u) != 0 || latest_.device_class == 4; }
    double force_n() const { return force_n_; }
    geometry::Vec3 free_hand_mm() const;
    const Stretch& stretch() const { return stretch_; }
    // For the state hash.
    const sdk::event::hand& latest() const { return latest_; }

  private:
    static constexpr std::uint32_t kLongestGapTicks = 20;  // after more, the hand is taken to have jumped

    sdk::event::hand latest_;
    HandPose from_, to_, before_, now_;
    double force_n_ = 0;
    Stretch stretch_;
    std::uint32_t steps_ = 1, step_ = 0;
    std::uint64_t samples_ = 0;
};

}  // namespace np::simulation
