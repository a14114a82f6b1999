// What a session leads to: risks, collagen, downtime. Everything here is per zone.
#include "data.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/skin/follow_up.h"
#include "session_gain.h"

namespace np::skin {
namespace {

using Risks = std::array<double, kComplications>;

double& risk(Risks& risks, Complication which) {
    return risks[static_cast<std::size_t>(which)];
}

// What the session did to the zone, as far as risks follow from it.
struct Injury {
    double r = 1, over_mm = 0;
    bool overtreated = false, cooled = false, bony_fault = false, dragged = false;
    bool dirty = false, reused = false, foreign = false, cold_sore_prone = false, burnt = false;
};

Risks risks_of(const SkinState& skin, const Injury& injury, const HomeCare& care) {
    const HealingRules& rules = skin.healing();
    const Patient& patient = skin.patient();
    const SkinState::Told told = skin.told();
    Risks risks{};
    PihCase pih;
    pih.fitzpatrick = patient.fitzpatrick;
    pih.r = injury.r;
    pih.over_mm = injury.over_mm;
    pih.overtreated = injury.overtreated || injury.burnt;
    pih.active_acne = patient.acne;
    pih.tanned = patient.tanned;
    pih.retinoid = patient.retinoid || care.early_retinoid;
    pih.cooled = injury.cooled || care.cooled;
    pih.pre_care = told.patch_tested && !patient.retinoid && !patient.tanned;
    pih.sun_screen = care.sun_screen;
    risk(risks, Complication::kPih) = pih_probability(rules, pih);
    risk(risks, Complication::kTramTrack) = tram_track_probability(rules, {injury.bony_fault, injury.dragged});
    risk(risks, Complication::kInfection) =
        infection_probability(rules, {injury.reused, injury.dirty, care.picked, care.later_dirt});
    risk(risks, Complication::kGranuloma) =
        granuloma_probability(rules, np_max(injury.foreign ? 1 : 0, care.worked_in));
    if (care.new_product || patient.metal_allergy)
        risk(risks, Complication::kAllergicDermatitis) =
            with_odds(rules.allergy_base, patient.metal_allergy ? rules.allergy_metal : 1);
    if (patient.cold_sores && injury.cold_sore_prone)
        risk(risks, Complication::kHsvReactivation) =
            with_odds(rules.hsv_base, told.antiviral || care.antiviral ? rules.hsv_covered : 1);
    if (care.occluded || care.heated) risk(risks, Complication::kAcneFlare) = rules.acne_base;
    if (care.occluded) risk(risks, Complication::kMilia) = rules.milia_base;
    if ((injury.overtreated || injury.burnt) && patient.fitzpatrick >= rules.hypopigment_from_type)
        risk(risks, Complication::kHypopigment) = rules.hypopigment_base;
    if (patient.keloid) risk(risks, Complication::kScarKeloid) = rules.keloid_base;
    if (patient.radiofrequency)
        risk(risks, Complication::kNerveOrFatLoss) = with_odds(rules.nerve_base, injury.burnt ? rules.burn_odds : 1);
    risk(risks, Complication::kPersistentRedness) = injury.overtreated ? rules.redness_over : rules.redness_base;
    return risks;
}

double burden_of(const HealingRules& rules, const Risks& risks) {
    double sum = 0;
    for (std::size_t i = 0; i < kComplications; ++i) sum += risks[i] * rules.course[i].burden;
    return sum;
}

Fate fate_of(const SkinState& skin, std::uint32_t zone, std::size_t i, double probability, const HomeCare& care) {
    const std::uint64_t seed = skin.patient().seed;
    const ComplicationCourse& course = skin.healing().course[i];
    const auto between = [&](std::uint64_t stream, double lo, double hi) {
        return lo + (hi - lo) * np_random_uniform(seed, stream + i, zone);
    };
    Fate fate{static_cast<Complication>(i), probability, false, 0, 0};
    fate.happens = np_random_uniform(seed, kComplicationHappens + i, zone) < probability;
    fate.onset_days = between(kComplicationOnset, course.onset_lo_days, course.onset_hi_days);
    fate.length_days = between(kComplicationLength, course.length_lo_days, course.length_hi_days);
    if (fate.which == Complication::kPih && care.sun_screen) fate.length_days *= skin.healing().pih.spf_shortens;
    return fate;
}

// Dose in, days until the redness is no longer seen.
double downtime(const TissueRules& rules, double dose, double depth_mm, bool overtreated, double visible_from) {
    const double peak = erythema_peak(rules, dose);
    if (peak < visible_from) return 0;
    double lo = 0, hi = 60 * 24;
    for (int i = 0; i < 40; ++i) {
        const double middle = (lo + hi) / 2;
        (peak * erythema_decay(rules, depth_mm, middle) >= visible_from ? lo : hi) = middle;
    }
    return hi / 24 + (overtreated ? rules.flake_over_days : 0);
}

}  // namespace

double session_gain(const SkinState& skin, std::uint32_t zone, const SessionDose& dose, const HomeCare& care,
                    const Course& course) {
    const CollagenRules& rules = skin.healing().collagen;
    if (dose.r <= 0 || dose.burnt) return 0;
    double gain = rules.a0 * depth_gain(rules, dose.depth_mm) * density_gain(rules, dose.r) * care.collagen_factor *
                  age_gain(rules, skin.patient().age_years);
    if (dose.heat > 0) {
        const HeatAfterRules& heat = skin.healing().heat_after;
        gain *=
            heat_on_collagen(heat, dose.heat, heat_in_dermis(heat, skin.layers(zone), dose.depth_mm, skin.insulated()));
    }
    if (course.sessions > 1) gain *= spacing_gain(rules, course.every_days);
    return dose.overtreated ? gain * rules.overtreated : gain;
}

double course_share(const CollagenRules& rules, double weeks, const Course& course) {
    double sum = 0;
    // The first session of a course had none before it, so its spacing costs nothing.
    for (int session = 1; session <= course.sessions; ++session) {
        const double ago = weeks + (course.sessions - session) * course.every_days / 7;
        const double first = session == 1 && course.sessions > 1 ? 1 / spacing_gain(rules, course.every_days) : 1;
        sum += session_share(rules, session) * first * collagen_share(rules, ago);
    }
    return sum;
}

ZoneOutlook outlook(const SkinState& skin, std::uint32_t zone, const Aftercare& aftercare, const Course& course) {
    // Only of a needled zone they matter.
    const bool needled = skin.harm(zone).channels > 0;
    return outlook(skin, zone, needled ? skin.cells(zone) : std::vector<CellState>(), aftercare, course);
}

ZoneOutlook outlook(const SkinState& skin, std::uint32_t zone, std::span<const CellState> cells,
                    const Aftercare& aftercare, const Course& course) {
    ZoneOutlook out;
    const HealingRules& rules = skin.healing();
    const TissueRules& tissue = skin.tissue();
    const HomeCare care = home_care(aftercare, rules, tissue);
    const SkinState::Planned plan = skin.planned(zone);
    const ZoneHarm harm = skin.harm(zone);
    const double weight = scar_weight(rules.collagen, skin.patient().goal);
    Injury planned;
    planned.cold_sore_prone = harm.cold_sore_prone;
    if (plan.rho_per_cm2 > 0) {
        out.planned_risk = risks_of(skin, planned, care);
        out.planned_burden = burden_of(rules, out.planned_risk);
        out.planned_collagen = session_gain(skin, zone, {plan.depth_mm, 1, plan.heat}, care, course);
        out.planned_texture = weight * out.planned_collagen;
        out.planned_downtime_days =
            downtime(tissue, heat_on_dose(tissue, plan.heat) * dose(tissue, plan.rho_per_cm2, plan.depth_mm),
                     plan.depth_mm, false, rules.visible_from);
    }
    if (harm.channels == 0) return out;
    const double heat = skin.heat(zone);
    double n = 0, rho = 0, r = 0, overdose = 0, dose_sum = 0, depth_sum = 0, treated = 0;
    for (const CellState& cell : cells) {
        n += 1;
        if (cell.rho_per_cm2 <= 0) continue;
        treated += 1;
        r += cell.r;
        rho += cell.rho_per_cm2;
        overdose += cell.overdose;
        out.overdose_share += cell.overdose > rules.over_dose;
        dose_sum += cell.dose;
        depth_sum += cell.depth_mm;
        out.erythema_peak += erythema_peak(tissue, cell.dose);
        out.swelling_peak +=
            swelling(tissue, cell.dose / heat_on_dose(tissue, heat),
                     skin.swelling_factor(zone) * heat_on_swelling(tissue, heat), tissue.swelling_peak_h);
        const double cell_r = plan.rho_per_cm2 > 0 ? cell.r : cell.rho_per_cm2 / tissue.dose_rho_per_cm2;
        const SessionDose given{cell.depth_mm, cell_r, heat, cell.overdose > rules.over_dose, cell.white};
        out.collagen += session_gain(skin, zone, given, care, course);
    }
    // A few stray channels at its edge do not make a zone a treated one.
    out.needled = rho / n >= rules.zone_share * (plan.rho_per_cm2 > 0 ? plan.rho_per_cm2 : tissue.dose_rho_per_cm2);
    out.overtreated = overdose / n > rules.over_dose;
    out.erythema_peak /= n;
    out.swelling_peak /= n;
    out.overdose_share /= n;
    out.collagen /= n;
    out.texture = weight * out.collagen;
    if (!out.needled) return out;
    if (treated > 0)
        out.downtime_days =
            downtime(tissue, dose_sum / treated, depth_sum / treated, out.overtreated, rules.visible_from);
    Injury injury;
    injury.r = r / n;
    injury.over_mm = harm.mean_over_mm;
    injury.overtreated = out.overtreated;
    injury.cooled = harm.cooled_share >= rules.pih.cooling_share;
    injury.bony_fault = harm.bony && (harm.forced_share > rules.tram_share || harm.deep_share > rules.tram_share);
    injury.dragged = harm.dragged_share > rules.tram_share;
    injury.dirty = harm.dirty_share > rules.infection_dirty_share;
    injury.reused = harm.reused;
    injury.foreign = harm.foreign;
    injury.cold_sore_prone = harm.cold_sore_prone;
    injury.burnt = harm.burnt;
    const Risks risks = risks_of(skin, injury, care);
    for (std::size_t i = 0; i < kComplications; ++i) out.fates[i] = fate_of(skin, zone, i, risks[i], care);
    out.burden = burden_of(rules, risks);
    return out;
}

double collagen_after(const SkinState& skin, std::uint32_t zone, double weeks, const Aftercare& aftercare,
                      const Course& course, bool planned) {
    return collagen_after(skin, outlook(skin, zone, aftercare, course), weeks, course, planned);
}

double collagen_after(const SkinState& skin, const ZoneOutlook& outlook, double weeks, const Course& course,
                      bool planned) {
    return (planned ? outlook.planned_collagen : outlook.collagen) *
           course_share(skin.healing().collagen, weeks, course);
}

}  // namespace np::skin
