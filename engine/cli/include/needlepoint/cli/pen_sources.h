// Pen sources by name, those of device plugins too. The window and the command line share it.
#pragma once

#include <memory>
#include <vector>

#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"
#include "needlepoint/input/source.h"

namespace np::cli {

// Opens whatever the name means, but for what only the window has (mouse, its gamepad).
Expected<std::unique_ptr<input::Source>> open_pen_source(const Places& places, const input::SourceSpec& spec);
// The device plugins that are installed, as sources to choose.
std::vector<input::FoundDevice> plugin_pen_sources(const Places& places);

}  // namespace np::cli
