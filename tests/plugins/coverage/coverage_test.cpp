// The scorer through its C door. The stage says how dense each cell is; the scorer says what that is worth.
#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "needling.h"
#include "scorer_stage.h"

namespace np::test {
namespace {

struct CoverageScorer : testing::Test {
    Stage stage{"coverage"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    std::uint32_t bone = stage.add_zone("malar_l", "malar", 20, 20);
    sdk::EventBuffer events;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("plan.zones", std::string("malar_l,buccal_l"));
        p.set("plan.buccal_l.passes_lo", 4.0);
        p.set("plan.buccal_l.passes_hi", 6.0);
        p.set("plan.malar_l.passes_lo", 3.0);
        p.set("plan.malar_l.passes_hi", 5.0);
        p.set("density.r_light", 0.35);
        p.set("density.r_target_lo", 0.65);
        p.set("density.r_target_hi", 1.40);
        p.set("density.r_over", 2.00);
        p.set("score.coverage.from_percent", 50.0);
        p.set("score.coverage.span_percent", 45.0);
        p.set("score.coverage.light_share", 0.5);
        p.set("score.coverage.heavy_free_percent", 10.0);
        p.set("score.coverage.heavy_cost", 0.5);
        p.set("score.coverage.over_free_percent", 3.0);
        p.set("score.coverage.over_cost", 1.5);
        p.set("score.coverage.cover_weight", 0.75);
        p.set("score.coverage.uniformity_weight", 0.25);
        p.set("score.coverage.cv_span", 0.8);
        fill(cheek, 0, 2000, 1.0);
        fill(bone, 0, 400, 1.0);
        events.append(strike_in(stage, cheek, 0, 1000));
        events.append(strike_in(stage, bone, 0, 2000));
    }

    // Cells first .. last-1 of a zone get density r (400 per cm2 is the plan).
    void fill(std::uint32_t zone, std::uint32_t first, std::uint32_t last, double r) {
        for (std::uint32_t k = first; k < last; ++k) {
            np_tissue_cell& cell = stage.tissue_cells[stage.cell(zone, k)];
            cell.r = r;
            cell.rho_per_cm2 = 400.0 * r;
        }
        stage.tissue_zones[zone].channels = 1000;
    }
};

// The plan asks for 4 to 6 passes on the cheek, which is 20 of 24 cm2.
TEST_F(CoverageScorer, both_ends_of_the_planned_passes_are_right) {
    for (const auto& [passes, right] : {std::pair{3u, false}, {4u, true}, {6u, true}, {7u, false}}) {
        stage.tissue_zones[cheek].passes = passes;
        const Seen seen = stage.run(events);
        EXPECT_NEAR(seen.figure("coverage.passes"), right ? 100 * 20.0 / 24.0 : 0, 1e-9) << passes;
        EXPECT_NEAR(seen.figure("coverage.zone_passes", cheek), passes, 1e-9);
    }
}

TEST_F(CoverageScorer, an_even_treatment_on_target_is_100) {
    stage.tissue_zones[cheek].passes = 5;
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.fault, "");
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_TRUE(seen.findings.empty());
    EXPECT_NEAR(seen.figure("coverage.on_target", cheek), 100, 1e-9);
    EXPECT_NEAR(seen.figure("coverage.uniformity"), 100, 1e-9);
    EXPECT_NEAR(seen.figure("coverage.passes"), 100 * 20.0 / 24.0, 1e-9);  // none in the second zone
}

// Heavy and overtreated skin has been covered: what is wrong with it is said once, under its own name.
TEST_F(CoverageScorer, heavy_skin_is_not_called_left_out) {
    fill(bone, 0, 200, 1.7);
    fill(bone, 200, 220, 2.5);
    fill(bone, 380, 400, 0);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.of("HEAVY").size(), 1u);
    EXPECT_EQ(seen.of("OVERTREATED").size(), 1u);
    EXPECT_TRUE(seen.of("UNTREATED").empty());
    EXPECT_TRUE(seen.of("LIGHT").empty());
}

TEST_F(CoverageScorer, what_was_left_out_costs_by_area) {
    fill(bone, 0, 80, 0);      // a fifth of 4 cm2 untouched
    fill(bone, 80, 120, 0.5);  // a tenth light
    const Seen seen = stage.run(events);
    const auto untreated = seen.of("UNTREATED"), light = seen.of("LIGHT"), uneven = seen.of("UNEVEN");
    ASSERT_EQ(untreated.size(), 1u);
    ASSERT_EQ(light.size(), 1u);
    ASSERT_EQ(uneven.size(), 1u);
    EXPECT_EQ(untreated[0].zone, bone);
    EXPECT_NEAR(untreated[0].value, 20, 1e-9);
    EXPECT_NEAR(untreated[0].limit, 5, 1e-9);
    EXPECT_NEAR(light[0].limit, 5, 1e-9);
    EXPECT_EQ(untreated[0].unit, "%");
    EXPECT_NEAR(static_cast<double>(untreated[0].cost) / light[0].cost, 2.0, 0.01);  // twice the area
    EXPECT_EQ(seen.mark + seen.lost(), 10000);
    EXPECT_LT(seen.mark, 10000);
}

TEST_F(CoverageScorer, heavy_and_overtreated_skin_is_named) {
    fill(cheek, 0, 500, 1.5);
    fill(cheek, 500, 700, 2.5);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("HEAVY").size(), 1u);
    ASSERT_EQ(seen.of("OVERTREATED").size(), 1u);
    EXPECT_EQ(seen.of("HEAVY")[0].severity, static_cast<std::uint32_t>(NP_MINOR));
    EXPECT_EQ(seen.of("OVERTREATED")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_EQ(seen.of("OVERTREATED")[0].limit_key, "score.coverage.over_free_percent");
    EXPECT_EQ(seen.mark + seen.lost(), 10000);
}

TEST_F(CoverageScorer, a_zone_without_channels_is_zero) {
    fill(bone, 0, 400, 0);
    stage.tissue_zones[bone].channels = 0;
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8333);
    ASSERT_EQ(seen.of("NO_CHANNELS").size(), 1u);
    EXPECT_EQ(seen.of("NO_CHANNELS")[0].cost, 1667);
}

TEST_F(CoverageScorer, masked_cells_leave_the_denominator) {
    for (std::uint32_t k = 0; k < 100; ++k) stage.mask(stage.cell(bone, k), "vermilion");
    fill(bone, 0, 100, 0);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(CoverageScorer, needling_left_out_counts_by_the_key) {
    fill(cheek, 0, 2000, 0);
    fill(bone, 0, 400, 0);
    stage.tissue_zones[cheek].channels = stage.tissue_zones[bone].channels = 0;
    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("stop,defer"));
    sdk::EventBuffer none;
    none.append(decision(5, "stop", "L02"));
    EXPECT_EQ(stage.run(none).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    none.append(decision(6, "treat", "L02"));
    EXPECT_EQ(stage.run(none).mark, 0);
}

TEST_F(CoverageScorer, says_what_is_missing) {
    stage.has_tissue = false;
    EXPECT_NE(stage.run(events).fault.find("tissue"), std::string::npos);
    Parameters without;
    for (const auto& [key, value] : stage.parameters.entries())
        if (key != "density.r_target_hi") without.set(key, value);
    stage.parameters = without;
    EXPECT_NE(stage.run(events).fault.find("density.r_target_hi"), std::string::npos);
}

// Property: costs and mark add up for any density, however the batches are cut.
TEST_F(CoverageScorer, any_density_adds_up) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const double spread = np_random_uniform(seed, 9, 0);
        for (const std::uint32_t zone : {cheek, bone})
            for (std::uint32_t k = 0; k < stage.zone(zone).cells(); ++k)
                fill(zone, k, k + 1, np_max(0.0, 1.0 + spread * np_random_normal(seed, zone, k)));
        const Seen seen = stage.run(events);
        EXPECT_EQ(seen.mark + seen.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(seen, stage.run(events, 7)) << "seed " << seed;
        EXPECT_EQ(seen, stage.run_with_previews(events, 500)) << "seed " << seed;
    }
}

}  // namespace
}  // namespace np::test
