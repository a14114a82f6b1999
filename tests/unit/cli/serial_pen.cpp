// A device on a serial line, played by the other end of a pseudo-terminal: its bytes arrive as they are, nonsense is
// refused, and pulling the plug is said.
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "needlepoint/cli/pen_sources.h"
#include "needlepoint/plugin_host/pins.h"

namespace np::cli {
namespace {

namespace fs = std::filesystem;

// The line's far end, and a name that leads to its near end as /dev/serial/by-id does.
struct Line {
    int master = -1, slave = -1;
    explicit Line(const fs::path& name) {
        char path[200] = {};
        EXPECT_EQ(::openpty(&master, &slave, path, nullptr, nullptr), 0);
        std::error_code ignored;
        fs::remove(name, ignored);
        fs::create_symlink(path, name);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() { pull(); }
    void pull() {
        for (int* end : {&slave, &master}) {
            if (*end >= 0) ::close(*end);
            *end = -1;
        }
    }
    void send(const std::string& bytes) const {
        EXPECT_EQ(::write(master, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }
    bool raw() const {
        termios settings{};
        EXPECT_EQ(::tcgetattr(slave, &settings), 0);
        return (settings.c_lflag & (ICANON | ECHO | ISIG)) == 0 && ::cfgetospeed(&settings) == B115200;
    }
};

struct SerialPen : testing::Test {
    fs::path folder = testing::TempDir() + "np_serial_pen_" + std::to_string(::getpid());
    fs::path name = folder / "pen";
    Places places;
    std::unique_ptr<input::PenInput> pen;
    std::vector<input::PenSample> samples;
    std::int64_t now = 10'000'000;

    void SetUp() override {
        fs::create_directories(folder);
        fs::copy_file(SERIAL_PEN, folder / "line_pen.so", fs::copy_options::overwrite_existing);
        places.data = NP_SOURCE_DIR;
        places.plugins = folder;
        places.pins = folder / plugin_host::kPinsFile;
        places.user = folder / "no_settings";
        const auto pinned = plugin_host::write_pins(folder);
        ASSERT_TRUE(pinned) << pinned.error().message;
    }
    void TearDown() override {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    void open() {
        auto source = open_pen_source(places, *input::parse_source("plugin:line_pen@" + name.string() + ":115200"));
        ASSERT_TRUE(source) << source.error().message;
        pen = std::make_unique<input::PenInput>(std::move(*source), input::Calibration{});
    }
    template <class Until>
    void poll(Until&& until) {
        for (int i = 0; i < 400 && !until(); ++i) {
            pen->poll(now += 5'000, samples);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        EXPECT_TRUE(until());
    }
};

TEST_F(SerialPen, ItsBytesArriveWhateverTheyAre) {
    const Line line(name);
    open();
    EXPECT_TRUE(line.raw()) << "a line that cooks what it carries is no line for numbers";
    line.send("1000000 1500 -2000 30000 50\r\n1005000 1600 -20");
    poll([&] { return samples.size() == 1; });
    EXPECT_NEAR(*pen->latest_raw()->pressure, 0.5, 1e-4);
    EXPECT_NEAR(pen->latest_raw()->position_mm->y, -2.0, 1e-9);
    line.send("00 30000 25\n");
    poll([&] { return samples.size() == 2; });
    EXPECT_NEAR(pen->latest_raw()->position_mm->x, 1.6, 1e-9);
    // Bytes that end a session on a cooked line: interrupt, end of file, stop, erase.
    line.send(std::string("\x03\x04\x13\x7f\x1a", 5) + "\n");
    poll([&] { return pen->counts().of(input::Refusal::kDamaged) == 1; });
}

TEST_F(SerialPen, NonsenseIsRefusedAndCounted) {
    const Line line(name);
    open();
    line.send("this is no pen\n");
    line.send(std::string(2000, '\xEE') + "\n");
    line.send("1000000 1000000000 0 0 50\n");                       // a kilometre off
    line.send("1005000 0 0 0 5000\n");                              // fifty times as hard as it can tell
    line.send("9000000 0 0 0 50\n1000 0 0 0 50\n1001 0 0 0 50\n");  // and then back in time
    poll([&] { return pen->counts().refused_in_all() == 6; });
    EXPECT_EQ(pen->counts().of(input::Refusal::kDamaged), 2u);
    EXPECT_EQ(pen->counts().of(input::Refusal::kOutOfRange), 2u);
    EXPECT_EQ(pen->counts().of(input::Refusal::kClock), 2u);
    EXPECT_EQ(samples.size(), 1u);
}

TEST_F(SerialPen, PullingThePlugIsSaidAndPluggingInHeals) {
    Line line(name);
    open();
    line.send("1000000 0 0 0 50\n");
    poll([&] { return samples.size() == 1; });
    EXPECT_TRUE(pen->trouble().empty());
    line.send("1005000 0 0");  // half a line is void after that
    pen->poll(now += 5'000, samples);
    line.pull();
    poll([&] { return !pen->trouble().empty(); });
    EXPECT_NE(pen->trouble().find("plug the device in again"), std::string::npos) << pen->trouble();
    const Line again(name);
    now += 2'000'000;
    pen->poll(now, samples);
    EXPECT_TRUE(again.raw()) << "the new line is set like the old one";
    again.send("4000000 7000 0 0 50\n");
    poll([&] { return samples.size() == 2; });
    EXPECT_NEAR(pen->latest_raw()->position_mm->x, 7, 1e-9);
    EXPECT_TRUE(pen->trouble().empty());
}

TEST_F(SerialPen, AnAddressThatIsNoneIsASentence) {
    for (const char* address : {"/dev/nowhere:115200", "/dev/null", "/dev/null:7"}) {
        const auto source = open_pen_source(places, *input::parse_source(std::string("plugin:line_pen@") + address));
        ASSERT_FALSE(source) << address;
        EXPECT_GT(source.error().message.size(), 20u);
    }
}

}  // namespace
}  // namespace np::cli
