// Hair on the face: skin under it is not needled.
#pragma once

#include <string>

#include "needlepoint/anatomy/zone_table.h"

namespace np::anatomy {

bool known_beard(const std::string& kind);
// "sideburns" and "full" take their cells into the mask "hairline"; "none" and "stubble" none. The same cells on every
// face.
void mask_beard(ZoneTable& table, const std::string& kind);

}  // namespace np::anatomy
