// The plugins of the window: loaded once, watched while nobody is examined, with what the user chose for them.
#pragma once

#include <optional>
#include <string>

#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/plugin_host/watch.h"
#include "needlepoint/session/record.h"
#include "needlepoint/ui/plugin_view.h"
#include "words.h"

namespace np::app {

bool is_assessment(const session::Record& record);

// Lives as long as the window. One thread.
class PluginDesk {
  public:
    PluginDesk(const cli::Places& places, const Words& words);

    // All that loaded; what did not is in the view.
    const plugin_host::Libraries& libraries() const { return libraries_; }
    // Those that mark this record. An assessment's run apart and stay as they were when the window opened, whatever is
    // built anew: what it was marked by does not change.
    const plugin_host::Libraries& graders_of(const session::Record& record);
    const Parameters& chosen() const { return chosen_; }
    ui::PluginsView view() const;

    // What a settings command means for a plugin: "step:plugin.x.y" by -1 or 1, "default:plugin.x.y". False: not ours.
    bool change(const std::string& id, double value);

    // Looks for plugins that were built anew; not to be called while an assessment is held or shown. A sentence when
    // something changed; `changed` tells whether marks may have.
    struct News {
        bool changed = false;
        std::string sentence;
    };
    std::optional<News> poll();

  private:
    plugin_host::Libraries load_examiners() const;
    const plugin_host::ParameterUse* find(const std::string& key) const;
    Parameter value_of(const plugin_host::ParameterUse& use, const plugin_host::Manifest& manifest) const;
    ui::PluginParameter shown(const plugin_host::ParameterUse& use, const plugin_host::Manifest& manifest) const;

    const cli::Places& places_;
    const Words& words_;
    plugin_host::Libraries libraries_, as_opened_;
    std::optional<plugin_host::Libraries> examiners_;  // loaded when first needed: workers take a while to begin
    Parameters chosen_;
    std::optional<plugin_host::Pins> pins_;
    std::optional<plugin_host::Watch> watch_;
    std::vector<ui::PluginRow> broken_;
    std::string notice_;
};

}  // namespace np::app
