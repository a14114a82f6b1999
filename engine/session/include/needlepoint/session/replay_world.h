// Replay with the real simulation. The only part of this module that knows it; its caller links both.
#pragma once

#include "needlepoint/session/replay.h"
#include "needlepoint/simulation/world.h"

namespace np::session {

// `world` is new: made from the record's facts and attachments.
inline Expected<ReplayResult> replay(const Record& record, simulation::World& world) {
    return replay(record,
                  [&world](const sdk::EventBuffer& inputs, sdk::EventBuffer& events) { world.step(inputs, events); });
}

}  // namespace np::session
