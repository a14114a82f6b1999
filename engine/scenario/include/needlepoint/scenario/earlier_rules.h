// What a key means to a record that was made before the key existed: the way the program worked without it.
// The meanings are data (assets/rules/earlier, a file for each day on which keys came) but built in: what an old record
// says is no setting.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"

namespace np::scenario {

// All of them, with where they come from. Read once, on first use; any thread.
const Expected<Parameters>& earlier_rules();

// Sets every key of `earlier` that `parameters` lack and tells which, in the order of keys. What is there stays.
std::vector<std::string> fill_in_earlier(Parameters& parameters, const Parameters& earlier);

}  // namespace np::scenario
