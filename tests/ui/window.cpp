// The real window on a real (virtual) screen, driven by keys and mouse as a person would: it opens, the tutorial is
// chosen, the pen is made ready, the skin is needled, the visit is ended, and the record tells of it.
#include <gtest/gtest.h>

#include "needlepoint/session/record.h"
#include "open_window.h"

namespace np {
namespace {

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
