// New plugin: the patient feels faint when the needles stay down for long. Change it into what you want to happen.
#include <needlepoint/sdk/incident.hpp>

namespace {

using np::sdk::event::stroke_end;

struct NewPlugin : np::sdk::Incidents {
    // What the trainer offers in its settings, and a rule pack or a scenario may set.
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_number("plugin.new_plugin.after_s", "s", "So much time under the needle may bring it on.", 60, 1,
                            3600),
        np::sdk::own_number("plugin.new_plugin.chance", "", "How likely it is, from 0 to 1.", 1, 0, 1),
        np::sdk::own_text("plugin.new_plugin.incident", "Which incident of the rule pack it is.", "E08")};

    void begin(const np_session&) override {
        after_ms_ = 1000 * host().need("plugin.new_plugin.after_s");
        incident_ = host().text("plugin.new_plugin.incident").value_or("");
        if (incident_.empty()) throw np::sdk::Fault("the text 'plugin.new_plugin.incident' is missing");
        // Drawn from the session's seed: the same session always goes the same way.
        happens_ = host().random_uniform(1, 0) < host().need("plugin.new_plugin.chance");
    }

    void consume(np::sdk::RecordView record) override {
        if (const np_stroke_end* stroke = record.raw<stroke_end>()) under_needle_ms_ += stroke->duration_ms;
    }

    void ask(np::sdk::Tick now, np::sdk::Wishes& wishes) override {
        if (!happens_ || done_ || under_needle_ms_ < after_ms_) return;
        wishes.add(now, incident_);
        done_ = true;
    }

  private:
    double after_ms_ = 0, under_needle_ms_ = 0;
    std::string incident_;
    bool happens_ = false, done_ = false;
};

}  // namespace

NP_INCIDENTS(NewPlugin, "new_plugin", "0.1.0", "New plugin")
