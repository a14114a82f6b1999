// What lies over the skin: zones, depth, passes, density, faults; and the legend that explains it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/assessment/marks.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/render/skin_maps.h"
#include "needlepoint/skin/skin_state.h"
#include "needlepoint/ui/types.h"

namespace np::app {

struct MapFacts {
    const anatomy::ZoneTable* table = nullptr;
    const skin::SkinState* skin = nullptr;
    const Parameters* parameters = nullptr;
    const assessment::Marks* marks = nullptr;  // for faults; null: none are drawn
};

// Colours all cells anew. kSkin and the redness modes leave the skin bare (they change the skin itself).
void colour_map(render::SkinMaps& maps, ui::MapMode mode, const MapFacts& facts);
// The planned zones, each in its own colour.
void colour_zones(render::SkinMaps& maps, const MapFacts& facts);
std::optional<ui::Legend> legend_of(ui::MapMode mode);

}  // namespace np::app
