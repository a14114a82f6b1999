// Check values of the clinical reference (8.8, 5.2).
#include "needlepoint/scenario/plan.h"

#include <map>
#include <set>

#include "default_pack.h"
#include "needlepoint/sdk/math.h"

namespace {

using namespace np::scenario;

struct Expectation {
    PlanQuery query;
    double min, ideal, max;
    int lo, hi;
    double rho;
};

TEST(EffectivePlan, PrintedCheckValues) {
    const Expectation table[] = {
        {{"malar", "fine_lines", 5, true, {}}, 0.50, 0.75, 0.75, 2, 3, 245},
        {{"crow", "scar_boxcar", 5, false, {}}, 0.25, 0.25, 0.25, 2, 3, 245},
        {{"chin", "pigment_pih_melasma", 2, false, {}}, 0.50, 0.75, 0.75, 1, 2, 147},
        {{"buccal", "scar_boxcar", 2, false, {}}, 1.00, 1.50, 2.00, 4, 6, 490},
    };
    for (const auto& row : table) {
        const auto plan = effective_plan(default_rules(), row.query);
        ASSERT_TRUE(plan) << plan.error().message;
        EXPECT_DOUBLE_EQ(plan->min_mm, row.min) << row.query.zone_base;
        EXPECT_DOUBLE_EQ(plan->ideal_mm, row.ideal) << row.query.zone_base;
        EXPECT_DOUBLE_EQ(plan->max_mm, row.max) << row.query.zone_base;
        EXPECT_EQ(plan->passes_lo, row.lo) << row.query.zone_base;
        EXPECT_EQ(plan->passes_hi, row.hi) << row.query.zone_base;
        EXPECT_DOUBLE_EQ(plan->rho_ref_per_cm2, row.rho) << row.query.zone_base;
    }
}

TEST(EffectivePlan, GoalsMoveAndReplaceFigures) {
    const auto laxity = effective_plan(default_rules(), {"buccal", "laxity", 2, false, {}});
    EXPECT_DOUBLE_EQ(laxity->min_mm, 1.0);
    EXPECT_DOUBLE_EQ(laxity->ideal_mm, 1.5);
    EXPECT_DOUBLE_EQ(laxity->max_mm, 1.5);
    const auto thick = effective_plan(default_rules(), {"forehead", "scar_hypertrophic", 2, false, {}});
    EXPECT_DOUBLE_EQ(thick->ideal_mm, 1.0);
    EXPECT_DOUBLE_EQ(thick->max_mm, 1.0);
    EXPECT_EQ(thick->passes_hi, 3);
    const auto lid = effective_plan(default_rules(), {"infraorb", "laxity", 2, false, {}});
    EXPECT_EQ(lid->passes_lo, 1);
    EXPECT_EQ(lid->passes_hi, 2);
}

TEST(EffectivePlan, CapsPullTheWholeTripleDown) {
    const auto plan = effective_plan(default_rules(), {"buccal", "scar_boxcar", 2, false, 0.5});
    EXPECT_DOUBLE_EQ(plan->max_mm, 0.5);
    EXPECT_DOUBLE_EQ(plan->ideal_mm, 0.5);
    EXPECT_DOUBLE_EQ(plan->min_mm, 0.5);
    EXPECT_DOUBLE_EQ(plan->abs_max_mm, 2.5);
}

TEST(EffectivePlan, UnknownZoneAndGoalAreNamed) {
    EXPECT_NE(effective_plan(default_rules(), {"elbow", "glow", 2, false, {}}).error().message.find("elbow"),
              std::string::npos);
    EXPECT_NE(effective_plan(default_rules(), {"malar", "sparkle", 2, false, {}}).error().message.find("sparkle"),
              std::string::npos);
}

// The table of goal grades of the mean adult: goal -> zone -> grade; zones not named have the last grade.
TEST(GoalGrade, TableOfTheReference) {
    struct Row {
        const char* goal;
        std::map<std::string, int> grades;
        int others;
    };
    const Row rows[] = {
        {"glow",
         {{"nose_side", 0},
          {"nose_tip", 0},
          {"buccal", 0},
          {"lateral", 0},
          {"nlf", 0},
          {"upper_lip", 0},
          {"lower_lip", 0},
          {"chin", 0},
          {"infraorb", 2}},
         1},
        {"fine_lines",
         {{"nose_side", 0},
          {"nose_tip", 0},
          {"crow", 1},
          {"nose_dorsum", 1},
          {"forehead", 2},
          {"glabella", 2},
          {"temple", 2},
          {"infraorb", 2},
          {"upper_lip", 2},
          {"lower_lip", 2},
          {"neck_front", 2},
          {"neck_side", 2}},
         3},
        {"scar_boxcar", {{"nose_side", 1}, {"nose_tip", 1}, {"infraorb", 2}, {"nose_dorsum", 2}}, 3},
    };
    const std::string order = *default_rules().text("zones.order") + ",";
    for (const Row& row : rows) {
        for (std::size_t at = 0, comma = 0; (comma = order.find(',', at)) != std::string::npos; at = comma + 1) {
            const std::string zone = order.substr(at, comma - at);
            const auto plan = effective_plan(default_rules(), {zone, row.goal, 2, false, {}});
            const auto layers = mean_layers(default_rules(), zone);
            ASSERT_TRUE(plan && layers);
            const auto named = row.grades.find(zone);
            EXPECT_EQ(goal_grade(default_rules(), *plan, *layers),
                      named == row.grades.end() ? row.others : named->second)
                << row.goal << " " << zone;
        }
    }
}

TEST(GoalGrade, BoundsBelongToTheUpperGradeExceptTheLast) {
    const auto& rules = default_rules();
    EXPECT_EQ(bleeding_grade(rules, 1.99), 0);
    EXPECT_EQ(bleeding_grade(rules, 2), 1);
    EXPECT_EQ(bleeding_grade(rules, 10), 2);
    EXPECT_EQ(bleeding_grade(rules, 30), 3);
    EXPECT_EQ(bleeding_grade(rules, 200), 3);
    EXPECT_EQ(bleeding_grade(rules, 200.01), 4);
}

TEST(NeedleCount, PrintedFactors) {
    const auto& rules = default_rules();
    const auto hundredths = [&](double needles) { return np_round(needle_count_factor(rules, needles) * 100); };
    EXPECT_EQ(hundredths(6), 110);
    EXPECT_EQ(hundredths(12), 102);
    EXPECT_EQ(hundredths(14), 100);
    EXPECT_EQ(hundredths(24), 92);
    EXPECT_EQ(hundredths(36), 87);
    EXPECT_EQ(hundredths(42), 85);
}

}  // namespace
