// Which functions of the system a plugin must not call, by the reason.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "check_elf.h"

namespace np::plugin_host {

struct ForbiddenGroup {
    std::string_view check;    // id of the check that looks for them
    std::string_view instead;  // what to do, after "; "
    std::span<const std::string_view> names;
};

// Null if no check of that id looks for symbols.
const ForbiddenGroup* forbidden_group(std::string_view check);
// Undefined symbols of the file that belong to the group, in the order of the file.
std::vector<std::string> forbidden_in(const ElfFile& file, const ForbiddenGroup& group);

}  // namespace np::plugin_host
