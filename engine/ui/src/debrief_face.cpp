// The left side of the debrief: which map the face shows, and the time line under it.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "debrief_parts.h"

namespace np::ui {
namespace {

std::string minutes_text(std::uint64_t ticks) {
    char text[32];
    std::snprintf(text, sizeof text, "%u:%02u", static_cast<unsigned>(ticks / 60000),
                  static_cast<unsigned>(ticks / 1000 % 60));
    return text;
}

}  // namespace

float draw_map_switch(const DebriefView& view, const Theme& theme, Rect box, Commands& out) {
    const Painter measure(nullptr, theme);
    const float edge = measure.px(4);
    // One row of full size, or as many as it takes of small ones.
    float total = 2 * edge;
    for (int i = 0; i < kMapModes; ++i)
        total += measure.width(Type::kBody, map_name(static_cast<MapMode>(i))) + measure.px(22);
    const bool small = total > box.width;
    const Type type = small ? Type::kCaption : Type::kBody;
    const float row = small ? measure.px(26) : box.height - 2 * edge;
    // Rows of about the same length.
    if (small) {
        total = 2 * edge;
        for (int i = 0; i < kMapModes; ++i)
            total += measure.width(type, map_name(static_cast<MapMode>(i))) + measure.px(14);
        box.width = std::min(box.width, total / std::ceil(total / box.width) + measure.px(50));
    }
    Rect places[kMapModes];
    float x = box.x + edge, y = box.y + edge, widest = 0;
    for (int i = 0; i < kMapModes; ++i) {
        const float width = measure.width(type, map_name(static_cast<MapMode>(i))) + measure.px(small ? 14 : 22);
        if (x + width > box.right() - edge && i > 0) x = box.x + edge, y += row;
        places[i] = {x, y, width, row};
        x += width;
        widest = std::max(widest, x - box.x + edge);
    }
    const Rect strip{box.x, box.y, widest, y + row + edge - box.y};
    const Painter paint = begin_panel("##maps", strip, theme);
    for (int i = 0; i < kMapModes; ++i) {
        const auto mode = static_cast<MapMode>(i);
        const Rect at = places[i];
        ImGui::PushID(i);
        const Press press = press_area("map", at);
        ImGui::PopID();
        const bool on = mode == view.map;
        if (on)
            paint.fill(at, colour::kAccent, 7);
        else if (press.hovered)
            paint.fill(at, colour::kRaised, 7);
        paint.label(at, type, on ? Colour{0x0B1A1A} : colour::kText, map_name(mode));
        if (press.clicked) out.push_back(command::ShowMap{mode});
    }
    end_panel();
    return strip.height;
}

void draw_timeline(const DebriefView& view, const Theme& theme, Rect box, Commands& out) {
    const Painter paint = begin_panel("##timeline", box, theme);
    const float in = paint.px(12);
    const Rect play{box.x + in, box.y + (box.height - paint.px(36)) / 2, paint.px(36), paint.px(36)};
    const Press press = press_area("play", play);
    paint.list()->AddCircleFilled({play.x + play.width / 2, play.y + play.height / 2}, play.width / 2,
                                  packed(press.hovered ? Colour{0x6ADCD1} : colour::kAccent), 32);
    const float cx = play.x + play.width / 2, cy = play.y + play.height / 2, r = paint.px(7);
    const ImU32 ink = packed(Colour{0x0B1A1A});
    if (view.playing) {
        for (float dx : {-4.0f, 4.0f})
            paint.list()->AddRectFilled({cx + paint.px(dx) - paint.px(2), cy - r},
                                        {cx + paint.px(dx) + paint.px(2), cy + r}, ink);
    } else {
        paint.list()->AddTriangleFilled({cx - r * 0.6f, cy - r}, {cx + r, cy}, {cx - r * 0.6f, cy + r}, ink);
    }
    if (press.clicked) out.push_back(command::Do{Action::kPlay});

    const float x0 = play.right() + in * 1.3f, x1 = box.right() - in * 1.3f, y = box.y + box.height * 0.52f;
    const double span = static_cast<double>(std::max<std::uint64_t>(1, view.duration_ticks));
    const auto x_of = [&](std::uint64_t tick) {
        return x0 + (x1 - x0) * static_cast<float>(std::min(1.0, static_cast<double>(tick) / span));
    };
    ImGui::PushID("line");
    const Press line = press_area("seek", {x0 - paint.px(4), y - paint.px(20), x1 - x0 + paint.px(8), paint.px(40)});
    ImGui::PopID();
    if (line.down || line.clicked) {
        const double part = std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - x0) / (x1 - x0)), 0.0, 1.0);
        out.push_back(command::Seek{static_cast<std::uint64_t>(part * span)});
    }
    paint.fill({x0, y - paint.px(2), x1 - x0, paint.px(4)}, colour::kLine, 2);
    paint.fill({x0, y - paint.px(2), x_of(view.tick) - x0, paint.px(4)}, colour::kAccent, 2);
    float phase_end = -1e9f;
    for (const Row& phase : view.phases) {
        const float x = x_of(std::stoull(phase.value));
        paint.line(x, y - paint.px(8), x, y + paint.px(8), colour::kQuiet);
        if (x < phase_end + paint.px(8)) continue;
        const float used = std::min(paint.width(Type::kCaption, phase.label), x1 - x);
        if (x + used <= x1 + 1) paint.text(x, box.bottom() - paint.px(22), Type::kCaption, colour::kQuiet, phase.label);
        phase_end = x + used;
    }
    // Lesser marks first, so that the worst lie on top.
    for (int severity = 0; severity < 4; ++severity)
        for (std::size_t i = 0; i < view.findings.size(); ++i) {
            const FindingView& finding = view.findings[i];
            if (static_cast<int>(finding.severity) != severity) continue;
            const bool chosen = static_cast<int>(i) == view.selected;
            paint.shape(x_of(finding.first_tick), y - paint.px(14), paint.px(chosen ? 15 : 10), finding.severity);
        }
    const float now = x_of(view.tick);
    paint.list()->AddCircleFilled({now, y}, paint.px(7), packed(colour::kText), 24);
    paint.text(x0, box.y + paint.px(6), Type::kCaption, colour::kText,
               minutes_text(view.tick) + " of " + minutes_text(view.duration_ticks));
    end_panel();
}

}  // namespace np::ui
