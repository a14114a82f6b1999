// The pages of the home screen.
#pragma once

#include <initializer_list>
#include <vector>

#include "needlepoint/ui/home.h"

namespace np::ui {

class Painter;

// Returns how many cards stand in a row.
int draw_cards(const HomeView& view, const std::vector<int>& shown, const Theme& theme, Rect area, float pad,
               int& selected, bool unfiltered, Commands& out);
void draw_history(const HomeView& view, const std::vector<int>& shown, const Theme& theme, Rect area, float pad,
                  int& selected, Commands& out);
void draw_author(const Theme& theme, Rect area, float pad);
void draw_settings(const SettingsView& view, const Theme& theme, Rect area, float pad, int& selected, Commands& out);
// Words in a row, the chosen one underlined. True when another was clicked.
bool draw_tabs(const Painter& paint, Rect box, std::initializer_list<const char*> names, int& chosen);
void draw_input(const InputView& view, const Theme& theme, Rect area, float pad, Commands& out);
bool input_key(KeyPress press, Commands& out);
void draw_plugins(const PluginsView& view, const Theme& theme, Rect area, float pad, int& selected, Commands& out);
bool plugins_key(KeyPress press, const PluginsView& view, int& selected, Commands& out);
bool settings_key(KeyPress press, int& selected, Commands& out);

}  // namespace np::ui
