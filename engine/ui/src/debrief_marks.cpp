// The right side of the debrief: the one number, the scorers, the findings, what to do next.
#include <algorithm>
#include <cmath>

#include "debrief_parts.h"
#include "room_parts.h"

namespace np::ui {
namespace {

float heading(const Painter& paint, float x, float y, float width, const char* words) {
    paint.text(x, y, Type::kStrong, colour::kQuiet, words, width);
    return paint.line_height(Type::kStrong) + paint.px(6);
}

// Rule, limit, value, source, and what would have been right.
float draw_detail(const Painter& paint, const FindingView& finding, float x, float y, float width) {
    const float label = paint.px(64), from = y;
    const Row rows[] = {{"Rule", finding.rule},
                        {"Limit", finding.limit},
                        {"Was", finding.value},
                        {"Source", finding.source},
                        {"Better", finding.right}};
    for (const Row& row : rows) {
        if (row.value.empty()) continue;
        paint.text(x, y, Type::kCaption, colour::kQuiet, row.label, label);
        y += paint.paragraph(x + label, y, width - label, Type::kCaption, colour::kText, row.value) + paint.px(2);
    }
    return y - from;
}

float detail_height(const Painter& paint, const FindingView& finding, float width) {
    float h = 0;
    for (const std::string* words : {&finding.rule, &finding.limit, &finding.value, &finding.source, &finding.right})
        if (!words->empty()) h += paint.paragraph_height(width - paint.px(64), Type::kCaption, *words) + paint.px(2);
    return h;
}

}  // namespace

float draw_verdict(const Painter& paint, const DebriefView& view, float x, float y, float width) {
    const float from = y;
    if (!view.notice.empty()) {
        paint.shape(x + paint.px(7), y + paint.px(9), paint.px(13), Severity::kMinor);
        y += paint.paragraph(x + paint.px(22), y, width - paint.px(22), Type::kCaption, colour::kText, view.notice) +
             paint.px(8);
    }
    if (!view.graded) {
        y += paint.paragraph(x, y, width, Type::kTitle, colour::kText, "Not graded");
        return y - from + paint.paragraph(x, y, width, Type::kBody, colour::kQuiet, view.decided_by);
    }
    const std::string number = fixed(view.total, 1);
    const float used = paint.text(x, y, Type::kNumber, colour::kText, number);
    const float after = x + used + paint.px(8), base = y + paint.line_height(Type::kNumber) * 0.80f;
    const char* words = view.passed ? "passed" : "not passed";
    const Severity severity = view.passed ? Severity::kGood : Severity::kCritical;
    const float w = paint.width(Type::kTitle, words) + paint.px(44), h = paint.px(34);
    const Rect pill{x + width - w, y + (paint.line_height(Type::kNumber) - h) / 2, w, h};
    // What full marks are is left out where the verdict needs the room.
    if (after + paint.width(Type::kCaption, "of 100") < pill.x - paint.px(6))
        paint.text(after, base - paint.line_height(Type::kCaption) * 0.92f, Type::kCaption, colour::kQuiet, "of 100");
    paint.fill(pill, colour_of(severity).with(0.16f), 17);
    paint.outline(pill, colour_of(severity), 17, 1.3);
    paint.shape(pill.x + paint.px(18), pill.y + h / 2, paint.px(15), severity);
    paint.label({pill.x + paint.px(32), pill.y, w - paint.px(42), h}, Type::kTitle, colour::kText, words, Align::kLeft);
    y += paint.line_height(Type::kNumber) + paint.px(2);
    y += paint.paragraph(x, y, width, Type::kBody, colour::kQuiet, view.decided_by);
    return y - from;
}

float draw_scorers(const Painter& paint, const DebriefView& view, float x, float y, float width) {
    const float from = y;
    float name = 0;
    for (const ScorerView& scorer : view.scorers) name = std::max(name, paint.width(Type::kBody, scorer.name));
    name = std::min(name + paint.px(30), width * 0.6f);
    const float mark = paint.px(40);
    for (const ScorerView& scorer : view.scorers) {
        const float cy = y + paint.line_height(Type::kBody) / 2;
        paint.shape(x + paint.px(6), cy, paint.px(12), scorer.state.empty() ? scorer.worst : Severity::kMinor);
        paint.text(x + paint.px(20), y, Type::kBody, colour::kText, scorer.name, name - paint.px(22));
        if (scorer.state.empty()) {
            const double part = scorer.full > 0 ? scorer.mark / scorer.full : 0;
            paint.bar({x + name, cy - paint.px(4), width - name - mark, paint.px(8)}, part,
                      part >= 0.85  ? colour::kGood
                      : part >= 0.6 ? colour::kMinor
                                    : colour::kMajor);
            paint.text(x + width - mark, y, Type::kBody, colour::kText, fixed(scorer.mark, 0), mark, Align::kRight);
        } else {
            paint.text(x + name, y + paint.px(1), Type::kCaption, colour::kQuiet, scorer.state, width - name);
        }
        y += paint.line_height(Type::kBody) + paint.px(5);
    }
    for (const std::string& line : view.not_assessed)
        y += paint.paragraph(x, y, width, Type::kCaption, colour::kQuiet, line) + paint.px(2);
    return y - from;
}

float draw_findings(const Painter& paint, const DebriefView& view, float x, float y, float width,
                    bool scroll_to_selected, Commands& out) {
    const float from = y;
    const std::string words = view.findings.empty() ? "Nothing to find fault with" : "Findings, worst first";
    y += heading(paint, x, y, width, words.c_str());
    for (std::size_t i = 0; i < view.findings.size(); ++i) {
        const FindingView& finding = view.findings[i];
        const bool open = static_cast<int>(i) == view.selected;
        const float pad = paint.px(8), left = paint.px(22), cost = paint.px(46);
        const float inner = width - 2 * pad - left;
        const float text_height = paint.paragraph_height(inner - cost, Type::kBody, finding.text);
        float h = text_height + paint.line_height(Type::kCaption) + 2 * pad;
        if (open) h += detail_height(paint, finding, inner) + paint.px(6);
        const Rect box{x, y, width, h};
        ImGui::PushID(static_cast<int>(i));
        const Press press = press_area("finding", box);
        ImGui::PopID();
        paint.fill(box, open || press.hovered ? Colour{0x26303A} : colour::kRaised, 8);
        if (open) paint.outline(box, colour::kAccent, 8, 1.6);
        if (open && scroll_to_selected) {
            const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowHeight();
            if (box.y < top || box.bottom() > bottom) ImGui::SetScrollFromPosY(box.y - top, 0.3f);
        }
        paint.shape(x + pad + paint.px(7), y + pad + paint.line_height(Type::kBody) / 2, paint.px(14),
                    finding.severity);
        paint.paragraph(x + pad + left, y + pad, inner - cost, Type::kBody, colour::kText, finding.text);
        if (finding.cost > 0.004)
            paint.text(x + width - pad - cost, y + pad, Type::kBody, colour::kText, "\u2212" + fixed(finding.cost, 1),
                       cost, Align::kRight);
        const std::string where = finding.scorer + (finding.zone.empty() ? "" : " \u00B7 " + finding.zone) +
                                  " \u00B7 " + clock_text(finding.first_tick / 1000).substr(3);
        paint.text(x + pad + left, y + pad + text_height, Type::kCaption, colour::kQuiet, where, inner);
        if (open)
            draw_detail(paint, finding, x + pad + left,
                        y + pad + text_height + paint.line_height(Type::kCaption) + paint.px(6), inner);
        if (press.clicked) out.push_back(command::SelectFinding{static_cast<int>(i)});
        y += h + paint.px(6);
    }
    return y - from;
}

float draw_next(const Painter& paint, const DebriefView& view, float x, float y, float width, Commands& out) {
    if (view.next.empty()) return 0;
    const float from = y;
    y += heading(paint, x, y, width, "To work on next");
    int number = 1;
    for (const NextStep& next : view.next) {
        paint.text(x, y, Type::kStrong, colour::kAccent, std::to_string(number));
        y += paint.paragraph(x + paint.px(20), y, width - paint.px(20), Type::kBody, colour::kText, next.text) +
             paint.px(4);
        if (!next.scenario.empty() && !view.picture) {
            ImGui::PushID(number);
            const Rect box{x + paint.px(20), y, paint.px(120), paint.px(28)};
            if (button(paint, "train", box, "Practise")) out.push_back(command::OpenScenario{next.scenario});
            ImGui::PopID();
            y += paint.px(36);
        }
        ++number;
    }
    return y - from;
}

}  // namespace np::ui
