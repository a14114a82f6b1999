// All keys on one card.
#pragma once

#include "paint.h"

namespace np::ui {

// Lays the groups out in as many columns as fit and sets ImGui's cursor below the last row.
void draw_key_card(const Painter& paint, Rect area, bool debrief);
// The card in a box over everything.
void draw_key_overlay(const Theme& theme, bool debrief);

}  // namespace np::ui
