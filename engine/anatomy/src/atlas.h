// The packed atlas: the face window of the head's uv island, the neck window of the body's island, and a small
// disc for each eyeball, on one grid of cells. Row 0 is the lowest; columns go to the patient's left.
#pragma once

#include <cstdint>

#include "needlepoint/geometry/mesh.h"

namespace np::anatomy {

enum class Chart : std::uint8_t { kNone, kHead, kNeck };

// A window of a chart, placed on the grid. Charts have x to the patient's left and y upwards, in uv units.
struct ChartWindow {
    double x0, y0;          // of the window's corner
    double cells_per_unit;  // 1 mm on a cheek is one cell
    std::uint32_t column, row, columns, rows;
};

inline constexpr std::uint32_t kAtlasWidth = 410, kAtlasHeight = 440;
inline constexpr ChartWindow kHeadWindow{-0.205, -0.996, 1000, 0, 184, 410, 256};
inline constexpr ChartWindow kNeckWindow{-205.0 / 1300.0, 0.846, 1300, 0, 30, 410, 150};
// Eyeballs: left and right disc, in cells.
inline constexpr std::uint32_t kEyeDiscSide = 26, kEyeDiscRow = 0;
inline constexpr std::uint32_t kEyeDiscColumn[2] = {269, 115};

// Chart coordinates of the package's uvs; X = 0 is the midline.
struct ChartPoint {
    double x = 0, y = 0;
};
inline constexpr ChartPoint head_chart(double u, double v) {
    return {v - 0.48317, -u};
}
inline constexpr ChartPoint neck_chart(double u, double v) {
    return {u - 0.38053, v};
}

inline constexpr bool inside(const ChartWindow& window, ChartPoint p) {
    const double column = (p.x - window.x0) * window.cells_per_unit, row = (p.y - window.y0) * window.cells_per_unit;
    return column >= 0 && column <= window.columns && row >= 0 && row <= window.rows;
}

inline constexpr geometry::Uv atlas_uv(const ChartWindow& window, ChartPoint p) {
    const double column = window.column + (p.x - window.x0) * window.cells_per_unit;
    const double row = window.row + (p.y - window.y0) * window.cells_per_unit;
    return {static_cast<float>(column / kAtlasWidth), static_cast<float>(row / kAtlasHeight)};
}

// Chart coordinates of an atlas place that lies in the window.
inline constexpr ChartPoint chart_point(const ChartWindow& window, double column, double row) {
    return {window.x0 + (column - window.column) / window.cells_per_unit,
            window.y0 + (row - window.row) / window.cells_per_unit};
}

}  // namespace np::anatomy
