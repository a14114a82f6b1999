#include "map_panel.h"

#include <algorithm>

#include "needlepoint/ui/debrief.h"
#include "needlepoint/ui/map_picture.h"

namespace np::ui {
namespace {

constexpr double kWidth = 212, kHead = 30, kRow = 26, kEdge = 10;

std::string title_of(const Legend& legend) {
    return legend.title + (legend.unit.empty() ? "" : " (" + legend.unit + ")");
}

const char* room_name(MapMode mode) {
    return mode == MapMode::kSkin ? "No map" : map_name(mode);
}

// Three tilted sheets: a pile of maps.
void draw_sign(const Painter& paint, float x, float cy, Colour ink) {
    for (int i = 2; i >= 0; --i) {
        const float y = cy + paint.px(3.2 * i - 3.2), w = paint.px(7), h = paint.px(3.4);
        const ImVec2 points[] = {{x, y}, {x + w, y - h}, {x + 2 * w, y}, {x + w, y + h}};
        paint.list()->AddConvexPolyFilled(points, 4,
                                          packed(i == 0 ? ink : ink.with(0.30f + 0.1f * static_cast<float>(2 - i))));
    }
}

float head_width(const Painter& paint) {
    return paint.px(kEdge + 14 + 8) + paint.width(Type::kCaption, "Maps") + paint.px(12) +
           paint.width(Type::kCaption, keys_text(Action::kMap)) + paint.px(kEdge);
}

// A title that says no more than the map's name is left out; its unit then stands in the head.
std::string body_title(const MapView& map) {
    return map.legend->title == map_name(map.mode) ? std::string() : title_of(*map.legend);
}

float body_height(const Painter& paint, const MapView& map, float inner) {
    if (!map.legend) return 0;
    const float key = paint.legend_height(inner, *map.legend);
    return paint.paragraph_height(inner, Type::kCaption, body_title(map)) + paint.px(4) +
           (key > 0 ? key + paint.px(8) : 0) + 2 * paint.line_height(Type::kCaption) + paint.px(10);
}

void draw_body(const Painter& paint, const MapView& map, float x, float y, float inner) {
    y += paint.paragraph(x, y, inner, Type::kCaption, colour::kQuiet, body_title(map)) + paint.px(4);
    const float key = paint.legend_height(inner, *map.legend);
    paint.legend({x, y, inner, key}, *map.legend);
    if (key > 0) y += key + paint.px(8);
    // What lies under the cursor; two lines are kept free for it, so that nothing jumps.
    paint.paragraph(x, y, inner, Type::kCaption, colour::kText, map.here, 1);
    paint.paragraph(x, y + paint.line_height(Type::kCaption), inner, Type::kCaption, colour::kQuiet, map.reading, 1);
}

}  // namespace

Rect map_panel_place(const MapView& map, const Theme& theme, Rect clear, bool open) {
    const Painter measure(nullptr, theme);
    const bool small = map.mode == MapMode::kSkin && !open;
    const float width = small ? head_width(measure) : std::min(measure.px(kWidth), clear.width);
    float height = measure.px(kHead);
    if (open) height += measure.px(kRow) * kMapsAtWork + measure.px(6);
    if (!open) height += body_height(measure, map, width - 2 * measure.px(kEdge));
    return {clear.x, clear.y, width, std::min(height, clear.height)};
}

void draw_map_panel(const MapView& map, const Theme& theme, Rect box, bool& open, Commands& out) {
    const Painter paint = begin_panel("##map", box, theme);
    const float edge = paint.px(kEdge), inner = box.width - 2 * edge;
    const Rect head{box.x, box.y, box.width, paint.px(kHead)};
    const Press press = press_area("head", head);
    if (press.hovered) paint.fill(head, colour::kRaised, 10);
    const bool on = map.mode != MapMode::kSkin;
    const float cy = head.y + head.height / 2;
    draw_sign(paint, box.x + edge, cy, on ? colour::kAccent : colour::kText);
    const std::string key = keys_text(Action::kMap);
    const float key_width = paint.width(Type::kCaption, key), x = box.x + edge + paint.px(22);
    const Type type = on || open ? Type::kStrong : Type::kCaption;
    const float used = paint.text(x, cy - paint.line_height(type) / 2, type, colour::kText,
                                  on ? map_name(map.mode) : "Maps", inner - paint.px(22) - key_width - paint.px(8));
    if (on && map.legend && body_title(map).empty())
        paint.text(x + used + paint.px(7), cy - paint.line_height(Type::kCaption) / 2 + paint.px(1), Type::kCaption,
                   colour::kQuiet, map.legend->unit, box.right() - edge - key_width - x - used - paint.px(11));
    paint.text(box.right() - edge - key_width, cy - paint.line_height(Type::kCaption) / 2, Type::kCaption,
               colour::kQuiet, key);
    if (open) {
        float y = head.bottom();
        for (int i = 0; i < kMapsAtWork; ++i) {
            const auto mode = static_cast<MapMode>(i);
            const Rect row{box.x + paint.px(5), y, box.width - paint.px(10), paint.px(kRow)};
            ImGui::PushID(i);
            const Press chosen = press_area("row", row);
            ImGui::PopID();
            if (mode == map.mode)
                paint.fill(row, colour::kAccent, 7);
            else if (chosen.hovered)
                paint.fill(row, Colour{0x2A333D}, 7);
            paint.label({row.x + paint.px(8), row.y, row.width - paint.px(16), row.height}, Type::kCaption,
                        mode == map.mode ? Colour{0x0B1A1A} : colour::kText, room_name(mode), Align::kLeft);
            if (chosen.clicked) out.push_back(command::ShowMap{mode}), open = false;
            y += row.height;
        }
    } else if (map.legend) {
        draw_body(paint, map, box.x + edge, head.bottom(), inner);
    }
    if (press.clicked) open = !open;
    end_panel();
}

void draw_legend_card(const Legend& legend, const Theme& theme, float left, float bottom) {
    const Painter measure(nullptr, theme);
    const float edge = measure.px(12);
    const float inner = legend.colours.empty() ? measure.width(Type::kCaption, title_of(legend)) + 1 : measure.px(214);
    const float title = measure.paragraph_height(inner, Type::kCaption, title_of(legend));
    const float key = measure.legend_height(inner, legend);
    const float height = edge * 0.7f + title + (key > 0 ? measure.px(4) + key : 0) + edge * 0.8f;
    const Rect box{left, bottom - height, inner + 2 * edge, height};
    const Painter paint = begin_panel("##legend", box, theme);
    const float y = box.y + edge * 0.7f;
    paint.paragraph(box.x + edge, y, inner, Type::kCaption, colour::kQuiet, title_of(legend));
    paint.legend({box.x + edge, y + title + paint.px(4), inner, key}, legend);
    end_panel();
}

void draw_map_picture(Image picture, const Legend& legend, const std::vector<MapLabel>& labels, const Theme& theme) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImDrawList* list = ImGui::GetBackgroundDrawList();
    list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture)), {0, 0}, screen);
    draw_map_labels(labels, theme, {0, 0, screen.x, screen.y});
    const float margin = Painter(list, theme).px(16);
    if (!legend.title.empty()) draw_legend_card(legend, theme, margin, screen.y - margin);
}

void draw_map_labels(const std::vector<MapLabel>& labels, const Theme& theme, Rect clear) {
    const Painter paint(ImGui::GetBackgroundDrawList(), theme);
    std::vector<Rect> taken;
    for (const MapLabel& label : labels) {
        const float w = paint.width(Type::kCaption, label.text), h = paint.line_height(Type::kCaption);
        const Rect at{label.x - w / 2, label.y - h / 2, w, h};
        const bool inside =
            at.x >= clear.x && at.right() <= clear.right() && at.y >= clear.y && at.bottom() <= clear.bottom();
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const Rect& other) {
            return at.x < other.right() + paint.px(4) && other.x < at.right() + paint.px(4) && at.y < other.bottom() &&
                   other.y < at.bottom();
        });
        if (!inside || !free) continue;
        taken.push_back(at);
        paint.fill({at.x - paint.px(5), at.y - paint.px(1), w + paint.px(10), h + paint.px(2)}, Colour{0x0F1317, 0.62f},
                   6);
        paint.text(at.x, at.y, Type::kCaption, colour::kText, label.text);
    }
}

}  // namespace np::ui
