// The scorer through its C door: what a treatment of two zones is worth, and why.
#include <gtest/gtest.h>

#include "depth_stage.h"
#include "needlepoint/sdk/math.h"

namespace np::test {
namespace {

TEST_F(DepthScorer, the_ideal_everywhere_is_100_without_a_finding) {
    const sdk::Tick then = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    needle_cells(events, stage, bone, 0, 400, then, for_bone);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.fault, "");
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_TRUE(seen.findings.empty());
}

TEST_F(DepthScorer, zones_count_by_their_area) {
    const sdk::Tick then = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    for_bone.depth_um = for_bone.set_depth_um = 750;  // m = 0.600
    needle_cells(events, stage, bone, 0, 400, then, for_bone);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 9333);
    ASSERT_EQ(seen.findings.size(), 1u);
    const SeenFinding& shallow = seen.findings[0];
    EXPECT_EQ(shallow.rule, "TOO_SHALLOW");
    EXPECT_EQ(shallow.cost, 667);
    EXPECT_EQ(shallow.zone, bone);
    EXPECT_NEAR(shallow.value, 0.75, 1e-9);
    EXPECT_NEAR(shallow.limit, 0.85, 1e-9);
    EXPECT_EQ(shallow.unit, "mm");
    EXPECT_EQ(shallow.limit_key, "plan.malar_l.ideal_mm");
    EXPECT_EQ(shallow.first_tick, then);
    EXPECT_NEAR(seen.figure("depth.zone_mark", bone), 60.0, 1e-9);
}

TEST_F(DepthScorer, a_planned_zone_that_no_needle_reached_is_zero) {
    needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8333);
    ASSERT_EQ(seen.of("DEPTH_EMPTY").size(), 1u);
    EXPECT_EQ(seen.of("DEPTH_EMPTY")[0].cost, 1667);
}

TEST_F(DepthScorer, a_tenth_of_the_cells_is_needed_to_be_judged) {
    const sdk::Tick then = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    needle_cells(events, stage, bone, 0, 39, then, for_bone);
    EXPECT_EQ(stage.run(events).of("DEPTH_SPARSE").size(), 1u);
    needle_cells(events, stage, bone, 39, 40, then + 1000, for_bone);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(DepthScorer, hits_at_zero_depth_are_worth_nothing) {
    for_cheek.depth_um = for_bone.depth_um = 0;
    needle_cells(events, stage, bone, 0, 400, needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek), for_bone);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.lost(), 10000);
    EXPECT_EQ(seen.of("TOO_SHALLOW").size(), 2u);
}

TEST_F(DepthScorer, masked_skin_and_zones_outside_the_plan_do_not_count) {
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 10, 10);
    sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    tick = needle_cells(events, stage, bone, 0, 400, tick, for_bone);
    for_bone.depth_um = 100;
    tick = needle_cells(events, stage, lip, 0, 100, tick, for_bone);
    stage.mask(stage.cell(bone, 7), "lesion_mole");
    for (int i = 0; i < 50; ++i) events.append(strike_in(stage, bone, 7, ++tick, for_bone));
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(DepthScorer, a_patch_beyond_max_is_over_depth) {
    sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    tick = needle_cells(events, stage, bone, 0, 400, tick, for_bone);
    Hand deep = for_cheek;
    deep.depth_um = 2300;  // max 2.00, tolerance 0.15
    for (int again = 0; again < 30; ++again) tick = needle_cells(events, stage, cheek, 0, 400, tick, deep, 1);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("OVER_DEPTH").size(), 1u);
    const SeenFinding over = seen.of("OVER_DEPTH")[0];
    EXPECT_EQ(over.severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_NEAR(over.value, 2.3, 1e-9);
    EXPECT_NEAR(over.limit, 2.15, 1e-9);
    EXPECT_GT(over.cost, 0);
    EXPECT_EQ(seen.mark + seen.lost(), 10000);
}

// The 95th percentile is what counts: six hits of a hundred too deep are over-depth, four are not.
TEST_F(DepthScorer, one_hit_in_twenty_decides) {
    for (const auto& [deep_of_fifty, expected] : {std::pair{2, 0u}, std::pair{3, 1u}}) {
        events.clear();
        sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
        for (int again = 0; again < 50; ++again) {
            Hand hand = for_bone;
            if (again < deep_of_fifty) hand.depth_um = 1700;  // max 1.50, tolerance 0.15
            tick = needle_cells(events, stage, bone, 0, 400, tick, hand, 1);
        }
        const Seen seen = stage.run(events);
        EXPECT_EQ(seen.of("OVER_DEPTH").size() + seen.of("DEPTH_BREACH").size(), expected) << deep_of_fifty;
    }
}

TEST_F(DepthScorer, a_single_deep_strike_is_no_fault) {
    sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    tick = needle_cells(events, stage, bone, 0, 400, tick, for_bone);
    for (int again = 0; again < 20; ++again) tick = needle_cells(events, stage, bone, 100, 300, tick, for_bone, 1);
    Hand slip = for_bone;
    slip.depth_um = 1800;
    events.append(strike_in(stage, bone, 150, tick, slip));
    const Seen seen = stage.run(events);
    EXPECT_TRUE(seen.of("OVER_DEPTH").empty());
    EXPECT_TRUE(seen.of("DEPTH_BREACH").empty());
    EXPECT_EQ(seen.mark, 10000);
}

TEST_F(DepthScorer, twenty_strikes_with_the_dial_above_the_absolute_maximum_take_the_zone) {
    sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek);
    tick = needle_cells(events, stage, bone, 0, 381, tick, for_bone);
    Hand wild = for_bone;
    wild.set_depth_um = 1750;
    tick = needle_cells(events, stage, bone, 381, 400, tick, wild);  // 19 of them
    EXPECT_TRUE(stage.run(events).of("DEPTH_BREACH").empty());
    events.append(strike_in(stage, bone, 1, tick, wild));
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("DEPTH_BREACH").size(), 1u);
    EXPECT_EQ(seen.of("DEPTH_BREACH")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
    EXPECT_EQ(seen.of("DEPTH_BREACH")[0].cost, 1667);
    EXPECT_EQ(seen.mark, 8333);

    stage.session.mode = NP_MODE_ASSESSMENT;
    seen = stage.run(events);
    EXPECT_EQ(seen.of("DEPTH_BREACH")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(DepthScorer, needling_left_out_counts_by_the_key) {
    stage.parameters.set("case.items", std::string("fit"));
    stage.parameters.set("case.fit.correct", std::string("treat,modify"));
    events.append(decision(10, "defer", "fit"));
    EXPECT_EQ(stage.run(events).mark, 0);  // the patient was fit

    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("stop,defer"));
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    EXPECT_FALSE(seen.reason.empty());
}

TEST_F(DepthScorer, names_a_parameter_that_is_missing) {
    Parameters without;
    for (const auto& [key, value] : stage.parameters.entries())
        if (key != "plan.malar_l.abs_max_mm") without.set(key, value);
    stage.parameters = without;
    const Seen seen = stage.run(events);
    EXPECT_TRUE(seen.faulted);
    EXPECT_NE(seen.fault.find("plan.malar_l.abs_max_mm"), std::string::npos) << seen.fault;
}

// Property: whatever was done, costs and mark add up, however the batches are cut and however often one asks.
TEST_F(DepthScorer, any_treatment_adds_up_and_any_cut_gives_the_same) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        sdk::EventBuffer random;
        sdk::Tick tick = 0;
        for (std::uint64_t i = 0; i < 3000; ++i) {
            Hand hand;
            const bool on_cheek = np_random_bits(seed, 1, i) % 3 != 0;
            hand.needles = 6;
            hand.depth_um = static_cast<std::int32_t>(np_random_bits(seed, 2, i) % 2200);
            hand.set_depth_um = 1500;
            const auto cell = static_cast<std::uint32_t>(np_random_bits(seed, 3, i) % (on_cheek ? 2000 : 400));
            tick += np_random_bits(seed, 4, i) % 20;
            random.append(strike_in(stage, on_cheek ? cheek : bone, cell, tick, hand));
        }
        const Seen whole = stage.run(random, 1000000);
        EXPECT_EQ(whole.mark + whole.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(whole, stage.run(random, 100)) << "seed " << seed;
        if (seed > 3) continue;
        EXPECT_EQ(whole, stage.run_with_previews(random, 5000)) << "seed " << seed;
    }
}

}  // namespace
}  // namespace np::test
