// The maps' switch, their keys and legends in the room.
#include "panel_fixture.h"
#include "samples.h"

namespace np::ui {
namespace {

Legend bands() {
    return {"Coverage",
            "share of planned density",
            {"0.35", "0.65", "1.40", "2.00"},
            {0x185498, 0x7AAED8, 0xF6F6F3, 0xF3A45C, 0xA64608},
            true,
            {"untreated", "light", "on target", "heavy", "overtreated"}};
}

class Maps : public PanelTest {
  protected:
    // Moves to a pixel and clicks there.
    void click(const RoomView& view, float x, float y) {
        for (const bool down : {false, false, true, false, false}) {
            ImGui::GetIO().MousePos = {x, y};
            ImGui::GetIO().MouseDown[0] = down;
            ImGui::NewFrame();
            screen_.draw(view, theme_, out_);
            ImGui::Render();
        }
    }
    RoomScreen screen_;
};

TEST_F(Maps, EveryLegendFitsAtEveryScale) {
    for (const double scale : {1.0, 1.5}) {
        set_up(1280, 720, scale);
        for (const Legend& legend :
             {samples::off_the_plan(), bands(), Legend{"Zones of the face", "29", {}, {}, false, {}},
              Legend{"Passes over the spot",
                     "count",
                     {},
                     {1, 2, 3, 4, 5, 6, 7},
                     true,
                     {"0", "1", "2", "3", "4", "5", "6+"}}}) {
            RoomView view = samples::room();
            view.map->legend = legend;
            frames([&] { screen_.draw(view, theme_, out_); });
            EXPECT_TRUE(cut_.empty()) << all_cut() << legend.title << " at " << scale;
            DebriefView after = samples::debrief();
            after.legend = legend;
            DebriefScreen debrief;
            frames([&] { debrief.draw(after, theme_, out_); });
            EXPECT_TRUE(cut_.empty()) << all_cut() << legend.title << " in the debrief at " << scale;
        }
    }
}

TEST_F(Maps, TheSwitchUnfoldsAndAMapIsChosen) {
    set_up(1280, 720, 1.0);
    RoomView view = samples::room();
    frames([&] { screen_.draw(view, theme_, out_); });
    const Rect clear = screen_.clear_area();
    out_.clear();
    click(view, clear.x + 60, clear.y + 15);
    EXPECT_TRUE(out_.empty());
    click(view, clear.x + 60, clear.y + 30 + 26 * 1.5f);  // the second row
    ASSERT_EQ(out_.size(), 1u);
    EXPECT_EQ(std::get<command::ShowMap>(out_[0]).mode, MapMode::kZones);
}

TEST_F(Maps, WithoutLeaveThereIsNeitherSwitchNorLegend) {
    set_up(1280, 720, 1.0);
    RoomView view = samples::room();
    frames([&] { screen_.draw(view, theme_, out_); });
    const int with = ImGui::GetDrawData()->TotalVtxCount;
    const Rect clear = screen_.clear_area();
    view.map.reset();
    frames([&] { screen_.draw(view, theme_, out_); });
    EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, with);
    out_.clear();
    click(view, clear.x + 60, clear.y + 15);
    click(view, clear.x + 60, clear.y + 70);
    EXPECT_TRUE(out_.empty());
}

TEST_F(Maps, NamesOnTheFaceNeverLieOverOneAnotherNorUnderPanels) {
    set_up(1280, 720, 1.0);
    RoomView view = samples::room();
    const auto vertices = [&](std::vector<MapLabel> labels) {
        view.map->labels = std::move(labels);
        frames([&] { screen_.draw(view, theme_, out_); });
        return ImGui::GetDrawData()->TotalVtxCount;
    };
    const int none = vertices({});
    const int one = vertices({{"Forehead", 640, 300}});
    EXPECT_GT(one, none);
    EXPECT_EQ(vertices({{"Forehead", 640, 300}, {"Forehead", 645, 305}}), one) << "the second would cover the first";
    EXPECT_EQ(vertices({{"Forehead", 60, 300}}), none) << "there stands the patient's card";
    EXPECT_GT(vertices({{"Forehead", 640, 300}, {"Chin", 640, 360}}), one);
}

TEST(MapKeys, AidsAreOnTheKeyboardInTheRoomOnly) {
    const KeyPress z{key_of('Z'), kPlain}, f{key_of('F'), kPlain};
    EXPECT_EQ(action_for(z, false, false), Action::kMap);
    EXPECT_EQ(action_for({key_of('Z'), kShift}, true, false), Action::kNextSkinMap);
    EXPECT_EQ(action_for(f, true, false), Action::kSectionLarge) << "also while needling";
    EXPECT_FALSE(action_for(z, false, true).has_value());
}

}  // namespace
}  // namespace np::ui
