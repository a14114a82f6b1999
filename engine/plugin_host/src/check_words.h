// What the kit asks of texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::plugin_host {

bool is_utf8(std::string_view text);
// Lower-case letters, digits and _, 1 to 64 of them.
bool is_plugin_id(std::string_view text);
// 1.2.3
bool is_version(std::string_view text);
// Words between dots; <zone> may stand for one.
bool is_parameter_key(std::string_view text);
// Whether a key that was asked for is one that was declared; a word in <> stands for any word without a dot.
bool key_fits(std::string_view declared, std::string_view asked);
// No control characters; line ends are none either.
bool is_printable(std::string_view text);
// Names in braces of a text, in order; `balanced` turns false where one does not close.
std::vector<std::string> braces_of(std::string_view text, bool& balanced);

}  // namespace np::plugin_host
