#include "needlepoint/skin/aftercare.h"

#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

bool is_active(Habit habit) {
    return habit == Habit::kRetinoid || habit == Habit::kVitaminC || habit == Habit::kAcid;
}

double overlap(const HabitSpan& span, double until) {
    return np_max(0, np_min(span.until_h, until) - span.from_h);
}

}  // namespace

HomeCare home_care(const Aftercare& aftercare, const HealingRules& rules, const TissueRules& tissue) {
    HomeCare care;
    const double days = 24;
    care.sun_screen = aftercare.share(Habit::kSpf, rules.pih.spf_days * days) >= rules.pih.spf_share;
    care.early_retinoid = aftercare.before(Habit::kRetinoid, rules.pih.retinoid_days * days);
    care.picked = aftercare.before(Habit::kPicking, tissue.flake_to_days * days);
    care.heated = aftercare.before(Habit::kHeat, rules.heat_window_h);
    care.occluded = aftercare.before(Habit::kOcclusion, tissue.flake_to_days * days);
    care.antiviral = aftercare.before(Habit::kAntiviral, days);
    double early_actives = 0;
    for (const HabitSpan& span : aftercare.spans) {
        const double open = barrier_open(tissue, span.from_h, false);
        if (span.habit == Habit::kCool && overlap(span, tissue.swelling_peak_h) * 60 >= rules.pih.cooling_min)
            care.cooled = true;
        if (span.habit == Habit::kTouching || span.habit == Habit::kSwimming || span.habit == Habit::kMakeup)
            care.later_dirt = np_max(care.later_dirt, open);
        if (!is_active(span.habit) && span.habit != Habit::kMakeup) continue;
        care.worked_in = np_max(care.worked_in, open);
        if (is_active(span.habit) && span.from_h < tissue.flake_to_days * days)
            care.new_product = true, early_actives += 1;
    }
    const CollagenRules& c = rules.collagen;
    double factor = 1;
    if (aftercare.ever(Habit::kSun) && !care.sun_screen) factor -= c.care_sun;
    if (care.picked) factor -= c.care_picking;
    if (early_actives > 0) factor -= c.care_actives;
    care.collagen_factor = np_max(c.care_floor, factor) * (aftercare.ever(Habit::kSmoking) ? c.smoking : 1);
    return care;
}

HomeEffect home_effect(const Aftercare& aftercare, const HealingRules& rules, const TissueRules& tissue, double hours) {
    HomeEffect effect;
    double occluded_h = 0;
    bool heated = false;
    double sun = 0, irritant = 0;
    for (const HabitSpan& span : aftercare.spans) {
        if (hours < span.from_h) continue;
        const double open = barrier_open(tissue, span.from_h, false);
        const bool lasts = hours < np_min(span.until_h, span.from_h + rules.aggravated_h) + rules.aggravated_h;
        switch (span.habit) {
            case Habit::kCool: {
                const double left = cooling(tissue, 1, overlap(span, hours) * 60);
                effect.cool_left *= hours < span.until_h ? left : rewarming(tissue, left, (hours - span.until_h) * 60);
                break;
            }
            case Habit::kHeat:
                heated = heated || (span.from_h < rules.heat_window_h && hours < span.from_h + rules.heat_h);
                break;
            case Habit::kSun:
                if (lasts) sun = np_max(sun, open);
                break;
            case Habit::kRetinoid:
            case Habit::kVitaminC:
            case Habit::kAcid:
                if (lasts) irritant = np_max(irritant, open);
                break;
            case Habit::kOcclusion:
                occluded_h += overlap(span, hours);
                break;
            case Habit::kPicking:
                // Only flakes can be picked at.
                if (flake(tissue, 1, span.from_h, false) > 0 || flake(tissue, 1, span.until_h, false) > 0)
                    effect.reopened =
                        np_max(effect.reopened, rules.pick_reopens * barrier_open(tissue, hours - span.from_h, false));
                break;
            default:
                break;
        }
    }
    // Under an occlusive cream the channels close more slowly: those hours count for less.
    const double lost_h = occluded_h * (1 - 1 / rules.occlusion_factor);
    effect.barrier_factor = 1 / barrier_open(tissue, lost_h, false);
    effect.redness = (heated ? rules.heat_gain : 0) + rules.sun_gain * sun + rules.irritant_gain * irritant;
    return effect;
}

}  // namespace np::skin
