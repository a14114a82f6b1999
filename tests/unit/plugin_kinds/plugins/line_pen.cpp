// A device plugin that reads lines "time_us x_um y_um z_um pressure_percent", however they are cut.
#include <cstdlib>

#include "needlepoint/sdk/device.hpp"

namespace {

struct LinePen : np::sdk::Device {
#ifdef SERIAL_LINE
    static constexpr np_source kSource = NP_SOURCE_SERIAL;
    static constexpr const char* kAddress = "/dev/ttyUSB0:115200";
#else
    static constexpr np_source kSource = NP_SOURCE_UDP;
    static constexpr const char* kAddress = "127.0.0.1:9123";
#endif
    static constexpr std::uint32_t kObserves = NP_PEN_POSITION | NP_PEN_PRESSURE;
    static constexpr std::uint32_t kDeviceClass = 1;
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_number("plugin.line_pen.scale", "", "What lengths are multiplied with.", 1, 0.1, 10)};

    void begin() override {
        rest.clear();
        scale = host().need("plugin.line_pen.scale");
    }
    void consume(const np_chunk& chunk, np::sdk::PenSamples& samples) override {
        rest.append(reinterpret_cast<const char*>(chunk.data), chunk.size);
        std::size_t end = 0;
        while ((end = rest.find('\n')) != std::string::npos) {
            line(rest.substr(0, end), samples);
            rest.erase(0, end + 1);
        }
    }
    void line(const std::string& text, np::sdk::PenSamples& samples) {
        if (text == "die") throw np::sdk::Fault("the pen is dead");
        long long values[5] = {};
        const char* at = text.c_str();
        for (long long& value : values) {
            char* after = nullptr;
            value = std::strtoll(at, &after, 10);
            if (after == at) return samples.malformed("'" + text + "' is no line of five numbers");
            at = after;
        }
        np_pen_sample sample = {};
        sample.observed = kObserves;
        if (text.find("tilt") != std::string::npos) sample.observed |= NP_PEN_TILT;
        if (text.find("odd") != std::string::npos) sample.observed |= 1u << 20;
        sample.time_us = static_cast<std::uint64_t>(values[0]);
        for (int i = 0; i < 3; ++i) sample.position_um[i] = static_cast<std::int32_t>(scale * double(values[i + 1]));
        sample.pressure_q16 = static_cast<std::uint32_t>(values[4] * 65536 / 100);
        samples.add(sample);
    }
    std::string rest;
    double scale = 1;
};

}  // namespace

NP_DEVICE(LinePen, "line_pen", "1.0.0", "Pen over lines")
