// The command line: its words and exit codes are a promise (0 done, 1 the answer is no, 2 wrong usage, 3 could not).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "needlepoint/cli/pictures.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"

namespace np::cli {

// What only the app can do. Both are called at most once, and only by commands that need them.
struct Front {
    std::function<Status(const Places&)> open_window;                              // until the user leaves
    std::function<Expected<std::unique_ptr<Pictures>>(const Places&)> make_pictures;
};

// Parses the arguments, does what they say and returns the exit code. Results go to stdout, everything else to stderr.
int run_command_line(int argc, const char* const* argv, const std::filesystem::path& program, const Front& front);

}  // namespace np::cli
