// A tablet that is not there, held in the real window: its reports come through a pipe as the kernel would give them,
// the skin is needled with them, and what is nonsense among them is refused and told of in the record.
#include <linux/input-event-codes.h>
#include <sys/stat.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <fstream>

#include "needlepoint/input/source.h"
#include "needlepoint/session/record.h"
#include "open_window.h"

namespace np {
namespace {

class HeldTablet : public OpenWindow {
  protected:
    void prepare() override {
        const std::string pipe = (scratch_ / "pen").string();
        ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
        pen_ = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
        ASSERT_GE(pen_, 0);
        std::ofstream(home_ / "needlepoint" / "input.yaml")
            << "source: \"tablet:" << pipe << "\"\ncalibration:\n  \"tablet:" << pipe
            << "\":\n    pressure_mn: [[0, 0], [1, 4000]]\n";
    }
    void TearDown() override {
        OpenWindow::TearDown();
        if (pen_ >= 0) ::close(pen_);
    }
    void put(std::uint16_t type, std::uint16_t code, std::int32_t value) const {
        timespec now{};
        ::clock_gettime(CLOCK_REALTIME, &now);
        const std::int64_t seconds = now.tv_sec, micro = now.tv_nsec / 1000;
        char event[24];
        std::memcpy(event, &seconds, 8), std::memcpy(event + 8, &micro, 8);
        std::memcpy(event + 16, &type, 2), std::memcpy(event + 18, &code, 2), std::memcpy(event + 20, &value, 4);
        (void)!::write(pen_, event, sizeof event);
    }
    // `x` and `y` in pixels of a 1280x720 window.
    void report(double x, double y, double pressure) const {
        put(EV_ABS, ABS_X, static_cast<int>(x / 1280 * 32767)), put(EV_ABS, ABS_Y, static_cast<int>(y / 720 * 32767));
        put(EV_ABS, ABS_PRESSURE, static_cast<int>(pressure * 8191));
        put(EV_ABS, ABS_TILT_X, 3), put(EV_ABS, ABS_TILT_Y, -2);
        put(EV_KEY, BTN_TOUCH, pressure > 0), put(EV_SYN, SYN_REPORT, 0);
        std::this_thread::sleep_for(5ms);
    }
    int pen_ = -1;
};

TEST_F(HeldTablet, NeedlesTheSkinWithAForceThatIsFelt) {
    do_("xdotool type --delay 60 pad");
    key("Return");
    ASSERT_TRUE(room_opens()) << log();
    std::this_thread::sleep_for(2s);
    key("3"), key("3");
    for (int i = 0; i < 3; ++i) key("bracketright");
    key("1"), key("m");
    for (int i = 0; i < 100; ++i) report(560 + i, 340, 0);
    for (int i = 0; i < 300; ++i) report(560 + i * 0.5, 340, 0.4);
    for (int i = 0; i < 200; ++i) report(700, 340, i % 2 ? 30 : 0);  // a pressure that no pen has
    for (int i = 0; i < 100; ++i) report(700, 340, 0);
    std::this_thread::sleep_for(1s);
    key("m");
    key("ctrl+Return"), key("Return");
    ASSERT_TRUE(wait_until(60s, [&] {
        const auto opened = session::Record::open(record());
        return opened && opened->whole();
    })) << log();
    const auto opened = session::Record::open(record());
    ASSERT_TRUE(opened);
    int tablet = 0, other = 0, strikes = 0, felt = 0, most_mn = 0;
    std::string device, refused;
    ASSERT_TRUE(opened->for_each_block([&](const session::Block& block) {
        for (const sdk::RecordView input : block.inputs) {
            if (const auto* hand = input.raw<sdk::event::hand>()) {
                (hand->device_class == 1 ? tablet : other)++;
                most_mn = std::max(most_mn, hand->press_mn);
            }
            if (input.kind() != NP_KIND_intrusion) continue;
            const auto intrusion = input.value<sdk::event::intrusion>();
            if (intrusion.what == "device") device = intrusion.text;
            if (intrusion.what == "device_refused") refused = intrusion.text;
        }
        for (const sdk::RecordView event : block.events)
            if (const auto* strike = event.raw<sdk::event::strike>()) {
                ++strikes;
                felt += (strike->state & NP_STRIKE_FORCE_OBSERVED) != 0;
            }
    }));
    EXPECT_GT(tablet, 500);
    EXPECT_EQ(other, 0);
    EXPECT_GT(strikes, 50);
    EXPECT_GT(felt, strikes / 2);
    EXPECT_LE(most_mn, 4000) << "what was refused never reached the hand";
    EXPECT_NE(device.find("tablet; pressure weighed"), std::string::npos) << device;
    EXPECT_NE(refused.find("out of range"), std::string::npos) << refused;
}

// The X server's own test pointer speaks XInput 2 as a pen does, though without pressure.
TEST(XPointer, RawEventsOfTheServerComeThrough) {
    auto source = input::open_source(*input::parse_source("xdevice:Virtual core XTEST pointer"));
    ASSERT_TRUE(source) << source.error().message;
    std::vector<input::RawPenSample> samples;
    std::int64_t now = 1'000'000;
    ASSERT_EQ(std::system("xdotool mousemove 100 100 mousedown 1 mouseup 1"), 0);
    const bool come = wait_until(20s, [&] {
        (*source)->poll(now += 1000, samples);
        return samples.size() >= 2 && samples.back().buttons == 0;
    });
    EXPECT_TRUE(come) << samples.size();
    bool pressed = false;
    for (const auto& sample : samples) pressed = pressed || sample.buttons == 1;
    EXPECT_TRUE(pressed);
    const auto none = input::open_source(*input::parse_source("xdevice:No such pen"));
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message.find("XTEST"), std::string::npos) << "it says which there are";
    EXPECT_FALSE(input::open_source(*input::parse_source("tablet"))) << "there is no pressure on this screen";
}

}  // namespace
}  // namespace np
