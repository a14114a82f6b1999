#include "needlepoint/skin/response.h"

#include <span>
#include <string>

#include "needlepoint/sdk/math.h"
#include "rule_reader.h"

namespace np::skin {
Expected<DensityRules> load_density_rules(const Parameters& parameters) {
    DensityRules r{};
    const Wanted wanted[] = {
        {"density.eta_base", &r.eta_base},
        {"density.v_cal_cm_s", &r.v_cal_cm_s},
        {"density.raw_cal", &r.raw_cal},
        {"density.v_ref_min_cm_s", &r.v_ref_min_cm_s},
        {"density.v_ref_max_cm_s", &r.v_ref_max_cm_s},
        {"density.smooth_radius_mm", &r.smooth_radius_mm},
        {"density.channel_min_mm", &r.channel_min_mm},
        {"density.visit_per_cm2", &r.visit_per_cm2},
        {"density.pass_area_share", &r.pass_cell_share},
        {"density.short_stroke_mm", &r.short_stroke_mm},
        {"density.stand_speed_mm_s", &r.stand_speed_mm_s},
        {"density.stand_cap_per_cm2", &r.stand_cap_per_cm2},
        {"density.r_light", &r.r_light},
        {"density.r_target_lo", &r.r_target_lo},
        {"density.r_target_hi", &r.r_target_hi},
        {"density.r_over", &r.r_over},
    };
    if (const auto read = read_numbers(parameters, wanted); !read) return tl::unexpected(read.error());
    if (!(r.smooth_radius_mm > 0))
        return no("density.smooth_radius_mm: expected a length above 0; correct the rule pack");
    return r;
}

double independent_share(const DensityRules& rules, double rate_hz, double needles, double swath_mm) {
    const double raw = rules.v_cal_cm_s * (rate_hz * needles / (swath_mm * 0.1)) / rules.raw_cal;
    return rules.eta_base * np_clamp(raw, rules.v_ref_min_cm_s, rules.v_ref_max_cm_s) / raw;
}

Expected<NominalRules> load_nominal_rules(const Parameters& parameters) {
    NominalRules r{};
    const Wanted wanted[] = {
        {"contact.tau_stretched", &r.tau_stretched},
        {"contact.loose_stiffness", &r.loose_stiffness},
        {"contact.press_gain", &r.press_gain_mm_per_n},
        {"contact.press_from_n", &r.press_from_n},
        {"contact.press_max_mm", &r.press_max_mm},
        {"contact.count_ref", &r.count_ref},
        {"contact.count_exponent", &r.count_exponent},
        {"contact.count_min", &r.count_min},
        {"contact.count_max", &r.count_max},
    };
    if (const auto read = read_numbers(parameters, wanted); !read) return tl::unexpected(read.error());
    if (!(r.loose_stiffness > 0)) return no("contact.loose_stiffness: expected a share above 0; correct the rule pack");
    return r;
}

double depth_factor(const NominalRules& rules, double needles) {
    return np_clamp(np_pow(rules.count_ref / needles, rules.count_exponent), rules.count_min, rules.count_max);
}

double press_mm(const NominalRules& rules, double force_n, double stiffness, bool stretched) {
    const double met = stretched ? stiffness : stiffness * rules.loose_stiffness;
    return np_min(rules.press_max_mm, rules.press_gain_mm_per_n * np_max(0, force_n - rules.press_from_n) / met);
}

Expected<TissueRules> load_tissue_rules(const Parameters& parameters) {
    TissueRules r{};
    const Wanted wanted[] = {
        {"tissue.bleed.d50_dermis_share", &r.d50_dermis_share},
        {"tissue.bleed.slope_mm", &r.bleed_slope_mm},
        {"tissue.bleed.p_max", &r.bleed_max},
        {"tissue.bleed.p_max_gain_per_mm", &r.bleed_max_per_mm},
        {"tissue.bleed.p_max_from_mm", &r.bleed_max_from_mm},
        {"tissue.bleed.onset_min_s", &r.bleed_onset_min_s},
        {"tissue.bleed.onset_max_s", &r.bleed_onset_max_s},
        {"tissue.bleed.stop_s", &r.bleed_stop_s},
        {"tissue.bleed.grade1_per_cm2", &r.grade_from[0]},
        {"tissue.bleed.grade2_per_cm2", &r.grade_from[1]},
        {"tissue.bleed.grade3_per_cm2", &r.grade_from[2]},
        {"tissue.bleed.grade4_per_cm2", &r.grade_from[3]},
        {"tissue.erythema.dose_rho_per_cm2", &r.dose_rho_per_cm2},
        {"tissue.erythema.dose_depth_mm", &r.dose_depth_mm},
        {"tissue.erythema.dose_scale", &r.erythema_dose},
        {"tissue.erythema.rise_min", &r.erythema_rise_min},
        {"tissue.erythema.fast_share", &r.fast_share},
        {"tissue.erythema.fast_share_gain_per_mm", &r.fast_share_per_mm},
        {"tissue.erythema.fast_share_from_mm", &r.fast_share_from_mm},
        {"tissue.erythema.fast_share_span_mm", &r.fast_share_span_mm},
        {"tissue.erythema.fast_h", &r.fast_decay_h},
        {"tissue.erythema.slow_h", &r.slow_decay_h},
        {"tissue.erythema.slow_gain_h_per_mm", &r.slow_decay_h_per_mm},
        {"tissue.erythema.slow_from_mm", &r.slow_decay_from_mm},
        {"tissue.erythema.cool_half_min", &r.cool_half_min},
        {"tissue.erythema.cool_floor", &r.cool_floor},
        {"tissue.erythema.rewarm_half_min", &r.rewarm_half_min},
        {"tissue.erythema.over_dose", &r.over_dose},
        {"tissue.erythema.gain_fitzpatrick_1", &r.tone_gain[0]},
        {"tissue.erythema.gain_fitzpatrick_2", &r.tone_gain[1]},
        {"tissue.erythema.gain_fitzpatrick_3", &r.tone_gain[2]},
        {"tissue.erythema.gain_fitzpatrick_4", &r.tone_gain[3]},
        {"tissue.erythema.gain_fitzpatrick_5", &r.tone_gain[4]},
        {"tissue.erythema.gain_fitzpatrick_6", &r.tone_gain[5]},
        {"tissue.swelling.gain", &r.swelling_gain},
        {"tissue.swelling.peak_h", &r.swelling_peak_h},
        {"tissue.swelling.infraorb", &r.swelling_infraorbital},
        {"tissue.swelling.lips", &r.swelling_lips},
        {"tissue.swelling.cap", &r.swelling_cap},
        {"tissue.barrier.half_life_h", &r.barrier_half_h},
        {"tissue.barrier.over_factor", &r.barrier_over_factor},
        {"tissue.flake.from_days", &r.flake_from_days},
        {"tissue.flake.peak_days", &r.flake_peak_days},
        {"tissue.flake.to_days", &r.flake_to_days},
        {"tissue.flake.base", &r.flake_base},
        {"tissue.flake.gain", &r.flake_gain},
        {"tissue.flake.over_days", &r.flake_over_days},
        {"tissue.flake.full_dose", &r.flake_full_dose},
        {"tissue.heat.energy_ref_mj", &r.heat_ref_mj},
        {"tissue.heat.bleed_share", &r.heat_bleed_share},
        {"tissue.heat.redness_gain", &r.heat_redness_gain},
        {"tissue.heat.swelling_gain", &r.heat_swelling_gain},
        {"tissue.heat.surface_half_mm", &r.heat_surface_half_mm},
        {"tissue.heat.place_mm", &r.heat_place_mm},
        {"tissue.heat.cool_half_s", &r.heat_cool_half_s},
        {"tissue.heat.white_from_mj", &r.heat_white_from_mj},
        {"tissue.heat.white_pain", &r.heat_white_pain},
        {"tissue.petechiae.base", &r.petechiae_base},
        {"tissue.petechiae.per_n", &r.petechiae_per_n},
        {"tissue.petechiae.from_n", &r.petechiae_from_n},
        {"tissue.petechiae.infraorb", &r.petechiae_infraorbital},
        {"tissue.petechiae.cell_share", &r.petechiae_cell_share},
        {"tissue.petechiae.fade_days", &r.petechiae_fade_days},
        {"tissue.petechiae.bruise", &r.bruise},
        {"tissue.petechiae.bruise_radius_mm", &r.bruise_radius_mm},
        {"tissue.petechiae.bruise_days", &r.bruise_days},
        {"tissue.history.anticoagulant_from", &r.anticoagulant_from},
        {"tissue.pain.base", &r.pain_base},
        {"tissue.pain.per_mm", &r.pain_per_mm},
        {"tissue.pain.per_n", &r.pain_per_n},
        {"tissue.pain.from_n", &r.pain_from_n},
        {"tissue.pain.follow_s", &r.pain_follow_s},
        {"tissue.pain.numb_max", &r.numb_max},
        {"tissue.pain.numb_full_min", &r.numb_full_min},
        {"tissue.pain.numb_fade_min", &r.numb_fade_min},
        {"tissue.pain.after_share", &r.after_share},
        {"tissue.pain.after_hold_h", &r.after_hold_h},
        {"tissue.pain.after_h", &r.after_h},
        {"tissue.gel.lasts_s", &r.gel_lasts_s},
        {"tissue.gel.wear_per_visit", &r.gel_wear_per_visit},
        {"tissue.gel.dry_below", &r.gel_dry_below},
        {"tissue.antiseptic.dry_s", &r.antiseptic_dry_s},
        {"tissue.antiseptic.valid_s", &r.antiseptic_valid_s},
        {"tissue.blood_film_fade_s", &r.blood_fade_s},
        {"tissue.film.blood_per_point", &r.blood_per_point},
        {"tissue.film.wipe_share", &r.wipe_share},
        {"tissue.film.gone_below", &r.gone_below},
        {"tissue.film.cleanse_share", &r.cleanse_share},
        {"tissue.film.residue_at_start", &r.residue_at_start},
    };
    if (const auto read = read_numbers(parameters, wanted); !read) return tl::unexpected(read.error());
    return r;
}

double bleeding_share(const TissueRules& rules, double depth_mm, double epidermis_mm, double dermis_mm) {
    const double d50 = epidermis_mm + rules.d50_dermis_share * dermis_mm;
    const double most = rules.bleed_max * (1 + rules.bleed_max_per_mm * np_max(0, depth_mm - rules.bleed_max_from_mm));
    return most / (1 + np_exp(-(depth_mm - d50) / rules.bleed_slope_mm));
}

int bleeding_grade(const TissueRules& rules, double pinpoints_per_cm2) {
    if (pinpoints_per_cm2 > rules.grade_from[3]) return 4;
    int grade = 0;
    while (grade < 3 && pinpoints_per_cm2 >= rules.grade_from[static_cast<std::size_t>(grade)]) ++grade;
    return grade;
}

double dose(const TissueRules& rules, double rho_per_cm2, double depth_mm) {
    return rho_per_cm2 / rules.dose_rho_per_cm2 * (depth_mm / rules.dose_depth_mm);
}

double erythema_peak(const TissueRules& rules, double dose) {
    return 1 - np_exp(-dose / rules.erythema_dose);
}

double erythema_decay(const TissueRules& rules, double depth_mm, double hours) {
    const double fast = rules.fast_share + rules.fast_share_per_mm * np_clamp(depth_mm - rules.fast_share_from_mm, 0,
                                                                              rules.fast_share_span_mm);
    const double slow_h =
        rules.slow_decay_h + rules.slow_decay_h_per_mm * np_max(0, depth_mm - rules.slow_decay_from_mm);
    return fast * np_exp(-hours / rules.fast_decay_h) + (1 - fast) * np_exp(-hours / slow_h);
}

double cooling(const TissueRules& rules, double before, double cooled_minutes) {
    return np_max(np_min(before, rules.cool_floor), before * np_pow(0.5, cooled_minutes / rules.cool_half_min));
}

double rewarming(const TissueRules& rules, double left, double minutes_since) {
    return 1 - (1 - left) * np_pow(0.5, minutes_since / rules.rewarm_half_min);
}

double swelling(const TissueRules& rules, double dose, double zone_factor, double hours) {
    const double peak = np_min(rules.swelling_cap, rules.swelling_gain * dose * zone_factor);
    const double t = hours / rules.swelling_peak_h;
    return peak * t * np_exp(1 - t);
}

double barrier_open(const TissueRules& rules, double hours, bool overtreated) {
    return np_pow(0.5, hours / (rules.barrier_half_h * (overtreated ? rules.barrier_over_factor : 1)));
}

double flake(const TissueRules& rules, double dose, double hours, bool overtreated) {
    const double days = hours / 24;
    if (dose <= 0 || days <= rules.flake_from_days) return 0;
    const double to = rules.flake_to_days + (overtreated ? rules.flake_over_days : 0);
    const double strength = (rules.flake_base + rules.flake_gain * dose) * np_min(1, dose / rules.flake_full_dose);
    const double rising = (days - rules.flake_from_days) / (rules.flake_peak_days - rules.flake_from_days);
    const double falling = (to - days) / (to - rules.flake_peak_days);
    return np_min(1, strength) * np_clamp(np_min(rising, falling), 0, 1);
}

double heat_on_bleeding(const TissueRules& rules, double heat) {
    return 1 - (1 - rules.heat_bleed_share) * np_clamp(heat, 0, 1);
}
double heat_on_dose(const TissueRules& rules, double heat) {
    return 1 + rules.heat_redness_gain * np_max(0, heat);
}
double heat_on_swelling(const TissueRules& rules, double heat) {
    return 1 + rules.heat_swelling_gain * np_max(0, heat);
}
double surface_heat_mj(const TissueRules& rules, double energy_mj, double depth_mm, bool insulated) {
    return insulated ? energy_mj * np_pow(0.5, depth_mm / rules.heat_surface_half_mm) : energy_mj;
}
double surface_heat_left(const TissueRules& rules, double seconds_since) {
    return np_pow(0.5, np_max(0, seconds_since) / rules.heat_cool_half_s);
}

double petechiae_probability(const TissueRules& rules, double peak_force_n, bool infraorbital) {
    return np_min(1, rules.petechiae_base + rules.petechiae_per_n * np_max(0, peak_force_n - rules.petechiae_from_n) +
                         (infraorbital ? rules.petechiae_infraorbital : 0));
}

double tenderness(const TissueRules& rules, double hours) {
    return rules.after_share * np_clamp((rules.after_h - hours) / (rules.after_h - rules.after_hold_h), 0, 1);
}

double numbness(const TissueRules& rules, double dwell_minutes, double minutes_since_removal) {
    return rules.numb_max * np_min(1, dwell_minutes / rules.numb_full_min) *
           np_exp(-minutes_since_removal / rules.numb_fade_min);
}

}  // namespace np::skin
