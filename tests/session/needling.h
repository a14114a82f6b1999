// A minute of needling as a hand does it, for figures of size and speed: 14 needles, 117 strikes per second, 250 hand
// samples per second; strokes of 60 mm at about 25 mm/s with tremor, and noise in depth and drag.
#pragma once

#include <cmath>

#include "made_records.h"

namespace np::session::test {

class Needling {
  public:
    explicit Needling(std::uint64_t seed) : numbers_(seed) {}

    // Appends the records of the next tick.
    void tick(sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
        const double t = static_cast<double>(tick_) / 1000, in_stroke = std::fmod(t, 3.0);
        const bool down = in_stroke < 2.6;
        const bool forward = static_cast<int>(t / 3) % 2 == 0;
        const double way = down ? in_stroke * 25 : 65 - (in_stroke - 2.6) * 10;
        // Tremor of a hand: 8 to 11 Hz, a few hundredths of a millimetre; and slow wander.
        const double x = (forward ? way : 65 - way) + 0.04 * std::sin(55 * t) + 0.3 * std::sin(1.7 * t);
        const double y = std::floor(t / 3) * 4 + 0.05 * std::sin(61 * t + 1) + 0.5 * std::sin(0.9 * t);
        const double z = down ? -0.2 + 0.03 * std::sin(40 * t) : 6 * std::sin((in_stroke - 2.6) * 7.85);
        const double lean = 0.05 * std::sin(1.1 * t) + 0.004 * std::sin(52 * t), tip = 0.04 * std::sin(0.8 * t + 2);
        const double unit = 1073741824.0, norm = std::sqrt(1 + lean * lean + tip * tip);
        if (tick_ % 4 == 0) {
            sdk::event::hand hand;
            hand.tick = tick_;
            set(hand.tip_um, x * 1000, y * 1000, z * 1000);
            set(hand.axis_q30, lean / norm * unit, tip / norm * unit, -unit / norm);
            hand.press_mn = down ? static_cast<std::int32_t>(1800 + 150 * std::sin(2 * t) + 20 * std::sin(57 * t)) : 0;
            hand.buttons = down ? 3 : 2;
            set(hand.free_hand_um, 20000, std::floor(t / 3) * 4000 + 15000, 0);
            set(hand.stretch_q30, 0, 0.6 * unit, 0);
            hand.device_class = 4;
            inputs.append(hand);
        }
        phase_ += 117;
        if (phase_ >= 1000) {
            phase_ -= 1000;
            if (down) strike(x, y, z, lean / norm * unit, tip / norm * unit, unit / norm, events);
        }
        ++tick_;
    }

  private:
    static void set(std::int32_t (&to)[3], double x, double y, double z) {
        to[0] = static_cast<std::int32_t>(x);
        to[1] = static_cast<std::int32_t>(y);
        to[2] = static_cast<std::int32_t>(z);
    }
    // Normal enough: the sum of four uniform numbers.
    double noise(double deviation) {
        double sum = -2;
        for (int i = 0; i < 4; ++i) sum += static_cast<double>(numbers_.below(1u << 20)) / (1u << 20);
        return sum * deviation * 1.732;
    }
    void strike(double x, double y, double z, double ax, double ay, double az, sdk::EventBuffer& events) {
        sdk::event::strike strike;
        strike.tick = tick_;
        set(strike.tip_um, x * 1000, y * 1000, z * 1000);
        set(strike.axis_q30, ax, ay, -az);
        strike.tilt_mdeg = static_cast<std::uint32_t>(2500 + noise(100));
        strike.force_mn = static_cast<std::int32_t>(1800 + noise(30));
        strike.set_depth_um = 1500;
        strike.speed_um_s = static_cast<std::uint32_t>(25000 + noise(600));
        strike.stroke = static_cast<std::uint32_t>(tick_ / 3000 + 1);
        strike.state = 1;
        for (int needle = 0; needle < 14; ++needle) {
            const double angle = needle * 0.4488, nx = x + (needle < 5 ? 0.6 : 1.6) * std::cos(angle),
                         ny = y + (needle < 5 ? 0.6 : 1.6) * std::sin(angle);
            strike.cell.push_back(static_cast<std::uint32_t>(std::floor(ny) + 40) * 256 +
                                  static_cast<std::uint32_t>(std::floor(nx) + 20));
            strike.zone.push_back(nx > 40 ? 4 : 3);
            strike.depth_um.push_back(static_cast<std::int32_t>(1330 + noise(60)));
            strike.drag_um.push_back(static_cast<std::int32_t>(60 + noise(8)));
        }
        events.append(strike);
    }

    Numbers numbers_;
    sdk::Tick tick_ = 0;
    int phase_ = 0;
};

}  // namespace np::session::test
