#include "needlepoint/ui/home.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "home_parts.h"
#include "key_card.h"
#include "paint.h"

namespace np::ui {
namespace {

using command::Page;

struct RailRow {
    Page page;
    const char* words;
    Icon icon;
};
constexpr RailRow kRail[] = {
    {Page::kPractise, "Practise", Icon::kPen},  {Page::kAssessment, "Assessment", Icon::kChart},
    {Page::kHistory, "History", Icon::kLoupe},  {Page::kAuthor, "Author", Icon::kPaper},
    {Page::kSettings, "Settings", Icon::kLamp},
};

void draw_rail(const HomeView& view, const Theme& theme, Rect box, Commands& out) {
    Painter paint = begin_panel("##rail", box, theme, true);
    paint.fill(box, Colour{0x12171C, 0.9f});
    paint.line(box.right(), box.y, box.right(), box.bottom(), colour::kLine.with(0.5f));
    const float pad = paint.px(16);
    // The mark: five needles over a line of skin.
    const float mx = box.x + pad + paint.px(4), my = box.y + paint.px(22);
    for (int i = 0; i < 5; ++i) {
        const float x = mx + paint.px(5) * static_cast<float>(i);
        paint.line(x, my, x, my + paint.px(i == 2 ? 17 : i % 2 ? 14 : 10), colour::kAccent, 2);
    }
    paint.line(mx - paint.px(3), my, mx + paint.px(23), my, colour::kText, 2);
    paint.text(mx + paint.px(34), my - paint.px(4), Type::kTitle, colour::kText, "Needlepoint");
    float y = box.y + paint.px(72);
    for (const RailRow& row : kRail) {
        const Rect line{box.x + paint.px(8), y, box.width - paint.px(16), paint.px(40)};
        const bool here = row.page == view.page;
        const Press press = press_area(row.words, line);
        if (here || press.hovered) paint.fill(line, here ? colour::kRaised : colour::kRaised.with(0.5f), 8);
        if (here) paint.fill({line.x, line.y + paint.px(10), paint.px(3), paint.px(20)}, colour::kAccent, 2);
        draw_icon(paint, row.icon, {line.x + paint.px(12), line.y + paint.px(11), paint.px(18), paint.px(18)},
                  here ? colour::kAccent : colour::kQuiet);
        const float text_x = line.x + paint.px(42);
        paint.label({text_x, line.y, line.right() - text_x - paint.px(4), line.height},
                    here ? Type::kStrong : Type::kBody, here ? colour::kText : colour::kQuiet, row.words, Align::kLeft);
        if (press.clicked) out.push_back(command::ShowPage{row.page});
        y += paint.px(44);
    }
    const float foot = box.bottom() - paint.px(34);
    float cap = 0;
    paint.key_cap(box.x + pad, foot, "F1", &cap);
    paint.text(box.x + pad + cap + paint.px(8), foot + paint.px(1), Type::kCaption, colour::kQuiet, "all keys");
    end_panel();
}

bool contains_folded(const std::string& hay, const std::string& needle) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(hay.begin(), hay.end(), needle.begin(), needle.end(), same) != hay.end();
}

const char* page_title(Page page) {
    switch (page) {
        case Page::kPractise:
            return "Who would you like to see?";
        case Page::kAssessment:
            return "Assessment";
        case Page::kHistory:
            return "What you have done";
        case Page::kAuthor:
            return "Author";
        case Page::kSettings:
            return "Settings";
    }
    return "";
}

void draw_filter(const Painter& paint, Rect box, const std::string& filter) {
    paint.fill(box, colour::kSurface, 8);
    paint.outline(box, filter.empty() ? colour::kLine : colour::kAccent, 8, filter.empty() ? 1 : 1.5);
    draw_icon(paint, Icon::kLoupe,
              {box.x + paint.px(10), box.y + (box.height - paint.px(15)) / 2, paint.px(15), paint.px(15)},
              colour::kQuiet);
    const Rect words{box.x + paint.px(34), box.y, box.width - paint.px(44), box.height};
    if (filter.empty())
        paint.label(words, Type::kBody, colour::kQuiet, "Type to find", Align::kLeft);
    else {
        paint.label(words, Type::kBody, colour::kText, filter, Align::kLeft);
        const float x = words.x + std::min(words.width, paint.width(Type::kBody, filter)) + paint.px(2);
        paint.line(x, box.y + paint.px(8), x, box.bottom() - paint.px(8), colour::kAccent, 1.5);
    }
}

}  // namespace

std::vector<int> HomeScreen::visible(const HomeView& view) const {
    std::vector<int> found;
    const bool history = view.page == Page::kHistory;
    const std::size_t count = history ? view.history.size() : view.cards.size();
    for (std::size_t i = 0; i < count; ++i) {
        bool take = false;
        if (history) {
            take = contains_folded(view.history[i].title + " " + view.history[i].when + " " + view.history[i].state,
                                   filter_);
        } else {
            const ScenarioCard& card = view.cards[i];
            const bool page = view.page == Page::kAssessment ? card.assessment : !card.assessment;
            take = page && contains_folded(card.title + " " + card.patient + " " + card.wish, filter_);
        }
        if (take) found.push_back(static_cast<int>(i));
    }
    return found;
}

void HomeScreen::draw(const HomeView& view, const SettingsView& settings, const Theme& theme, Commands& out) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Painter back(ImGui::GetBackgroundDrawList(), theme);
    back.gradient({0, 0, screen.x, screen.y}, colour::kBackdropTop, colour::kBackdropBottom);
    const float rail = back.px(screen.x / theme.scale < 1000 ? 172 : 208);
    draw_rail(view, theme, {0, 0, rail, screen.y}, out);

    const Rect body{rail, 0, screen.x - rail, screen.y};
    Painter paint = begin_panel("##home", body, theme, true);
    const float pad = paint.px(28);
    const float inner = body.width - 2 * pad;
    const bool filtered = view.page == Page::kPractise || view.page == Page::kAssessment || view.page == Page::kHistory;
    const float filter_width = paint.px(200);
    paint.text(body.x + pad, paint.px(22), Type::kValue, colour::kText, page_title(view.page),
               filtered ? inner - filter_width - paint.px(16) : inner);
    if (filtered)
        draw_filter(paint, {body.right() - pad - filter_width, paint.px(24), filter_width, paint.px(36)}, filter_);
    float top = paint.px(76);
    if (!view.notice.empty()) {
        const float h = paint.paragraph_height(inner - paint.px(44), Type::kBody, view.notice) + paint.px(16);
        paint.fill({body.x + pad, top, inner, h}, colour::kRaised, 8);
        paint.shape(body.x + pad + paint.px(18), top + h / 2, paint.px(14), Severity::kMinor);
        paint.paragraph(body.x + pad + paint.px(36), top + paint.px(8), inner - paint.px(44), Type::kBody,
                        colour::kText, view.notice);
        top += h + paint.px(16);
    }
    const std::vector<int> shown = visible(view);
    const int last = static_cast<int>(shown.size()) - 1;
    selected_ = std::clamp(selected_, 0, std::max(0, last));
    const Rect area{body.x, top, body.width, body.height - top};
    if (view.page == Page::kSettings)
        draw_settings_page(settings, paint, theme, area, out);
    else if (view.page == Page::kAuthor)
        draw_author(theme, area, pad);
    else if (view.page == Page::kHistory)
        draw_history(view, shown, theme, area, pad, selected_, out);
    else
        columns_ = draw_cards(view, shown, theme, area, pad, selected_, filter_.empty(), out);
    end_panel();
    if (help_) draw_key_overlay(theme, false);
}

void HomeScreen::draw_settings_page(const SettingsView& settings, const Painter& paint, const Theme& theme, Rect area,
                                    Commands& out) {
    const float pad = paint.px(28), tabs = paint.px(36);
    (void)draw_tabs(paint, {area.x + pad - paint.px(14), area.y, area.width, tabs}, {"General", "Input", "Plugins"},
                    settings_tab_);
    const Rect below{area.x, area.y + tabs + paint.px(12), area.width, area.height - tabs - paint.px(12)};
    if (settings_tab_ == 0)
        draw_settings(settings, theme, below, pad, setting_, out);
    else if (settings_tab_ == 1)
        draw_input(settings.input, theme, below, pad, out);
    else
        draw_plugins(settings.plugins, theme, below, pad, parameter_, out);
    plugins_ = settings.plugins;
}

bool HomeScreen::key(KeyPress press, const HomeView& view, Commands& out) {
    if (press.key == Key::kF1) {
        help_ = !help_;
        return true;
    }
    if (help_) {
        help_ = press.key != Key::kEscape;
        return true;
    }
    if (view.page == Page::kSettings && press.modifiers == kPlain) {
        if (press.key == Key::kTab) {
            settings_tab_ = (settings_tab_ + 1) % 3;
            return true;
        }
        if (settings_tab_ == 0 && settings_key(press, setting_, out)) return true;
        if (settings_tab_ == 1 && input_key(press, out)) return true;
        if (settings_tab_ == 2 && plugins_key(press, plugins_, parameter_, out)) return true;
    }
    if (press.modifiers == kCtrl && press.key >= key_of('1') && press.key <= key_of('5')) {
        out.push_back(command::ShowPage{kRail[static_cast<int>(press.key) - '1'].page});
        return true;
    }
    if (press.modifiers != kPlain) return false;
    const std::vector<int> shown = visible(view);
    const int count = static_cast<int>(shown.size());
    const int row = view.page == Page::kHistory ? 1 : std::max(1, columns_);
    const auto step = [&](int by) { selected_ = std::clamp(selected_ + by, 0, std::max(0, count - 1)); };
    switch (press.key) {
        case Key::kLeft:
            step(-1);
            return true;
        case Key::kRight:
            step(1);
            return true;
        case Key::kUp:
            step(-row);
            return true;
        case Key::kDown:
            step(row);
            return true;
        case Key::kTab: {
            const int next = (static_cast<int>(view.page) + 1) % 5;
            out.push_back(command::ShowPage{static_cast<Page>(next)});
            return true;
        }
        case Key::kBackspace:
            while (!filter_.empty() && (static_cast<unsigned char>(filter_.back()) & 0xC0) == 0x80) filter_.pop_back();
            if (!filter_.empty()) filter_.pop_back();
            selected_ = 0;
            return true;
        case Key::kEscape:
            if (filter_.empty()) return false;
            filter_.clear();
            return true;
        case Key::kEnter:
            if (count == 0) return true;
            if (view.page == Page::kHistory)
                out.push_back(command::OpenRecord{view.history[static_cast<std::size_t>(shown[selected_])].path});
            else
                out.push_back(command::OpenScenario{view.cards[static_cast<std::size_t>(shown[selected_])].id});
            return true;
        default:
            return false;
    }
}

void HomeScreen::type(char32_t character) {
    if (character < 0x20 || character > 0x17F || filter_.size() > 40 || (character == ' ' && filter_.empty())) return;
    if (character < 0x80)
        filter_ += static_cast<char>(character);
    else {
        filter_ += static_cast<char>(0xC0 | (character >> 6));
        filter_ += static_cast<char>(0x80 | (character & 0x3F));
    }
    selected_ = 0;
}

}  // namespace np::ui
