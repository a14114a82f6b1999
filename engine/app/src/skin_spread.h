// A state of the skin that shows beyond the cells that hold it: redness flares, gel creeps.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"

namespace np::app {

class SkinSpread {
  public:
    // A cell is seen as the mean of the cells of skin around it, weighted by two bells: `near_mm` and `far_mm` wide
    // (standard deviations; a cell is about a millimetre), the second with `far_share` of the weight.
    SkinSpread(const anatomy::ZoneTable& table, double near_mm, double far_mm, double far_share);

    // Notes a cell's value. True when this changed what is seen of the cells within reach(); changes too small to be
    // seen wait until they have grown.
    bool set(std::uint32_t cell, double value);
    double seen(std::uint32_t cell) const;
    // Calls `visit(cell)` for the cells of skin that `cell` shows on.
    template <class Visit>
    void around(std::uint32_t cell, Visit visit) const {
        const auto width = static_cast<int>(table_.grid_width), height = static_cast<int>(table_.grid_height);
        const int row = static_cast<int>(cell) / width, column = static_cast<int>(cell) % width;
        for (int y = row - reach_; y <= row + reach_; ++y)
            for (int x = column - reach_; x <= column + reach_; ++x) {
                if (x < 0 || y < 0 || x >= width || y >= height) continue;
                const auto beside = static_cast<std::uint32_t>(y * width + x);
                if (table_.cell_area_um2[beside] != 0) visit(beside, weight(x - column, y - row));
            }
    }

  private:
    float weight(int dx, int dy) const {
        const int side = 2 * reach_ + 1, at = (dy + reach_) * side + dx + reach_;
        return weights_[static_cast<std::size_t>(at)];
    }
    const anatomy::ZoneTable& table_;
    int reach_ = 0;  // cells
    std::vector<float> weights_, held_, sum_;
    mutable std::vector<float> whole_;  // weight of all skin around a cell; 0 = not known yet
};

}  // namespace np::app
