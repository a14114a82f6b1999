// Pins: which plugin file has which contents. Installation writes them, an examination demands them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"

namespace np::plugin_host {

struct Pin {
    std::string file;  // name without folder, "depth.so"
    std::string id;
    std::string version;
    std::string sha256;  // 64 lower-case hexadecimal digits
};

struct Pins {
    std::vector<Pin> entries;  // by file name

    const Pin* find(std::string_view file) const;
    // The JSON document that `parse_pins` reads; equal pins give equal bytes.
    std::string to_json() const;
};

inline constexpr const char* kPinsFile = "pins.json";

Expected<Pins> parse_pins(std::string_view json, std::string_view file_name);
Expected<Pins> load_pins(const std::filesystem::path& file);
// Loads and hashes every plugin of the folder. Fails on a plugin that can't be loaded.
Expected<Pins> make_pins(const std::filesystem::path& folder);
// make_pins, written to folder/pins.json. What `cmake --install` and the build call.
Status write_pins(const std::filesystem::path& folder);

}  // namespace np::plugin_host
