// A triangle mesh as plain arrays.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "needlepoint/geometry/vec3.h"

namespace np::geometry {

struct Uv {
    float u = 0, v = 0;
};

// Counter-clockwise seen from outside. `normals` has one entry per position or is empty; `uvs` has three entries
// per triangle (a seam splits them, positions stay shared) or is empty.
struct TriangleMesh {
    std::vector<Vec3> positions;
    std::vector<Vec3> normals;
    std::vector<std::array<std::uint32_t, 3>> triangles;
    std::vector<std::array<Uv, 3>> uvs;
};

// Area-weighted normals per position.
std::vector<Vec3> smooth_normals(const TriangleMesh& mesh);

}  // namespace np::geometry
