// What is treated: a surface that instruments meet, and the table that says what each spot of it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/hash.h"
#include "needlepoint/geometry/mesh.h"
#include "needlepoint/geometry/surface.h"

namespace np::anatomy {

// Immutable once built. Movable, not copyable; share it with std::shared_ptr<const Body>.
struct Body {
    std::string id;                  // "pad_flat", "head"
    Digest hash{};                   // over contact mesh and table: equal on every machine for the same request
    geometry::TriangleMesh contact;  // mm; corner uvs are atlas uvs, outside 0..1 where the atlas has no place
    std::unique_ptr<geometry::Surface> surface;  // of `contact`
    ZoneTable table;

    // Where a point that `surface` returned lies in the atlas.
    geometry::Uv atlas_uv(const geometry::SurfacePoint& point) const {
        return atlas_uv(point.triangle, point.b1, point.b2);
    }
    geometry::Uv atlas_uv(std::uint32_t triangle, double b1, double b2) const;
    // kNoCell on scalp, shoulders, mouth cavity and wherever else no cell lies.
    std::uint32_t cell_at(const geometry::SurfacePoint& point) const {
        return cell_at(point.triangle, point.b1, point.b2);
    }
    std::uint32_t cell_at(std::uint32_t triangle, double b1, double b2) const;
};

// Computes `hash` and `surface` from contact mesh and table; for builders of bodies.
void finish_body(Body& body);

}  // namespace np::anatomy
