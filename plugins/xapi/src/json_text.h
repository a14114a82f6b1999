// Just enough JSON to write: strings, numbers, and a comma where one is due.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace np::xapi {

inline void append_quoted(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

// `value` / 10^places with exactly so many digits behind the point.
inline std::string decimal(std::int64_t value, int places) {
    std::int64_t unit = 1;
    for (int i = 0; i < places; ++i) unit *= 10;
    const bool below = value < 0;
    const std::int64_t size = below ? -value : value;
    std::string fraction = std::to_string(size % unit);
    while (static_cast<int>(fraction.size()) < places) fraction.insert(fraction.begin(), '0');
    return (below ? "-" : "") + std::to_string(size / unit) + (places > 0 ? "." + fraction : "");
}

// An object or array that is being written.
class Json {
  public:
    void open(char bracket) {
        comma();
        text_ += bracket;
        fresh_ = true;
    }
    void close(char bracket) {
        text_ += bracket;
        fresh_ = false;
    }
    void key(std::string_view name) {
        comma();
        append_quoted(text_, name);
        text_ += ':';
        fresh_ = true;
    }
    void text(std::string_view value) {
        comma();
        append_quoted(text_, value);
    }
    void raw(std::string_view value) {
        comma();
        text_ += value;
    }
    void pair(std::string_view name, std::string_view value) {
        key(name);
        text(value);
    }
    void pair_raw(std::string_view name, std::string_view value) {
        key(name);
        raw(value);
    }
    std::string take() { return std::move(text_); }

  private:
    void comma() {
        if (!fresh_ && !text_.empty()) text_ += ',';
        fresh_ = false;
    }
    std::string text_;
    bool fresh_ = true;
};

}  // namespace np::xapi
