// What the person chose, kept between starts in a small text file.
#pragma once

#include <filesystem>
#include <string>

#include "needlepoint/core/status.h"
#include "needlepoint/ui/home.h"

namespace np::app {

// An unreadable file gives the defaults; unknown lines are kept out.
ui::SettingsView load_settings(const std::filesystem::path& user, double display_scale);
Status save_settings(const std::filesystem::path& user, const ui::SettingsView& settings);
// Carries out a ui::command::ChangeSetting; "step:<id>" moves by one step, 0 toggles. True if something changed.
bool change_setting(ui::SettingsView& settings, const std::string& id, double value);

}  // namespace np::app
