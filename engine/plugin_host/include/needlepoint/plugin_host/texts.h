// Translations for plugins that write for people.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace np::plugin_host {

// By key; the text in the user's language.
using TextTable = std::map<std::string, std::string, std::less<>>;

}  // namespace np::plugin_host
