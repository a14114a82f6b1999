// The outlines of a lesion, in millimetres around its middle.
#pragma once

#include <vector>

#include "needlepoint/anatomy/patient.h"

namespace np::anatomy {

// `seed` makes each one's edge its own; equal seeds give equal outlines on every machine.
std::vector<std::vector<SkinOffset>> lesion_outlines(const LesionRequest& request, std::uint64_t seed);

bool is_within(const std::vector<std::vector<SkinOffset>>& outlines, SkinOffset at);
// 0 inside; else to the nearest edge.
double distance_outside(const std::vector<std::vector<SkinOffset>>& outlines, SkinOffset at);

}  // namespace np::anatomy
