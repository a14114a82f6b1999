// New plugin: a stroke that is hurried costs points. Change it into what you want to see.
#include <needlepoint/sdk/scorer.hpp>

namespace {

using np::sdk::event::stroke_end;

struct NewPlugin : np::sdk::Scorer {
    // What the trainer offers in its settings, and a rule pack or a scenario may set.
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_number("plugin.new_plugin.most_mm_s", "mm/s", "A stroke that is faster on average is hurried.", 60,
                            10, 500),
        np::sdk::own_number("plugin.new_plugin.points", "", "What one hurried stroke costs, of 100.", 2, 0, 100)};

    void begin(const np_session&) override {
        most_mm_s_ = host().need("plugin.new_plugin.most_mm_s");
        cost_ = static_cast<std::int32_t>(np_round(100 * np_clamp(host().need("plugin.new_plugin.points"), 0, 100)));
    }

    void consume(np::sdk::RecordView record) override {
        const np_stroke_end* stroke = record.raw<stroke_end>();
        if (stroke == nullptr) return;
        ++strokes_;
        const double mm_s = stroke->mean_speed_um_s / 1000.0;
        if (!(mm_s > most_mm_s_)) return;
        np::sdk::Finding finding;
        finding.rule = "HURRY";
        finding.severity = np::sdk::Severity::kMinor;
        // The sentence is also the key of its translation, so numbers go into braces.
        finding.text = "The stroke went at {value} {unit}, faster than {limit}.";
        finding.better = "At most {limit} {unit} let the needles enter upright.";
        finding.value = mm_s;
        finding.limit = most_mm_s_;
        finding.unit = "mm/s";
        finding.limit_key = "plugin.new_plugin.most_mm_s";
        finding.zone = host().zones().find(stroke->zone) == nullptr ? NP_NO_ZONE : stroke->zone;
        finding.first_tick = record.tick() < stroke->duration_ms ? 0 : record.tick() - stroke->duration_ms;
        finding.end_tick = record.tick() + 1;
        sheet_.penalty(finding, cost_);
    }

    void finish(np::sdk::Report& report) const override {
        if (strokes_ == 0) {
            report.not_assessed("There was no stroke.");
            return;
        }
        report.scored(sheet_);
        report.figure("new_plugin.strokes", strokes_);
    }

  private:
    double most_mm_s_ = 0;
    std::int32_t cost_ = 0, strokes_ = 0;
    np::sdk::MarkSheet sheet_;
};

}  // namespace

NP_SCORER(NewPlugin, "new_plugin", "0.1.0", "New plugin")
