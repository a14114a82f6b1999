#include "needlepoint/ui/room.h"

#include <algorithm>
#include <cstdio>

#include "map_panel.h"
#include "room_parts.h"

namespace np::ui {

std::string clock_text(std::uint64_t seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%02u:%02u:%02u", static_cast<unsigned>(seconds / 3600),
                  static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60));
    return text;
}

std::string fixed(double value, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

RoomLayout lay_out_room(const Theme& theme, float width, float height) {
    const auto px = [&](double logical) { return static_cast<float>(logical * theme.scale); };
    RoomLayout layout;
    layout.compact = height / theme.scale < 600;
    const float margin = px(layout.compact ? 8 : 12);
    const float bar = px(layout.compact ? 36 : 40), tray = px(layout.compact ? 62 : 78);
    const float side = px(layout.compact ? 200 : 244);
    layout.bar = {margin, margin, width - 2 * margin, bar};
    layout.tray = {margin, height - margin - tray, width - 2 * margin, tray};
    const float top = layout.bar.bottom() + margin, tall = layout.tray.y - margin - top;
    layout.left = {margin, top, side, tall};
    layout.right = {width - margin - side, top, side, tall};
    layout.clear = {layout.left.right() + margin, top, layout.right.x - layout.left.right() - 2 * margin, tall};
    if (theme.mirrored) std::swap(layout.left, layout.right);
    return layout;
}

void RoomScreen::open(Dialog dialog) {
    dialog_ = dialog_ == dialog ? Dialog::kNone : dialog;
    selected_ = call_verdict_ = call_zone_ = 0;
    call_grade_ = -1;
    dialog_shown_ = 0;
}

void RoomScreen::draw(const RoomView& view, const Theme& theme, Commands& out) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    RoomLayout layout = lay_out_room(theme, screen.x, screen.y);
    clear_ = layout.clear;
    const Painter measure(ImGui::GetBackgroundDrawList(), theme);
    const float gap = measure.px(layout.compact ? 8 : 12);
    Dialog wanted = dialog_;

    layout.below_maps = layout.clear.y;
    if (view.map) {
        draw_map_labels(view.map->labels, theme, layout.clear);
        const Rect maps = map_panel_place(*view.map, theme, layout.clear, maps_open_);
        draw_map_panel(*view.map, theme, maps, maps_open_, out);
        layout.below_maps = maps.bottom() + gap;
    }
    draw_bar(view, theme, layout.bar, out, wanted);
    const float patient = draw_patient(view, theme, layout.left, layout.compact, wanted);
    if (view.section && view.section->large) {
        draw_section_large(*view.section, theme, layout.clear, out);
    } else if (view.section) {
        const float y = layout.left.y + patient + gap;
        draw_section(*view.section, theme, {layout.left.x, y, layout.left.width, layout.left.bottom() - y}, out);
    }
    if (view.other_side && view.other_side->picture) draw_other_side(*view.other_side, theme, layout.clear);
    if (view.lens && view.lens->picture) draw_lens(*view.lens, theme);
    const float pen = draw_pen_panel(view.pen, theme, layout.right, layout.compact, out);

    // Zone progress stays while the pen is over the zone and fades when it leaves.
    if (view.zone) last_zone_ = view.zone;
    ease(zone_shown_, view.zone && view.zone->under_pen ? 1.0f : 0.0f, theme,
         view.zone && view.zone->under_pen ? 0.15f : 0.8f);
    if (!view.zone && zone_shown_ == 0) last_zone_.reset();
    if (last_zone_ && zone_shown_ > 0.01f) {
        const float y = layout.right.y + pen + gap;
        draw_zone(*last_zone_, theme, {layout.right.x, y, layout.right.width, layout.right.bottom() - y}, zone_shown_);
    }
    draw_tray(view, theme, layout.tray, out);
    if (view.hint) last_hint_ = view.hint;
    ease(hint_shown_, view.hint && !view.incident && dialog_ == Dialog::kNone ? 1.0f : 0.0f, theme, 0.18f);
    if (last_hint_ && hint_shown_ > 0.01f) draw_hint(*last_hint_, theme, layout, hint_shown_);
    if (view.incident) draw_incident(*view.incident, theme, layout, out);
    draw_notices(view, theme, layout);
    if (wanted != dialog_) open(wanted);
    if (dialog_ != Dialog::kNone) draw_dialog(view, theme, out);
}

}  // namespace np::ui
