// Scorer `contraindication`: was it right to treat, to change the plan, to wait, to refer? Clinical reference 4
// and 8.1; see README.
#include <map>
#include <string>
#include <vector>

#include "case_judge.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"

namespace np::contraindication {

namespace {

using sdk::Finding;
using sdk::Severity;

class Contraindication : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"case.items", "", "what the case is about: rows of the contraindications, or fit", 0},
        {"case.<item>.class", "", "ABS, DEFER, REFER, MOD, TEST or FREE", 0},
        {"case.<item>.correct", "", "decisions with full marks", 1},
        {"case.<item>.accept", "", "decisions as good where a reason is given", 0},
        {"case.<item>.safe", "", "decisions that are safe, if over-cautious", 0},
        {"case.<item>.unsafe", "", "decisions that harm", 0},
        {"case.<item>.response", "", "what has to be told or arranged", 0},
        {"case.<item>.hidden_until", "", "asked:<topic> or cleansed: when it can be known", 0},
        {"case.<item>.severity", "severity", "of the worst wrong answer", 1},
        {"case.<item>.weight", "", "among the items of the case", 1},
        {"contras.equal_treatment", "", "items for which nobody may be refused", 0},
        {"contras.prescribed", "", "items whose drug is the prescriber's to stop", 0},
        {"score.contraindication.right", "points", "class and response right", 1},
        {"score.contraindication.over_cautious", "points", "over-cautious, or unexplained", 1},
        {"score.contraindication.unsafe", "points", "unsafe", 1},
        {"score.contraindication.treated_strikes", "strikes", "from which needling counts as treating", 1},
        {"session.policy", "", "rules of which body; label_us: the label's ages hold", 0},
        {"session.age_years", "years", "age of the patient", 0},
        {"plan_rule.min_age_years", "years", "below nobody is treated", 0},
        {"plan_rule.label_us_min_age_years", "years", "below the label does not cover the patient", 0},
        {"fault.OFFLABEL_AGE", "severity", "how grave it is to treat such a patient", 0},
        {"severity.minor", "points", "price of a minor fault", 1},
        {"severity.major", "points", "price of a major fault", 1},
    };

    void begin(const np_session&) override {
        right_ = host().need("score.contraindication.right");
        over_cautious_ = host().need("score.contraindication.over_cautious");
        unsafe_ = host().need("score.contraindication.unsafe");
        treated_strikes_ = static_cast<std::size_t>(host().need("score.contraindication.treated_strikes"));
        minor_ = host().need("severity.minor");
        major_ = host().need("severity.major");
        const std::vector<std::string> equal = sdk::words_at(host(), "contras.equal_treatment");
        const std::vector<std::string> prescribed = sdk::words_at(host(), "contras.prescribed");
        for (const sdk::CaseItem& key : sdk::case_items(host())) {
            const std::string prefix = "case." + key.id + ".";
            Item item;
            item.key = key;
            item.row_class = host().text(prefix + "class").value_or("");
            item.safe = sdk::words_at(host(), prefix + "safe");
            item.unsafe = sdk::words_at(host(), prefix + "unsafe");
            item.response = sdk::words_at(host(), prefix + "response");
            item.severity = sdk::need_severity(host(), prefix + "severity");
            item.weight = host().need(prefix + "weight");
            item.hidden_until = host().text(prefix + "hidden_until").value_or("");
            item.equal_treatment = sdk::has_word(equal, key.id);
            item.never_stop_drug = sdk::has_word(prescribed, key.id);
            items_.push_back(item);
        }
        cues_.assign(items_.size(), {});
        for (std::uint32_t mask = 1; !host().zones().mask_name(mask).empty(); ++mask)
            has_lesions_ = has_lesions_ || is_lesion(host().zones().mask_name(mask));
        read_age();
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        if (const auto* ask = record.raw<sdk::event::ask>()) reveal(record.text(ask->reveals), record.tick());
        if (const auto* look = record.raw<sdk::event::observe>()) reveal(record.text(look->seen), record.tick());
        if (const auto* strike = record.raw<sdk::event::strike>()) {
            strikes_.push_back(record.tick());
            if (has_lesions_) watch_lesions(record, *strike);
        }
    }

    void finish(sdk::Report& report) const override {
        if (items_.empty()) return report.not_assessed("The scenario asks for no decision.");
        sdk::MarkSheet sheet;
        sheet.set_prices(hundredths(minor_), hundredths(major_));
        for (std::size_t i = 0; i < items_.size(); ++i) {
            Conduct conduct{decisions_, items_[i].hidden_until.empty() || cues_[i].seen, cues_[i].tick, strikes_};
            const Ruling ruling = judge(items_[i], conduct, treated_strikes_);
            sheet.part(items_[i].weight, points(ruling), finding(items_[i], conduct, ruling));
        }
        for (const auto& [mask, hits] : lesions_)
            if (hits.strikes >= treated_strikes_) sheet.fault(over_lesion(mask, hits));
        if (off_label_age_ && strikes_.size() >= treated_strikes_ && !strikes_.empty()) sheet.fault(off_label_age());
        report.scored(sheet);
    }

  private:
    struct Cue {
        bool seen = false;
        sdk::Tick tick = 0;
    };
    struct LesionHits {
        std::size_t strikes = 0;
        std::uint32_t zone = NP_NO_ZONE, cell = NP_NO_CELL;
        sdk::Tick first = 0, last = 0;
    };

    // Grown up, yet too young for the label: who goes by it refers, however fit the patient is.
    void read_age() {
        if (host().text("session.policy").value_or("") != "label_us") return;
        age_years_ = host().need("session.age_years");
        label_age_years_ = host().need("plan_rule.label_us_min_age_years");
        off_label_age_ = age_years_ >= host().need("plan_rule.min_age_years") && age_years_ < label_age_years_;
        if (!off_label_age_) return;
        age_severity_ = sdk::need_severity(host(), "fault.OFFLABEL_AGE");
        for (Item& item : items_)
            if (item.key.id == "fit" && !sdk::has_word(item.key.correct, "refer")) item.key.correct.push_back("refer");
    }

    Finding off_label_age() const {
        Finding finding;
        finding.rule = "OFFLABEL_AGE";
        finding.severity = age_severity_;
        finding.text = "Treated at the age of {value} {unit}; the device's label begins at {limit} {unit}.";
        finding.value = age_years_;
        finding.limit = label_age_years_;
        finding.unit = "years";
        finding.limit_key = "plan_rule.label_us_min_age_years";
        finding.first_tick = strikes_.front();
        finding.end_tick = strikes_.back() + 1;
        return finding;
    }

    static std::int32_t hundredths(double points) { return static_cast<std::int32_t>(np_round(points * 100.0)); }

    void reveal(std::string_view told, sdk::Tick tick) {
        for (const std::string& word : sdk::words_of(told))
            for (std::size_t i = 0; i < items_.size(); ++i)
                if (items_[i].key.id == word && !cues_[i].seen) cues_[i] = {true, tick};
    }

    static bool is_lesion(std::string_view mask) { return mask.substr(0, 7) == "lesion_"; }

    // Needling a spot that must be spared, which the plan may well have allowed beside it.
    void watch_lesions(sdk::RecordView record, const np_strike& strike) {
        const auto cells = record.array<std::uint32_t>(strike.cell);
        const std::span<const np_cell> map = host().zones().cells();
        std::map<std::uint32_t, std::size_t> needles;  // by mask
        for (const std::uint32_t cell : cells)
            if (cell < map.size() && map[cell].mask != 0) ++needles[map[cell].mask];
        for (const auto& [mask, count] : needles) {
            const std::string name = host().zones().mask_name(mask);
            if (count * 2 < cells.size() || !is_lesion(name)) continue;
            LesionHits& hits = lesions_[name];
            if (hits.strikes++ == 0) {
                hits.first = record.tick();
                for (const std::uint32_t cell : cells)
                    if (hits.cell == NP_NO_CELL && cell < map.size() && map[cell].mask == mask) {
                        hits.cell = cell;
                        hits.zone = map[cell].zone;
                    }
            }
            hits.last = record.tick();
        }
    }

    double points(const Ruling& ruling) const {
        switch (ruling.verdict) {
            case Verdict::kRight:
                return right_;
            case Verdict::kPartly:
                return over_cautious_ + (right_ - over_cautious_) * ruling.share;
            case Verdict::kUnexplained:
            case Verdict::kOverCautious:
                return over_cautious_;
            default:
                return unsafe_;
        }
    }

    Finding finding(const Item& item, const Conduct& conduct, const Ruling& ruling) const {
        Finding finding;
        finding.rule = item.key.id;
        finding.thing = host().text("contra." + item.key.id + ".name").value_or(item.key.id);
        finding.severity = Severity::kMinor;
        finding.first_tick = ruling.first;
        finding.end_tick = ruling.end;
        finding.limit_key = "case." + item.key.id + ".correct";
        switch (ruling.verdict) {
            case Verdict::kRight:
                finding.severity = Severity::kInfo;
                break;
            case Verdict::kPartly:
                finding.text =
                    "The decision was right, but part of what has to be told or arranged is missing ({thing}).";
                break;
            case Verdict::kUnexplained:
                finding.text = "A careful decision without the reason that would have made it right ({thing}).";
                break;
            case Verdict::kOverCautious:
                finding.text = "More careful than the patient needed ({thing}).";
                break;
            case Verdict::kUndecided:
                finding.text = "Nothing was decided ({thing}).";
                finding.severity = Severity::kMajor;
                finding.first_tick = last_tick_;
                break;
            case Verdict::kAgainstOwn:
                finding.text = "Treated after the decision not to treat ({thing}).";
                finding.severity = item.severity > Severity::kMajor ? item.severity : Severity::kMajor;
                break;
            case Verdict::kDiscriminating:
                finding.text = "Refused for what is no reason to refuse anybody ({thing}).";
                finding.severity = Severity::kMajor;
                break;
            case Verdict::kStoppedDrug:
                finding.text = "The patient was told to stop a drug that only the prescriber may stop ({thing}).";
                finding.severity = item.severity;
                if (finding.severity == Severity::kCritical)
                    finding.critical = sdk::critical_entry(host(), item.key.id);
                break;
            case Verdict::kUnsafe:
                finding.text = ruling.strikes > 0 ? "Treated although {thing} forbids it."
                                                  : "Decided to treat although {thing} forbids it.";
                finding.severity = item.severity;
                finding.critical = critical_of(item, conduct, ruling);
                // A decision alone harms nobody, and what could not be known is no crime.
                if (finding.severity == Severity::kCritical && !(ruling.strikes > 0 && conduct.cue_seen))
                    finding.severity = Severity::kMajor;
                break;
        }
        return finding;
    }

    // Needling on after a cue that could be perceived.
    std::string critical_of(const Item& item, const Conduct& conduct, const Ruling& ruling) const {
        if (ruling.strikes < treated_strikes_ || !conduct.cue_seen || item.severity != Severity::kCritical) return {};
        const std::string entry = sdk::critical_entry(host(), item.key.id);
        return entry.empty() && item.row_class == "ABS" ? sdk::critical_entry(host(), "ABS") : entry;
    }

    static Finding over_lesion(const std::string& mask, const LesionHits& hits) {
        Finding finding;
        finding.rule = "LESION";
        finding.thing = mask;
        finding.severity = Severity::kMajor;
        finding.text = "A spot was needled that must be spared ({value} {unit}).";
        finding.value = static_cast<double>(hits.strikes);
        finding.limit = 0.0;
        finding.unit = "strikes";
        finding.limit_key = "score.contraindication.treated_strikes";
        finding.zone = hits.zone;
        finding.cell = hits.cell;
        finding.first_tick = hits.first;
        finding.end_tick = hits.last + 1;
        return finding;
    }

    double right_ = 0, over_cautious_ = 0, unsafe_ = 0, minor_ = 0, major_ = 0;
    std::size_t treated_strikes_ = 0;
    double age_years_ = 0, label_age_years_ = 0;
    bool off_label_age_ = false;
    Severity age_severity_ = Severity::kMajor;
    std::vector<Item> items_;
    std::vector<Cue> cues_;  // per item
    std::vector<sdk::Decision> decisions_;
    std::vector<sdk::Tick> strikes_;
    bool has_lesions_ = false;  // the patient has spots that must be spared
    std::map<std::string, LesionHits> lesions_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::contraindication

NP_SCORER(np::contraindication::Contraindication, "contraindication", "0.1.0", "scorer.contraindication")
