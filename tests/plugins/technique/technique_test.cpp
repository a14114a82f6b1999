// The scorer through its C door: clean work is 100, and each fault costs what the reference says.
#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "technique_stage.h"

namespace np::test {
namespace {

TEST_F(TechniqueScorer, clean_work_is_100) {
    strokes(cheek, 40);
    look(cheek);
    strokes(bone, 20);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.fault, "");
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_TRUE(seen.findings.empty());
}

// Check values of 8.8: 20 cm2 with 1 m, 4 cm2 with 1 m and 1 M; then one dwell of more than 2 s on top.
TEST_F(TechniqueScorer, check_values) {
    strokes(cheek, 34);
    strokes(cheek, 6, {0, true, 0.0, 0, 0}, 34);  // 15 % of the strokes without stretch
    strokes(bone, 8);
    strokes(bone, 12, {0, true, 0.0, 0, 0}, 8);  // 60 %
    hand.force_mn = 3000;
    tick = needle_cells(events, stage, bone, 0, 40, tick, hand);  // 9 % of the hits above 2.5 N
    hand.force_mn = 1000;
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("STRETCH").size(), 2u);
    ASSERT_EQ(seen.of("FORCE").size(), 1u);
    EXPECT_EQ(seen.mark, 9167);
    EXPECT_EQ(seen.lost(), 833);

    strokes(cheek, 1, {0, true, 1, 0, 2500});
    seen = stage.run(events);
    ASSERT_EQ(seen.of("DWELL").size(), 1u);
    EXPECT_EQ(seen.of("DWELL")[0].cost, 2000);
    EXPECT_EQ(seen.mark, 7167);
    EXPECT_EQ(seen.lost(), 2833);
}

TEST_F(TechniqueScorer, tilt_is_a_share_of_hits) {
    strokes(cheek, 35);
    hand.tilt_mdeg = 16000;
    strokes(cheek, 4, {}, 35);  // 10.3 %
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("TILT").size(), 1u);
    EXPECT_EQ(seen.mark, 9500);
    EXPECT_NEAR(seen.of("TILT")[0].value, 100.0 * 4 / 39, 1e-9);
    EXPECT_NEAR(seen.of("TILT")[0].limit, 10, 1e-9);
    EXPECT_EQ(seen.of("TILT")[0].limit_key, "technique.tilt.share_minor_percent");
    EXPECT_NE(seen.of("TILT")[0].cell, NP_NO_CELL);
    hand.tilt_mdeg = 31000;
    strokes(cheek, 3);  // beyond 30 degrees in more than 5 %
    seen = stage.run(events);
    EXPECT_EQ(seen.of("TILT")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_EQ(seen.mark, 8000);
}

TEST_F(TechniqueScorer, speed_is_a_share_of_gliding_time) {
    strokes(cheek, 10, {0, true, 1, 0.05, 0});
    EXPECT_EQ(mark(), 10000);
    strokes(cheek, 10, {0, true, 1, 0.25, 0}, 10);  // 15 % in all
    EXPECT_EQ(mark(), 9500);
    strokes(cheek, 10, {0, true, 1, 0.9, 0}, 20);
    EXPECT_EQ(mark(), 8000);
}

TEST_F(TechniqueScorer, force_that_nobody_observed_is_not_assessed) {
    hand.force_mn = 5000;
    hand.state = NP_STRIKE_STRETCHED;
    strokes(cheek, 20);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 10000);
    ASSERT_EQ(seen.of("FORCE_NOT_OBSERVED").size(), 1u);
    EXPECT_EQ(seen.of("FORCE_NOT_OBSERVED")[0].cost, 0);
}

// A mouse has no angle of its own: how the pen leans on the screen is the program's doing.
TEST_F(TechniqueScorer, a_tilt_that_nobody_observed_is_not_assessed) {
    hand.tilt_mdeg = 40'000;
    strokes(cheek, 20);
    EXPECT_EQ(mark(), 8000) << "seen, it costs";
    EXPECT_TRUE(stage.run(events).of("TILT_NOT_OBSERVED").empty());
    events.clear();
    hand.state |= NP_STRIKE_TILT_MODELLED;
    strokes(cheek, 20);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_TRUE(seen.of("TILT").empty());
    ASSERT_EQ(seen.of("TILT_NOT_OBSERVED").size(), 1u);
    EXPECT_EQ(seen.of("TILT_NOT_OBSERVED")[0].cost, 0);
}

TEST_F(TechniqueScorer, four_newtons_for_half_a_second_are_a_major_fault) {
    strokes(cheek, 40);
    strokes(cheek, 40);
    look(cheek);
    hand.force_mn = 4100;
    tick = needle_cells(events, stage, cheek, 0, 63, tick, hand);  // 0.496 s
    EXPECT_TRUE(stage.run(events).of("FORCE_HARD").empty());
    ++hand.stroke;
    tick = needle_cells(events, stage, cheek, 0, 64, tick, hand);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("FORCE_HARD").size(), 1u);
    EXPECT_EQ(seen.of("FORCE_HARD")[0].cost, 2000);
}

TEST_F(TechniqueScorer, directions_come_from_the_passes_done) {
    stage.tissue_zones[cheek].passes_in_bin[0] = 4;
    strokes(cheek, 20);
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("ONE_DIRECTION").size(), 1u);
    EXPECT_EQ(seen.mark, 8000);
    stage.tissue_zones[cheek].passes_in_bin[2] = 1;
    seen = stage.run(events);
    ASSERT_EQ(seen.of("DIRECTION_MISSING").size(), 1u);
    EXPECT_EQ(seen.mark, 9500);
    stage.tissue_zones[cheek].passes_in_bin[1] = 1;
    EXPECT_EQ(mark(), 10000);
}

TEST_F(TechniqueScorer, dry_needling_counts_from_two_seconds_on) {
    hand.state |= NP_STRIKE_DRY;
    strokes(cheek, 5);  // 0.39 s each
    EXPECT_EQ(mark(), 10000);
    strokes(cheek, 1, {}, 5);
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("DRY").size(), 1u);
    EXPECT_EQ(seen.mark, 8000);
    strokes(cheek, 10, {}, 6);  // still the same dry run
    EXPECT_EQ(mark(), 8000);
    sdk::event::swipe gel;
    gel.tick = ++tick;
    gel.substance = "gel";
    events.append(gel);
    strokes(cheek, 6, {}, 16);
    EXPECT_EQ(stage.run(events).of("DRY").size(), 2u);
}

TEST_F(TechniqueScorer, settings_on_the_skin_are_faults) {
    strokes(cheek, 20);
    set("needle_length", 1500, false);
    set("motor", 1, false);
    EXPECT_EQ(mark(), 10000);
    set("needle_length", 1250, true);
    EXPECT_EQ(mark(), 9500);
    for (int i = 0; i < 3; ++i) set("motor", i % 2, true);
    EXPECT_EQ(mark(), 8000);
    set("motor", 1, true);  // the fourth lifts the group to one major
    EXPECT_EQ(mark(), 7500);
    set("motor", 0, true);
    EXPECT_EQ(mark(), 7500);
}

TEST_F(TechniqueScorer, turning_on_the_skin_is_a_twist_but_gliding_into_the_next_zone_is_not) {
    strokes(cheek, 10);
    tick = stroke_over(events, stage, cheek, 0, 50, tick, hand, {0, false, 1, 0, 0}) - 1;
    ++hand.stroke;
    tick = stroke_over(events, stage, bone, 0, 20, tick, hand);
    EXPECT_TRUE(stage.run(events).of("TWIST").empty());
    ++hand.stroke;
    tick = stroke_over(events, stage, cheek, 50, 100, tick + 500, hand, {0, false, 1, 0, 0}) - 1;
    ++hand.stroke;
    stroke_over(events, stage, cheek, 100, 150, tick, hand);
    EXPECT_EQ(stage.run(events).of("TWIST").size(), 1u);
}

TEST_F(TechniqueScorer, a_patch_is_looked_at_before_its_next_pass) {
    strokes(cheek, 40);
    look(cheek);
    strokes(cheek, 40, {90000});
    EXPECT_EQ(mark(), 10000);
    strokes(cheek, 40, {45000});
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("PATCH_NOT_LOOKED").size(), 1u);
    EXPECT_EQ(seen.of("PATCH_NOT_LOOKED")[0].zone, cheek);
    EXPECT_EQ(seen.mark, 9500);
}

TEST_F(TechniqueScorer, a_large_zone_is_several_patches) {
    Stage pad{"technique"};
    const std::uint32_t flat = pad.add_zone("pad_flat", "pad_flat", 100, 100);
    pad.parameters = stage.parameters;
    pad.parameters.set("plan.zones", std::string("pad_flat"));
    pad.parameters.set("plan.pad_flat.passes_hi", 4.0);
    sdk::EventBuffer work;
    for (std::uint32_t pass = 0; pass < 2; ++pass)
        for (std::uint32_t row = 0; row < 100; ++row) {
            tick = stroke_over(work, pad, flat, row * 100, row * 100 + 100, tick, hand, {pass * 90000}) + 100;
            ++hand.stroke;
        }
    EXPECT_EQ(pad.run(work).of("PATCH_NOT_LOOKED").size(), 4u);
}

TEST_F(TechniqueScorer, work_outside_the_plan_and_on_forbidden_skin) {
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 20, 20);
    const std::uint32_t eye = stage.add_zone("infraorb_l", "infraorb", 20, 20);
    stage.mask(stage.cell(bone, 0), "vermilion");
    stage.mask(stage.cell(eye, 0), "lid_lower_inside_rim");
    strokes(cheek, 40);
    tick = needle_cells(events, stage, lip, 0, 19, tick, hand);
    EXPECT_EQ(mark(), 10000);
    tick = needle_cells(events, stage, lip, 19, 20, tick, hand);
    EXPECT_EQ(stage.run(events).of("OFF_PLAN").size(), 1u);
    EXPECT_EQ(mark(), 9500);
    tick = needle_cells(events, stage, bone, 0, 1, tick, hand);  // a slip
    Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("MASK").size(), 1u);
    EXPECT_EQ(seen.of("MASK")[0].thing, "vermilion");
    EXPECT_EQ(seen.of("MASK")[0].severity, static_cast<std::uint32_t>(NP_MINOR));
    for (int i = 0; i < 20; ++i) tick = needle_cells(events, stage, eye, 0, 1, tick, hand);
    seen = stage.run(events);
    ASSERT_EQ(seen.of("MASK").size(), 2u);
    const SeenFinding lid = seen.of("MASK")[0].thing == "vermilion" ? seen.of("MASK")[1] : seen.of("MASK")[0];
    EXPECT_EQ(lid.severity, static_cast<std::uint32_t>(NP_CRITICAL));
    EXPECT_EQ(lid.critical, "CR10");
    EXPECT_EQ(seen.mark + seen.lost(), 10000);
}

TEST_F(TechniqueScorer, eyes_do_not_follow_nose_or_lips_with_the_same_tip) {
    const std::uint32_t nose = stage.add_zone("nose_dorsum", "nose_dorsum", 20, 20);
    const std::uint32_t eye = stage.add_zone("crow_l", "crow", 20, 20);
    stage.parameters.set("plan.zones", std::string("nose_dorsum,crow_l"));
    stage.parameters.set("plan.nose_dorsum.passes_hi", 2.0);
    stage.parameters.set("plan.crow_l.passes_hi", 2.0);
    strokes(nose, 15);
    set("cartridge", 0, false);
    strokes(eye, 15);
    EXPECT_EQ(mark(), 10000);
    strokes(nose, 5, {}, 15);
    strokes(eye, 5, {}, 15);
    EXPECT_EQ(stage.run(events).of("ZONE_ORDER").size(), 1u);
}

TEST_F(TechniqueScorer, no_needling_is_no_technique) {
    events.append(decision(10, "treat", "fit"));
    EXPECT_EQ(mark(), 0);
    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("stop"));
    events.append(decision(20, "stop", "L02"));
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

TEST_F(TechniqueScorer, names_a_parameter_that_is_missing) {
    Parameters without;
    for (const auto& [key, value] : stage.parameters.entries())
        if (key != "technique.rule.DRY") without.set(key, value);
    stage.parameters = without;
    EXPECT_NE(stage.run(events).fault.find("technique.rule.DRY"), std::string::npos);
}

// Property: however badly one works, costs and mark add up, and neither cuts nor previews change the answer.
TEST_F(TechniqueScorer, any_session_adds_up) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        events.clear();
        tick = 1000;
        const auto dice = [&](std::uint64_t stream, std::uint64_t i, std::uint64_t n) {
            return np_random_bits(seed, stream, i) % n;
        };
        stage.tissue_zones[cheek].passes_in_bin[0] = static_cast<std::uint32_t>(dice(1, 0, 5));
        stage.tissue_zones[bone].passes_in_bin[2] = static_cast<std::uint32_t>(dice(2, 0, 5));
        for (std::uint64_t i = 0; i < 60; ++i) {
            hand.tilt_mdeg = static_cast<std::uint32_t>(dice(3, i, 35000));
            hand.force_mn = static_cast<std::int32_t>(dice(4, i, 4500));
            hand.state = NP_STRIKE_FORCE_OBSERVED;
            if (dice(5, i, 3) == 0) hand.state |= NP_STRIKE_DRY;
            Movement how{static_cast<std::int64_t>(dice(6, i, 180000)), dice(7, i, 4) != 0,
                         0.25 * static_cast<double>(dice(8, i, 5)), 0.25 * static_cast<double>(dice(9, i, 4)),
                         static_cast<std::uint32_t>(dice(10, i, 1500))};
            strokes(dice(11, i, 3) == 0 ? bone : cheek, 1, how, static_cast<std::uint32_t>(dice(12, i, 40)));
            if (dice(13, i, 9) == 0) set(dice(14, i, 2) == 0 ? "motor" : "needle_length", 1, true);
        }
        const Seen whole = stage.run(events, 1000000);
        EXPECT_EQ(whole.mark + whole.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(whole, stage.run(events, 100)) << "seed " << seed;
        if (seed > 5) continue;
        EXPECT_EQ(whole, stage.run_with_previews(events, 100)) << "seed " << seed;
    }
}

}  // namespace
}  // namespace np::test
