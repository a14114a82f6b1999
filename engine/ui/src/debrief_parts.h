// The parts of the debrief.
#pragma once

#include "needlepoint/ui/debrief.h"
#include "paint.h"

namespace np::ui {

// In as many rows as the names need; returns the height used.
float draw_map_switch(const DebriefView& view, const Theme& theme, Rect box, Commands& out);
void draw_timeline(const DebriefView& view, const Theme& theme, Rect box, Commands& out);
// Instead of the time line and of marks and findings, while the follow-up is shown.
void draw_later_line(const FollowUpView& later, const Theme& theme, Rect box, Commands& out);
float draw_later(const Painter& paint, const FollowUpView& later, float x, float y, float width, Commands& out);
// Draws from y on inside x..x+width, returns the height used.
float draw_verdict(const Painter& paint, const DebriefView& view, float x, float y, float width);
float draw_scorers(const Painter& paint, const DebriefView& view, float x, float y, float width);
float draw_findings(const Painter& paint, const DebriefView& view, float x, float y, float width,
                    bool scroll_to_selected, Commands& out);
float draw_next(const Painter& paint, const DebriefView& view, float x, float y, float width, Commands& out);

}  // namespace np::ui
