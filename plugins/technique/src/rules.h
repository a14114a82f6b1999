// Everything that technique reads from the rule pack and the session, with the keys that it stands under.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "tilt.h"
#include "zone_use.h"

namespace np::technique {

struct Rules {
    TiltRule tilt;
    ShareLimits tilt_share, speed_share, force_share, stretch_share;
    double steep_share_percent = 0;
    double force_high_mn = 0, force_hard_mn = 0, force_hard_ms = 0;
    double stroke_stretched_share = 0;
    double dry_ms = 0, dwell_minor_ms = 0, dwell_major_ms = 0, dragged_um = 0;
    double most_directions = 0, few_passes = 0;
    double patch_mm = 0, pass_share = 0, next_pass_share = 0;
    double longest_min = 0;
    double off_plan_strikes = 0, mask_strikes = 0;
    std::vector<std::string> stamp_only, dirty, delicate;  // zones without side
    double minor_points = 0, major_points = 0;
    std::map<std::string, sdk::Severity> severity;  // by rule

    static Rules read(const sdk::Host& host);
};

}  // namespace np::technique
