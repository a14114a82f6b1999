// Something that instruments meet: a mesh with a tree of boxes, or an analytic shape whose answers are known exactly.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "needlepoint/geometry/mesh.h"

namespace np::geometry {

struct Ray {
    Vec3 origin;
    Vec3 direction;                 // unit
    double min_t = 0, max_t = 1e9;  // mm; min_t may be negative to look behind the origin
    // Only crossings into the solid count: where the direction runs against the outward side of the skin. A fold that
    // a line leaves (the nose behind the tip) is passed.
    bool entering_only = false;
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

// Rays side by side, such as the needles of one strike.
struct ParallelRays {
    std::span<const Vec3> origins;  // not owned
    Vec3 direction;                 // unit
    double min_t = 0, max_t = 1e9;
    bool entering_only = false;
};

// What a ray met, without the costs of a SurfacePoint.
struct Crossing {
    bool found = false;  // all else is valid only then
    std::uint32_t triangle = 0;
    double t = 0, b1 = 0, b2 = 0;
};

// Immutable after construction; all queries are const and may run on any thread. No answer depends on an earlier
// question.
class Surface {
  public:
    virtual ~Surface() = default;
    // First crossing with t in [min_t, max_t].
    virtual std::optional<RayHit> first_hit(const Ray& ray) const = 0;
    // Bit for bit what `first_hit` gives for each ray alone, in one go. `out` has as many entries as there are rays.
    // What it holds on entry, such as the last strike's answers, says where to look first: it decides how fast the
    // answers come and nothing else.
    virtual void first_crossings(const ParallelRays& rays, std::span<Crossing> out) const;
    // The point of the surface where the ray from `origin` has `crossing`.
    virtual SurfacePoint point_of(Vec3 origin, Vec3 direction, const Crossing& crossing) const = 0;
    // Nearest point, if one lies within `within_mm`.
    virtual std::optional<SurfacePoint> closest(Vec3 point, double within_mm = 1e9) const = 0;
};

// Exact: the same triangle that a loop over all triangles finds. On ties (shared edges) the smaller triangle index
// wins. The mesh must have normals.
std::unique_ptr<Surface> make_mesh_surface(const TriangleMesh& mesh);
// The plane through `origin` with unit `normal`.
std::unique_ptr<Surface> make_plane(Vec3 origin, Vec3 normal);
std::unique_ptr<Surface> make_sphere(Vec3 center, double radius_mm);
// An endless round bar around the line through `point` along `axis`.
std::unique_ptr<Surface> make_cylinder(Vec3 point, Vec3 axis, double radius_mm);
// The ridge where the half-spaces behind two planes through `point` overlap; `normal_a` and `normal_b` point outwards
// and are neither the same nor opposite.
std::unique_ptr<Surface> make_wedge(Vec3 point, Vec3 normal_a, Vec3 normal_b);

}  // namespace np::geometry
