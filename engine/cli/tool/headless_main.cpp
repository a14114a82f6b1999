// The command line without window and pictures: for servers, and for comparing builds by other compilers.
#include <filesystem>

#include "needlepoint/cli/command_line.h"
#include "needlepoint/plugin_host/worker.h"

int main(int argc, char** argv) {
    if (np::plugin_host::is_worker(argc, argv)) return np::plugin_host::run_worker();
    std::error_code trouble;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", trouble);
    np::cli::Front front;
    front.open_window = [](const np::cli::Places&) -> np::Status {
        return np::cannot("this is needlepoint-headless, which has no window; give it a command (see --help)");
    };
    front.make_pictures = [](const np::cli::Places&) -> np::Expected<std::unique_ptr<np::cli::Pictures>> {
        return np::cannot("this is needlepoint-headless, which draws no pictures; use needlepoint");
    };
    return np::cli::run_command_line(argc, argv, trouble ? std::filesystem::path(argv[0]) : program, front);
}
