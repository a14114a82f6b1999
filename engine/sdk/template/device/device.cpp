// New plugin: a pen that sends lines such as "pen 1200 10.5 -3.2 40 0.25" (microseconds, x y z in mm, pressure 0..1).
// Change it into what your device sends.
#include <cstdint>
#include <needlepoint/sdk/device.hpp>
#include <string>

namespace {

// Reads a number of up to 9 digits with up to 3 behind the point, in thousandths; no locale, no surprises.
bool read_thousandths(std::string_view& text, std::int64_t& out) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const bool minus = !text.empty() && text.front() == '-';
    if (minus) text.remove_prefix(1);
    std::int64_t value = 0;
    int digits = 0, behind = -1;
    for (; !text.empty() && text.front() != ' '; text.remove_prefix(1)) {
        const char c = text.front();
        if (c == '.' && behind < 0 && digits > 0) {
            behind = 0;
        } else if (c >= '0' && c <= '9' && behind < 3 && digits < 12) {
            value = value * 10 + (c - '0');
            ++digits;
            if (behind >= 0) ++behind;
        } else {
            return false;
        }
    }
    if (digits == 0) return false;
    for (int i = behind < 0 ? 0 : behind; i < 3; ++i) value *= 10;
    out = minus ? -value : value;
    return true;
}

struct NewPlugin : np::sdk::Device {
    static constexpr np_source kSource = NP_SOURCE_TCP;
    static constexpr const char* kAddress = "127.0.0.1:9870";
    static constexpr std::uint32_t kObserves = NP_PEN_POSITION | NP_PEN_PRESSURE;
    static constexpr std::uint32_t kDeviceClass = 2;

    void begin() override { line_.clear(); }

    // A stream is cut anywhere, so a line may come in pieces.
    void consume(const np_chunk& chunk, np::sdk::PenSamples& samples) override {
        for (std::uint64_t i = 0; i < chunk.size; ++i) {
            const char c = static_cast<char>(chunk.data[i]);
            if (c != '\n' && line_.size() < 200) {
                line_ += c;
                continue;
            }
            read(line_, samples);
            line_.clear();
        }
    }

  private:
    static void read(std::string_view line, np::sdk::PenSamples& samples) {
        std::int64_t time = 0, pressure = 0, at_um[3] = {0, 0, 0};
        const bool named = line.substr(0, 4) == "pen ";
        line.remove_prefix(named ? 4 : 0);
        bool good = named && read_thousandths(line, time);
        for (std::int64_t& one : at_um) good = good && read_thousandths(line, one);
        good = good && read_thousandths(line, pressure) && line.empty() && time >= 0;
        for (const std::int64_t one : at_um) good = good && one > -2'000'000 && one < 2'000'000;
        if (!good || pressure < 0 || pressure > 1000) {
            samples.malformed("A line 'pen time x y z pressure' was expected, found another.");
            return;
        }
        np_pen_sample sample = {};
        sample.observed = kObserves;
        sample.time_us = static_cast<std::uint64_t>(time / 1000);
        for (int i = 0; i < 3; ++i) sample.position_um[i] = static_cast<std::int32_t>(at_um[i]);
        sample.pressure_q16 = static_cast<std::uint32_t>(pressure * 65536 / 1000);
        samples.add(sample);
    }

    std::string line_;
};

}  // namespace

NP_DEVICE(NewPlugin, "new_plugin", "0.1.0", "New plugin")
