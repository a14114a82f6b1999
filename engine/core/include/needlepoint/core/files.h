// Whole files, with errors as sentences.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"

namespace np {

Expected<std::vector<std::byte>> read_file(const std::filesystem::path& path);
Expected<std::string> read_text(const std::filesystem::path& path);
// Writes beside the target and renames, so that a full disk never leaves half a file under the name.
Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
Status write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace np
