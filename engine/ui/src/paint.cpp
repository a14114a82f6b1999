#include "paint.h"

#include <algorithm>
#include <cmath>

namespace np::ui {
namespace {

ImVec2 at(float x, float y) {
    return {x, y};
}
ImFont* font_of(const Theme& theme, Type type) {
    return theme.fonts[static_cast<std::size_t>(type)];
}

void regular_polygon(ImDrawList* list, float cx, float cy, float radius, int corners, float turn, ImU32 colour) {
    for (int i = 0; i < corners; ++i) {
        const float angle = turn + 6.2831853f * static_cast<float>(i) / static_cast<float>(corners);
        list->PathLineTo(at(cx + radius * std::cos(angle), cy + radius * std::sin(angle)));
    }
    list->PathFillConvex(colour);
}

// Where the line ends that begins at `begin`: at a space or a line feed, never inside a number or a word that fits.
const char* line_end(const ImFont* font, const char* begin, const char* end, float max_width) {
    const char* stop = begin;
    for (const char* at = begin; at < end;) {
        const char* word = std::find_if(at, end, [](char c) { return c == ' ' || c == '\n'; });
        if (font->CalcTextSizeA(font->FontSize, 1e9f, 0, begin, word).x > max_width + 0.5f) break;
        stop = word;
        if (word == end || *word == '\n') return word;
        at = word + 1;
    }
    // One word that is wider than the line breaks where the toolkit would break it.
    if (stop == begin) stop = std::max(font->CalcWordWrapPositionA(1.0f, begin, end, max_width), begin + 1);
    return stop;
}

}  // namespace

ImU32 packed(Colour c) {
    const auto alpha = static_cast<std::uint32_t>(std::lround(std::clamp(c.alpha, 0.0f, 1.0f) * 255.0f));
    return IM_COL32((c.rgb >> 16) & 0xFF, (c.rgb >> 8) & 0xFF, c.rgb & 0xFF, alpha);
}

float Painter::line_height(Type type) const {
    return font_of(theme_, type)->FontSize;
}

float Painter::width(Type type, std::string_view text) const {
    ImFont* font = font_of(theme_, type);
    return font->CalcTextSizeA(font->FontSize, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

float Painter::text(float x, float y, Type type, Colour colour, std::string_view text, float max_width,
                    Align align) const {
    std::string shortened;
    float used = width(type, text);
    if (max_width > 0 && used > max_width + 0.5f) {
        if (theme_.cut) theme_.cut->emplace_back(text);
        shortened = text;
        while (!shortened.empty() && width(type, shortened + "\u2026") > max_width) {
            do shortened.pop_back();
            while (!shortened.empty() && (static_cast<unsigned char>(shortened.back()) & 0xC0) == 0x80);
            if (!shortened.empty() && static_cast<unsigned char>(shortened.back()) >= 0xC0) shortened.pop_back();
        }
        shortened += "\u2026";
        text = shortened;
        used = width(type, text);
    }
    if (align == Align::kCenter) x += (max_width - used) / 2;
    if (align == Align::kRight) x += max_width - used;
    ImFont* font = font_of(theme_, type);
    list_->AddText(font, font->FontSize, at(std::round(x), std::round(y)), packed(colour), text.data(),
                   text.data() + text.size());
    return used;
}

float Painter::paragraph(float x, float y, float max_width, Type type, Colour colour, std::string_view text,
                         int max_lines) const {
    ImFont* font = font_of(theme_, type);
    const float step = line_height(type);
    const char* begin = text.data();
    const char* end = begin + text.size();
    int lines = 0;
    float used = 0;
    while (begin < end) {
        const char* stop = line_end(font, begin, end, max_width);
        ++lines;
        const bool last = max_lines > 0 && lines == max_lines && stop < end;
        // The last line that is allowed takes all the rest, so that what is cut shows as such.
        this->text(x, y + used, type, colour, {begin, static_cast<std::size_t>((last ? end : stop) - begin)},
                   last ? max_width : 0);
        used += step;
        if (last) break;
        begin = stop;
        while (begin < end && (*begin == ' ' || *begin == '\n')) ++begin;
    }
    return used;
}

float Painter::paragraph_height(float max_width, Type type, std::string_view text) const {
    if (text.empty()) return 0;
    ImFont* font = font_of(theme_, type);
    const char* begin = text.data();
    const char* end = begin + text.size();
    float used = 0;
    while (begin < end) {
        const char* stop = line_end(font, begin, end, max_width);
        used += line_height(type);
        begin = stop;
        while (begin < end && (*begin == ' ' || *begin == '\n')) ++begin;
    }
    return used;
}

void Painter::label(Rect box, Type type, Colour colour, std::string_view words, Align align) const {
    text(box.x, box.y + (box.height - line_height(type)) / 2, type, colour, words, box.width, align);
}

void Painter::surface(Rect box, Colour colour, double radius) const {
    // A soft shadow of a few widening steps lifts the panel off the patient.
    for (int i = 3; i >= 1; --i) {
        const float grow = px(2.0 * i);
        list_->AddRectFilled(at(box.x - grow / 2, box.y - grow / 2 + px(2)),
                             at(box.right() + grow / 2, box.bottom() + grow / 2 + px(2)), IM_COL32(0, 0, 0, 16),
                             px(radius) + grow / 2);
    }
    fill(box, colour, radius);
    outline(box, colour::kLine.with(0.55f), radius);
}
void Painter::fill(Rect box, Colour colour, double radius) const {
    list_->AddRectFilled(at(box.x, box.y), at(box.right(), box.bottom()), packed(colour), px(radius));
}
void Painter::outline(Rect box, Colour colour, double radius, double thickness) const {
    list_->AddRect(at(box.x + 0.5f, box.y + 0.5f), at(box.right() - 0.5f, box.bottom() - 0.5f), packed(colour),
                   px(radius), 0, px(thickness));
}
void Painter::focus_ring(Rect box, double radius) const {
    const float grow = px(2);
    outline({box.x - grow, box.y - grow, box.width + 2 * grow, box.height + 2 * grow}, colour::kAccent, radius + 2, 2);
}
void Painter::line(float x0, float y0, float x1, float y1, Colour colour, double thickness) const {
    list_->AddLine(at(x0, y0), at(x1, y1), packed(colour), px(thickness));
}
void Painter::gradient(Rect box, Colour top, Colour bottom) const {
    const ImU32 a = packed(top), b = packed(bottom);
    list_->AddRectFilledMultiColor(at(box.x, box.y), at(box.right(), box.bottom()), a, a, b, b);
}
void Painter::picture(Rect box, Image image, double radius) const {
    if (image == 0) {
        fill(box, colour::kRaised, radius);
        const float cx = box.x + box.width / 2, r = std::min(box.width, box.height) * 0.18f;
        list_->PushClipRect(at(box.x, box.y), at(box.right(), box.bottom()), true);
        list_->AddCircleFilled(at(cx, box.y + box.height * 0.42f), r, packed(colour::kLine), 32);
        list_->AddCircleFilled(at(cx, box.y + box.height * 0.42f + r * 3.2f), r * 1.9f, packed(colour::kLine), 48);
        list_->PopClipRect();
        return;
    }
    list_->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(image)), at(box.x, box.y),
                           at(box.right(), box.bottom()), at(0, 0), at(1, 1), IM_COL32_WHITE, px(radius));
}
void Painter::bar(Rect box, double part, Colour colour) const {
    const double radius = box.height / theme_.scale / 2;
    fill(box, colour::kLine, radius);
    const float w = box.width * static_cast<float>(std::clamp(part, 0.0, 1.0));
    if (w > 1) fill({box.x, box.y, std::max(w, box.height), box.height}, colour, radius);
}

void Painter::shape(float cx, float cy, float size, Severity severity) const {
    const ImU32 colour = packed(colour_of(severity));
    const float r = size / 2;
    switch (severity) {
        case Severity::kGood: {
            const ImVec2 points[] = {at(cx - r * 0.8f, cy), at(cx - r * 0.2f, cy + r * 0.6f),
                                     at(cx + r * 0.85f, cy - r * 0.65f)};
            list_->AddPolyline(points, 3, colour, 0, size * 0.2f);
            break;
        }
        case Severity::kMinor:
            list_->AddCircleFilled(at(cx, cy), r * 0.72f, colour, 24);
            break;
        case Severity::kMajor:
            list_->AddTriangleFilled(at(cx, cy - r), at(cx + r, cy + r * 0.8f), at(cx - r, cy + r * 0.8f), colour);
            break;
        case Severity::kCritical:
            regular_polygon(list_, cx, cy, r * 1.05f, 8, 0.3926991f, colour);
            break;
    }
}

void Painter::key_cap(float x, float y, std::string_view key, float* advance) const {
    const float w = std::max(width(Type::kCaption, key) + px(10), px(20));
    const Rect cap{x, y, w, line_height(Type::kCaption) + px(2)};
    fill(cap, colour::kRaised, 5);
    outline(cap, colour::kLine, 5);
    text(cap.x, cap.y + px(1), Type::kCaption, colour::kText, key, cap.width, Align::kCenter);
    if (advance) *advance = w;
}

void ease(float& value, float target, const Theme& theme, float seconds) {
    if (theme.reduce_motion || seconds <= 0) {
        value = target;
        return;
    }
    const float part = 1.0f - std::exp(-3.0f * ImGui::GetIO().DeltaTime / seconds);
    value += (target - value) * part;
    if (std::abs(target - value) < 0.004f) value = target;
}

}  // namespace np::ui
