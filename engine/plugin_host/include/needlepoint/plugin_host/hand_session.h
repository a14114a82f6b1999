// A session written by hand, for authors of plugins: one JSON object per line.
//
//     # a comment
//     {"seed": 5}
//     {"parameter": "plugin.hurry.most_um_s", "value": 60000}
//     {"tick": 1200, "kind": "stroke_end", "mean_speed_um_s": 90000, "instrument": "pen"}
//     {"chunk": "pose 1 2 3\n"}        what the source of a device sends, as text
//     {"chunk_hex": "00ff10"}          the same as bytes
//
// Kinds and fields are those of the event table; fields that are left out are 0 or empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"

namespace np::plugin_host {

struct HandSession {
    std::optional<std::uint64_t> seed;
    Parameters parameters;  // on top of the session's own
    sdk::EventBuffer events;
    std::vector<std::vector<std::byte>> chunks;
};

// Errors are "name:line: what was expected and found".
Expected<HandSession> parse_hand_session(std::string_view text, std::string_view name);

}  // namespace np::plugin_host
