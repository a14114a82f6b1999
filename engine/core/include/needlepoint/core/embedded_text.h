// A text file that the build made part of the program (np_embedded_texts in engine/cmake).
#pragma once

#include <string_view>

namespace np {

struct EmbeddedText {
    std::string_view name;  // of the file, without its ending
    std::string_view text;
};

}  // namespace np
