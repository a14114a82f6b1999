// What a zone's future is worth against the plan's. Clinical reference 8.1 (patient, outcome). Pure.
#pragma once

#include "needlepoint/sdk/math.h"

namespace np::outcome {

// From the rule pack.
struct OutcomeRule {
    double gain_weight = 0, burden_weight = 0;
    double burden_span = 0;  // so much more burden of complications than the plan's is worth nothing
    double pain_free = 0;    // 0..10: so much pain is still comfort
};

// Share of the planned gain that was reached, 0..1; nothing planned: 1.
inline double gain_share(double gain, double planned) {
    return planned > 0 ? np_clamp(gain / planned, 0.0, 1.0) : 1.0;
}

// 1 where complications are no likelier than after faultless work, falling to 0.
inline double burden_share(const OutcomeRule& rule, double burden, double planned) {
    return 1.0 - np_clamp((burden - planned) / rule.burden_span, 0.0, 1.0);
}

inline double zone_mark(const OutcomeRule& rule, double gain, double burden) {
    return 100.0 * (rule.gain_weight * gain + rule.burden_weight * burden) / (rule.gain_weight + rule.burden_weight);
}

// 0..100 from the most pain that was felt.
inline double comfort(const OutcomeRule& rule, double peak_pain) {
    return 100.0 * np_clamp((10.0 - peak_pain) / (10.0 - rule.pain_free), 0.0, 1.0);
}

}  // namespace np::outcome
