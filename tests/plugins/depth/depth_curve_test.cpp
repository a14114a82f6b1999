// Check values of clinical reference 8.8 for m(d), to the printed digit.
#include "depth_curve.h"

#include <gtest/gtest.h>

#include <vector>

namespace np::depth {
namespace {

constexpr CurveShape kShape{0.10, 0.15, 0.6, 0.50, 0.15};

struct Case {
    const char* name;
    DepthPlan plan;
    double low, high, zero;
    std::vector<std::pair<double, double>> values;
};

TEST(DepthCurve, check_values) {
    const std::vector<Case> cases = {
        {"infraorb rejuv",
         {0.20, 0.25, 0.50, 0.50},
         0.15,
         0.40,
         0.65,
         {{0.10, 0.667}, {0.25, 1}, {0.50, 0.600}, {0.75, 0}}},
        {"crow scar",
         {0.25, 0.50, 0.50, 0.75},
         0.35,
         0.60,
         0.90,
         {{0.10, 0.240}, {0.25, 0.600}, {0.50, 1}, {0.75, 0.500}}},
        {"forehead rejuv",
         {0.25, 0.50, 0.75, 1.25},
         0.35,
         0.65,
         1.40,
         {{0.25, 0.600}, {0.50, 1}, {0.75, 0.600}, {1.00, 0.369}, {1.25, 0.138}}},
        {"malar scar",
         {0.75, 1.00, 1.50, 1.50},
         0.85,
         1.15,
         1.65,
         {{0.75, 0.600}, {1.25, 0.886}, {1.50, 0.600}, {1.60, 0.200}}},
        {"buccal scar",
         {1.00, 1.50, 2.00, 2.50},
         1.35,
         1.65,
         2.65,
         {{0.50, 0.300}, {1.00, 0.600}, {1.25, 0.886}, {1.50, 1}, {2.25, 0.369}}},
        {"glow, forehead", {0.20, 0.25, 0.25, 1.25}, 0.15, 0.35, 0.90, {{0.50, 0.727}, {0.75, 0.273}}},
    };
    for (const Case& one : cases) {
        const DepthCurve curve(one.plan, kShape);
        EXPECT_NEAR(curve.low_mm(), one.low, 1e-12) << one.name;
        EXPECT_NEAR(curve.high_mm(), one.high, 1e-12) << one.name;
        EXPECT_NEAR(curve.zero_mm(), one.zero, 1e-12) << one.name;
        for (const auto& [depth, value] : one.values)
            EXPECT_NEAR(curve(depth), value, 0.0005) << one.name << " at " << depth << " mm";
    }
}

TEST(DepthCurve, is_zero_outside_and_never_jumps) {
    const DepthCurve curve({0.75, 1.00, 1.50, 1.50}, kShape);
    EXPECT_EQ(curve(0), 0);
    EXPECT_EQ(curve(-1), 0);
    EXPECT_EQ(curve(3), 0);
    for (int um = 1; um < 2000; ++um)
        EXPECT_LT(np_abs(curve(um / 1000.0) - curve((um - 1) / 1000.0)), 0.01) << um << " um";
}

// Where the plan ends on the plateau's edge, its end is no point of the curve: straight from 1 to 0.
TEST(DepthCurve, a_plan_that_ends_on_the_plateau_has_no_flank) {
    const DepthCurve curve({0.85, 1.00, 1.15, 1.15}, kShape);
    ASSERT_EQ(curve.low_mm(), 0.85);
    ASSERT_EQ(curve.high_mm(), 1.15);
    EXPECT_NEAR(curve.zero_mm(), 1.30, 1e-12);
    EXPECT_NEAR(curve(1.225), 0.5, 1e-9);
    EXPECT_NEAR(curve(0.425), 0.5, 1e-9);
    EXPECT_EQ(curve(1.15), 1);
    EXPECT_EQ(curve(0.85), 1);
}

// A mean of hits that all lie on the edge may be a rounding off it; it is on the plateau all the same, and what is a
// tenth of a micrometre off is not.
TEST(DepthCurve, means_on_the_edge_lie_on_the_plateau) {
    for (const DepthPlan& plan :
         {DepthPlan{0.75, 1.00, 1.50, 1.50}, DepthPlan{0.25, 0.50, 0.75, 1.25}, DepthPlan{1.00, 1.50, 2.00, 2.50}}) {
        const DepthCurve curve(plan, kShape);
        bool rounded = false;
        for (const double edge : {curve.low_mm(), curve.high_mm()}) {
            const double um = edge * 1000.0;
            for (int hits = 1; hits <= 2000; ++hits) {
                double sum = 0;
                for (int i = 0; i < hits; ++i) sum += static_cast<double>(np_round(um)) / 1000.0;
                const double mean = sum / hits;
                rounded = rounded || mean != edge;
                ASSERT_FALSE(curve.too_shallow(mean) || curve.too_deep(mean)) << hits << " hits at " << um << " um";
                ASSERT_EQ(curve(mean), 1.0) << hits << " hits at " << um << " um";
            }
        }
        EXPECT_TRUE(rounded) << "no mean was off the edge, so nothing was tried";
        EXPECT_TRUE(curve.too_shallow(curve.low_mm() - 0.0001));
        EXPECT_TRUE(curve.too_deep(curve.high_mm() + 0.0001));
        EXPECT_LT(curve(curve.low_mm() - 0.0001), 1.0);
        EXPECT_LT(curve(curve.high_mm() + 0.0001), 1.0);
    }
}

}  // namespace
}  // namespace np::depth
