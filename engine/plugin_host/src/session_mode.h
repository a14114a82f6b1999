// The mode of a session as plugins are told it.
#pragma once

#include "needlepoint/core/parameters.h"
#include "needlepoint/sdk/host.h"

namespace np::plugin_host {

// Of `session.mode`; practice where it is missing.
inline std::uint32_t session_mode(const Parameters& parameters) {
    const auto mode = parameters.text("session.mode");
    if (mode == "assessment") return NP_MODE_ASSESSMENT;
    return mode == "tutorial" ? NP_MODE_TUTORIAL : NP_MODE_PRACTICE;
}

}  // namespace np::plugin_host
