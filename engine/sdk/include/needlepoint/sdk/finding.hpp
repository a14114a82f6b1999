// A finding as a C++ value: one thing that was seen, with its evidence and what it costs. See np_finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/plugin.h"

namespace np::sdk {

enum class Severity : std::uint32_t { kInfo = NP_INFO, kMinor = NP_MINOR, kMajor = NP_MAJOR, kCritical = NP_CRITICAL };

struct Finding {
    std::string rule;  // which rule, such as OVER_DEPTH or T24
    Severity severity = Severity::kInfo;
    std::string text;  // one sentence; {value} {limit} {unit} {zone} {thing} are filled in by whoever shows it
    Tick first_tick = 0;
    Tick end_tick = 0;  // first tick after it; raised to first_tick + 1 where it lies below
    std::uint32_t zone = NP_NO_ZONE;
    std::uint32_t cell = NP_NO_CELL;
    std::string thing;
    std::optional<double> value;
    std::optional<double> limit;
    std::string unit;
    std::string source;     // empty: the host takes it from the parameter `limit_key`
    std::string limit_key;  // key of the parameter that set the limit
    std::string critical;   // entry of the list of criticals that it meets, such as CR05
    std::string better;     // what would have been right, one sentence with the same braces; or empty
    std::string id;         // empty: the host numbers it
    std::int32_t cost = 0;  // hundredths of the scorer's mark; MarkSheet fills it in
};

// The C form, borrowing the texts of `finding`.
inline np_finding to_c(const Finding& finding) {
    np_finding raw = {};
    raw.bytes = sizeof raw;
    raw.severity = static_cast<std::uint32_t>(finding.severity);
    raw.cost = finding.cost;
    raw.flags = static_cast<std::uint32_t>((finding.value ? NP_FINDING_HAS_VALUE : 0) |
                                           (finding.limit ? NP_FINDING_HAS_LIMIT : 0));
    raw.first_tick = finding.first_tick;
    raw.end_tick = finding.end_tick > finding.first_tick ? finding.end_tick : finding.first_tick + 1;
    raw.zone = finding.zone;
    raw.cell = finding.cell;
    raw.value = finding.value.value_or(0);
    raw.limit = finding.limit.value_or(0);
    raw.id = finding.id.c_str();
    raw.rule = finding.rule.c_str();
    raw.thing = finding.thing.c_str();
    raw.unit = finding.unit.c_str();
    raw.source = finding.source.c_str();
    raw.text = finding.text.c_str();
    raw.limit_key = finding.limit_key.c_str();
    raw.critical = finding.critical.c_str();
    raw.better = finding.better.c_str();
    return raw;
}

}  // namespace np::sdk
