// The program in a window of its own, with a home of its own, driven by keys and mouse as a person would.
#pragma once

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

namespace fs = std::filesystem;
using namespace std::chrono_literals;

inline bool wait_until(std::chrono::seconds most, const std::function<bool()>& come) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < end) {
        if (come()) return true;
        std::this_thread::sleep_for(200ms);
    }
    return false;
}

class OpenWindow : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::getenv("DISPLAY")) FAIL() << "no display";
        ASSERT_EQ(do_("true"), 0);
        ASSERT_EQ(std::system("command -v xdotool > /dev/null"), 0)
            << "the tests of the window need xdotool; apt-get install xdotool";
        home_ = scratch_ / "home";
        fs::create_directories(home_ / "needlepoint");
        prepare();
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

    // Before the program starts: what lies in its home.
    virtual void prepare() {}

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

    // The room is open once its time runs: before that the program measures how finely it can draw.
    bool room_opens() const {
        return wait_until(90s, [&] {
            const auto begun = session::Record::open(record());
            bool runs = false;
            const auto read = begun ? begun->for_each_block([&](const session::Block&) { runs = true; }) : Status{};
            return read && runs;
        });
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

}  // namespace np
