// The cut shows what a strike did: on a flat pad every gap, depth and angle is known.
#include "section_cut.h"

#include <gtest/gtest.h>

#include <cmath>

#include "play.h"

namespace np::app {
namespace {

using geometry::Vec3;

class Cut : public testing::Test {
  protected:
    Cut() : session_(test::prepared("tutorial/first-strokes", 1)), cut_(body(), rules(), device()) {
        pen_ = *device::load_pen(rules(), device());
        view_.pen = true;
        view_.set_mm = 1;
        // Some spot of the pad.
        const auto hit = body().surface->first_hit({{0, 0, 100}, {0, 0, -1}});
        skin_ = hit->at.position;
        EXPECT_NEAR(hit->at.normal.z, 1, 1e-9) << "the pad is flat and faces up";
    }
    const anatomy::Body& body() const { return *session_.setup.body; }
    const Parameters& rules() const { return session_.setup.parameters; }
    const std::string& device() const { return session_.setup.scenario.device; }

    // A strike whose guide plane touches the skin with one side of its rim.
    void strike(double tilt_deg, double depth_mm, Vec3 aside = {}) {
        const double tilt = tilt_deg * 3.14159265358979 / 180;
        axis_ = {std::sin(tilt), 0, -std::cos(tilt)};
        tip_ = skin_ + aside + Vec3{0, 0, pen_.swath_mm / 2 * std::sin(tilt)};
        sdk::event::strike strike;
        for (int k = 0; k < 3; ++k) {
            const double at[] = {tip_.x, tip_.y, tip_.z}, to[] = {axis_.x, axis_.y, axis_.z};
            strike.tip_um[k] = static_cast<std::int32_t>(std::lround(at[k] * 1000));
            strike.axis_q30[k] = static_cast<std::int32_t>(std::lround(to[k] * 1073741824.0));
        }
        for (std::size_t i = 0; i < pen_.needles.size(); ++i) {
            strike.cell.push_back(0), strike.zone.push_back(0), strike.drag_um.push_back(0);
            strike.depth_um.push_back(static_cast<std::int32_t>(1000 * depth_mm) + 10 * static_cast<std::int32_t>(i));
        }
        sdk::EventBuffer events;
        events.append(strike);
        cut_.see(events);
    }

    cli::Prepared session_;
    SectionCut cut_;
    device::PenPreset pen_;
    ui::SectionView view_;
    Vec3 skin_, tip_, axis_;
};

TEST_F(Cut, EveryNeedleHasItsOwnDepthAndGap) {
    constexpr double kTilt = 8;
    strike(kTilt, 0.8);
    cut_.fill(view_, tip_, axis_, true);
    ASSERT_EQ(view_.needles.size(), pen_.needles.size());
    const double slope = std::tan(kTilt * 3.14159265358979 / 180);
    const geometry::Frame frame = geometry::frame_about(axis_);
    for (std::size_t i = 0; i < view_.needles.size(); ++i) {
        const ui::SectionNeedle& needle = view_.needles[i];
        EXPECT_NEAR(needle.depth_mm, 0.8 + 0.01 * static_cast<double>(i), 1e-6);
        EXPECT_NEAR(needle.entry.h_mm - needle.tip.h_mm, needle.depth_mm, 0.002) << "below the skin";
        EXPECT_NEAR(std::abs(needle.tip.x_mm - needle.entry.x_mm), needle.depth_mm * slope, 0.002) << "along the tilt";
        const Vec3 guide = tip_ + pen_.needles[i].x * frame.u + pen_.needles[i].y * frame.v;
        EXPECT_NEAR(needle.gap_mm, (guide.z - skin_.z) / -axis_.z, 0.005);
    }
}

TEST_F(Cut, TheCutRunsAlongTheTiltAndTheRimStandsAtRightAnglesToTheNeedles) {
    strike(10, 0.7);
    cut_.fill(view_, tip_, axis_, true);
    const double rim = std::atan2(view_.rim[1].h_mm - view_.rim[0].h_mm, view_.rim[1].x_mm - view_.rim[0].x_mm);
    EXPECT_NEAR(std::abs(rim) * 180 / 3.14159265358979, 10, 0.01);
    EXPECT_NEAR(std::hypot(view_.rim[1].x_mm - view_.rim[0].x_mm, view_.rim[1].h_mm - view_.rim[0].h_mm), pen_.swath_mm,
                1e-3);
    for (const double h : view_.surface_h_mm) EXPECT_NEAR(h, 0, 1e-9) << "a flat pad";
}

TEST_F(Cut, PuncturesStayWhereTheyWereMade) {
    strike(0, 0.9);
    cut_.fill(view_, tip_, axis_, true);
    const std::size_t first = view_.punctures.size();
    EXPECT_GT(first, 0u);
    EXPECT_LT(first, pen_.needles.size()) << "only those in the cut";
    for (const ui::SectionPuncture& one : view_.punctures) {
        EXPECT_NEAR(one.entry.h_mm, 0, 0.002);
        EXPECT_LT(one.end.h_mm, -0.85);
    }
    strike(0, 0.9, {25, 0, 0});
    cut_.fill(view_, tip_, axis_, true);
    EXPECT_EQ(view_.punctures.size(), first) << "25 mm away only the new ones are seen";
}

TEST_F(Cut, OffTheSkinTheNeedlesAreAsLongAsTheDialSays) {
    view_.set_mm = 0.4;
    cut_.fill(view_, skin_ + Vec3{0, 0, 6}, {0, 0, -1}, false);
    ASSERT_EQ(view_.needles.size(), pen_.needles.size());
    for (const ui::SectionNeedle& needle : view_.needles) {
        EXPECT_NEAR(needle.guide.h_mm - needle.tip.h_mm, 0.4, 1e-9);
        EXPECT_GT(needle.tip.h_mm, 0) << "none is in the skin";
    }
    EXPECT_TRUE(view_.punctures.empty());
}

}  // namespace
}  // namespace np::app
