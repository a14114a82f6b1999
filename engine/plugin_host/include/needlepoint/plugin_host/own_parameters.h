// Parameters that plugins declare for themselves (`plugin.<id>.<name>`): defaults, ranges, values in force.
#pragma once

#include <string>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

// A sentence if `value` is not what the declaration allows, else empty. `use` must be an own one.
std::string problem_of_value(const ParameterUse& use, const Parameter& value);

// The declared default as a parameter; its source names the plugin.
Parameter default_of(const ParameterUse& use, const Manifest& plugin);

// Sets every own parameter of the plugins that `parameters` lacks to its default, and looks at those that are there:
// one that the declaration does not allow, or a `plugin.<id>.<name>` that a plugin of that id does not declare, is
// refused with a sentence. What belongs to plugins that are not among `plugins` is left alone. Changes nothing when it
// refuses.
Status settle_own_parameters(Parameters& parameters, const Libraries& plugins);

// Only the defaults, for records of sessions that were held without the plugin.
void add_own_defaults(Parameters& parameters, const Libraries& plugins);

}  // namespace np::plugin_host
