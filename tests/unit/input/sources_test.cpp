// Whole ways from the system to samples: pipes that speak as the kernel does, sockets on the loopback, floods and ends.
#include "needlepoint/input/source.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <limits>

#include "devices_for_tests.h"
#include "needlepoint/input/latency.h"
#include "run_program.h"

namespace np::input::test {
namespace {

using np::test::Scratch;

struct Fd {
    explicit Fd(int number) : fd(number) {}
    ~Fd() {
        if (fd >= 0) ::close(fd);
    }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    int fd;
};

void send_all(int fd, const Bytes& bytes) {
    ASSERT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

// A named pipe with an evdev source at its end.
struct PipedTablet {
    Scratch scratch;
    std::string path = (scratch / "pen").string();
    std::unique_ptr<PenInput> input;
    std::unique_ptr<Fd> pen;

    explicit PipedTablet(Calibration calibration = {}) {
        EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
        auto source = open_source(*parse_source("tablet:" + path));
        EXPECT_TRUE(source) << source.error().message;
        input = std::make_unique<PenInput>(std::move(*source), std::move(calibration));
        pen = std::make_unique<Fd>(::open(path.c_str(), O_WRONLY));
        (void)::fcntl(pen->fd, F_SETPIPE_SZ, 1 << 20);
    }
};

TEST(PipedTablet, SamplesComeThroughCalibrated) {
    Calibration calibration;
    calibration.pressure = *PressureCurve::create({{0, 0}, {1, 8000}});
    PipedTablet tablet(calibration);
    Bytes bytes;
    for (int i = 0; i < 20; ++i) put_pen(bytes, 1'000'000 + i * 5000, 100 * i, 200, 4096, 10, 20);
    send_all(tablet.pen->fd, bytes);
    std::vector<PenSample> samples;
    tablet.input->poll(50'000'000, samples);
    ASSERT_EQ(samples.size(), 20u);
    EXPECT_NEAR(*samples[3].press_n, 4.0, 0.01);
    EXPECT_EQ(samples[3].observed, kObservedForce | kObservedAngle);
    EXPECT_EQ(samples[3].device, DeviceClass::kTablet);
    EXPECT_EQ(samples[3].arrived_us, 50'000'000);
    EXPECT_EQ(tablet.input->counts().taken, 20u);
}

TEST(PipedTablet, TenKilohertzNonsenseAndBackwardsTimeAreRefusedAndCounted) {
    PipedTablet tablet;
    std::vector<PenSample> samples;
    std::int64_t now = 50'000'000;
    std::size_t sent = 0;
    for (int frame = 0; frame < 100; ++frame) {  // a second of 100 frames
        Bytes bytes;
        for (int i = 0; i < 100; ++i, ++sent) {
            const std::int64_t time = 1'000'000 + static_cast<std::int64_t>(sent) * 100;
            const bool wild = sent % 50 == 7, back = sent % 50 == 13;
            put_pen(bytes, back ? time - 700'000 : time, wild ? std::numeric_limits<int>::max() : 5, 5, 100, 0, 0);
        }
        send_all(tablet.pen->fd, bytes);
        tablet.input->poll(now += 10'000, samples);
    }
    const Counts counts = tablet.input->counts();
    EXPECT_EQ(counts.taken, samples.size());
    EXPECT_EQ(counts.taken + counts.refused_in_all(), 10'000u);
    EXPECT_LE(counts.taken, 1'260u);
    EXPECT_GE(counts.taken, 900u);
    EXPECT_EQ(counts.of(Refusal::kOutOfRange), 200u);
    EXPECT_GE(counts.of(Refusal::kClock), 150u);
    EXPECT_GT(counts.of(Refusal::kTooFast), 8'000u);
    std::int64_t last = 0;
    for (const PenSample& sample : samples) {
        EXPECT_GE(sample.time_us - last, 900);
        last = sample.time_us;
        EXPECT_LE((*sample.place)[0], 1);
    }
}

TEST(PipedTablet, OutlivesItsDevice) {
    PipedTablet tablet;
    std::vector<PenSample> samples;
    Bytes half;
    put_pen(half, 1'000'000, 1, 1, 1, 0, 0);
    half.resize(half.size() - 11);
    send_all(tablet.pen->fd, half);
    tablet.pen.reset();
    tablet.input->poll(1'000'000, samples);
    tablet.input->poll(3'000'000, samples);
    EXPECT_TRUE(samples.empty());
    EXPECT_FALSE(tablet.input->latest());
}

TEST(Sources, AMissingDeviceIsASentence) {
    for (const char* name : {"tablet:/dev/input/event99", "gamepad:/nowhere", "spacemouse:/tmp"}) {
        const auto source = open_source(*parse_source(name));
        ASSERT_FALSE(source) << name;
        EXPECT_EQ(source.error().kind, ErrorKind::kCannot);
        EXPECT_GT(source.error().message.size(), 20u);
    }
}

TEST(Sources, NamesAreReadOrAnsweredWithTheForms) {
    const auto tracker = parse_source("tracker:127.0.0.1:18944/Stylus");
    ASSERT_TRUE(tracker);
    EXPECT_EQ(tracker->address, "127.0.0.1");
    EXPECT_EQ(tracker->port, 18944);
    EXPECT_EQ(tracker->tool, "Stylus");
    EXPECT_EQ(parse_source("tracker:[::1]:7")->address, "::1");
    EXPECT_EQ(parse_source("plugin:osc@127.0.0.1:9000")->tool, "osc");
    EXPECT_EQ(parse_source("plugin:osc@127.0.0.1:9000")->address, "127.0.0.1:9000");
    EXPECT_EQ(parse_source("xdevice:Pen 1")->address, "Pen 1");
    EXPECT_TRUE(parse_source("mouse")->from_window());
    for (const std::string bad : {"", "mice", "tracker:", "tracker:host", "tracker:a:0", "tracker:a:99999",
                                  "tracker::1", "tracker:a:1x", "plugin:", "tablet:", "mouse:1"})
        EXPECT_FALSE(parse_source(bad)) << bad;
    EXPECT_FALSE(parse_source(std::string(100'000, 'x')));
    EXPECT_FALSE(parse_source("tablet:\n"));
}

// A server on the loopback that a tracker source connects to.
struct Server {
    Fd listening{::socket(AF_INET, SOCK_STREAM, 0)};
    std::uint16_t port = 0;
    Server() {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        EXPECT_EQ(::bind(listening.fd, reinterpret_cast<sockaddr*>(&at), size), 0);
        EXPECT_EQ(::listen(listening.fd, 1), 0);
        EXPECT_EQ(::getsockname(listening.fd, reinterpret_cast<sockaddr*>(&at), &size), 0);
        port = ntohs(at.sin_port);
    }
};

TEST(Tracker, ConnectsAsksForDataAndSurvivesItsServer) {
    Server server;
    auto source = open_source(*parse_source("tracker:127.0.0.1:" + std::to_string(server.port) + "/Pen"));
    ASSERT_TRUE(source) << source.error().message;
    Calibration calibration;
    calibration.pivot = Pivot{{0, 0, 100}, {}, 0, 60};
    calibration.registration = Registration{};
    PenInput input(std::move(*source), calibration);
    std::vector<PenSample> samples;
    std::int64_t now = 10'000'000;
    for (int round = 0; round < 2; ++round) {  // the server goes and comes back
        input.poll(now += 1'100'000, samples);
        const Fd client(::accept(server.listening.fd, nullptr, nullptr));
        ASSERT_GE(client.fd, 0);
        input.poll(now += 1000, samples);
        Bytes hello(58 + 36);
        ASSERT_EQ(::recv(client.fd, hello.data(), hello.size(), MSG_WAITALL), static_cast<ssize_t>(hello.size()));
        EXPECT_EQ(hello, igtl_start_qtdata(10));
        const std::size_t before = samples.size();
        Bytes stream;
        for (int i = 0; i < 10; ++i) {
            Bytes tools;
            put_tool(tools, "Pen", Turn{}, {static_cast<double>(i), 0, 0});
            const Bytes message = igtl_message("QTDATA", "Tracker", now + i * 5000, tools, 2);
            stream.insert(stream.end(), message.begin(), message.end());
        }
        send_all(client.fd, stream);
        for (int tries = 0; tries < 200 && samples.size() < before + 10; ++tries) {
            input.poll(now += 5000, samples);
            ::usleep(1000);
        }
        ASSERT_EQ(samples.size(), before + 10);
        EXPECT_NEAR(samples.back().pose->tip_mm.z, 100, 1e-6);
        EXPECT_NEAR(samples.back().pose->axis.z, 1, 1e-6);
        EXPECT_FALSE(input.lost(now));
        // Then nonsense: the connection is given up, the program is not.
        send_all(client.fd, Bytes(200, std::byte{0xEE}));
        for (int tries = 0; tries < 200 && input.counts().of(Refusal::kDamaged) <= static_cast<std::uint64_t>(round);
             ++tries) {
            input.poll(now += 1000, samples);
            ::usleep(1000);
        }
        EXPECT_EQ(input.counts().of(Refusal::kDamaged), static_cast<std::uint64_t>(round) + 1);
        EXPECT_FALSE(input.trouble().empty());
    }
    EXPECT_TRUE(input.lost(now + 400'000)) << "a tracker that is silent has lost the pen";
}

TEST(Tracker, NotANumberOnTheWireIsRefused) {
    Server server;
    PenInput input(std::move(*open_source(*parse_source("tracker:127.0.0.1:" + std::to_string(server.port)))), {});
    std::vector<PenSample> samples;
    input.poll(1'000'000, samples);
    const Fd client(::accept(server.listening.fd, nullptr, nullptr));
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    Bytes stream;
    std::int64_t time = 5'000'000;
    for (const geometry::Vec3 at : {geometry::Vec3{nan, 0, 0}, geometry::Vec3{0, inf, 0}, geometry::Vec3{0, 0, 1e30}}) {
        const Bytes message = igtl_message("TRANSFORM", "Pen", time += 10'000, transform_body(Turn{}, at));
        stream.insert(stream.end(), message.begin(), message.end());
    }
    send_all(client.fd, stream);
    for (int tries = 0; tries < 200 && input.counts().refused_in_all() < 3; ++tries) {
        input.poll(2'000'000 + tries * 1000, samples);
        ::usleep(1000);
    }
    EXPECT_TRUE(samples.empty());
    EXPECT_EQ(input.counts().of(Refusal::kNotANumber), 2u);
    EXPECT_EQ(input.counts().of(Refusal::kOutOfRange), 1u);
}

TEST(UdpPort, GivesWholeDatagrams) {
    std::unique_ptr<BytePort> port;
    std::uint16_t number = 0;
    for (std::uint16_t n = 40'000; n < 60'000 && !port; n = static_cast<std::uint16_t>(n + 77))
        if (auto opened = open_udp_port("127.0.0.1", n)) port = std::move(*opened), number = n;
    ASSERT_TRUE(port);
    EXPECT_FALSE(open_udp_port("127.0.0.1", number)) << "taken already";
    EXPECT_FALSE(open_udp_port("no.such.host", 9000));
    const Fd out(::socket(AF_INET, SOCK_DGRAM, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET, to.sin_port = htons(number), to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (const char* text : {"one", "second"})
        ASSERT_GT(::sendto(out.fd, text, std::strlen(text), 0, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    std::vector<std::byte> bytes;
    for (int tries = 0; tries < 100 && bytes.empty(); ++tries, ::usleep(1000)) (void)port->read(bytes, 10, 0);
    EXPECT_EQ(bytes.size(), 3u);
    bytes.clear();
    for (int tries = 0; tries < 100 && bytes.empty(); ++tries, ::usleep(1000)) (void)port->read(bytes, 10, 0);
    EXPECT_EQ(bytes.size(), 6u);
}

TEST(Latency, IsFromTheOldestSampleOfAFrameToTheFrame) {
    LatencyMeter meter;
    meter.presented(5'000);
    EXPECT_EQ(meter.frames(), 0u) << "a frame that shows no sample says nothing";
    for (int frame = 0; frame < 1000; ++frame) {
        const std::int64_t now = 1'000'000 + frame * 16'000;
        meter.used(now - 4'000), meter.used(now - 12'000), meter.used(now - 1'000);
        meter.presented(frame % 100 == 99 ? now + 30'000 : now);
    }
    EXPECT_NEAR(meter.quantile_ms(0.5), 12, 1e-9);
    EXPECT_NEAR(meter.quantile_ms(1.0), 42, 1e-9);
}

}  // namespace
}  // namespace np::input::test
