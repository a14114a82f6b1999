// What keys and view models do: filtering, choosing, and what may not be shown.
#include "needlepoint/ui/debrief.h"
#include "needlepoint/ui/home.h"
#include "needlepoint/ui/room.h"
#include "panel_fixture.h"
#include "samples.h"

namespace np::ui {
namespace {

KeyPress plain(Key key) {
    return {key, kPlain};
}

TEST_F(PanelTest, TypingFiltersAndEnterOpens) {
    set_up(1280, 720, 1.0);
    HomeScreen screen;
    const HomeView view = samples::home();
    for (const char32_t c : std::u32string(U"jon")) screen.type(c);
    frames([&] { screen.draw(view, {}, theme_, out_); });
    Commands out;
    ASSERT_TRUE(screen.key(plain(Key::kEnter), view, out));
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::OpenScenario>(out[0]).id, "practice/photo-day");
}

TEST_F(PanelTest, ArrowsWalkTheCards) {
    set_up(1280, 720, 1.0);
    HomeScreen screen;
    const HomeView view = samples::home();
    frames([&] { screen.draw(view, {}, theme_, out_); });
    Commands out;
    screen.key(plain(Key::kRight), view, out);
    screen.key(plain(Key::kEnter), view, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::OpenScenario>(out[0]).id, "practice/acne-scars-cheeks");
}

TEST_F(PanelTest, AssessmentsHaveTheirOwnPage) {
    HomeView view = samples::home();
    view.page = command::Page::kAssessment;
    HomeScreen screen;
    Commands out;
    screen.key(plain(Key::kEnter), view, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::OpenScenario>(out[0]).id, "assessment/short-station");
}

TEST(RoomKeys, ADialogTakesTheKeysAndAnOfferIsCarriedOut) {
    RoomScreen screen;
    const RoomView view = samples::room();
    Commands out;
    EXPECT_FALSE(screen.key(plain(key_of('M')), view, out)) << "the motor's key is the hand's";
    ASSERT_TRUE(screen.key(plain(key_of('O')), view, out));
    EXPECT_EQ(screen.dialog(), Dialog::kOffers);
    EXPECT_TRUE(screen.key(plain(key_of('M')), view, out)) << "no motor under a dialog";
    screen.key(plain(Key::kDown), view, out);
    screen.key(plain(Key::kDown), view, out);
    screen.key(plain(Key::kEnter), view, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::Clinical>(out[0]).target, "T35");
    EXPECT_EQ(screen.dialog(), Dialog::kNone);
}

TEST(RoomKeys, WhatCannotBeDoneIsNotCarriedOut) {
    RoomScreen screen;
    const RoomView view = samples::room();
    Commands out;
    screen.open(Dialog::kOffers);
    for (int i = 0; i < 9; ++i) screen.key(plain(Key::kDown), view, out);
    screen.key(plain(Key::kEnter), view, out);
    EXPECT_TRUE(out.empty());
}

TEST(RoomKeys, AnEndpointIsCalledWithoutTheMouse) {
    RoomScreen screen;
    RoomView view = samples::room();
    view.call_zone = "buccal_l";
    Commands out;
    screen.key(plain(key_of('N')), view, out);
    screen.key(plain(Key::kDown), view, out);   // verdict
    screen.key(plain(Key::kRight), view, out);  // done
    screen.key(plain(Key::kDown), view, out);   // grade
    for (int i = 0; i < 3; ++i) screen.key(plain(Key::kRight), view, out);
    screen.key(plain(Key::kEnter), view, out);
    ASSERT_EQ(out.size(), 1u);
    const auto& call = std::get<command::Clinical>(out[0]);
    EXPECT_EQ(call.verb, "call");
    EXPECT_EQ(call.target, "buccal_l");
    EXPECT_EQ(call.argument, "done");
    EXPECT_EQ(call.value, 2);
}

TEST(DebriefKeys, FindingsMapsAndTimeAreOnTheKeyboard) {
    DebriefScreen screen;
    const DebriefView view = samples::debrief();
    Commands out;
    screen.key(plain(Key::kDown), view, out);
    screen.key(plain(key_of('M')), view, out);
    screen.key(plain(Key::kLeft), view, out);
    screen.key(plain(Key::kSpace), view, out);
    ASSERT_EQ(out.size(), 4u);
    EXPECT_EQ(std::get<command::SelectFinding>(out[0]).index, 1);
    EXPECT_EQ(std::get<command::ShowMap>(out[1]).mode, MapMode::kCoverage);
    EXPECT_LT(std::get<command::Seek>(out[2]).tick, view.tick);
    EXPECT_EQ(std::get<command::Do>(out[3]).action, Action::kPlay);
}

TEST(FollowUpKeys, ArrowsWalkThroughTheYear) {
    DebriefScreen screen;
    DebriefView view = samples::follow_up();
    Commands out;
    screen.key(plain(Key::kRight), view, out);
    screen.key(plain(Key::kLeft), view, out);
    view.later->hours = 8760;
    screen.key(plain(Key::kRight), view, out);
    ASSERT_EQ(out.size(), 3u);
    EXPECT_GT(std::get<command::LookAhead>(out[0]).hours, 24);
    EXPECT_LT(std::get<command::LookAhead>(out[1]).hours, 24);
    EXPECT_NEAR(std::get<command::LookAhead>(out[2]).hours, 8760, 1e-6);
}

TEST(FollowUp, PlaceAndHoursAreEachOthersInverse) {
    double before = -1;
    for (const double hours : {0.0, 0.1, 1.0, 24.0, 672.0, 8760.0}) {
        EXPECT_NEAR(follow_up_hours(follow_up_place(hours)), hours, 1e-6 * (1 + hours));
        EXPECT_GT(follow_up_place(hours), before);
        before = follow_up_place(hours);
    }
    EXPECT_EQ(follow_up_place(0), 0);
    EXPECT_NEAR(follow_up_place(8760), 1, 1e-12);
}

TEST(Theme, TextIsReadable) {
    for (const Colour surface : {colour::kSurface, colour::kRaised, colour::kBackdropTop, colour::kBackdropBottom}) {
        EXPECT_GE(contrast(colour::kText, surface), 7.0);
        EXPECT_GE(contrast(colour::kQuiet, surface), 4.5);
    }
    EXPECT_NEAR(contrast({0xFFFFFF}, {0x000000}), 21.0, 1e-9);
}

TEST(Theme, TheScaleNeverOutgrowsTheWindow) {
    EXPECT_DOUBLE_EQ(fitting_scale(2.5, 1280, 720), 1.5);
    EXPECT_DOUBLE_EQ(fitting_scale(2.5, 2560, 1440), 2.5);
    EXPECT_DOUBLE_EQ(fitting_scale(0.5, 1280, 720), 1.0);
}

}  // namespace
}  // namespace np::ui
