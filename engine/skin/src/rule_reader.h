// Reading many numbers of the rule pack at once.
#pragma once

#include <span>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::skin {

struct Wanted {
    const char* key;
    double* to;
};

// Fails at the first key that is missing; the sentence names it.
inline Status read_numbers(const Parameters& parameters, std::span<const Wanted> wanted) {
    for (const auto& [key, to] : wanted) {
        const auto value = parameters.need(key);
        if (!value) return tl::unexpected(value.error());
        *to = *value;
    }
    return {};
}

}  // namespace np::skin
