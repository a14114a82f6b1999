// Scorer `outcome`: what the session will lead to, and how the patient fared. Shown, without a weight of its own.
// Clinical reference 5.5-5.7 and 8.1 (patient, outcome); see README.
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"
#include "outcome_mark.h"

namespace np::outcome {

namespace {

using sdk::Finding;
using sdk::Severity;

constexpr const char* kComplications[NP_COMPLICATIONS] = {
    "pih",        "tram_track", "infection",   "granuloma",   "allergic_dermatitis", "hsv_reactivation",
    "acne_flare", "milia",      "hypopigment", "scar_keloid", "nerve_or_fat_loss",   "persistent_redness"};

struct ZoneSpan {
    sdk::PlannedZone zone;
    sdk::Tick first = 0, last = 0;
    std::uint64_t strikes = 0;
};

class Outcome : public sdk::Scorer {
  public:
    static constexpr np_parameter_use kParameters[] = {
        {"plan.zones", "", "zones that were planned", 1},
        {"score.outcome.gain_weight", "", "part of the mark that the gain makes up", 1},
        {"score.outcome.burden_weight", "", "part of the mark that the complications make up", 1},
        {"score.outcome.burden_span", "", "so much more burden than the plan's is worth nothing", 1},
        {"score.outcome.pain_free", "", "pain, 0..10, that is still comfort", 1},
        {"score.outcome.pain_told", "", "pain, 0..10, from which it is told", 1},
        {"score.outcome.weeks", "weeks", "when the gain is looked at", 1},
    };

    void begin(const np_session&) override {
        rule_ = {host().need("score.outcome.gain_weight"), host().need("score.outcome.burden_weight"),
                 host().need("score.outcome.burden_span"), host().need("score.outcome.pain_free")};
        pain_told_ = host().need("score.outcome.pain_told");
        weeks_ = host().need("score.outcome.weeks");
        for (const sdk::PlannedZone& planned : sdk::planned_zones(host())) zones_.push_back({planned, 0, 0, 0});
    }

    void consume(sdk::RecordView record) override {
        last_tick_ = record.tick();
        sdk::note_decision(record, decisions_);
        const auto* strike = record.raw<sdk::event::strike>();
        if (strike == nullptr) return;
        const std::uint32_t index = sdk::zone_of_strike(record, *strike);
        for (ZoneSpan& zone : zones_)
            if (zone.zone.index == index) {
                if (zone.strikes++ == 0) zone.first = record.tick();
                zone.last = record.tick();
            }
    }

    void finish(sdk::Report& report) const override {
        std::uint64_t strikes = 0;
        for (const ZoneSpan& zone : zones_) strikes += zone.strikes;
        if (zones_.empty()) return report.not_assessed("The plan has no zone with skin that may be needled.");
        if (strikes == 0 && sdk::rightly_left_out(host(), decisions_))
            return report.not_assessed("Needling was left out by a decision that the key accepts.");
        const sdk::Outlook outlook = host().outlook();
        sdk::MarkSheet sheet;
        for (const ZoneSpan& zone : zones_) judge(zone, outlook, sheet, report);
        const double pain = outlook.peak_pain();
        report.figure("patient.peak_pain", pain);
        report.figure("patient.comfort", comfort(rule_, pain), "points");
        if (pain >= pain_told_) sheet.remark(hurt(pain));
        report.scored(sheet);
    }

  private:
    void judge(const ZoneSpan& zone, const sdk::Outlook& outlook, sdk::MarkSheet& sheet, sdk::Report& report) const {
        const std::uint32_t index = zone.zone.index;
        const np_tissue_outlook skin = outlook.zone(index);
        const double gain = gain_share(skin.texture, skin.planned_texture),
                     burden = burden_share(rule_, skin.burden, skin.planned_burden);
        report.figure("outcome.gain", 100.0 * gain, "%", index);
        report.figure("outcome.collagen", 100.0 * outlook.collagen(index, weeks_), "%", index);
        report.figure("outcome.planned_collagen", 100.0 * outlook.planned_collagen(index, weeks_), "%", index);
        report.figure("outcome.burden", 100.0 * skin.burden, "%", index);
        report.figure("outcome.downtime", skin.downtime_days, "d", index);
        const std::size_t part =
            sheet.part(zone.zone.area_um2, zone_mark(rule_, gain, burden), less_gain(zone, 100.0 * gain));
        if (gain < 1) sheet.explain(part, less_gain(zone, 100.0 * gain), rule_.gain_weight * (1.0 - gain));
        if (burden < 1) sheet.explain(part, complication(zone, skin), rule_.burden_weight * (1.0 - burden));
    }

    static Finding about(const ZoneSpan& zone, const char* rule, const char* text) {
        Finding finding;
        finding.rule = rule;
        finding.severity = Severity::kMinor;
        finding.text = text;
        finding.zone = zone.zone.index;
        finding.first_tick = zone.first;
        finding.end_tick = zone.last + 1;
        return finding;
    }
    static Finding less_gain(const ZoneSpan& zone, double percent) {
        Finding finding = about(zone, "GAIN", "{zone} will gain {value} {unit} of what the plan could have brought.");
        finding.value = percent;
        finding.limit = 100.0;
        finding.unit = "%";
        finding.limit_key = "score.outcome.gain_weight";
        return finding;
    }
    // The complication that adds most to what faultless work would have risked.
    static Finding complication(const ZoneSpan& zone, const np_tissue_outlook& skin) {
        std::size_t worst = 0;
        for (std::size_t i = 1; i < NP_COMPLICATIONS; ++i)
            if (skin.risk[i] - skin.planned_risk[i] > skin.risk[worst] - skin.planned_risk[worst]) worst = i;
        Finding finding =
            about(zone, "COMPLICATION",
                  "{zone}: {thing} is now expected in {value} {unit}; after faultless work in {limit} {unit}.");
        finding.thing = kComplications[worst];
        finding.value = 100.0 * skin.risk[worst];
        finding.limit = 100.0 * skin.planned_risk[worst];
        finding.unit = "%";
        finding.limit_key = "score.outcome.burden_span";
        return finding;
    }
    Finding hurt(double pain) const {
        Finding finding;
        finding.rule = "PAIN";
        finding.text = "It hurt up to {value} of 10.";
        finding.value = pain;
        finding.limit = pain_told_;
        finding.limit_key = "score.outcome.pain_told";
        finding.first_tick = last_tick_;
        return finding;
    }

    OutcomeRule rule_;
    double pain_told_ = 0, weeks_ = 0;
    std::vector<ZoneSpan> zones_;  // in the order of the zone table
    std::vector<sdk::Decision> decisions_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

}  // namespace np::outcome

NP_SCORER(np::outcome::Outcome, "outcome", "0.1.0", "scorer.outcome")
