// Scorer `communication`: was the patient asked, told and watched as a visit calls for? Clinical reference 3A, 7 and
// 8.1; see README.
#include <algorithm>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "talk.h"

namespace np::communication {

namespace {

using sdk::Finding;
using sdk::Severity;

// One line of the checklist.
struct Item {
    std::string id, name, by, phase;
    Severity severity = Severity::kMinor;
    std::string limit_key;
};

class Communication : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"steps.called", "", "steps that the visit calls for", 1},
        {"steps.accepted_without", "", "steps that count as done before the visit", 0},
        {"step.<T>.owner", "", "scorer that marks the step; this one marks its own", 1},
        {"step.<T>.by", "", "how the step is recognised", 1},
        {"step.<T>.severity", "severity", "worst severity of leaving it out", 1},
        {"step.<T>.phase", "", "part of the visit", 1},
        {"step.T07.topics", "", "what the history asks for", 0},
        {"step.T07.skip_major", "topics", "so many topics left out are a major fault", 0},
        {"step.T39.every_min", "min", "how often the patient is asked or looked at while needles run", 0},
        {"communication.items", "", "further lines of the checklist", 0},
        {"talk.<item>.by", "", "what has to be told or asked", 0},
        {"talk.<item>.with", "", "step whose visit calls for it", 0},
        {"talk.<item>.severity", "severity", "of leaving it out", 0},
        {"communication.least_s", "s", "an exchange that is over sooner was only clicked", 1},
        {"communication.promise", "severity", "promising a perfect result", 1},
        {"case.items", "", "what the patient brings: C40 is distress or pressure", 0},
        {"communication.distress", "severity", "going ahead with a patient in distress; left out: not marked", 0},
        {"critical_rule.strikes", "strikes", "needling from which a missing consent is no slip", 1},
        {"severity.minor", "points", "price of a minor fault", 1},
        {"severity.major", "points", "price of a major fault", 1},
    };

    void begin(const np_session&) override {
        talk_ = Talk(host().need("communication.least_s"));
        held_strikes_ = host().need("critical_rule.strikes");
        minor_ = host().need("severity.minor");
        major_ = host().need("severity.major");
        promise_ = sdk::need_severity(host(), "communication.promise");
        if (host().text("communication.distress") && sdk::has_word(sdk::words_at(host(), "case.items"), kDistress))
            distress_ = sdk::need_severity(host(), "communication.distress");
        called_ = sdk::need_words(host(), "steps.called");
        const std::vector<std::string> before = sdk::words_at(host(), "steps.accepted_without");
        for (const std::string& id : called_)
            if (!sdk::has_word(before, id)) list_step(id);
        for (const std::string& id : sdk::words_at(host(), "communication.items")) list_item(id, before);
        topics_ = sdk::words_at(host(), "step.T07.topics");
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        talk_.consume(record);
        if (record.raw<sdk::event::strike>() != nullptr) strikes_.push_back(record.tick());
    }

    void finish(sdk::Report& report) const override {
        sdk::MarkSheet sheet;
        sheet.set_prices(hundredths(minor_), hundredths(major_));
        bool any = false;
        for (const Item& item : items_) {
            if (!due(item)) continue;
            any = true;
            judge(item, sheet);
        }
        if (!any) return report.not_assessed("The visit called for no talk that this scorer marks.");
        if (const auto* promises = talk_.find("tell:promise"))
            sheet.fault(about("PROMISE", promise_, "A perfect result was promised.", promises->front().tick,
                              "communication.promise"));
        add_distress(sheet);
        report.scored(sheet);
    }

  private:
    static constexpr const char* kDistress = "C40";

    // Who is pressed, or not themselves, is talked to alone and offered help; a decision to go ahead takes advantage.
    void add_distress(sdk::MarkSheet& sheet) const {
        if (!distress_ || decisions_.empty() || !decisions_.back().goes_ahead()) return;
        sheet.fault(about("DISTRESS", *distress_,
                          "Treatment was agreed with a patient in distress or under pressure; postpone, talk alone, "
                          "offer help.",
                          decisions_.back().tick, "communication.distress"));
    }

    static std::int32_t hundredths(double points) { return static_cast<std::int32_t>(np_round(points * 100.0)); }

    void list_step(const std::string& id) {
        const std::string key = "step." + id + ".";
        const auto owner = host().text(key + "owner");
        if (!owner || *owner != "communication") return;
        const std::string by = host().text(key + "by").value_or("none");
        if (by == "none") return;  // nothing in a visit can show it
        items_.push_back({id, host().text(key + "name").value_or(id), by, host().text(key + "phase").value_or(""),
                          sdk::need_severity(host(), key + "severity"), key + "severity"});
    }

    void list_item(const std::string& id, const std::vector<std::string>& before) {
        const std::string key = "talk." + id + ".";
        const std::string with = host().text(key + "with").value_or("");
        if (!sdk::has_word(called_, with) || sdk::has_word(before, with)) return;
        items_.push_back({id, host().text(key + "name").value_or(id), host().text(key + "by").value_or(""),
                          host().text("step." + with + ".phase").value_or(""),
                          sdk::need_severity(host(), key + "severity"), key + "severity"});
    }

    // After a decision not to treat, only booking and consultation are left to talk about.
    bool due(const Item& item) const {
        if (item.id == "T39" && strikes_.empty()) return !refused();
        if (!refused() || done(item)) return true;
        return item.phase == "booking" || item.phase == "consult" ? item.id != "T11" : false;
    }
    bool refused() const {
        if (decisions_.empty() || decisions_.back().goes_ahead()) return false;
        return strikes_.empty() || strikes_.back() <= decisions_.back().tick;
    }

    bool done(const Item& item) const { return talk_.find(key_of(item)) != nullptr; }
    static std::string key_of(const Item& item) { return item.by == "do" ? "step:" + item.id : item.by; }

    void judge(const Item& item, sdk::MarkSheet& sheet) const {
        if (item.id == "T07" && !topics_.empty()) return judge_history(item, sheet);
        if (item.id == "T39") return judge_watching(item, sheet);
        const std::string key = key_of(item);
        const Said* said = talk_.properly(key);
        if (item.id == "T11" && needled_before(said)) return judge_consent(item, said, sheet);
        if (said != nullptr) {
            sheet.part(1, 100, of(item, Severity::kInfo, "", said->tick));
        } else if (const auto* times = talk_.find(key)) {
            Finding finding = of(item, item.severity, "{thing} was only clicked through, in less than {limit} {unit}.",
                                 times->front().tick);
            finding.limit = host().need("communication.least_s");
            finding.unit = "s";
            finding.limit_key = "communication.least_s";
            sheet.part(1, 0, finding);
        } else {
            sheet.part(1, 0, of(item, capped(item.severity), "{thing} was left out.", last_tick_));
        }
    }
    static Severity capped(Severity severity) { return severity == Severity::kCritical ? Severity::kMajor : severity; }

    std::size_t strikes_before(const Said* said) const {
        std::size_t count = 0;
        for (const sdk::Tick tick : strikes_) count += said == nullptr || tick < said->tick ? 1 : 0;
        return count;
    }
    bool needled_before(const Said* consent) const {
        return static_cast<double>(strikes_before(consent)) >= held_strikes_;
    }

    void judge_consent(const Item& item, const Said* said, sdk::MarkSheet& sheet) const {
        Finding finding = of(item, item.severity, "Needled without written consent: {value} {unit}.", strikes_.front());
        finding.value = static_cast<double>(strikes_before(said));
        finding.limit = 0.0;
        finding.unit = "strikes";
        finding.end_tick = strikes_.back() + 1;
        if (item.severity == Severity::kCritical) finding.critical = sdk::critical_entry(host(), item.id);
        sheet.part(1, 0, finding);
    }

    // Each topic that was asked is its share of the line.
    void judge_history(const Item& item, sdk::MarkSheet& sheet) const {
        std::size_t asked = 0;
        std::string missing;
        sdk::Tick last = 0;
        for (const std::string& topic : topics_) {
            if (const Said* said = talk_.properly("ask:" + topic)) {
                ++asked;
                last = said->tick;
            } else {
                missing += (missing.empty() ? "" : ", ") + topic;
            }
        }
        const std::size_t skipped = topics_.size() - asked;
        const double major = host().number("step.T07.skip_major").value_or(3);
        Finding finding =
            of(item, static_cast<double>(skipped) >= major ? Severity::kMajor : Severity::kMinor,
               "{value} of {limit} topics of the history were asked; missing: {thing}.", asked > 0 ? last : last_tick_);
        finding.thing = missing;
        finding.value = static_cast<double>(asked);
        finding.limit = static_cast<double>(topics_.size());
        finding.limit_key = "step.T07.topics";
        sheet.part(1, 100.0 * static_cast<double>(asked) / static_cast<double>(topics_.size()), finding);
    }

    // While needles run the patient is asked, or looked at, every so often.
    void judge_watching(const Item& item, sdk::MarkSheet& sheet) const {
        const double limit_min = host().number("step.T39.every_min").value_or(3);
        std::vector<sdk::Tick> times;
        for (const char* what : {"ask:pain", "look:patient"})
            if (const auto* said = talk_.find(what))
                for (const Said& one : *said)
                    if (!strikes_.empty() && one.tick >= strikes_.front() && one.tick <= strikes_.back())
                        times.push_back(one.tick);
        if (times.empty()) {
            sheet.part(1, 0,
                       of(item, item.severity, "{thing}: not once while the needles ran.",
                          strikes_.empty() ? last_tick_ : strikes_.front()));
            return;
        }
        std::sort(times.begin(), times.end());
        sdk::Tick from = strikes_.front(), longest = 0, gap_from = from;
        times.push_back(strikes_.back());
        for (const sdk::Tick tick : times) {
            if (tick - from > longest) {
                longest = tick - from;
                gap_from = from;
            }
            from = tick;
        }
        const double minutes = static_cast<double>(longest) / 60000.0;
        Finding finding = of(item, Severity::kMinor,
                             "{thing}: {value} {unit} passed without it; {limit} {unit} is the most.", gap_from);
        finding.end_tick = gap_from + longest + 1;
        finding.value = minutes;
        finding.limit = limit_min;
        finding.unit = "min";
        finding.limit_key = "step.T39.every_min";
        sheet.part(1, minutes <= limit_min ? 100 : 50, finding);
    }

    Finding of(const Item& item, Severity severity, const char* text, sdk::Tick tick) const {
        Finding finding = about(item.id, severity, text, tick, item.limit_key);
        finding.thing = item.name;
        return finding;
    }
    static Finding about(const std::string& rule, Severity severity, const char* text, sdk::Tick tick,
                         const std::string& limit_key) {
        Finding finding;
        finding.rule = rule;
        finding.severity = severity;
        finding.text = text;
        finding.first_tick = tick;
        finding.end_tick = tick + 1;
        finding.limit_key = limit_key;
        return finding;
    }

    std::vector<std::string> called_, topics_;
    std::vector<Item> items_;
    Talk talk_;
    double held_strikes_ = 0, minor_ = 0, major_ = 0;
    Severity promise_ = Severity::kMajor;
    std::optional<Severity> distress_;  // where the patient is in it
    std::vector<sdk::Decision> decisions_;
    std::vector<sdk::Tick> strikes_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::communication

NP_SCORER(np::communication::Communication, "communication", "0.1.0", "scorer.communication")
