// Where on the skin a finding was, for whoever wants to look.
#pragma once

#include <optional>
#include <string>

#include "needlepoint/anatomy/zone_table.h"

namespace np::app {

// A cell, or only a zone (its id), or neither.
struct FindingPlace {
    std::uint32_t cell = anatomy::kNoCell;
    std::string zone;
};

// What the camera frames: `height_mm` of skin around `at_mm`, seen along `normal` (unit, outwards).
struct Sight {
    geometry::Vec3 at_mm, normal;
    double height_mm = 0;
};

// The cell from near; else the zone's middle, framed so that the whole zone is seen. Nothing where the table has no
// skin of either.
std::optional<Sight> sight_of(const FindingPlace& place, const anatomy::ZoneTable& table);

}  // namespace np::app
