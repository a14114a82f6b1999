// needlepoint-bake PACKAGE_DIR OUT: bakes the head. OUT is a file, or a folder that gets the expected file name.
// A file that is already there and whole is kept.
#include <cstdio>
#include <filesystem>
#include <string>

#include "needlepoint/anatomy/bake.h"
#include "needlepoint/anatomy/baked_head.h"

namespace {

int exit_code(np::ErrorKind kind) {
    return static_cast<int>(kind) + 1;
}

void show(double done, std::string_view what) {
    std::fprintf(stderr, "Baking the head: %3.0f %%  %.*s\n", done * 100, static_cast<int>(what.size()), what.data());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(
            stderr,
            "needlepoint-bake: expected 2 arguments, found %d. Call: needlepoint-bake PACKAGE_DIR OUT_FILE_OR_DIR\n",
            argc - 1);
        return 2;
    }
    std::filesystem::path out = argv[2];
    std::error_code ignored;
    if (std::filesystem::is_directory(out, ignored)) out /= np::anatomy::baked_head_file_name();
    if (std::filesystem::exists(out, ignored) && np::anatomy::load_baked_head(out)) return 0;
    const auto baked = np::anatomy::bake_head(argv[1], out, show);
    if (!baked) {
        std::fprintf(stderr, "needlepoint-bake: %s\n", baked.error().message.c_str());
        return exit_code(baked.error().kind);
    }
    std::fprintf(stderr, "Baked %s\n", out.c_str());
    return 0;
}
