// Every screen at every size that must hold: no text is cut, panels stay off the patient, all of it is on the screen.
#include "needlepoint/ui/debrief.h"
#include "needlepoint/ui/home.h"
#include "needlepoint/ui/room.h"
#include "panel_fixture.h"
#include "samples.h"

namespace np::ui {
namespace {

struct Size {
    float width, height;
    double scale;
};
constexpr Size kSizes[] = {{1280, 720, 1.0}, {1280, 720, 1.5}, {1920, 1080, 1.0}, {1920, 1080, 2.0}, {2560, 1440, 2.5}};

class Layout : public PanelTest, public ::testing::WithParamInterface<Size> {
  protected:
    void SetUp() override { set_up(GetParam().width, GetParam().height, GetParam().scale); }
};

TEST_P(Layout, HomeCutsNoText) {
    HomeScreen screen;
    for (const auto page : {command::Page::kPractise, command::Page::kAssessment, command::Page::kHistory,
                            command::Page::kAuthor, command::Page::kSettings}) {
        HomeView view = samples::home();
        view.page = page;
        frames([&] { screen.draw(view, {}, theme_, out_); });
        EXPECT_TRUE(cut_.empty()) << all_cut() << "on page " << static_cast<int>(page);
    }
}

TEST_P(Layout, RoomCutsNoTextInAnyDialog) {
    for (const Dialog dialog : {Dialog::kNone, Dialog::kOffers, Dialog::kChart, Dialog::kAsk, Dialog::kLook,
                                Dialog::kCall, Dialog::kDecide, Dialog::kHelp, Dialog::kFinish}) {
        RoomScreen screen;
        if (dialog != Dialog::kNone) screen.open(dialog);
        frames([&] { screen.draw(samples::room(), theme_, out_); });
        EXPECT_TRUE(cut_.empty()) << all_cut() << "in dialog " << static_cast<int>(dialog);
    }
}

TEST_P(Layout, DebriefCutsNoText) {
    DebriefScreen screen;
    frames([&] { screen.draw(samples::debrief(), theme_, out_); });
    EXPECT_TRUE(cut_.empty()) << all_cut();
}

TEST_P(Layout, FollowUpCutsNoText) {
    DebriefScreen screen;
    frames([&] { screen.draw(samples::follow_up(), theme_, out_); });
    EXPECT_TRUE(cut_.empty()) << all_cut();
}

TEST_P(Layout, ThePatientKeepsTheMiddle) {
    RoomScreen screen;
    frames([&] { screen.draw(samples::room(), theme_, out_); });
    const Rect clear = screen.clear_area();
    EXPECT_GT(clear.width, GetParam().width * 0.45f);
    EXPECT_GT(clear.height, GetParam().height * 0.6f);
    EXPECT_LT(clear.x, GetParam().width / 2);
    EXPECT_GT(clear.right(), GetParam().width / 2);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Layout, ::testing::ValuesIn(kSizes));

TEST_F(PanelTest, TooLongATextIsShortenedAndNoted) {
    set_up(1280, 720, 1.0);
    RoomView view = samples::room();
    view.patient.name = "A name that is by far too long for the card of any patient whatsoever";
    RoomScreen screen;
    frames([&] { screen.draw(view, theme_, out_); });
    EXPECT_FALSE(cut_.empty());
}

TEST_F(PanelTest, FiguresAreTabular) {
    set_up(1280, 720, 1.0);
    for (ImFont* font : theme_.fonts)
        for (ImWchar digit = '0'; digit <= '9'; ++digit)
            EXPECT_EQ(font->FindGlyph(digit)->AdvanceX, font->FindGlyph('0')->AdvanceX);
}

TEST_F(PanelTest, AFontThatIsMissingLeavesTheProgramUsable) {
    set_up(1280, 720, 1.0);
    const std::filesystem::path nowhere[] = {"/nowhere/at/all"};
    const Status status = build_theme(theme_, nowhere);
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find("/nowhere/at/all"), std::string::npos);
    EXPECT_NE(theme_.fonts[0], nullptr);
}

}  // namespace
}  // namespace np::ui
