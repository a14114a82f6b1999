// Lower-case hexadecimal digits back into bytes.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace np::session {

// False unless `text` is exactly the digits of `bytes`, lower case.
template <std::size_t Size>
bool from_hex(std::string_view text, std::array<std::byte, Size>& bytes) {
    if (text.size() != 2 * Size) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return false;
        const auto nibble = static_cast<std::byte>(digit);
        bytes[i / 2] = i % 2 == 0 ? nibble << 4 : bytes[i / 2] | nibble;
    }
    return true;
}

}  // namespace np::session
