// The files of the npm package that the bake reads, checked against their known hashes.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "needlepoint/core/status.h"

namespace np::anatomy {

struct PackageFile {
    std::string_view path;
    std::size_t size;
    std::string_view sha256;
};

std::span<const PackageFile> package_files();
// The whole file. `path` must be one of package_files().
Expected<std::vector<std::byte>> read_package_file(const std::filesystem::path& package_dir, std::string_view path);

}  // namespace np::anatomy
