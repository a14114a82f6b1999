// The parts of the debrief.
#pragma once

#include "needlepoint/ui/debrief.h"
#include "paint.h"

namespace np::ui {

void draw_map_switch(const DebriefView& view, const Theme& theme, Rect box, Commands& out);
void draw_timeline(const DebriefView& view, const Theme& theme, Rect box, Commands& out);
// Draws from y on inside x..x+width, returns the height used.
float draw_verdict(const Painter& paint, const DebriefView& view, float x, float y, float width);
float draw_scorers(const Painter& paint, const DebriefView& view, float x, float y, float width);
float draw_findings(const Painter& paint, const DebriefView& view, float x, float y, float width,
                    bool scroll_to_selected, Commands& out);
float draw_next(const Painter& paint, const DebriefView& view, float x, float y, float width, Commands& out);

}  // namespace np::ui
