// Scorer `procedure`: were the steps of the visit done, in their order? Clinical reference 3A and 8.1 (timeline); see
// README.
#include <string>
#include <vector>

#include "dial_log.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "step_log.h"

namespace np::procedure {

namespace {

using sdk::Finding;
using sdk::Severity;

class Procedure : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"plan.<zone>.min_mm", "mm", "least depth of the plan", 1},
        {"plan.<zone>.max_mm", "mm", "greatest depth of the plan", 1},
        {"steps.called", "", "steps that the visit calls for", 1},
        {"steps.accepted_without", "", "steps that count as done before the visit", 0},
        {"step.<T>.owner", "", "scorer that marks the step; this one marks its own", 1},
        {"step.<T>.name", "", "what it is called in findings", 0},
        {"step.<T>.phase", "", "part of the visit", 1},
        {"step.<T>.severity", "severity", "worst severity of leaving it out", 1},
        {"step.<T>.after", "", "steps that come first", 1},
        {"score.procedure.weight_minor", "", "weight of a step whose worst severity is minor", 1},
        {"score.procedure.weight_major", "", "weight of a step whose worst severity is major", 1},
        {"score.procedure.weight_critical", "", "weight of a step whose worst severity is critical", 1},
        {"score.procedure.out_of_order", "", "part of its weight that a step keeps if something should have come first",
         1},
        {"fault.setting_tolerance_mm", "mm", "how far a needle length may lie outside the plan", 1},
        {"technique.off_plan_strikes", "strikes", "strikes that are no slip", 1},
        {"step.T32.before_needling_s", "s", "how long before the first needle the last check is still fresh", 0},
        {"step.T42.within_min", "min", "how soon after the last needle the skin is rinsed", 0},
    };

    void begin(const np_session&) override {
        part_out_of_order_ = host().need("score.procedure.out_of_order");
        weight_minor_ = host().need("score.procedure.weight_minor");
        weight_major_ = host().need("score.procedure.weight_major");
        weight_critical_ = host().need("score.procedure.weight_critical");
        called_ = sdk::need_words(host(), "steps.called");
        const std::vector<std::string> before = sdk::words_at(host(), "steps.accepted_without");
        for (const std::string& id : called_)
            if (!sdk::has_word(before, id)) list_step(id);
        for (Step& step : steps_) keep_called(step.after, before);
        log_.begin(before);
        if (mine("T30") || mine("T37"))
            dial_.begin(host(), host().need("fault.setting_tolerance_mm"), host().need("technique.off_plan_strikes"));
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        log_.consume(record);
        dial_.consume(record);
        if (record.raw<sdk::event::strike>() == nullptr) return;
        if (strikes_++ == 0) first_strike_ = record.tick();
        last_strike_ = record.tick();
        if (log_.done("T42")) return;
        last_before_rinse_ = record.tick();
    }

    void finish(sdk::Report& report) const override {
        sdk::MarkSheet sheet;
        bool any = false;
        for (const Step& step : steps_) {
            if (!due(step)) continue;
            any = true;
            judge(step, sheet);
        }
        if (!any) return report.not_assessed("The visit called for no step that this scorer marks.");
        report.scored(sheet);
    }

  private:
    bool mine(const std::string& id) const {
        for (const Step& step : steps_)
            if (step.id == id) return true;
        return false;
    }

    void list_step(const std::string& id) {
        const std::string key = "step." + id + ".";
        const auto owner = host().text(key + "owner");
        if (!owner)
            throw sdk::Fault("the rule pack has no text named '" + key +
                             "owner' for a step that the scenario calls for");
        if (*owner != "procedure") return;
        const Severity severity = sdk::need_severity(host(), key + "severity");
        const double weight = severity == Severity::kCritical ? weight_critical_
                              : severity == Severity::kMajor  ? weight_major_
                                                              : weight_minor_;
        steps_.push_back({id, host().text(key + "name").value_or(id), host().text(key + "phase").value_or(""), weight,
                          sdk::need_words(host(), key + "after")});
    }

    // What this visit does not ask for can't have been missing.
    void keep_called(std::vector<std::string>& after, const std::vector<std::string>& before) const {
        std::vector<std::string> kept;
        for (const std::string& id : after)
            if (sdk::has_word(called_, id) || sdk::has_word(before, id)) kept.push_back(id);
        after = kept;
    }

    // After a decision not to treat, what would only have served the treatment is no longer called for.
    bool due(const Step& step) const {
        if (log_.done(step.id) || decisions_.empty() || decisions_.back().goes_ahead()) return true;
        const bool went_on = strikes_ > 0 && last_strike_ > decisions_.back().tick;
        return went_on || step.phase == "booking" || step.phase == "consult";
    }

    void judge(const Step& step, sdk::MarkSheet& sheet) const {
        const std::vector<Doing> doings = log_.doings(step);
        const Severity severity = sdk::need_severity(host(), "step." + step.id + ".severity");
        if (doings.empty()) {
            sheet.part(step.weight, 0, about(step, severity, "{thing} was left out.", last_tick_, last_tick_ + 1));
            return;
        }
        if (step.id == "T30" || step.id == "T37")
            if (const auto wrong = dial_.wrong(step.id == "T30")) {
                sheet.part(step.weight, 0, wrong_dial(step, severity, *wrong));
                return;
            }
        const Doing* best = &doings.front();
        for (const Doing& doing : doings)
            if (doing.missing.size() < best->missing.size()) best = &doing;
        judge_doing(step, doings, *best, sheet);
    }

    void judge_doing(const Step& step, const std::vector<Doing>& doings, const Doing& best,
                     sdk::MarkSheet& sheet) const {
        const double half = 100.0 * part_out_of_order_;
        const sdk::Tick end = best.tick + 1;
        if (!best.missing.empty()) {
            std::string missing;
            for (const std::string& id : best.missing) missing += (missing.empty() ? "" : ", ") + id;
            Finding finding =
                about(step, Severity::kMinor, "{thing} was done before something that comes first.", best.tick, end);
            finding.thing += " (after " + missing + ")";
            finding.limit_key = "score.procedure.out_of_order";
            sheet.part(step.weight, half, finding);
        } else if (step.id == "T37" && all_silent(doings)) {
            sheet.part(step.weight, half,
                       about(step, Severity::kMinor, "The needle length was changed without reading it aloud.",
                             best.tick, end));
        } else if (const auto late = untimely(step, doings)) {
            sheet.part(step.weight, half, *late);
        } else {
            sheet.part(step.weight, 100, about(step, Severity::kInfo, "", best.tick, end));
        }
    }

    static bool all_silent(const std::vector<Doing>& doings) {
        for (const Doing& doing : doings)
            if (!doing.silent) return false;
        return true;
    }

    // Steps that only help at their time: the last check just before the first needle, rinsing soon after the last.
    std::optional<Finding> untimely(const Step& step, const std::vector<Doing>& doings) const {
        if (strikes_ == 0) return std::nullopt;
        if (step.id == "T32") {
            const auto limit = host().number("step.T32.before_needling_s");
            sdk::Tick last = 0;
            bool before = false;
            for (const Doing& doing : doings)
                if (doing.tick <= first_strike_) {
                    last = doing.tick;
                    before = true;
                }
            if (!limit || (before && static_cast<double>(first_strike_ - last) <= *limit * 1000.0)) return std::nullopt;
            if (!before)
                return timed(step, "{thing} came only after the first needle.", doings.front().tick, 0, *limit, "s",
                             "step.T32.before_needling_s");
            return timed(step, "{thing} was {value} {unit} old at the first needle; {limit} {unit} is fresh.", last,
                         static_cast<double>(first_strike_ - last) / 1000.0, *limit, "s", "step.T32.before_needling_s");
        }
        if (step.id == "T42") {
            const auto limit = host().number("step.T42.within_min");
            const sdk::Tick first = doings.front().tick;
            const double waited =
                first > last_before_rinse_ ? static_cast<double>(first - last_before_rinse_) / 60000.0 : 0.0;
            if (!limit || waited <= *limit) return std::nullopt;
            return timed(step, "{thing} came {value} {unit} after the last needle; {limit} {unit} is in time.",
                         last_before_rinse_, waited, *limit, "min", "step.T42.within_min");
        }
        return std::nullopt;
    }

    Finding timed(const Step& step, const char* text, sdk::Tick first, double value, double limit, const char* unit,
                  const char* key) const {
        Finding finding = about(step, Severity::kMinor, text, first, first + 1);
        finding.value = value;
        finding.limit = limit;
        finding.unit = unit;
        finding.limit_key = key;
        return finding;
    }

    Finding wrong_dial(const Step& step, Severity severity, const WrongDial& wrong) const {
        Finding finding = about(step, severity,
                                "{zone} was needled with {value} {unit} on the dial; the plan ends at {limit} {unit}.",
                                wrong.first, wrong.last + 1);
        finding.zone = wrong.zone;
        finding.value = wrong.set_mm;
        finding.limit = wrong.limit_mm;
        finding.unit = "mm";
        finding.limit_key = "fault.setting_tolerance_mm";
        return finding;
    }

    static Finding about(const Step& step, Severity severity, const char* text, sdk::Tick first, sdk::Tick end) {
        Finding finding;
        finding.rule = step.id;
        finding.thing = step.name;
        finding.severity = severity;
        finding.text = text;
        finding.first_tick = first;
        finding.end_tick = end;
        finding.limit_key = "step." + step.id + ".severity";
        return finding;
    }

    double part_out_of_order_ = 0, weight_minor_ = 0, weight_major_ = 0, weight_critical_ = 0;
    std::vector<std::string> called_;
    std::vector<Step> steps_;  // mine, in the order in which they are called for
    StepLog log_;
    DialLog dial_;
    std::vector<sdk::Decision> decisions_;
    std::uint64_t strikes_ = 0;
    sdk::Tick first_strike_ = 0, last_strike_ = 0, last_before_rinse_ = 0, last_tick_ = 0;
};

}  // namespace

}  // namespace np::procedure

NP_SCORER(np::procedure::Procedure, "procedure", "0.1.0", "scorer.procedure")
