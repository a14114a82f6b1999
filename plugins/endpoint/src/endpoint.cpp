// Scorer `endpoint`: did each zone end where the plan wanted it, and was that seen and said? Clinical reference 5.2 and
// 8.1; see README.
#include <string>
#include <vector>

#include "grade_mark.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"

namespace np::endpoint {

namespace {

using sdk::Finding;
using sdk::Severity;

struct ZoneEnd {
    sdk::PlannedZone zone;
    double goal = 0;
    sdk::Tick first = 0, last = 0;  // of its needles
    std::uint64_t strikes = 0;
    sdk::Tick done_at = 0;  // called done or too much; 0: not yet
    std::uint64_t strikes_after_done = 0;
    sdk::Tick after_first = 0, after_last = 0;
};

struct Call {
    sdk::Tick tick = 0;
    std::uint32_t zone = NP_NO_ZONE;
    std::string verdict;
    double named = -1;
    double r = 0, grade = 0;  // as the skin was
};

class Endpoint : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"plan.<zone>.goal_grade", "grade", "bleeding grade that the plan leads to", 1},
        {"session.calls", "", "zones whose endpoint has to be called", 0},
        {"density.r_target_lo", "", "density against the plan from which a zone is done", 1},
        {"density.r_target_hi", "", "and up to which", 1},
        {"score.endpoint.free_grades", "grades", "so far from the goal costs nothing", 1},
        {"score.endpoint.per_grade", "points", "each further grade costs this much", 1},
        {"score.endpoint.worst_grade", "grade", "bleeding that is too much anywhere", 1},
        {"score.endpoint.call_slack_grades", "grades", "how far a named grade may be off", 1},
        {"score.endpoint.calls_share", "", "part of the mark that the calls make up where calls are asked for", 1},
        {"technique.off_plan_strikes", "strikes", "strikes that are no slip", 1},
    };

    void begin(const np_session&) override {
        rule_ = {host().need("score.endpoint.free_grades"), host().need("score.endpoint.per_grade"),
                 host().need("score.endpoint.worst_grade")};
        calls_rule_ = {host().need("density.r_target_lo"), host().need("density.r_target_hi"),
                       host().need("score.endpoint.call_slack_grades"), rule_.worst_grade};
        calls_share_ = host().need("score.endpoint.calls_share");
        least_strikes_ = host().need("technique.off_plan_strikes");
        const std::vector<std::string> asked = sdk::words_at(host(), "session.calls");
        slot_of_zone_.assign(host().zones().count(), kNone);
        for (const sdk::PlannedZone& planned : sdk::planned_zones(host())) {
            ZoneEnd end;
            end.zone = planned;
            end.goal = host().need(planned.key("goal_grade"));
            slot_of_zone_[planned.index] = static_cast<std::uint32_t>(zones_.size());
            zones_.push_back(end);
            if (sdk::has_word(asked, planned.id)) asked_.push_back(planned.index);
        }
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        if (const auto* strike = record.raw<sdk::event::strike>()) count(record, *strike);
        if (const auto* call = record.raw<sdk::event::call>())
            open_.push_back({record.tick(), call->zone, std::string(record.text(call->verdict)),
                             static_cast<double>(call->grade), 0, 0});
    }

    // What was called is held against the skin as it is now.
    void batch_end(sdk::Tick) override {
        for (Call& call : open_) {
            if (host().zones().find(call.zone) != nullptr) {
                const np_tissue_zone skin = host().tissue().zone(call.zone);
                call.r = skin.mean_r;
                call.grade = skin.bleeding_grade;
            }
            if (ZoneEnd* const zone = planned(call.zone); zone != nullptr && call.verdict != "not_yet")
                if (zone->done_at == 0) zone->done_at = call.tick;
            calls_.push_back(call);
        }
        open_.clear();
    }

    void finish(sdk::Report& report) const override {
        if (zones_.empty()) return report.not_assessed("The plan has no zone with skin that may be needled.");
        if (strikes_ == 0 && sdk::rightly_left_out(host(), decisions_))
            return report.not_assessed("Needling was left out by a decision that the key accepts.");
        sdk::MarkSheet sheet;
        double area = 0;
        for (const ZoneEnd& zone : zones_) area += zone.zone.area_um2;
        const double of_grades = asked_.empty() ? 1.0 : 1.0 - calls_share_;
        for (const ZoneEnd& zone : zones_) judge(zone, of_grades * zone.zone.area_um2 / area, sheet, report);
        judge_calls(sheet, report);
        for (const ZoneEnd& zone : zones_)
            if (static_cast<double>(zone.strikes_after_done) >= least_strikes_) sheet.remark(gone_past(zone));
        report.scored(sheet);
    }

  private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    // Null for a zone that was not planned.
    ZoneEnd* planned(std::uint32_t zone) {
        const std::uint32_t slot = zone < slot_of_zone_.size() ? slot_of_zone_[zone] : kNone;
        return slot == kNone ? nullptr : &zones_[slot];
    }

    void count(sdk::RecordView record, const np_strike& strike) {
        ZoneEnd* const zone = planned(sdk::zone_of_strike(record, strike));
        if (zone == nullptr) return;
        ++strikes_;
        if (zone->strikes++ == 0) zone->first = record.tick();
        zone->last = record.tick();
        if (zone->done_at == 0) return;
        if (zone->strikes_after_done++ == 0) zone->after_first = record.tick();
        zone->after_last = record.tick();
    }

    void judge(const ZoneEnd& zone, double weight, sdk::MarkSheet& sheet, sdk::Report& report) const {
        const np_tissue_zone skin = host().tissue().zone(zone.zone.index);
        report.figure("endpoint.grade", skin.bleeding_grade, "", zone.zone.index);
        report.figure("endpoint.goal", zone.goal, "", zone.zone.index);
        Finding finding;
        finding.zone = zone.zone.index;
        finding.first_tick = zone.first;
        finding.end_tick = zone.last + 1;
        if (skin.channels == 0) {
            finding.rule = "NO_ENDPOINT";
            finding.severity = Severity::kMajor;
            finding.text = "No channel was made in {zone}, so it reached no endpoint.";
            finding.limit_key = "density.channel_min_mm";
            finding.first_tick = last_tick_;
            sheet.part(weight, 0, finding);
            return;
        }
        const double grade = skin.bleeding_grade;
        const bool over = grade > zone.goal;
        finding.rule = grade >= rule_.worst_grade ? "BLEEDS" : over ? "PAST_ENDPOINT" : "SHORT_OF_ENDPOINT";
        finding.severity = grade >= rule_.worst_grade ? Severity::kMajor : Severity::kMinor;
        finding.text = over ? "{zone} ended at bleeding grade {value}; the plan leads to {limit}."
                            : "{zone} ended at bleeding grade {value}, short of the {limit} that the plan leads to.";
        finding.value = grade;
        finding.limit = zone.goal;
        finding.limit_key = grade >= rule_.worst_grade ? "score.endpoint.worst_grade" : zone.zone.key("goal_grade");
        sheet.part(weight, grade_mark(rule_, grade, zone.goal), finding);
    }

    void judge_calls(sdk::MarkSheet& sheet, sdk::Report& report) const {
        if (asked_.empty()) return;
        std::vector<const Call*> made;
        std::vector<std::uint32_t> silent;
        for (const std::uint32_t zone : asked_) {
            const std::size_t before = made.size();
            for (const Call& call : calls_)
                if (call.zone == zone) made.push_back(&call);
            if (made.size() == before) silent.push_back(zone);
        }
        const double each = calls_share_ / static_cast<double>(made.size() + silent.size());
        std::size_t right = 0;
        for (const Call* call : made) {
            const bool ok = call_is_right(calls_rule_, call->verdict, call->named, call->r, call->grade);
            right += ok ? 1 : 0;
            sheet.part(each, ok ? 100 : 0, wrong_call(*call));
        }
        for (const std::uint32_t zone : silent) {
            Finding finding;
            finding.rule = "NO_CALL";
            finding.severity = Severity::kMinor;
            finding.text = "The endpoint of {zone} was not called.";
            finding.zone = zone;
            finding.first_tick =
                zones_[slot_of_zone_[zone]].strikes > 0 ? zones_[slot_of_zone_[zone]].last : last_tick_;
            finding.limit_key = "density.r_target_lo";
            sheet.part(each, 0, finding);
        }
        report.figure("endpoint.calls", static_cast<double>(made.size()));
        report.figure("endpoint.right_calls", static_cast<double>(right));
    }

    Finding wrong_call(const Call& call) const {
        const std::string right = right_call(calls_rule_, call.r, call.grade);
        Finding finding;
        finding.zone = call.zone;
        finding.severity = Severity::kMinor;
        finding.first_tick = call.tick;
        finding.value = call.r;
        finding.limit_key = "density.r_target_lo";
        if (call.verdict != right) {
            finding.rule = "WRONG_CALL";
            finding.text = right == "done" ? "{zone} was called wrongly at {value} of the planned density: it was done."
                           : right == "not_yet"
                               ? "{zone} was called wrongly at {value} of the planned density: not yet done."
                               : "{zone} was called wrongly at {value} of the planned density: too much already.";
            finding.limit = right == "too_much" ? calls_rule_.target_hi : calls_rule_.target_lo;
            if (right == "too_much") finding.limit_key = "density.r_target_hi";
        } else {
            finding.rule = "WRONG_GRADE";
            finding.text = call.named < 0 ? "The bleeding grade of {zone} was not named; it was {limit}."
                                          : "The bleeding grade of {zone} was named {value}; it was {limit}.";
            finding.value = call.named;
            finding.limit = call.grade;
            finding.limit_key = "score.endpoint.call_slack_grades";
        }
        return finding;
    }

    // The formula takes the points; the finding says why the grade went past the goal.
    Finding gone_past(const ZoneEnd& zone) const {
        Finding finding;
        finding.rule = "T40";
        finding.severity = Severity::kMinor;
        finding.text = "{zone} was needled on after it had been called done: {value} {unit}.";
        finding.zone = zone.zone.index;
        finding.first_tick = zone.after_first;
        finding.end_tick = zone.after_last + 1;
        finding.value = static_cast<double>(zone.strikes_after_done);
        finding.limit = least_strikes_;
        finding.unit = "strikes";
        finding.limit_key = "technique.off_plan_strikes";
        return finding;
    }

    GradeRule rule_;
    CallRule calls_rule_;
    double calls_share_ = 0, least_strikes_ = 0;
    std::vector<ZoneEnd> zones_;               // in the order of the zone table
    std::vector<std::uint32_t> slot_of_zone_;  // kNone: not planned
    std::vector<std::uint32_t> asked_;
    std::vector<Call> open_, calls_;
    std::vector<sdk::Decision> decisions_;
    std::uint64_t strikes_ = 0;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::endpoint

NP_SCORER(np::endpoint::Endpoint, "endpoint", "0.1.0", "scorer.endpoint")
