#include <algorithm>
#include <cmath>

#include "room_parts.h"

namespace np::ui {
namespace {

// A column of bars that rise with the motor's load, as an instrument shows it.
void draw_load(const Painter& paint, Rect box, bool on, double load) {
    constexpr int kBars = 12;
    const float step = box.width / kBars;
    for (int i = 0; i < kBars; ++i) {
        const float part = (static_cast<float>(i) + 1) / kBars;
        const float h = box.height * (0.3f + 0.7f * part);
        const bool lit = on && part <= 0.25f + 0.75f * static_cast<float>(load);
        const Colour ink = lit ? (part > 0.85f ? colour::kMajor : colour::kAccent) : Colour{0x26313A};
        paint.fill({box.x + step * static_cast<float>(i), box.bottom() - h, step - paint.px(2), h}, ink, 1);
    }
}

void draw_lamp(const Painter& paint, float cx, float cy, bool on) {
    if (!on) {
        paint.list()->AddCircle({cx, cy}, paint.px(5), packed(colour::kQuiet), 20, paint.px(1.5));
        return;
    }
    for (int i = 3; i >= 1; --i)
        paint.list()->AddCircleFilled({cx, cy}, paint.px(5.0 + 2.5 * i), packed(colour::kAccent.with(0.10f)), 24);
    paint.list()->AddCircleFilled({cx, cy}, paint.px(5), packed(colour::kAccent), 20);
}

// - value + in one row; the value is the instrument's.
void draw_setting(const Painter& paint, Rect box, const char* id, const std::string& words, Action less, Action more,
                  bool enabled, Commands& out) {
    ImGui::PushID(id);
    const float side = box.height;
    if (button(paint, "less", {box.x, box.y, side, side}, "\u2212", {}, false, enabled))
        out.push_back(command::Do{less});
    if (button(paint, "more", {box.right() - side, box.y, side, side}, "+", {}, false, enabled))
        out.push_back(command::Do{more});
    paint.label({box.x + side + paint.px(2), box.y, box.width - 2 * side - paint.px(4), side}, Type::kCaption,
                enabled ? colour::kText : colour::kQuiet, words);
    ImGui::PopID();
}

void draw_hand(const Painter& paint, Rect box, const PenPanelView& pen) {
    const float cy = box.y + box.height / 2;
    const char* words = pen.hand_useful ? "skin stretched" : pen.hand_planted ? "hand planted" : "free hand up";
    if (pen.hand_useful)
        paint.shape(box.x + paint.px(6), cy, paint.px(12), Severity::kGood);
    else
        paint.list()->AddCircle({box.x + paint.px(6), cy}, paint.px(4), packed(colour::kQuiet), 16, paint.px(1.4));
    const float used = paint.text(box.x + paint.px(18), cy - paint.line_height(Type::kCaption) / 2, Type::kCaption,
                                  colour::kQuiet, words, box.width - paint.px(18));
    const float from = box.x + paint.px(26) + used;
    if (pen.hand_planted && box.right() - from > paint.px(24))
        paint.bar({from, cy - paint.px(2), box.right() - from, paint.px(4)}, pen.tension, colour::kAccent);
}

}  // namespace

float draw_pen_panel(const PenPanelView& pen, const Theme& theme, Rect column, bool compact, Commands& out) {
    const Painter measure(nullptr, theme);
    const float in = measure.px(compact ? 8 : 10);
    const float display = measure.px(compact ? 82 : 126);
    const float buttons = measure.px(compact ? 24 : 28);
    const float line = measure.line_height(Type::kCaption) + measure.px(4);
    const float lines = compact ? 1 : 3;
    const float height = in + display + measure.px(8) + 2 * buttons + measure.px(5) + measure.px(6) + line * lines + in;
    const Rect box{column.x, column.y, column.width, height};
    const Painter paint = begin_panel("##pen", box, theme);

    // The instrument's own display.
    const Rect glass{box.x + in, box.y + in, box.width - 2 * in, display};
    paint.gradient(glass, Colour{0x0A1114}, Colour{0x0E181B});
    paint.outline(glass, Colour{0x33424B}, 8, 1.2);
    const float gx = glass.x + paint.px(12), gw = glass.width - paint.px(24);
    const bool rate_first = pen.rate_changing && !pen.length_changing;
    const std::string length = fixed(pen.length_mm, 2) + " mm",
                      rate = pen.energy_mj > 0 ? fixed(pen.energy_mj, 0) + " mJ" : fixed(pen.rate_hz, 0) + " Hz";
    const Colour glow = pen.in_hand && pen.fitted ? Colour{0xD9FBF6} : colour::kQuiet;
    if (!pen.fitted) {
        paint.label({gx, glass.y, gw, glass.height * 0.55f}, Type::kTitle, colour::kQuiet, "no cartridge");
    } else {
        const std::string& big = rate_first ? rate : length;
        const Type type = compact ? Type::kValue : Type::kNumber;
        paint.label({gx, glass.y + paint.px(compact ? 4 : 8), gw, paint.line_height(type)}, type, glow, big);
    }
    const float row = glass.bottom() - paint.px(compact ? 28 : 40);
    draw_lamp(paint, gx + paint.px(6), row + paint.px(10), pen.motor_on);
    const char* motor =
        pen.energy_mj > 0 ? (pen.motor_on ? "shots on" : "shots off") : (pen.motor_on ? "motor on" : "motor off");
    const float used = paint.text(gx + paint.px(20), row + paint.px(10) - paint.line_height(Type::kCaption) / 2,
                                  Type::kCaption, pen.motor_on ? glow : colour::kQuiet, motor);
    const std::string& small = rate_first ? length : rate;
    const float small_width = paint.width(Type::kCaption, small);
    paint.text(glass.right() - paint.px(12) - small_width, row + paint.px(10) - paint.line_height(Type::kCaption) / 2,
               Type::kCaption, glow, small);
    if (!compact)
        draw_load(paint, {gx, glass.bottom() - paint.px(16), gw, paint.px(9)}, pen.motor_on, pen.load);
    else {
        const float from = gx + paint.px(28) + used, room = glass.right() - paint.px(20) - small_width - from;
        if (room > paint.px(20))
            draw_load(paint, {from, row + paint.px(5), room, paint.px(10)}, pen.motor_on, pen.load);
    }
    float y = glass.bottom() + paint.px(8);
    const bool usable = pen.in_hand && pen.fitted;
    draw_setting(paint, {glass.x, y, glass.width, buttons}, "length", "length  [  ]", Action::kLengthLess,
                 Action::kLengthMore, usable, out);
    y += buttons + paint.px(5);
    draw_setting(paint, {glass.x, y, glass.width, buttons}, "speed", pen.energy_mj > 0 ? "energy  ,  ." : "speed  ,  .",
                 Action::kSpeedLess, Action::kSpeedMore, usable, out);
    y += buttons + paint.px(6);
    if (!pen.warning.empty()) {
        paint.shape(glass.x + paint.px(6), y + line / 2, paint.px(12), Severity::kMajor);
        paint.text(glass.x + paint.px(18), y, Type::kCaption, colour::kText, pen.warning, glass.width - paint.px(18));
    } else if (pen.in_hand) {
        draw_hand(paint, {glass.x, y, glass.width, line}, pen);
    } else {
        paint.text(glass.x, y, Type::kCaption, colour::kQuiet, "the pen lies on the tray", glass.width);
    }
    if (!compact) {
        y += line;
        const std::string device = pen.device +
                                   (pen.needles > 0 ? " \u00B7 " + std::to_string(pen.needles) + " needles" : "") +
                                   (pen.energy_note.empty() ? "" : " \u00B7 " + pen.energy_note);
        paint.text(glass.x, y, Type::kCaption, colour::kQuiet, device, glass.width);
        y += line;
        std::string last = pen.lot.empty() ? "" : "lot " + pen.lot;
        if (pen.hold)
            last = "held without hand  H";
        else if (pen.assist_percent >= 0)
            last += (last.empty() ? "" : " \u00B7 ") + std::string("upright help ") +
                    std::to_string(pen.assist_percent) + " %";
        paint.text(glass.x, y, Type::kCaption, pen.hold ? colour::kAccent : colour::kQuiet, last, glass.width);
    }
    end_panel();
    return height;
}

float draw_zone(const ZoneView& zone, const Theme& theme, Rect space, float shown) {
    const Painter measure(nullptr, theme);
    const float height = measure.px(118);
    if (space.height < measure.px(86)) return 0;
    const bool low = space.height < height;
    const Rect box{space.x, space.y, space.width, low ? measure.px(86) : height};
    const Painter paint = begin_panel("##zone", box, theme, true);
    paint.list()->PushClipRectFullScreen();
    paint.surface(box, colour::kSurface.with(shown));
    paint.list()->PopClipRect();
    const float in = paint.px(12), inner = box.width - 2 * in, x = box.x + in;
    float y = box.y + in;
    paint.text(x, y, Type::kTitle, colour::kText.with(shown), zone.name, inner);
    y += paint.line_height(Type::kTitle) + paint.px(2);
    std::string passes = "pass " + std::to_string(zone.pass);
    if (zone.passes_hi > 0) {
        passes += " of " + std::to_string(zone.passes_lo);
        if (zone.passes_hi != zone.passes_lo) passes += "\u2013" + std::to_string(zone.passes_hi);
    }
    std::string covered = fixed(zone.coverage * 100, 0) + " % covered";
    if (paint.width(Type::kCaption, passes) + paint.width(Type::kCaption, covered) + paint.px(10) > inner)
        covered = fixed(zone.coverage * 100, 0) + " %";
    paint.text(x, y, Type::kCaption, colour::kQuiet.with(shown), passes, inner * 0.7f);
    paint.text(x, y, Type::kCaption, colour::kText.with(shown), covered, inner, Align::kRight);
    y += paint.line_height(Type::kCaption) + paint.px(4);
    if (shown > 0.5f) paint.bar({x, y, inner, paint.px(6)}, zone.coverage, colour::kAccent);
    if (!low) {
        y += paint.px(14);
        paint.text(x, y, Type::kCaption, colour::kQuiet.with(shown), "density", inner * 0.5f);
        const float from = x + inner * 0.34f, w = inner * 0.66f, cy = y + paint.line_height(Type::kCaption) / 2;
        paint.fill({from, cy - paint.px(2), w, paint.px(4)}, colour::kLine.with(shown), 2);
        // The middle is what is wanted; twice that is the right end.
        paint.line(from + w / 2, cy - paint.px(6), from + w / 2, cy + paint.px(6), colour::kQuiet.with(shown), 1.4);
        const float at = from + w * static_cast<float>(std::clamp(zone.density / 2, 0.0, 1.0));
        paint.list()->AddCircleFilled({at, cy}, paint.px(5), packed(colour::kAccent.with(shown)), 20);
    }
    end_panel();
    return box.height;
}

}  // namespace np::ui
