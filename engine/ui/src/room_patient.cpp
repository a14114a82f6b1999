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

void draw_layers(const Painter& paint, Rect cut, const SectionView& section) {
    const float per_mm = cut.height / static_cast<float>(section.shown_mm);
    const float y0 = cut.y, epidermis = y0 + std::max(paint.px(2.5), static_cast<float>(section.epidermis_mm) * per_mm);
    const float dermis = y0 + static_cast<float>(section.epidermis_mm + section.dermis_mm) * per_mm;
    ImDrawList* list = paint.list();
    list->PushClipRect({cut.x, cut.y}, {cut.right(), cut.bottom()}, true);
    paint.gradient({cut.x, y0, cut.width, epidermis - y0}, Colour{0xD9AE92}, Colour{0xC79579});
    paint.gradient({cut.x, epidermis, cut.width, dermis - epidermis}, Colour{0x9A5B55}, Colour{0x7B4646});
    paint.gradient({cut.x, dermis, cut.width, cut.bottom() - dermis}, Colour{0x8C7440}, Colour{0x6F5C33});
    // Lobules of fat, so that the layer reads without its colour.
    for (int row = 0; row < 4; ++row)
        for (int i = 0; i < 12; ++i) {
            const float x = cut.x + paint.px(8.0 + 17.0 * i + (row % 2) * 8.0), y = dermis + paint.px(8.0 + 13.0 * row);
            list->AddCircle({x, y}, paint.px(6), packed(Colour{0xC9AE6B, 0.25f}), 16, paint.px(1));
        }
    // Fibres of the dermis.
    for (int i = 0; i < 6; ++i) {
        const float y = epidermis + (dermis - epidermis) * (static_cast<float>(i) + 0.6f) / 6.5f;
        for (int k = 0; k < 5; ++k) {
            const float x = cut.x + cut.width * (static_cast<float>(k) + 0.15f * static_cast<float>(i % 3)) / 5;
            list->AddBezierQuadratic({x, y}, {x + paint.px(9), y - paint.px(4)}, {x + paint.px(20), y + paint.px(1)},
                                     packed(Colour{0xE3B7AE, 0.18f}), paint.px(1.1));
        }
    }
    if (section.band_max_mm > section.band_min_mm) {
        const float a = y0 + static_cast<float>(section.band_min_mm) * per_mm,
                    b = y0 + static_cast<float>(section.band_max_mm) * per_mm;
        paint.fill({cut.x, a, cut.width, b - a}, colour::kAccent.with(0.22f));
        for (float y : {a, b}) paint.line(cut.x, y, cut.right(), y, colour::kAccent.with(0.9f), 1.2);
    }
    list->PopClipRect();
}

void draw_needles(const Painter& paint, Rect cut, const SectionView& section) {
    const float per_mm = cut.height / static_cast<float>(section.shown_mm);
    const float lean = std::tan(static_cast<float>(std::clamp(section.tilt_deg, 0.0, 60.0)) * 0.01745329f);
    const float depth = static_cast<float>(section.touching ? section.depth_mm : 0) * per_mm;
    const float above = paint.px(16), spread = paint.px(9);
    const float cx = cut.x + cut.width / 2;
    for (int i = 0; i < section.needles; ++i) {
        const float x = cx + spread * (static_cast<float>(i) - static_cast<float>(section.needles - 1) / 2);
        const ImVec2 tip{x - lean * depth, cut.y + depth}, top{x + lean * above, cut.y - above};
        const ImU32 steel = packed(Colour{0xF2F6F8});
        const float shoulder = 0.86f;
        const ImVec2 neck{top.x + (tip.x - top.x) * shoulder, top.y + (tip.y - top.y) * shoulder};
        paint.list()->AddLine(top, neck, steel, paint.px(2.4));
        paint.list()->AddTriangleFilled({neck.x - paint.px(1.3), neck.y}, {neck.x + paint.px(1.3), neck.y}, tip, steel);
    }
    const float half = spread * static_cast<float>(section.needles) / 2 + paint.px(4);
    const float px = cx + lean * above;
    paint.fill({px - half, cut.y - above - paint.px(6), 2 * half, paint.px(6)}, Colour{0xB9C4CE}, 2);
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

float draw_section(const SectionView& section, const Theme& theme, Rect space) {
    const Painter measure(nullptr, theme);
    const float height = std::min(space.height, measure.px(292));
    if (height < measure.px(110)) return 0;
    const bool low = height < measure.px(200);
    const Rect box{space.x, space.y, space.width, height};
    const Painter paint = begin_panel("##section", box, theme);
    const float in = paint.px(low ? 10 : 12);
    paint.text(box.x + in, box.y + in, Type::kCaption, colour::kQuiet, "Under the tip", box.width - 2 * in);
    const float values = low ? 0 : paint.px(46);
    const float top = box.y + in + paint.line_height(Type::kCaption) + paint.px(26);
    const float axis = paint.width(Type::kCaption, "0.0") + paint.px(8);
    const float side_words = low ? paint.px(62) : 0;
    const Rect cut{box.x + in + axis, top, box.width - 2 * in - axis - side_words, box.bottom() - in - values - top};
    draw_layers(paint, cut, section);
    draw_needles(paint, cut, section);
    const float per_mm = cut.height / static_cast<float>(section.shown_mm);
    const float half = paint.line_height(Type::kCaption) / 2;
    const double step = per_mm * 0.5f > half * 2 ? 0.5 : 1.0;
    for (double mm = 0; mm <= section.shown_mm + 0.01; mm += step) {
        const float y = cut.y + static_cast<float>(mm) * per_mm;
        paint.line(cut.x - paint.px(4), y, cut.x, y, colour::kQuiet);
        paint.text(box.x + in, std::min(y - half, cut.bottom() - 2 * half + paint.px(2)), Type::kCaption,
                   colour::kQuiet, fixed(mm, 1));
    }
    const auto name = [&](double mm, const char* words) {
        const float y = cut.y + static_cast<float>(mm) * per_mm;
        if (y < cut.bottom() - 2 * half)
            paint.text(cut.x + paint.px(6), y, Type::kCaption, Colour{0xFFFFFF, 0.85f}, words);
    };
    name(section.epidermis_mm + 0.06, low ? "" : "dermis");
    name(section.epidermis_mm + section.dermis_mm + 0.08, low ? "" : "fat");
    const std::string depth = section.touching ? fixed(section.depth_mm, 2) + " mm" : "\u2013 mm";
    const std::string tilt = "tilt " + fixed(section.tilt_deg, 0) + "\u00B0";
    const std::string force = section.force_n >= 0 ? fixed(section.force_n, 1) + " N" : "";
    if (low) {
        const float x = cut.right() + paint.px(6), room = box.right() - x - paint.px(4);
        float y = cut.y - paint.px(10);
        for (const std::string& words : {depth, tilt, force})
            y += paint.line_height(Type::kCaption) + paint.px(1),
                paint.text(x, y, Type::kCaption, colour::kText, words, room);
    } else {
        const float y = box.bottom() - in - paint.line_height(Type::kValue);
        paint.text(box.x + in, y, Type::kValue, colour::kText, depth);
        const std::string both = tilt + (force.empty() ? "" : "   " + force);
        paint.text(box.x + in, box.bottom() - in - paint.line_height(Type::kCaption) - paint.px(4), Type::kCaption,
                   colour::kQuiet, both, box.width - 2 * in, Align::kRight);
    }
    end_panel();
    return height;
}

}  // namespace np::ui
