// The files of assets/rules/earlier, as the build embeds them.
#pragma once

#include <span>
#include <string_view>

namespace np::scenario {

struct EarlierText {
    std::string_view name, text;
};
std::span<const EarlierText> earlier_texts();

}  // namespace np::scenario
