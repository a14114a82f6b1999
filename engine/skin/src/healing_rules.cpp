// Where the constants of healing.h come from.
#include <string>

#include "needlepoint/skin/healing.h"
#include "rule_reader.h"

namespace np::skin {
namespace {

constexpr const char* kWords[kComplications] = {
    "pih",        "tram_track", "infection",   "granuloma",   "allergic_dermatitis", "hsv_reactivation",
    "acne_flare", "milia",      "hypopigment", "scar_keloid", "nerve_or_fat_loss",   "persistent_redness",
};

Status read_pigment(const Parameters& parameters, PigmentRules& r) {
    const Wanted wanted[] = {
        {"tissue.pih.base_1_percent", &r.base[0]},
        {"tissue.pih.base_2_percent", &r.base[1]},
        {"tissue.pih.base_3_percent", &r.base[2]},
        {"tissue.pih.base_4_percent", &r.base[3]},
        {"tissue.pih.base_5_percent", &r.base[4]},
        {"tissue.pih.base_6_percent", &r.base[5]},
        {"tissue.pih.dense", &r.dense},
        {"density.r_target_hi", &r.dense_from_r},
        {"tissue.pih.per_half_mm_over", &r.per_step_over},
        {"tissue.pih.over_step_mm", &r.over_step_mm},
        {"tissue.pih.overtreated", &r.overtreated},
        {"tissue.pih.active_acne", &r.active_acne},
        {"tissue.pih.tan", &r.tan},
        {"tissue.pih.no_spf", &r.no_spf},
        {"tissue.pih.retinoid", &r.retinoid},
        {"tissue.pih.retinoid_days", &r.retinoid_days},
        {"tissue.pih.cooling", &r.cooling},
        {"tissue.pih.cooling_min", &r.cooling_min},
        {"tissue.pih.cooling_share", &r.cooling_share},
        {"tissue.pih.pre_care", &r.pre_care},
        {"tissue.pih.spf_days", &r.spf_days},
        {"tissue.pih.spf_share", &r.spf_share},
        {"tissue.pih.spf_shortens", &r.spf_shortens},
        {"tissue.pih.ramp_days", &r.ramp_days},
        {"tissue.pih.depth", &r.depth},
    };
    if (auto read = read_numbers(parameters, wanted); !read) return read;
    for (double& percent : r.base) percent /= 100;
    return {};
}

Status read_collagen(const Parameters& parameters, CollagenRules& r) {
    const Wanted wanted[] = {
        {"tissue.collagen.scale_weeks", &r.scale_weeks},
        {"tissue.collagen.power", &r.power},
        {"tissue.collagen.a0", &r.a0},
        {"tissue.collagen.fade_per_session", &r.fade_per_session},
        {"tissue.collagen.full_from_r", &r.full_from_r},
        {"tissue.collagen.over_from_r", &r.over_from_r},
        {"tissue.collagen.over_r_gain", &r.over_r_gain},
        {"tissue.collagen.spacing_short_days", &r.spacing_short_days},
        {"tissue.collagen.spacing_early_days", &r.spacing_early_days},
        {"tissue.collagen.spacing_late_days", &r.spacing_late_days},
        {"tissue.collagen.spacing_short", &r.spacing_short},
        {"tissue.collagen.spacing_early", &r.spacing_early},
        {"tissue.collagen.spacing_late", &r.spacing_late},
        {"tissue.collagen.care_floor", &r.care_floor},
        {"tissue.collagen.care_sun", &r.care_sun},
        {"tissue.collagen.care_picking", &r.care_picking},
        {"tissue.collagen.care_actives", &r.care_actives},
        {"tissue.collagen.smoking", &r.smoking},
        {"tissue.collagen.ageing_from_years", &r.ageing_from_years},
        {"tissue.collagen.ageing_per_year", &r.ageing_per_year},
        {"tissue.collagen.overtreated", &r.overtreated},
        {"tissue.collagen.scar_rolling", &r.scar_rolling},
        {"tissue.collagen.scar_boxcar", &r.scar_boxcar},
        {"tissue.collagen.scar_icepick", &r.scar_icepick},
    };
    if (auto read = read_numbers(parameters, wanted); !read) return read;
    for (std::size_t i = 0; i < r.depth_mm.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string depth = "tissue.collagen.depth" + number + "_mm", gain = "tissue.collagen.gain" + number;
        const Wanted point[] = {{depth.c_str(), &r.depth_mm[i]}, {gain.c_str(), &r.depth_gain[i]}};
        if (auto read = read_numbers(parameters, point); !read) return read;
        if (r.depth_mm[i] <= (i == 0 ? 0 : r.depth_mm[i - 1]))
            return no(depth + ": a depth above the one before was expected; put the points in order");
    }
    return {};
}

Status read_courses(const Parameters& parameters, HealingRules& r) {
    for (std::size_t i = 0; i < kComplications; ++i) {
        const std::string base = std::string("tissue.course.") + kWords[i] + ".";
        ComplicationCourse& course = r.course[i];
        const std::pair<const char*, double*> fields[] = {{"onset_lo_days", &course.onset_lo_days},
                                                          {"onset_hi_days", &course.onset_hi_days},
                                                          {"length_lo_days", &course.length_lo_days},
                                                          {"length_hi_days", &course.length_hi_days},
                                                          {"burden", &course.burden}};
        for (const auto& [field, to] : fields) {
            const std::string key = base + field;
            const Wanted one[] = {{key.c_str(), to}};
            if (auto read = read_numbers(parameters, one); !read) return read;
        }
    }
    return {};
}

}  // namespace

std::string_view to_word(Complication complication) {
    return kWords[static_cast<std::size_t>(complication)];
}

Expected<HealingRules> load_healing_rules(const Parameters& parameters) {
    HealingRules r{};
    const Wanted wanted[] = {
        {"tissue.erythema.over_dose", &r.over_dose},
        {"tissue.tram_track.base", &r.tram_base},
        {"tissue.tram_track.bony", &r.tram_bony},
        {"tissue.tram_track.drag", &r.tram_drag},
        {"tissue.tram_track.force_n", &r.tram_force_n},
        {"tissue.tram_track.over_mm", &r.tram_over_mm},
        {"tissue.tram_track.share", &r.tram_share},
        {"technique.drag.seated_mm", &r.drag_mm},
        {"tissue.infection.base", &r.infection_base},
        {"tissue.infection.reuse", &r.infection_reuse},
        {"tissue.infection.dirty_field", &r.infection_dirty},
        {"tissue.infection.dirty_share", &r.infection_dirty_share},
        {"tissue.infection.picking", &r.infection_picking},
        {"tissue.granuloma.base", &r.granuloma_base},
        {"tissue.granuloma.foreign", &r.granuloma_foreign},
        {"tissue.allergic_dermatitis.base", &r.allergy_base},
        {"tissue.allergic_dermatitis.metal", &r.allergy_metal},
        {"tissue.hsv_reactivation.base", &r.hsv_base},
        {"tissue.hsv_reactivation.covered", &r.hsv_covered},
        {"tissue.acne_flare.base", &r.acne_base},
        {"tissue.milia.base", &r.milia_base},
        {"tissue.hypopigment.base", &r.hypopigment_base},
        {"tissue.hypopigment.from_fitzpatrick", &r.hypopigment_from_type},
        {"tissue.scar_keloid.base", &r.keloid_base},
        {"tissue.nerve_or_fat_loss.base", &r.nerve_base},
        {"tissue.heat.burn_odds", &r.burn_odds},
        {"tissue.persistent_redness.base", &r.redness_base},
        {"tissue.persistent_redness.over", &r.redness_over},
        {"tissue.course.ramp_share", &r.course_ramp_share},
        {"tissue.erythema.heat_gain", &r.heat_gain},
        {"tissue.erythema.heat_window_h", &r.heat_window_h},
        {"tissue.erythema.heat_h", &r.heat_h},
        {"tissue.erythema.sun_gain", &r.sun_gain},
        {"tissue.erythema.irritant_gain", &r.irritant_gain},
        {"tissue.erythema.aggravated_h", &r.aggravated_h},
        {"tissue.erythema.persistent_level", &r.persistent_level},
        {"tissue.barrier.occlusion_factor", &r.occlusion_factor},
        {"tissue.barrier.pick_reopens", &r.pick_reopens},
        {"tissue.erythema.visible_from", &r.visible_from},
        {"tissue.course.zone_share", &r.zone_share},
        {"tissue.course.spot_share", &r.spot_share},
        {"tissue.course.track_mm", &r.track_mm},
        {"tissue.drag_mark.fade_days", &r.drag_fade_days},
        {"tissue.heat.collagen_gain", &r.heat_after.collagen_gain},
        {"tissue.heat.zone_mm", &r.heat_after.zone_mm},
        {"tissue.heat.contraction", &r.heat_after.contraction},
        {"tissue.heat.contraction_weeks", &r.heat_after.contraction_weeks},
        {"tissue.heat.burn_white_h", &r.heat_after.burn_white_h},
        {"tissue.heat.burn_heal_days", &r.heat_after.burn_heal_days},
        {"tissue.heat.burn_pale", &r.heat_after.burn_pale},
    };
    if (auto read = read_numbers(parameters, wanted); !read) return tl::unexpected(read.error());
    if (!(r.heat_after.zone_mm > 0) || !(r.heat_after.contraction_weeks > 0) || !(r.heat_after.burn_white_h > 0) ||
        !(r.heat_after.burn_heal_days * 24 > r.heat_after.burn_white_h))
        return no("tissue.heat: lengths and times above 0 were expected, and a burn that heals after it was white");
    if (!(r.drag_fade_days > 0))
        return no("tissue.drag_mark.fade_days: expected a time above 0; correct the rule pack");
    if (!(r.track_mm > 0)) return no("tissue.course.track_mm: expected a length above 0; correct the rule pack");
    if (auto read = read_pigment(parameters, r.pih); !read) return tl::unexpected(read.error());
    if (auto read = read_courses(parameters, r); !read) return tl::unexpected(read.error());
    if (auto read = read_collagen(parameters, r.collagen); !read) return tl::unexpected(read.error());
    return r;
}

}  // namespace np::skin
