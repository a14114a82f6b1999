// Whether the free hand stretches the skin under the tip (screens: "it counts 20-60 mm from the tip, within 45 degrees
// of the stroke, outside its path; it slips on wet gel").
#pragma once

#include <optional>

#include "hand_path.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"

namespace np::simulation {

struct StretchQuestion {
    geometry::Vec3 tip, normal;
    geometry::Vec3 hand;  // where it is planted
    Stretch stretch;
    std::optional<geometry::Vec3> heading;  // of the stroke, once it has one
    double gel_under_hand = 0;
};

class StretchRule {
  public:
    static Expected<StretchRule> create(const Parameters& parameters);
    bool useful(const StretchQuestion& question) const;

  private:
    double near_mm_ = 0, far_mm_ = 0, within_cos_ = 0, tension_from_ = 0, slips_from_gel_ = 0;
};

}  // namespace np::simulation
