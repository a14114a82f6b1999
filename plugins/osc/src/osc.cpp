// A pen that speaks Open Sound Control over UDP. See README.md for its addresses.
#include <needlepoint/sdk/math.h>
#include <needlepoint/sdk/device.hpp>

#include "message.hpp"

namespace {

constexpr double kQ30 = 1073741824.0;
constexpr double kMostMm = 2'000'000;  // what the sample's micrometres can hold

// Also false for what is not a number.
bool within(double value, double low, double high) {
    return value >= low && value <= high;
}
std::int32_t whole(double value) {
    return static_cast<std::int32_t>(np_round(value));
}

// Microseconds since 1900.
std::uint64_t microseconds(std::uint64_t ntp) {
    return (ntp >> 32) * 1'000'000 + ((ntp & 0xFFFFFFFFULL) * 1'000'000 >> 32);
}

struct Osc : np::sdk::Device {
    static constexpr np_source kSource = NP_SOURCE_UDP;
    static constexpr const char* kAddress = "127.0.0.1:9000";
    static constexpr std::uint32_t kObserves =
        NP_PEN_POSITION | NP_PEN_ORIENTATION | NP_PEN_AXIS | NP_PEN_PRESSURE | NP_PEN_TILT | NP_PEN_BUTTONS;
    static constexpr std::uint32_t kDeviceClass = 6;
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_text("plugin.osc.prefix", "What its addresses begin with", "/pen")};

    void begin() override {
        state_ = {};
        prefix_ = host().text("plugin.osc.prefix").value_or("/pen");
    }

    void consume(const np_chunk& chunk, np::sdk::PenSamples& samples) override {
        messages_.clear();
        if (const char* problem = osc::read_packet({chunk.data, chunk.size}, messages_)) {
            samples.malformed(std::string("A datagram is no OSC: ") + problem + ".");
            return;
        }
        np_pen_sample next = state_;
        bool spoken = false;
        for (const osc::Message& message : messages_) {
            if (message.address.substr(0, prefix_.size()) != prefix_) continue;
            const std::string_view what = message.address.substr(prefix_.size());
            const char* problem = take(what, message.numbers, next);
            if (problem) {
                samples.malformed(std::string(message.address) + ": " + problem + ".");
                return;  // half a pose is worse than none
            }
            spoken = true;
            next.time_us = message.time == 1 ? chunk.arrival_us : microseconds(message.time);
        }
        if (!spoken) return;
        state_ = next;
        samples.add(next);
    }

  private:
    // Null, or what was expected.
    static const char* take(std::string_view what, const std::vector<double>& n, np_pen_sample& pen) {
        if (what == "/position") {
            if (n.size() != 3) return "three millimetres were expected";
            for (const double mm : n)
                if (!within(mm, -kMostMm, kMostMm)) return "a position is not a number or beyond two kilometres";
            for (std::size_t i = 0; i < 3; ++i) pen.position_um[i] = whole(n[i] * 1000);
            pen.observed |= NP_PEN_POSITION;
        } else if (what == "/orientation") {
            return unit(n, 4, pen.orientation_q30, NP_PEN_ORIENTATION, pen);
        } else if (what == "/axis") {
            return unit(n, 3, pen.axis_q30, NP_PEN_AXIS, pen);
        } else if (what == "/pressure") {
            if (n.size() != 1 || !within(n[0], 0, 1)) return "one number from 0 to 1 was expected";
            pen.pressure_q16 = static_cast<std::uint32_t>(np_round(n[0] * 65536));
            pen.observed |= NP_PEN_PRESSURE;
        } else if (what == "/tilt") {
            if (n.size() != 2 || !within(n[0], -90, 90) || !within(n[1], -90, 90))
                return "two angles from -90 to 90 degrees were expected";
            for (std::size_t i = 0; i < 2; ++i) pen.tilt_mdeg[i] = whole(n[i] * 1000);
            pen.observed |= NP_PEN_TILT;
        } else if (what == "/buttons") {
            if (n.size() != 1 || !within(n[0], 0, 7)) return "one number from 0 to 7 was expected";
            pen.buttons = static_cast<std::uint32_t>(np_round(n[0]));
            pen.observed |= NP_PEN_BUTTONS;
        } else {
            return "this address is not known; position, orientation, axis, pressure, tilt and buttons are";
        }
        return nullptr;
    }

    static const char* unit(const std::vector<double>& n, std::size_t count, std::int32_t* to, std::uint32_t bit,
                            np_pen_sample& pen) {
        if (n.size() != count) return count == 4 ? "w, x, y, z were expected" : "x, y, z were expected";
        double square = 0;
        for (const double x : n) square += x * x;
        if (!within(square, 0.81, 1.21)) return "a length of 1 was expected";
        const double size = np_sqrt(square);
        for (std::size_t i = 0; i < count; ++i) to[i] = whole(n[i] / size * (kQ30 - 1));
        pen.observed |= bit;
        return nullptr;
    }

    np_pen_sample state_ = {};
    std::string prefix_ = "/pen";
    std::vector<osc::Message> messages_;
};

}  // namespace

NP_DEVICE(Osc, "osc", "1.0.0", "Pen over OSC")
