// Parameters in the plain structs of the plugin boundary, sorted by key.
#pragma once

#include <cstring>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/sdk/extensions.h"

namespace np::plugin_host {

// Borrows every text of `from`, which must outlive it and stay as it is.
inline std::vector<np_parameter> parameter_list(const Parameters& from) {
    std::vector<np_parameter> list;
    for (const auto& [key, one] : from.entries()) {
        np_parameter to = {};
        const double* number = std::get_if<double>(&one.value);
        to.type = number != nullptr ? NP_PARAMETER_NUMBER : NP_PARAMETER_TEXT;
        to.assumed = one.provenance.assumed() ? 1 : 0;
        to.number = number != nullptr ? *number : 0.0;
        to.key = key.c_str();
        to.text = number != nullptr ? "" : std::get<std::string>(one.value).c_str();
        to.unit = one.unit.c_str();
        to.tag = one.provenance.tag.c_str();
        to.source = one.provenance.source.c_str();
        list.push_back(to);
    }
    return list;
}

}  // namespace np::plugin_host
