// What the session leads to: the arithmetic, and the scorer through its C door.
#include <gtest/gtest.h>

#include <algorithm>

#include "needling.h"
#include "outcome_mark.h"
#include "scorer_stage.h"

namespace np::test {
namespace {

const outcome::OutcomeRule kRule{1, 1, 0.10, 3};

TEST(OutcomeMark, gain_counts_against_the_plan) {
    EXPECT_DOUBLE_EQ(outcome::gain_share(0.03, 0.06), 0.5);
    EXPECT_DOUBLE_EQ(outcome::gain_share(0.09, 0.06), 1);
    EXPECT_DOUBLE_EQ(outcome::gain_share(0, 0), 1);
}

TEST(OutcomeMark, burden_counts_beyond_what_faultless_work_risks) {
    EXPECT_DOUBLE_EQ(outcome::burden_share(kRule, 0.02, 0.02), 1);
    EXPECT_DOUBLE_EQ(outcome::burden_share(kRule, 0.01, 0.02), 1);
    EXPECT_DOUBLE_EQ(outcome::burden_share(kRule, 0.07, 0.02), 0.5);
    EXPECT_DOUBLE_EQ(outcome::burden_share(kRule, 0.5, 0.02), 0);
}

TEST(OutcomeMark, both_make_the_zone) {
    EXPECT_DOUBLE_EQ(outcome::zone_mark(kRule, 1, 1), 100);
    EXPECT_DOUBLE_EQ(outcome::zone_mark(kRule, 0.5, 1), 75);
    EXPECT_DOUBLE_EQ(outcome::zone_mark({3, 1, 0.1, 3}, 0, 1), 25);
}

TEST(OutcomeMark, comfort_ends_at_ten) {
    EXPECT_DOUBLE_EQ(outcome::comfort(kRule, 2), 100);
    EXPECT_DOUBLE_EQ(outcome::comfort(kRule, 3), 100);
    EXPECT_DOUBLE_EQ(outcome::comfort(kRule, 6.5), 50);
    EXPECT_DOUBLE_EQ(outcome::comfort(kRule, 10), 0);
}

struct OutcomeScorer : testing::Test {
    Stage stage{"outcome"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    sdk::EventBuffer events;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("plan.zones", std::string("buccal_l"));
        p.set("score.outcome.gain_weight", 1.0);
        p.set("score.outcome.burden_weight", 1.0);
        p.set("score.outcome.burden_span", 0.10);
        p.set("score.outcome.pain_free", 3.0);
        p.set("score.outcome.pain_told", 7.0);
        p.set("score.outcome.weeks", 24.0);
        np_tissue_outlook& skin = stage.outlooks[cheek];
        skin.texture = skin.planned_texture = 0.06;
        skin.burden = skin.planned_burden = 0.02;
        needle_cells(events, stage, cheek, 0, 30, 1000);
    }
};

// Three parts gain, one part burden: half of each is lost, and each finding carries what its part lost.
TEST_F(OutcomeScorer, gain_and_burden_share_the_loss_by_their_weights) {
    stage.parameters.set("score.outcome.gain_weight", 3.0);
    stage.outlooks[cheek].texture = 0.03;
    stage.outlooks[cheek].burden = 0.045;  // a quarter of the span more than planned
    const Seen seen = stage.run(events);
    ASSERT_EQ(seen.findings.size(), 2u);
    EXPECT_EQ(seen.findings[0].cost + seen.findings[1].cost, 10000 - seen.mark);
    EXPECT_EQ(seen.mark, 5625);
    EXPECT_EQ(std::max(seen.findings[0].cost, seen.findings[1].cost), 3750);
    EXPECT_EQ(std::min(seen.findings[0].cost, seen.findings[1].cost), 625);
}

TEST_F(OutcomeScorer, faultless_work_loses_nothing) {
    EXPECT_EQ(stage.run(events).mark, 10000);
    EXPECT_TRUE(stage.run(events).findings.empty());
    EXPECT_DOUBLE_EQ(stage.run(events).figure("outcome.gain", cheek), 100);
}

TEST_F(OutcomeScorer, what_is_lost_is_split_between_gain_and_complications) {
    stage.outlooks[cheek].texture = 0.03;  // half of the gain: 25 points
    stage.outlooks[cheek].burden = 0.07;   // half of the span: 25 points
    stage.outlooks[cheek].risk[NP_COMPLICATION_INFECTION] = 0.05;
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    ASSERT_EQ(seen.of("GAIN").size(), 1u);
    ASSERT_EQ(seen.of("COMPLICATION").size(), 1u);
    EXPECT_EQ(seen.of("GAIN")[0].cost, 2500);
    EXPECT_DOUBLE_EQ(seen.of("GAIN")[0].value, 50);
    EXPECT_EQ(seen.of("COMPLICATION")[0].cost, 2500);
    EXPECT_EQ(seen.of("COMPLICATION")[0].thing, "infection");
    EXPECT_DOUBLE_EQ(seen.of("COMPLICATION")[0].value, 5);
    EXPECT_EQ(seen.of("GAIN")[0].first_tick, 1000u);
    EXPECT_EQ(seen.of("GAIN")[0].end_tick, 1000u + 29 * 8 + 1);
}

TEST_F(OutcomeScorer, pain_is_told_from_seven_on_and_costs_nothing) {
    stage.peak_pain = 6.9;
    EXPECT_TRUE(stage.run(events).of("PAIN").empty());
    stage.peak_pain = 7;
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.of("PAIN").size(), 1u);
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_DOUBLE_EQ(seen.figure("patient.peak_pain"), 7);
}

}  // namespace
}  // namespace np::test
