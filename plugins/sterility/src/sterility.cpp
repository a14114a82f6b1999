// Scorer `sterility`: was everything that met open skin clean enough? Clinical reference 2.5, 3A, 3D and 8.1 (asepsis);
// see README.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contamination.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "visit_log.h"

namespace np::sterility {

namespace {

using sdk::Finding;
using sdk::Severity;

class Sterility : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"steps.called", "", "steps that the visit calls for", 1},
        {"steps.accepted_without", "", "steps that count as done before the visit", 0},
        {"step.<T>.severity", "severity", "how grave it is to leave the step out", 1},
        {"step.<T>.name", "", "what the step is called in findings", 0},
        {"asepsis.worst", "", "what no tip may be used after", 1},
        {"asepsis.<rule>", "severity",
         "how grave it is: contaminated, worst_used, needle_tip_clean, gauze_clean, no_mask, field_old, "
         "cartridge_refit, cartridge_old, no_sleeve, "
         "sharps_in_bin, sharps_on_tray, recapped",
         1},
        {"asepsis.field_valid_min", "min", "how long a prepared field stays prepared", 1},
        {"asepsis.cartridge_max_min", "min", "how long a cartridge may be used", 1},
        {"critical_rule.strikes", "strikes", "from which going on is no slip", 1},
        {"severity.minor", "points", "price of a minor fault", 1},
        {"severity.major", "points", "price of a major fault", 1},
    };

    void begin(const np_session&) override {
        const std::vector<std::string> before = sdk::words_at(host(), "steps.accepted_without");
        for (const std::string& id : sdk::need_words(host(), "steps.called"))
            if (!sdk::has_word(before, id)) called_.push_back(id);
        soiled_ = Contamination(sdk::need_words(host(), "asepsis.worst"));
        prepared_before_ = sdk::has_word(before, "T25");
        for (const char* rule :
             {"contaminated", "worst_used", "needle_tip_clean", "gauze_clean", "no_mask", "field_old",
              "cartridge_refit", "cartridge_old", "no_sleeve", "sharps_in_bin", "sharps_on_tray", "recapped"})
            severity_[rule] = sdk::need_severity(host(), std::string("asepsis.") + rule);
        field_valid_min_ = host().need("asepsis.field_valid_min");
        cartridge_max_min_ = host().need("asepsis.cartridge_max_min");
        held_strikes_ = host().need("critical_rule.strikes");
        minor_ = host().need("severity.minor");
        major_ = host().need("severity.major");
    }

    void consume(sdk::RecordView record) override {
        log_.consume(record);
        sdk::note_decision(record, decisions_);
        if (const auto* touch = record.raw<sdk::event::touch>()) soiled_.touch(record, *touch);
        if (const auto* action = record.raw<sdk::event::action>()) renew(record, *action);
        if (const auto* setting = record.raw<sdk::event::setting>())
            if (record.text(setting->parameter) == "cartridge" && setting->value != 0)
                soiled_.renew("needle_tip", true);
        if (const auto* swipe = record.raw<sdk::event::swipe>()) use(record, *swipe);
        if (record.raw<sdk::event::strike>() != nullptr) use_by_strike(record.tick());
    }

    void finish(sdk::Report& report) const override {
        const bool refused = !decisions_.empty() && !decisions_.back().goes_ahead();
        if (log_.strikes() == 0 && sdk::rightly_left_out(host(), decisions_))
            return report.not_assessed("Needling was left out by a decision that the key accepts.");
        sdk::MarkSheet sheet;
        sheet.set_prices(hundredths(minor_), hundredths(major_));
        // Who decided not to treat has nothing to prepare.
        if (log_.strikes() > 0 || !refused) {
            add_preparation(sheet);
            add_gloves(sheet);
        }
        if (log_.strikes() > 0) {
            add_field_age(sheet);
            add_closing(sheet);
        }
        add_cartridges(sheet);
        for (const Lapse& lapse : soiled_.lapses()) add_lapse(sheet, lapse);
        report.scored(sheet);
    }

  private:
    static std::int32_t hundredths(double points) { return static_cast<std::int32_t>(np_round(points * 100.0)); }
    bool called(const char* step) const { return sdk::has_word(called_, step); }
    Severity severity(const char* rule) const { return severity_.find(rule)->second; }

    // ---- following the visit ----

    void renew(sdk::RecordView record, const np_action& action) {
        const std::string_view verb = record.text(action.verb), step = record.text(action.step);
        const std::string thing(record.text(action.thing));
        if (step == "T28" || step == "T41" || (verb == "put" && thing == "gloves") || step == "T48") {
            // Gloves that come off for good change nothing any more.
            soiled_.renew("glove_l", step != "T48");
            soiled_.renew("glove_r", step != "T48");
        }
        if (step == "T25") {
            prepared_ms_ = log_.clock_ms();
            soiled_.renew("skin", true);
        }
        if (step == "T17") soiled_.renew("pen", true);
        if (step == "T24" || step == "T48") soiled_.renew("hand", false);
        if (verb == "take" && (thing == "gauze" || thing == "saline")) soiled_.renew(thing, false);  // a fresh one
        if (verb == "fit") soiled_.fit(thing);
    }

    void use(sdk::RecordView record, const np_swipe& swipe) {
        const std::string_view substance = record.text(swipe.substance);
        // Before the field is laid nothing has to be sterile.
        if (substance == "cleanser" || substance == "antiseptic" || substance == "anaesthetic") return;
        soiled_.use(record.text(swipe.thing), record.tick(), false);
        soiled_.use("glove_l", record.tick(), false);
        soiled_.use("glove_r", record.tick(), false);
    }

    void use_by_strike(sdk::Tick tick) {
        for (const char* thing : {"needle_tip", "glove_l", "glove_r", "pen", "skin"}) soiled_.use(thing, tick, true);
        if (!old_field_ && prepared_ms_ &&
            static_cast<double>(log_.clock_ms() - *prepared_ms_) > field_valid_min_ * 60000.0) {
            old_field_ = tick;
            old_field_min_ = static_cast<double>(log_.clock_ms() - *prepared_ms_) / 60000.0;
        }
    }

    // ---- steps ----

    // Until when preparation has to be done: the first needle, or the end where none came.
    sdk::Tick start() const { return log_.strikes() > 0 ? log_.first_strike() : log_.last_tick(); }

    void add_preparation(sdk::MarkSheet& sheet) const {
        for (const char* step : {"T15", "T17", "T25"}) {
            if (!called(step) || log_.done_by(step, start())) continue;
            const bool sleeve = std::string_view(step) == "T17";
            Finding finding = of_step(step, sleeve ? severity("no_sleeve") : step_severity(step),
                                      "{thing}: not done before the first needle.", start());
            if (sleeve) finding.limit_key = "asepsis.no_sleeve";
            sheet.fault(finding);
        }
        // Wet antiseptic has not worked yet.
        if (called("T26") && log_.done_by("T25", start()) && !log_.done_by("T26", start()))
            sheet.fault(
                of_step("T26", step_severity("T26"), "{thing}: the field was still wet at the first needle.", start()));
    }

    void add_gloves(sdk::MarkSheet& sheet) const {
        const auto first = first_gloves();
        const auto last = last_gloves_by(start());
        if (called("T28") && !last)
            sheet.fault(of_step("T28", step_severity("T28"), "Needled with bare hands.", start()));
        if (last && last->detail.find("no_mask") != std::string::npos) {
            Finding finding =
                of_step("T28", severity("no_mask"), "No mask was worn over the prepared field.", last->tick);
            finding.rule = "NO_MASK";
            finding.limit_key = "asepsis.no_mask";
            sheet.fault(finding);
        }
        if (const auto* changes = log_.done("T41"))
            for (const StepDone& change : *changes)
                if (change.detail.find("no_hand_hygiene") != std::string::npos)
                    sheet.fault(of_step("T41", Severity::kMinor, "Gloves were changed without cleaning the hands.",
                                        change.tick));
        if (!called("T24")) return;
        const sdk::Tick due = last ? last->tick : start();
        const auto washed = log_.done_by("T24", due);
        if (!washed) {
            sheet.fault(of_step("T24", step_severity("T24"), "{thing}: not done before the gloves.", due));
        } else if (first && *first < first_tick_of("T24")) {
            Finding finding =
                of_step("T24", Severity::kMinor,
                        "{thing}: done only after the first pair of gloves, which was then changed.", *first);
            finding.rule = "T24_LATE";
            sheet.fault(finding);
        } else if (washed->detail.find("short") != std::string::npos) {
            Finding finding = of_step("T24", Severity::kMinor, "{thing}: too short.", washed->tick);
            finding.rule = "T24_SHORT";
            sheet.fault(finding);
        }
    }

    std::optional<sdk::Tick> first_gloves() const {
        if (const auto* gloves = log_.done("T28")) return gloves->front().tick;
        return std::nullopt;
    }
    std::optional<StepDone> last_gloves_by(sdk::Tick tick) const {
        const auto put_on = log_.done_by("T28", tick), changed = log_.done_by("T41", tick);
        return changed ? changed : put_on;
    }
    sdk::Tick first_tick_of(const char* step) const { return log_.done(step)->front().tick; }

    void add_field_age(sdk::MarkSheet& sheet) const {
        if (!old_field_) return;
        Finding finding =
            about("FIELD_OLD", severity("field_old"),
                  "The field had been prepared {value} {unit} before; after {limit} {unit} it is prepared again.",
                  *old_field_, log_.last_strike() + 1);
        finding.value = old_field_min_;
        finding.limit = field_valid_min_;
        finding.unit = "min";
        finding.limit_key = "asepsis.field_valid_min";
        sheet.fault(finding);
    }

    void add_closing(sdk::MarkSheet& sheet) const {
        for (const char* step : {"T48", "T49"})
            if (called(step) && !log_.done_after(step, log_.last_strike()))
                sheet.fault(
                    of_step(step, step_severity(step), "{thing}: not done after the treatment.", log_.last_tick()));
    }

    // ---- cartridges ----

    void add_cartridges(sdk::MarkSheet& sheet) const {
        for (const Cartridge& one : log_.cartridges()) {
            if (one.refit) add_refit(sheet, one);
            const double minutes = static_cast<double>(one.last_ms - one.first_ms) / 60000.0;
            if (minutes > cartridge_max_min_) {
                Finding finding =
                    about("CARTRIDGE_OLD", severity("cartridge_old"),
                          "One cartridge was used for {value} {unit}; after {limit} {unit} it is changed.", one.fitted,
                          log_.last_strike() + 1);
                finding.value = minutes;
                finding.limit = cartridge_max_min_;
                finding.unit = "min";
                finding.limit_key = "asepsis.cartridge_max_min";
                finding.thing = one.id;
                sheet.fault(finding);
            }
            if (one.recapped)
                sheet.fault(of_cartridge("RECAPPED", "recapped", one, "{thing} was recapped.", log_.last_tick()));
            if (one.strikes > 0 && called("T47")) add_disposal(sheet, one);
        }
    }

    void add_refit(sdk::MarkSheet& sheet, const Cartridge& one) const {
        Finding finding = of_cartridge("CARTRIDGE_REFIT", "cartridge_refit", one,
                                       "{thing} was fitted again after it had been taken off.", one.refitted);
        grade(finding, one.refit_strikes, "cartridge_refit");
        if (one.refit_strikes == 0) finding.severity = Severity::kMinor;  // put right before it reached the patient
        sheet.fault(finding);
    }

    void add_disposal(sdk::MarkSheet& sheet, const Cartridge& one) const {
        if (one.place == "sharps") return;
        if (one.place == "bin") {
            Finding finding = of_cartridge("T47", "sharps_in_bin", one,
                                           "{thing} was thrown into the bin with its used needles.", one.placed);
            if (finding.severity == Severity::kCritical) finding.critical = sdk::critical_entry(host(), "T47");
            return sheet.fault(finding);
        }
        sheet.fault(of_cartridge("T47", "sharps_on_tray", one, "{thing} was left lying about with its used needles.",
                                 log_.last_tick()));
    }

    // ---- the sterile field ----

    void add_lapse(sdk::MarkSheet& sheet, const Lapse& lapse) const {
        if (!lapse.used && !lapse.corrected) return;  // it never reached the patient
        // What follows from a step that was left out is that step's fault.
        if (lapse.as_found && !prepared_before_ && !log_.done_by("T25", start())) return;
        if (lapse.bare_hand && called("T28") && !last_gloves_by(start())) return;
        const std::string family = family_of(lapse.thing);
        const char* rule = lapse.how == Spoilt::kWorst   ? "worst_used"
                           : lapse.how == Spoilt::kDirty ? "contaminated"
                           : family == "gauze"           ? "gauze_clean"
                                                         : "needle_tip_clean";
        std::string name = "TOUCH_";
        for (const char c : family) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        Finding finding = about(name, severity(rule),
                                lapse.used ? "{thing}, and that reached the patient."
                                           : "{thing}; that was put right before it reached the patient.",
                                lapse.tick, lapse.used ? lapse.used_last + 1 : lapse.tick + 1);
        finding.thing = lapse.thing + " touched " + lapse.other;
        finding.limit_key = std::string("asepsis.") + rule;
        if (!lapse.used)
            finding.severity = Severity::kMinor;
        else
            grade(finding, lapse.strikes, rule);
        sheet.fault(finding);
    }

    // A critical has to be gone on with; a slip is major.
    void grade(Finding& finding, std::uint64_t strikes, const char* row) const {
        if (finding.severity != Severity::kCritical) return;
        if (static_cast<double>(strikes) < held_strikes_)
            finding.severity = Severity::kMajor;
        else
            finding.critical = sdk::critical_entry(host(), row);
    }

    // ---- findings ----

    Severity step_severity(const char* step) const {
        return sdk::need_severity(host(), std::string("step.") + step + ".severity");
    }

    static Finding about(const std::string& rule, Severity grave, const char* text, sdk::Tick first, sdk::Tick end) {
        Finding finding;
        finding.rule = rule;
        finding.severity = grave;
        finding.text = text;
        finding.first_tick = first;
        finding.end_tick = end;
        return finding;
    }
    Finding of_step(const char* step, Severity grave, const char* text, sdk::Tick tick) const {
        Finding finding = about(step, grave, text, tick, tick + 1);
        const std::string key = std::string("step.") + step + ".";
        finding.thing = host().text(key + "name").value_or(step);
        finding.limit_key = key + "severity";
        return finding;
    }
    Finding of_cartridge(const char* rule, const char* key, const Cartridge& one, const char* text,
                         sdk::Tick tick) const {
        Finding finding = about(rule, severity(key), text, tick, tick + 1);
        finding.thing = one.id;
        finding.limit_key = std::string("asepsis.") + key;
        return finding;
    }

    std::vector<std::string> called_;
    std::map<std::string, Severity, std::less<>> severity_;
    double field_valid_min_ = 0, cartridge_max_min_ = 0, held_strikes_ = 0, minor_ = 0, major_ = 0;
    VisitLog log_;
    Contamination soiled_;
    std::vector<sdk::Decision> decisions_;
    bool prepared_before_ = false;              // when the visit began
    std::optional<std::uint64_t> prepared_ms_;  // on the visit's clock
    std::optional<sdk::Tick> old_field_;
    double old_field_min_ = 0;
};

}  // namespace

}  // namespace np::sterility

NP_SCORER(np::sterility::Sterility, "sterility", "0.1.0", "scorer.sterility")
