// Scorer `coverage`: whether the planned skin got its density of channels, everywhere and evenly.
// Clinical reference 2.3 and 8.1; see README.
#include <vector>

#include "cover_mark.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "zone_cover.h"

namespace np::coverage {

namespace {

using sdk::Finding;
using sdk::Severity;

struct PlannedCover {
    sdk::PlannedZone zone;
    double passes_low = 0, passes_high = 0;
    std::vector<CellDensity> cells;  // treatable; the densities are filled in when asked
    sdk::Tick first = 0, last = 0;
    std::uint64_t strikes = 0;
};

class Coverage : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"case.items", "", "what the case is about; tells whether needling was rightly left out", 0},
        {"case.<item>.correct", "", "decisions with full marks", 1},
        {"case.<item>.accept", "", "decisions as good where a reason is given", 0},
        {"plan.<zone>.passes_lo", "passes", "fewest passes of the plan", 1},
        {"plan.<zone>.passes_hi", "passes", "most passes of the plan", 1},
        {"density.channel_min_mm", "mm", "depth from which a hit makes a channel; for the finding's source", 0},
        {"density.r_light", "", "r from which a cell counts as lightly treated", 1},
        {"density.r_target_lo", "", "r from which a cell is on target", 1},
        {"density.r_target_hi", "", "r above which a cell is heavily treated", 1},
        {"density.r_over", "", "r above which a cell is overtreated", 1},
        {"score.coverage.from_percent", "%", "covered share that is worth nothing yet", 1},
        {"score.coverage.span_percent", "%", "from there to a full mark", 1},
        {"score.coverage.light_share", "", "which part of a lightly treated cell counts as covered", 1},
        {"score.coverage.heavy_free_percent", "%", "share of heavily treated cells without loss", 1},
        {"score.coverage.heavy_cost", "points", "points per percent beyond", 1},
        {"score.coverage.over_free_percent", "%", "share of overtreated cells without loss", 1},
        {"score.coverage.over_cost", "points", "points per percent beyond", 1},
        {"score.coverage.cover_weight", "", "weight of cover in the zone's mark", 1},
        {"score.coverage.uniformity_weight", "", "weight of uniformity in the zone's mark", 1},
        {"score.coverage.cv_span", "", "coefficient of variation over which uniformity falls from 100 to 0", 1},
    };

    void begin(const np_session&) override {
        edges_ = {host().need("density.r_light"), host().need("density.r_target_lo"),
                  host().need("density.r_target_hi"), host().need("density.r_over")};
        rule_.light_counts = host().need("score.coverage.light_share");
        rule_.from_percent = host().need("score.coverage.from_percent");
        rule_.span_percent = host().need("score.coverage.span_percent");
        rule_.heavy_free = host().need("score.coverage.heavy_free_percent");
        rule_.heavy_slope = host().need("score.coverage.heavy_cost");
        rule_.over_free = host().need("score.coverage.over_free_percent");
        rule_.over_slope = host().need("score.coverage.over_cost");
        rule_.even_span = host().need("score.coverage.cv_span");
        rule_.cover_weight = host().need("score.coverage.cover_weight");
        rule_.even_weight = host().need("score.coverage.uniformity_weight");
        slot_of_zone_.assign(host().zones().count(), kNone);
        const std::span<const np_cell> map = host().zones().cells();
        for (const sdk::PlannedZone& planned : sdk::planned_zones(host())) {
            PlannedCover zone;
            zone.zone = planned;
            zone.passes_low = host().need(planned.key("passes_lo"));
            zone.passes_high = host().need(planned.key("passes_hi"));
            for (const std::uint32_t cell : planned.cells)
                zone.cells.push_back({cell, static_cast<double>(map[cell].area_um2), 0, 0});
            slot_of_zone_[planned.index] = static_cast<std::uint32_t>(zones_.size());
            zones_.push_back(std::move(zone));
        }
    }

    void consume(sdk::RecordView record) override {
        sdk::note_decision(record, decisions_);
        const np_strike* strike = record.raw<sdk::event::strike>();
        if (strike == nullptr) return;
        const std::uint32_t index = sdk::zone_of_strike(record, *strike);
        if (index >= slot_of_zone_.size() || slot_of_zone_[index] == kNone) return;
        PlannedCover& zone = zones_[slot_of_zone_[index]];
        if (zone.strikes++ == 0) zone.first = record.tick();
        zone.last = record.tick();
    }

    void finish(sdk::Report& report) const override {
        if (zones_.empty()) return report.not_assessed("The plan has no zone with skin that may be needled.");
        const bool left_out = sdk::rightly_left_out(host(), decisions_);
        sdk::MarkSheet sheet;
        Shown shown;
        for (const PlannedCover& zone : zones_) {
            if (zone.strikes == 0 && left_out) continue;
            judge(zone, sheet, report, shown);
        }
        if (!(shown.area > 0)) return report.not_assessed("Needling was left out by a decision that the key accepts.");
        report.figure("coverage.uniformity", shown.uniformity / shown.area, "points");
        report.figure("coverage.passes", shown.passes / shown.area, "points");
        report.scored(sheet);
    }

  private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    // Marks that are shown beside this one, summed by area.
    struct Shown {
        double area = 0, uniformity = 0, passes = 0;
    };

    void judge(const PlannedCover& zone, sdk::MarkSheet& sheet, sdk::Report& report, Shown& shown) const {
        const sdk::Tissue tissue = host().tissue();
        const np_tissue_zone whole = tissue.zone(zone.zone.index);
        std::vector<CellDensity> cells = zone.cells;
        for (CellDensity& one : cells) {
            const np_tissue_cell state = tissue.cell(one.cell);
            one.rho = state.rho_per_cm2;
            one.r = state.r;
        }
        const ZoneCover cover(edges_, rule_.even_span, cells);
        const bool empty = whole.channels == 0 || cover.empty();
        const double uniformity = empty ? 0 : uniformity_mark(rule_, cover.variation());
        const double mark = empty ? 0 : np_clamp(zone_mark(rule_, cover.shares(), uniformity), 0.0, 100.0);
        const bool passes_right = whole.passes >= zone.passes_low && whole.passes <= zone.passes_high;
        shown.area += zone.zone.area_um2;
        shown.uniformity += uniformity * zone.zone.area_um2;
        shown.passes += passes_right ? 100.0 * zone.zone.area_um2 : 0.0;
        show(report, zone, cover, mark, uniformity, whole.passes);

        Finding none =
            about(zone, "NO_CHANNELS", Severity::kMajor, "No channel was made in {zone}, which was planned.");
        none.limit_key = "density.channel_min_mm";
        const std::size_t part = sheet.part(zone.zone.area_um2, mark, none);
        if (!empty) explain(sheet, part, zone, cover);
    }

    static void show(sdk::Report& report, const PlannedCover& zone, const ZoneCover& cover, double mark,
                     double uniformity, double passes) {
        const std::uint32_t index = zone.zone.index;
        report.figure("coverage.zone_mark", mark, "points", index);
        report.figure("coverage.untreated", cover.percent(Band::kUntreated), "%", index);
        report.figure("coverage.light", cover.percent(Band::kLight), "%", index);
        report.figure("coverage.on_target", cover.percent(Band::kTarget), "%", index);
        report.figure("coverage.heavy", cover.percent(Band::kHeavy), "%", index);
        report.figure("coverage.overtreated", cover.percent(Band::kOver), "%", index);
        report.figure("coverage.zone_uniformity", uniformity, "points", index);
        report.figure("coverage.zone_passes", passes, "passes", index);
    }

    // Findings for what cost something, each with the area of its cells.
    void explain(sdk::MarkSheet& sheet, std::size_t part, const PlannedCover& zone, const ZoneCover& cover) const {
        const Shares s = cover.shares();
        const double full_from = rule_.from_percent + rule_.span_percent;
        if (s.target + s.heavy + s.over + rule_.light_counts * s.light < full_from) {
            explain_band(sheet, part, zone, cover, Band::kUntreated, 100.0 - full_from,
                         {"UNTREATED", Severity::kMinor, "{value} {unit} of {zone} was left out or hardly touched.",
                          "score.coverage.span_percent"});
            explain_band(sheet, part, zone, cover, Band::kLight, 100.0 - full_from,
                         {"LIGHT", Severity::kMinor, "{value} {unit} of {zone} was treated more lightly than planned.",
                          "score.coverage.span_percent"});
        }
        if (s.heavy > rule_.heavy_free)
            explain_band(sheet, part, zone, cover, Band::kHeavy, rule_.heavy_free,
                         {"HEAVY", Severity::kMinor, "{value} {unit} of {zone} was treated more heavily than planned.",
                          "score.coverage.heavy_free_percent"});
        if (s.over > rule_.over_free)
            explain_band(
                sheet, part, zone, cover, Band::kOver, rule_.over_free,
                {"OVERTREATED", Severity::kMajor, "{value} {unit} of {zone} got more than twice the planned density.",
                 "score.coverage.over_free_percent"});
        if (cover.variation() > 1.0 - rule_.even_span && cover.uneven().cells > 0) {
            Finding finding = about(zone, "UNEVEN", Severity::kMinor,
                                    "The density in {zone} varies by {value} of its mean; {limit} is even enough.");
            finding.value = cover.variation();
            finding.limit = 1.0 - rule_.even_span;
            finding.limit_key = "score.coverage.cv_span";
            finding.cell = cover.uneven().worst_cell;
            sheet.explain(part, finding, cover.uneven().area_um2);
        }
    }

    struct Wording {
        const char* rule;
        Severity severity;
        const char* text;
        const char* limit_key;
    };
    static void explain_band(sdk::MarkSheet& sheet, std::size_t part, const PlannedCover& zone, const ZoneCover& cover,
                             Band band, double limit, const Wording& words) {
        const BandCells& cells = cover.band(band);
        if (cells.cells == 0) return;
        Finding finding = about(zone, words.rule, words.severity, words.text);
        finding.value = cover.percent(band);
        finding.limit = limit;
        finding.unit = "%";
        finding.limit_key = words.limit_key;
        finding.cell = cells.worst_cell;
        sheet.explain(part, finding, cells.area_um2);
    }

    static Finding about(const PlannedCover& zone, const char* rule, Severity severity, const char* text) {
        Finding finding;
        finding.rule = rule;
        finding.severity = severity;
        finding.text = text;
        finding.zone = zone.zone.index;
        finding.first_tick = zone.first;
        finding.end_tick = zone.last + 1;
        return finding;
    }

    BandEdges edges_;
    CoverRule rule_;
    std::vector<PlannedCover> zones_;          // in the order of the zone table
    std::vector<std::uint32_t> slot_of_zone_;  // kNone: not planned
    std::vector<sdk::Decision> decisions_;
};

}  // namespace

}  // namespace np::coverage

NP_SCORER(np::coverage::Coverage, "coverage", "0.1.0", "scorer.coverage")
