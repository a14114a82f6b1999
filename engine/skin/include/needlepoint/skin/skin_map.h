// A patient's skin before anything happens to it, the same in every session: which cells there are, which of them may
// be needled, and over which of them the density of a cell is smoothed. Made once, shared by every SkinState of the
// patient. Const use from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::skin {

class Neighbours;

class SkinMap {
  public:
    // Fails when `density.smooth_radius_mm` is missing.
    static Expected<std::shared_ptr<const SkinMap>> lay(std::shared_ptr<const anatomy::ZoneTable> table,
                                                        const Parameters& parameters);
    SkinMap(const SkinMap&) = delete;
    SkinMap& operator=(const SkinMap&) = delete;
    ~SkinMap();

    struct Cell {
        double area_cm2 = 0;  // 0: no surface
        std::uint8_t zone = anatomy::kNoZone;
        bool treatable = false;
    };
    struct Zone {
        double area_cm2 = 0;               // of the treatable cells
        std::vector<std::uint32_t> cells;  // treatable, ascending
    };
    const anatomy::ZoneTable& table() const { return *table_; }
    const std::shared_ptr<const anatomy::ZoneTable>& shared_table() const { return table_; }
    std::span<const Cell> cells() const { return cells_; }
    std::span<const Zone> zones() const { return zones_; }
    std::int64_t smooth_radius_um() const { return smooth_radius_um_; }
    // Cells within the smoothing radius, the cell itself among them, ascending: of a treatable cell the treatable ones,
    // of any other the ones that are like it. Empty without surface.
    std::span<const std::uint32_t> neighbours(std::uint32_t cell) const;

  private:
    SkinMap(std::shared_ptr<const anatomy::ZoneTable> table, std::int64_t smooth_radius_um);
    std::shared_ptr<const anatomy::ZoneTable> table_;
    std::int64_t smooth_radius_um_;
    std::vector<Cell> cells_;
    std::vector<Zone> zones_;
    std::unique_ptr<const Neighbours> neighbours_;
};

}  // namespace np::skin
