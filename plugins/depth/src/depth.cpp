// Scorer `depth`: whether the needles went as deep as the plan asks, cell by cell. Clinical reference 8.1; see README.
#include <algorithm>
#include <optional>
#include <vector>

#include "depth_curve.h"
#include "label_watch.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "windows.h"

namespace np::depth {

namespace {

using sdk::Finding;
using sdk::Severity;

struct Rules {
    CurveShape shape;
    WindowRule window;
    double window_radius_mm = 0;
    double over_margin_mm = 0;
    double least_share = 0;
    double breach_strikes = 0;
    Severity over_depth = Severity::kMajor, breach = Severity::kCritical, off_label = Severity::kMajor;
};

// What was done in a planned zone.
struct ZoneHits {
    sdk::PlannedZone zone;
    DepthPlan plan;
    DepthCurve curve;
    HitLog log;                       // of all treatable cells, in the order of their numbers
    double deepest_mm = 0;            // of all hits
    std::uint64_t strikes_above = 0;  // with the dial above abs_max
    std::uint32_t highest_um = 0;     // such a dial
    sdk::Tick above_first = 0, above_last = 0;

    std::size_t hit_cells() const {
        return static_cast<std::size_t>(
            std::count_if(log.cells.begin(), log.cells.end(), [](const CellHits& cell) { return cell.hit(); }));
    }
};

// Cells that lost for the same reason.
struct Group {
    double area_um2 = 0, sum_mm = 0;
    std::size_t cells = 0;
    std::uint32_t worst_cell = NP_NO_CELL;
    double worst_mark = 2;
    sdk::Tick first = 0, last = 0;

    void add(const CellHits& cell, double mark) {
        if (cells == 0 || cell.first_tick < first) first = cell.first_tick;
        if (cells == 0 || cell.last_tick > last) last = cell.last_tick;
        if (mark < worst_mark) {
            worst_mark = mark;
            worst_cell = cell.cell;
        }
        area_um2 += cell.area_um2;
        sum_mm += cell.mean_mm();
        ++cells;
    }
    double mean_mm() const { return sum_mm / static_cast<double>(cells); }
};

class Depth : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"case.items", "", "what the case is about; tells whether needling was rightly left out", 0},
        {"case.<item>.correct", "", "decisions with full marks", 1},
        {"case.<item>.accept", "", "decisions as good where a reason is given", 0},
        {"plan.<zone>.min_mm", "mm", "least depth of the plan", 1},
        {"plan.<zone>.ideal_mm", "mm", "depth that the plan aims at", 1},
        {"plan.<zone>.max_mm", "mm", "greatest depth of the plan", 1},
        {"plan.<zone>.abs_max_mm", "mm", "depth that is a breach whatever the plan", 1},
        {"score.depth.plateau_ideal_mm", "mm", "the plateau reaches at least this far from the ideal", 1},
        {"score.depth.plateau_edge_mm", "mm", "and at most this far, unless min or max comes first", 1},
        {"score.depth.flank_mark", "", "value at min and at max", 1},
        {"score.depth.zero_over_max_mm", "mm", "how far past max a depth is still worth something", 1},
        {"score.depth.zero_margin_mm", "mm", "device tolerance, added to that", 1},
        {"score.depth.min_hit_area_share", "", "share of cells below which a zone counts as not treated", 1},
        {"score.depth.over_margin_mm", "mm", "device tolerance beyond max and abs_max", 1},
        {"score.depth.over_radius_mm", "mm", "radius of a patch of 1 cm2", 1},
        {"score.depth.over_hits", "", "hits below which a patch is not judged", 1},
        {"score.depth.over_percentile", "%", "percentile of depth that is compared with the limits", 1},
        {"score.depth.breach_strikes", "", "strikes with the dial above abs_max that make a breach", 1},
        {"session.label_depth_cap_mm", "mm", "greatest depth that the device's label covers; all of it where justified",
         0},
        {"fault.OFFLABEL_DEPTH", "severity", "how grave needling beyond the label is", 1},
        {"fault.OVER_DEPTH", "severity", "how grave a patch beyond max is", 1},
        {"fault.DEPTH_BREACH", "severity", "how grave a patch or a dial beyond abs_max is, outside examinations", 1},
    };

    void begin(const np_session& session) override {
        rules_.shape = {host().need("score.depth.plateau_ideal_mm"), host().need("score.depth.plateau_edge_mm"),
                        host().need("score.depth.flank_mark"), host().need("score.depth.zero_over_max_mm"),
                        host().need("score.depth.zero_margin_mm")};
        rules_.window.least_hits = static_cast<std::size_t>(host().need("score.depth.over_hits"));
        rules_.window.percentile = host().need("score.depth.over_percentile");
        rules_.window_radius_mm = host().need("score.depth.over_radius_mm");
        rules_.over_margin_mm = host().need("score.depth.over_margin_mm");
        rules_.least_share = host().need("score.depth.min_hit_area_share");
        rules_.breach_strikes = host().need("score.depth.breach_strikes");
        rules_.over_depth = sdk::need_severity(host(), "fault.OVER_DEPTH");
        rules_.breach = sdk::need_severity(host(), "fault.DEPTH_BREACH");
        // Until a panel has signed the limit, an examination fails nobody by it.
        if (session.mode == NP_MODE_ASSESSMENT && rules_.breach == Severity::kCritical)
            rules_.breach = Severity::kMajor;
        label_.cap_mm = host().number("session.label_depth_cap_mm").value_or(0);
        if (label_.cap_mm > 0) rules_.off_label = sdk::need_severity(host(), "fault.OFFLABEL_DEPTH");
        slot_of_zone_.assign(host().zones().count(), kNoSlot);
        for (const sdk::PlannedZone& planned : sdk::planned_zones(host())) {
            slot_of_zone_[planned.index] = static_cast<std::uint32_t>(zones_.size());
            const DepthPlan plan{host().need(planned.key("min_mm")), host().need(planned.key("ideal_mm")),
                                 host().need(planned.key("max_mm")), host().need(planned.key("abs_max_mm"))};
            ZoneHits hits;
            hits.zone = planned;
            hits.plan = plan;
            hits.curve = DepthCurve(plan, rules_.shape);
            zones_.push_back(std::move(hits));
        }
        list_cells();
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        if (const np_strike* strike = record.raw<sdk::event::strike>()) take(record, *strike);
    }

    void finish(sdk::Report& report) const override {
        if (zones_.empty()) return report.not_assessed("The plan has no zone with skin that may be needled.");
        const bool left_out = sdk::rightly_left_out(host(), decisions_);
        sdk::MarkSheet sheet;
        bool assessed = false;
        for (const ZoneHits& zone : zones_) {
            if (left_out && zone.hit_cells() == 0) continue;
            assessed = true;
            report.figure("depth.zone_mark", judge(zone, sheet), "", zone.zone.index);
            report.figure("depth.hit_cells", hit_percent(zone), "%", zone.zone.index);
        }
        if (!assessed) return report.not_assessed("Needling was left out by a decision that the key accepts.");
        if (label_.left(rules_.breach_strikes)) sheet.remark(off_label());
        report.scored(sheet);
    }

  private:
    static constexpr std::uint32_t kNoSlot = 0xff;  // no zone has it: records number zones with a byte

    // Where the hits of a cell are kept.
    struct Place {
        std::uint32_t slot : 8 = kNoSlot;  // of its zone; kNoSlot: not planned or not treatable
        std::uint32_t index : 24 = 0;      // in the zone's log
    };

    void list_cells() {
        const std::span<const np_cell> map = host().zones().cells();
        place_of_cell_.assign(map.size(), {});
        for (std::uint32_t slot = 0; slot < zones_.size(); ++slot) {
            const std::span<const std::uint32_t> cells = zones_[slot].zone.cells;
            zones_[slot].log.cells.resize(cells.size());
            for (std::uint32_t i = 0; i < cells.size(); ++i) {
                // Records name at most 255 zones, and a map has no 2^24 cells.
                place_of_cell_[cells[i]] = {slot & 0xFF, i & 0xFFFFFF};
                zones_[slot].log.cells[i].cell = cells[i];
                zones_[slot].log.cells[i].area_um2 = map[cells[i]].area_um2;
            }
        }
    }

    void take(sdk::RecordView record, const np_strike& strike) {
        const auto cells = record.array<std::uint32_t>(strike.cell);
        nominal_mm_.assign(cells.size(), 0.0);
        host().tissue().nominal_depths(strike, nominal_mm_);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Place place = cells[i] < place_of_cell_.size() ? place_of_cell_[cells[i]] : Place{};
            if (place.slot == kNoSlot) continue;
            ZoneHits& zone = zones_[place.slot];
            zone.log.add(place.index, nominal_mm_[i], record.tick());
            zone.deepest_mm = np_max(zone.deepest_mm, nominal_mm_[i]);
        }
        watch_dial(record, strike);
    }

    void watch_dial(sdk::RecordView record, const np_strike& strike) {
        const std::uint32_t index = sdk::zone_of_strike(record, strike);
        label_.strike(strike.set_depth_um, index, record.tick());
        const std::uint32_t slot = index < slot_of_zone_.size() ? slot_of_zone_[index] : kNoSlot;
        if (slot == kNoSlot) return;
        ZoneHits& zone = zones_[slot];
        if (static_cast<double>(strike.set_depth_um) <= zone.plan.abs_max_mm * 1000.0 + 0.5) return;
        if (zone.strikes_above++ == 0) zone.above_first = record.tick();
        zone.above_last = record.tick();
        if (strike.set_depth_um > zone.highest_um) zone.highest_um = strike.set_depth_um;
    }

    static double hit_percent(const ZoneHits& zone) {
        return 100.0 * static_cast<double>(zone.hit_cells()) / static_cast<double>(zone.zone.cells.size());
    }

    // Adds the zone to the sheet; returns its mark.
    double judge(const ZoneHits& zone, sdk::MarkSheet& sheet) const {
        if (zone.hit_cells() == 0) {
            sheet.part(zone.zone.area_um2, 0,
                       too_few(zone, "DEPTH_EMPTY", "No needle reached {zone}, which was planned."));
            return 0;
        }
        if (const auto breach = find_breach(zone)) {
            sheet.part(zone.zone.area_um2, 0, *breach);
            return 0;
        }
        if (hit_percent(zone) < 100.0 * rules_.least_share) {
            Finding finding =
                too_few(zone, "DEPTH_SPARSE",
                        "Needles reached only {value} {unit} of {zone}; below {limit} {unit} its depth counts as 0.");
            set_span(finding, zone);
            sheet.part(zone.zone.area_um2, 0, finding);
            return 0;
        }
        return judge_cells(zone, sheet);
    }

    double judge_cells(const ZoneHits& zone, sdk::MarkSheet& sheet) const {
        Group shallow, deep;
        double sum = 0;
        for (const CellHits& cell : zone.log.cells) {
            if (!cell.hit()) continue;
            const double depth = cell.mean_mm(), value = zone.curve(depth);
            sum += value;
            if (zone.curve.too_shallow(depth)) shallow.add(cell, value);
            if (zone.curve.too_deep(depth)) deep.add(cell, value);
        }
        const double mark = 100.0 * sum / static_cast<double>(zone.hit_cells());
        const std::size_t part =
            sheet.part(zone.zone.area_um2, mark, about(zone, "DEPTH", Severity::kMinor, "The depth of {zone} is off."));
        const auto window = deepest(zone, zone.plan.max_mm + rules_.over_margin_mm);
        if (shallow.cells > 0) {
            Finding finding = of_group(
                zone, shallow, "TOO_SHALLOW", Severity::kMinor,
                "Part of {zone} was needled {value} {unit} deep on average; the plan needs at least {limit} {unit}.");
            finding.limit = zone.curve.low_mm();
            finding.limit_key = zone.zone.key("ideal_mm");
            sheet.explain(part, finding, shallow.area_um2);
        }
        if (window) {
            sheet.explain(part, over_depth(zone, *window), deep.cells > 0 ? deep.area_um2 : window_area(zone, *window));
        } else if (deep.cells > 0) {
            Finding finding =
                of_group(zone, deep, "TOO_DEEP", Severity::kMinor,
                         "Part of {zone} was needled {value} {unit} deep on average; the plan allows {limit} {unit}.");
            finding.limit = zone.curve.high_mm();
            finding.limit_key = zone.zone.key("ideal_mm");
            sheet.explain(part, finding, deep.area_um2);
        }
        return mark;
    }

    // ---- patches that are too deep ----

    std::optional<DeepWindow> deepest(const ZoneHits& zone, double limit_mm) const {
        if (zone.deepest_mm <= limit_mm) return std::nullopt;
        const auto around = [&](std::size_t middle) {
            std::vector<std::size_t> found;
            const Place here = place_of_cell_[zone.log.cells[middle].cell];
            for (const std::uint32_t cell :
                 host().zones().neighbours(zone.log.cells[middle].cell, rules_.window_radius_mm))
                if (const Place at = place_of_cell_[cell]; at.slot == here.slot) found.push_back(at.index);
            return found;
        };
        // Hits are whole micrometres; the product may lie a rounding below such a one.
        return deepest_window(zone.log, rules_.window, limit_mm * 1000.0 + 0.001, around);
    }

    Finding over_depth(const ZoneHits& zone, const DeepWindow& window) const {
        Finding finding =
            of_window(zone, window, "OVER_DEPTH", rules_.over_depth,
                      "A patch of {zone} was needled {value} {unit} deep; the plan allows {limit} {unit}.");
        finding.limit = zone.plan.max_mm + rules_.over_margin_mm;
        finding.limit_key = zone.zone.key("max_mm");
        return finding;
    }

    std::optional<Finding> find_breach(const ZoneHits& zone) const {
        const double limit_mm = zone.plan.abs_max_mm;
        if (zone.strikes_above > 0 && static_cast<double>(zone.strikes_above) >= rules_.breach_strikes) {
            Finding finding =
                about(zone, "DEPTH_BREACH", rules_.breach,
                      "{zone} was needled with {value} {unit} on the dial; never more than {limit} {unit} there.");
            finding.value = zone.highest_um / 1000.0;
            finding.limit = limit_mm;
            finding.unit = "mm";
            finding.limit_key = zone.zone.key("abs_max_mm");
            finding.first_tick = zone.above_first;
            finding.end_tick = zone.above_last + 1;
            return finding;
        }
        if (const auto window = deepest(zone, limit_mm + rules_.over_margin_mm)) {
            Finding finding =
                of_window(zone, *window, "DEPTH_BREACH", rules_.breach,
                          "A patch of {zone} was needled {value} {unit} deep; never more than {limit} {unit} there.");
            finding.limit = limit_mm + rules_.over_margin_mm;
            finding.limit_key = zone.zone.key("abs_max_mm");
            return finding;
        }
        return std::nullopt;
    }

    static double window_area(const ZoneHits& zone, const DeepWindow& window) {
        double area = 0;
        for (const std::size_t i : window.members) area += zone.log.cells[i].area_um2;
        return area;
    }

    // ---- findings ----

    static Finding about(const ZoneHits& zone, const char* rule, Severity severity, const char* text) {
        Finding finding;
        finding.rule = rule;
        finding.severity = severity;
        finding.text = text;
        finding.zone = zone.zone.index;
        return finding;
    }
    static void set_span(Finding& finding, const ZoneHits& zone) {
        Group all;
        for (const CellHits& cell : zone.log.cells)
            if (cell.hit()) all.add(cell, zone.curve(cell.mean_mm()));
        finding.first_tick = all.first;
        finding.end_tick = all.last + 1;
        finding.cell = all.worst_cell;
    }
    static Finding of_group(const ZoneHits& zone, const Group& group, const char* rule, Severity severity,
                            const char* text) {
        Finding finding = about(zone, rule, severity, text);
        finding.value = group.mean_mm();
        finding.unit = "mm";
        finding.cell = group.worst_cell;
        finding.first_tick = group.first;
        finding.end_tick = group.last + 1;
        return finding;
    }
    static Finding of_window(const ZoneHits& zone, const DeepWindow& window, const char* rule, Severity severity,
                             const char* text) {
        Group group;
        for (const std::size_t i : window.members) group.add(zone.log.cells[i], 1);
        Finding finding = of_group(zone, group, rule, severity, text);
        finding.value = window.percentile_um / 1000.0;
        finding.cell = window.cell;
        return finding;
    }
    // The formula takes the points; the finding says that nobody answers for this depth.
    Finding off_label() const {
        Finding finding;
        finding.rule = "OFFLABEL_DEPTH";
        finding.severity = rules_.off_label;
        finding.text = "{zone} was needled with {value} {unit} on the dial; the device's label covers {limit} {unit}.";
        finding.zone = label_.zone;
        finding.value = label_.highest_um / 1000.0;
        finding.limit = label_.cap_mm;
        finding.unit = "mm";
        finding.limit_key = "session.label_depth_cap_mm";
        finding.first_tick = label_.first_tick;
        finding.end_tick = label_.last_tick + 1;
        return finding;
    }
    Finding too_few(const ZoneHits& zone, const char* rule, const char* text) const {
        Finding finding = about(zone, rule, Severity::kMajor, text);
        finding.value = hit_percent(zone);
        finding.limit = 100.0 * rules_.least_share;
        finding.unit = "%";
        finding.limit_key = "score.depth.min_hit_area_share";
        finding.first_tick = last_tick_;
        return finding;
    }

    Rules rules_;
    LabelWatch label_;
    std::vector<ZoneHits> zones_;  // in the order of the zone table
    std::vector<std::uint32_t> slot_of_zone_;
    std::vector<Place> place_of_cell_;
    std::vector<double> nominal_mm_;  // of the strike at hand
    std::vector<sdk::Decision> decisions_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::depth

NP_SCORER(np::depth::Depth, "depth", "0.1.0", "scorer.depth")
