// Meshes with known trouble for ray and distance queries, and a slow, independent way to ask them.
#pragma once

#include <limits>
#include <vector>

#include "needlepoint/geometry/surface.h"
#include "needlepoint/sdk/math.h"

namespace np::test {

using geometry::TriangleMesh;
using geometry::Vec3;

// A sphere of radius ~90 mm with folds deep enough to hide layers behind one another.
inline TriangleMesh bumpy_sphere(int rings, int spokes, double bump = 1) {
    TriangleMesh mesh;
    const auto place = [&](int ring, int spoke) {
        const double polar = NP_PI * ring / rings, around = 2 * NP_PI * spoke / spokes;
        const double radius = 90 + bump * (14 * np_sin(7 * polar) * np_cos(5 * around) + 3 * np_sin(31 * around));
        return Vec3{radius * np_sin(polar) * np_cos(around), radius * np_sin(polar) * np_sin(around),
                    radius * np_cos(polar)};
    };
    mesh.positions = {place(0, 0), place(rings, 0)};  // one corner at each pole: the mesh is closed
    for (int ring = 1; ring < rings; ++ring)
        for (int spoke = 0; spoke < spokes; ++spoke) mesh.positions.push_back(place(ring, spoke));
    const auto at = [&](int ring, int spoke) {
        if (ring == 0 || ring == rings) return ring == 0 ? 0U : 1U;
        return static_cast<std::uint32_t>(2 + (ring - 1) * spokes + spoke % spokes);
    };
    for (int ring = 0; ring < rings; ++ring)
        for (int spoke = 0; spoke < spokes; ++spoke) {
            if (ring + 1 < rings)
                mesh.triangles.push_back({at(ring, spoke), at(ring + 1, spoke), at(ring + 1, spoke + 1)});
            if (ring > 0) mesh.triangles.push_back({at(ring, spoke), at(ring + 1, spoke + 1), at(ring, spoke + 1)});
        }
    mesh.normals = geometry::smooth_normals(mesh);
    return mesh;
}

// Slivers, a doubled layer, triangles that are a line or a point, and one spread over everything.
inline TriangleMesh troubled() {
    TriangleMesh mesh;
    for (std::uint32_t i = 0; i < 600; ++i) {
        const auto u = [&](std::uint64_t k) { return 40 * np_random_uniform(5, i, k) - 20; };
        const Vec3 a{u(0), u(1), u(2)}, b{u(3), u(4), u(5)};
        const auto first = static_cast<std::uint32_t>(mesh.positions.size());
        Vec3 c = a + 0.5 * (b - a) + Vec3{0, 0, 1e-7};                                               // sliver
        if (i % 5 == 0) c = a + 0.25 * (b - a);                                                      // line
        if (i % 5 == 1) c = {u(6), u(7), u(8)};                                                      // large
        mesh.positions.insert(mesh.positions.end(), {a, i % 25 == 2 ? a : b, i % 25 == 2 ? a : c});  // point
        mesh.triangles.push_back({first, first + 1, first + 2});
        if (i % 7 == 0) mesh.triangles.push_back({first, first + 1, first + 2});  // twice the same
    }
    mesh.positions.insert(mesh.positions.end(), {{-500, -500, -3}, {500, -500, -3}, {0, 700, -3}});
    const auto last = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.triangles.push_back({last - 3, last - 2, last - 1});
    mesh.normals = geometry::smooth_normals(mesh);
    return mesh;
}

struct SlowHit {
    double t = std::numeric_limits<double>::infinity();
    std::uint32_t triangle = std::numeric_limits<std::uint32_t>::max();
    bool marginal = false;  // some crossing lies so near to a triangle's side that rounding decides
};

// Moeller and Trumbore in extended precision, over all triangles.
inline SlowHit slow_hit(const TriangleMesh& mesh, const geometry::Ray& ray) {
    using Real = long double;
    struct V {
        Real x, y, z;
    };
    const auto wide = [](Vec3 p) { return V{p.x, p.y, p.z}; };
    const auto minus = [](V a, V b) { return V{a.x - b.x, a.y - b.y, a.z - b.z}; };
    const auto times = [](V a, V b) { return V{a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; };
    const auto inner = [](V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; };
    SlowHit best;
    const V o = wide(ray.origin), d = wide(ray.direction);
    for (std::uint32_t i = 0; i < mesh.triangles.size(); ++i) {
        const V a = wide(mesh.positions[mesh.triangles[i][0]]);
        const V e1 = minus(wide(mesh.positions[mesh.triangles[i][1]]), a),
                e2 = minus(wide(mesh.positions[mesh.triangles[i][2]]), a);
        const V p = times(d, e2);
        const Real det = inner(e1, p);
        const V area = times(e1, e2);
        if (inner(area, area) == 0) continue;
        const V s = minus(o, a);
        const V q = times(s, e1);
        const Real u = inner(s, p) / det, v = inner(d, q) / det, t = inner(e2, q) / det;
        const Real margin = 1e-7L, near_side = 1 - u - v;
        if (det == 0 || !(u > -margin && v > -margin && near_side > -margin)) continue;
        if (!(t >= ray.min_t - 1e-7L && t <= ray.max_t + 1e-7L)) continue;
        const bool close_call = u < margin || v < margin || near_side < margin ||
                                det * det < 1e-12L * inner(area, area) || t < ray.min_t + 1e-7L ||
                                t > ray.max_t - 1e-7L;
        if (close_call && t < best.t + 1e-6L) best.marginal = true;
        if (static_cast<double>(t) < best.t) {
            if (!close_call && best.t - static_cast<double>(t) > 1e-6) best.marginal = false;
            best.t = static_cast<double>(t);
            best.triangle = i;
        }
    }
    return best;
}

}  // namespace np::test
