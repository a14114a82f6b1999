// What a scorer sees of the host: the extension tables, and the facts behind them that all scorers of a fold share.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/plugin_host/texts.h"
#include "needlepoint/plugin_host/tissue.h"

namespace np::plugin_host {

// Shared by all instances of a fold; `tissue` moves on with the batches.
struct SharedFacts {
    SessionFacts session;
    Tissue tissue;
    LogLine log;
    std::vector<np_parameter> parameters;  // sorted by key; texts belong to `session`
    TextTable texts;                       // what needlepoint.texts knows; empty for whoever gives marks

    SharedFacts(SessionFacts facts, Tissue skin, LogLine log_line);
};

// One scorer's view. Its address is the np_host::context, so it must not move.
struct HostSide {
    const SharedFacts& shared;
    std::string id;
    std::uint64_t random_seed;
    std::string fault;  // what the plugin gave as its reason
    np_host host;

    HostSide(const SharedFacts& facts, std::string scorer_id);
    HostSide(const HostSide&) = delete;
    HostSide& operator=(const HostSide&) = delete;
};

}  // namespace np::plugin_host
