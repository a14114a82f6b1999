// What a bleeding grade and a call are worth. Clinical reference 8.1 (endpoint) and 5.2. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "needlepoint/sdk/math.h"

namespace np::endpoint {

// From the rule pack.
struct GradeRule {
    double free_grades = 0;     // so far from the goal costs nothing
    double points_a_grade = 0;  // and each further grade this much
    double worst_grade = 4;     // costs at least one grade wherever it appears
};

// 0..100 for a zone that ended at `grade` where `goal` was aimed at.
inline double grade_mark(const GradeRule& rule, double grade, double goal) {
    double lost = rule.points_a_grade * np_max(0.0, np_abs(grade - goal) - rule.free_grades);
    if (grade >= rule.worst_grade) lost = np_max(lost, rule.points_a_grade);
    return np_clamp(100.0 - lost, 0.0, 100.0);
}

struct CallRule {
    double target_lo = 0, target_hi = 0;  // density against the plan between which a zone is done
    double grade_slack = 1;               // a named grade may be so far off
    double worst_grade = 4;               // is always too much
};

// What should have been called.
inline const char* right_call(const CallRule& rule, double r, double grade) {
    if (r > rule.target_hi || grade >= rule.worst_grade) return "too_much";
    return r < rule.target_lo ? "not_yet" : "done";
}

// `named`: the grade that was named, -1 for none.
inline bool call_is_right(const CallRule& rule, std::string_view verdict, double named, double r, double grade) {
    return verdict == right_call(rule, r, grade) && named >= 0 && np_abs(named - grade) <= rule.grade_slack;
}

}  // namespace np::endpoint
