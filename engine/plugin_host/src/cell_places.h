// Which cells lie near a point: cells sorted into cubes of a few millimetres.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {

class CellPlaces {
  public:
    void fill(std::span<const np_cell> cells);
    // Cells with surface whose centre is at most `radius_um` from `center_um`, ascending.
    std::vector<std::uint32_t> within(std::span<const np_cell> cells, const std::int32_t (&center_um)[3],
                                      std::uint32_t radius_um) const;

  private:
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_cube_;  // sorted
};

}  // namespace np::plugin_host
