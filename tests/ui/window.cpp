// The real window on a real (virtual) screen, driven by keys and mouse as a person would: it opens, the tutorial is
// chosen, the pen is made ready, the skin is needled, the visit is ended, and the record tells of it. A visit of before
// is opened from the history and followed up.
#include <gtest/gtest.h>

#include "needlepoint/session/record.h"
#include "open_window.h"
#include "screen.h"

namespace np {
namespace {

TEST_F(OpenWindow, ATutorialIsNeedledByKeysAndMouse) {
    do_("xdotool type --delay 60 pad");
    key("Return");
    ASSERT_TRUE(room_opens()) << log();
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

// Parts of the debrief in a window of 1280x720.
constexpr Area kSide{860, 30, 1265, 640};
constexpr Area kLineOfTime{25, 645, 825, 690};
constexpr std::uint32_t kAccent = 0x4FD1C5;

// What the screen shows after a key: as soon as it is what was hoped for, or after a minute.
Screenshot after(const char* pressed, int times, const std::function<bool(const Screenshot&)>& hoped) {
    for (int i = 0; i < times; ++i) {
        (void)!std::system((std::string("xdotool key ") + pressed).c_str());
        std::this_thread::sleep_for(400ms);
    }
    std::this_thread::sleep_for(800ms);
    Screenshot shown;
    wait_until(60s, [&] {
        shown = look_at_screen();
        return hoped(shown);
    });
    return shown;
}

// Somebody's visit to the practice pad lies in the home before the window opens.
class PastVisit : public OpenWindow {
  protected:
    void prepare() override {
        const fs::path records = home_ / "needlepoint" / "records";
        fs::create_directories(records);
        ASSERT_EQ(do_(std::string(NP_BINARY_DIR) + "/needlepoint --data " + NP_SOURCE_DIR +
                      " run tutorial/first-strokes --trainee expert --out " + (records / "visit.mcap").string() +
                      " > /dev/null"),
                  0);
    }
};

// The follow-up is the last of the maps. It has curves and a line of time of its own, which goes on
// when time does; the map after it is the first again, and the marks stand beside the face as before.
TEST_F(PastVisit, IsOpenedFromTheHistoryAndFollowedUp) {
    do_("xdotool mousemove 88 179 click 1");  // History
    std::this_thread::sleep_for(3s);          // it is graded meanwhile
    key("Return");
    Screenshot depth;
    const auto line_of_time_stands = [&] {
        depth = look_at_screen();
        return !depth.rgb.empty() && count(depth, kAccent, kLineOfTime) > 500;
    };
    ASSERT_TRUE(wait_until(60s, line_of_time_stands)) << "the debrief did not open; " << log();
    std::this_thread::sleep_for(1s);
    depth = look_at_screen();
    ASSERT_FALSE(depth.rgb.empty()) << "the screen can't be read";
    ASSERT_GE(depth.width, 1280);
    const Screenshot redness = after("Tab", 5, [](const Screenshot&) { return true; });
    EXPECT_LT(difference(depth, redness, kSide), 0.01) << "beside every other map stand the marks";

    const Screenshot at_end = after("Tab", 1, [&](const Screenshot& now) {
        return difference(redness, now, kSide) > 0.05 && count(now, kAccent, kSide) > 500;
    });
    EXPECT_GT(difference(redness, at_end, kSide), 0.05) << "the follow-up did not take the place of the marks";
    EXPECT_GT(count(at_end, kAccent, kSide), 500) << "no curve was drawn";

    const Screenshot later = after("Right", 20, [&](const Screenshot& now) {
        return count(now, kAccent, kLineOfTime) > count(at_end, kAccent, kLineOfTime) + 500;
    });
    EXPECT_GT(count(later, kAccent, kLineOfTime), count(at_end, kAccent, kLineOfTime) + 500) << "time stood still";
    EXPECT_GT(difference(at_end, later, kSide), 0.001) << "the figures beside the curves stayed";
    const auto marks_stand = [&](const Screenshot& now) { return difference(depth, now, kSide) < 0.01; };
    EXPECT_TRUE(marks_stand(after("Tab", 1, marks_stand))) << "the marks did not come back";
    key("Escape"), key("Escape");
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
