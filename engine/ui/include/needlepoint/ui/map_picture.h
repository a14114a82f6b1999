// A picture of the face under a map, with what its colours mean: for files.
#pragma once

#include <vector>

#include "needlepoint/ui/theme.h"

namespace np::ui {

// Fills the whole frame. An empty legend title: nothing but the picture.
void draw_map_picture(Image picture, const Legend& legend, const std::vector<MapLabel>& labels, const Theme& theme);

}  // namespace np::ui
