#include <filesystem>
#include <system_error>

#include "needlepoint/app/app.h"
#include "needlepoint/cli/command_line.h"
#include "needlepoint/plugin_host/worker.h"

int main(int argc, char** argv) {
    if (np::plugin_host::is_worker(argc, argv)) return np::plugin_host::run_worker();
    std::error_code unknown;
    std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (unknown) program = argv[0];
    return np::cli::run_command_line(argc, argv, program, np::app::front());
}
