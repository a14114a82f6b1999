// The parts of the rule pack that the procedure lives by, read once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"

namespace np::clinic {

using Words = std::vector<std::string>;
Words split_words(std::string_view text);
std::string join_words(const Words& words);
bool contains(const Words& words, std::string_view word);

struct StepRule {
    std::string id;
    std::string phase;
    std::string by;       // "do", "ask:identity" ...
    Words after;          // steps that should be done before
    bool called = false;  // this scenario calls for it
    bool given = false;   // done before the visit begins
    double cover_share = 1;
    double least_s = 0;
};

struct ThingRule {
    std::string id, kind, hygiene, substance, lot;
    bool sealed = false;
    bool wear = false;
    double swipe_radius_mm = 0;
};

struct IncidentRule {
    std::string id;
    Words right, harmless, wrong;
};

// A value type; everything in the order of the pack.
struct Rules {
    explicit Rules(const Parameters& parameters);

    const StepRule* step(std::string_view id) const;
    const IncidentRule* incident(std::string_view id) const;
    // A step that is neither called for nor given counts as arranged by others.
    bool arranged(std::string_view step) const;
    // The step that stroking a substance over the skin performs, or null.
    const StepRule* step_of_substance(std::string_view substance) const;

    std::vector<StepRule> steps;
    std::vector<ThingRule> things;
    std::vector<IncidentRule> incidents;
    Words places, acts;
    Words ask, tell, look;
    Words history_topics;  // all of these make T07
    Words decisions, responses;
    Words cases;         // items that a decision may name
    Words zones, field;  // planned and prepared zones
    Words calls;
    Words allowed_pairs, dirty, worst;
    double dry_s = 0, hand_rub_s = 0;
    double test_stroke_s = 3;
    std::uint32_t strikes_to_count = 20;
    std::uint32_t depth_max_um = 0, depth_step_um = 0;
    std::uint32_t rate_mhz = 0, rate_min_mhz = 0, rate_max_mhz = 0;
    std::uint32_t energy_mj = 0, energy_min_mj = 0, energy_max_mj = 0, energy_step_mj = 1;  // 0: gives none
    std::uint64_t time_limit_ticks = 0;                                                     // 0: none
};

}  // namespace np::clinic
