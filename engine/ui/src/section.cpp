// The skin cut open under the tip: a panel of the left column, or large over the lower part of the patient.
#include <algorithm>
#include <cmath>

#include "room_parts.h"
#include "section_tissue.h"

namespace np::ui {
namespace {

constexpr Colour kSteel{0xEEF3F6}, kSteelEdge{0x6F7D88};

void draw_scale(const Painter& paint, const SectionLayout& at, float left) {
    const float half = paint.line_height(Type::kCaption) / 2;
    const double step = at.per_mm * 0.5f > half * 2.4f ? 0.5 : at.per_mm > half * 2.4f ? 1 : 2;
    for (double mm = 0; mm <= at.shown_below_mm + 1e-6; mm += step) {
        const float y = at.y(-mm);
        if (y + half > at.plot.bottom() + paint.px(3)) break;
        paint.line(at.plot.x - paint.px(5), y, at.plot.x - paint.px(1), y, colour::kQuiet, 1.2);
        paint.text(left, y - half, Type::kCaption, colour::kQuiet, fixed(mm, step < 1 ? 1 : 0),
                   at.plot.x - paint.px(7) - left, Align::kRight);
    }
}

void draw_punctures(const Painter& paint, const SectionView& section, const SectionLayout& at) {
    const float thick = std::max(1.2f, at.down(0.035));
    for (const SectionPuncture& one : section.punctures) {
        const ImVec2 from{at.x(one.entry.x_mm), at.y(one.entry.h_mm)}, to{at.x(one.end.x_mm), at.y(one.end.h_mm)};
        paint.list()->AddLine(from, to, packed(Colour{0x5B130F, 0.70f}), thick);
        paint.list()->AddCircleFilled(from, std::max(1.6f, at.down(0.05)), packed(Colour{0xA31C18, 0.9f}), 10);
    }
}

void draw_needle(const Painter& paint, const SectionNeedle& needle, const SectionLayout& at) {
    const float alpha = needle.in_cut ? 1.0f : 0.34f;
    const ImVec2 a{at.x(needle.guide.x_mm), at.y(needle.guide.h_mm)}, b{at.x(needle.tip.x_mm), at.y(needle.tip.h_mm)};
    const float dx = b.x - a.x, dy = b.y - a.y, whole = std::max(1e-3f, std::hypot(dx, dy));
    const float half = std::max(paint.px(0.9), at.down(0.085));
    const float nx = -dy / whole * half, ny = dx / whole * half;
    // The last third of a millimetre is ground to a point.
    const float point = std::min(whole, at.down(0.34));
    const ImVec2 neck{b.x - dx / whole * point, b.y - dy / whole * point};
    const ImU32 steel = packed(kSteel.with(alpha)), edge = packed(kSteelEdge.with(alpha));
    paint.list()->AddQuadFilled({a.x + nx, a.y + ny}, {neck.x + nx, neck.y + ny}, {neck.x - nx, neck.y - ny},
                                {a.x - nx, a.y - ny}, steel);
    paint.list()->AddTriangleFilled({neck.x + nx, neck.y + ny}, b, {neck.x - nx, neck.y - ny}, steel);
    paint.list()->AddLine({a.x - nx, a.y - ny}, {neck.x - nx, neck.y - ny}, edge, 1.0f);
    paint.list()->AddLine({neck.x - nx, neck.y - ny}, b, edge, 1.0f);
}

// The cartridge's end: a rim of clear plastic, at right angles to the needles.
void draw_tip(const Painter& paint, const SectionView& section, const SectionLayout& at) {
    if (!section.pen) return;
    const ImVec2 a{at.x(section.rim[0].x_mm), at.y(section.rim[0].h_mm)},
        b{at.x(section.rim[1].x_mm), at.y(section.rim[1].h_mm)};
    const float dx = b.x - a.x, dy = b.y - a.y, whole = std::max(1e-3f, std::hypot(dx, dy));
    const float up = at.down(1.6), ux = dy / whole * up, uy = -dx / whole * up;  // away from the skin
    const float wall = std::min(0.12f, paint.px(5) / whole);
    const auto quad = [&](float from, float to, Colour ink) {
        const ImVec2 p{a.x + dx * from, a.y + dy * from}, q{a.x + dx * to, a.y + dy * to};
        paint.list()->AddQuadFilled(p, q, {q.x + ux, q.y + uy}, {p.x + ux, p.y + uy}, packed(ink));
    };
    quad(0, 1, {0xBFD0D8, 0.22f});
    quad(0, wall, {0xD3DEE4, 0.85f});
    quad(1 - wall, 1, {0xD3DEE4, 0.85f});
    paint.list()->AddLine(a, b, packed(Colour{0xF2F6F8, 0.9f}), paint.px(1.6));
}

void draw_word(const Painter& paint, float x, float y, const std::string& words, float room) {
    const float w = std::min(room, paint.width(Type::kCaption, words));
    const float h = paint.line_height(Type::kCaption);
    paint.fill({x - paint.px(4), y, w + paint.px(8), h}, Colour{0x0F1317, 0.55f}, 5);
    paint.text(x, y, Type::kCaption, colour::kText, words, room);
}

const char* short_word(Firm firm) {
    return firm == Firm::kBone ? "bone" : firm == Firm::kCartilage ? "cartilage" : "muscle";
}

// Names with their thickness at the right edge beside the tip, each in its layer if there is room for a line of text.
void draw_names(const Painter& paint, const SectionView& section, const SectionLayout& at, bool figures) {
    const float h = paint.line_height(Type::kCaption), room = at.plot.width - paint.px(16);
    const auto word = [&](float y, const std::string& words) {
        const float w = std::min(room, paint.width(Type::kCaption, words));
        draw_word(paint, at.plot.right() - paint.px(8) - w, y, words, room);
    };
    float free = at.skin_y - h;
    const auto name = [&](double depth, std::string words, double mm) {
        const float y = std::max(at.y(-depth) + paint.px(3), free);
        if (y + h > at.plot.bottom() - paint.px(2)) return;
        if (figures && mm > 0) words += "  " + fixed(mm, 2) + " mm";
        word(y, words);
        free = y + h + paint.px(1);
    };
    if (figures) name(0, "epidermis", section.epidermis_mm);
    name(section.epidermis_mm, "dermis", section.dermis_mm);
    name(section.epidermis_mm + section.dermis_mm, "fat", 0);
    const bool seen = at.y(-section.firm_mm) + h < at.plot.bottom();
    if (seen) {
        name(section.firm_mm, figures ? section.firm : short_word(section.firm_kind), 0);
    } else if (figures) {
        const std::string depth = fixed(section.firm_mm, 1) + " mm";
        word(at.plot.bottom() - h - paint.px(4),
             section.firm_kind == Firm::kSoft ? "no bone above " + depth : section.firm + " at " + depth);
    }
}

void draw_cut(const Painter& paint, const SectionView& section, const SectionLayout& at, bool fine, bool figures) {
    paint.fill(at.plot, Colour{0x10161B}, 6);
    draw_tissue(paint, section, at, fine);
    paint.list()->PushClipRect({at.plot.x, at.plot.y}, {at.plot.right(), at.plot.bottom()}, true);
    draw_punctures(paint, section, at);
    for (const bool in_cut : {false, true})
        for (const SectionNeedle& needle : section.needles)
            if (needle.in_cut == in_cut) draw_needle(paint, needle, at);
    draw_tip(paint, section, at);
    draw_names(paint, section, at, figures);
    paint.list()->PopClipRect();
}

std::string depth_text(const SectionView& section) {
    return section.touching ? fixed(section.depth_mm, 2) + " mm" : "\u2013 mm";
}

// "0.88 to 1.02 mm, gap up to 0.12 mm": what each needle of the strike did.
std::string spread_text(const SectionView& section) {
    if (section.needles.empty() || !section.touching) return {};
    double least = 1e9, most = 0, gap = 0;
    for (const SectionNeedle& needle : section.needles) {
        least = std::min(least, needle.depth_mm), most = std::max(most, needle.depth_mm);
        gap = std::max(gap, needle.gap_mm);
    }
    return std::to_string(section.needles.size()) + " needles " + fixed(least, 2) + "\u2013" + fixed(most, 2) +
           " mm, gap to " + fixed(gap, 2);
}

}  // namespace

float draw_section(const SectionView& section, const Theme& theme, Rect space, Commands& out) {
    const Painter measure(nullptr, theme);
    const float height = std::min(space.height, measure.px(292));
    if (height < measure.px(110)) return 0;
    const bool low = height < measure.px(200);
    const Rect box{space.x, space.y, space.width, height};
    const Painter paint = begin_panel("##section", box, theme);
    const float in = paint.px(low ? 10 : 12), line = paint.line_height(Type::kCaption);
    const std::string key = keys_text(Action::kSectionLarge);
    const float key_width = paint.width(Type::kCaption, key);
    const Press press = press_area("larger", box);
    paint.text(box.x + in, box.y + in, Type::kCaption, press.hovered ? colour::kText : colour::kQuiet, "Under the tip",
               box.width - 2 * in - key_width);
    paint.text(box.right() - in - key_width, box.y + in, Type::kCaption, colour::kQuiet, key);
    if (press.clicked) out.push_back(command::Do{Action::kSectionLarge});
    const float values = low ? 0 : paint.px(44), top = box.y + in + line + paint.px(6);
    const float axis = paint.width(Type::kCaption, "0.0") + paint.px(8), side_words = low ? paint.px(62) : 0;
    const SectionLayout at = lay_out_section(
        section, {box.x + in + axis, top, box.width - 2 * in - axis - side_words, box.bottom() - in - values - top});
    draw_cut(paint, section, at, false, false);
    draw_scale(paint, at, box.x + in);
    const std::string tilt = "tilt " + fixed(section.tilt_deg, 0) + "\u00B0";
    const std::string force = section.force_n >= 0 ? fixed(section.force_n, 1) + " N" : "";
    if (low) {
        const float x = at.plot.right() + paint.px(6), room = box.right() - x - paint.px(4);
        float y = at.plot.y;
        for (const std::string& words : {depth_text(section), tilt, force}) {
            paint.text(x, y, Type::kCaption, colour::kText, words, room);
            y += line + paint.px(1);
        }
    } else {
        paint.text(box.x + in, box.bottom() - in - paint.line_height(Type::kValue), Type::kValue, colour::kText,
                   depth_text(section));
        paint.text(box.x + in, box.bottom() - in - line - paint.px(4), Type::kCaption, colour::kQuiet,
                   tilt + (force.empty() ? "" : "   " + force), box.width - 2 * in, Align::kRight);
    }
    end_panel();
    return height;
}

void draw_section_large(const SectionView& section, const Theme& theme, Rect clear, Commands& out) {
    const Painter measure(nullptr, theme);
    const float width = std::min(clear.width, measure.px(620)),
                height = std::min(clear.height * 0.74f, measure.px(440));
    const Rect box{clear.x, clear.bottom() - height, width, height};
    const Painter paint = begin_panel("##section-large", box, theme);
    const float in = paint.px(14), line = paint.line_height(Type::kCaption);
    // Click the head to make it small again; the picture below is only looked at.
    const Rect head{box.x, box.y, box.width, in + paint.line_height(Type::kTitle) + paint.px(6)};
    const Press press = press_area("smaller", head);
    if (press.clicked) out.push_back(command::Do{Action::kSectionLarge});
    const std::string key = keys_text(Action::kSectionLarge);
    const float key_width = paint.width(Type::kCaption, key);
    const std::string depth = depth_text(section);
    const float depth_width = paint.width(Type::kTitle, depth);
    paint.text(box.x + in, box.y + in * 0.7f, Type::kTitle, colour::kText,
               section.zone.empty() ? "Under the tip" : section.zone,
               box.width - 3 * in - key_width - depth_width - paint.px(16));
    paint.text(box.right() - in - key_width, box.y + in * 0.7f + paint.px(3), Type::kCaption, colour::kQuiet, key);
    paint.text(box.right() - in - key_width - paint.px(16) - depth_width, box.y + in * 0.7f, Type::kTitle,
               colour::kText, depth);
    const float foot = line + paint.px(8);
    const float axis = paint.width(Type::kCaption, "0.0") + paint.px(8);
    const Rect area{box.x + in + axis, head.bottom(), box.width - 2 * in - axis,
                    box.bottom() - in - foot - head.bottom()};
    SectionLayout at = lay_out_section(section, area);
    // Where the firm layer lies deeper than the picture goes, a narrow column shows all of it.
    const bool deeper = section.firm_mm > at.shown_below_mm;
    const float column = deeper ? paint.px(92) : 0;
    if (deeper) at = lay_out_section(section, {area.x, area.y, area.width - column, area.height});
    draw_cut(paint, section, at, true, true);
    draw_scale(paint, at, box.x + in);
    if (deeper) {
        const Rect whole{at.plot.right() + paint.px(16), at.plot.y + line + paint.px(6), paint.px(26),
                         at.plot.height - line - paint.px(6)};
        paint.text(whole.x - paint.px(4), at.plot.y, Type::kCaption, colour::kQuiet, "whole", column);
        draw_whole_thickness(paint, section, whole, at.shown_below_mm);
        const double all = section.firm_mm * 1.08;
        for (double mm = 0; mm <= section.firm_mm + 1e-6; mm += section.firm_mm > 6 ? 5 : 1) {
            const float y = whole.y + whole.height * static_cast<float>(mm / all);
            paint.line(whole.right() + paint.px(3), y, whole.right() + paint.px(7), y, colour::kQuiet, 1.2);
            paint.text(whole.right() + paint.px(10), y - line / 2, Type::kCaption, colour::kQuiet, fixed(mm, 0));
        }
    }
    // A millimetre, and what the strike's needles did.
    const float foot_y = box.bottom() - in - line;
    const float mm = at.down(1);
    paint.line(at.plot.x, foot_y + line / 2, at.plot.x + mm, foot_y + line / 2, colour::kText, 1.6);
    for (const float x : {at.plot.x, at.plot.x + mm})
        paint.line(x, foot_y + line * 0.25f, x, foot_y + line * 0.75f, colour::kText, 1.6);
    const float after = at.plot.x + mm + paint.px(8);
    const float used = paint.text(after, foot_y, Type::kCaption, colour::kText, "1 mm");
    std::string words = spread_text(section);
    const std::string tilt = "tilt " + fixed(section.tilt_deg, 0) + "\u00B0";
    const float left = box.right() - in - after - used - paint.px(16);
    if (!words.empty() && paint.width(Type::kCaption, words + ", " + tilt) <= left) words += ", " + tilt;
    if (words.empty() || paint.width(Type::kCaption, words) > left) words = tilt;
    paint.text(after + used + paint.px(16), foot_y, Type::kCaption, colour::kQuiet, words, left, Align::kRight);
    end_panel();
}

}  // namespace np::ui
