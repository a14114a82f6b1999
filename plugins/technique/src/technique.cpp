// Scorer `technique`: how the pen was led. Share rules per zone, event rules per visit. Clinical reference 2.4; see
// README.
#include <memory>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "rules.h"
#include "visit_faults.h"
#include "zone_use.h"

namespace np::technique {

namespace {

using sdk::Finding;
using sdk::Severity;

class Technique : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"plan.<zone>.passes_hi", "passes", "most passes of the plan", 1},
        {"session.device", "", "the pen in use", 1},
        {"device.<preset>.swath_mm", "mm", "width of its tip", 1},
        {"device.<preset>.kind", "", "a roller has no tip that leans on its rim", 0},
        {"contact.gap_transmission", "", "which part of the tip's radius counts as mean lift when it leans", 1},
        {"technique.tilt.tolerated_deg", "deg", "tilt beyond which a hit leans", 1},
        {"technique.tilt.shallow_set_mm", "mm", "settings up to here have a limit of their own", 1},
        {"technique.tilt.shallow_loss_mm", "mm", "depth that a shallow setting may lose by leaning", 1},
        {"technique.tilt.steep_deg", "deg", "tilt that is a fault of its own", 1},
        {"technique.tilt.steep_share_percent", "%", "share of such hits that is a major fault", 1},
        {"technique.<topic>.share_minor_percent", "%", "share that is a minor fault: tilt, speed, force, stretch", 1},
        {"technique.<topic>.share_major_percent", "%", "share that is a major fault", 1},
        {"technique.force.tolerated_hi_n", "N", "force beyond which a hit is pressed", 1},
        {"technique.force.hard_n", "N", "force that nothing excuses", 1},
        {"technique.force.hard_s", "s", "for how long", 1},
        {"technique.stretch.stroke_share", "",
         "share of its time under stretch from which a stroke counts as stretched", 1},
        {"technique.dry.major_s", "s", "needling without gel", 1},
        {"technique.direction.needed_max", "directions", "most directions that are asked for", 1},
        {"technique.direction.few_passes", "passes", "planned passes up to which one direction is no fault of its own",
         1},
        {"technique.dwell.minor_s", "s", "time on one spot", 1},
        {"technique.dwell.major_s", "s", "time on one spot", 1},
        {"technique.drag.seated_mm", "mm", "sideways travel of seated needles", 1},
        {"technique.section.patch_cm", "cm", "side of a patch that is looked at between passes", 1},
        {"technique.section.next_pass_share", "", "share of its cells touched again that begins its next pass", 1},
        {"density.pass_area_share", "", "share of cells that makes a pass", 1},
        {"technique.stamp.only", "", "zones where one stamps", 1},
        {"technique.order.dirty", "", "zones after which no delicate zone follows with the same tip", 1},
        {"technique.order.delicate", "", "those delicate zones", 1},
        {"technique.time.whole_face_max_min", "min", "needling time", 1},
        {"technique.off_plan_strikes", "strikes", "strikes that make a place count", 1},
        {"technique.rule.<RULE>", "severity", "how grave an event is", 1},
        {"mask.<mask>", "severity", "how grave needling of skin is that must be spared", 0},
        {"mask.critical_strikes", "strikes", "strikes in such skin that are no slip", 1},
        {"severity.minor", "points", "price of a minor fault", 1},
        {"severity.major", "points", "price of a major fault", 1},
    };

    void begin(const np_session&) override {
        rules_ = Rules::read(host());
        planned_ = sdk::planned_zones(host());
        use_.resize(host().zones().count());
        for (const sdk::PlannedZone& zone : planned_) {
            use_[zone.index].planned = true;
            use_[zone.index].most_passes = host().need(zone.key("passes_hi"));
        }
        faults_ = std::make_unique<VisitFaults>(host(), rules_, planned_);
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        if (const auto* strike = record.raw<sdk::event::strike>()) take(record, *strike);
        if (const auto* end = record.raw<sdk::event::stroke_end>()) take(record, *end);
        faults_->consume(record);
    }

    void finish(sdk::Report& report) const override {
        if (planned_.empty()) return report.not_assessed("The plan has no zone with skin that may be needled.");
        sdk::MarkSheet sheet;
        sheet.set_prices(hundredths(rules_.minor_points), hundredths(rules_.major_points));
        bool any = false;
        for (const sdk::PlannedZone& zone : planned_) {
            const ZoneUse& use = use_[zone.index];
            if (use.hits == 0) continue;
            any = true;
            report.figure("technique.zone_mark", judge(zone, use, sheet), "points", zone.index);
        }
        if (!any) {
            if (sdk::rightly_left_out(host(), decisions_))
                return report.not_assessed("Needling was left out by a decision that the key accepts.");
            Finding none = about("NO_NEEDLING", Severity::kMajor,
                                 "No needle reached a planned zone, so there is no technique to see.", NP_NO_ZONE,
                                 {last_tick_, last_tick_ + 1, true});
            none.limit_key = "plan.zones";
            sheet.part(1, 0, none);
        }
        for (const Finding& finding : faults_->findings()) sheet.fault(finding);
        if (any && !force_seen_)
            sheet.remark(about("FORCE_NOT_OBSERVED", Severity::kInfo,
                               "The input device does not tell force, so force was not assessed.", NP_NO_ZONE,
                               {last_tick_, last_tick_ + 1, true}));
        if (any && !tilt_seen_)
            sheet.remark(about("TILT_NOT_OBSERVED", Severity::kInfo,
                               "The input device does not tell the angle of the pen, so tilt was not assessed.",
                               NP_NO_ZONE, {last_tick_, last_tick_ + 1, true}));
        report.scored(sheet);
    }

  private:
    static std::int32_t hundredths(double points) { return static_cast<std::int32_t>(np_round(points * 100.0)); }

    // Of a planned zone, or null.
    ZoneUse* use_of(std::uint32_t zone) { return zone < use_.size() && use_[zone].planned ? &use_[zone] : nullptr; }

    void take(sdk::RecordView record, const np_strike& strike) {
        const auto cells = record.array<std::uint32_t>(strike.cell);
        const std::span<const np_cell> map = host().zones().cells();
        const double set_mm = strike.set_depth_um / 1000.0;
        const bool leans = leans_too_far(rules_.tilt, set_mm, strike.tilt_mdeg),
                   leans_far = strike.tilt_mdeg > rules_.tilt.far_mdeg;
        const bool observed = (strike.state & NP_STRIKE_FORCE_OBSERVED) != 0;
        const bool tilt_observed = (strike.state & NP_STRIKE_TILT_MODELLED) == 0;
        force_seen_ = force_seen_ || observed;
        tilt_seen_ = tilt_seen_ || tilt_observed;
        // Neighbours mostly share a zone: they are counted together, under the first of them.
        std::uint32_t zone = NP_NO_ZONE, first = NP_NO_CELL;
        std::uint64_t hits = 0;
        const auto count = [&] {
            ZoneUse* const use = hits == 0 ? nullptr : use_of(zone);
            if (use == nullptr) return;
            use->hits += hits;
            use->when.see(record.tick(), record.tick() + 1);
            if (tilt_observed) {
                use->leaning.add(hits, leans, record.tick(), first);
                use->leaning_far.add(hits, leans_far, record.tick(), first);
            }
            if (observed) use->pressing.add(hits, strike.force_mn > rules_.force_high_mn, record.tick(), first);
        };
        for (const std::uint32_t cell : cells) {
            if (cell >= map.size() || map[cell].treatable == 0) continue;
            if (map[cell].zone != zone) {
                count();
                zone = map[cell].zone;
                first = cell;
                hits = 0;
            }
            ++hits;
        }
        count();
        watch_crush(record, strike, observed);
    }

    // A force that nothing excuses, without a break inside one stroke.
    void watch_crush(sdk::RecordView record, const np_strike& strike, bool observed) {
        const bool hard = observed && strike.force_mn > rules_.force_hard_mn;
        if (!hard || !crushing_ || strike.stroke != crush_stroke_) crush_from_ = record.tick();
        crushing_ = hard;
        crush_stroke_ = strike.stroke;
        if (!hard) return;
        ZoneUse* const use = use_of(sdk::zone_of_strike(record, strike));
        const std::uint64_t held = record.tick() - crush_from_;
        if (use == nullptr || held <= use->longest_crush_ms) return;
        use->longest_crush_ms = held;
        use->crush = {crush_from_, record.tick() + 1, true};
    }

    void take(sdk::RecordView record, const np_stroke_end& end) {
        ZoneUse* const use = use_of(end.zone);
        if (use == nullptr || end.strikes == 0 || end.direction_mdeg < 0) return;
        const std::uint32_t off =
            end.slow_ms + end.fast_ms < end.duration_ms ? end.slow_ms + end.fast_ms : end.duration_ms;
        const sdk::Tick begin = end.duration_ms < record.tick() ? record.tick() - end.duration_ms : 0;
        use->off_speed.add(end.duration_ms - off, false, begin, NP_NO_CELL);
        use->off_speed.add(off, true, begin, NP_NO_CELL);
        const bool loose = end.stretched_ms < rules_.stroke_stretched_share * end.duration_ms;
        use->unstretched.add(1, loose, begin, NP_NO_CELL);
    }

    // ---- share rules of a zone ----

    struct Wording {
        const char* rule;
        const char* text;
        const char* unit;
        const char* topic;
    };

    double judge(const sdk::PlannedZone& zone, const ZoneUse& use, sdk::MarkSheet& sheet) const {
        std::vector<std::pair<Finding, double>> lost;
        add_tilt(lost, zone, use);
        add_share(lost, zone, use.off_speed, rules_.speed_share,
                  {"SPEED", "In {zone} {value} {unit} of the gliding time was slower or faster than tolerated.", "%",
                   "speed"});
        add_force(lost, zone, use);
        add_share(lost, zone, use.unstretched, rules_.stretch_share,
                  {"STRETCH", "In {zone} {value} {unit} of the strokes ran over skin that was not stretched.", "%",
                   "stretch"});
        add_directions(lost, zone, use);
        double points = 0;
        for (const auto& [finding, price] : lost) points += price;
        const double mark = np_clamp(100.0 - points, 0.0, 100.0);
        const std::size_t part =
            sheet.part(zone.area_um2, mark, about("ZONE", Severity::kInfo, "", zone.index, use.when));
        for (const auto& [finding, price] : lost) sheet.explain(part, finding, price);
        return mark;
    }

    using Lost = std::vector<std::pair<Finding, double>>;

    double price(Fault fault) const { return fault == Fault::kMajor ? rules_.major_points : rules_.minor_points; }
    static Severity to_severity(Fault fault) { return fault == Fault::kMajor ? Severity::kMajor : Severity::kMinor; }

    void add_share(Lost& lost, const sdk::PlannedZone& zone, const Count& count, const ShareLimits& limits,
                   const Wording& words) const {
        const Fault fault = limits.judge(count.percent());
        if (fault == Fault::kNone) return;
        Finding finding = about(words.rule, to_severity(fault), words.text, zone.index, count.when);
        finding.cell = count.cell;
        finding.value = count.percent();
        finding.limit = fault == Fault::kMajor ? limits.major_percent : limits.minor_percent;
        finding.unit = words.unit;
        finding.limit_key = std::string("technique.") + words.topic +
                            (fault == Fault::kMajor ? ".share_major_percent" : ".share_minor_percent");
        lost.emplace_back(finding, price(fault));
    }

    void add_tilt(Lost& lost, const sdk::PlannedZone& zone, const ZoneUse& use) const {
        const bool major = rules_.tilt_share.judge(use.leaning.percent()) == Fault::kMajor;
        if (major || use.leaning_far.percent() <= rules_.steep_share_percent)
            return add_share(
                lost, zone, use.leaning, rules_.tilt_share,
                {"TILT", "In {zone} {value} {unit} of the hits leaned further than tolerated.", "%", "tilt"});
        Finding finding = about("TILT", Severity::kMajor, "In {zone} {value} {unit} of the hits leaned very far.",
                                zone.index, use.leaning_far.when);
        finding.cell = use.leaning_far.cell;
        finding.value = use.leaning_far.percent();
        finding.limit = rules_.steep_share_percent;
        finding.unit = "%";
        finding.limit_key = "technique.tilt.steep_share_percent";
        lost.emplace_back(finding, rules_.major_points);
    }

    void add_force(Lost& lost, const sdk::PlannedZone& zone, const ZoneUse& use) const {
        if (static_cast<double>(use.longest_crush_ms) < rules_.force_hard_ms)
            return add_share(
                lost, zone, use.pressing, rules_.force_share,
                {"FORCE", "In {zone} {value} {unit} of the hits were pressed in harder than tolerated.", "%", "force"});
        Finding finding = about("FORCE_HARD", Severity::kMajor,
                                "In {zone} the pen was pressed very hard for {value} {unit}.", zone.index, use.crush);
        finding.value = static_cast<double>(use.longest_crush_ms) / 1000.0;
        finding.limit = rules_.force_hard_ms / 1000.0;
        finding.unit = "s";
        finding.limit_key = "technique.force.hard_s";
        lost.emplace_back(finding, rules_.major_points);
    }

    void add_directions(Lost& lost, const sdk::PlannedZone& zone, const ZoneUse& use) const {
        const np_tissue_zone state = host().tissue().zone(zone.index);
        PassesByDirection done;
        for (std::size_t bin = 0; bin < 4; ++bin) done.gliding[bin] = state.passes_in_bin[bin];
        done.stamped = state.passes_in_bin[4];
        const auto most = static_cast<std::uint32_t>(rules_.most_directions);
        const Fault fault = judge_directions(done, most, use.most_passes, rules_.few_passes);
        if (fault == Fault::kNone) return;
        const char* rule = fault == Fault::kMajor ? "ONE_DIRECTION" : "DIRECTION_MISSING";
        const Severity severity = rules_.severity.at(rule);
        Finding finding =
            about(rule, severity,
                  done.directions() == 1 ? "In {zone} all passes ran in one direction; {limit} were needed."
                                         : "In {zone} the passes ran in {value} directions; {limit} were needed.",
                  zone.index, use.when);
        finding.value = done.directions();
        finding.limit = done.glided() < most ? done.glided() : most;
        finding.limit_key = "technique.direction.needed_max";
        lost.emplace_back(finding, severity == Severity::kMinor ? rules_.minor_points : rules_.major_points);
    }

    static Finding about(const char* rule, Severity severity, const char* text, std::uint32_t zone, const Span& when) {
        Finding finding;
        finding.rule = rule;
        finding.severity = severity;
        finding.text = text;
        finding.zone = zone;
        finding.first_tick = when.first;
        finding.end_tick = when.end;
        return finding;
    }

    Rules rules_;
    std::vector<sdk::PlannedZone> planned_;  // in the order of the zone table
    std::vector<ZoneUse> use_;               // by zone
    std::unique_ptr<VisitFaults> faults_;
    std::vector<sdk::Decision> decisions_;
    bool force_seen_ = false, tilt_seen_ = false;
    bool crushing_ = false;
    std::uint32_t crush_stroke_ = 0;
    sdk::Tick crush_from_ = 0, last_tick_ = 0;
};

}  // namespace

}  // namespace np::technique

NP_SCORER(np::technique::Technique, "technique", "0.1.0", "scorer.technique")
