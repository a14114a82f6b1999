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
    geometry::Uv atlas_uv(std::uint32_t triangle, double b1, double b2) const {
        if (triangle >= contact.uvs.size()) return {-1, -1};
        const auto& corners = contact.uvs[triangle];
        const double b0 = 1.0 - b1 - b2;
        return {static_cast<float>(b0 * corners[0].u + b1 * corners[1].u + b2 * corners[2].u),
                static_cast<float>(b0 * corners[0].v + b1 * corners[1].v + b2 * corners[2].v)};
    }
    // kNoCell on scalp, shoulders, mouth cavity and wherever else no cell lies.
    std::uint32_t cell_at(const geometry::SurfacePoint& point) const {
        return cell_at(point.triangle, point.b1, point.b2);
    }
    std::uint32_t cell_at(std::uint32_t triangle, double b1, double b2) const {
        const geometry::Uv uv = atlas_uv(triangle, b1, b2);
        const std::uint32_t cell = table.cell_of_uv(uv.u, uv.v);
        return cell != kNoCell && table.cell_area_um2[cell] > 0 ? cell : kNoCell;
    }
};

// Computes `hash` and `surface` from contact mesh and table; for builders of bodies.
void finish_body(Body& body);

}  // namespace np::anatomy
