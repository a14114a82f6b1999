// Which cells lie near a point: cells sorted into cubes of a few millimetres.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {

class CellPlaces {
  public:
    void fill(std::span<const np_cell> cells);
    // Cells with surface whose centre is at most `radius_um` from `center_um`, ascending.
    std::vector<std::uint32_t> within(const std::int32_t (&center_um)[3], std::uint32_t radius_um) const;

  private:
    struct Placed {
        std::uint64_t cube;
        std::array<std::int32_t, 3> center_um;
        std::uint32_t cell;
    };
    std::vector<Placed> by_cube_;                           // sorted by cube, then by cell
    std::array<std::int64_t, 3> low_cube_{}, high_cube_{};  // around all of them
};

}  // namespace np::plugin_host
