#include <algorithm>
#include <string>

#include "home_parts.h"
#include "paint.h"

namespace np::ui {
namespace {

using Sort = PluginParameter::Sort;

// The parameters of all plugins, one behind the other: what the arrow keys go through.
std::vector<const PluginParameter*> all_of(const PluginsView& view) {
    std::vector<const PluginParameter*> all;
    for (const PluginRow& plugin : view.plugins)
        for (const PluginParameter& parameter : plugin.parameters) all.push_back(&parameter);
    return all;
}

void ask(Commands& out, const PluginParameter& parameter, double by) {
    if (parameter.sort != Sort::kText) out.push_back(command::ChangeSetting{"step:" + parameter.key, by});
}

class Panel {
  public:
    Panel(const Painter& paint, Rect area, float pad, int& selected, Commands& out)
        : paint_(paint), selected_(selected), out_(out), left_(area.x + pad) {
        inner_ = std::min(area.width - 2 * pad, paint.px(760));
        y_ = ImGui::GetCursorScreenPos().y + paint.px(4);
    }

    void notice(const std::string& text) {
        if (text.empty()) return;
        const float height = paint_.paragraph_height(inner_ - paint_.px(32), Type::kBody, text) + paint_.px(16);
        paint_.fill({left_, y_, inner_, height}, colour::kRaised, 8);
        paint_.paragraph(left_ + paint_.px(16), y_ + paint_.px(8), inner_ - paint_.px(32), Type::kBody, colour::kText,
                         text);
        y_ += height + paint_.px(12);
    }

    void plugin(const PluginRow& row) {
        const float line = paint_.px(26);
        paint_.shape(left_ + paint_.px(8), y_ + paint_.px(11), paint_.px(12), row.severity);
        paint_.text(left_ + paint_.px(24), y_, Type::kStrong, colour::kText, row.name, inner_ * 0.4F);
        paint_.text(left_ + inner_ * 0.45F, y_ + paint_.px(2), Type::kCaption, colour::kQuiet,
                    row.kind + (row.version.empty() ? "" : " \u00B7 " + row.version), inner_ * 0.25F);
        if (row.kind.empty() || row.state.size() > 24) {
            y_ += line;
            y_ += paint_.paragraph(left_ + paint_.px(24), y_, inner_ - paint_.px(24), Type::kCaption, colour::kQuiet,
                                   row.state);
        } else {
            paint_.text(left_ + inner_ * 0.72F, y_ + paint_.px(2), Type::kCaption, colour::kQuiet, row.state,
                        inner_ * 0.28F);
            y_ += line;
        }
        for (const PluginParameter& parameter : row.parameters) this->parameter(parameter);
        y_ += paint_.px(10);
    }

    void end(const std::string& file) {
        y_ += paint_.paragraph(left_, y_, inner_, Type::kCaption, colour::kQuiet,
                               "What is chosen here holds for tutorials and practice, from the next visit on, and is "
                               "kept in its record. In an assessment the scenario and the rules decide. Choices are "
                               "kept in " +
                                   file + ".");
        ImGui::SetCursorScreenPos({left_, y_ + paint_.px(16)});
        ImGui::Dummy({1, 1});
    }

  private:
    void parameter(const PluginParameter& parameter) {
        // A free text may be long; it stands below, over the whole width.
        const bool below = parameter.sort == Sort::kText;
        const std::string& second = below ? parameter.value : parameter.range;
        const float words = inner_ - paint_.px(below ? 32 : 280);
        const float text = paint_.paragraph_height(words, Type::kBody, parameter.text);
        const float caption = second.empty() ? 0 : paint_.paragraph_height(words, Type::kCaption, second);
        const Rect box{left_, y_, inner_, std::max(text + caption + paint_.px(18), paint_.px(44))};
        ImGui::PushID(parameter.key.c_str());
        paint_.fill(box, Colour{0x1A2027}, 8);
        if (index_ == selected_) paint_.focus_ring(box, 8);
        const float top = box.y + (box.height - text - caption) / 2;
        paint_.paragraph(box.x + paint_.px(16), top, words, Type::kBody, colour::kText, parameter.text);
        if (!second.empty())
            paint_.paragraph(box.x + paint_.px(16), top + text, words, Type::kCaption,
                             below && parameter.changed ? colour::kAccent : colour::kQuiet, second);
        if (!below) change(parameter, box);
        ImGui::PopID();
        y_ += box.height + paint_.px(8);
        ++index_;
    }

    void change(const PluginParameter& parameter, Rect box) {
        const float side = paint_.px(32), top = box.y + (box.height - side) / 2;
        const Rect value{box.right() - paint_.px(212), top, paint_.px(156), side};
        paint_.label(value, Type::kStrong, parameter.changed ? colour::kAccent : colour::kText, parameter.value);
        if (button(paint_, "less", {value.x - side - paint_.px(4), top, side, side}, "\u2212"))
            selected_ = index_, ask(out_, parameter, -1);
        if (button(paint_, "more", {box.right() - paint_.px(48), top, side, side}, "+"))
            selected_ = index_, ask(out_, parameter, 1);
    }

    const Painter& paint_;
    int& selected_;
    Commands& out_;
    float left_, inner_, y_;
    int index_ = 0;
};

}  // namespace

bool plugins_key(KeyPress press, const PluginsView& view, int& selected, Commands& out) {
    const auto all = all_of(view);
    if (all.empty()) return false;
    const int last = static_cast<int>(all.size()) - 1;
    selected = std::clamp(selected, 0, last);
    const PluginParameter& chosen = *all[static_cast<std::size_t>(selected)];
    switch (press.key) {
        case Key::kUp:
            selected = std::max(0, selected - 1);
            return true;
        case Key::kDown:
            selected = std::min(last, selected + 1);
            return true;
        case Key::kLeft:
            ask(out, chosen, -1);
            return true;
        case Key::kRight:
        case Key::kEnter:
        case Key::kSpace:
            ask(out, chosen, 1);
            return true;
        case Key::kBackspace:
            out.push_back(command::ChangeSetting{"default:" + chosen.key, 0});
            return true;
        default:
            return false;
    }
}

void draw_plugins(const PluginsView& view, const Theme& theme, Rect area, float pad, int& selected, Commands& out) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("##plugins", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    Panel panel(paint, area, pad, selected, out);
    panel.notice(view.notice);
    for (const PluginRow& row : view.plugins) panel.plugin(row);
    panel.end(view.file);
    ImGui::EndChild();
}

}  // namespace np::ui
