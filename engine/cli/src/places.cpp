#include "needlepoint/cli/places.h"

#include <cstdlib>
#include <vector>

namespace np::cli {

namespace fs = std::filesystem;

namespace {

fs::path from_environment(const char* variable, const char* below_home) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value == '/') return fs::path(value) / "needlepoint";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr && *home != '\0' ? home : "/tmp") / below_home / "needlepoint";
}

bool holds_data(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "assets" / "rules", ignored) && fs::is_directory(folder / "scenarios", ignored);
}

fs::path first_folder(const std::vector<fs::path>& candidates) {
    std::error_code ignored;
    for (const fs::path& folder : candidates)
        if (fs::is_directory(folder, ignored)) return folder;
    return candidates.front();
}

}  // namespace

Expected<Places> find_places(const fs::path& program, const std::optional<std::string>& data_option) {
    const fs::path folder = program.parent_path();
    Places places;
    places.program = program;
    places.cache = from_environment("XDG_CACHE_HOME", ".cache");
    places.user = from_environment("XDG_DATA_HOME", ".local/share");
    places.plugins = first_folder({folder / "plugins", folder.parent_path() / "lib" / "needlepoint" / "plugins"});
    places.pins = places.plugins / "pins.json";

    if (data_option) {
        places.data = *data_option;
        if (!holds_data(places.data))
            return cannot("--data " + *data_option +
                          ": a folder with assets/rules and scenarios was expected, and they are not there");
        return places;
    }
    // build/<preset>/needlepoint in a checkout, or <prefix>/bin/needlepoint.
    for (const fs::path& candidate :
         {folder.parent_path().parent_path(), folder.parent_path() / "share" / "needlepoint", folder}) {
        if (!holds_data(candidate)) continue;
        places.data = candidate;
        return places;
    }
    return cannot("the program's data (assets/rules and scenarios) was found neither beside " + program.string() +
                  " nor in its share folder; install again or give its folder with --data");
}

}  // namespace np::cli
