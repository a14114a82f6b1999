// The arithmetic of reactions: check values of clinical reference 8.8 and what lies between them.
#include "reaction.h"

#include <gtest/gtest.h>

namespace np::incidents {
namespace {

const Row kFaint{"E01", "fainting", 10, sdk::Severity::kCritical, {"lay_flat", "stop"}, {"go_on", "sit_up"}};

double points(const std::vector<Act>& acts) {
    return judge(kFaint, 1000, acts, 3).mark(50, 50);
}
Act at(double seconds, const char* word, bool chosen = true) {
    return {1000 + static_cast<sdk::Tick>(seconds * 1000), word, chosen};
}

TEST(Reaction, check_values) {
    EXPECT_DOUBLE_EQ(points({at(5, "lay_flat")}), 100);
    EXPECT_DOUBLE_EQ(points({at(20, "lay_flat")}), 75);
    EXPECT_DOUBLE_EQ(points({at(30, "lay_flat")}), 50);
    EXPECT_DOUBLE_EQ(points({at(1, "ask"), at(20, "lay_flat")}), 50);
    EXPECT_DOUBLE_EQ(points({}), 0);
}

TEST(Reaction, time_falls_in_a_straight_line_from_the_limit_to_three_times_the_limit) {
    EXPECT_DOUBLE_EQ(time_share(10, 10, 3), 1);
    EXPECT_DOUBLE_EQ(time_share(10.001, 10, 3), 1 - 0.001 / 20);
    EXPECT_DOUBLE_EQ(time_share(15, 10, 3), 0.75);
    EXPECT_DOUBLE_EQ(time_share(25, 10, 3), 0.25);
    EXPECT_DOUBLE_EQ(time_share(30, 10, 3), 0);
    EXPECT_DOUBLE_EQ(time_share(300, 10, 3), 0);
    EXPECT_DOUBLE_EQ(time_share(1.0, 0.5, 2), 0);
}

TEST(Reaction, a_harmful_act_first_leaves_only_the_time) {
    EXPECT_DOUBLE_EQ(points({at(1, "sit_up"), at(5, "lay_flat")}), 50);
    EXPECT_DOUBLE_EQ(points({at(1, "ask"), at(2, "sit_up"), at(5, "lay_flat")}), 50);
    EXPECT_DOUBLE_EQ(points({at(1, "sit_up")}), 0);
    EXPECT_EQ(judge(kFaint, 1000, {at(1, "ask"), at(2, "sit_up")}, 3).earlier->word, "sit_up");
    EXPECT_EQ(judge(kFaint, 1000, {at(1, "sit_up"), at(2, "ask")}, 3).earlier->word, "sit_up");
}

TEST(Reaction, a_harmful_act_soon_after_the_right_one_halves_the_action) {
    EXPECT_DOUBLE_EQ(points({at(2, "lay_flat"), at(5, "sit_up")}), 75);
    EXPECT_DOUBLE_EQ(points({at(2, "lay_flat"), at(30, "sit_up")}), 75);
    EXPECT_DOUBLE_EQ(points({at(2, "lay_flat"), at(30.001, "sit_up")}), 100);
    EXPECT_DOUBLE_EQ(points({at(2, "lay_flat"), at(5, "ask")}), 100);
}

TEST(Reaction, what_the_hands_did_only_speaks_for_the_trainee) {
    EXPECT_DOUBLE_EQ(points({at(2, "stop", false)}), 100);
    EXPECT_DOUBLE_EQ(points({at(1, "lift", false), at(2, "lay_flat")}), 100);
    EXPECT_DOUBLE_EQ(points({at(2, "lay_flat"), at(3, "go_on", false)}), 100);
}

}  // namespace
}  // namespace np::incidents
