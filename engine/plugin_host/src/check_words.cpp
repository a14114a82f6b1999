#include "check_words.h"

#include <algorithm>
#include <cstdint>

namespace np::plugin_host {
namespace {

bool is_word(std::string_view word) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    if (word.size() > 2 && word.front() == '<' && word.back() == '>') word = word.substr(1, word.size() - 2);
    return !word.empty() && std::all_of(word.begin(), word.end(), good);
}

std::string_view next_word(std::string_view& key) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string_view word = key.substr(0, dot);
    key.remove_prefix(std::min(dot + 1, key.size()));
    return word;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t more = 0;
        std::uint32_t code = lead, least = 0;
        if (lead >= 0xf0 && lead < 0xf5) {
            more = 3, code = lead & 7u, least = 0x10000;
        } else if (lead >= 0xe0 && lead < 0xf0) {
            more = 2, code = lead & 15u, least = 0x800;
        } else if (lead >= 0xc2 && lead < 0xe0) {
            more = 1, code = lead & 31u, least = 0x80;
        } else if (lead >= 0x80) {
            return false;
        }
        if (more >= text.size() - i) return false;
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if (next < 0x80 || next > 0xbf) return false;
            code = code * 64 + (next & 63u);
        }
        if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
        i += more + 1;
    }
    return true;
}

bool is_plugin_id(std::string_view text) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), good);
}

bool is_version(std::string_view text) {
    int parts = 0;
    for (;;) {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (digits == 0 || digits > 6) return false;
        ++parts;
        text.remove_prefix(digits);
        if (text.empty()) return parts == 3;
        if (text.front() != '.') return false;
        text.remove_prefix(1);
    }
}

bool is_parameter_key(std::string_view key) {
    if (key.empty() || key.size() > 200 || key.back() == '.') return false;
    while (!key.empty())
        if (!is_word(next_word(key))) return false;
    return true;
}

bool key_fits(std::string_view declared, std::string_view asked) {
    while (!declared.empty() && !asked.empty()) {
        const std::string_view mine = next_word(declared), theirs = next_word(asked);
        const bool any = mine.size() > 2 && mine.front() == '<' && mine.back() == '>';
        if (!any && mine != theirs) return false;
    }
    return declared.empty() && asked.empty();
}

bool is_printable(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::vector<std::string> braces_of(std::string_view text, bool& balanced) {
    std::vector<std::string> names;
    balanced = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '}') balanced = false;
        if (text[at] != '{') continue;
        const std::size_t end = text.find_first_of("{}", at + 1);
        if (end == std::string_view::npos || text[end] == '{') {
            balanced = false;
            return names;
        }
        names.emplace_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return names;
}

}  // namespace np::plugin_host
