// One ray or point against one triangle: the arithmetic that defines every answer of a mesh.
#pragma once

#include <array>
#include <cstddef>

#include "needlepoint/geometry/surface.h"

namespace np::geometry {

inline bool finite(double x) {
    return x - x == 0;
}
inline bool finite(Vec3 v) {
    return finite(v.x) && finite(v.y) && finite(v.z);
}

inline bool askable(const Ray& ray) {
    return finite(ray.origin) && finite(ray.direction) && !(ray.direction == Vec3{}) && finite(ray.min_t) &&
           ray.min_t <= ray.max_t;
}

// A corner by axis: the permuted axes of a sheared ray are looked up, not branched on.
using Corner = std::array<double, 3>;

// A direction made ready for many rays and triangles: the axes are permuted and sheared so that it runs along +z
// (Woop, Benthin, Wald 2013). Two triangles compute a shared edge's function from the same products, so no ray slips
// between them.
struct Shear {
    explicit Shear(Vec3 direction);
    std::size_t kx, ky, kz;
    double sx, sy, sz;
    double steepness;  // how many times larger a triangle that is met head-on looks, seen sheared
};

struct TriangleCrossing {
    double t, b1, b2;
};

class ShearedRay {
  public:
    ShearedRay(const Shear& shear, Vec3 origin, double min_t, double max_t, bool entering_only)
        : shear_(shear),
          origin_{origin.x, origin.y, origin.z},
          min_t_(min_t),
          max_t_(max_t),
          entering_only_(entering_only) {}

    // A triangle seen along the ray, which passes the origin; u, v and w are twice the areas of the parts opposite to
    // a, b and c, of one sign where the ray passes inside.
    struct Seen {
        Vec3 a, b, c;
        double u, v, w;
    };
    Seen see(const Corner& a, const Corner& b, const Corner& c) const {
        const Vec3 pa = sheared(a), pb = sheared(b), pc = sheared(c);
        return {pa, pb, pc, pc.x * pb.y - pc.y * pb.x, pa.x * pc.y - pa.y * pc.x, pb.x * pa.y - pb.y * pa.x};
    }
    bool cross(const Corner& a, const Corner& b, const Corner& c, TriangleCrossing& found) const {
        const Seen seen = see(a, b, c);
        if ((seen.u < 0 || seen.v < 0 || seen.w < 0) && (seen.u > 0 || seen.v > 0 || seen.w > 0)) return false;
        return cross_inside(seen, found);
    }
    bool cross_inside(const Seen& seen, TriangleCrossing& found) const;

    // Thinner across the ray than a billionth of its length: areas are rounding noise there and their quotients mean
    // nothing.
    static constexpr double kSliver2 = 1e-18;

  private:
    // Squared lengths across the ray.
    static double across2(Vec3 a, Vec3 b) { return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y); }
    // The crossing with a sliver is where the ray, the z axis, passes its longest side.
    static TriangleCrossing on_sliver(Vec3 a, Vec3 b, Vec3 c);

    double across(const Corner& p, std::size_t axis, double shear) const {
        return p[axis] - origin_[axis] - shear * (p[shear_.kz] - origin_[shear_.kz]);
    }
    Vec3 sheared(const Corner& p) const {
        return {across(p, shear_.kx, shear_.sx), across(p, shear_.ky, shear_.sy),
                shear_.sz * (p[shear_.kz] - origin_[shear_.kz])};
    }

    const Shear& shear_;
    Corner origin_;
    double min_t_, max_t_;
    bool entering_only_;
};

inline bool ShearedRay::cross_inside(const Seen& seen, TriangleCrossing& found) const {
    const auto& [a, b, c, u, v, w] = seen;
    const double det = u + v + w;
    if (det == 0) return false;  // seen edge-on: a neighbour carries the crossing
    // The edge functions turn the other way than the corners; a mirrored axis turns them back.
    if (entering_only_ && (det > 0) != (shear_.sz > 0)) return false;
    found = {(u * a.z + v * b.z + w * c.z) / det, v / det, w / det};
    const double ab = across2(a, b), bc = across2(b, c), ca = across2(c, a);
    const double longest2 = ab > bc ? (ab > ca ? ab : ca) : (bc > ca ? bc : ca);
    if (det * det < kSliver2 * longest2 * longest2) found = on_sliver(a, b, c);
    return found.t >= min_t_ && found.t <= max_t_;
}

struct NearPoint {
    Vec3 position;
    double b1 = 0, b2 = 0;
    double distance2 = 0;
};
// Also for triangles that are a line or a point.
NearPoint nearest_on_triangle(Vec3 p, Vec3 a, Vec3 b, Vec3 c);

}  // namespace np::geometry
