#include "words.h"

#include <cctype>

namespace np::app {
namespace {

std::string readable(std::string_view key) {
    const std::size_t dot = key.rfind('.');
    std::string words(dot == std::string_view::npos ? key : key.substr(dot + 1));
    for (char& c : words)
        if (c == '_') c = ' ';
    if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

}  // namespace

Words Words::load(const std::filesystem::path& data) {
    Words words;
    if (auto texts = scenario::load_texts(data / "assets" / "locale" / "en.yaml")) words.texts_ = std::move(*texts);
    return words;
}

std::string Words::operator()(std::string_view key) const {
    if (texts_.has(key)) return texts_(key);
    // The patient's own words and other sentences come as themselves.
    if (key.find(' ') != std::string_view::npos) return std::string(key);
    return readable(key);
}

std::string Words::of(std::string_view prefix, std::string_view id) const {
    if (id.empty()) return {};
    return (*this)(std::string(prefix) + "." + std::string(id));
}

std::string Words::zone(std::string_view id) const {
    const std::string key = "zone." + std::string(id);
    if (texts_.has(key)) return texts_(key);
    std::string_view base = id;
    std::string side;
    if (id.size() > 2 && id.substr(id.size() - 2) == "_l") side = ", left", base = id.substr(0, id.size() - 2);
    if (id.size() > 2 && id.substr(id.size() - 2) == "_r") side = ", right", base = id.substr(0, id.size() - 2);
    return (*this)("zone." + std::string(base)) + side;
}

}  // namespace np::app
