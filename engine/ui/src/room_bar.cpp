#include <algorithm>
#include <cmath>

#include "room_parts.h"

namespace np::ui {
namespace {

float phase_width(const Painter& paint, const std::string& name, bool here) {
    return paint.width(here ? Type::kStrong : Type::kBody, name) + paint.px(26);
}

// Done phases carry a tick, the present one is bright; what doesn't fit is left out from the far ends.
void draw_phases(const Painter& paint, const RoomView& view, Rect box) {
    const int count = static_cast<int>(view.phases.size());
    int from = 0, to = count;
    const auto total = [&] {
        float sum = 0;
        for (int i = from; i < to; ++i)
            sum += phase_width(paint, view.phases[static_cast<std::size_t>(i)], i == view.phase);
        return sum;
    };
    while (to - from > 1 && total() > box.width) {
        if (view.phase - from > to - 1 - view.phase)
            ++from;
        else
            --to;
    }
    float x = box.x;
    const float cy = box.y + box.height / 2;
    for (int i = from; i < to; ++i) {
        const std::string& name = view.phases[static_cast<std::size_t>(i)];
        const bool here = i == view.phase, done = i < view.phase;
        const float dot = x + paint.px(6);
        if (done)
            paint.shape(dot, cy, paint.px(12), Severity::kGood);
        else if (here)
            paint.list()->AddCircleFilled({dot, cy}, paint.px(4.5), packed(colour::kAccent), 20);
        else
            paint.list()->AddCircle({dot, cy}, paint.px(4), packed(colour::kQuiet), 20, paint.px(1.4));
        const Type type = here ? Type::kStrong : Type::kBody;
        const float room = to - from == 1 ? box.right() - x - paint.px(16) : 0;
        x += paint.px(16) + paint.text(x + paint.px(16), cy - paint.line_height(type) / 2, type,
                                       here ? colour::kText : colour::kQuiet, name, room);
        x += paint.px(10);
    }
}

struct RightEnd {
    const Painter& paint;
    Rect box;
    float x;
    // A round button with a drawn sign.
    bool sign(const char* id, bool on) {
        const float side = box.height - paint.px(8);
        x -= side;
        const Rect area{x, box.y + paint.px(4), side, side};
        const Press press = press_area(id, area);
        if (press.hovered || on) paint.fill(area, colour::kRaised, 8);
        x -= paint.px(4);
        return press.clicked;
    }
    float center() const { return x + paint.px(4) + (box.height - paint.px(8)) / 2; }
};

}  // namespace

void draw_bar(const RoomView& view, const Theme& theme, Rect box, Commands& out, Dialog& dialog) {
    const Painter paint = begin_panel("##bar", box, theme);
    const float cy = box.y + box.height / 2;
    RightEnd end{paint, box, box.right() - paint.px(4)};
    if (end.sign("help", dialog == Dialog::kHelp)) dialog = Dialog::kHelp;
    paint.text(end.center() - paint.width(Type::kStrong, "?") / 2, cy - paint.line_height(Type::kStrong) / 2,
               Type::kStrong, colour::kText, "?");
    if (!view.assessment) {
        if (end.sign("pause", view.paused)) out.push_back(command::Do{Action::kPause});
        const float px = end.center(), h = paint.px(6);
        if (view.paused)
            paint.list()->AddTriangleFilled({px - h * 0.7f, cy - h}, {px + h, cy}, {px - h * 0.7f, cy + h},
                                            packed(colour::kAccent));
        else
            for (float dx : {-3.5f, 3.5f})
                paint.line(px + paint.px(dx), cy - h, px + paint.px(dx), cy + h, colour::kText, 2.6);
    }
    float x = end.x - paint.px(8);
    const std::string clock =
        view.seconds_left ? clock_text(*view.seconds_left).substr(3) : clock_text(view.clinical_seconds);
    const char* words = view.seconds_left ? "left" : "clinical clock";
    const bool hurry = view.seconds_left && *view.seconds_left < 60;
    x -= paint.width(Type::kStrong, clock);
    paint.text(x, cy - paint.line_height(Type::kStrong) / 2, Type::kStrong, hurry ? colour::kMajor : colour::kText,
               clock);
    const bool roomy = box.width / theme.scale > 900;
    if (roomy || view.seconds_left) {
        x -= paint.width(Type::kCaption, words) + paint.px(8);
        paint.text(x, cy - paint.line_height(Type::kCaption) / 2, Type::kCaption, colour::kQuiet, words);
    }
    if (hurry) x -= paint.px(18), paint.shape(x + paint.px(6), cy, paint.px(12), Severity::kMajor);
    const char* state = view.paused       ? "paused"
                        : view.slow       ? "slower than real time"
                        : view.assessment ? "assessment"
                                          : "";
    if (*state) {
        const float w = paint.width(Type::kCaption, state) + paint.px(16);
        x -= w + paint.px(12);
        paint.fill({x, cy - paint.px(11), w, paint.px(22)}, colour::kRaised, 11);
        paint.outline({x, cy - paint.px(11), w, paint.px(22)},
                      view.slow && !view.paused ? colour::kMinor : colour::kLine, 11);
        paint.text(x + paint.px(8), cy - paint.line_height(Type::kCaption) / 2, Type::kCaption, colour::kText, state);
    }
    draw_phases(paint, view, {box.x + paint.px(14), box.y, x - box.x - paint.px(28), box.height});
    end_panel();
}

void draw_hint(const HintView& hint, const Theme& theme, const RoomLayout& layout, float shown) {
    const Painter measure(ImGui::GetForegroundDrawList(), theme);
    const float pad = measure.px(12), most = std::min(measure.px(340), layout.clear.width - 2 * pad);
    // Lines of about the same length: no word stands alone in the last.
    const float whole = measure.width(Type::kBody, hint.text) + 1, lines = std::ceil(whole / most);
    float text_width = std::min(most, whole / lines + (lines > 1 ? measure.px(24) : 0));
    if (measure.paragraph_height(text_width, Type::kBody, hint.text) > lines * measure.line_height(Type::kBody) + 1)
        text_width = most;
    const float w = text_width + 2 * pad, h = measure.paragraph_height(text_width, Type::kBody, hint.text) + pad * 1.4f;
    Rect box{layout.clear.x + (layout.clear.width - w) / 2, layout.clear.bottom() - h, w, h};
    const bool mirrored = theme.mirrored;
    const auto beside = [&](bool left_panel) { box.x = left_panel ? layout.clear.x : layout.clear.right() - w; };
    switch (hint.place) {
        case HintView::Place::kFace:
            break;
        case HintView::Place::kTop:
            box.y = layout.clear.y;
            break;
        case HintView::Place::kPen:
            beside(mirrored);
            box.y = mirrored ? layout.below_maps : layout.clear.y;
            break;
        case HintView::Place::kPatient:
            beside(!mirrored);
            box.y = mirrored ? layout.clear.y : layout.below_maps;
            break;
        case HintView::Place::kSection:
            beside(!mirrored);
            break;
        case HintView::Place::kTray:
            break;
    }
    const Painter paint = begin_panel("##hint", box, theme, true);
    const float alpha = shown;
    paint.list()->PushClipRectFullScreen();
    paint.surface(box, Colour{0x223036, 0.94f * alpha});
    paint.outline(box, colour::kAccent.with(0.5f * alpha));
    paint.list()->PopClipRect();
    paint.paragraph(box.x + pad, box.y + pad * 0.7f, text_width, Type::kBody, colour::kText.with(alpha), hint.text);
    end_panel();
}

void draw_incident(const IncidentView& incident, const Theme& theme, const RoomLayout& layout, Commands& out) {
    const Painter measure(ImGui::GetForegroundDrawList(), theme);
    const float pad = measure.px(14), w = std::min(measure.px(420), layout.clear.width);
    const float text_width = w - 2 * pad - measure.px(28);
    const float head = measure.paragraph_height(text_width, Type::kStrong, incident.cue);
    const float row = measure.px(38);
    const float h = head + 2 * pad + row * static_cast<float>(incident.acts.size()) + measure.px(4);
    const Rect box{layout.clear.x + (layout.clear.width - w) / 2, layout.clear.y, w, h};
    const Painter paint = begin_panel("##incident", box, theme, false, true);
    paint.outline(box, colour::kMajor, 10, 1.5);
    paint.shape(box.x + pad + paint.px(8), box.y + pad + paint.px(10), paint.px(18), Severity::kMajor);
    paint.paragraph(box.x + pad + paint.px(28), box.y + pad, text_width, Type::kStrong, colour::kText, incident.cue);
    float y = box.y + pad + head + paint.px(10);
    for (std::size_t i = 0; i < incident.acts.size(); ++i) {
        const ChoiceView& act = incident.acts[i];
        ImGui::PushID(static_cast<int>(i));
        if (button(paint, "act", {box.x + pad, y, w - 2 * pad, row - paint.px(6)}, act.label, {}, false, act.enabled))
            out.push_back(act.command);
        ImGui::PopID();
        y += row;
    }
    end_panel();
}

void draw_notices(const RoomView& view, const Theme& theme, const RoomLayout& layout) {
    // Bare and without input: the skin beneath stays reachable.
    const Painter paint(ImGui::GetBackgroundDrawList(), theme);
    float y = layout.clear.bottom();
    const auto chip = [&](const std::string& words, Colour ink, bool above) {
        if (words.empty()) return;
        const float most = layout.clear.width - paint.px(24);
        const float text_width = std::min(most, paint.width(Type::kBody, words) + 1);
        const float h = paint.paragraph_height(text_width, Type::kBody, words) + paint.px(10),
                    w = text_width + paint.px(24);
        if (above)
            y = layout.clear.y;
        else
            y -= h;
        const float x = layout.clear.x + (layout.clear.width - w) / 2;
        paint.fill({x, y, w, h}, colour::kSurface, 10);
        paint.paragraph(x + paint.px(12), y + paint.px(5), text_width, Type::kBody, ink, words);
    };
    if (!view.hint) chip(view.message, colour::kText, false);
    if (!view.caption.empty() && !view.incident) chip("[" + view.caption + "]", colour::kQuiet, true);
}

}  // namespace np::ui
