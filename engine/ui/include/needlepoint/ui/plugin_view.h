// Settings, Plugins: what is installed, and the parameters that each plugin declares for itself.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/ui/types.h"

namespace np::ui {

// One declared parameter, ready to be shown. How it can be changed follows from its declaration alone.
struct PluginParameter {
    enum class Sort : std::uint8_t { kNumber, kSwitch, kChoice, kText };
    std::string key;    // plugin.<id>.<name>
    std::string text;   // what it does
    std::string value;  // as it is shown, with its unit
    std::string range;  // "0 to 60 1/h; 0.5 unless changed", or the choices
    Sort sort = Sort::kNumber;
    bool on = false;       // of a switch
    bool changed = false;  // not the declared default
};

struct PluginRow {
    std::string id, name, kind, version;
    std::string state;  // "pinned", "changed", "not pinned"; or why it can't be used
    Severity severity = Severity::kGood;
    std::vector<PluginParameter> parameters;
};

struct PluginsView {
    std::vector<PluginRow> plugins;
    std::string notice;  // such as that one was built anew
    std::string file;    // where the choices are kept; texts without choices are changed there
};

}  // namespace np::ui
