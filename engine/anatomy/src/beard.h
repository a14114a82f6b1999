// Hair on the face: skin under it is not needled.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/anatomy/patient.h"
#include "needlepoint/anatomy/zone_table.h"

namespace np::anatomy {

bool known_beard(const std::string& kind);
// "sideburns" and "full" take their cells into the mask "hairline"; "none" and "stubble" none. The same cells on every
// face; returned, sorted.
std::vector<std::uint32_t> mask_beard(ZoneTable& table, const std::string& kind);

// The hair itself, as tufts rooted in these cells: shorter and thinner towards the border, combed down.
HairCards grow_beard(const ZoneTable& table, const std::vector<std::uint32_t>& cells, const std::string& kind,
                     std::uint64_t seed);

}  // namespace np::anatomy
