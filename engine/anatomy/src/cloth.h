// The treatment cap and the gown, cut out of the skin and lifted off it, so that their hems lie on it.
#pragma once

#include <vector>

#include "needlepoint/anatomy/patient.h"

namespace np::anatomy {

// `field`: millimetres beyond the hem per vertex of `skin` (positive = covered).
ClothMesh sew_cap(const SkinMesh& skin, const std::vector<float>& field);
ClothMesh sew_gown(const SkinMesh& skin, const std::vector<float>& field);

}  // namespace np::anatomy
