// The scorer through its C door: grades at the end, and what was called.
#include <gtest/gtest.h>

#include "endpoint_stage.h"

namespace np::test {
namespace {

TEST_F(EndpointScorer, zones_weigh_by_area) {
    EXPECT_EQ(stage.run(events).mark, 10000);
    skin(bone, 3, 1.0);  // 75 on 4 of 24 cm2
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 9583);
    ASSERT_EQ(seen.of("PAST_ENDPOINT").size(), 1u);
    EXPECT_EQ(seen.of("PAST_ENDPOINT")[0].cost, 417);
    EXPECT_EQ(seen.of("PAST_ENDPOINT")[0].zone, bone);
    EXPECT_DOUBLE_EQ(seen.of("PAST_ENDPOINT")[0].value, 3);
    EXPECT_DOUBLE_EQ(seen.of("PAST_ENDPOINT")[0].limit, 1);
    EXPECT_EQ(seen.of("PAST_ENDPOINT")[0].first_tick, 5000u);
    EXPECT_EQ(seen.of("PAST_ENDPOINT")[0].end_tick, 5000u + 29 * 8 + 1);
    EXPECT_DOUBLE_EQ(seen.figure("endpoint.grade", bone), 3);
}

TEST_F(EndpointScorer, short_of_it_and_bleeding_are_told_apart) {
    skin(cheek, 1, 1.0);
    EXPECT_EQ(stage.run(events).of("SHORT_OF_ENDPOINT").size(), 1u);
    skin(cheek, 4, 1.0);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("BLEEDS").size(), 1u);
    EXPECT_EQ(seen.of("BLEEDS")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_EQ(seen.of("BLEEDS")[0].cost, 2083);  // 25 on 20 of 24 cm2
}

TEST_F(EndpointScorer, a_zone_without_channels_scores_nothing) {
    skin(cheek, 0, 0, 0);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 1667);
    EXPECT_EQ(seen.of("NO_ENDPOINT").size(), 1u);
}

TEST_F(EndpointScorer, calls_make_half_the_mark_where_they_are_asked_for) {
    stage.parameters.set("session.calls", std::string("malar_l,buccal_l"));
    call(cheek, "done", 3, 8000);
    call(bone, "done", 1, 8100);
    EXPECT_EQ(stage.run(events).mark, 10000);
    EXPECT_DOUBLE_EQ(stage.run(events).figure("endpoint.right_calls"), 2);
    call(bone, "too_much", 1, 8200);  // one of three wrong: a sixth of the mark
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8333);
    ASSERT_EQ(seen.of("WRONG_CALL").size(), 1u);
    EXPECT_EQ(seen.of("WRONG_CALL")[0].first_tick, 8200u);
    EXPECT_EQ(seen.of("WRONG_CALL")[0].zone, bone);
    EXPECT_DOUBLE_EQ(seen.of("WRONG_CALL")[0].limit, 0.65);
    EXPECT_EQ(seen.lost(), 1667);
}

TEST_F(EndpointScorer, a_zone_that_was_never_called_is_one_wrong_call) {
    stage.parameters.set("session.calls", std::string("malar_l,buccal_l"));
    call(cheek, "done", 3, 8000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 7500);
    ASSERT_EQ(seen.of("NO_CALL").size(), 1u);
    EXPECT_EQ(seen.of("NO_CALL")[0].zone, bone);
    EXPECT_EQ(seen.of("NO_CALL")[0].first_tick, 5000u + 29 * 8);
}

TEST_F(EndpointScorer, calls_that_nobody_asked_for_count_neither_way) {
    stage.parameters.set("session.calls", std::string("buccal_l"));
    call(cheek, "done", 3, 8000);
    call(bone, "too_much", 4, 8100);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(EndpointScorer, the_grade_has_to_be_named_and_may_be_one_off) {
    stage.parameters.set("session.calls", std::string("buccal_l"));
    call(cheek, "done", 2, 8000);
    EXPECT_EQ(stage.run(events).mark, 10000);
    call(cheek, "done", 1, 8100);
    call(cheek, "done", -1, 8200);
    call(cheek, "done", 4, 8300);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 7500);
    ASSERT_EQ(seen.of("WRONG_GRADE").size(), 2u);
    EXPECT_DOUBLE_EQ(seen.of("WRONG_GRADE")[0].value, 1);
    EXPECT_DOUBLE_EQ(seen.of("WRONG_GRADE")[0].limit, 3);
    EXPECT_EQ(seen.of("WRONG_GRADE")[0].limit_key, "score.endpoint.call_slack_grades");
}

TEST_F(EndpointScorer, too_much_is_held_against_the_upper_edge) {
    stage.parameters.set("session.calls", std::string("buccal_l"));
    skin(cheek, 3, 1.6);
    call(cheek, "done", 3, 8000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    EXPECT_DOUBLE_EQ(seen.of("WRONG_CALL")[0].limit, 1.40);
    EXPECT_EQ(seen.of("WRONG_CALL")[0].limit_key, "density.r_target_hi");
    EXPECT_DOUBLE_EQ(seen.of("WRONG_CALL")[0].value, 1.6);
}

TEST_F(EndpointScorer, needling_on_after_done_is_said_and_costs_nothing_by_itself) {
    call(cheek, "done", 3, 8000);
    needle_cells(events, stage, cheek, 0, 19, 9000);
    EXPECT_TRUE(stage.run(events).of("T40").empty());
    needle_cells(events, stage, cheek, 19, 20, 9500);
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.of("T40").size(), 1u);
    EXPECT_EQ(seen.of("T40")[0].cost, 0);
    EXPECT_DOUBLE_EQ(seen.of("T40")[0].value, 20);
    EXPECT_EQ(seen.of("T40")[0].first_tick, 9000u);
    EXPECT_EQ(seen.of("T40")[0].end_tick, 9501u);
}

TEST_F(EndpointScorer, going_on_after_not_yet_is_right) {
    call(cheek, "not_yet", 3, 8000);
    needle_cells(events, stage, cheek, 0, 30, 9000);
    EXPECT_TRUE(stage.run(events).of("T40").empty());
}

TEST_F(EndpointScorer, needling_rightly_left_out_is_not_assessed) {
    events.clear();
    sdk::event::decide decide;
    decide.tick = 100;
    decide.decision = "defer";
    events.append(decide);
    skin(cheek, 0, 0, 0);
    skin(bone, 0, 0, 0);
    EXPECT_EQ(stage.run(events).mark, 0);
    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("defer"));
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

TEST_F(EndpointScorer, previews_and_batches_change_nothing) {
    stage.parameters.set("session.calls", std::string("malar_l,buccal_l"));
    call(cheek, "done", 3, 8000);
    call(bone, "not_yet", 1, 8050);
    EXPECT_EQ(stage.run(events), stage.run_with_previews(events));
    EXPECT_EQ(stage.run(events), stage.run(events, 300));
}

}  // namespace
}  // namespace np::test
