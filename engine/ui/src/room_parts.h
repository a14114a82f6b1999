// The panels of the treatment room, one function each.
#pragma once

#include "needlepoint/ui/room.h"
#include "paint.h"

namespace np::ui {

struct RoomLayout {
    Rect bar, left, right, tray, clear;
    float below_maps = 0;  // where what stands in the corner of the maps may begin
    bool compact = false;  // little height: panels say less
};
RoomLayout lay_out_room(const Theme& theme, float width, float height);

void draw_bar(const RoomView& view, const Theme& theme, Rect box, Commands& out, Dialog& dialog);
// Each returns the height that it used.
float draw_patient(const RoomView& view, const Theme& theme, Rect column, bool compact, Dialog& dialog);
float draw_section(const SectionView& section, const Theme& theme, Rect space, Commands& out);
void draw_section_large(const SectionView& section, const Theme& theme, Rect clear, Commands& out);
void draw_other_side(const OtherSideView& mirror, const Theme& theme, Rect clear);
// Behind all panels.
void draw_lens(const LensView& lens, const Theme& theme);
float draw_pen_panel(const PenPanelView& pen, const Theme& theme, Rect column, bool compact, Commands& out);
float draw_zone(const ZoneView& zone, const Theme& theme, Rect space, float shown);
void draw_tray(const RoomView& view, const Theme& theme, Rect box, Commands& out);
void draw_hint(const HintView& hint, const Theme& theme, const RoomLayout& layout, float shown);
void draw_incident(const IncidentView& incident, const Theme& theme, const RoomLayout& layout, Commands& out);
void draw_notices(const RoomView& view, const Theme& theme, const RoomLayout& layout);

std::string clock_text(std::uint64_t seconds);
std::string fixed(double value, int decimals);

}  // namespace np::ui
