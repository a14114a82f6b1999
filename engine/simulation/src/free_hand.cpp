#include "free_hand.h"

#include "needlepoint/sdk/math.h"

namespace np::simulation {

using geometry::Vec3;

Expected<StretchRule> StretchRule::create(const Parameters& parameters) {
    StretchRule rule;
    double within_deg = 0;
    for (auto [key, value] :
         {std::pair{"hand.stretch_near_mm", &rule.near_mm_}, std::pair{"hand.stretch_far_mm", &rule.far_mm_},
          std::pair{"hand.stretch_within_deg", &within_deg},
          std::pair{"hand.stretch_tension_from", &rule.tension_from_},
          std::pair{"hand.stretch_slips_from_gel", &rule.slips_from_gel_}}) {
        const auto number = parameters.need(key);
        if (!number) return tl::unexpected(number.error());
        *value = *number;
    }
    rule.within_cos_ = np_cos(within_deg * NP_PI / 180);
    return rule;
}

bool StretchRule::useful(const StretchQuestion& q) const {
    if (q.stretch.tension < tension_from_ || q.gel_under_hand > slips_from_gel_) return false;
    const Vec3 away = q.hand - q.tip;
    const double distance = length(away);
    if (distance < near_mm_ || distance > far_mm_) return false;
    const Vec3 along_skin = normalized(away - dot(away, q.normal) * q.normal);
    // It has to pull away from the tip, and in line with the stroke: before or behind it.
    if (dot(q.stretch.direction, along_skin) < within_cos_) return false;
    return !q.heading || np_abs(dot(*q.heading, along_skin)) >= within_cos_;
}

}  // namespace np::simulation
