// The flat practice pad: needs no download, and tests know its exact answers.
#pragma once

#include "needlepoint/anatomy/body.h"
#include "needlepoint/core/parameters.h"

namespace np::anatomy {

// 100 x 100 mm at z = 0 around the origin, facing +z; one zone "pad_flat" of 100 x 100 cells of 1 mm^2.
// Columns go along +x, rows along +y. Layers come from `zone.pad_flat.*`; a key that is missing leaves its layer at 0
// (stiffness at 1), so give a rule pack wherever depths matter.
Body make_practice_pad(const Parameters& rules);

}  // namespace np::anatomy
