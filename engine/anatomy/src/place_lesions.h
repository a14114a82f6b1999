// Puts requested lesions on the skin and masks the cells around them.
#pragma once

#include <vector>

#include "needlepoint/anatomy/patient.h"

namespace np::anatomy {

// Adds a mask "lesion_<id>" per request. `body` needs contact mesh, surface and measured cells.
Expected<std::vector<PlacedLesion>> place_lesions(Body& body, const std::vector<LesionRequest>& requests);

}  // namespace np::anatomy
