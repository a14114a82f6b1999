// The libraries that a shared library asks for, read from its bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace np::plugin_host {

// In the order of the file; whatever is damaged is left out.
std::vector<std::string> needed_libraries(std::span<const std::byte> bytes);

}  // namespace np::plugin_host
