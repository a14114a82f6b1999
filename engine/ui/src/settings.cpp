#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "home_parts.h"
#include "paint.h"

namespace np::ui {
namespace {

struct Setting {
    const char* id;
    const char* words;
    const char* why;
    bool is_switch;
};
constexpr std::array<Setting, 8> kSettings{{
    {"scale_percent", "Size of the panels", "100 to 250 %", false},
    {"assist_percent", "Help with staying upright", "Each lesson sets its own; this is the most it gives", false},
    {"hints", "Hints", "One sentence, near the place it is about", true},
    {"zone_overlay", "Zones on the skin at the start", "Z shows and hides maps", true},
    {"left_handed", "Left-handed", "Mirrors the panels and the wrist keys", true},
    {"reduce_motion", "Less motion", "Panels and camera go where they go at once", true},
    {"sound_captions", "Captions for sounds", "Every sound in words", true},
    {"depth_of_field", "Depth of field", "Blurs the room behind the patient; where full quality is drawn", true},
}};

double value_of(const SettingsView& view, std::size_t row) {
    const double values[] = {view.scale_percent,
                             static_cast<double>(view.assist_percent),
                             view.hints ? 1.0 : 0,
                             view.zone_overlay ? 1.0 : 0,
                             view.left_handed ? 1.0 : 0,
                             view.reduce_motion ? 1.0 : 0,
                             view.sound_captions ? 1.0 : 0,
                             view.depth_of_field ? 1.0 : 0};
    return values[row];
}

// `by` is +1 or -1; the new value of a setting that now is `value`.
double stepped(std::size_t row, double value, int by) {
    if (kSettings[row].is_switch) return by > 0 ? 1 : 0;
    if (row == 0) return std::clamp(value + by * 10, 100.0, 250.0);
    return std::clamp(value + by * 50, 0.0, 100.0);
}

void draw_switch(const Painter& paint, Rect box, bool on) {
    paint.fill(box, on ? colour::kAccent : colour::kLine, 12);
    const float r = box.height / 2 - paint.px(3);
    const float x = on ? box.right() - box.height / 2 : box.x + box.height / 2;
    paint.list()->AddCircleFilled({x, box.y + box.height / 2}, r, packed(on ? Colour{0x0B1A1A} : colour::kText), 24);
}

}  // namespace

// Without the view at hand a key asks for a step; the application knows the value: +1 / -1 with the id "step:<id>".
bool settings_key(KeyPress press, int& selected, Commands& out) {
    const int count = static_cast<int>(kSettings.size());
    selected = std::clamp(selected, 0, count - 1);
    const auto ask = [&](double by) {
        out.push_back(
            command::ChangeSetting{std::string("step:") + kSettings[static_cast<std::size_t>(selected)].id, by});
    };
    switch (press.key) {
        case Key::kUp:
            selected = std::max(0, selected - 1);
            return true;
        case Key::kDown:
            selected = std::min(count - 1, selected + 1);
            return true;
        case Key::kLeft:
            ask(-1);
            return true;
        case Key::kRight:
            ask(1);
            return true;
        case Key::kEnter:
        case Key::kSpace:
            ask(0);
            return true;
        default:
            return false;
    }
}

void draw_settings(const SettingsView& view, const Theme& theme, Rect area, float pad, int& selected, Commands& out) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("##settings", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    const float inner = std::min(area.width - 2 * pad, paint.px(640));
    float y = ImGui::GetCursorScreenPos().y + paint.px(4);
    for (std::size_t i = 0; i < kSettings.size(); ++i) {
        const Setting& row = kSettings[i];
        const Rect box{area.x + pad, y, inner, paint.px(52)};
        const double value = value_of(view, i);
        ImGui::PushID(row.id);
        paint.fill(box, Colour{0x1A2027}, 8);
        if (static_cast<int>(i) == selected) paint.focus_ring(box, 8);
        const float words = inner - paint.px(190);
        paint.text(box.x + paint.px(16), box.y + paint.px(6), Type::kStrong, colour::kText, row.words, words);
        paint.text(box.x + paint.px(16), box.y + paint.px(28), Type::kCaption, colour::kQuiet, row.why, words);
        if (row.is_switch) {
            const Rect at{box.right() - paint.px(60), box.y + paint.px(14), paint.px(44), paint.px(24)};
            if (press_area("switch", box).clicked) {
                selected = static_cast<int>(i);
                out.push_back(command::ChangeSetting{row.id, value > 0 ? 0.0 : 1.0});
            }
            draw_switch(paint, at, value > 0);
        } else {
            const float side = paint.px(32), by = box.y + paint.px(10);
            if (button(paint, "less", {box.right() - paint.px(160), by, side, side}, "\u2212"))
                out.push_back(command::ChangeSetting{row.id, stepped(i, value, -1)});
            paint.label({box.right() - paint.px(124), box.y, paint.px(72), box.height}, Type::kStrong, colour::kText,
                        std::to_string(std::lround(value)) + " %");
            if (button(paint, "more", {box.right() - paint.px(48), by, side, side}, "+"))
                out.push_back(command::ChangeSetting{row.id, stepped(i, value, 1)});
        }
        ImGui::PopID();
        y += paint.px(60);
    }
    y += paint.px(8);
    for (const Row& fact :
         {Row{"Drawing", view.quality}, Row{"Records are kept in", view.data_folder}, Row{"Version", view.version}}) {
        if (fact.value.empty()) continue;
        paint.text(area.x + pad + paint.px(16), y, Type::kCaption, colour::kQuiet, fact.label, paint.px(150));
        y += paint.paragraph(area.x + pad + paint.px(170), y, inner - paint.px(186), Type::kCaption, colour::kText,
                             fact.value) +
             paint.px(4);
    }
    ImGui::SetCursorScreenPos({area.x, y + paint.px(16)});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
}

}  // namespace np::ui
