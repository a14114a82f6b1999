// The cut under the tip is a drawing to scale: every millimetre of the view model is found again in pixels.
#include "../../../engine/ui/src/section_layout.h"

#include <cmath>
#include <tuple>

#include "panel_fixture.h"
#include "samples.h"

namespace np::ui {
namespace {

constexpr Rect kPlots[] = {{30, 200, 170, 190}, {300, 100, 560, 330}, {0, 0, 90, 60}};

TEST(Section, OneScaleHoldsAcrossAndDown) {
    for (const Rect plot : kPlots) {
        const SectionView cut = samples::section();
        const SectionLayout at = lay_out_section(cut, plot);
        EXPECT_NEAR(at.x(1) - at.x(0), at.per_mm, 1e-3);
        EXPECT_NEAR(at.y(0) - at.y(1), at.per_mm, 1e-3);
        EXPECT_NEAR(at.down(2.5), 2.5f * at.per_mm, 1e-3);
        EXPECT_NEAR(at.y(-at.shown_below_mm), plot.bottom(), 1e-2);
        EXPECT_NEAR(at.x(0), plot.x + plot.width / 2, 1e-3);
    }
}

TEST(Section, ATiltIsSeenAtItsTrueAngleAndEveryNeedleAtItsDepth) {
    SectionView cut = samples::section();
    cut.needles.clear();
    const double tilt = 12 * 3.14159265358979 / 180;
    for (const double depth : {0.4, 0.9, 1.3}) {
        const double along = depth / std::cos(tilt);
        cut.needles.push_back(
            {{0, 0.1}, {0.2, 0}, {0.2 + along * std::sin(tilt), -along * std::cos(tilt)}, 0.1, depth, true});
    }
    const SectionLayout at = lay_out_section(cut, kPlots[1]);
    for (const SectionNeedle& needle : cut.needles) {
        const double dx = at.x(needle.tip.x_mm) - at.x(needle.entry.x_mm),
                     dy = at.y(needle.tip.h_mm) - at.y(needle.entry.h_mm);
        EXPECT_NEAR(dy, needle.depth_mm * at.per_mm, 0.02) << "as deep below the skin as the strike says";
        EXPECT_NEAR(std::atan2(dx, dy), tilt, 1e-3);
    }
}

TEST(Section, WhatMattersIsInThePicture) {
    for (const Rect plot : kPlots)
        for (const double set : {0.25, 1.0, 2.5}) {
            SectionView cut = samples::section();
            cut.set_mm = set;
            const SectionLayout at = lay_out_section(cut, plot);
            EXPECT_LE(at.y(-set), plot.bottom());
            EXPECT_LE(at.y(-cut.band_max_mm), plot.bottom());
            EXPECT_LE(at.y(-cut.epidermis_mm - cut.dermis_mm), plot.bottom());
            EXPECT_GE(at.x(cut.rim[0].x_mm), plot.x);
            EXPECT_LE(at.x(cut.rim[1].x_mm), plot.right());
        }
}

TEST(Section, TheSurfaceIsReadBetweenItsSamplesAndHeldAtItsEnds) {
    SectionView cut;
    cut.half_width_mm = 2;
    cut.surface_h_mm = {-0.4, -0.1, 0, -0.1, -0.4};
    EXPECT_DOUBLE_EQ(surface_height(cut, 0), 0);
    EXPECT_DOUBLE_EQ(surface_height(cut, -1), -0.1);
    EXPECT_NEAR(surface_height(cut, 1.5), -0.25, 1e-12);
    EXPECT_DOUBLE_EQ(surface_height(cut, 9), -0.4);
    cut.surface_h_mm.clear();
    EXPECT_DOUBLE_EQ(surface_height(cut, 1), 0);
}

// Drawn small and large, in a zone of bone and one without: nothing may be cut, nothing may be left undrawn.
TEST_F(PanelTest, TheCutFitsSmallAndLarge) {
    for (const auto& [width, height, scale] :
         {std::tuple{1280.f, 720.f, 1.0}, {1280.f, 720.f, 1.5}, {1920.f, 1080.f, 1.0}}) {
        set_up(width, height, scale);
        for (const bool large : {false, true})
            for (const double firm : {2.4, 6.0, 15.0}) {
                RoomView view = samples::room();
                view.section->large = large;
                view.section->firm_mm = firm;
                view.section->firm = firm < 3 ? "nasal bone" : firm < 10 ? "edge of the mandible" : "masseter";
                view.section->firm_kind = firm < 10 ? Firm::kBone : Firm::kSoft;
                RoomScreen screen;
                frames([&] { screen.draw(view, theme_, out_); });
                EXPECT_TRUE(cut_.empty()) << all_cut() << "large " << large << " firm " << firm;
                const int with = ImGui::GetDrawData()->TotalVtxCount;
                view.section.reset();
                frames([&] { screen.draw(view, theme_, out_); });
                EXPECT_GT(with, ImGui::GetDrawData()->TotalVtxCount + 1000);
            }
    }
}

TEST_F(PanelTest, AClickOnTheCutMakesItLarge) {
    set_up(1280, 720, 1.0);
    RoomScreen screen;
    const RoomView view = samples::room();
    Commands out;
    const auto frame = [&](float x, float y, bool down) {
        ImGui::GetIO().MousePos = {x, y};
        ImGui::GetIO().MouseDown[0] = down;
        ImGui::NewFrame();
        screen.draw(view, theme_, out);
        ImGui::Render();
    };
    for (const bool down : {false, false, true, false, false}) frame(120, 480, down);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::Do>(out[0]).action, Action::kSectionLarge);
}

}  // namespace
}  // namespace np::ui
