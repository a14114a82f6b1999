// Numbers and names as a reader sees them. No locale: the same bytes everywhere.
#pragma once

#include <string>
#include <string_view>

#include "needlepoint/core/parameters.h"
#include "needlepoint/sdk/finding.hpp"

namespace np::assessment {

// At most `decimals` decimals, without closing zeros: 0.5, 12, -3.25.
std::string number(double value, int decimals = 2);
// Exactly `decimals` decimals.
std::string fixed(double value, int decimals);
// "malar_l" -> "left malar"; the rule pack's name where it has one (zone.<base>.name).
std::string zone_name(std::string_view zone_id, const Parameters* parameters = nullptr);
// The finding's sentence with {value} {limit} {unit} {zone} {thing} filled in. `unit` may come from the limit's
// parameter.
std::string fill_in(const sdk::Finding& finding, std::string_view unit, std::string_view zone);
// Ticks as minutes: 75000 -> "1:15".
std::string minutes(sdk::Tick ticks);
// "a_word" -> "A word".
std::string readable(std::string_view word);

}  // namespace np::assessment
