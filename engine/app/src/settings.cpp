#include "settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>
#include <system_error>

#include "needlepoint/core/files.h"

namespace np::app {

namespace {

// One access for reading, writing and changing: id -> number.
std::map<std::string, double> numbers_of(const ui::SettingsView& s) {
    return {{"scale_percent", s.scale_percent},
            {"assist_percent", static_cast<double>(s.assist_percent)},
            {"hints", s.hints},
            {"zone_overlay", s.zone_overlay},
            {"left_handed", s.left_handed},
            {"reduce_motion", s.reduce_motion},
            {"sound_captions", s.sound_captions},
            {"depth_of_field", s.depth_of_field}};
}

void set_number(ui::SettingsView& s, const std::string& id, double value) {
    if (!std::isfinite(value)) return;
    if (id == "scale_percent") s.scale_percent = std::clamp(value, 100.0, 250.0);
    if (id == "assist_percent") s.assist_percent = static_cast<int>(std::clamp(value, 0.0, 100.0));
    if (id == "hints") s.hints = value > 0.5;
    if (id == "zone_overlay") s.zone_overlay = value > 0.5;
    if (id == "left_handed") s.left_handed = value > 0.5;
    if (id == "reduce_motion") s.reduce_motion = value > 0.5;
    if (id == "sound_captions") s.sound_captions = value > 0.5;
    if (id == "depth_of_field") s.depth_of_field = value > 0.5;
}

}  // namespace

ui::SettingsView load_settings(const std::filesystem::path& user, double display_scale) {
    ui::SettingsView settings;
    settings.scale_percent = std::round(std::clamp(display_scale, 1.0, 2.5) * 100);
    const auto text = read_text(user / "settings.txt");
    if (!text) return settings;
    std::istringstream lines(*text);
    std::string id, number;
    while (lines >> id >> number) set_number(settings, id, std::strtod(number.c_str(), nullptr));
    return settings;
}

Status save_settings(const std::filesystem::path& user, const ui::SettingsView& settings) {
    std::string text;
    for (const auto& [id, value] : numbers_of(settings)) text += id + " " + std::to_string(std::lround(value)) + "\n";
    std::error_code ignored;
    std::filesystem::create_directories(user, ignored);
    return write_text(user / "settings.txt", text);
}

bool change_setting(ui::SettingsView& settings, const std::string& id, double value) {
    const auto before = numbers_of(settings);
    const bool step = id.rfind("step:", 0) == 0;
    const std::string name = step ? id.substr(5) : id;
    const auto found = before.find(name);
    if (found == before.end()) return false;
    if (step) {
        const bool number = name == "scale_percent" || name == "assist_percent";
        if (number)
            value = found->second + value * (name == "scale_percent" ? 10 : 50);
        else
            value = value > 0 ? 1 : value < 0 ? 0 : 1 - found->second;
    }
    set_number(settings, name, value);
    return numbers_of(settings) != before;
}

}  // namespace np::app
