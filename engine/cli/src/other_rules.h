// A record's session under another rule pack than its own.
#pragma once

#include <string>

#include "needlepoint/cli/places.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/session/record.h"

namespace np::cli {

// `pack_name`: a file, or the name of a pack among the program's rules. The result holds the pack with the session's
// own parameters, made anew from the record's scenario and zone table.
Expected<Parameters> other_rules(const Places& places, const session::Record& record, const std::string& pack_name);

}  // namespace np::cli
