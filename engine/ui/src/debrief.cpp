#include "needlepoint/ui/debrief.h"

#include <algorithm>

#include "debrief_parts.h"
#include "key_card.h"
#include "map_panel.h"

namespace np::ui {

const char* map_name(MapMode mode) {
    switch (mode) {
        case MapMode::kSkin:
            return "Skin";
        case MapMode::kZones:
            return "Zones";
        case MapMode::kTarget:
            return "Planned depth";
        case MapMode::kAchieved:
            return "Depth reached";
        case MapMode::kDepth:
            return "Off the plan";
        case MapMode::kCoverage:
            return "Coverage";
        case MapMode::kPasses:
            return "Passes";
        case MapMode::kDensity:
            return "Density";
        case MapMode::kFaults:
            return "Faults";
        case MapMode::kRedness:
            return "Redness now";
        case MapMode::kLater:
            return "Follow-up";
    }
    return "";
}

void DebriefScreen::draw(const DebriefView& view, const Theme& theme, Commands& out) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Painter measure(ImGui::GetBackgroundDrawList(), theme);
    const float margin = measure.px(12);
    const float right_width = std::clamp(screen.x / 3, measure.px(310), measure.px(460));
    const float timeline = measure.px(84);
    const Rect right{screen.x - right_width - margin, margin, right_width, screen.y - 2 * margin};
    const Rect left{margin, margin, right.x - 2 * margin, screen.y - 2 * margin};
    face_ = {0, 0, right.x - margin / 2, screen.y - timeline - margin};

    const Rect head{left.x, left.y, left.width, measure.px(44)};
    {
        const Painter paint = begin_panel("##debrief-head", head, theme, true);
        float x = head.x;
        if (!view.picture &&
            button(paint, "back", {x, head.y + paint.px(4), paint.px(86), paint.px(34)}, "Home", "Esc"))
            out.push_back(command::Leave{});
        if (!view.picture) x += paint.px(100);
        paint.text(x, head.y, Type::kTitle, colour::kText, view.title, head.right() - x);
        paint.text(x, head.y + paint.line_height(Type::kTitle), Type::kCaption, colour::kQuiet, view.subtitle,
                   head.right() - x);
        end_panel();
    }
    const float maps =
        draw_map_switch(view, theme, {left.x, head.bottom() + measure.px(8), left.width, measure.px(34)}, out);
    if (view.legend) draw_legend_card(*view.legend, theme, left.x, screen.y - margin - timeline - measure.px(12));
    draw_map_labels(view.labels, theme, {face_.x, head.bottom() + measure.px(8) + maps, face_.width, face_.height});
    const Rect line{left.x, screen.y - margin - timeline, left.width, timeline};
    const bool later = view.map == MapMode::kLater && view.later;
    later ? draw_later_line(*view.later, theme, line, out) : draw_timeline(view, theme, line, out);

    const Painter paint = begin_panel("##debrief-side", right, theme);
    const float in = paint.px(16);
    ImGui::SetCursorScreenPos({right.x, right.y + paint.px(4)});
    ImGui::BeginChild("##side", {right.width, right.height - paint.px(view.picture ? 8 : 56)}, false,
                      ImGuiWindowFlags_NoNav);
    const Painter inside(ImGui::GetWindowDrawList(), theme);
    const float x = right.x + in, width = right.width - 2 * in;
    float y = ImGui::GetCursorScreenPos().y + paint.px(10);
    if (later) {
        y += draw_later(inside, *view.later, x, y, width, out);
    } else {
        y += draw_verdict(inside, view, x, y, width) + paint.px(14);
        y += draw_scorers(inside, view, x, y, width) + paint.px(14);
        y += draw_findings(inside, view, x, y, width, shown_selected_ != view.selected, out) + paint.px(14);
        y += draw_next(inside, view, x, y, width, out);
        shown_selected_ = view.selected;
    }
    ImGui::SetCursorScreenPos({x, y});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    if (!view.picture) {
        const float gap = paint.px(8), w = (right.width - 2 * in - 2 * gap) / 3, by = right.bottom() - paint.px(46);
        const char* names[] = {"Report", "CSV", "Record"};
        const char* ids[] = {"report", "csv", "record"};
        for (int i = 0; i < 3; ++i)
            if (button(paint, ids[i], {x + (w + gap) * static_cast<float>(i), by, w, paint.px(34)}, names[i]))
                out.push_back(command::Export{ids[i]});
    }
    end_panel();
    if (help_) draw_key_overlay(theme, true);
}

bool DebriefScreen::key(KeyPress press, const DebriefView& view, Commands& out) {
    const auto action = action_for(press, false, true);
    if (!action) return false;
    const int last = static_cast<int>(view.findings.size()) - 1;
    switch (*action) {
        case Action::kHelp:
            help_ = !help_;
            return true;
        case Action::kBack:
            if (help_)
                help_ = false;
            else
                out.push_back(command::Leave{});
            return true;
        case Action::kNextFinding:
        case Action::kPreviousFinding:
            if (last >= 0)
                out.push_back(command::SelectFinding{
                    std::clamp(view.selected + (*action == Action::kNextFinding ? 1 : -1), 0, last)});
            return true;
        case Action::kNextMap:
            out.push_back(command::ShowMap{static_cast<MapMode>((static_cast<int>(view.map) + 1) % kMapModes)});
            return true;
        case Action::kEarlier:
        case Action::kLater: {
            if (view.map == MapMode::kLater && view.later) {
                const double step = *action == Action::kLater ? 0.02 : -0.02;
                out.push_back(command::LookAhead{follow_up_hours(follow_up_place(view.later->hours) + step)});
                return true;
            }
            const std::uint64_t step = std::max<std::uint64_t>(1, view.duration_ticks / 200);
            const std::uint64_t to = *action == Action::kLater ? std::min(view.duration_ticks, view.tick + step)
                                                               : view.tick - std::min(view.tick, step);
            out.push_back(command::Seek{to});
            return true;
        }
        default:
            out.push_back(command::Do{*action});
            return true;
    }
}

}  // namespace np::ui
