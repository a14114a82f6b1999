// Bits of HTML and SVG. Everything that comes from a record goes through `escape`.
#pragma once

#include <string>
#include <string_view>

namespace np::assessment {

inline std::string escape(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '"')
            result += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n')
            result += c;
    }
    return result;
}

// <tag class="...">contents</tag>; `contents` is HTML already.
inline std::string element(const std::string& tag, const std::string& css_class, const std::string& contents) {
    const std::string name = tag.substr(0, tag.find(' '));
    return "<" + tag + (css_class.empty() ? "" : " class=\"" + css_class + "\"") + ">" + contents + "</" + name + ">";
}

}  // namespace np::assessment
