#include "windows.h"

#include <algorithm>

#include "needlepoint/sdk/math.h"

namespace np::depth {

double percentile_of(std::vector<std::uint16_t>& values, double percent) {
    const double exact = percent / 100.0 * static_cast<double>(values.size());
    std::size_t rank = static_cast<std::size_t>(exact);
    if (static_cast<double>(rank) < exact) ++rank;
    const std::size_t index = rank == 0 ? 0 : std::min(rank, values.size()) - 1;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index), values.end());
    return values[index];
}

std::optional<DeepWindow> deepest_window(const HitLog& log, const WindowRule& rule, double limit_um,
                                         const Around& around) {
    const std::vector<CellHits>& cells = log.cells;
    std::vector<std::size_t> beyond(cells.size());
    std::vector<bool> near_beyond(cells.size());  // only such a window can be too deep
    bool any = false;
    for (const HitLog::Hit& hit : log.hits) beyond[hit.index] += hit.nominal_um > limit_um ? 1 : 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (beyond[i] == 0) continue;
        any = true;
        for (const std::size_t j : around(i)) near_beyond[j] = true;
    }
    if (!any) return std::nullopt;

    std::optional<std::size_t> worst;
    double worst_share = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!near_beyond[i] || !cells[i].hit()) continue;
        std::size_t hits = 0, deep = 0;
        for (const std::size_t j : around(i)) {
            hits += cells[j].hits;
            deep += beyond[j];
        }
        if (hits == 0 || hits < rule.least_hits) continue;
        const double share = static_cast<double>(deep) / static_cast<double>(hits);
        // The percentile lies beyond the limit exactly when more than the rest of the hits does.
        if (share > 1.0 - rule.percentile / 100.0 && share > worst_share) {
            worst = i;
            worst_share = share;
        }
    }
    if (!worst) return std::nullopt;

    DeepWindow window{cells[*worst].cell, 0, {}};
    std::vector<bool> inside(cells.size());
    for (const std::size_t j : around(*worst)) {
        if (!cells[j].hit()) continue;
        window.members.push_back(j);
        inside[j] = true;
    }
    std::vector<std::uint16_t> depths;
    for (const HitLog::Hit& hit : log.hits)
        if (inside[hit.index]) depths.push_back(hit.nominal_um);
    window.percentile_um = percentile_of(depths, rule.percentile);
    return window;
}

}  // namespace np::depth
