#if defined(__SSE__)
#include <xmmintrin.h>
#endif

#include <cstring>
#include <limits>

#include "bvh.h"
#include "triangle.h"

namespace np::geometry {
namespace {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = int __attribute__((vector_size(16)));

Float4 load(const std::array<float, 4>& from) {
    Float4 value;
    std::memcpy(&value, from.data(), sizeof value);
    return value;
}
Float4 all(float x) {
    return Float4{x, x, x, x};
}
#if defined(__SSE__)
Float4 smaller(Float4 a, Float4 b) {
    return _mm_min_ps(a, b);
}
Float4 larger(Float4 a, Float4 b) {
    return _mm_max_ps(a, b);
}
int lanes(Int4 chosen) {
    return _mm_movemask_ps(reinterpret_cast<__m128>(chosen));
}
#else
Float4 smaller(Float4 a, Float4 b) {
    return a < b ? a : b;
}
Float4 larger(Float4 a, Float4 b) {
    return a > b ? a : b;
}
int lanes(Int4 chosen) {
    return (chosen[0] & 1) | (chosen[1] & 2) | (chosen[2] & 4) | (chosen[3] & 8);
}
#endif

Vec3 vector(const Corner& c) {
    return {c[0], c[1], c[2]};
}

constexpr float kWider = 1.000001F;  // more than four roundings in single precision
constexpr int kStack = 192;          // three waiting children per level of the deepest tree

// Nodes still to visit, nearest on top.
struct Waiting {
    std::uint32_t node;
    float key;
};

// Pushes the chosen children of a node, farthest first.
template <class Leaf>
void visit(const Bvh::Node& node, Int4 chosen, Float4 keys, Waiting* stack, int& top, Leaf&& leaf) {
    const int base = top;
    for (int left = lanes(chosen); left != 0; left &= left - 1) {
        const int k = __builtin_ctz(static_cast<unsigned>(left));
        const auto at = static_cast<std::size_t>(k);
        const bool unused = node.count[at] == 0 && node.first[at] == 0;  // the root is nobody's child
        if (unused) continue;
        if (node.count[at] > 0) {
            leaf(node.first[at], node.count[at]);
            continue;
        }
        int place = top++;
        while (place > base && stack[place - 1].key < keys[k]) {
            stack[place] = stack[place - 1];
            --place;
        }
        stack[place] = {node.first[at], keys[k]};
    }
}

// A ray in single precision for the boxes, started where it enters the mesh's bounds so that a far origin does not
// eat the digits.
struct BoxRay {
    Float4 origin[3], inverse[3];
    double shift = 0;  // t of the new origin
};

class MeshSurface final : public Surface {
  public:
    explicit MeshSurface(const TriangleMesh& mesh)
        : positions_(mesh.positions),
          normals_(mesh.normals.size() == mesh.positions.size() ? mesh.normals : smooth_normals(mesh)),
          triangles_(mesh.triangles),
          bvh_(build_bvh(mesh)) {
        corners_.reserve(bvh_.order.size());
        for (const std::uint32_t triangle : bvh_.order) {
            std::array<Corner, 3> corners;
            for (std::size_t k = 0; k < 3; ++k) {
                const Vec3 p = positions_[triangles_[triangle][k]];
                corners[k] = {p.x, p.y, p.z};
            }
            corners_.push_back(corners);
        }
    }

    std::optional<RayHit> first_hit(const Ray& ray) const override;
    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override;

  private:
    bool enter(const Ray& ray, BoxRay& boxes) const;
    SurfacePoint point_at(std::uint32_t triangle, double b1, double b2) const;

    std::vector<Vec3> positions_, normals_;
    std::vector<std::array<std::uint32_t, 3>> triangles_;
    Bvh bvh_;
    std::vector<std::array<Corner, 3>> corners_;  // in the order of the tree's leaves
};

bool MeshSurface::enter(const Ray& ray, BoxRay& boxes) const {
    const double origin[3] = {ray.origin.x, ray.origin.y, ray.origin.z};
    const double direction[3] = {ray.direction.x, ray.direction.y, ray.direction.z};
    const double low[3] = {bvh_.low.x, bvh_.low.y, bvh_.low.z}, high[3] = {bvh_.high.x, bvh_.high.y, bvh_.high.z};
    double near_t = ray.min_t, far_t = ray.max_t;
    for (int axis = 0; axis < 3; ++axis) {
        const double slack = 1e-9 * (1 + (origin[axis] < 0 ? -origin[axis] : origin[axis]));
        if (direction[axis] == 0) {
            if (origin[axis] < low[axis] - slack || origin[axis] > high[axis] + slack) return false;
            continue;
        }
        double t0 = (low[axis] - slack - origin[axis]) / direction[axis];
        double t1 = (high[axis] + slack - origin[axis]) / direction[axis];
        if (t0 > t1) std::swap(t0, t1);
        if (t0 > near_t) near_t = t0;
        if (t1 < far_t) far_t = t1;
    }
    if (near_t > far_t + 1e-9 * (1 + (far_t < 0 ? -far_t : far_t))) return false;
    boxes.shift = near_t;
    for (int axis = 0; axis < 3; ++axis) {
        double d = direction[axis];
        if (d < 1e-15 && d > -1e-15) d = d < 0 ? -1e-15 : 1e-15;  // so that the inverse stays a number
        boxes.origin[axis] = all(static_cast<float>(origin[axis] + near_t * direction[axis]));
        boxes.inverse[axis] = all(static_cast<float>(1 / d));
    }
    return true;
}

std::optional<RayHit> MeshSurface::first_hit(const Ray& ray) const {
    if (!finite(ray.origin) || !finite(ray.direction) || ray.direction == Vec3{} || bvh_.nodes.empty())
        return std::nullopt;
    if (!(ray.min_t <= ray.max_t) || !finite(ray.min_t)) return std::nullopt;
    BoxRay boxes;
    if (!enter(ray, boxes)) return std::nullopt;
    const ShearedRay exact(ray);
    ShearedRay::Crossing best{ray.max_t, 0, 0};
    std::uint32_t best_triangle = std::numeric_limits<std::uint32_t>::max();
    // Single precision must not lose a tie: the bound is rounded up.
    const auto bound_of = [&](double t) { return static_cast<float>((t - boxes.shift) * 1.000001 + 1e-6); };
    float bound = bound_of(best.t);

    Waiting stack[kStack];
    int top = 0;
    stack[top++] = {0, 0};
    while (top > 0) {
        const Waiting now = stack[--top];
        if (now.key > bound) continue;
        const Bvh::Node& node = bvh_.nodes[now.node];
        Float4 near_t = all(0), far_t = all(bound);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Float4 t0 = (load(node.low[axis]) - boxes.origin[axis]) * boxes.inverse[axis];
            const Float4 t1 = (load(node.high[axis]) - boxes.origin[axis]) * boxes.inverse[axis];
            near_t = larger(near_t, smaller(t0, t1));
            far_t = smaller(far_t, larger(t0, t1) * all(kWider));
        }
        visit(node, near_t <= far_t, near_t, stack, top, [&](std::uint32_t first, std::uint32_t count) {
            for (std::uint32_t i = first; i < first + count; ++i) {
                ShearedRay::Crossing crossing;
                if (!exact.cross(corners_[i][0], corners_[i][1], corners_[i][2], crossing)) continue;
                const std::uint32_t triangle = bvh_.order[i];
                if (crossing.t < best.t || (crossing.t == best.t && triangle < best_triangle)) {
                    best = crossing;
                    best_triangle = triangle;
                    bound = bound_of(best.t);
                }
            }
        });
    }
    if (best_triangle == std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return RayHit{best.t, point_at(best_triangle, best.b1, best.b2)};
}

std::optional<SurfacePoint> MeshSurface::closest(Vec3 point, double within_mm) const {
    if (!finite(point) || !(within_mm >= 0) || bvh_.nodes.empty()) return std::nullopt;
    NearPoint best;
    best.distance2 = within_mm * within_mm;
    std::uint32_t best_triangle = std::numeric_limits<std::uint32_t>::max();
    const auto bound_of = [](double distance2) { return static_cast<float>(distance2 * 1.00001 + 1e-30); };
    float bound = bound_of(best.distance2);

    const double coordinate[3] = {point.x, point.y, point.z};
    Float4 at[3], slack[3];
    for (int axis = 0; axis < 3; ++axis) {
        const auto rounded = static_cast<float>(coordinate[axis]);
        at[axis] = all(rounded);
        // What rounding the point and subtracting it may have moved a box's side.
        slack[axis] = all((rounded < 0 ? -rounded : rounded) * 2.5e-7F);
    }
    Waiting stack[kStack];
    int top = 0;
    stack[top++] = {0, 0};
    while (top > 0) {
        const Waiting now = stack[--top];
        if (now.key > bound) continue;
        const Bvh::Node& node = bvh_.nodes[now.node];
        Float4 distance2 = all(0);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Float4 below = load(node.low[axis]) - at[axis], above = at[axis] - load(node.high[axis]);
            const Float4 off = larger(larger(below, above) - slack[axis], all(0));
            distance2 += off * off;
        }
        visit(node, distance2 <= all(bound), distance2, stack, top, [&](std::uint32_t first, std::uint32_t count) {
            for (std::uint32_t i = first; i < first + count; ++i) {
                const NearPoint found =
                    nearest_on_triangle(point, vector(corners_[i][0]), vector(corners_[i][1]), vector(corners_[i][2]));
                const std::uint32_t triangle = bvh_.order[i];
                if (found.distance2 < best.distance2 ||
                    (found.distance2 == best.distance2 && triangle < best_triangle)) {
                    best = found;
                    best_triangle = triangle;
                    bound = bound_of(best.distance2);
                }
            }
        });
    }
    if (best_triangle == std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    SurfacePoint result = point_at(best_triangle, best.b1, best.b2);
    result.position = best.position;
    return result;
}

SurfacePoint MeshSurface::point_at(std::uint32_t triangle, double b1, double b2) const {
    const auto& [a, b, c] = triangles_[triangle];
    const double b0 = 1 - b1 - b2;
    SurfacePoint point;
    point.position = b0 * positions_[a] + b1 * positions_[b] + b2 * positions_[c];
    point.normal = normalized(b0 * normals_[a] + b1 * normals_[b] + b2 * normals_[c]);
    if (point.normal == Vec3{})
        point.normal = normalized(cross(positions_[b] - positions_[a], positions_[c] - positions_[a]));
    point.triangle = triangle;
    point.b1 = b1;
    point.b2 = b2;
    return point;
}

}  // namespace

std::unique_ptr<Surface> make_mesh_surface(const TriangleMesh& mesh) {
    return std::make_unique<MeshSurface>(mesh);
}

}  // namespace np::geometry
