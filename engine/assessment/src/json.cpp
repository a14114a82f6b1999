#include "json.h"

namespace np::assessment {

std::string Json::quote(std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += std::string("\\") + c;
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (byte < 0x20)
            result += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
        else
            result += c;
    }
    return result + "\"";
}

Json& Json::open(char opening, char closing) {
    begin_value();
    out_ += opening;
    levels_.push_back({closing});
    return *this;
}

Json& Json::close() {
    const Level level = levels_.back();
    levels_.pop_back();
    if (!level.empty) new_line();
    out_ += level.closing;
    return *this;
}

Json& Json::key(std::string_view name) {
    begin_value();
    out_ += quote(name) + ": ";
    after_key_ = true;
    return *this;
}

Json& Json::text(std::string_view value) {
    return raw(quote(value));
}

Json& Json::raw(std::string_view value) {
    begin_value();
    out_ += value;
    return *this;
}

void Json::begin_value() {
    if (after_key_ || levels_.empty()) {
        after_key_ = false;
        return;
    }
    if (!levels_.back().empty) out_ += ',';
    levels_.back().empty = false;
    new_line();
}

void Json::new_line() {
    out_ += "\n" + std::string(2 * levels_.size(), ' ');
}

}  // namespace np::assessment
