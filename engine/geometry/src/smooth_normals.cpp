#include "needlepoint/geometry/mesh.h"

namespace np::geometry {

std::vector<Vec3> smooth_normals(const TriangleMesh& mesh) {
    std::vector<Vec3> normals(mesh.positions.size());
    for (const auto& [a, b, c] : mesh.triangles) {
        if (a >= normals.size() || b >= normals.size() || c >= normals.size()) continue;
        // The cross product is twice the area long: summing it weighs by area.
        const Vec3 area = cross(mesh.positions[b] - mesh.positions[a], mesh.positions[c] - mesh.positions[a]);
        normals[a] += area;
        normals[b] += area;
        normals[c] += area;
    }
    for (Vec3& normal : normals) normal = normalized(normal);
    return normals;
}

}  // namespace np::geometry
