// After the visit, later: what the follow-up shows beside the face.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "needlepoint/ui/types.h"

namespace np::ui {

// A figure over time, from minutes to a year.
struct FollowUpCurve {
    std::string name, now;                          // `now`: its value at the time shown, with its unit
    std::vector<std::pair<double, double>> points;  // hours after the visit, value; ascending hours
    double top = 1;                                 // value at the upper edge
};

struct FollowUpView {
    double hours = 24;               // that is shown
    std::string when;                // the same in words
    std::vector<std::string> cares;  // ways of aftercare to choose from
    int care = 0;
    std::vector<std::string> zones;  // needled ones
    int zone = 0;
    std::vector<FollowUpCurve> curves;
    std::vector<Row> facts;  // downtime, gain
    struct Fate {
        std::string text, when;  // `when`: what comes of it, or its chance
        Severity severity = Severity::kGood;
    };
    std::vector<Fate> fates;  // those that come first
};

// Where a time lies on the line from 0 (end of the visit) to 1 (a year later): hours wide open, months close together.
double follow_up_place(double hours);
double follow_up_hours(double place);

}  // namespace np::ui
