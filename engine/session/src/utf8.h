// Texts of a record reach JSON, CSV and HTML, so only well-formed UTF-8 is written and read.
#pragma once

#include <string_view>

namespace np::session {

inline bool is_utf8(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    while (at != end) {
        const unsigned lead = *at++;
        if (lead < 0x80) continue;
        const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || end - at < more) return false;
        unsigned code = lead & (0x3Fu >> more);
        for (int i = 0; i < more; ++i) {
            if ((*at & 0xC0u) != 0x80) return false;
            code = code << 6 | (*at++ & 0x3Fu);
        }
        const unsigned least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        if (code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    }
    return true;
}

}  // namespace np::session
