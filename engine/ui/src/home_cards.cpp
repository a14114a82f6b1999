#include <algorithm>
#include <cmath>
#include <cstdio>

#include "home_parts.h"
#include "paint.h"

namespace np::ui {
namespace {

std::string number(double value, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

// Earlier marks as a small curve, the best one as a dot, the last in words.
void draw_marks(const Painter& paint, Rect box, const std::vector<double>& marks) {
    if (marks.empty()) {
        paint.label(box, Type::kCaption, colour::kQuiet, "not done yet", Align::kRight);
        return;
    }
    const std::string last = number(marks.back(), 0);
    const float words = paint.width(Type::kStrong, last);
    paint.label({box.right() - words, box.y, words + 1, box.height}, Type::kStrong, colour::kText, last, Align::kLeft);
    const Rect curve{box.x, box.y + paint.px(3), box.width - words - paint.px(8), box.height - paint.px(6)};
    const auto y_of = [&](double mark) {
        return curve.bottom() - curve.height * static_cast<float>(std::clamp(mark, 0.0, 100.0) / 100.0);
    };
    const auto best = std::max_element(marks.begin(), marks.end()) - marks.begin();
    const float step = marks.size() > 1 ? curve.width / static_cast<float>(marks.size() - 1) : 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const float x = marks.size() > 1 ? curve.x + step * static_cast<float>(i) : curve.right();
        if (i > 0) paint.line(x - step, y_of(marks[i - 1]), x, y_of(marks[i]), colour::kQuiet, 1.5);
        if (static_cast<std::ptrdiff_t>(i) == best)
            paint.list()->AddCircleFilled({x, y_of(marks[i])}, paint.px(2.6), packed(colour::kAccent), 12);
    }
}

void card_back(const Painter& paint, Rect box, bool hovered, bool chosen) {
    paint.surface(box, hovered || chosen ? colour::kRaised : Colour{0x1A2027});
    if (chosen) paint.focus_ring(box);
}

// The portrait above, words below.
void draw_card(const Painter& paint, Rect box, const ScenarioCard& card, bool hovered, bool chosen) {
    card_back(paint, box, hovered, chosen);
    const float in = paint.px(12);
    const float portrait = box.height - paint.px(144);
    const Rect picture{box.x + 1, box.y + 1, box.width - 2, portrait};
    paint.gradient(
        {picture.x + paint.px(2), picture.y + paint.px(8), picture.width - paint.px(4), portrait - paint.px(8)},
        Colour{0x262E36}, Colour{0x1E252C});
    if (card.portrait) {
        // A square picture, cut to the card's shape around its middle.
        const float part = std::min(1.0f, portrait / picture.width);
        paint.list()->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(card.portrait)),
                                      {picture.x, picture.y}, {picture.right(), picture.bottom()}, {0, 0.5f - part / 2},
                                      {1, 0.5f + part / 2}, IM_COL32_WHITE, paint.px(10), ImDrawFlags_RoundCornersTop);
    } else if (card.age == 0) {
        const float side = paint.px(84);
        draw_icon(paint, Icon::kPen,
                  {picture.x + (picture.width - side) / 2, picture.y + (portrait - side) / 2, side, side},
                  colour::kAccent);
    } else {
        paint.picture(picture, 0, 10);
    }
    float y = box.y + portrait + paint.px(10);
    const float inner = box.width - 2 * in;
    const std::string age = card.age > 0 ? ", " + std::to_string(card.age) : "";
    paint.text(box.x + in, y, Type::kTitle, colour::kText, card.patient + age, inner);
    y += paint.line_height(Type::kTitle) + paint.px(2);
    const std::string words = card.age > 0 ? "\u201C" + card.wish + "\u201D" : card.wish;
    paint.paragraph(box.x + in, y, inner, Type::kBody, colour::kQuiet, words, 4);
    const float foot = box.bottom() - paint.px(32);
    const std::string minutes = std::to_string(card.minutes) + " minutes";
    const float used = paint.text(box.x + in, foot + paint.px(4), Type::kCaption, colour::kQuiet, minutes);
    draw_marks(paint, {box.x + in + used + paint.px(12), foot, inner - used - paint.px(12), paint.px(24)}, card.marks);
}

// The first lesson, before anything has been done: wide, with its own button.
void draw_first(const Painter& paint, Rect box, const ScenarioCard& card, bool hovered, bool chosen) {
    card_back(paint, box, hovered, chosen);
    const Rect picture{box.x + paint.px(12), box.y + paint.px(12), box.height - paint.px(24),
                       box.height - paint.px(24)};
    paint.fill(picture, Colour{0x262E36}, 8);
    if (card.portrait)
        paint.picture(picture, card.portrait);
    else
        draw_icon(paint, Icon::kPen,
                  {picture.x + picture.width * 0.25f, picture.y + picture.height * 0.25f, picture.width / 2,
                   picture.height / 2},
                  colour::kAccent);
    const float x = picture.right() + paint.px(20);
    const float inner = box.right() - x - paint.px(16);
    float y = box.y + paint.px(18);
    paint.text(x, y, Type::kValue, colour::kText, card.title + ", " + std::to_string(card.minutes) + " minutes", inner);
    y += paint.line_height(Type::kValue) + paint.px(4);
    paint.paragraph(x, y, inner, Type::kBody, colour::kQuiet, card.wish, 2);
    const Rect start{x, box.bottom() - paint.px(50), paint.px(120), paint.px(36)};
    paint.fill(start, colour::kAccent, 8);
    paint.label(start, Type::kStrong, Colour{0x0B1A1A}, "Begin  Enter");
}

}  // namespace

int draw_cards(const HomeView& view, const std::vector<int>& shown, const Theme& theme, Rect area, float pad,
               int& selected, bool unfiltered, Commands& out) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("##cards", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    const float inner = area.width - 2 * pad, gap = paint.px(16);
    if (shown.empty()) {
        const char* words = unfiltered ? "Nothing here yet." : "Nothing fits these letters. Backspace takes one away.";
        paint.text(area.x + pad, area.y + paint.px(8), Type::kBody, colour::kQuiet, words, inner);
    }
    const int columns = std::max(1, static_cast<int>((inner + gap) / (paint.px(212) + gap)));
    const float width = (inner - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = paint.px(std::clamp(static_cast<double>(width) / theme.scale * 0.86, 180.0, 260.0) + 144);
    float y = ImGui::GetCursorScreenPos().y + paint.px(4);
    int column = 0;
    static_assert(sizeof(int) >= 4);
    for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
        const ScenarioCard& card = view.cards[static_cast<std::size_t>(shown[static_cast<std::size_t>(i)])];
        const bool large = view.first_start && card.first && unfiltered;
        if (large && column != 0) y += height + gap, column = 0;
        const Rect box = large ? Rect{area.x + pad, y, inner, paint.px(176)}
                               : Rect{area.x + pad + static_cast<float>(column) * (width + gap), y, width, height};
        const Press press = press_area(card.id.c_str(), box);
        if (large)
            draw_first(paint, box, card, press.hovered, i == selected);
        else
            draw_card(paint, box, card, press.hovered, i == selected);
        if (i == selected && (box.bottom() > area.bottom() || box.y < area.y))
            ImGui::SetScrollHereY(box.y < area.y ? 0.0f : 1.0f);
        if (press.clicked) {
            selected = i;
            out.push_back(command::OpenScenario{card.id});
        }
        if (large)
            y += box.height + gap;
        else if (++column == columns)
            column = 0, y += height + gap;
    }
    ImGui::SetCursorScreenPos({area.x, y + (column ? height : 0) + paint.px(24)});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    return columns;
}

void draw_history(const HomeView& view, const std::vector<int>& shown, const Theme& theme, Rect area, float pad,
                  int& selected, Commands& out) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("##history", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    const float inner = area.width - 2 * pad;
    if (shown.empty())
        paint.paragraph(area.x + pad, area.y + paint.px(8), inner, Type::kBody, colour::kQuiet,
                        "What you do is kept here, with its mark and its replay.");
    float y = ImGui::GetCursorScreenPos().y + paint.px(4);
    for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
        const HistoryRow& row = view.history[static_cast<std::size_t>(shown[static_cast<std::size_t>(i)])];
        const Rect box{area.x + pad, y, inner, paint.px(52)};
        const Press press = press_area(row.path.c_str(), box);
        paint.fill(box, press.hovered || i == selected ? colour::kRaised : Colour{0x1A2027}, 8);
        if (i == selected) paint.focus_ring(box, 8);
        const float mark_width = paint.px(80), state_width = paint.px(110);
        paint.shape(box.x + paint.px(20), box.y + box.height / 2, paint.px(14), row.severity);
        paint.text(box.x + paint.px(40), box.y + paint.px(6), Type::kStrong, colour::kText, row.title,
                   inner - mark_width - state_width - paint.px(56));
        paint.text(box.x + paint.px(40), box.y + paint.px(28), Type::kCaption, colour::kQuiet, row.when,
                   inner - mark_width - state_width - paint.px(56));
        paint.label({box.right() - mark_width - state_width, box.y, state_width, box.height}, Type::kBody,
                    colour::kQuiet, row.state, Align::kRight);
        if (row.mark >= 0)
            paint.label({box.right() - mark_width, box.y, mark_width - paint.px(16), box.height}, Type::kTitle,
                        colour::kText, number(row.mark, 1), Align::kRight);
        if (press.clicked) {
            selected = i;
            out.push_back(command::OpenRecord{row.path});
        }
        y += paint.px(60);
    }
    ImGui::SetCursorScreenPos({area.x, y});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
}

void draw_author(const Theme& theme, Rect area, float pad) {
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    const float inner = std::min(area.width - 2 * pad, paint.px(620));
    float y = area.y + paint.px(4);
    y += paint.paragraph(area.x + pad, y, inner, Type::kBody, colour::kText,
                         "A scenario is a text file: a patient, a plan, what is to be noticed, and what counts. Copy "
                         "one of the scenarios folder, "
                         "change it, and check it; the check names line and column of whatever it can't accept.") +
         paint.px(16);
    const Rect box{area.x + pad, y, inner, paint.px(44)};
    paint.fill(box, Colour{0x12171C}, 8);
    paint.label({box.x + paint.px(16), box.y, box.width - paint.px(32), box.height}, Type::kBody, colour::kAccent,
                "needlepoint scenario check my-scenario.yaml", Align::kLeft);
}

}  // namespace np::ui
