// The files of assets/rules/earlier, as the build embeds them.
#pragma once

#include <span>

#include "needlepoint/core/embedded_text.h"

namespace np::scenario {

std::span<const EmbeddedText> earlier_texts();

}  // namespace np::scenario
