#include <algorithm>

#include "paint.h"

namespace np::ui {

Painter begin_panel(const char* name, Rect box, const Theme& theme, bool bare, bool front) {
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                             ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollWithMouse;
    if (!front) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
    ImGui::SetNextWindowPos({box.x, box.y});
    ImGui::SetNextWindowSize({box.width, box.height});
    ImGui::Begin(name, nullptr, flags);
    ImDrawList* list = ImGui::GetWindowDrawList();
    Painter paint(list, theme);
    if (!bare) {
        list->PushClipRectFullScreen();  // the shadow lies outside
        paint.surface(box);
        list->PopClipRect();
    }
    return paint;
}

void end_panel() {
    ImGui::End();
}

Press press_area(const char* id, Rect box) {
    ImGui::SetCursorScreenPos({box.x, box.y});
    Press press;
    press.clicked = ImGui::InvisibleButton(id, {std::max(box.width, 1.0f), std::max(box.height, 1.0f)});
    press.hovered = ImGui::IsItemHovered();
    press.down = ImGui::IsItemActive();
    return press;
}

bool button(const Painter& paint, const char* id, Rect box, std::string_view words, std::string_view key, bool primary,
            bool enabled) {
    const Press press = press_area(id, box);
    Colour fill = primary ? colour::kAccent : colour::kRaised;
    if (!enabled)
        fill = colour::kRaised.with(0.5f);
    else if (press.down)
        fill = primary ? Colour{0x3FB5A9} : Colour{0x1B2229};
    else if (press.hovered)
        fill = primary ? Colour{0x6ADCD1} : Colour{0x2A333D};
    paint.fill(box, fill, 8);
    if (!primary) paint.outline(box, colour::kLine, 8);
    const Colour ink = !enabled ? colour::kQuiet : primary ? Colour{0x0B1A1A} : colour::kText;
    const float words_width = paint.width(Type::kStrong, words);
    const float key_width = key.empty() ? 0 : paint.width(Type::kCaption, key) + paint.px(8);
    const float inner = box.width - paint.px(12);
    float x = box.x + paint.px(6) + std::max(0.0f, (inner - words_width - key_width) / 2);
    const float y = box.y + (box.height - paint.line_height(Type::kStrong)) / 2;
    x += paint.text(x, y, Type::kStrong, ink, words, inner - key_width);
    if (!key.empty()) {
        const Colour quiet = primary && enabled ? Colour{0x0B1A1A, 0.75f} : colour::kQuiet;
        paint.text(x + paint.px(8), box.y + (box.height - paint.line_height(Type::kCaption)) / 2, Type::kCaption, quiet,
                   key);
    }
    return press.clicked && enabled;
}

void tooltip(const Theme& theme, std::string_view text, std::string_view second) {
    if (text.empty()) return;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    const Painter paint(list, theme);
    const float most = paint.px(280);
    const float w =
        std::min(most, std::max(paint.width(Type::kCaption, text), paint.width(Type::kCaption, second))) + paint.px(20);
    float h = paint.paragraph_height(most, Type::kCaption, text) + paint.px(12);
    if (!second.empty()) h += paint.paragraph_height(most, Type::kCaption, second);
    const ImVec2 mouse = ImGui::GetIO().MousePos, screen = ImGui::GetIO().DisplaySize;
    const float x = std::clamp(mouse.x - w / 2, paint.px(4), std::max(paint.px(4), screen.x - w - paint.px(4)));
    const float y = mouse.y - h - paint.px(12) > 0 ? mouse.y - h - paint.px(12) : mouse.y + paint.px(20);
    paint.surface({x, y, w, h}, colour::kRaised, 8);
    const float used = paint.paragraph(x + paint.px(10), y + paint.px(6), most, Type::kCaption, colour::kText, text);
    paint.paragraph(x + paint.px(10), y + paint.px(6) + used, most, Type::kCaption, colour::kQuiet, second);
}

}  // namespace np::ui
