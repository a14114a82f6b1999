#include "needlepoint/skin/healing.h"

#include "needlepoint/sdk/math.h"

namespace np::skin {

double with_odds(double probability, double factor) {
    const double odds = probability / (1 - probability) * factor;
    return odds / (1 + odds);
}

double pih_probability(const HealingRules& rules, const PihCase& facts) {
    const PigmentRules& r = rules.pih;
    double factor = 1;
    if (facts.r > r.dense_from_r) factor *= r.dense;
    if (facts.over_mm > 0) factor *= np_pow(r.per_step_over, facts.over_mm / r.over_step_mm);
    if (facts.overtreated) factor *= r.overtreated;
    if (facts.active_acne) factor *= r.active_acne;
    if (facts.tanned) factor *= r.tan;
    if (!facts.sun_screen) factor *= r.no_spf;
    if (facts.retinoid) factor *= r.retinoid;
    if (facts.cooled) factor *= r.cooling;
    if (facts.pre_care) factor *= r.pre_care;
    const int type = facts.fitzpatrick < 1 ? 1 : facts.fitzpatrick > 6 ? 6 : facts.fitzpatrick;
    return with_odds(r.base[static_cast<std::size_t>(type - 1)], factor);
}

double tram_track_probability(const HealingRules& rules, const TramCase& facts) {
    return with_odds(rules.tram_base, (facts.bony_fault ? rules.tram_bony : 1) * (facts.dragged ? rules.tram_drag : 1));
}

double infection_probability(const HealingRules& rules, const InfectionCase& facts) {
    double factor = 1;
    if (facts.reused) factor *= rules.infection_reuse;
    if (facts.dirty_field) factor *= rules.infection_dirty;
    if (facts.picked) factor *= rules.infection_picking;
    // Hazard follows how open the barrier still was.
    factor *= 1 + (rules.infection_dirty - 1) * np_clamp(facts.later_dirt, 0, 1);
    return with_odds(rules.infection_base, factor);
}

double granuloma_probability(const HealingRules& rules, double worked_in) {
    return with_odds(rules.granuloma_base, 1 + (rules.granuloma_foreign - 1) * np_clamp(worked_in, 0, 1));
}

double complication_level(double ramp_share, double onset_days, double length_days, double days) {
    const double into = days - onset_days;
    if (into <= 0) return 0;
    const bool stays = length_days <= 0;
    const double ramp = np_max(1, ramp_share * (stays ? 30 : length_days));
    const double rising = into / ramp;
    const double falling = stays ? 1 : (length_days - into) / ramp;
    return np_clamp(np_min(rising, falling), 0, 1);
}

double depth_gain(const CollagenRules& rules, double depth_mm) {
    double from_mm = 0, from = 0;
    for (std::size_t i = 0; i < rules.depth_mm.size(); ++i) {
        if (depth_mm <= rules.depth_mm[i])
            return from + (rules.depth_gain[i] - from) * np_max(0, depth_mm - from_mm) / (rules.depth_mm[i] - from_mm);
        from_mm = rules.depth_mm[i];
        from = rules.depth_gain[i];
    }
    return from;
}

double density_gain(const CollagenRules& rules, double r) {
    return r > rules.over_from_r ? rules.over_r_gain : np_min(1, np_max(0, r) / rules.full_from_r);
}

double spacing_gain(const CollagenRules& rules, double days) {
    if (days < rules.spacing_short_days) return rules.spacing_short;
    if (days < rules.spacing_early_days) return rules.spacing_early;
    return days > rules.spacing_late_days ? rules.spacing_late : 1;
}

double age_gain(const CollagenRules& rules, double age_years) {
    return np_clamp(1 - rules.ageing_per_year * np_max(0, age_years - rules.ageing_from_years), 0, 1);
}

double heat_in_dermis(const HeatAfterRules& rules, const anatomy::Layers& layers, double depth_mm, bool insulated) {
    const double top = insulated ? np_max(0, depth_mm - rules.zone_mm) : 0;
    if (depth_mm <= top) return 0;
    const double from = np_max(top, layers.epidermis_mm), to = np_min(depth_mm, layers.epidermis_mm + layers.dermis_mm);
    return np_max(0, to - from) / (depth_mm - top);
}

double heat_on_collagen(const HeatAfterRules& rules, double heat, double in_dermis) {
    return 1 + rules.collagen_gain * np_max(0, heat) * in_dermis;
}

double contraction_left(const HeatAfterRules& rules, double heat, double in_dermis, double weeks) {
    return np_min(1, rules.contraction * np_max(0, heat) * in_dermis) *
           np_pow(0.5, np_max(0, weeks) / rules.contraction_weeks);
}

BurnLook burn_look(const HeatAfterRules& rules, double hours) {
    const double days = hours / 24, white_days = rules.burn_white_h / 24;
    BurnLook look;
    look.white = np_clamp(1 - days / white_days, 0, 1);
    const double into = (days - white_days) / (rules.burn_heal_days - white_days);  // of the time it takes to heal
    look.crust = np_clamp(np_min(5 * into, 2 * (1 - into)), 0, 1);
    look.red = np_clamp(np_min(1 - look.white, 2 - days / rules.burn_heal_days), 0, 1);
    look.pale = rules.burn_pale * np_clamp(into - 0.5, 0, 1);
    return look;
}

double collagen_share(const CollagenRules& rules, double weeks) {
    return weeks <= 0 ? 0 : 1 - np_exp(-np_pow(weeks / rules.scale_weeks, rules.power));
}

double session_share(const CollagenRules& rules, int session) {
    double share = 1;
    for (int i = 1; i < session; ++i) share *= 1 - rules.fade_per_session;
    return share;
}

double scar_weight(const CollagenRules& rules, std::string_view goal) {
    if (goal == "scar_rolling") return rules.scar_rolling;
    if (goal == "scar_boxcar") return rules.scar_boxcar;
    if (goal == "scar_icepick") return rules.scar_icepick;
    return 1;
}

}  // namespace np::skin
