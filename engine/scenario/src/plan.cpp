#include "needlepoint/scenario/plan.h"

#include <algorithm>
#include <string>

#include "needlepoint/sdk/math.h"

namespace np::scenario {
namespace {

struct Triple {
    double min = 0, ideal = 0, max = 0;
    double of(std::string_view word) const { return word == "min" ? min : word == "max" ? max : ideal; }
};

// A pack may hold any number; nobody passes a thousand times.
int whole_passes(double value) {
    return static_cast<int>(np_clamp(value, 0, 1000));
}

// One column of the zone table.
Expected<EffectivePlan> column_of(const Parameters& rules, const std::string& zone, const std::string& column) {
    const std::string prefix = "zone." + zone + "." + column + ".";
    EffectivePlan plan;
    struct Wanted {
        const char* name;
        double* to;
    };
    double lo = 0, hi = 0;
    for (const Wanted& wanted : {Wanted{"min_mm", &plan.min_mm}, Wanted{"ideal_mm", &plan.ideal_mm},
                                 Wanted{"max_mm", &plan.max_mm}, Wanted{"passes_lo", &lo}, Wanted{"passes_hi", &hi}}) {
        const auto value = rules.need(prefix + wanted.name);
        if (!value) return tl::unexpected(value.error());
        *wanted.to = *value;
    }
    const auto abs_max = rules.need("zone." + zone + ".abs_max_mm");
    if (!abs_max) return tl::unexpected(abs_max.error());
    plan.abs_max_mm = *abs_max;
    plan.passes_lo = whole_passes(lo);
    plan.passes_hi = whole_passes(hi);
    return plan;
}

// Step 1: the goal picks a column, and moves or replaces its figures.
Expected<EffectivePlan> goal_plan(const Parameters& rules, const std::string& zone, const std::string& goal) {
    const std::string prefix = "goal." + goal + ".";
    const auto column = rules.text(prefix + "column");
    if (!column) return no("the rule pack has no goal '" + goal + "' (key '" + prefix + "column')");
    auto plan = column_of(rules, zone, *column);
    if (!plan) return plan;
    const Triple from{plan->min_mm, plan->ideal_mm, plan->max_mm};
    const double cap = rules.number_or(prefix + "ideal_cap_mm", 1e9);
    const auto figure = [&](const char* name) {
        const std::string source = rules.text(prefix + name + "_from").value_or(name);
        const double moved = source == "ideal" ? std::min(from.ideal, cap) : from.of(source);
        const double replaced = rules.number_or(prefix + name + "_mm", moved);
        return rules.number_or(prefix + "at_most_column_max", 0) != 0 ? std::min(replaced, from.max) : replaced;
    };
    plan->min_mm = figure("min");
    plan->ideal_mm = figure("ideal");
    plan->max_mm = figure("max");

    const auto rejuv = column_of(rules, zone, "rejuv");
    if (!rejuv) return rejuv;
    if (rules.number_or(prefix + "keep_few_passes", 0) != 0 && rejuv->passes_hi <= 2) {
        plan->passes_lo = rejuv->passes_lo;
        plan->passes_hi = rejuv->passes_hi;
    } else {
        plan->passes_lo = whole_passes(rules.number_or(prefix + "passes_lo", plan->passes_lo));
        plan->passes_hi = whole_passes(rules.number_or(prefix + "passes_hi", plan->passes_hi));
    }
    return plan;
}

}  // namespace

Expected<EffectivePlan> effective_plan(const Parameters& rules, const PlanQuery& query) {
    auto plan = goal_plan(rules, query.zone_base, query.goal);
    if (!plan) return plan;
    // 2. Dark skin: shallower, and in a first session one pass less at the top.
    if (query.fitzpatrick >= rules.number_or("plan_rule.dark_from_fitzpatrick", 4)) {
        plan->max_mm = std::max(rules.number_or("plan_rule.dark_max_floor_mm", 0.25),
                                plan->max_mm - rules.number_or("plan_rule.dark_max_minus_mm", 0.25));
        if (query.first_session)
            plan->passes_hi =
                std::max(plan->passes_lo,
                         plan->passes_hi - whole_passes(rules.number_or("plan_rule.dark_first_passes_minus", 1)));
    }
    // 3. First session ever: up to the ideal.
    if (query.first_session) plan->max_mm = std::min(plan->max_mm, plan->ideal_mm);
    // 4. Caps.
    if (query.cap_mm) plan->max_mm = std::min(plan->max_mm, *query.cap_mm);
    // 5. Repair.
    plan->ideal_mm = std::min(plan->ideal_mm, plan->max_mm);
    plan->min_mm = std::min(plan->min_mm, plan->ideal_mm);
    // 6. Density.
    plan->rho_ref_per_cm2 =
        rules.number_or("plan_rule.pass_density_per_cm2", 98) * (plan->passes_lo + plan->passes_hi) / 2.0;
    return plan;
}

Expected<SkinLayers> mean_layers(const Parameters& rules, std::string_view zone_base) {
    const std::string prefix = "zone." + std::string(zone_base) + ".";
    const auto epidermis = rules.need(prefix + "epidermis_mm");
    const auto female = rules.need(prefix + "dermis_female_mm");
    const auto male = rules.need(prefix + "dermis_male_mm");
    if (!epidermis) return tl::unexpected(epidermis.error());
    if (!female) return tl::unexpected(female.error());
    if (!male) return tl::unexpected(male.error());
    return SkinLayers{*epidermis, (*female + *male) / 2.0};
}

int bleeding_grade(const Parameters& rules, double pinpoints_per_cm2) {
    if (pinpoints_per_cm2 > rules.number_or("tissue.bleed.grade4_per_cm2", 200)) return 4;
    if (pinpoints_per_cm2 >= rules.number_or("tissue.bleed.grade3_per_cm2", 30)) return 3;
    if (pinpoints_per_cm2 >= rules.number_or("tissue.bleed.grade2_per_cm2", 10)) return 2;
    return pinpoints_per_cm2 >= rules.number_or("tissue.bleed.grade1_per_cm2", 2) ? 1 : 0;
}

int goal_grade(const Parameters& rules, const EffectivePlan& plan, const SkinLayers& layers, double k_n,
               double m_drug) {
    const double depth = rules.number_or("contact.tau_stretched", 0.9) * k_n * plan.ideal_mm;
    const double d50 = layers.epidermis_mm + rules.number_or("tissue.bleed.d50_dermis_share", 0.45) * layers.dermis_mm;
    const double p_max = rules.number_or("tissue.bleed.p_max", 0.25) *
                         (1.0 + rules.number_or("tissue.bleed.p_max_gain_per_mm", 0.5) *
                                    np_max(0.0, depth - rules.number_or("tissue.bleed.p_max_from_mm", 1.0)));
    const double p = p_max / (1.0 + np_exp(-(depth - d50) / rules.number_or("tissue.bleed.slope_mm", 0.12)));
    return bleeding_grade(rules, plan.rho_ref_per_cm2 * p * m_drug);
}

double needle_count_factor(const Parameters& rules, double needles) {
    const double ratio = rules.number_or("contact.count_ref", 14) / np_max(1.0, needles);
    return np_clamp(np_pow(ratio, rules.number_or("contact.count_exponent", 0.15)),
                    rules.number_or("contact.count_min", 0.85), rules.number_or("contact.count_max", 1.10));
}

}  // namespace np::scenario
