// From a goal and a patient to limits: the effective plan of a zone, and everything that a session adds to the rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/scenario/scenario.h"

namespace np::scenario {

struct PlanQuery {
    std::string zone_base;  // "malar", "pad_flat"
    std::string goal;       // "scar_boxcar"
    int fitzpatrick = 2;
    bool first_session = false;    // first ever
    std::optional<double> cap_mm;  // lowest of level gate, device range and jurisdiction
};

struct EffectivePlan {
    double min_mm = 0, ideal_mm = 0, max_mm = 0, abs_max_mm = 0;
    int passes_lo = 0, passes_hi = 0;
    double rho_ref_per_cm2 = 0;  // effective density that the plan aims at
};

// Goal, skin type, first session, caps, repair, density: always in this order. Fails on an unknown zone or goal.
Expected<EffectivePlan> effective_plan(const Parameters& rules, const PlanQuery& query);

struct SkinLayers {
    double epidermis_mm = 0;
    double dermis_mm = 0;
};

// The mean adult's layers of a zone, by the rule pack.
Expected<SkinLayers> mean_layers(const Parameters& rules, std::string_view zone_base);

// Bleeding grade 0..4 of so many pinpoints per cm2.
int bleeding_grade(const Parameters& rules, double pinpoints_per_cm2);

// The grade that the plan should end at, done faultlessly on this skin. `k_n` is the device's loss by needle count,
// `m_drug` what the patient's medicines do.
int goal_grade(const Parameters& rules, const EffectivePlan& plan, const SkinLayers& layers, double k_n = 1,
               double m_drug = 1);

// Loss of depth by needle count (clinical reference 2.1).
double needle_count_factor(const Parameters& rules, double needles);

// What the session's parameters have to know of a patient's zone.
struct ZoneFacts {
    std::string id;    // "malar_l"
    std::string base;  // "malar"
    SkinLayers layers;
};

// `plan.*`, `session.*`, `steps.*`, `case.*`, `severity` overrides of the policy, and weights of this scenario:
// merge it over the rule pack. Fails if a zone of the scenario is not among `zones`.
Expected<Parameters> session_parameters(const Scenario& scenario, const Parameters& rules,
                                        const std::vector<ZoneFacts>& zones);

}  // namespace np::scenario
