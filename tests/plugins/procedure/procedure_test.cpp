// The scorer through its C door: steps done, left out, out of order.
#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "procedure_stage.h"

namespace np::test {
namespace {

// Check value of 8.8: 30 of 40 done, 4 more out of order.
TEST_F(ProcedureScorer, check_value) {
    call_for("X00", "m", "", "prepare", "sterility");  // comes first for some and is never done
    for (int i = 0; i < 40; ++i) call_for("S" + std::to_string(i), "m", i >= 30 && i < 34 ? "X00" : "");
    for (int i = 0; i < 34; ++i) done("S" + std::to_string(i));
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.fault, "");
    EXPECT_EQ(seen.mark, 8000);
    EXPECT_EQ(seen.findings.size(), 10u);  // six left out, four out of order
    EXPECT_EQ(seen.lost(), 2000);
    EXPECT_EQ(seen.of("S39").size(), 1u);
    EXPECT_EQ(seen.of("S39")[0].cost, 250);
    EXPECT_EQ(seen.of("S33")[0].cost, 125);
    EXPECT_EQ(seen.of("S33")[0].thing, "S33 (after X00)");
}

TEST_F(ProcedureScorer, steps_weigh_by_their_worst_severity) {
    call_for("T27", "m");
    call_for("T30", "M");
    call_for("T06", "C");
    done("T30");
    done("T06");
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8571);  // 6 of 7
    EXPECT_EQ(seen.of("T27")[0].cost, 1429);
}

TEST_F(ProcedureScorer, others_own_their_steps_and_what_was_done_before_counts_as_first) {
    call_for("T24", "M", "", "prepare", "sterility");
    call_for("T16", "M", "T15");  // T15 is not called for in this visit
    call_for("T19", "M", "T18");
    stage.parameters.set("steps.accepted_without", std::string("T18"));
    done("T16");
    done("T19");
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(ProcedureScorer, a_step_done_again_in_its_order_is_whole) {
    call_for("T18", "M");
    call_for("T19", "M", "T18");
    done("T19");
    done("T18");
    EXPECT_EQ(stage.run(events).mark, 7500);
    done("T19");
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(ProcedureScorer, the_dial_has_to_fit_each_zone) {
    call_for("T30", "M");
    call_for("T37", "M", "T30");
    done("T30");
    needle(bone, 1000);
    done("T37", "read_back");
    needle(cheek, 750);  // within a quarter of a millimetre of the plan
    EXPECT_EQ(stage.run(events).mark, 10000);
    needle(cheek, 500, 19);
    EXPECT_EQ(stage.run(events).mark, 10000);  // a slip
    needle(cheek, 500, 1);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("T37").size(), 1u);
    EXPECT_EQ(seen.mark, 5000);
    EXPECT_NEAR(seen.of("T37")[0].value, 0.5, 1e-9);
    EXPECT_NEAR(seen.of("T37")[0].limit, 1.0, 1e-9);
    EXPECT_EQ(seen.of("T37")[0].zone, cheek);
}

TEST_F(ProcedureScorer, a_change_is_read_aloud) {
    call_for("T37", "M");
    done("T37", "silent");
    EXPECT_EQ(stage.run(events).mark, 5000);
    done("T37", "read_back");
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(ProcedureScorer, some_steps_only_help_at_their_time) {
    call_for("T32", "m");
    call_for("T42", "m", "", "after");
    stage.parameters.set("step.T32.before_needling_s", 60.0);
    stage.parameters.set("step.T42.within_min", 2.0);
    done("T32");
    tick += 60000;
    needle(bone, 1000);
    tick += 130000;
    done("T42");
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    ASSERT_EQ(seen.of("T32").size(), 1u);
    EXPECT_NEAR(seen.of("T32")[0].value, 61.0, 1e-9);
    EXPECT_EQ(seen.of("T42").size(), 1u);
}

TEST_F(ProcedureScorer, a_decision_not_to_treat_ends_the_list) {
    call_for("T06", "C", "", "consult");
    call_for("T09", "M", "", "consult");
    call_for("T42", "m", "", "after");
    done("T06");
    EXPECT_EQ(stage.run(events).mark, 5714);  // 4 of 7
    events.append(decision(tick += 1000, "defer", "L02"));
    EXPECT_EQ(stage.run(events).mark, 6667);  // 4 of 6
    needle(bone, 1000);                       // went on all the same
    EXPECT_EQ(stage.run(events).mark, 5714);
}

TEST_F(ProcedureScorer, says_what_is_missing) {
    EXPECT_NE(stage.run(events).fault.find("steps.called"), std::string::npos);
    stage.parameters.set("steps.called", std::string("T99"));
    EXPECT_NE(stage.run(events).fault.find("step.T99.owner"), std::string::npos);
    stage.parameters.set("steps.called", std::string(""));
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

// Property: costs and mark add up for any order of any steps.
TEST_F(ProcedureScorer, any_visit_adds_up) {
    const char* severities[] = {"m", "M", "C"};
    for (int i = 0; i < 25; ++i)
        call_for("S" + std::to_string(i), severities[i % 3], i > 4 ? ("S" + std::to_string(i - 4)).c_str() : "");
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        events.clear();
        tick = 0;
        for (std::uint64_t i = 0; i < 30; ++i) done("S" + std::to_string(np_random_bits(seed, 1, i) % 25));
        const Seen whole = stage.run(events, 1000000);
        EXPECT_EQ(whole.mark + whole.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(whole, stage.run(events, 100)) << "seed " << seed;
        EXPECT_EQ(whole, stage.run_with_previews(events, 3000)) << "seed " << seed;
    }
}

}  // namespace
}  // namespace np::test
