// Lists of words in a rule pack ("malar,buccal") and the ids that follow from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"

namespace np::scenario {

std::vector<std::string> split_words(std::string_view text);
std::string join_words(const std::vector<std::string>& words);
// Empty where the pack has no such list.
std::vector<std::string> rule_words(const Parameters& rules, std::string_view key);
// All side-resolved zone ids of the face, in the order of the zone table ("malar_l", "malar_r", "chin" ...).
std::vector<std::string> zone_ids(const Parameters& rules);
// "malar" of "malar_l"; the id itself for a zone without sides.
std::string zone_base(const Parameters& rules, std::string_view zone_id);

}  // namespace np::scenario
