// Drawing in the theme: everything the panels show goes through here.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "needlepoint/ui/room.h"
#include "needlepoint/ui/theme.h"

namespace np::ui {

ImU32 packed(Colour colour);

enum class Align : std::uint8_t { kLeft, kCenter, kRight };

// A panel, card or button that is being drawn. Coordinates are window pixels; `px` turns logical pixels into them.
class Painter {
  public:
    Painter(ImDrawList* list, const Theme& theme) : list_(list), theme_(theme) {}

    float px(double logical) const { return static_cast<float>(logical * theme_.scale); }
    const Theme& theme() const { return theme_; }
    ImDrawList* list() const { return list_; }

    float line_height(Type type) const;
    float width(Type type, std::string_view text) const;
    // One line inside x..x+max_width, shortened with an ellipsis (and noted in Theme::cut) when it doesn't fit.
    // Returns the width used. max_width 0: no limit.
    float text(float x, float y, Type type, Colour colour, std::string_view text, float max_width = 0,
               Align align = Align::kLeft) const;
    // Breaks into lines; at most `max_lines` (0: any number). Returns the height used.
    float paragraph(float x, float y, float max_width, Type type, Colour colour, std::string_view text,
                    int max_lines = 0) const;
    float paragraph_height(float max_width, Type type, std::string_view text) const;
    // Centred on the height of the rectangle.
    void label(Rect box, Type type, Colour colour, std::string_view text, Align align = Align::kCenter) const;

    void surface(Rect box, Colour fill = colour::kSurface, double radius = 10) const;
    void fill(Rect box, Colour colour, double radius = 0) const;
    void outline(Rect box, Colour colour, double radius = 10, double thickness = 1) const;
    void focus_ring(Rect box, double radius = 10) const;
    void line(float x0, float y0, float x1, float y1, Colour colour, double thickness = 1) const;
    void gradient(Rect box, Colour top, Colour bottom) const;
    void picture(Rect box, Image image, double radius = 8) const;
    // 0..1 of the width.
    void bar(Rect box, double part, Colour colour) const;
    // Tick, dot, triangle, octagon around a centre.
    void shape(float cx, float cy, float size, Severity severity) const;
    void key_cap(float x, float y, std::string_view key, float* advance = nullptr) const;
    // The colours with their ticks or names; `legend_height` is what that takes at this width.
    void legend(Rect box, const Legend& legend) const;
    float legend_height(float width, const Legend& legend) const;

  private:
    ImDrawList* list_;
    const Theme& theme_;
};

void draw_icon(const Painter& paint, Icon icon, Rect box, Colour colour);
void draw_badge(const Painter& paint, Badge badge, float cx, float cy);
const char* badge_name(Badge badge);

// A window that holds one panel; its surface is drawn unless `bare`. End with end_panel.
Painter begin_panel(const char* name, Rect box, const Theme& theme, bool bare = false, bool front = false);
void end_panel();

struct Press {
    bool clicked = false, hovered = false, down = false;
};
Press press_area(const char* id, Rect box);
// A button with words and, if there is one, its key. Returns true when clicked.
bool button(const Painter& paint, const char* id, Rect box, std::string_view words, std::string_view key = {},
            bool primary = false, bool enabled = true);
void tooltip(const Theme& theme, std::string_view text, std::string_view second = {});

// Moves `value` towards `target` at the pace of the theme's motion; at once when motion is reduced.
void ease(float& value, float target, const Theme& theme, float seconds = 0.15f);

}  // namespace np::ui
