// Scorer `incidents`: was what happened to the patient noticed, and was the first act right and in time? Clinical
// reference 6 and 8.1 (events); see README.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "deeds.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "reaction.h"

namespace np::incidents {

namespace {

using sdk::Finding;
using sdk::Severity;

struct Happened {
    std::string id;
    sdk::Tick cue = 0;
    bool tip_was_off = false;  // when it happened
    std::vector<Act> answers;
};

// Needling after the cue that the row's limit no longer excuses.
struct WentOn {
    std::size_t strikes = 0;
    sdk::Tick first = 0, last = 0;
};

class Incidents : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"incident.<E>.limit_s", "s", "time for the first right act", 1},
        {"incident.<E>.severity", "severity", "how grave the wrong answer is", 1},
        {"incident.<E>.right", "", "acts that are right", 1},
        {"incident.<E>.wrong", "", "acts that do harm", 1},
        {"incident.<E>.name", "", "what it is called in findings", 0},
        {"plan.zones", "", "zones that were planned", 0},
        {"case.items", "", "what the case is about", 0},
        {"case.<item>.correct", "", "decisions that are right", 1},
        {"case.<item>.accept", "", "decisions as good where a reason is given", 0},
        {"critical.<entry>.rows", "", "what counts as one of the critical faults", 0},
        {"incidents.ends_needling", "", "after these nobody needles on today", 0},
        {"incidents.by_consent", "", "after these needling goes on only when the patient agrees", 0},
        {"score.incidents.time_points", "points", "for acting in time", 1},
        {"score.incidents.action_points", "points", "for the right act", 1},
        {"score.incidents.zero_at_limits", "limits", "so many times the limit is worth nothing", 1},
        {"critical_rule.strikes", "strikes", "from which going on is no slip", 1},
        {"critical_rule.held_s", "s", "for so long at least", 1},
    };

    void begin(const np_session&) override {
        time_points_ = host().need("score.incidents.time_points");
        action_points_ = host().need("score.incidents.action_points");
        zero_at_ = host().need("score.incidents.zero_at_limits");
        held_strikes_ = host().need("critical_rule.strikes");
        held_ms_ = host().need("critical_rule.held_s") * 1000.0;
        ends_needling_ = sdk::words_at(host(), "incidents.ends_needling");
        by_consent_ = sdk::words_at(host(), "incidents.by_consent");
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        deeds_.consume(record);
        if (record.raw<sdk::event::strike>() != nullptr) strikes_.push_back(record.tick());
        if (const auto* ask = record.raw<sdk::event::ask>())
            if (record.text(ask->topic) == "consent") consents_.push_back(record.tick());
        if (const auto* incident = record.raw<sdk::event::incident>())
            happened_.push_back({std::string(record.text(incident->incident)), record.tick(), !deeds_.on_skin(), {}});
        if (const auto* response = record.raw<sdk::event::response>()) {
            const std::string id(record.text(response->incident));
            for (auto one = happened_.rbegin(); one != happened_.rend(); ++one)
                if (one->id == id) {
                    one->answers.push_back({record.tick(), std::string(record.text(response->act)), true});
                    break;
                }
        }
    }

    void finish(sdk::Report& report) const override {
        if (happened_.empty()) return nothing_happened(report);
        sdk::MarkSheet sheet;
        double slowest_s = 0;
        bool any = false;
        for (const Happened& one : happened_) {
            if (!in_table(one.id)) {
                sheet.remark(not_marked(one));
                continue;
            }
            any = true;
            const Row row = row_of(one.id);
            const Reaction reaction = judge(row, one.cue, acts_of(one, row), zero_at_);
            sheet.part(1, reaction.mark(time_points_, action_points_), finding(one, row, reaction));
            if (reaction.right) slowest_s = np_max(slowest_s, seconds(*reaction.right - one.cue));
            if (reaction.right) add_going_on(one, row, *reaction.right, sheet);
        }
        report.figure("incidents.count", static_cast<double>(happened_.size()));
        report.figure("incidents.slowest_reaction", slowest_s, "s");
        if (!any) return report.not_assessed("Nothing happened that the rule pack says how to answer.");
        report.scored(sheet);
    }

  private:
    static double seconds(sdk::Tick ticks) { return static_cast<double>(ticks) / 1000.0; }

    // What could not happen because the candidate did not treat is not seen; that is nobody's merit.
    void nothing_happened(sdk::Report& report) const {
        const bool planned = !sdk::words_at(host(), "plan.zones").empty();
        if (!strikes_.empty() || !planned || sdk::rightly_left_out(host(), decisions_))
            return report.not_assessed("Nothing happened to the patient that had to be answered.");
        Finding none;
        none.rule = "NOTHING_TO_ANSWER";
        none.severity = Severity::kMajor;
        none.text = "The planned treatment did not take place, so no incident could be answered.";
        none.first_tick = last_tick_;
        none.limit_key = "plan.zones";
        sdk::MarkSheet sheet;
        sheet.part(1, 0, none);
        report.scored(sheet);
    }

    // Incident plugins let happen what no rule pack has heard of; nobody can say what was right then.
    bool in_table(const std::string& id) const {
        const std::string key = "incident." + id + ".";
        return host().number(key + "limit_s") || host().text(key + "severity") || host().text(key + "right") ||
               host().text(key + "wrong");
    }
    static Finding not_marked(const Happened& one) {
        Finding finding;
        finding.rule = "NOT_IN_TABLE";
        finding.thing = one.id.empty() ? "Something without a name" : one.id;
        finding.severity = Severity::kInfo;
        finding.text = "{thing} happened; the rule pack does not say how to answer it, so the answer is not marked.";
        finding.first_tick = one.cue;
        return finding;
    }

    Row row_of(const std::string& id) const {
        const std::string key = "incident." + id + ".";
        Row row;
        row.id = id;
        row.name = host().text(key + "name").value_or(id);
        row.limit_s = host().need(key + "limit_s");
        row.severity = sdk::need_severity(host(), key + "severity");
        row.right = sdk::need_words(host(), key + "right");
        row.wrong = sdk::need_words(host(), key + "wrong");
        return row;
    }

    // Answers, and what the hands did meanwhile. A tip that is off the skin when it happens is lifted already.
    std::vector<Act> acts_of(const Happened& one, const Row& row) const {
        std::vector<Act> acts = one.answers;
        if (one.tip_was_off && row.is_right("lift") && !needled_within(one.cue, row))
            acts.push_back({one.cue, "lift", false});
        for (const Deed& deed : deeds_.all())
            if (deed.tick >= one.cue) acts.push_back({deed.tick, deed.word, false});
        std::stable_sort(acts.begin(), acts.end(), [](const Act& a, const Act& b) { return a.tick < b.tick; });
        return acts;
    }
    bool needled_within(sdk::Tick cue, const Row& row) const {
        for (const sdk::Tick tick : strikes_)
            if (tick >= cue && seconds(tick - cue) <= row.limit_s) return true;
        return false;
    }

    WentOn went_on(sdk::Tick from, sdk::Tick to) const {
        WentOn on;
        for (const sdk::Tick tick : strikes_) {
            if (tick <= from || tick > to) continue;
            if (on.strikes++ == 0) on.first = tick;
            on.last = tick;
        }
        return on;
    }
    bool held(const WentOn& on) const {
        return static_cast<double>(on.strikes) >= held_strikes_ && static_cast<double>(on.last - on.first) >= held_ms_;
    }

    Finding about(const Happened& one, const Row& row, Severity severity, const char* text, sdk::Tick end) const {
        Finding finding;
        finding.rule = row.id;
        finding.thing = row.name;
        finding.severity = severity;
        finding.text = text;
        finding.first_tick = one.cue;
        finding.end_tick = end;
        finding.limit_key = "incident." + row.id + ".limit_s";
        return finding;
    }

    Finding finding(const Happened& one, const Row& row, const Reaction& reaction) const {
        const auto limit_ticks = static_cast<sdk::Tick>(np_round(row.limit_s * 1000.0));
        if (!reaction.right) {
            const WentOn on = went_on(one.cue + limit_ticks, last_tick_);
            // Nobody can be blamed as for a critical whose time was not up, or who only stood there.
            const bool ran_out = seconds(last_tick_ - one.cue) >= zero_at_ * row.limit_s;
            Finding finding = about(
                one, row, capped(row.severity, ran_out || held(on)),
                reaction.wrong ? "{thing} was answered wrongly and never put right." : "{thing} was never answered.",
                last_tick_ + 1);
            finding.value = seconds(last_tick_ - one.cue);
            fill_limit(finding, row);
            if (finding.severity == Severity::kCritical) finding.critical = sdk::critical_entry(host(), row.id);
            return finding;
        }
        const double latency_s = seconds(*reaction.right - one.cue);
        const bool late = latency_s > row.limit_s;
        const char* const text = reaction.wrong && reaction.earlier
                                     ? "{thing} was first answered in a way that does harm."
                                 : reaction.wrong ? "After the right answer to {thing} followed an act that does harm."
                                 : late ? "{thing} was answered after {value} {unit}; {limit} {unit} is in time."
                                 : reaction.earlier ? "{thing}: the first act did not help; the right one came second."
                                                    : "";
        const Severity grave = reaction.wrong ? capped(row.severity, false) : Severity::kMinor;
        Finding finding = about(one, row, grave, text, *reaction.right + 1);
        finding.value = latency_s;
        fill_limit(finding, row);
        return finding;
    }
    static void fill_limit(Finding& finding, const Row& row) {
        finding.limit = row.limit_s;
        finding.unit = "s";
    }
    // What was put right, or never had the time to do harm, is major at most.
    static Severity capped(Severity severity, bool in_full) {
        return severity == Severity::kCritical && !in_full ? Severity::kMajor : severity;
    }

    // Said to stop, and went on all the same.
    void add_going_on(const Happened& one, const Row& row, sdk::Tick right, sdk::MarkSheet& sheet) const {
        if (!sdk::has_word(ends_needling_, row.id) && !sdk::has_word(by_consent_, row.id)) return;
        sdk::Tick until = last_tick_;
        if (sdk::has_word(by_consent_, row.id))
            for (const sdk::Tick consent : consents_)
                if (consent > right && consent < until) until = consent;
        const WentOn on = went_on(right, until);
        if (static_cast<double>(on.strikes) < held_strikes_) return;
        Finding finding = about(one, row, capped(row.severity, held(on)),
                                "Needling went on after {thing}: {value} strikes.", on.last + 1);
        finding.rule = "WENT_ON";
        finding.first_tick = on.first;
        finding.value = static_cast<double>(on.strikes);
        finding.limit = held_strikes_;
        finding.unit = "strikes";
        finding.limit_key = "critical_rule.strikes";
        if (finding.severity == Severity::kCritical) finding.critical = sdk::critical_entry(host(), row.id);
        sheet.fault(finding);
    }

    double time_points_ = 0, action_points_ = 0, zero_at_ = 0, held_strikes_ = 0, held_ms_ = 0;
    std::vector<std::string> ends_needling_, by_consent_;
    std::vector<Happened> happened_;
    std::vector<sdk::Tick> strikes_, consents_;
    std::vector<sdk::Decision> decisions_;
    Deeds deeds_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::incidents

NP_SCORER(np::incidents::Incidents, "incidents", "0.1.0", "scorer.incidents")
