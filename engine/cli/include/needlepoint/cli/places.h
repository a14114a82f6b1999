// Where the program's files are: data, plugins, cache, and what belongs to the user.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "needlepoint/core/status.h"

namespace np::cli {

struct Places {
    std::filesystem::path data;     // holds assets/ and scenarios/
    std::filesystem::path plugins;  // the built-in plugins, or a folder of others
    std::filesystem::path pins;     // the installation's pins.json: what is as it says may run in this process
    std::filesystem::path cache;    // baked head
    std::filesystem::path user;     // station key, trusted keys, records of the window
    std::filesystem::path program;  // the executable itself
};

// Looks at `data_option` (--data) first, then beside the build tree, then at the installed share folder.
// `program` is the path of the running executable. Reads XDG_CACHE_HOME, XDG_DATA_HOME and HOME.
Expected<Places> find_places(const std::filesystem::path& program, const std::optional<std::string>& data_option);

}  // namespace np::cli
