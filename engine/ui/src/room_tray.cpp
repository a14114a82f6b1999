#include <algorithm>

#include "room_parts.h"

namespace np::ui {
namespace {

void describe(const Theme& theme, const ThingView& thing, int number) {
    std::string second = badge_name(thing.badge);
    if (!thing.enabled && !thing.why_not.empty()) second = thing.why_not;
    if (number <= 9) second += (second.empty() ? "" : "   ") + std::string("key ") + std::to_string(number);
    tooltip(theme, thing.name, second);
}

void draw_thing(const Painter& paint, Rect box, const ThingView& thing, int number, bool words, bool hovered) {
    if (thing.held) {
        paint.fill(box, Colour{0x24343A}, 8);
        paint.outline(box, colour::kAccent, 8, 2);
    } else if (hovered) {
        paint.fill(box, colour::kRaised, 8);
    }
    const Colour ink = !thing.enabled ? colour::kQuiet.with(0.55f) : thing.held ? colour::kAccent : colour::kText;
    const float line = paint.line_height(Type::kCaption), caption = words ? line : 0;
    // Where things stand close together the number goes above its thing instead of beside it.
    const bool narrow = box.width < paint.px(48);
    const float above = narrow ? line - paint.px(2) : 0;
    const float side = std::min(box.width - paint.px(narrow ? 8 : 16),
                                box.height - caption - above - paint.px(words || narrow ? 10 : 18));
    const float middle = box.y + above + (box.height - above - caption) / 2;
    const Rect icon{box.x + (box.width - side) / 2, middle - side / 2, side, side};
    draw_icon(paint, icon_of(thing.id), icon, ink);
    draw_badge(paint, thing.badge, icon.right() + paint.px(3), icon.bottom() - paint.px(5));
    if (words)
        paint.text(box.x + paint.px(2), box.bottom() - caption - paint.px(4), Type::kCaption,
                   thing.enabled ? colour::kText : colour::kQuiet, thing.name, box.width - paint.px(4), Align::kCenter);
    if (number <= 9)
        paint.text(narrow ? box.x : box.x + paint.px(5), box.y + paint.px(narrow ? 1 : 3), Type::kCaption,
                   colour::kQuiet, std::to_string(number), narrow ? box.width : 0,
                   narrow ? Align::kCenter : Align::kLeft);
    if (thing.count > 1)
        paint.text(box.x, box.y + paint.px(3), Type::kCaption, colour::kText, "\u00D7" + std::to_string(thing.count),
                   box.width - paint.px(5), Align::kRight);
}

}  // namespace

void draw_tray(const RoomView& view, const Theme& theme, Rect box, Commands& out) {
    const Painter paint = begin_panel("##tray", box, theme);
    const float in = paint.px(6), gap = paint.px(2);
    const float finish = paint.px(112);
    const Rect end{box.right() - finish - paint.px(8), box.y + (box.height - paint.px(36)) / 2, finish, paint.px(36)};
    if (button(paint, "finish", end, "End visit", {}, view.finished)) out.push_back(command::Do{Action::kFinish});
    paint.line(end.x - paint.px(9), box.y + paint.px(12), end.x - paint.px(9), box.bottom() - paint.px(12),
               colour::kLine);
    const float room = end.x - paint.px(16) - box.x - in;
    const float count = static_cast<float>(std::max<std::size_t>(1, view.tray.size()));
    const float width = std::min(paint.px(84), (room - gap * (count - 1)) / count);
    // Names only where every one of them fits; the tooltip has them in any case.
    bool words = box.height > paint.px(70);
    for (const ThingView& thing : view.tray)
        words = words && paint.width(Type::kCaption, thing.name) <= width - paint.px(4);
    float x = box.x + in;
    for (std::size_t i = 0; i < view.tray.size(); ++i) {
        const ThingView& thing = view.tray[i];
        const Rect at{x, box.y + in, width, box.height - 2 * in};
        const Press press = press_area(thing.id.c_str(), at);
        draw_thing(paint, at, thing, static_cast<int>(i) + 1, words, press.hovered);
        if (press.hovered) describe(theme, thing, static_cast<int>(i) + 1);
        if (press.clicked) {
            if (thing.held)
                out.push_back(command::Clinical{"put", thing.id, "tray", 0});
            else
                out.push_back(command::Clinical{"take", thing.id, "", 0});
        }
        x += width + gap;
    }
    end_panel();
}

}  // namespace np::ui
