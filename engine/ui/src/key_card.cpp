#include "key_card.h"

#include <algorithm>
#include <vector>

namespace np::ui {
namespace {

// The nine things of the tray are one row on the card.
bool folded(Action action) {
    return action > Action::kThing1 && action <= Action::kThing9;
}

struct Entry {
    std::string words, keys;
};

std::vector<Entry> entries_of(KeyGroup group) {
    std::vector<Entry> entries;
    for (const Binding& row : bindings()) {
        if (row.group != group || folded(row.action)) continue;
        if (row.action == Action::kThing1) {
            entries.push_back({"Things of the tray", "1 \u2013 9"});
            continue;
        }
        entries.push_back({row.words, keys_text(row.action)});
    }
    return entries;
}

}  // namespace

void draw_key_card(const Painter& paint, Rect area, bool debrief) {
    const float gap = paint.px(24);
    const int columns = std::max(1, static_cast<int>((area.width + gap) / (paint.px(300) + gap)));
    const float width = (area.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float line = paint.line_height(Type::kCaption) + paint.px(5);
    const float start = ImGui::GetCursorScreenPos().y;
    std::vector<float> bottoms(static_cast<std::size_t>(columns), start);
    for (int g = 0; g < static_cast<int>(KeyGroup::kCount); ++g) {
        const auto group = static_cast<KeyGroup>(g);
        const bool shown = debrief
                               ? group == KeyGroup::kDebrief || group == KeyGroup::kView || group == KeyGroup::kProgram
                               : group != KeyGroup::kDebrief;
        if (!shown) continue;
        const auto lowest = std::min_element(bottoms.begin(), bottoms.end());
        const float x = area.x + static_cast<float>(lowest - bottoms.begin()) * (width + gap);
        float y = *lowest;
        paint.text(x, y, Type::kStrong, colour::kAccent, group_name(group), width);
        y += paint.line_height(Type::kStrong) + paint.px(6);
        for (const Entry& entry : entries_of(group)) {
            const float keys = paint.width(Type::kCaption, entry.keys);
            paint.text(x, y, Type::kCaption, colour::kText, entry.words, width - keys - paint.px(12));
            paint.text(x + width - keys, y, Type::kCaption, colour::kQuiet, entry.keys);
            y += line;
        }
        *lowest = y + paint.px(14);
    }
    ImGui::SetCursorScreenPos({area.x, *std::max_element(bottoms.begin(), bottoms.end())});
    ImGui::Dummy({1, 1});
}

void draw_key_overlay(const Theme& theme, bool debrief) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Rect all{0, 0, screen.x, screen.y};
    const Painter over = begin_panel("##all-keys", all, theme, true, true);
    over.fill(all, Colour{0x070A0C, 0.55f});
    const float w = std::min(screen.x - over.px(48), over.px(debrief ? 700 : 1080)),
                h = std::min(screen.y - over.px(48), over.px(debrief ? 500 : 640));
    const Rect box{(screen.x - w) / 2, (screen.y - h) / 2, w, h};
    over.surface(box);
    ImGui::SetCursorScreenPos({box.x + over.px(16), box.y + over.px(16)});
    ImGui::BeginChild("##keys", {w - over.px(32), h - over.px(32)}, false, ImGuiWindowFlags_NoNav);
    draw_key_card(Painter(ImGui::GetWindowDrawList(), theme),
                  {box.x + over.px(16), box.y + over.px(16), w - over.px(44), h}, debrief);
    ImGui::EndChild();
    end_panel();
}

}  // namespace np::ui
