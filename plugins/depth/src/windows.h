// Where needles went deepest over a small patch: the patch of about 1 cm2 with the most hits beyond a limit.
// A single deep needle must not count, a patch of them must: clinical reference 8.3, OVER_DEPTH. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace np::depth {

// A cell with all hits in it.
struct CellHits {
    std::uint32_t cell = 0;
    std::uint32_t area_um2 = 0;
    double sum_mm = 0;                      // of d_nom
    std::vector<std::uint16_t> nominal_um;  // each hit's d_nom, in whole micrometres
    std::uint64_t first_tick = 0, last_tick = 0;

    bool hit() const { return !nominal_um.empty(); }

    void add(double nominal_mm, std::uint64_t tick);
    double mean_mm() const { return sum_mm / static_cast<double>(nominal_um.size()); }
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
    std::vector<std::size_t> members;  // indices into the cells given
};

// The window whose percentile is above `limit_um` and that has the greatest share of hits beyond it; ties go to the
// earlier cell. Empty if no window is too deep. Cells must be of one zone, in rising order; those without hits are
// neither in a window nor in its middle.
std::optional<DeepWindow> deepest_window(const std::vector<CellHits>& cells, const WindowRule& rule, double limit_um,
                                         const Around& around);

// Nearest rank: the smallest value that at least `percent` of the values do not exceed. `values` must not be empty;
// their order changes.
double percentile_of(std::vector<std::uint16_t>& values, double percent);

}  // namespace np::depth
