// What a session has to do with plugins: their parameters in force, and those that let something happen.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/plugin_host/happenings.h"

namespace np::cli {

// Puts the plugins' own parameters in force, in the session and in its record, and looks for the incident plugins that
// the scenario names. The scenario wins, then `chosen` (the user's; not in an assessment), then the rule pack, then the
// declared default. Call once, after `prepare_session` and before the world is made; refuses with a sentence.
Status equip_session(Prepared& prepared, const plugin_host::Libraries& plugins, const Parameters& chosen = {});

// "plugin.unforeseen.most=2" or "unforeseen.most=2" -> a parameter, as a number where the plugin takes one.
Status choose_parameter(std::string_view assignment, const plugin_host::Libraries& plugins, Parameters& chosen);

// What the user chose in the settings; kept in a file of `places.user`. Empty if there is none.
Expected<Parameters> load_plugin_settings(const Places& places);
Status save_plugin_settings(const Places& places, const Parameters& chosen);

// The scenario's incident plugins at work: one for the window and the command line. One thread.
class Unplanned {
  public:
    // Of an equipped session.
    static Expected<Unplanned> begin(const Prepared& prepared, const plugin_host::Libraries& plugins);
    // Before the tick is simulated: appends what happens as inputs, which go into the record like all others.
    void before(sdk::Tick tick, sdk::EventBuffer& inputs);
    // After it: the events that came of it.
    void after(const sdk::EventBuffer& events) { happenings_.consume(events); }
    std::vector<std::string> problems() const { return happenings_.problems(); }

  private:
    explicit Unplanned(plugin_host::Happenings happenings) : happenings_(std::move(happenings)) {}
    plugin_host::Happenings happenings_;
    std::vector<plugin_host::Happening> due_;
};

}  // namespace np::cli
