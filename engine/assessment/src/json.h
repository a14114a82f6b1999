// A JSON writer whose bytes are fixed: two spaces, keys in the order given, no locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace np::assessment {

class Json {
  public:
    Json& open_object() { return open('{', '}'); }
    Json& open_array() { return open('[', ']'); }
    Json& close();
    Json& key(std::string_view name);
    Json& text(std::string_view value);
    Json& raw(std::string_view value);  // a number, true, false, null, or a whole document
    Json& integer(std::int64_t value) { return raw(std::to_string(value)); }
    Json& boolean(bool value) { return raw(value ? "true" : "false"); }

    // The document so far, closed by a newline.
    std::string take() { return std::move(out_) + "\n"; }

    static std::string quote(std::string_view text);

  private:
    Json& open(char opening, char closing);
    void begin_value();
    void new_line();

    struct Level {
        char closing;
        bool empty = true;
    };
    std::string out_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

}  // namespace np::assessment
