// How far the pen may lean. Clinical reference 2.4 and 5.1 (d_tilt). Millimetres and thousandths of a degree; pure.
#pragma once

#include <cstdint>

#include "needlepoint/sdk/math.h"

namespace np::technique {

// From the rule pack.
struct TiltRule {
    double tolerated_mdeg = 0;
    double far_mdeg = 0;         // beyond which it is a fault of its own
    double shallow_mm = 0;       // settings up to here ...
    double shallow_loss_mm = 0;  // ... may also lose at most this much depth, averaged over the tip
    double edge_share = 0;       // which part of the tip's radius counts as mean lift
    double swath_mm = 0;         // width of the tip
};

// Depth that a tip loses by leaning, averaged over its needles.
inline double tilt_loss_mm(const TiltRule& rule, double set_mm, double tilt_mdeg) {
    const double angle = tilt_mdeg / 1000.0 * NP_PI / 180.0;
    return set_mm - (set_mm * np_cos(angle) - rule.swath_mm / 2.0 * rule.edge_share * np_sin(angle));
}

inline bool leans_too_far(const TiltRule& rule, double set_mm, double tilt_mdeg) {
    if (tilt_mdeg > rule.tolerated_mdeg) return true;
    return set_mm <= rule.shallow_mm && tilt_loss_mm(rule, set_mm, tilt_mdeg) > rule.shallow_loss_mm;
}

}  // namespace np::technique
