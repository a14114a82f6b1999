// What a reaction to an incident is worth. Clinical reference 8.1 (events) and 6. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "needlepoint/sdk/math.h"
#include "needlepoint/sdk/session_plan.hpp"

namespace np::incidents {

// One row of the incident table.
struct Row {
    std::string id, name;
    double limit_s = 0;
    sdk::Severity severity = sdk::Severity::kMajor;
    std::vector<std::string> right, wrong;  // acts; every other act is harmless

    bool is_right(std::string_view act) const { return sdk::has_word(right, act); }
    bool is_wrong(std::string_view act) const { return sdk::has_word(wrong, act); }
};

// Something that was done after the cue. `chosen` acts were given as the answer; the others were seen in what the
// hands did and can only speak for the trainee.
struct Act {
    sdk::Tick tick = 0;
    std::string word;
    bool chosen = true;
};

struct Reaction {
    std::optional<sdk::Tick> right;  // of the first right act
    std::optional<Act> earlier;      // the first act before it that was not right; wrong ones come first
    bool wrong = false;              // `earlier`, or an act soon after the right one, does harm
    double time = 0, action = 0;     // 0..1

    double mark(double time_points, double action_points) const { return time_points * time + action_points * action; }
};

// 1 inside the limit, falling to 0 at `zero_at` times the limit.
inline double time_share(double latency_s, double limit_s, double zero_at) {
    if (latency_s <= limit_s) return 1;
    return np_clamp((zero_at * limit_s - latency_s) / ((zero_at - 1) * limit_s), 0.0, 1.0);
}

// `acts`: what was done after the cue, in the order of time.
inline Reaction judge(const Row& row, sdk::Tick cue, const std::vector<Act>& acts, double zero_at) {
    Reaction reaction;
    bool harm_afterwards = false;
    for (const Act& act : acts) {
        if (!reaction.right && row.is_right(act.word)) {
            reaction.right = act.tick;
        } else if (!act.chosen) {
            continue;
        } else if (!reaction.right) {
            const bool harm = row.is_wrong(act.word);
            if (!reaction.earlier || (harm && !reaction.wrong)) reaction.earlier = act;
            reaction.wrong = reaction.wrong || harm;
        } else if (row.is_wrong(act.word) && static_cast<double>(act.tick - cue) <= zero_at * row.limit_s * 1000.0) {
            harm_afterwards = true;
        }
    }
    if (!reaction.right) return reaction;
    reaction.time = time_share(static_cast<double>(*reaction.right - cue) / 1000.0, row.limit_s, zero_at);
    if (!reaction.wrong) reaction.action = reaction.earlier || harm_afterwards ? 0.5 : 1.0;
    reaction.wrong = reaction.wrong || harm_afterwards;
    return reaction;
}

}  // namespace np::incidents
