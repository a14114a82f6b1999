// What no hand can do: not a number, infinite, huge, backwards in time, ten thousand times a second. For each device,
// through the pipe or decoder by which it comes: refused, counted by its reason, and what is good still passes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <limits>

#include "devices_for_tests.h"
#include "needlepoint/input/source.h"
#include "run_program.h"

namespace np::input::test {
namespace {

using np::test::Scratch;
constexpr int kHuge = std::numeric_limits<int>::max();

// A device of the kernel's at the end of a named pipe, opened as the program opens it.
struct Piped {
    Scratch scratch;
    std::string path = (scratch / "device").string();
    std::unique_ptr<PenInput> input;
    int fd = -1;
    std::int64_t now = 50'000'000;
    std::vector<PenSample> samples;

    explicit Piped(const std::string& kind) {
        EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
        auto source = open_source(*parse_source(kind + ":" + path));
        EXPECT_TRUE(source) << source.error().message;
        input = std::make_unique<PenInput>(std::move(*source), Calibration{});
        fd = ::open(path.c_str(), O_WRONLY);
        (void)::fcntl(fd, F_SETPIPE_SZ, 1 << 20);
    }
    ~Piped() {
        if (fd >= 0) ::close(fd);
    }
    void send(const Bytes& bytes, std::int64_t after_us = 10'000) {
        ASSERT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
        input->poll(now += after_us, samples);
    }
    std::uint64_t refused(Refusal why) const { return input->counts().of(why); }
};

struct Device {
    const char* kind;
    // One report with all its axes at this value.
    std::function<void(Bytes&, std::int64_t time_us, int value)> report;
};

void put_axes(Bytes& to, std::int64_t time_us, std::uint16_t type, std::initializer_list<std::uint16_t> codes,
              int value) {
    for (const std::uint16_t code : codes) put_event(to, time_us, type, code, value);
    put_event(to, time_us, EV_SYN, SYN_REPORT, 0);
}

const Device kDevices[] = {
    {"tablet", [](Bytes& to, std::int64_t t, int v) { put_pen(to, t, v, v, 10, 0, 0); }},
    {"gamepad",
     [](Bytes& to, std::int64_t t, int v) {
         put_axes(to, t, EV_ABS, {ABS_X, ABS_Y, ABS_RX, ABS_RY}, v);
     }},
    {"spacemouse",
     [](Bytes& to, std::int64_t t, int v) {
         put_axes(to, t, EV_ABS, {ABS_X, ABS_Y, ABS_Z, ABS_RX}, v);
     }},
};

class EveryKernelDevice : public testing::TestWithParam<Device> {};

TEST_P(EveryKernelDevice, HugeNumbersAreOutOfRange) {
    Piped device(GetParam().kind);
    std::int64_t time = 1'000'000;
    for (const int value : {kHuge, std::numeric_limits<int>::min(), 5'000'000}) {
        Bytes bytes;
        GetParam().report(bytes, time += 10'000, value);
        device.send(bytes);
    }
    EXPECT_EQ(device.refused(Refusal::kOutOfRange), 3u);
    EXPECT_TRUE(device.samples.empty());
    Bytes good;
    GetParam().report(good, time += 10'000, 100);
    device.send(good);
    EXPECT_EQ(device.samples.size(), 1u) << "the next good one passes";
}

TEST_P(EveryKernelDevice, TimeThatGoesBackIsNotTime) {
    Piped device(GetParam().kind);
    std::int64_t time = 10'000'000;
    const auto report = [&](std::int64_t at) {
        Bytes bytes;
        GetParam().report(bytes, at, 50);
        device.send(bytes);
    };
    report(time);
    report(time - 5'000'000);
    report(0);
    report(std::numeric_limits<std::int64_t>::max());
    report(time += 40'000);
    EXPECT_EQ(device.refused(Refusal::kClock), 3u);
    EXPECT_EQ(device.samples.size(), 2u);
}

TEST_P(EveryKernelDevice, TenThousandASecondAreThinnedToOne) {
    Piped device(GetParam().kind);
    for (int frame = 0; frame < 100; ++frame) {
        Bytes bytes;
        for (int i = 0; i < 100; ++i) GetParam().report(bytes, 1'000'000 + (frame * 100 + i) * 100, i);
        device.send(bytes);
    }
    const Counts counts = device.input->counts();
    EXPECT_EQ(counts.taken + counts.refused_in_all(), 10'000u);
    EXPECT_GT(counts.of(Refusal::kTooFast), 8'000u);
    EXPECT_EQ(device.samples.size(), counts.taken);
    EXPECT_GE(counts.taken, 900u);
}

TEST_P(EveryKernelDevice, NoiseAndHalfMessagesAreCounted) {
    Piped device(GetParam().kind);
    device.send(Bytes(24 * 1000, std::byte{0xEE}));
    EXPECT_EQ(device.refused(Refusal::kDamaged), 1000u);
    Bytes half;
    GetParam().report(half, 1'000'000, 10);
    const Bytes rest(half.end() - 7, half.end());
    half.resize(half.size() - 7);
    device.send(half);
    EXPECT_TRUE(device.samples.empty()) << "a report is whole or none";
    device.send(rest);
    EXPECT_EQ(device.samples.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Hostile, EveryKernelDevice, testing::ValuesIn(kDevices),
                         [](const auto& device) { return std::string(device.param.kind); });

// The X server's numbers are doubles: there a device can say what is none.
TEST(HostileXTablet, NotANumberInfiniteHugeAndBackwards) {
    XTabletDecoder decoder({{0, "Abs X", 0, 1000, 0},
                            {1, "Abs Y", 0, 1000, 0},
                            {2, "Abs Pressure", 0, 1000, 0},
                            {3, "Abs Tilt X", -64, 63, 57},
                            {4, "Abs Tilt Y", -64, 63, 57}});
    Guard guard;
    const unsigned char all[] = {0x1F};
    std::uint32_t ms = 1000;
    const auto say = [&](std::array<double, 5> values, std::uint32_t at) {
        return guard.look(decoder.motion(at, std::int64_t{at} * 1000, all, values));
    };
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    const std::array<double, 5> good = {500, 500, 100, 0, 0};
    EXPECT_FALSE(say(good, ms));
    for (std::size_t axis = 0; axis < 5; ++axis) {
        for (const double wild : {nan, inf, -inf}) {
            auto values = good;
            values[axis] = wild;
            EXPECT_EQ(say(values, ms += 10), Refusal::kNotANumber) << axis;
        }
        auto values = good;
        values[axis] = 1e12;
        EXPECT_EQ(say(values, ms += 10), Refusal::kOutOfRange) << axis;
    }
    EXPECT_FALSE(say(good, ms += 10));
    EXPECT_EQ(say(good, ms - 5000), Refusal::kClock);
    EXPECT_EQ(guard.counts().of(Refusal::kNotANumber), 15u);
    EXPECT_EQ(guard.counts().taken, 2u);
}

}  // namespace
}  // namespace np::input::test
