// The real window on a real (virtual) screen, driven by keys and mouse as a person would: it opens, the tutorial is
// chosen, the pen is made ready, the skin is needled, the visit is ended, and the record tells of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "needlepoint/session/record.h"
#include "run_program.h"

namespace np {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool wait_until(std::chrono::seconds most, const std::function<bool()>& come) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < end) {
        if (come()) return true;
        std::this_thread::sleep_for(200ms);
    }
    return false;
}

// The program in a window of its own, with a home of its own.
class OpenWindow : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::getenv("DISPLAY")) FAIL() << "no display";
        ASSERT_EQ(do_("true"), 0);
        ASSERT_EQ(std::system("command -v xdotool > /dev/null"), 0)
            << "the tests of the window need xdotool; apt-get install xdotool";
        home_ = scratch_ / "home";
        fs::create_directories(home_);
        child_ = ::fork();
        if (child_ == 0) {
            ::setenv("XDG_DATA_HOME", home_.c_str(), 1);
            const std::string program = std::string(NP_BINARY_DIR) + "/needlepoint",
                              data = std::string("--data=") + NP_SOURCE_DIR;
            const int quiet = ::open((home_ / "window.log").c_str(), O_WRONLY | O_CREAT, 0600);
            ::dup2(quiet, 1), ::dup2(quiet, 2);
            ::execl(program.c_str(), program.c_str(), data.c_str(), nullptr);
            ::_exit(127);
        }
        ASSERT_TRUE(wait_until(60s, [&] {
            return do_("xdotool search --onlyvisible --name '^Needlepoint$' > /dev/null 2>&1") == 0;
        })) << log();
        do_("xdotool search --onlyvisible --name '^Needlepoint$' windowfocus --sync windowmove 0 0 > /dev/null 2>&1");
        std::this_thread::sleep_for(1500ms);
    }

    void TearDown() override {
        if (child_ <= 0 || left_) return;
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }

    static int do_(const std::string& command) { return std::system(command.c_str()); }
    void key(const std::string& name) {
        do_("xdotool key " + name);
        std::this_thread::sleep_for(700ms);
    }
    std::string log() const { return test::contents(home_ / "window.log"); }

    fs::path record() const {
        std::error_code ignored;
        for (fs::directory_iterator at(home_ / "needlepoint" / "records", ignored), end; !ignored && at != end;
             at.increment(ignored))
            if (at->path().extension() == ".mcap") return at->path();
        return {};
    }

    int leave() {
        int status = 0;
        const bool gone = wait_until(30s, [&] { return ::waitpid(child_, &status, WNOHANG) == child_; });
        left_ = gone;
        return gone && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    test::Scratch scratch_;
    fs::path home_;
    pid_t child_ = -1;
    bool left_ = false;
};

TEST_F(OpenWindow, ATutorialIsNeedledByKeysAndMouse) {
    do_("xdotool type --delay 60 pad");
    key("Return");
    ASSERT_TRUE(wait_until(60s, [&] { return !record().empty(); })) << log();
    std::this_thread::sleep_for(2s);
    key("3");  // opens the cartridge
    key("3");  // fits it
    for (int i = 0; i < 4; ++i) key("bracketright");
    key("r");
    key("1");  // takes the pen
    key("m");
    do_("xdotool mousemove 560 340");
    std::this_thread::sleep_for(500ms);
    do_("xdotool mousedown 1");
    for (int x = 560; x <= 720; x += 8) {
        do_("xdotool mousemove " + std::to_string(x) + " 340");
        std::this_thread::sleep_for(60ms);
    }
    do_("xdotool mouseup 1");
    std::this_thread::sleep_for(700ms);
    key("m");
    key("ctrl+Return");
    key("Return");

    ASSERT_TRUE(wait_until(60s,
                           [&] {
                               const auto opened = session::Record::open(record());
                               return opened && opened->whole();
                           }))
        << "the record was not closed; " << log();
    const auto opened = session::Record::open(record());
    ASSERT_TRUE(opened) << opened.error().message;
    int strikes = 0, strokes = 0, hands = 0;
    std::int64_t longest_um = 0;
    ASSERT_TRUE(opened->for_each_block([&](const session::Block& block) {
        for (const sdk::RecordView event : block.events) {
            strikes += event.kind() == sdk::event::strike::kKind;
            strokes += event.kind() == sdk::event::stroke_end::kKind;
            if (event.kind() == sdk::event::setting::kKind) {
                const auto setting = event.value<sdk::event::setting>();
                if (setting.parameter == "needle_length") longest_um = std::max(longest_um, setting.value);
            }
        }
        for (const sdk::RecordView input : block.inputs) hands += input.kind() == sdk::event::hand::kKind;
    }));
    EXPECT_GT(strikes, 50);
    EXPECT_GE(strokes, 1);
    EXPECT_GT(hands, 250);
    EXPECT_EQ(longest_um, 1000);

    // From the debrief home, and from there out.
    std::this_thread::sleep_for(3s);
    key("Escape");
    std::this_thread::sleep_for(1s);
    key("Escape");
    EXPECT_EQ(leave(), 0) << log();
}

TEST(NoDisplay, TheProgramSaysWhatWorksWithoutOne) {
    const int code = std::system(("env -u DISPLAY -u WAYLAND_DISPLAY " + std::string(NP_BINARY_DIR) +
                                  "/needlepoint --data " + NP_SOURCE_DIR + " > /dev/null 2>&1")
                                     .c_str());
    ASSERT_TRUE(WIFEXITED(code));
    EXPECT_EQ(WEXITSTATUS(code), 3);
}

}  // namespace
}  // namespace np
