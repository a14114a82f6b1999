// What the hand does, as it was heard of, by the visit's time. Answers what it does at a tick from nothing but what had
// been heard of by then, so the pictures drawn in between make no difference.
#pragma once

#include <deque>
#include <optional>

#include "needlepoint/input/sample.h"

namespace np::app {

// What the person does with the hand.
struct HandInput {
    double cursor_x = 0, cursor_y = 0;  // pixels
    bool cursor_moved = false;
    bool over_panel = false;        // the cursor is on a panel: the hand stays where it is
    bool press = false;             // button, Space, toggle-hold, or the device's tip
    double move_x = 0, move_y = 0;  // keys and sticks: -1..1; y upwards
    double tilt_x = 0, tilt_y = 0;  // wrist, likewise
    double travel_mm_s = 0;         // keys that press more or less
    double travel_step_mm = 0;      // the wheel, at once
    bool planting = false;          // C is down: the cursor moves the free hand's pull
    double assist = 0;              // 0..1
    // What only some devices tell.
    std::optional<std::array<double, 2>> wrist_deg;  // as `tilt_deg` of a pen sample
    std::optional<double> force_n;
    std::optional<input::PenPose> pose;  // of a tracked pen; the cursor then means nothing
    bool lost = false;                   // a tracker does not see the pen
    input::DeviceClass device = input::DeviceClass::kMouse;
    std::uint32_t observed = 0;
};

class HandTrack {
  public:
    // The hand does this from `at_ms` of the visit on; cursor and pose get there within `span_ms`. In order of time.
    void add(const HandInput& input, double at_ms, double span_ms);
    // What it does at `at_ms`, which never goes back. Nothing: it has not been heard of yet.
    std::optional<HandInput> at(double at_ms);

  private:
    struct Heard {
        HandInput input;
        double at_ms, span_ms;
    };
    HandInput between(double at_ms) const;
    std::deque<Heard> ahead_;
    std::optional<Heard> now_;
    HandInput from_;
};

}  // namespace np::app
