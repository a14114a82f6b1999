// Fills a zone table's cells from a mesh with atlas uvs.
#pragma once

#include <array>
#include <functional>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/geometry/mesh.h"

namespace np::anatomy {

// Area, center and normal of each cell: every triangle is cut exactly along the cell borders. The table's grid must
// be set; triangles with a uv outside 0..1 count for no cell.
void measure_cells(const geometry::TriangleMesh& mesh, ZoneTable& table);
// The direction in which each zone is longest.
void measure_long_axes(ZoneTable& table);

// Calls `visit` with each cell that the triangle touches and the share of the triangle that lies in it; not at all for
// a triangle without a place in the atlas.
void visit_cell_shares(const std::array<geometry::Uv, 3>& uv, std::uint32_t width, std::uint32_t height,
                       const std::function<void(std::size_t cell, double share)>& visit);

}  // namespace np::anatomy
