// One ray or point against one triangle: the arithmetic that defines every answer of a mesh.
#pragma once

#include <optional>

#include "needlepoint/geometry/surface.h"

namespace np::geometry {

inline bool finite(double x) { return x - x == 0; }
inline bool finite(Vec3 v) { return finite(v.x) && finite(v.y) && finite(v.z); }

// A ray made ready for many triangles: the axes are permuted and sheared so that it runs along +z (Woop, Benthin,
// Wald 2013). Two triangles compute a shared edge's function from the same products, so no ray slips between them.
class ShearedRay {
  public:
    explicit ShearedRay(const Ray& ray);

    struct Crossing {
        double t, b1, b2;
    };
    std::optional<Crossing> cross(Vec3 a, Vec3 b, Vec3 c) const;

  private:
    Vec3 permuted(Vec3 p) const;

    Vec3 origin_;
    int kx_, ky_, kz_;
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
