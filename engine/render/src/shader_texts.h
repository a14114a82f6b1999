// The files of shaders/, as the build embeds them.
#pragma once

#include <span>

#include "needlepoint/core/embedded_text.h"

namespace np::render {

std::span<const EmbeddedText> shader_texts();

}  // namespace np::render
