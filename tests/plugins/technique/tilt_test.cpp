// Tilt limits of clinical reference 2.4 and directions of 2.3, to the printed digit.
#include "tilt.h"

#include <gtest/gtest.h>

#include "zone_use.h"

namespace np::technique {
namespace {

TiltRule rule(double swath_mm) {
    return {15000, 30000, 0.50, 0.10, 0.3, swath_mm};
}

TEST(Tilt, loses_depth_as_printed) {
    // d = 1.0 mm, R = 2.5 mm
    EXPECT_NEAR(tilt_loss_mm(rule(5), 1.0, 5000), 0.07, 0.005);
    EXPECT_NEAR(tilt_loss_mm(rule(5), 1.0, 10000), 0.15, 0.005);
    EXPECT_NEAR(tilt_loss_mm(rule(5), 1.0, 15000), 0.23, 0.005);
    EXPECT_NEAR(tilt_loss_mm(rule(5), 1.0, 20000), 0.32, 0.005);
    EXPECT_NEAR(tilt_loss_mm(rule(5), 1.0, 30000), 0.51, 0.005);
}

// Smallest tilt in degrees that is too far.
double limit_deg(double swath_mm, double set_mm) {
    int mdeg = 0;
    while (!leans_too_far(rule(swath_mm), set_mm, mdeg)) mdeg += 10;
    return mdeg / 1000.0;
}

TEST(Tilt, shallow_settings_have_their_own_limit) {
    const struct {
        double swath, at_half, at_quarter;
    } printed[] = {{3.0, 11.5, 12.1}, {4.4, 8.3, 8.5}, {5.0, 7.3, 7.5}, {6.0, 6.2, 6.3}};
    for (const auto& one : printed) {
        EXPECT_NEAR(limit_deg(one.swath, 0.50), one.at_half, 0.06) << one.swath;
        EXPECT_NEAR(limit_deg(one.swath, 0.25), one.at_quarter, 0.06) << one.swath;
        EXPECT_NEAR(limit_deg(one.swath, 0.75), 15.0, 0.02) << one.swath;
    }
}

TEST(Directions, are_needed_as_often_as_there_were_passes) {
    EXPECT_EQ(judge_directions({{1, 1, 1, 0}, 0}, 3, 4, 2), Fault::kNone);
    EXPECT_EQ(judge_directions({{2, 1, 1, 1}, 0}, 3, 6, 2), Fault::kNone);
    EXPECT_EQ(judge_directions({{2, 2, 0, 0}, 0}, 3, 6, 2), Fault::kMinor);
    EXPECT_EQ(judge_directions({{4, 0, 0, 0}, 0}, 3, 6, 2), Fault::kMajor);
    EXPECT_EQ(judge_directions({{1, 0, 0, 0}, 0}, 3, 6, 2), Fault::kNone);
    EXPECT_EQ(judge_directions({{2, 0, 0, 0}, 0}, 3, 2, 2), Fault::kMinor);  // planned for one or two passes
    EXPECT_EQ(judge_directions({{0, 0, 0, 0}, 4}, 3, 6, 2), Fault::kNone);   // stamped
    EXPECT_EQ(judge_directions({{1, 0, 0, 0}, 3}, 3, 6, 2), Fault::kNone);
}

}  // namespace
}  // namespace np::technique
