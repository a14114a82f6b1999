// Fills a zone table's cells from a mesh with atlas uvs.
#pragma once

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/geometry/mesh.h"

namespace np::anatomy {

// Area, center and normal of each cell: every triangle is cut exactly along the cell borders. The table's grid must
// be set; triangles with a uv outside 0..1 count for no cell.
void measure_cells(const geometry::TriangleMesh& mesh, ZoneTable& table);
// The direction in which each zone is longest.
void measure_long_axes(ZoneTable& table);

}  // namespace np::anatomy
