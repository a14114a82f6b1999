#include "latency_bench.h"

#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include "input_desk.h"

namespace np::app {

namespace {

constexpr int kFrames = 60;

// One report of a tablet, stamped with the clock by which the picture is timed.
void put_report(int to, int step) {
    const std::int64_t now = monotonic_us(), seconds = now / 1'000'000, micro = now % 1'000'000;
    const struct {
        std::uint16_t type, code;
        std::int32_t value;
    } events[] = {{EV_ABS, ABS_X, 1000 + step % 20'000},
                  {EV_ABS, ABS_Y, 9000},
                  {EV_ABS, ABS_PRESSURE, 3000},
                  {EV_SYN, SYN_REPORT, 0}};
    char bytes[4 * 24];
    for (std::size_t i = 0; i < 4; ++i) {
        char* at = bytes + i * 24;
        std::memcpy(at, &seconds, 8), std::memcpy(at + 8, &micro, 8);
        std::memcpy(at + 16, &events[i].type, 2), std::memcpy(at + 18, &events[i].code, 2);
        std::memcpy(at + 20, &events[i].value, 4);
    }
    (void)!::write(to, bytes, sizeof bytes);
}

}  // namespace

void measure_input_latency(const std::function<void()>& frame, cli::FrameFigures& figures) {
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return;
    auto port = input::open_file_port("/dev/fd/" + std::to_string(ends[0]));
    if (port) {
        auto decoder = std::make_unique<input::EvdevDecoder>(input::EvdevKind::kTablet);
        input::PenInput pen(
            input::make_byte_source(std::move(*port), std::move(decoder), input::DeviceClass::kTablet, false), {});
        std::atomic<bool> stop{false};
        std::thread hand([&] {
            auto next = std::chrono::steady_clock::now();
            for (int step = 0; !stop; ++step) {
                put_report(ends[1], step);
                std::this_thread::sleep_until(next += std::chrono::milliseconds(4));
            }
        });
        input::LatencyMeter meter;
        std::vector<input::PenSample> samples;
        frame();
        for (int i = 0; i < kFrames; ++i) {
            samples.clear();
            pen.poll(monotonic_us(), samples);
            // From when the pen spoke, so that waiting for the frame counts as well.
            for (const input::PenSample& sample : samples) meter.used(sample.time_us);
            frame();
            meter.presented(monotonic_us());
        }
        stop = true;
        hand.join();
        figures.input_to_picture_ms = meter.quantile_ms(0.5);
        figures.input_to_picture_worst_ms = meter.quantile_ms(1);
    }
    ::close(ends[0]), ::close(ends[1]);
}

}  // namespace np::app
