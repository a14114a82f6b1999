// Settings, Input: choose what is in the hand, see what it says, weigh its pressure, see what was refused.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "home_parts.h"
#include "paint.h"

namespace np::ui {

namespace {

std::string number(const char* format, double value) {
    char text[60];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

// A column of quiet captions and values; moves down as it is written.
struct Column {
    const Painter& paint;
    float x, y, width;

    void title(const char* words) {
        paint.text(x, y, Type::kStrong, colour::kText, words, width);
        y += paint.px(26);
    }
    void row(const char* caption, const std::string& value, Colour colour = colour::kText) {
        const float left = paint.px(128);
        paint.text(x, y, Type::kCaption, colour::kQuiet, caption, left - paint.px(8));
        y += paint.paragraph(x + left, y, width - left, Type::kCaption, colour, value) + paint.px(4);
    }
    // -1..1 or 0..1 as a mark on a line.
    void gauge(const char* caption, double value, double low, double high, const std::string& words) {
        const float left = paint.px(128), bar = std::max(paint.px(40), width - left - paint.px(92));
        paint.text(x, y, Type::kCaption, colour::kQuiet, caption, left - paint.px(8));
        const Rect box{x + left, y + paint.px(6), bar, paint.px(4)};
        paint.fill(box, colour::kLine, 2);
        const double part = std::clamp((value - low) / (high - low), 0.0, 1.0);
        const float at = box.x + box.width * static_cast<float>(part);
        paint.list()->AddCircleFilled({at, box.y + box.height / 2}, paint.px(5), packed(colour::kAccent), 20);
        paint.text(box.right() + paint.px(12), y, Type::kCaption, colour::kText, words, paint.px(80));
        y += paint.px(20);
    }
    void paragraph(const std::string& words, Colour colour = colour::kQuiet) {
        y += paint.paragraph(x, y, width, Type::kCaption, colour, words) + paint.px(6);
    }
    void gap() { y += paint.px(12); }
};

void draw_chooser(const Painter& paint, const InputView& view, Rect box, Commands& out) {
    const float side = paint.px(32), by = box.y + (box.height - side) / 2;
    paint.fill(box, Colour{0x1A2027}, 8);
    paint.focus_ring(box, 8);
    const auto chosen = static_cast<std::size_t>(std::max(0, view.chosen));
    const InputSource none{"", "Nothing", "", ""};
    const InputSource& source = chosen < view.sources.size() ? view.sources[chosen] : none;
    if (button(paint, "before", {box.x + paint.px(12), by, side, side}, "<"))
        out.push_back(command::Device{"next", "", -1});
    if (button(paint, "after", {box.right() - paint.px(12) - side, by, side, side}, ">"))
        out.push_back(command::Device{"next", "", 1});
    const float words = box.width - 2 * side - paint.px(48);
    paint.text(box.x + side + paint.px(24), box.y + paint.px(8), Type::kStrong, colour::kText, source.name, words);
    const std::string which = std::to_string(chosen + 1) + " of " + std::to_string(view.sources.size());
    paint.text(box.x + side + paint.px(24), box.y + paint.px(30), Type::kCaption, colour::kQuiet,
               which + " \u00B7 " + source.tells, words);
}

void draw_live(Column& column, const InputView& view) {
    column.title("What it says now");
    if (!view.heard) {
        column.paragraph("Nothing yet. Move it.");
        return;
    }
    column.row("Samples", number("%.0f a second", view.rate_hz));
    if (view.place) {
        column.gauge("Across", (*view.place)[0], 0, 1, number("%.3f", (*view.place)[0]));
        column.gauge("Down", (*view.place)[1], 0, 1, number("%.3f", (*view.place)[1]));
    }
    if (view.push) {
        column.gauge("Push right", (*view.push)[0], -1, 1, number("%+.2f", (*view.push)[0]));
        column.gauge("Push up", (*view.push)[1], -1, 1, number("%+.2f", (*view.push)[1]));
        column.gauge("Push in", (*view.push)[2], -1, 1, number("%+.2f", (*view.push)[2]));
    }
    if (view.tip_mm)
        column.row("Tip", number("%.1f, ", (*view.tip_mm)[0]) + number("%.1f, ", (*view.tip_mm)[1]) +
                              number("%.1f mm", (*view.tip_mm)[2]));
    if (view.tilt_deg) {
        column.gauge("Tilt across", (*view.tilt_deg)[0], -60, 60, number("%+.0f\u00B0", (*view.tilt_deg)[0]));
        column.gauge("Tilt along", (*view.tilt_deg)[1], -60, 60, number("%+.0f\u00B0", (*view.tilt_deg)[1]));
    }
    if (view.pressure) column.gauge("Pressure", *view.pressure, 0, 1, number("%.3f", *view.pressure));
    if (view.pressure && view.force_n) column.row("is taken as", number("%.2f N", *view.force_n));
    std::string held;
    for (int bit = 0; bit < 6; ++bit)
        if ((view.buttons >> bit & 1u) != 0) held += (held.empty() ? "" : ", ") + std::to_string(bit + 1);
    column.row("Buttons down", held.empty() ? "none" : held);
}

void draw_measured(Column& column, const InputView& view) {
    column.title("What counts as measured");
    const auto say = [&](const char* caption, bool measured) {
        column.row(caption, measured ? "measured by the device" : "modelled by the program",
                   measured ? colour::kGood : colour::kQuiet);
    };
    say("Place", view.place_observed);
    say("Angle", view.angle_observed);
    say("Force", view.force_observed);
    if (view.pressure && !view.force_observed && view.weigh_grams > 0)
        column.paragraph("Its pressure moves the pen. It counts in the marks once it has been weighed.");
}

void draw_refused(Column& column, const InputView& view) {
    column.title("Refused");
    std::uint64_t all = 0;
    for (const auto& [reason, count] : view.refused) all += count;
    column.row("Taken", std::to_string(view.taken));
    if (all == 0) column.row("Refused", "none", colour::kGood);
    for (const auto& [reason, count] : view.refused)
        if (count > 0) column.row(reason.c_str(), std::to_string(count), colour::kMajor);
    column.gap();
    column.title("From the hand to the picture");
    if (view.latency_frames < 10)
        column.paragraph("Measured while you hold a visit.");
    else
        column.row("Median, slowest 1 %",
                   number("%.1f ms, ", view.latency_median_ms) + number("%.1f ms", view.latency_worst_ms));
}

// Gathering poses of the swayed tool, or tilts of the standing pen, and what came of it.
void draw_measuring(Column& column, const InputView& view, Commands& out) {
    const Painter& paint = column.paint;
    const auto wish = [&](const char* id, const char* words, const char* key) {
        if (button(paint, id, {column.x, column.y, std::min(column.width, paint.px(190)), paint.px(32)}, words, key))
            out.push_back(command::Device{id, "", 0});
        column.y += paint.px(40);
    };
    if (view.measuring >= 0) {
        column.paragraph(view.asked, colour::kText);
        paint.bar({column.x, column.y, std::min(column.width, paint.px(190)), paint.px(6)}, view.measuring,
                  colour::kAccent);
        column.y += paint.px(18);
        return;
    }
    if (view.can_pivot) wish("pivot", "Find the tip", "P");
    if (view.can_stand) wish("upright", "This is upright", "U");
    if (!view.result.empty()) column.paragraph(view.result, colour::kText);
}

void draw_calibration(Column& column, const InputView& view, Commands& out) {
    column.title("Calibration");
    const Painter& paint = column.paint;
    if (view.tracked) {
        column.row("Tip (pivot)",
                   view.pivot_residual_mm ? number("residual %.2f mm", *view.pivot_residual_mm) : "not yet");
        column.row("Patient", view.registration_residual_mm ? number("residual %.2f mm", *view.registration_residual_mm)
                                                            : "not placed yet");
        column.paragraph("Placing the patient: " + view.command + " landmarks");
    }
    if (view.can_stand)
        column.row("Upright", view.upright_residual_deg ? number("residual %.2f\u00B0", *view.upright_residual_deg)
                                                        : "as the device says");
    if (view.pressure_points > 0)
        column.row("Pressure", "weighed at " + std::to_string(view.pressure_points) + " points, " +
                                   number("%.2f N off a straight line", view.pressure_off_line_n));
    else if (view.pressure)
        column.row("Pressure", "not weighed");
    draw_measuring(column, view, out);
    if (view.weigh_grams > 0) {
        column.paragraph("Lay the tablet on a kitchen scale, press with the pen until it shows " +
                         number("%.0f g", view.weigh_grams) + ", hold still, and press the key W.");
        if (button(paint, "weigh", {column.x, column.y, std::min(column.width, paint.px(190)), paint.px(32)},
                   "This is " + number("%.0f g", view.weigh_grams), "W"))
            out.push_back(command::Device{"weigh", "", 0});
        column.y += paint.px(40);
    }
    if (view.pressure_points > 0) {
        if (button(paint, "again", {column.x, column.y, std::min(column.width, paint.px(190)), paint.px(32)},
                   "Weigh anew"))
            out.push_back(command::Device{"weigh_again", "", 0});
        column.y += paint.px(40);
    }
    if (!view.tracked && !view.can_stand && !view.pressure && view.weigh_grams <= 0)
        column.paragraph("This device needs none.");
}

}  // namespace

bool input_key(KeyPress press, Commands& out) {
    switch (press.key) {
        case Key::kLeft:
        case Key::kUp:
            out.push_back(command::Device{"next", "", -1});
            return true;
        case Key::kRight:
        case Key::kDown:
            out.push_back(command::Device{"next", "", 1});
            return true;
        case Key::kEnter:
            out.push_back(command::Device{"find", "", 0});
            return true;
        default:
            break;
    }
    if (press.key == key_of('W')) {
        out.push_back(command::Device{"weigh", "", 0});
        return true;
    }
    if (press.key == key_of('P')) {
        out.push_back(command::Device{"pivot", "", 0});
        return true;
    }
    if (press.key == key_of('U')) {
        out.push_back(command::Device{"upright", "", 0});
        return true;
    }
    return false;
}

void draw_input(const InputView& view, const Theme& theme, Rect area, float pad, Commands& out) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("##input", {area.width, area.height}, false, ImGuiWindowFlags_NoNav);
    const Painter paint(ImGui::GetWindowDrawList(), theme);
    const float inner = std::min(area.width - 2 * pad, paint.px(900)), x = area.x + pad;
    float y = ImGui::GetCursorScreenPos().y + paint.px(4);
    draw_chooser(paint, view, {x, y, inner, paint.px(56)}, out);
    y += paint.px(68);
    if (button(paint, "find", {x, y, paint.px(190), paint.px(32)}, "Look for devices", "Enter"))
        out.push_back(command::Device{"find", "", 0});
    y += paint.px(44);
    if (!view.trouble.empty())
        y += paint.paragraph(x, y, inner, Type::kCaption, colour::kMinor, view.trouble) + paint.px(10);
    const float gap = paint.px(32), half = (inner - gap) / 2;
    Column left{paint, x, y, half}, right{paint, x + half + gap, y, half};
    draw_live(left, view);
    left.gap();
    draw_measured(left, view);
    draw_refused(right, view);
    right.gap();
    draw_calibration(right, view, out);
    y = std::max(left.y, right.y) + paint.px(8);
    for (const std::string& sentence : view.cannot)
        y += paint.paragraph(x, y, inner, Type::kCaption, colour::kQuiet, sentence) + paint.px(6);
    ImGui::SetCursorScreenPos({area.x, y + paint.px(16)});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
}

bool draw_tabs(const Painter& paint, Rect box, std::initializer_list<const char*> names, int& chosen) {
    float x = box.x;
    int index = 0;
    const int before = chosen;
    for (const char* name : names) {
        const Rect tab{x, box.y, paint.width(Type::kBody, name) + paint.px(28), box.height};
        ImGui::PushID(index);
        if (press_area("tab", tab).clicked) chosen = index;
        ImGui::PopID();
        paint.label(tab, Type::kBody, index == chosen ? colour::kText : colour::kQuiet, name);
        if (index == chosen)
            paint.fill({tab.x + paint.px(10), tab.bottom() - paint.px(2), tab.width - paint.px(20), paint.px(2)},
                       colour::kAccent, 1);
        x = tab.right();
        ++index;
    }
    return chosen != before;
}

}  // namespace np::ui
