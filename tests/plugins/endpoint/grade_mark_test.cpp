// The arithmetic of grades and calls: check values of clinical reference 8.8.
#include "grade_mark.h"

#include <gtest/gtest.h>

namespace np::endpoint {
namespace {

const GradeRule kRule{1, 25, 4};
const CallRule kCalls{0.65, 1.40, 1, 4};

TEST(GradeMark, check_values) {
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 2, 3), 100);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 1, 3), 75);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 0, 3), 50);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 4, 3), 75);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 0, 1), 100);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 3, 1), 75);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 4, 1), 50);
}

TEST(GradeMark, the_worst_grade_costs_a_grade_even_where_it_is_near_the_goal) {
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 4, 4), 75);
    EXPECT_DOUBLE_EQ(grade_mark(kRule, 3, 4), 100);
    EXPECT_DOUBLE_EQ(grade_mark({1, 60, 4}, 0, 4), 0);
}

TEST(Calls, the_right_word_follows_from_the_density) {
    EXPECT_STREQ(right_call(kCalls, 0.64, 1), "not_yet");
    EXPECT_STREQ(right_call(kCalls, 0.65, 1), "done");
    EXPECT_STREQ(right_call(kCalls, 1.40, 1), "done");
    EXPECT_STREQ(right_call(kCalls, 1.41, 1), "too_much");
    EXPECT_STREQ(right_call(kCalls, 0.30, 4), "too_much");
}

TEST(Calls, a_right_call_has_the_word_and_names_the_grade_within_one) {
    EXPECT_TRUE(call_is_right(kCalls, "done", 2, 1.0, 2));
    EXPECT_TRUE(call_is_right(kCalls, "done", 3, 1.0, 2));
    EXPECT_TRUE(call_is_right(kCalls, "done", 1, 1.0, 2));
    EXPECT_FALSE(call_is_right(kCalls, "done", 0, 1.0, 2));
    EXPECT_FALSE(call_is_right(kCalls, "done", -1, 1.0, 0));
    EXPECT_FALSE(call_is_right(kCalls, "not_yet", 2, 1.0, 2));
}

}  // namespace
}  // namespace np::endpoint
