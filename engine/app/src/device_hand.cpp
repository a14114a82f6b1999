#include "device_hand.h"

#include <algorithm>

namespace np::app {

namespace {

constexpr double kTouchN = 0.05;    // less is a pen that hovers
constexpr double kPushedIn = 0.12;  // of a 3D mouse's way towards the skin: set down
constexpr double kMostPushN = 4;

void follow_push(const input::PenSample& sample, HandInput& hand) {
    const auto& push = *sample.push;
    hand.move_x = std::clamp(hand.move_x + push[0], -1.0, 1.0);
    hand.move_y = std::clamp(hand.move_y + push[1], -1.0, 1.0);
    hand.tilt_x = std::clamp(hand.tilt_x + push[3], -1.0, 1.0);
    hand.tilt_y = std::clamp(hand.tilt_y + push[4], -1.0, 1.0);
    if (push[2] > kPushedIn) {
        hand.press = true;
        hand.force_n = (push[2] - kPushedIn) / (1 - kPushedIn) * kMostPushN;
    }
}

}  // namespace

void follow_device(const input::PenSample& sample, render::Size size, HandInput& hand) {
    hand.device = sample.device;
    hand.observed = sample.observed;
    hand.pose = sample.pose;
    if (sample.place) {
        hand.cursor_x = (*sample.place)[0] * size.width;
        hand.cursor_y = (*sample.place)[1] * size.height;
        hand.cursor_moved = true;
    }
    if (sample.push) follow_push(sample, hand);
    if (sample.tilt_deg) hand.wrist_deg = sample.tilt_deg;
    const bool touched = (sample.buttons & 1u) != 0 || (sample.press_n && *sample.press_n > kTouchN);
    if (!hand.over_panel && touched) hand.press = true;
    // A device that tells no pressure leaves the force to the wheel and the keys.
    if (sample.press_n && *sample.press_n > kTouchN) hand.force_n = sample.press_n;
}

}  // namespace np::app
