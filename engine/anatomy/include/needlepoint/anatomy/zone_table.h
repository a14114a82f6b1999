// All that scorers and the skin's fold know of a body: its zones, its no-go masks, and a fixed grid of cells.
//
// The bytes of `encode` are attached to every record, so an old record can be graded without the head.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"

namespace np::anatomy {

inline constexpr std::uint32_t kNoCell = 0xffffffffu;  // NP_NO_CELL of the event layouts
inline constexpr std::uint8_t kNoZone = 255;           // NP_NO_ZONE

// The skin of one zone on this patient.
struct Layers {
    double epidermis_mm = 0;
    double dermis_mm = 0;
    double to_firm_mm = 0;  // from the skin's surface to bone, cartilage or what else stops a needle
    double stiffness = 1;   // relative; 1 is the mean of the face
};

struct Zone {
    std::string id;    // "malar_l"
    std::string base;  // "malar": what rules name when they mean both sides
    bool bony = false;
    geometry::Vec3 long_axis;  // unit, along the zone's greatest extent; directions of passes count from it
    Layers layers;
};

// Cells are numbered row * grid_width + column over the atlas; row 0 lies at atlas v = 0. Cell ids mean the same
// place on every patient, areas and positions are this patient's. All cell arrays have grid_width * grid_height
// entries. A value type; const use is safe on any thread.
struct ZoneTable {
    std::uint32_t grid_width = 0, grid_height = 0;
    std::vector<Zone> zones;                   // a zone's index is its number in events
    std::vector<std::string> masks;            // why a cell must not be needled; masks[0] = "" means it may be
    std::vector<std::uint8_t> cell_zone;       // kNoZone outside every zone
    std::vector<std::uint8_t> cell_mask;       // index into masks
    std::vector<std::uint32_t> cell_area_um2;  // 0: no surface here
    std::vector<std::array<std::int32_t, 3>> cell_center_um;
    std::vector<std::array<std::int32_t, 3>> cell_normal_q30;  // outwards; multiples of 2^15

    std::uint32_t cell_count() const { return grid_width * grid_height; }
    // The cell has surface, lies in a zone, and no mask forbids it.
    bool treatable(std::uint32_t cell) const;
    std::optional<std::uint8_t> zone_index(std::string_view id) const;
    std::optional<std::uint8_t> mask_index(std::string_view id) const;
    // kNoCell where (u, v) is not in [0, 1). Inline: it is asked for every needle of every strike.
    std::uint32_t cell_of_uv(double u, double v) const {
        if (!(u >= 0 && u < 1 && v >= 0 && v < 1)) return kNoCell;
        const auto column = static_cast<std::uint32_t>(u * grid_width);
        const auto row = static_cast<std::uint32_t>(v * grid_height);
        return row * grid_width + column;
    }

    // Equal tables give equal bytes. Centers and normals of cells without surface are not kept.
    std::vector<std::byte> encode() const;
    // Refuses, with a sentence, whatever `encode` would not have written.
    static Expected<ZoneTable> decode(std::span<const std::byte> bytes);
};

}  // namespace np::anatomy
