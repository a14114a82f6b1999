#include "needlepoint/plugin_host/pins.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

const Pin* Pins::find(std::string_view file) const {
    for (const Pin& pin : entries)
        if (pin.file == file) return &pin;
    return nullptr;
}

std::string Pins::to_json() const {
    nlohmann::ordered_json plugins = nlohmann::ordered_json::array();
    for (const Pin& pin : entries)
        plugins.push_back({{"file", pin.file}, {"id", pin.id}, {"version", pin.version}, {"sha256", pin.sha256}});
    const nlohmann::ordered_json document = {{"schema", 1}, {"plugins", plugins}};
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Expected<Pins> parse_pins(std::string_view json, std::string_view file_name) {
    const std::string name = "'" + std::string(file_name) + "'";
    const auto document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object() || document.value("schema", nlohmann::json()) != 1 || !document.contains("plugins") ||
        !document["plugins"].is_array())
        return no("a list of pinned plugins (schema 1) was expected in " + name +
                  ", found something else; install the plugins again");
    Pins pins;
    for (const auto& entry : document["plugins"]) {
        Pin pin;
        for (const auto& [key, to] :
             {std::pair{"file", &pin.file}, {"id", &pin.id}, {"version", &pin.version}, {"sha256", &pin.sha256}}) {
            if (!entry.is_object() || !entry.contains(key) || !entry[key].is_string())
                return no("every pinned plugin in " + name + " needs a text '" + key + "'; install the plugins again");
            *to = entry[key].get<std::string>();
        }
        const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
        if (pin.sha256.size() != 64 || !std::all_of(pin.sha256.begin(), pin.sha256.end(), is_hex))
            return no("64 lower-case hexadecimal digits were expected as sha256 of '" + pin.file + "' in " + name +
                      "; install the plugins again");
        if (pins.find(pin.file) != nullptr)
            return no("the plugin '" + pin.file + "' is pinned twice in " + name + "; install the plugins again");
        pins.entries.push_back(std::move(pin));
    }
    return pins;
}

Expected<Pins> load_pins(const std::filesystem::path& file) {
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    return parse_pins(*text, file.filename().string());
}

Expected<Pins> make_pins(const std::filesystem::path& folder) {
    const auto libraries = load_plugins(folder);
    if (!libraries) return tl::unexpected(libraries.error());
    Pins pins;
    for (const auto& library : *libraries)
        pins.entries.push_back(
            {library->file(), library->manifest().id, library->manifest().version, to_hex(library->digest())});
    return pins;
}

Status write_pins(const std::filesystem::path& folder) {
    const auto pins = make_pins(folder);
    if (!pins) return tl::unexpected(pins.error());
    return write_text(folder / kPinsFile, pins->to_json());
}

}  // namespace np::plugin_host
