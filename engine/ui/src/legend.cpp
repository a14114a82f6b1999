// The key of a map: a ramp with ticks, a row of classes, or a list of classes with what parts them.
#include "paint.h"

namespace np::ui {
namespace {

constexpr double kBar = 9, kRow = 18, kSwatch = 12;

Colour shade(const Legend& legend, std::size_t i) {
    return {legend.colours[i]};
}

// Names side by side under their colours, where every one of them fits.
bool in_a_row(const Painter& paint, float width, const Legend& legend) {
    const float each = width / static_cast<float>(std::max<std::size_t>(1, legend.names.size()));
    for (const std::string& name : legend.names)
        if (paint.width(Type::kCaption, name) > each - paint.px(2)) return false;
    return true;
}

void draw_ramp(const Painter& paint, Rect bar, const Legend& legend) {
    const std::size_t n = legend.colours.size() - 1;
    const float step = bar.width / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
        const ImU32 left = packed(shade(legend, i)), right = packed(shade(legend, i + 1));
        const float x = bar.x + step * static_cast<float>(i);
        paint.list()->AddRectFilledMultiColor({x, bar.y}, {x + step, bar.bottom()}, left, right, right, left);
    }
    for (std::size_t i = 0; i < legend.ticks.size(); ++i) {
        const float part =
            legend.ticks.size() > 1 ? static_cast<float>(i) / static_cast<float>(legend.ticks.size() - 1) : 0.5f;
        const float x = bar.x + bar.width * part, w = paint.width(Type::kCaption, legend.ticks[i]);
        paint.line(x, bar.bottom(), x, bar.bottom() + paint.px(3), colour::kQuiet);
        paint.text(bar.x + (bar.width - w) * part, bar.bottom() + paint.px(3), Type::kCaption, colour::kText,
                   legend.ticks[i]);
    }
}

void draw_row(const Painter& paint, Rect bar, const Legend& legend) {
    const float each = bar.width / static_cast<float>(legend.colours.size());
    for (std::size_t i = 0; i < legend.colours.size(); ++i) {
        const float x = bar.x + each * static_cast<float>(i);
        paint.fill({x, bar.y, each - paint.px(1), bar.height}, shade(legend, i));
        paint.text(x, bar.bottom() + paint.px(3), Type::kCaption, colour::kText, legend.names[i], each - paint.px(1),
                   Align::kCenter);
    }
}

void draw_list(const Painter& paint, Rect box, const Legend& legend) {
    const std::size_t n = legend.colours.size();
    for (std::size_t i = 0; i < n; ++i) {
        const float y = box.y + paint.px(kRow) * static_cast<float>(i);
        const float text_y = y + (paint.px(kRow) - paint.line_height(Type::kCaption)) / 2;
        const Rect swatch{box.x, y + paint.px((kRow - kSwatch) / 2), paint.px(kSwatch), paint.px(kSwatch)};
        paint.fill(swatch, shade(legend, i), 3);
        std::string between;
        if (legend.ticks.size() + 1 == n)
            between = i == 0       ? "< " + legend.ticks[0]
                      : i + 1 == n ? "> " + legend.ticks[i - 1]
                                   : legend.ticks[i - 1] + "\u2013" + legend.ticks[i];
        const float used = paint.width(Type::kCaption, between);
        paint.text(box.x + paint.px(kSwatch + 8), text_y, Type::kCaption, colour::kText, legend.names[i],
                   box.width - paint.px(kSwatch + 14) - used);
        paint.text(box.x, text_y, Type::kCaption, colour::kQuiet, between, box.width, Align::kRight);
    }
}

}  // namespace

float Painter::legend_height(float width, const Legend& legend) const {
    if (legend.colours.size() < 2) return 0;
    if (legend.bands && !in_a_row(*this, width, legend)) return px(kRow) * static_cast<float>(legend.colours.size());
    return px(kBar + 3) + line_height(Type::kCaption);
}

void Painter::legend(Rect box, const Legend& legend) const {
    if (legend.colours.size() < 2) return;
    const Rect bar{box.x, box.y, box.width, px(kBar)};
    if (!legend.bands)
        draw_ramp(*this, bar, legend);
    else if (in_a_row(*this, box.width, legend))
        draw_row(*this, bar, legend);
    else
        draw_list(*this, box, legend);
}

}  // namespace np::ui
