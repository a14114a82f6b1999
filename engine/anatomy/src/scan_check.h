// What may be wrong with a scan's surface.
#pragma once

#include <vector>

#include "needlepoint/anatomy/head_import.h"

namespace np::anatomy {

struct ScanTopology {
    std::size_t degenerate = 0;              // triangles without area, left out
    std::vector<geometry::Vec3> many_sided;  // middles of edges with more than two triangles
    struct Hole {
        geometry::Vec3 middle;
        double around = 0;  // length of its rim
    };
    std::vector<Hole> holes;           // closed rims; also where the scan simply ends
    std::vector<std::uint8_t> on_rim;  // per vertex
};

// Joins vertices that lie on one spot, drops triangles without area. Fills `kept` with the new number of each old
// vertex.
ScanMesh welded(const ScanMesh& scan, std::vector<std::uint32_t>& kept, std::size_t& degenerate);
ScanTopology topology_of(const ScanMesh& mesh);
// Middles of triangles that pass through another one that is no neighbour, among those that `asked` marks.
std::vector<geometry::Vec3> self_intersections(const ScanMesh& mesh, const std::vector<std::uint8_t>& asked);

}  // namespace np::anatomy
