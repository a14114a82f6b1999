// From the skin's state to the maps that the renderer draws: only what changed, and slowly what time changes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/clinic/procedure.h"
#include "needlepoint/render/skin_maps.h"
#include "needlepoint/skin/follow_up.h"
#include "skin_spread.h"

namespace np::app {

class SkinPainter {
  public:
    explicit SkinPainter(const anatomy::ZoneTable& table);

    render::SkinMaps& maps() { return maps_; }
    // All cells; for a jump in time.
    void repaint(const skin::SkinState& skin, const clinic::Procedure* procedure);
    // The skin of a later day: washed, with what healing and aftercare made of it. What the layers can't show (spots,
    // bruises, changes of colour) goes into the overlay.
    void repaint(const skin::Later& later);
    // The changed cells, and `slow_cells` of those that were ever touched (redness and bleeding go on by themselves).
    void follow(skin::SkinState& skin, const clinic::Procedure* procedure, std::size_t slow_cells);
    // The cells whose skin had changed at the last `follow`.
    const std::vector<std::uint32_t>& changed() const { return changed_; }

  private:
    void paint_later(const skin::CellLater& state, std::uint32_t cell);
    void paint(const skin::SkinState& skin, const clinic::Procedure* procedure, std::uint32_t cell);
    // A fine line for each of the first needles that were drawn through a cell, on a way of so many mm; `left`: how
    // much of it has not healed.
    void scratch(std::uint32_t dragged, const std::array<double, 3>& drag_mm, double left, std::uint32_t cell);
    // Notes the cell's value and shows what changed of the cells around.
    void show(render::SkinLayer layer, SkinSpread& spread, std::uint32_t cell, double value);
    const anatomy::ZoneTable& table_;
    render::SkinMaps maps_;
    SkinSpread redness_, gel_, cream_, blood_, swelling_, pale_;
    std::vector<std::uint32_t> touched_, changed_;
    std::vector<std::uint8_t> is_touched_, scratched_;
    std::size_t next_ = 0;
};

}  // namespace np::app
