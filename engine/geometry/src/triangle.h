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

// A corner by axis: the permuted axes of a sheared ray are looked up, not branched on.
using Corner = std::array<double, 3>;

// A ray made ready for many triangles: the axes are permuted and sheared so that it runs along +z (Woop, Benthin,
// Wald 2013). Two triangles compute a shared edge's function from the same products, so no ray slips between them.
class ShearedRay {
  public:
    explicit ShearedRay(const Ray& ray);

    struct Crossing {
        double t, b1, b2;
    };
    bool cross(const Corner& a, const Corner& b, const Corner& c, Crossing& found) const {
        const Vec3 pa = sheared(a), pb = sheared(b), pc = sheared(c);
        const double u = pc.x * pb.y - pc.y * pb.x;
        const double v = pa.x * pc.y - pa.y * pc.x;
        const double w = pb.x * pa.y - pb.y * pa.x;
        if ((u < 0 || v < 0 || w < 0) && (u > 0 || v > 0 || w > 0)) return false;
        return cross_inside(pa, pb, pc, u, v, w, found);
    }

  private:
    Vec3 sheared(const Corner& p) const {
        const double z = p[kz_] - origin_[kz_];
        return {p[kx_] - origin_[kx_] - sx_ * z, p[ky_] - origin_[ky_] - sy_ * z, sz_ * z};
    }
    bool cross_inside(Vec3 a, Vec3 b, Vec3 c, double u, double v, double w, Crossing& found) const;

    Corner origin_;
    std::size_t kx_, ky_, kz_;
    double sx_, sy_, sz_;
    double min_t_, max_t_;
};

struct NearPoint {
    Vec3 position;
    double b1 = 0, b2 = 0;
    double distance2 = 0;
};
// Also for triangles that are a line or a point.
NearPoint nearest_on_triangle(Vec3 p, Vec3 a, Vec3 b, Vec3 c);

}  // namespace np::geometry
