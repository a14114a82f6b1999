// Simulates a recorded session again from its inputs and compares every event.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/record.h"

namespace np::session {

// One tick of a simulation: the inputs of the tick in, its events appended.
using Step = std::function<void(const sdk::EventBuffer& inputs, sdk::EventBuffer& events)>;

struct Difference {
    sdk::Tick tick = 0;
    std::string event;     // kind and place among the events of the tick, such as "strike#0"
    std::string field;     // such as "depth_um[3]"; "missing" or "extra" where a whole event is
    std::string recorded;  // values as text
    std::string simulated;
};

struct ReplayResult {
    bool same = true;
    sdk::Tick ticks = 0;  // how many were simulated
    std::optional<Difference> first_difference;
};

// Steps through all ticks of the record and stops at the first difference. An error if a block is damaged.
Expected<ReplayResult> replay(const Record& record, const Step& step);

// The first field in which two records differ, or nothing. Unknown kinds are compared as bytes.
std::optional<Difference> first_difference(sdk::RecordView recorded, sdk::RecordView simulated);

}  // namespace np::session
