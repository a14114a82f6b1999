// The figures of the clinical reference as the rule pack prints them, for tests that must not depend on a file.
#pragma once

#include <string>

#include "needlepoint/core/parameters.h"

namespace np::test {

inline void set_pen(Parameters& p, const std::string& id, double needles, double swath_mm, double rate_hz,
                    const std::string& rings, double depth_max_mm = 2.5) {
    const std::string base = "device." + id + ".";
    p.set(base + "kind", std::string("pen"));
    p.set(base + "rings", rings);
    p.set(base + "needles", needles);
    p.set(base + "swath_mm", swath_mm);
    p.set(base + "needle_diameter_mm", 0.25);
    p.set(base + "rate_hz", rate_hz);
    p.set(base + "rate_min_hz", rate_hz);
    p.set(base + "rate_max_hz", rate_hz);
    p.set(base + "depth_max_mm", depth_max_mm);
    p.set(base + "depth_step_mm", 0.25);
    p.set(base + "tolerance_mm", 0.15);
}

inline Parameters clinical_parameters() {
    Parameters p;
    const struct {
        const char* key;
        double value;
    } figures[] = {
        {"contact.tau_stretched", 0.90},
        {"contact.tau_loose", 0.75},
        {"contact.k_dry", 0.85},
        {"contact.gap_transmission", 0.3},
        {"contact.noise_sd_mm", 0.05},
        {"contact.seat_force_n", 0.04},
        {"contact.load_min", 0.4},
        {"contact.load_max", 1.0},
        {"contact.press_gain", 0.10},
        {"contact.press_from_n", 2.0},
        {"contact.press_max_mm", 0.4},
        {"contact.firm_margin_mm", 0.3},
        {"contact.bone_depth_share", 0.6},
        {"contact.bone_near_mm", 3},
        {"contact.bone_near_force_n", 3},
        {"contact.count_ref", 14},
        {"contact.count_exponent", 0.15},
        {"contact.count_min", 0.85},
        {"contact.count_max", 1.1},
        {"contact.rim_points", 24},
        {"contact.touch_within_mm", 0.05},
        {"contact.seat_within_mm", 1.0},
        {"contact.reach_behind_mm", 6},
        {"contact.reach_ahead_mm", 12},
        {"density.eta_base", 0.09},
        {"density.v_cal_cm_s", 3.0},
        {"density.raw_cal", 3268},
        {"density.v_ref_min_cm_s", 2},
        {"density.v_ref_max_cm_s", 6},
        {"density.smooth_radius_mm", 2.5},
        {"density.channel_min_mm", 0.05},
        {"density.stand_speed_mm_s", 2},
        {"density.stand_cap_per_cm2", 98},
        {"density.visit_per_cm2", 34},
        {"density.pass_area_share", 0.60},
        {"density.short_stroke_mm", 5},
        {"density.r_light", 0.35},
        {"density.r_target_lo", 0.65},
        {"density.r_target_hi", 1.40},
        {"density.r_over", 2.0},
        {"tissue.bleed.d50_dermis_share", 0.45},
        {"tissue.bleed.slope_mm", 0.12},
        {"tissue.bleed.p_max", 0.25},
        {"tissue.bleed.p_max_gain_per_mm", 0.5},
        {"tissue.bleed.p_max_from_mm", 1.0},
        {"tissue.bleed.grade1_per_cm2", 2},
        {"tissue.bleed.grade2_per_cm2", 10},
        {"tissue.bleed.grade3_per_cm2", 30},
        {"tissue.bleed.grade4_per_cm2", 200},
        {"tissue.bleed.onset_min_s", 5},
        {"tissue.bleed.onset_max_s", 20},
        {"tissue.bleed.stop_s", 90},
        {"tissue.erythema.dose_rho_per_cm2", 300},
        {"tissue.erythema.dose_depth_mm", 1.0},
        {"tissue.erythema.dose_scale", 0.7},
        {"tissue.erythema.fast_share", 0.5},
        {"tissue.erythema.fast_share_gain_per_mm", 0.2},
        {"tissue.erythema.fast_share_from_mm", 1.0},
        {"tissue.erythema.fast_share_span_mm", 0.5},
        {"tissue.erythema.fast_h", 3.5},
        {"tissue.erythema.slow_h", 16},
        {"tissue.erythema.slow_gain_h_per_mm", 32},
        {"tissue.erythema.slow_from_mm", 1.0},
        {"tissue.erythema.rise_min", 10},
        {"tissue.erythema.cool_half_min", 30},
        {"tissue.erythema.cool_floor", 0.35},
        {"tissue.erythema.gain_fitzpatrick_1", 1.0},
        {"tissue.erythema.gain_fitzpatrick_2", 0.95},
        {"tissue.erythema.gain_fitzpatrick_3", 0.80},
        {"tissue.erythema.gain_fitzpatrick_4", 0.60},
        {"tissue.erythema.gain_fitzpatrick_5", 0.35},
        {"tissue.erythema.gain_fitzpatrick_6", 0.20},
        {"tissue.swelling.gain", 0.10},
        {"tissue.swelling.peak_h", 8},
        {"tissue.swelling.infraorb", 2.5},
        {"tissue.swelling.lips", 1.5},
        {"tissue.swelling.cap", 1},
        {"tissue.barrier.half_life_h", 12},
        {"tissue.flake.from_days", 2},
        {"tissue.flake.peak_days", 3},
        {"tissue.flake.to_days", 5},
        {"tissue.flake.base", 0.3},
        {"tissue.flake.gain", 0.4},
        {"tissue.pain.base", 1},
        {"tissue.pain.per_mm", 3.5},
        {"tissue.pain.per_n", 1.5},
        {"tissue.pain.from_n", 2},
        {"tissue.pain.upper_lip", 2},
        {"tissue.pain.forehead", 1},
        {"tissue.pain.numb_max", 4},
        {"tissue.pain.numb_full_min", 40},
        {"tissue.pain.numb_fade_min", 60},
        {"tissue.pain.after_share", 0.3},
        {"tissue.pain.after_h", 48},
        {"tissue.pain.follow_s", 2},
        {"tissue.gel.lasts_s", 180},
        {"tissue.gel.wear_per_visit", 0.12},
        {"tissue.gel.dry_below", 0.15},
        {"tissue.antiseptic.dry_s", 120},
        {"tissue.antiseptic.valid_s", 1800},
        {"tissue.blood_film_fade_s", 600},
        {"tissue.film.wipe_share", 0.95},
        {"tissue.film.gone_below", 0.1},
        {"tissue.film.cleanse_share", 0.8},
        {"tissue.film.residue_at_start", 1.0},
        {"tissue.film.blood_per_point", 0.0125},
    };
    for (const auto& [key, value] : figures) p.set(key, value);
    set_pen(p, "skinpen_precision", 14, 5.0, 116.7, "0:1,1.2:4,2.3:9");
    set_pen(p, "exceed", 6, 3.0, 125, "0:1,1.3:5", 1.5);
    set_pen(p, "dermapen_4", 16, 5.0, 120, "0:1,1.1:5,2.3:10");
    set_pen(p, "generic_12", 12, 4.4, 133, "0:1,1.0:4,2.0:7");
    set_pen(p, "generic_24", 24, 5.5, 133, "0:2,1.3:8,2.5:14");
    set_pen(p, "generic_36", 36, 6.0, 133, "0:3,1.1:7,2.0:11,2.8:15");
    set_pen(p, "drpen_a6s_36", 36, 6.0, 250, "0:3,1.1:7,2.0:11,2.8:15");
    p.set("session.device", std::string("skinpen_precision"));
    return p;
}

}  // namespace np::test
