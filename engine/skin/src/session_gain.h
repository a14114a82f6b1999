// What a session adds to collagen, for the outlook and for every cell of the follow-up.
#pragma once

#include "needlepoint/skin/follow_up.h"

namespace np::skin {

// What one place was given: `r` density against the plan's, `heat` energy over the reference energy.
struct SessionDose {
    double depth_mm = 0, r = 0, heat = 0;
    bool overtreated = false, burnt = false;
};
// What a session like this adds there in the end (A of 5.7). Skin that was burnt scars instead.
double session_gain(const SkinState& skin, std::uint32_t zone, const SessionDose& dose, const HomeCare& care,
                    const Course& course);
// How many such gains are there so many weeks after the last session of the course.
double course_share(const CollagenRules& rules, double weeks, const Course& course);

}  // namespace np::skin
