// `needlepoint input`: devices that are played over pipes and the loopback, heard and calibrated by the real program.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/input-event-codes.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "run_program.h"

namespace np::test {
namespace {

const std::string kProgram = std::string(NP_BINARY_DIR) + "/needlepoint-headless";
const std::string kData = " --data " + std::string(NP_SOURCE_DIR);

// Writes reports of a tablet into a pipe, 200 a second, until it is let go. `pressure` by seconds.
class PlayedTablet {
  public:
    PlayedTablet(std::string path, std::function<double(double)> pressure) : path_(std::move(path)) {
        EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
        // Open at both ends, so that it does not wait for a reader.
        fd_ = ::open(path_.c_str(), O_RDWR | O_NONBLOCK);
        thread_ = std::thread([this, pressure = std::move(pressure)] {
            for (int i = 0; !stop_; ++i) {
                const double seconds = i * 0.005;
                write(EV_ABS, ABS_X, 1000 + i % 500), write(EV_ABS, ABS_Y, 2000);
                write(EV_ABS, ABS_PRESSURE, static_cast<int>(8191 * pressure(seconds)));
                write(EV_SYN, SYN_REPORT, 0);
                ::usleep(5000);
            }
        });
    }
    ~PlayedTablet() {
        stop_ = true;
        thread_.join();
        ::close(fd_);
    }

  private:
    void write(std::uint16_t type, std::uint16_t code, std::int32_t value) {
        timespec now{};
        ::clock_gettime(CLOCK_REALTIME, &now);
        const std::int64_t seconds = now.tv_sec, micro = now.tv_nsec / 1000;
        char event[24];
        std::memcpy(event, &seconds, 8), std::memcpy(event + 8, &micro, 8);
        std::memcpy(event + 16, &type, 2), std::memcpy(event + 18, &code, 2), std::memcpy(event + 20, &value, 4);
        (void)!::write(fd_, event, sizeof event);  // a full pipe loses it, as a device would
    }
    std::string path_;
    int fd_ = -1;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

TEST(InputWords, ListNamesWhatThereIsAndWhatIsChosen) {
    const Scratch scratch;
    const Ran ran = run(scratch, kProgram, "$NP input list --json" + kData);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto answer = nlohmann::json::parse(ran.out);
    bool mouse = false, osc = false;
    for (const auto& source : answer["sources"]) {
        if (source["source"] == "mouse") mouse = source["chosen"].get<bool>();
        osc = osc || source["source"] == "plugin:osc";
    }
    EXPECT_TRUE(mouse) << ran.out;
    EXPECT_TRUE(osc) << ran.out;
    EXPECT_EQ(run(scratch, kProgram, "$NP input list" + kData).code, 0);
}

TEST(InputWords, ListenShowsATabletAndCountsWhatIsRefused) {
    const Scratch scratch;
    const PlayedTablet tablet((scratch / "pen").string(), [](double s) { return s < 0.6 ? 0.5 : 1.5; });
    const Ran ran = run(scratch, kProgram, "$NP input listen tablet:$D/pen --seconds 1.2 --json" + kData);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const std::string last = ran.out.substr(ran.out.rfind('\n', ran.out.size() - 2) + 1);
    const auto counts = nlohmann::json::parse(last);
    EXPECT_GT(counts["taken"].get<int>(), 20);
    EXPECT_GT(counts["refused"]["out of range"].get<int>(), 20);
    EXPECT_NE(ran.out.find("\"press_n\""), std::string::npos);
}

TEST(InputWords, WeighingATabletMakesItsPressureAForce) {
    const Scratch scratch;
    // A hand that presses a step harder every two and a half seconds.
    const PlayedTablet tablet((scratch / "pen").string(),
                              [](double s) { return std::min(0.9, 0.2 * std::ceil(s / 2.5)); });
    const Ran ran = run(scratch, kProgram,
                        "$NP input calibrate tablet:$D/pen weigh --grams 50,100,200 --seconds 20 --json" + kData +
                            " && cat $D/user/needlepoint/input.yaml");
    ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
    EXPECT_NE(ran.out.find("pressure_mn: [["), std::string::npos) << ran.out;
    EXPECT_NE(ran.err.find("50 g"), std::string::npos);
    const Ran heard = run(scratch, kProgram, "$NP input listen tablet:$D/pen --seconds 0.5 --json" + kData);
    EXPECT_NE(heard.out.find("\"observed\":4"), std::string::npos) << heard.out;
    EXPECT_EQ(run(scratch, kProgram, "$NP input calibrate tablet:$D/pen forget" + kData).code, 0);
    EXPECT_EQ(contents(scratch / "user/needlepoint/input.yaml").find("pressure_mn"), std::string::npos);
}

TEST(InputWords, AnOscPenIsHeardThroughItsPlugin) {
    const Scratch scratch;
    std::atomic<bool> stop{false};
    const auto port = static_cast<std::uint16_t>(20'000 + ::getpid() % 20'000);
    std::thread sender([&] {
        const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET, to.sin_port = htons(port), to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const char good[] = "/pen/pressure\0\0\0,f\0\0\x3f\x00\x00\x00",
                   nan[] = "/pen/pressure\0\0\0,f\0\0\x7f\xc0\x00\x00";
        for (int i = 0; !stop; ++i, ::usleep(5000))
            (void)::sendto(fd, i % 5 == 0 ? nan : good, 24, 0, reinterpret_cast<sockaddr*>(&to), sizeof to);
        ::close(fd);
    });
    const Ran ran =
        run(scratch, kProgram,
            "$NP input listen plugin:osc@127.0.0.1:" + std::to_string(port) + " --seconds 1.5 --json" + kData);
    stop = true;
    sender.join();
    ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
    const auto counts = nlohmann::json::parse(ran.out.substr(ran.out.rfind('\n', ran.out.size() - 2) + 1));
    EXPECT_GT(counts["taken"].get<int>(), 40);
    EXPECT_GT(counts["refused"]["damaged message"].get<int>(), 10);
    EXPECT_NE(ran.out.find("\"press_n\":2.0"), std::string::npos) << ran.out;
}

TEST(InputWords, WhatCannotBeIsASentence) {
    const Scratch scratch;
    const std::pair<std::string, int> cases[] = {
        {"input listen mice", 2},
        {"input listen tablet:/nowhere", 3},
        {"input listen plugin:nothing", 3},
        {"input listen mouse", 2},
        {"input listen tracker:x", 2},
        {"input listen osc --seconds nan", 2},
        {"input calibrate mouse dance", 2},
        {"input", 2},
        {"input listen tablet:$D --seconds 1", 3},
        {"input listen tracker:127.0.0.1:9 --seconds 0.3", 1},
        {"input calibrate plugin:osc landmarks --landmark elbow --seconds 1", 2}};
    for (const auto& [words, code] : cases) {
        const Ran ran = run(scratch, kProgram, "$NP " + words + kData);
        EXPECT_EQ(ran.code, code) << words << "\n" << ran.err;
        EXPECT_GT(ran.err.size() + ran.out.size(), 30u) << words;
    }
    // A settings file that was damaged is told of, not used and not written over.
    ASSERT_EQ(
        run(scratch, kProgram, "mkdir -p $D/user/needlepoint; echo 'source: [' > $D/user/needlepoint/input.yaml").code,
        0);
    const Ran ran = run(scratch, kProgram, "$NP input list" + kData);
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("input.yaml:"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace np::test
