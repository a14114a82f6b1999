// The follow-up in the debrief: a line of time under the face, curves and what may come beside it.
#include <algorithm>
#include <cmath>

#include "debrief_parts.h"

namespace np::ui {
namespace {

constexpr double kBend = 0.2;  // hours: below it the line of time is even, above it each step takes as much longer
constexpr double kYear = 8760;

struct Mark {
    double hours;
    const char* text;
};
constexpr Mark kMarks[] = {{0, "End"},    {1, "1 h"},    {8, "8 h"},     {24, "1 d"},    {72, "3 d"},
                           {168, "1 wk"}, {672, "4 wk"}, {2190, "3 mo"}, {8760, "12 mo"}};

// A row of words to choose from; the chosen one is filled.
int draw_choice(const Painter& paint, const char* id, Rect box, const std::vector<std::string>& words, int chosen) {
    int pressed = -1;
    const float width = box.width / static_cast<float>(std::max<std::size_t>(1, words.size()));
    ImGui::PushID(id);
    for (int i = 0; i < static_cast<int>(words.size()); ++i) {
        const Rect at{box.x + width * static_cast<float>(i), box.y, width - paint.px(4), box.height};
        ImGui::PushID(i);
        const Press press = press_area("choice", at);
        ImGui::PopID();
        const bool on = i == chosen;
        paint.fill(at, on ? colour::kAccent : press.hovered ? colour::kLine : colour::kRaised, 7);
        paint.label(at, Type::kCaption, on ? Colour{0x0B1A1A} : colour::kText, words[static_cast<std::size_t>(i)]);
        if (press.clicked) pressed = i;
    }
    ImGui::PopID();
    return pressed;
}

void draw_curve(const Painter& paint, const FollowUpCurve& curve, double hours, Rect box) {
    const float head = paint.line_height(Type::kCaption);
    const float used = paint.width(Type::kCaption, curve.now);
    paint.text(box.x, box.y, Type::kCaption, colour::kQuiet, curve.name, box.width - used - paint.px(8));
    paint.text(box.right(), box.y, Type::kCaption, colour::kText, curve.now, 0, Align::kRight);
    const Rect plot{box.x, box.y + head + paint.px(2), box.width, box.height - head - paint.px(4)};
    paint.fill(plot, colour::kRaised, 4);
    const auto x_of = [&](double h) { return plot.x + plot.width * static_cast<float>(follow_up_place(h)); };
    const auto y_of = [&](double value) {
        const double part = std::clamp(value / (curve.top > 0 ? curve.top : 1), 0.0, 1.0);
        return plot.bottom() - paint.px(2) - (plot.height - paint.px(4)) * static_cast<float>(part);
    };
    for (const double day : {24.0, 168.0, 672.0, 2190.0})
        paint.line(x_of(day), plot.y, x_of(day), plot.bottom(), colour::kLine);
    for (std::size_t i = 1; i < curve.points.size(); ++i)
        paint.line(x_of(curve.points[i - 1].first), y_of(curve.points[i - 1].second), x_of(curve.points[i].first),
                   y_of(curve.points[i].second), colour::kAccent, 1.6);
    paint.line(x_of(hours), plot.y, x_of(hours), plot.bottom(), colour::kText);
}

}  // namespace

double follow_up_place(double hours) {
    return std::log1p(std::clamp(hours, 0.0, kYear) / kBend) / std::log1p(kYear / kBend);
}

double follow_up_hours(double place) {
    return kBend * std::expm1(std::clamp(place, 0.0, 1.0) * std::log1p(kYear / kBend));
}

void draw_later_line(const FollowUpView& later, const Theme& theme, Rect box, Commands& out) {
    const Painter paint = begin_panel("##timeline", box, theme);
    const float in = paint.px(20), x0 = box.x + in, x1 = box.right() - in, y = box.y + box.height * 0.52f;
    const auto x_of = [&](double hours) { return x0 + (x1 - x0) * static_cast<float>(follow_up_place(hours)); };
    ImGui::PushID("later");
    const Press line = press_area("line", {x0 - paint.px(8), y - paint.px(20), x1 - x0 + paint.px(16), paint.px(40)});
    ImGui::PopID();
    if (line.down || line.clicked)
        out.push_back(
            command::LookAhead{follow_up_hours(static_cast<double>((ImGui::GetIO().MousePos.x - x0) / (x1 - x0)))});
    paint.fill({x0, y - paint.px(2), x1 - x0, paint.px(4)}, colour::kLine, 2);
    paint.fill({x0, y - paint.px(2), x_of(later.hours) - x0, paint.px(4)}, colour::kAccent, 2);
    float end = -1e9f;
    for (const Mark& mark : kMarks) {
        const float x = x_of(mark.hours), wide = paint.width(Type::kCaption, mark.text);
        paint.line(x, y - paint.px(8), x, y + paint.px(8), colour::kQuiet);
        const float left = std::clamp(x - wide / 2, x0, x1 - wide);
        if (left < end + paint.px(6)) continue;
        paint.text(left, box.bottom() - paint.px(24), Type::kCaption, colour::kQuiet, mark.text);
        end = left + wide;
    }
    paint.list()->AddCircleFilled({x_of(later.hours), y}, paint.px(7), packed(colour::kText), 24);
    paint.text(x0, box.y + paint.px(6), Type::kCaption, colour::kText, later.when + " after the visit", x1 - x0);
    end_panel();
}

float draw_later(const Painter& paint, const FollowUpView& later, float x, float y, float width, Commands& out) {
    const float from = y, row = paint.px(30), gap = paint.px(10);
    paint.text(x, y, Type::kTitle, colour::kText, later.when + " later", width);
    y += paint.line_height(Type::kTitle) + paint.px(4);
    paint.text(x, y, Type::kCaption, colour::kQuiet, "Aftercare", width);
    y += paint.line_height(Type::kCaption) + paint.px(2);
    if (const int care = draw_choice(paint, "care", {x, y, width, row}, later.cares, later.care); care >= 0)
        out.push_back(command::ChooseCare{care});
    y += row + gap;
    if (later.zones.size() > 1) {
        // As many to a row as fit with their names whole.
        float wide = 0;
        for (const std::string& zone : later.zones) wide = std::max(wide, paint.width(Type::kCaption, zone));
        const int in_row = std::clamp(static_cast<int>(width / (wide + paint.px(20))), 1, 3);
        for (int first = 0; first < static_cast<int>(later.zones.size()); first += in_row) {
            const auto last = std::min(later.zones.size(), static_cast<std::size_t>(first + in_row));
            std::vector<std::string> some(later.zones.begin() + first,
                                          later.zones.begin() + static_cast<std::ptrdiff_t>(last));
            some.resize(static_cast<std::size_t>(std::min(in_row, static_cast<int>(some.size()))));
            const float part = width * static_cast<float>(some.size()) / static_cast<float>(in_row);
            ImGui::PushID(first);
            const int zone = draw_choice(paint, "zone", {x, y, part, row}, some, later.zone - first);
            ImGui::PopID();
            if (zone >= 0) out.push_back(command::ChooseZone{first + zone});
            y += row + paint.px(4);
        }
        y += gap - paint.px(4);
    }
    for (const Row& fact : later.facts) {
        const float used = paint.width(Type::kBody, fact.value);
        paint.text(x, y, Type::kBody, colour::kQuiet, fact.label, width - used - gap);
        paint.text(x + width, y, Type::kBody, colour::kText, fact.value, 0, Align::kRight);
        y += paint.line_height(Type::kBody) + paint.px(2);
    }
    y += paint.px(6);
    for (const FollowUpCurve& curve : later.curves) {
        draw_curve(paint, curve, later.hours, {x, y, width, paint.px(46)});
        y += paint.px(50);
    }
    y += paint.px(4);
    paint.text(x, y, Type::kStrong, colour::kText, "What may come of it", width);
    y += paint.line_height(Type::kStrong) + paint.px(4);
    for (const FollowUpView::Fate& fate : later.fates) {
        paint.shape(x + paint.px(7), y + paint.line_height(Type::kBody) / 2, paint.px(11), fate.severity);
        const float used = paint.width(Type::kCaption, fate.when);
        paint.text(x + paint.px(20), y, Type::kBody, colour::kText, fate.text, width - paint.px(28) - used);
        paint.text(x + width, y + paint.px(2), Type::kCaption, colour::kQuiet, fate.when, 0, Align::kRight);
        y += paint.line_height(Type::kBody) + paint.px(3);
    }
    return y - from;
}

}  // namespace np::ui
