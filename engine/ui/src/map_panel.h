// Maps on the skin: the switch with its legend, and words on the face.
#pragma once

#include "needlepoint/ui/room.h"
#include "paint.h"

namespace np::ui {

// Where the switch stands in the room, and how large it is as it stands now.
Rect map_panel_place(const MapView& map, const Theme& theme, Rect clear, bool open);
// `open`: the list of maps is unfolded.
void draw_map_panel(const MapView& map, const Theme& theme, Rect box, bool& open, Commands& out);
// The legend alone, its lower left corner at (left, bottom).
void draw_legend_card(const Legend& legend, const Theme& theme, float left, float bottom);
// Behind all panels; words outside `clear` or over earlier ones are left out.
void draw_map_labels(const std::vector<MapLabel>& labels, const Theme& theme, Rect clear);

}  // namespace np::ui
