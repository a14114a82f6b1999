// What a person chose and calibrated, kept as YAML: which source, and for each source its calibration.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "needlepoint/core/status.h"
#include "needlepoint/input/calibration.h"

namespace np::input {

struct InputSettings {
    std::string source = "mouse";                    // as parse_source takes it
    std::map<std::string, Calibration> calibration;  // by source
    const Calibration& of(const std::string& name) const;
};

// A missing file gives the defaults. A file that cannot be trusted (not UTF-8, unknown or repeated keys, numbers out of
// reason) is an error with its line, and nothing of it is used.
Expected<InputSettings> load_input_settings(const std::filesystem::path& file);
Expected<InputSettings> parse_input_settings(std::string_view text, const std::string& name);
Status save_input_settings(const std::filesystem::path& file, const InputSettings& settings);
std::string to_yaml(const InputSettings& settings);

}  // namespace np::input
