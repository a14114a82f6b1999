// Small words that all screens share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace np::ui {

// A texture of the application's drawing back end; 0 is none. The application owns it and keeps it alive for as long
// as a view model that names it is drawn.
using Image = std::uint64_t;

// How bad something is. Each has its own shape (tick, dot, triangle, octagon) as well as a colour.
enum class Severity : std::uint8_t { kGood, kMinor, kMajor, kCritical };

// A rectangle in window pixels, from the upper left.
struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
};

// One line of a chart or a card: a quiet caption and its value.
struct Row {
    std::string label, value;
};

// How the face is coloured over the skin. The first kMapsAtWork also exist while working; kLater: the skin of a later
// day.
enum class MapMode : std::uint8_t {
    kSkin,
    kZones,
    kTarget,    // depth that the plan asks for
    kAchieved,  // depth that was reached
    kDepth,     // the one against the other
    kCoverage,  // density against the plan in bands
    kPasses,
    kDensity,
    kFaults,
    kRedness,
    kLater,
};
inline constexpr int kMapModes = 11, kMapsAtWork = 9;

// The key of such a map: what its colours mean. Without colours it is a title only.
struct Legend {
    std::string title, unit;
    std::vector<std::string> ticks;      // from the low end to the high one, evenly spread; of bands: what parts them
    std::vector<std::uint32_t> colours;  // 0xRRGGBB from the low end to the high one, evenly spread
    bool bands = false;                  // each colour is a class of its own; otherwise they run into one another
    std::vector<std::string> names;      // of bands, as many as colours
};

// A word on the face, around a point of the window.
struct MapLabel {
    std::string text;
    float x = 0, y = 0;
};

}  // namespace np::ui
