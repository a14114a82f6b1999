// What stands on the X screen, as a person would see it.
#pragma once

#include <cstdint>
#include <vector>

namespace np {

struct Screenshot {
    int width = 0, height = 0;
    std::vector<std::uint32_t> rgb;  // 0xRRGGBB, rows from the top

    std::uint32_t at(int x, int y) const { return rgb[static_cast<std::size_t>(y * width + x)]; }
};

// Of the screen that $DISPLAY names; empty if it can't be read.
Screenshot look_at_screen();

struct Area {
    int left, top, right, bottom;  // pixels; right and bottom are outside
};

// Share of the area's pixels that differ, by more than what dithering does to a picture.
double difference(const Screenshot& a, const Screenshot& b, Area area);
// Pixels of this colour, or nearly.
int count(const Screenshot& seen, std::uint32_t rgb, Area area);

}  // namespace np
