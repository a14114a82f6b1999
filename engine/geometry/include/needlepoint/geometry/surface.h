// Something that instruments meet: a mesh with a BVH, or an analytic plane or sphere whose answers are known exactly.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "needlepoint/geometry/mesh.h"

namespace np::geometry {

struct Ray {
    Vec3 origin;
    Vec3 direction;                 // unit
    double min_t = 0, max_t = 1e9;  // mm; min_t may be negative to look behind the origin
};

struct SurfacePoint {
    Vec3 position;
    Vec3 normal;                 // unit, outwards; interpolated from vertex normals on a mesh
    std::uint32_t triangle = 0;  // 0 on analytic surfaces
    double b1 = 0, b2 = 0;       // barycentric weights of the triangle's 2nd and 3rd corner
};

struct RayHit {
    double t = 0;  // mm along the ray
    SurfacePoint at;
};

// Immutable after construction; all queries are const and may run on any thread.
class Surface {
  public:
    virtual ~Surface() = default;
    // First crossing with t in [min_t, max_t], from either side.
    virtual std::optional<RayHit> first_hit(const Ray& ray) const = 0;
    // Nearest point, if one lies within `within_mm`.
    virtual std::optional<SurfacePoint> closest(Vec3 point, double within_mm = 1e9) const = 0;
};

// Exact: the same triangle that a loop over all triangles finds. On ties (shared edges) the smaller triangle index
// wins. The mesh must have normals.
std::unique_ptr<Surface> make_mesh_surface(const TriangleMesh& mesh);
// The plane through `origin` with unit `normal`.
std::unique_ptr<Surface> make_plane(Vec3 origin, Vec3 normal);
std::unique_ptr<Surface> make_sphere(Vec3 center, double radius_mm);

}  // namespace np::geometry
