#include "needlepoint/ui/keys.h"

#include <gtest/gtest.h>

#include <set>

namespace np::ui {
namespace {

TEST(Keys, EveryActionHasAKeyAndWordsAndItsOwnPlace) {
    ASSERT_EQ(bindings().size(), static_cast<std::size_t>(Action::kCount));
    for (std::size_t i = 0; i < bindings().size(); ++i) {
        const Binding& row = bindings()[i];
        EXPECT_EQ(static_cast<std::size_t>(row.action), i) << row.words;
        EXPECT_NE(row.keys[0].key, Key::kNone) << row.words;
        EXPECT_GT(std::string(row.words).size(), 3u);
        EXPECT_FALSE(keys_text(row.action).empty());
    }
}

TEST(Keys, EveryActionIsReachedByItsFirstKey) {
    for (const Binding& row : bindings()) {
        const auto found = action_for(row.keys[0], row.while_pressed, row.in_debrief);
        ASSERT_TRUE(found.has_value()) << row.words;
        EXPECT_EQ(*found, row.action) << row.words << " gives way to " << binding(*found).words;
    }
}

TEST(Keys, NoKeyMeansTwoThingsInOnePlace) {
    for (const bool debrief : {false, true}) {
        std::set<std::pair<int, int>> seen;
        for (const Binding& row : bindings()) {
            if (row.in_debrief != debrief || row.while_pressed) continue;
            for (const KeyPress& press : row.keys) {
                if (press.key == Key::kNone) continue;
                EXPECT_TRUE(seen.insert({static_cast<int>(press.key), press.modifiers}).second)
                    << key_name(press) << " again for " << row.words;
            }
        }
    }
}

TEST(Keys, TheSameKeyTurnsTheWristWhilePressedAndLiftsTheLoupeOtherwise) {
    const KeyPress l{key_of('L'), kPlain};
    EXPECT_EQ(action_for(l, true, false), Action::kTiltRight);
    EXPECT_EQ(action_for(l, false, false), Action::kLoupe);
}

TEST(Keys, NamesAreThoseOnTheKeyboard) {
    EXPECT_EQ(key_name({key_of('['), kPlain}), "[");
    EXPECT_EQ(key_name({Key::kEnter, kCtrl}), "Ctrl Enter");
    EXPECT_EQ(key_name({Key::kF12, kPlain}), "F12");
    EXPECT_EQ(key_name({key_of('='), kCtrl}), "Ctrl +");
}

}  // namespace
}  // namespace np::ui
