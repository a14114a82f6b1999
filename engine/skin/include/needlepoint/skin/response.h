// The formulas of skin response, one function each, with their constants as data. Clinical reference 2.3, 5.2-5.5.
#pragma once

#include <array>
#include <cstdint>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::skin {

// `density.*`: how strikes become effective density.
struct DensityRules {
    double goal_per_cm2, eta_base, reference_speed_cm_s, raw_goal_per_cm2, speed_min_cm_s, speed_max_cm_s;
    double smooth_radius_mm, channel_min_mm, pass_per_cm2, visit_per_cm2, stand_speed_mm_s, pass_cell_share;
    double short_stroke_mm;
    double light_from, target_from, heavy_from, overtreated_from;
};
Expected<DensityRules> load_density_rules(const Parameters& parameters);
// eta: the share of strikes that make a channel of their own.
double independent_share(const DensityRules& rules, double rate_hz, double needles, double swath_mm);

// `tissue.*`: bleeding, redness, swelling, barrier, films, pain.
struct TissueRules {
    // 5.2
    double d50_dermis_share, bleed_slope_mm, bleed_max, bleed_max_per_mm, bleed_max_from_mm;
    double bleed_onset_min_s, bleed_onset_max_s, bleed_stop_s;
    std::array<double, 4> grade_from;  // B1..B4, pinpoints per cm2
    // 5.3
    double dose_rho_per_cm2, dose_depth_mm, erythema_dose, erythema_rise_s;
    double fast_share, fast_share_per_mm, fast_share_span_mm, fast_decay_h, slow_decay_h, slow_decay_h_per_mm, deep_from_mm;
    double cool_half_s, cool_floor;
    std::array<double, 6> tone_gain;  // Fitzpatrick I..VI
    // 5.4
    double swelling_dose, swelling_peak_h, swelling_infraorbital, swelling_lip, barrier_half_h;
    double flake_base, flake_dose, flake_start_h, flake_peak_h, flake_end_h;
    // 5.5
    double pain_base, pain_per_mm, pain_per_n, pain_force_from_n, pain_fade_s;
    double numb_max, numb_dwell_min, numb_fade_min, tender_share, tender_h;
    // films
    double gel_wear_per_strike, gel_dry_below, gel_half_life_s, wipe_share, cleanse_share;
    double antiseptic_contact_s, antiseptic_dry_s, prep_valid_s, residue_at_start, blood_per_point;
};
Expected<TissueRules> load_tissue_rules(const Parameters& parameters);

// Share of channels that bleed visibly.
double bleeding_share(const TissueRules& rules, double depth_mm, double epidermis_mm, double dermis_mm);
int bleeding_grade(const TissueRules& rules, double pinpoints_per_cm2);
// D: density times depth.
double dose(const TissueRules& rules, double rho_per_cm2, double depth_mm);
double erythema_peak(const TissueRules& rules, double dose);                           // E0
double erythema_decay(const TissueRules& rules, double depth_mm, double hours);        // E(t) / E0 once it has risen
double swelling(const TissueRules& rules, double dose, double zone_factor, double hours);  // G(t)
double barrier_open(const TissueRules& rules, double hours);
double flake(const TissueRules& rules, double dose, double hours);
double cooling(const TissueRules& rules, double cooled_seconds);
double numbness(const TissueRules& rules, double dwell_minutes, double minutes_since_removal);

}  // namespace np::skin
