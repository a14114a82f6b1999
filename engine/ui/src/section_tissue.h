// What the cut shows of the skin itself.
#pragma once

#include "paint.h"
#include "section_layout.h"

namespace np::ui {

// Layers with what they are made of, the target band over them; clipped to the plot. `fine`: with all detail.
void draw_tissue(const Painter& paint, const SectionView& section, const SectionLayout& layout, bool fine);
// The same layers from the surface to below the firm one, straight, in a narrow column.
void draw_whole_thickness(const Painter& paint, const SectionView& section, Rect column, double shown_below_mm);

}  // namespace np::ui
