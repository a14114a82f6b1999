// What is inside a record, for people and tables.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "needlepoint/core/status.h"
#include "needlepoint/session/record.h"

namespace np::session {

struct Inspection {
    std::map<std::string, std::string> meta;
    std::map<std::string, std::uint64_t> attachments;  // name -> bytes
    std::map<std::string, std::uint64_t> counts;       // kind -> records; every kind of the event table
    std::uint64_t duration_ticks = 0;
    std::uint64_t durable_tick = 0;  // the same as duration_ticks: what is in the file is what is durable
    bool whole = false;
    std::string cut;                     // where it was cut, empty if whole
    std::uint64_t bytes_per_minute = 0;  // inputs, events, index; without facts and attachments
};

// Reads all blocks. A damaged one ends the count: `whole` is false and `cut` says where.
Inspection inspect(const Record& record);

// Comma-separated rows, one table per kind with a heading row, tables parted by an empty line. `kind` is a name of
// the event table, or empty for all that occur. Lists stand in one cell, parted by spaces.
// At a damaged block the rows end and the error says where.
Status write_csv(const Record& record, std::string_view kind, const std::function<void(std::string_view)>& out);

}  // namespace np::session
