// Where needles went deepest over a small patch: the patch of about 1 cm2 with the most hits beyond a limit.
// A single deep needle must not count, a patch of them must: clinical reference 8.3, OVER_DEPTH. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "needlepoint/sdk/math.h"

namespace np::depth {

// A cell and what hit it.
struct CellHits {
    std::uint32_t cell = 0;
    std::uint32_t area_um2 = 0;
    double sum_mm = 0;  // of d_nom
    std::uint64_t first_tick = 0, last_tick = 0;
    std::uint32_t hits = 0;

    bool hit() const { return hits != 0; }
    double mean_mm() const { return sum_mm / static_cast<double>(hits); }
};

// The cells of a zone, and every hit in them: one list for all, since hits are many and hardly ever looked at again.
struct HitLog {
    struct Hit {
        std::uint32_t index;       // into the cells
        std::uint16_t nominal_um;  // its d_nom, in whole micrometres
    };
    std::vector<CellHits> cells;  // of one zone, in rising order
    std::vector<Hit> hits;        // in the order of time

    void add(std::uint32_t index, double nominal_mm, std::uint64_t tick) {
        CellHits& cell = cells[index];
        if (cell.hits++ == 0) cell.first_tick = tick;
        cell.last_tick = tick;
        cell.sum_mm += nominal_mm;
        hits.push_back({index, static_cast<std::uint16_t>(np_round(np_clamp(nominal_mm * 1000.0, 0.0, 65535.0)))});
    }
};

struct WindowRule {
    std::size_t least_hits = 0;
    double percentile = 0;  // 0..100
};

// Indices of the cells in the window around a cell, itself included, ascending. Who is around me has me around it.
using Around = std::function<std::vector<std::size_t>(std::size_t)>;

struct DeepWindow {
    std::uint32_t cell = 0;            // in its middle
    double percentile_um = 0;          // of the hits in it (nearest rank)
    std::vector<std::size_t> members;  // indices into the cells given, ascending
};

// The window whose percentile is above `limit_um` and that has the greatest share of hits beyond it; ties go to the
// earlier cell. Empty if no window is too deep. Cells without hits are neither in a window nor in its middle.
std::optional<DeepWindow> deepest_window(const HitLog& log, const WindowRule& rule, double limit_um,
                                         const Around& around);

// Nearest rank: the smallest value that at least `percent` of the values do not exceed. `values` must not be empty;
// their order changes.
double percentile_of(std::vector<std::uint16_t>& values, double percent);

}  // namespace np::depth
