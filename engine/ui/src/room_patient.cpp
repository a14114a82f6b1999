#include <algorithm>
#include <cmath>

#include "room_parts.h"

namespace np::ui {
namespace {

// Ten steps that grow; the words beside carry the number.
void draw_pain(const Painter& paint, float x, float y, float width, int pain) {
    const Severity severity = pain >= 7   ? Severity::kCritical
                              : pain >= 5 ? Severity::kMajor
                              : pain >= 3 ? Severity::kMinor
                                          : Severity::kGood;
    const std::string words = "pain " + std::to_string(pain) + " of 10";
    paint.shape(x + paint.px(6), y + paint.line_height(Type::kCaption) / 2, paint.px(11), severity);
    const float used = paint.text(x + paint.px(18), y, Type::kCaption, colour::kText, words);
    const float from = x + paint.px(28) + used, room = x + width - from;
    const float step = room / 10;
    for (int i = 0; i < 10; ++i) {
        const float h = paint.px(4.0 + i * 0.9);
        const Rect bar{from + step * static_cast<float>(i), y + paint.px(15) - h, step - paint.px(2), h};
        paint.fill(bar, i < pain ? colour_of(severity) : colour::kLine, 1);
    }
}

constexpr struct {
    const char* words;
    Dialog dialog;
    Action action;
} kDoors[] = {{"Chart", Dialog::kChart, Action::kChart},    {"Ask", Dialog::kAsk, Action::kAsk},
              {"Look", Dialog::kLook, Action::kLook},       {"Call", Dialog::kCall, Action::kCall},
              {"Decide", Dialog::kDecide, Action::kDecide}, {"Steps", Dialog::kOffers, Action::kOffers}};

void draw_doors(const Painter& paint, Rect box, int columns, Dialog& dialog) {
    const float gap = paint.px(5);
    const float w = (box.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns), h = paint.px(28);
    int i = 0;
    for (const auto& door : kDoors) {
        const Rect at{box.x + static_cast<float>(i % columns) * (w + gap),
                      box.y + static_cast<float>(i / columns) * (h + gap), w, h};
        const Press press = press_area(door.words, at);
        const bool on = dialog == door.dialog;
        paint.fill(at, press.hovered || on ? Colour{0x2A333D} : colour::kRaised, 7);
        const std::string key = key_name(binding(door.action).keys[0]);
        // In a narrow column the words matter more; F1 has the key in any case.
        const bool with_key =
            paint.width(Type::kCaption, door.words) + paint.width(Type::kCaption, key) + paint.px(18) <= at.width;
        const float key_width = with_key ? paint.width(Type::kCaption, key) : 0;
        const float text_y = at.y + (at.height - paint.line_height(Type::kCaption)) / 2;
        paint.text(at.x + paint.px(6), text_y, Type::kCaption, colour::kText, door.words,
                   at.width - key_width - paint.px(10));
        if (with_key) paint.text(at.right() - key_width - paint.px(6), text_y, Type::kCaption, colour::kQuiet, key);
        if (press.clicked) dialog = door.dialog;
        ++i;
    }
}

}  // namespace

float draw_patient(const RoomView& view, const Theme& theme, Rect column, bool compact, Dialog& dialog) {
    const Painter measure(nullptr, theme);
    const float in = measure.px(compact ? 10 : 12), inner = column.width - 2 * in;
    const float portrait = measure.px(compact ? 44 : 64);
    const float door_height = measure.px(28) * 2 + measure.px(5);
    // Room for what is said, at least two lines so that the card doesn't jump at every answer.
    const std::string quote = view.patient.says.empty() ? "" : "\u201C" + view.patient.says + "\u201D";
    const float line = measure.line_height(Type::kBody);
    const int says_lines = std::clamp(
        static_cast<int>(measure.paragraph_height(inner, Type::kBody, quote) / line + 0.5f), 2, compact ? 3 : 5);
    const float says = line * static_cast<float>(says_lines);
    const float plan_line = measure.line_height(Type::kCaption) + measure.px(1);
    const std::size_t plan_rows = compact ? 0 : std::min<std::size_t>(view.patient.plan.size(), 4);
    const float height = in + portrait + measure.px(8) + says + measure.px(6) + measure.px(20) +
                         (plan_rows ? plan_line * static_cast<float>(plan_rows) + measure.px(8) : 0) + measure.px(6) +
                         door_height + in;
    const Rect box{column.x, column.y, column.width, height};
    const Painter paint = begin_panel("##patient", box, theme);
    const float x = box.x + in;
    float y = box.y + in;
    paint.picture({x, y, portrait, portrait}, view.patient.portrait);
    const float beside = x + portrait + paint.px(12), room = box.right() - in - beside;
    const std::string age = view.patient.age > 0 ? std::to_string(view.patient.age) + " years" : "";
    const float name_y =
        y + (portrait - paint.line_height(Type::kTitle) - (age.empty() ? 0 : paint.line_height(Type::kCaption))) / 2;
    paint.text(beside, name_y, Type::kTitle, colour::kText, view.patient.name, room);
    if (!age.empty())
        paint.text(beside, name_y + paint.line_height(Type::kTitle), Type::kCaption, colour::kQuiet, age, room);
    y += portrait + paint.px(8);
    if (!view.patient.says.empty()) {
        const float fade = static_cast<float>(std::clamp(1.6 - view.patient.said_s / 8.0, 0.55, 1.0));
        paint.paragraph(x, y, inner, Type::kBody, colour::kText.with(fade), quote, says_lines);
    }
    y += says + paint.px(6);
    draw_pain(paint, x, y, inner, view.patient.pain);
    y += paint.px(20);
    if (plan_rows) {
        y += paint.px(4);
        for (std::size_t i = 0; i < plan_rows; ++i) {
            const Row& row = view.patient.plan[i];
            const float used = paint.text(x, y, Type::kCaption, colour::kQuiet, row.label, inner * 0.55f);
            paint.text(x + used + paint.px(8), y, Type::kCaption, colour::kText, row.value, inner - used - paint.px(8),
                       Align::kRight);
            y += plan_line;
        }
        y += paint.px(4);
    }
    y += paint.px(6);
    draw_doors(paint, {x, y, inner, door_height}, 3, dialog);
    end_panel();
    return height;
}

}  // namespace np::ui
