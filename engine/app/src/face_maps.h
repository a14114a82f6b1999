// What lies over the skin: zones, depth planned and reached, coverage, passes, density, faults; the legend that
// explains it, and what it says of one spot.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fault_heat.h"
#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/render/skin_maps.h"
#include "needlepoint/skin/skin_state.h"
#include "needlepoint/ui/types.h"

namespace np::app {

// One body under one plan. The table must outlive it.
class FaceMap {
  public:
    FaceMap(const anatomy::ZoneTable& table, const Parameters& parameters);

    // Colours all cells anew. kSkin and the redness modes leave the skin bare (they change the skin itself).
    void paint(render::SkinMaps& maps, ui::MapMode mode, const skin::SkinState& skin, const FaultHeat& faults) const;
    // Only these cells.
    void follow(render::SkinMaps& maps, ui::MapMode mode, const skin::SkinState& skin, const FaultHeat& faults,
                std::span<const std::uint32_t> cells) const;
    // What the colours mean; nothing where the skin is bare.
    std::optional<ui::Legend> legend(ui::MapMode mode) const;
    // The map's value at a cell in words, such as "0.96 mm, 0.04 mm too shallow"; empty where it shows none.
    std::string reading(ui::MapMode mode, const skin::SkinState& skin, const FaultHeat& faults,
                        std::uint32_t cell) const;

  private:
    struct Plan {
        bool planned = false;
        double min_mm = 0, ideal_mm = 0, max_mm = 0, rho_ref_per_cm2 = 0;
    };
    struct Paint {
        render::Rgb color;
        float opacity = 0;  // 0: bare skin
    };
    Paint paint_of(ui::MapMode mode, const skin::SkinState& skin, const FaultHeat& faults, std::uint32_t cell) const;
    const Plan* plan_at(std::uint32_t cell) const;  // null where nothing is planned or may be needled
    double reached_r(const skin::SkinState& skin, std::uint32_t cell, const Plan& plan) const;
    skin::Band band_of(double r) const;

    const anatomy::ZoneTable* table_;
    std::vector<Plan> plans_;
    std::array<double, skin::kBands - 1> band_ends_{};  // r up to which each band goes
    double depth_top_mm_ = 1;                           // upper end of the maps of depth
};

std::optional<double> reached_mm(const skin::SkinState& skin, std::uint32_t cell);  // as the dial reads it (d_nom)
std::uint32_t visits_of(const skin::SkinState& skin, std::uint32_t cell);

// A map by its word ("zones", "target-depth" ...: cli::kPictureMaps).
std::optional<ui::MapMode> map_named(std::string_view word);

}  // namespace np::app
