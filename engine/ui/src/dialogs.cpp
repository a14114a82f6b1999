// The dialogs of the treatment room: one box in the middle, a list that arrows and Enter walk.
#include <algorithm>
#include <array>

#include "key_card.h"
#include "room_parts.h"

namespace np::ui {
namespace {

constexpr std::array<const char*, 3> kVerdicts{"Not yet", "Done", "Too much"};
constexpr std::array<const char*, 3> kVerdictIds{"not_yet", "done", "too_much"};
constexpr std::array<const char*, 6> kGrades{"not named",     "0 none",        "1 first points",
                                             "2 fine points", "3 many points", "4 running"};

const char* title_of(Dialog dialog) {
    switch (dialog) {
        case Dialog::kOffers:
            return "What can be done now";
        case Dialog::kChart:
            return "Chart";
        case Dialog::kAsk:
            return "Ask the patient";
        case Dialog::kLook:
            return "Look or feel";
        case Dialog::kCall:
            return "Call the endpoint";
        case Dialog::kDecide:
            return "Decide";
        case Dialog::kHelp:
            return "Keys";
        case Dialog::kFinish:
            return "End the visit?";
        case Dialog::kNone:
            break;
    }
    return "";
}

const std::vector<ChoiceView>& list_of(const RoomView& view, Dialog dialog) {
    return dialog == Dialog::kAsk ? view.topics : dialog == Dialog::kLook ? view.looks : view.decisions;
}

// One row: shape when done, words, and below what came of it.
float draw_row(const Painter& paint, Rect box, const char* id, const std::string& words, const std::string& below,
               bool enabled, bool done, bool chosen, bool& clicked) {
    const float in = paint.px(12), inner = box.width - 2 * in - paint.px(22);
    const float h = paint.line_height(Type::kBody) + paint.px(12) +
                    (below.empty() ? 0 : paint.paragraph_height(inner, Type::kCaption, below) + paint.px(2));
    box.height = h;
    const Press press = press_area(id, box);
    clicked = press.clicked && enabled;
    if (press.hovered || chosen) paint.fill(box, Colour{0x2A333D}, 8);
    if (chosen) paint.outline(box, colour::kAccent, 8, 2);
    const float cy = box.y + paint.px(6) + paint.line_height(Type::kBody) / 2;
    if (done)
        paint.shape(box.x + in + paint.px(4), cy, paint.px(12), Severity::kGood);
    else
        paint.list()->AddCircle({box.x + in + paint.px(4), cy}, paint.px(3.5),
                                packed(enabled ? colour::kQuiet : colour::kLine), 16, paint.px(1.4));
    paint.paragraph(box.x + in + paint.px(20), box.y + paint.px(6), inner, Type::kBody,
                    enabled ? colour::kText : colour::kQuiet, words, 1);
    if (!below.empty())
        paint.paragraph(box.x + in + paint.px(20), box.y + paint.px(6) + paint.line_height(Type::kBody) + paint.px(2),
                        inner, Type::kCaption, colour::kQuiet, below);
    return h;
}

int draw_choices(const Painter& paint, Rect area, const std::vector<ChoiceView>& choices, int selected) {
    float y = ImGui::GetCursorScreenPos().y;
    int chosen = -1;
    for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
        const ChoiceView& choice = choices[static_cast<std::size_t>(i)];
        bool clicked = false;
        ImGui::PushID(i);
        y += draw_row(paint, {area.x, y, area.width, 0}, "row", choice.label, choice.answer, choice.enabled,
                      choice.done, i == selected, clicked) +
             paint.px(2);
        if (i == selected) ImGui::SetScrollHereY(0.8f);
        ImGui::PopID();
        if (clicked) chosen = i;
    }
    ImGui::SetCursorScreenPos({area.x, y});
    ImGui::Dummy({1, 1});
    return chosen;
}

int draw_offers(const Painter& paint, Rect area, const std::vector<OfferView>& offers, int selected) {
    float y = ImGui::GetCursorScreenPos().y;
    int chosen = -1;
    std::string phase;
    for (int i = 0; i < static_cast<int>(offers.size()); ++i) {
        const OfferView& offer = offers[static_cast<std::size_t>(i)];
        if (offer.phase != phase) {
            phase = offer.phase;
            y += paint.px(i == 0 ? 2 : 10);
            paint.text(area.x + paint.px(12), y, Type::kCaption, colour::kQuiet, phase, area.width - paint.px(24));
            y += paint.line_height(Type::kCaption) + paint.px(4);
        }
        bool clicked = false;
        ImGui::PushID(i);
        y += draw_row(paint, {area.x, y, area.width, 0}, "offer", offer.label, offer.enabled ? "" : offer.why_not,
                      offer.enabled, offer.done, i == selected, clicked) +
             paint.px(2);
        if (i == selected) ImGui::SetScrollHereY(0.8f);
        ImGui::PopID();
        if (clicked) chosen = i;
    }
    ImGui::SetCursorScreenPos({area.x, y});
    ImGui::Dummy({1, 1});
    return chosen;
}

void draw_chart(const Painter& paint, Rect area, const std::vector<Row>& chart) {
    float y = ImGui::GetCursorScreenPos().y;
    const float label = std::min(paint.px(150), area.width * 0.36f), in = paint.px(12);
    for (const Row& row : chart) {
        const float left = paint.paragraph(area.x + in, y, label, Type::kCaption, colour::kQuiet, row.label);
        const float right =
            paint.paragraph(area.x + in + label + paint.px(12), y - paint.px(1),
                            area.width - label - 2 * in - paint.px(12), Type::kBody, colour::kText, row.value);
        y += std::max(left, right) + paint.px(8);
    }
    ImGui::SetCursorScreenPos({area.x, y});
    ImGui::Dummy({1, 1});
}

// A row of words of which one is chosen; returns the one that was clicked, or -1.
template <class Names>
int draw_segments(const Painter& paint, float x, float& y, float width, const char* id, const Names& names, int chosen,
                  bool active) {
    int clicked = -1;
    float at = x;
    const float h = paint.px(32);
    ImGui::PushID(id);
    int i = 0;
    for (const auto& name : names) {
        const std::string words = name;
        const float w = paint.width(Type::kBody, words) + paint.px(24);
        if (at + w > x + width && at > x) at = x, y += h + paint.px(6);
        const Rect box{at, y, w, h};
        ImGui::PushID(i);
        const Press press = press_area("segment", box);
        ImGui::PopID();
        const bool on = i == chosen;
        paint.fill(box, on ? colour::kAccent : press.hovered ? Colour{0x2A333D} : colour::kRaised, 8);
        if (on && active) paint.focus_ring(box, 8);
        paint.label(box, Type::kBody, on ? Colour{0x0B1A1A} : colour::kText, words);
        if (press.clicked) clicked = i;
        at += w + paint.px(6);
        ++i;
    }
    ImGui::PopID();
    y += h + paint.px(14);
    return clicked;
}

}  // namespace

int RoomScreen::choices(const RoomView& view) const {
    switch (dialog_) {
        case Dialog::kOffers:
            return static_cast<int>(view.offers.size());
        case Dialog::kAsk:
        case Dialog::kLook:
        case Dialog::kDecide:
            return static_cast<int>(list_of(view, dialog_).size());
        case Dialog::kCall:
            return 3;
        default:
            return 0;
    }
}

void RoomScreen::choose(const RoomView& view, int index, Commands& out) {
    if (dialog_ == Dialog::kFinish) {
        out.push_back(command::Clinical{"finish", "", "", 0});
        dialog_ = Dialog::kNone;
    } else if (dialog_ == Dialog::kCall) {
        if (view.call_zones.empty()) return;
        const auto zone =
            static_cast<std::size_t>(std::clamp(call_zone_, 0, static_cast<int>(view.call_zones.size()) - 1));
        out.push_back(command::Clinical{"call", view.call_zones[zone].id,
                                        kVerdictIds[static_cast<std::size_t>(call_verdict_)], call_grade_});
        dialog_ = Dialog::kNone;
    } else if (dialog_ == Dialog::kOffers) {
        if (index < 0 || index >= static_cast<int>(view.offers.size())) return;
        const OfferView& offer = view.offers[static_cast<std::size_t>(index)];
        if (!offer.enabled) return;
        out.push_back(offer.command);
        dialog_ = Dialog::kNone;
    } else if (index >= 0 && index < choices(view)) {
        const ChoiceView& choice = list_of(view, dialog_)[static_cast<std::size_t>(index)];
        if (!choice.enabled) return;
        out.push_back(choice.command);
        if (dialog_ == Dialog::kDecide) dialog_ = Dialog::kNone;
    }
}

bool RoomScreen::key(KeyPress press, const RoomView& view, Commands& out) {
    const auto meant = action_for(press, false, false);
    const auto door = [&](Action action) {
        switch (action) {
            case Action::kHelp:
                return Dialog::kHelp;
            case Action::kOffers:
                return Dialog::kOffers;
            case Action::kChart:
                return Dialog::kChart;
            case Action::kAsk:
                return Dialog::kAsk;
            case Action::kLook:
                return Dialog::kLook;
            case Action::kCall:
                return Dialog::kCall;
            case Action::kDecide:
                return Dialog::kDecide;
            case Action::kFinish:
                return Dialog::kFinish;
            default:
                return Dialog::kNone;
        }
    };
    if (dialog_ == Dialog::kNone) {
        if (!meant || press.repeat || door(*meant) == Dialog::kNone) return false;
        open(door(*meant));
        if (dialog_ == Dialog::kCall)
            for (std::size_t i = 0; i < view.call_zones.size(); ++i)
                if (view.call_zones[i].id == view.call_zone) call_zone_ = static_cast<int>(i);
        return true;
    }
    if (press.key == Key::kEscape)
        dialog_ = Dialog::kNone;
    else if (press.key == Key::kEnter && press.modifiers == kPlain)
        choose(view, selected_, out);
    else if (meant && press.key != Key::kEnter && door(*meant) != Dialog::kNone)
        open(door(*meant));
    else if (dialog_ == Dialog::kCall) {
        int* rows[] = {&call_zone_, &call_verdict_, &call_grade_};
        const int low[] = {0, 0, -1};
        const int high[] = {std::max(0, static_cast<int>(view.call_zones.size()) - 1), 2, 4};
        if (press.key == Key::kUp) selected_ = std::max(0, selected_ - 1);
        if (press.key == Key::kDown) selected_ = std::min(2, selected_ + 1);
        const int by = press.key == Key::kLeft ? -1 : press.key == Key::kRight ? 1 : 0;
        *rows[selected_] = std::clamp(*rows[selected_] + by, low[selected_], high[selected_]);
    } else {
        const int last = std::max(0, choices(view) - 1);
        if (press.key == Key::kUp) selected_ = std::max(0, selected_ - 1);
        if (press.key == Key::kDown) selected_ = std::min(last, selected_ + 1);
    }
    // Cameras stay usable under a dialog; everything else waits.
    return !(meant && binding(*meant).group == KeyGroup::kView);
}

void RoomScreen::draw_dialog(const RoomView& view, const Theme& theme, Commands& out) {
    ease(dialog_shown_, 1, theme);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const bool wide = dialog_ == Dialog::kHelp;
    Painter paint = begin_panel("##dialog", {0, 0, screen.x, screen.y}, theme, true, true);
    paint.fill({0, 0, screen.x, screen.y}, Colour{0x070A0C, 0.5f * dialog_shown_});
    const float in = paint.px(18);
    const float w = std::min(screen.x - paint.px(32), paint.px(wide ? 1080 : dialog_ == Dialog::kFinish ? 420 : 520));
    float h = std::min(screen.y - paint.px(32), paint.px(wide                         ? 640
                                                         : dialog_ == Dialog::kFinish ? 190
                                                         : dialog_ == Dialog::kCall   ? 390
                                                                                      : 520));
    const Rect box{(screen.x - w) / 2, (screen.y - h) / 2 + paint.px(12) * (1 - dialog_shown_), w, h};
    paint.surface(box, colour::kSurface.with(1.08f), 12);
    paint.text(box.x + in, box.y + in - paint.px(2), Type::kTitle, colour::kText, title_of(dialog_),
               w - 2 * in - paint.px(104));
    const Rect close{box.right() - in - paint.px(90), box.y + paint.px(12), paint.px(90), paint.px(30)};
    const bool leave = button(paint, "close", close, "Close", "Esc");
    const float top = box.y + in + paint.line_height(Type::kTitle) + paint.px(12);
    const Rect area{box.x + in - paint.px(6), top, w - 2 * in + paint.px(12), box.bottom() - top - paint.px(12)};
    int chosen = -1;
    if (dialog_ == Dialog::kFinish) {
        paint.paragraph(box.x + in, top, w - 2 * in, Type::kBody, colour::kText,
                        "The record is closed and the visit is marked as it stands now.");
        if (button(paint, "end", {box.x + in, box.bottom() - in - paint.px(36), paint.px(150), paint.px(36)},
                   "End visit", "Enter", true))
            chosen = 0;
    } else if (dialog_ == Dialog::kCall) {
        float y = top;
        const float x = box.x + in, inner = w - 2 * in;
        const auto heading = [&](const char* words) {
            paint.text(x, y, Type::kCaption, colour::kQuiet, words),
                y += paint.line_height(Type::kCaption) + paint.px(6);
        };
        std::vector<std::string> zones;
        for (const ZoneChoice& zone : view.call_zones) zones.push_back(zone.name);
        heading("Zone");
        if (const int hit = draw_segments(paint, x, y, inner, "zone", zones, call_zone_, selected_ == 0); hit >= 0)
            call_zone_ = hit;
        heading("Verdict");
        if (const int hit = draw_segments(paint, x, y, inner, "verdict", kVerdicts, call_verdict_, selected_ == 1);
            hit >= 0)
            call_verdict_ = hit;
        heading("Bleeding seen");
        if (const int hit = draw_segments(paint, x, y, inner, "grade", kGrades, call_grade_ + 1, selected_ == 2);
            hit >= 0)
            call_grade_ = hit - 1;
        if (button(paint, "say", {x, box.bottom() - in - paint.px(36), paint.px(150), paint.px(36)}, "Call", "Enter",
                   true, !view.call_zones.empty()))
            chosen = 0;
    } else {
        ImGui::SetCursorScreenPos({area.x, area.y});
        ImGui::BeginChild("##list", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
        const Painter inside(ImGui::GetWindowDrawList(), theme);
        const Rect list{area.x + inside.px(4), area.y, area.width - inside.px(14), area.height};
        if (dialog_ == Dialog::kHelp)
            draw_key_card(inside, list, false);
        else if (dialog_ == Dialog::kChart)
            draw_chart(inside, list, view.chart);
        else if (dialog_ == Dialog::kOffers)
            chosen = draw_offers(inside, list, view.offers, selected_);
        else
            chosen = draw_choices(inside, list, list_of(view, dialog_), selected_);
        ImGui::EndChild();
    }
    end_panel();
    if (chosen >= 0) {
        if (dialog_ != Dialog::kCall) selected_ = chosen;
        choose(view, chosen, out);
    }
    if (leave) dialog_ = Dialog::kNone;
}

}  // namespace np::ui
