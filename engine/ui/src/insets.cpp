// Second views of the patient: the other side in a mirror, and a lens under the cursor.
#include <algorithm>
#include <cmath>

#include "room_parts.h"

namespace np::ui {

void draw_other_side(const OtherSideView& mirror, const Theme& theme, Rect clear) {
    const Painter measure(nullptr, theme);
    const float line = measure.line_height(Type::kCaption), edge = measure.px(6);
    const float side = std::min(measure.px(208), clear.height * 0.42f);
    const Rect box{clear.right() - side - 2 * edge, clear.bottom() - side - 2 * edge - line - measure.px(4),
                   side + 2 * edge, side + 2 * edge + line + measure.px(4)};
    const Painter paint = begin_panel("##mirror", box, theme);
    paint.list()->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(mirror.picture)),
                                  {box.x + edge, box.y + edge}, {box.x + edge + side, box.y + edge + side}, {1, 1},
                                  {0, 0}, IM_COL32_WHITE, paint.px(7));
    paint.outline({box.x + edge, box.y + edge, side, side}, Colour{0xC9D6DE, 0.55f}, 7, 1.5);
    const std::string key = keys_text(Action::kOtherSide);
    const float key_width = paint.width(Type::kCaption, key);
    paint.text(box.x + edge + paint.px(2), box.y + 2 * edge + side - paint.px(2), Type::kCaption, colour::kQuiet,
               "Other side", side - key_width - paint.px(8));
    paint.text(box.right() - edge - key_width, box.y + 2 * edge + side - paint.px(2), Type::kCaption, colour::kQuiet,
               key);
    end_panel();
}

void draw_lens(const LensView& lens, const Theme& theme) {
    const Painter paint(ImGui::GetBackgroundDrawList(), theme);
    ImDrawList* list = paint.list();
    const ImVec2 low{lens.x - lens.radius, lens.y - lens.radius}, high{lens.x + lens.radius, lens.y + lens.radius};
    for (int i = 3; i >= 1; --i)
        list->AddCircle({lens.x, lens.y + paint.px(2)}, lens.radius + paint.px(2.0 * i), IM_COL32(0, 0, 0, 30), 64,
                        paint.px(4));
    list->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(lens.picture)), low, high, {0, 1},
                          {1, 0}, IM_COL32_WHITE, lens.radius);
    list->AddCircle({lens.x, lens.y}, lens.radius, packed(Colour{0x20272F}), 96, paint.px(6));
    list->AddCircle({lens.x, lens.y}, lens.radius + paint.px(2), packed(Colour{0xC9D6DE, 0.8f}), 96, paint.px(1.5));
    // A scale of whole millimetres, about a third of the lens.
    if (lens.mm_per_pixel <= 0) return;
    double mm = 1;
    for (const double step : {2.0, 5.0, 10.0, 20.0})
        if (step / lens.mm_per_pixel < 0.75 * static_cast<double>(lens.radius)) mm = step;
    const float w = static_cast<float>(mm / lens.mm_per_pixel), y = lens.y + lens.radius * 0.70f, x = lens.x - w / 2;
    paint.line(x, y, x + w, y, Colour{0x0F1317, 0.7f}, 4);
    paint.line(x, y, x + w, y, colour::kText, 1.8);
    for (const float at : {x, x + w}) paint.line(at, y - paint.px(4), at, y + paint.px(4), colour::kText, 1.8);
    const std::string words = fixed(mm, 0) + " mm  \u00D7" + fixed(lens.times, 0);
    const float wide = paint.width(Type::kCaption, words);
    paint.fill(
        {lens.x - wide / 2 - paint.px(5), y + paint.px(4), wide + paint.px(10), paint.line_height(Type::kCaption)},
        Colour{0x0F1317, 0.6f}, 5);
    paint.text(lens.x - wide / 2, y + paint.px(4), Type::kCaption, colour::kText, words);
}

}  // namespace np::ui
