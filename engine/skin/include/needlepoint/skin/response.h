// The formulas of skin response, one function each, with their constants as data. Clinical reference 2.3, 5.1-5.5.
// Pure; any thread.
#pragma once

#include <array>
#include <cstdint>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {

// `density.*`: how strikes become effective density.
struct DensityRules {
    double eta_base, v_cal_cm_s, raw_cal, v_ref_min_cm_s, v_ref_max_cm_s;
    double smooth_radius_mm, channel_min_mm, visit_per_cm2, pass_cell_share, short_stroke_mm;
    double stand_speed_mm_s, stand_cap_per_cm2;
    double r_light, r_target_lo, r_target_hi, r_over;
};
Expected<DensityRules> load_density_rules(const Parameters& parameters);
// eta: the share of strikes that make a channel of their own.
double independent_share(const DensityRules& rules, double rate_hz, double needles, double swath_mm);

// `contact.*`, as far as the scored depth needs it: what a faultless technique would have been dialled to.
struct NominalRules {
    double tau_stretched, loose_stiffness, press_gain_mm_per_n, press_from_n, press_max_mm;
    double count_ref, count_exponent, count_min, count_max;
};
Expected<NominalRules> load_nominal_rules(const Parameters& parameters);
double depth_factor(const NominalRules& rules, double needles);  // k_n
// d_press. `stiffness` is the zone's, which loose skin does not reach.
double press_mm(const NominalRules& rules, double force_n, double stiffness, bool stretched);
// d_nom. Inline: it is asked for every needle of every strike.
inline double nominal_mm(const NominalRules& rules, double d_eff_mm, double press, double k_n) {
    return np_max(0, (d_eff_mm - press) / (rules.tau_stretched * k_n));
}

// The scored depths of one strike's needles: the one place where force, stretch and needle count are taken out again.
class NominalDepths {
  public:
    NominalDepths(const NominalRules& rules, double k_n, double force_n, bool stretched)
        : rules_(rules), k_n_(k_n), force_n_(force_n), stretched_(stretched) {}
    // Neighbours mostly share a zone, and with it what the force presses. `stiffness` is that zone's.
    double press_mm(std::uint32_t zone, double stiffness) {
        if (!known_ || zone != zone_) {
            press_mm_ = skin::press_mm(rules_, force_n_, stiffness, stretched_);
            zone_ = zone;
            known_ = true;
        }
        return press_mm_;
    }
    double pressed(double d_eff_mm, double press_mm) const { return nominal_mm(rules_, d_eff_mm, press_mm, k_n_); }

  private:
    const NominalRules& rules_;
    double k_n_, force_n_, press_mm_ = 0;
    bool stretched_, known_ = false;
    std::uint32_t zone_ = 0;
};

// `tissue.*`: bleeding, redness, swelling, barrier, films, pain.
struct TissueRules {
    // 5.2
    double d50_dermis_share, bleed_slope_mm, bleed_max, bleed_max_per_mm, bleed_max_from_mm;
    double bleed_onset_min_s, bleed_onset_max_s, bleed_stop_s;
    std::array<double, 4> grade_from;  // B1..B4, pinpoints per cm2
    // 5.3
    double dose_rho_per_cm2, dose_depth_mm, erythema_dose, erythema_rise_min;
    double fast_share, fast_share_per_mm, fast_share_from_mm, fast_share_span_mm;
    double fast_decay_h, slow_decay_h, slow_decay_h_per_mm, slow_decay_from_mm;
    double cool_half_min, cool_floor, rewarm_half_min;
    double over_dose;                 // Dz above which skin is overtreated
    std::array<double, 6> tone_gain;  // Fitzpatrick I..VI
    // 5.4
    double swelling_gain, swelling_peak_h, swelling_infraorbital, swelling_lips, swelling_cap;
    double barrier_half_h, barrier_over_factor;
    double flake_base, flake_gain, flake_from_days, flake_peak_days, flake_to_days, flake_over_days, flake_full_dose;
    // 5.5
    double pain_base, pain_per_mm, pain_per_n, pain_from_n, pain_follow_s;
    double numb_max, numb_full_min, numb_fade_min, after_share, after_hold_h, after_h;
    // heat of radio-frequency shots (2.6)
    double heat_ref_mj, heat_bleed_share, heat_redness_gain, heat_swelling_gain;
    double heat_surface_half_mm, heat_place_mm, heat_cool_half_s, heat_white_from_mj, heat_white_pain;
    // petechiae and bruises (5.2)
    double petechiae_base, petechiae_per_n, petechiae_from_n, petechiae_infraorbital, petechiae_cell_share;
    double petechiae_fade_days, bruise, bruise_radius_mm, bruise_days, anticoagulant_from;
    // films
    double gel_lasts_s, gel_wear_per_visit, gel_dry_below;
    double antiseptic_dry_s, antiseptic_valid_s;
    double blood_fade_s, blood_per_point, wipe_share, gone_below, cleanse_share, residue_at_start;
};
Expected<TissueRules> load_tissue_rules(const Parameters& parameters);

// Share of channels that bleed visibly.
double bleeding_share(const TissueRules& rules, double depth_mm, double epidermis_mm, double dermis_mm);
int bleeding_grade(const TissueRules& rules, double pinpoints_per_cm2);
// D: density times depth.
double dose(const TissueRules& rules, double rho_per_cm2, double depth_mm);
double erythema_peak(const TissueRules& rules, double dose);                     // E0
double erythema_decay(const TissueRules& rules, double depth_mm, double hours);  // E(t) / E0 once it has risen
// What redness is left of after so long under a cool mask, where `before` was left when it was put on; at least the
// floor.
double cooling(const TissueRules& rules, double before, double cooled_minutes);
// The mask taken off, the rest comes back by half in each rewarm_half_min.
double rewarming(const TissueRules& rules, double left, double minutes_since);
double swelling(const TissueRules& rules, double dose, double zone_factor, double hours);  // G(t)
// Overtreated skin closes more slowly and flakes for longer.
double barrier_open(const TissueRules& rules, double hours, bool overtreated);
double flake(const TissueRules& rules, double dose, double hours, bool overtreated);
// Radio frequency. `heat`: energy per needle and shot over the reference energy, 0 without any.
double heat_on_bleeding(const TissueRules& rules, double heat);  // share of the bleeding that is left
double heat_on_dose(const TissueRules& rules, double heat);      // factor of the dose behind redness and flakes
double heat_on_swelling(const TissueRules& rules, double heat);  // factor of the swelling
// What of a shot's energy warms the surface.
double surface_heat_mj(const TissueRules& rules, double energy_mj, double depth_mm, bool insulated);
double surface_heat_left(const TissueRules& rules, double seconds_since);  // share
// Chance that a zone needled with at most this force shows petechiae.
double petechiae_probability(const TissueRules& rules, double peak_force_n, bool infraorbital);
// Share of the peak pain that is felt on palpation so long after the last strike.
double tenderness(const TissueRules& rules, double hours);
double numbness(const TissueRules& rules, double dwell_minutes, double minutes_since_removal);

}  // namespace np::skin
