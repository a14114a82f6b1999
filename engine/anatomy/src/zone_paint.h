// Paints the zone outlines onto the cells of the atlas.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "zone_lines.h"

namespace np::anatomy {

// The base mesh as the painter sees it.
struct ChartMap {
    std::map<int, ChartPoint> head, neck;              // where each vertex lies on a chart (any side of a seam)
    std::vector<std::uint8_t> cell_surface;            // 1: the cell's middle has skin
    std::vector<std::array<float, 3>> cell_raw;        // where that middle lies on the raw base, decimetres
    std::vector<float> cell_gown;                      // how far it lies under the gown there, decimetres
    std::vector<std::array<ChartPoint, 2>> lid_edges;  // where the lids' skin ends, left eye
};

struct ZoneMap {
    std::vector<std::string> zones, bases, masks;
    std::vector<std::uint8_t> cell_zone, cell_mask;
};

ZoneMap paint_zones(const ChartMap& charts);

// --- outlines as curves; the bake also measures distances to them for soft masks ----

// A closed curve through the corners, rounded (Catmull-Rom) except where they turn by more than 70 degrees.
std::vector<ChartPoint> closed_curve(const std::vector<ChartPoint>& corners);
std::vector<ChartPoint> outline_curve(const ChartMap& charts, const Outline& outline);
bool is_inside(const std::vector<ChartPoint>& closed, ChartPoint p);
// Takes the waves out that the mesh's vertices leave; corners stay.
std::vector<ChartPoint> smoothed(const std::vector<ChartPoint>& curve);
// Positive inside, chart units.
double signed_distance(const std::vector<ChartPoint>& closed, ChartPoint p);
double distance_to_line(const std::vector<ChartPoint>& open, ChartPoint p);
// The cap's hem on the left half, and the closed curve around what the cap covers there.
std::vector<ChartPoint> hem_line(const ChartMap& charts);
std::vector<ChartPoint> cap_outline(const ChartMap& charts);

}  // namespace np::anatomy
