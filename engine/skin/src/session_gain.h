// What a session adds to collagen, for the outlook and for every cell of the follow-up.
#pragma once

#include "needlepoint/skin/follow_up.h"

namespace np::skin {

// What a session like this adds in the end (A of 5.7), with `r` density against the plan's.
double session_gain(const SkinState& skin, double depth_mm, double r, bool overtreated, const HomeCare& care,
                    const Course& course);
// How many such gains are there so many weeks after the last session of the course.
double course_share(const CollagenRules& rules, double weeks, const Course& course);

}  // namespace np::skin
