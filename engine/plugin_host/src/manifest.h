// Reads what a plugin says of itself, and refuses what does not fit this program.
#pragma once

#include <string>

#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

// `file` names the plugin in sentences. Calls nothing of the plugin.
Expected<Manifest> read_manifest(const std::string& file, const np_plugin& entry);

}  // namespace np::plugin_host
