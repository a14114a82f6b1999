#include "mesh_surface.h"

#include <limits>

#include "tree_walk.h"

namespace np::geometry {
namespace {

constexpr std::uint32_t kNone = Bvh::kEmpty;
constexpr float kFarAway = 1e30F;    // where an empty slot's corners lie
constexpr float kWider = 1.000001F;  // more than four roundings in single precision

// Whether a crossing beats the best so far; on a tie the smaller triangle wins.
bool beats(const TriangleCrossing& crossing, std::uint32_t triangle, const Crossing& best) {
    return crossing.t < best.t || (crossing.t == best.t && triangle < best.triangle);
}

Vec3 vector(const Corner& c) {
    return {c[0], c[1], c[2]};
}

// A ray in single precision for the boxes, started where it enters the mesh's bounds so that a far origin does not
// eat the digits.
struct BoxRay {
    Float4 origin[3], inverse[3];
    double shift = 0;  // t of the new origin
};

bool enter(const Bvh& bvh, const Ray& ray, BoxRay& boxes) {
    const double origin[3] = {ray.origin.x, ray.origin.y, ray.origin.z};
    const double direction[3] = {ray.direction.x, ray.direction.y, ray.direction.z};
    const double low[3] = {bvh.low.x, bvh.low.y, bvh.low.z}, high[3] = {bvh.high.x, bvh.high.y, bvh.high.z};
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
        boxes.origin[axis] = all4(static_cast<float>(origin[axis] + near_t * direction[axis]));
        boxes.inverse[axis] = all4(static_cast<float>(1 / d));
    }
    return true;
}

// A ray seen along its own direction is the middle of the picture: which of a block's flat triangles reach it.
struct AlongRay {
    std::size_t kx, ky, kz;
    Float4 sx, sy, x, y, z;

    AlongRay(const Shear& shear, const BoxRay& from)
        : kx(shear.kx),
          ky(shear.ky),
          kz(shear.kz),
          sx(all4(static_cast<float>(shear.sx))),
          sy(all4(static_cast<float>(shear.sy))),
          x(from.origin[kx]),
          y(from.origin[ky]),
          z(from.origin[kz]) {}

    Int4 may_cross(const MeshSurface::Block& block, float pad) const {
        Float4 px[3], py[3];
        for (std::size_t k = 0; k < 3; ++k) {
            const Float4 ahead = load4(block.corner[k][kz]) - z;
            px[k] = load4(block.corner[k][kx]) - x - sx * ahead;
            py[k] = load4(block.corner[k][ky]) - y - sy * ahead;
        }
        return (smaller(smaller(px[0], px[1]), px[2]) <= all4(pad)) &
               (larger(larger(px[0], px[1]), px[2]) >= all4(-pad)) &
               (smaller(smaller(py[0], py[1]), py[2]) <= all4(pad)) &
               (larger(larger(py[0], py[1]), py[2]) >= all4(-pad));
    }
};

// For the four triangles of a block: which can lie no farther from the point than the bound allows. Rounding only ever
// makes a triangle nearer.
Int4 within_reach(const MeshSurface::Block& block, const Float4 (&at)[3], float bound, float pad) {
    Float4 a[3], ab[3], ac[3];
    for (std::size_t i = 0; i < 3; ++i) {
        a[i] = load4(block.corner[0][i]) - at[i];
        ab[i] = load4(block.corner[1][i]) - at[i] - a[i];
        ac[i] = load4(block.corner[2][i]) - at[i] - a[i];
    }
    const auto dot4 = [](const Float4(&u)[3], const Float4(&v)[3]) { return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]; };
    const Float4 ab2 = dot4(ab, ab), ac2 = dot4(ac, ac), across = dot4(ab, ac), d1 = dot4(ab, a), d2 = dot4(ac, a);
    const Float4 a2 = dot4(a, a), zero = all4(0), one = all4(1), tiny = all4(1e-30F);
    // Distance to a side s + t e, in squares: s.s + t (2 s.e + t e.e) with t where the side is nearest.
    const auto to_side = [&](Float4 s2, Float4 se, Float4 e2) {
        const Float4 t = smaller(larger(-se / (e2 + tiny), zero), one);
        return s2 + t * (se + se + t * e2);
    };
    const Float4 bc2 = ab2 + ac2 - across - across, b2 = a2 + d1 + d1 + ab2, b_bc = d2 - d1 + across - ab2;
    Float4 distance2 = smaller(smaller(to_side(a2, d1, ab2), to_side(a2, d2, ac2)), to_side(b2, b_bc, bc2));
    // Over the triangle's inside the plane is nearest.
    const Float4 area2 = ab2 * ac2 - across * across;
    const Float4 v = ac2 * -d1 + across * d2, w = ab2 * -d2 + across * d1;
    const Float4 to_plane = a2 + (d1 * v + d2 * w) / (area2 + tiny);
    const Int4 inside = (v >= zero) & (w >= zero) & (v + w <= area2);
    distance2 = inside ? to_plane : distance2;
    // What rounding may have added: a share of all lengths that went into it, and of the corner's own place.
    const Float4 slack = all4(2e-5F) * (a2 + ab2 + ac2) + all4(pad * pad);
    const Int4 thin = area2 < all4(0.05F) * ab2 * ac2;  // the inside's formula has no digits left
    return (distance2 * all4(0.999F) - slack <= all4(bound)) | thin;
}

}  // namespace

MeshSurface::MeshSurface(const TriangleMesh& mesh) : triangles_(mesh.triangles), bvh_(build_bvh(mesh)) {
    const std::vector<Vec3>& normals =
        mesh.normals.size() == mesh.positions.size() ? mesh.normals : smooth_normals(mesh);
    std::vector<std::uint32_t> moved(mesh.positions.size(), kNone);
    blocks_.resize(bvh_.triangles.size() / Bvh::kLeafSize);
    faces_ = std::make_unique<Face[]>(bvh_.triangles.size());
    outlines_.resize(bvh_.triangles.size());
    for (std::size_t slot = 0; slot < bvh_.triangles.size(); ++slot) {
        const std::uint32_t triangle = bvh_.triangles[slot];
        Block& block = blocks_[slot / Bvh::kLeafSize];
        faces_[slot].triangle = triangle;
        for (std::size_t k = 0; k < 3; ++k) {
            for (auto& axis : block.corner[k]) axis[slot % Bvh::kLeafSize] = kFarAway;
            if (triangle == kNone) continue;
            std::uint32_t& vertex = triangles_[triangle][k];
            const Vec3 p = mesh.positions[vertex];
            if (moved[vertex] == kNone) {
                moved[vertex] = static_cast<std::uint32_t>(positions_.size());
                positions_.push_back({p.x, p.y, p.z});
                normals_.push_back(normals[vertex]);
            }
            vertex = faces_[slot].corner[k] = moved[vertex];
            for (std::size_t axis = 0; axis < 3; ++axis)
                block.corner[k][axis][slot % Bvh::kLeafSize] = static_cast<float>(positions_[vertex][axis]);
            outlines_[slot].x[k] = static_cast<float>(p.x);
            outlines_[slot].y[k] = static_cast<float>(p.y);
            outlines_[slot].z[k] = static_cast<float>(p.z);
        }
    }
    pad_ = static_cast<float>(bvh_.reach_mm * 8e-6);
    link_neighbours();
}

Crossing MeshSurface::crossing_of(const Ray& ray, const Shear& shear) const {
    Crossing best;
    BoxRay boxes;
    if (!enter(bvh_, ray, boxes)) return best;
    const ShearedRay exact(shear, ray.origin, ray.min_t, ray.max_t, ray.entering_only);
    best.t = ray.max_t;
    best.triangle = kNone;
    // Single precision must not lose a tie: the bound is rounded up.
    const auto bound_of = [&](double t) { return static_cast<float>((t - boxes.shift) * 1.000001 + 1e-6); };
    const auto test = [&](const Bvh::Node& node, float bound, Float4& near_t) {
        near_t = all4(0);
        Float4 far_t = all4(bound);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Float4 t0 = (load4(node.low[axis]) - boxes.origin[axis]) * boxes.inverse[axis];
            const Float4 t1 = (load4(node.high[axis]) - boxes.origin[axis]) * boxes.inverse[axis];
            near_t = larger(near_t, smaller(t0, t1));
            far_t = smaller(far_t, larger(t0, t1) * all4(kWider));
        }
        return near_t <= far_t;
    };
    const AlongRay along(shear, boxes);
    float bound = bound_of(best.t);
    const auto fetch_leaf = [this](std::uint32_t slot) { fetch(slot); };
    walk_tree(bvh_, bound, test, fetch_leaf, [&](std::uint32_t slot, std::uint32_t count) {
        const int filled = (1 << count) - 1;
        for (int left = lanes_of(along.may_cross(block_of(slot), pad_)) & filled; left != 0; left &= left - 1) {
            const std::uint32_t i = slot + static_cast<std::uint32_t>(__builtin_ctz(static_cast<unsigned>(left)));
            TriangleCrossing crossing;
            const auto& [a, b, c] = faces_[i].corner;
            if (!exact.cross(positions_[a], positions_[b], positions_[c], crossing)) continue;
            if (!beats(crossing, bvh_.triangles[i], best)) continue;
            best = {true, bvh_.triangles[i], crossing.t, crossing.b1, crossing.b2};
            bound = bound_of(best.t);
        }
        return bound;
    });
    return best;
}

std::optional<RayHit> MeshSurface::first_hit(const Ray& ray) const {
    if (bvh_.nodes.empty() || !askable(ray)) return std::nullopt;
    const Crossing found = crossing_of(ray, Shear(ray.direction));
    if (!found.found) return std::nullopt;
    return RayHit{found.t, point_at(found.triangle, found.b1, found.b2)};
}

std::optional<SurfacePoint> MeshSurface::closest(Vec3 point, double within_mm) const {
    if (!finite(point) || !(within_mm >= 0) || bvh_.nodes.empty()) return std::nullopt;
    NearPoint best;
    best.distance2 = within_mm * within_mm;
    std::uint32_t best_triangle = kNone;
    const auto bound_of = [](double distance2) { return static_cast<float>(distance2 * 1.00001 + 1e-30); };
    const double coordinate[3] = {point.x, point.y, point.z};
    Float4 at[3], slack[3];
    float rounding = pad_;
    for (int axis = 0; axis < 3; ++axis) {
        const auto rounded = static_cast<float>(coordinate[axis]);
        at[axis] = all4(rounded);
        // What rounding the point and subtracting it may have moved a box's side.
        slack[axis] = all4((rounded < 0 ? -rounded : rounded) * 2.5e-7F);
        rounding += slack[axis][0];
    }
    const auto test = [&](const Bvh::Node& node, float bound, Float4& distance2) {
        distance2 = all4(0);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Float4 below = load4(node.low[axis]) - at[axis], above = at[axis] - load4(node.high[axis]);
            const Float4 off = larger(larger(below, above) - slack[axis], all4(0));
            distance2 += off * off;
        }
        return distance2 <= all4(bound);
    };
    float bound = bound_of(best.distance2);
    const auto fetch_leaf = [this](std::uint32_t slot) { fetch(slot); };
    walk_tree(bvh_, bound, test, fetch_leaf, [&](std::uint32_t slot, std::uint32_t count) {
        const int filled = (1 << count) - 1;
        for (int left = lanes_of(within_reach(block_of(slot), at, bound, rounding)) & filled; left; left &= left - 1) {
            const std::uint32_t i = slot + static_cast<std::uint32_t>(__builtin_ctz(static_cast<unsigned>(left)));
            const auto& [a, b, c] = faces_[i].corner;
            const NearPoint found =
                nearest_on_triangle(point, vector(positions_[a]), vector(positions_[b]), vector(positions_[c]));
            const std::uint32_t triangle = bvh_.triangles[i];
            if (found.distance2 < best.distance2 || (found.distance2 == best.distance2 && triangle < best_triangle)) {
                best = found;
                best_triangle = triangle;
                bound = bound_of(best.distance2);
            }
        }
        return bound;
    });
    if (best_triangle == kNone) return std::nullopt;
    SurfacePoint result = point_at(best_triangle, best.b1, best.b2);
    result.position = best.position;
    return result;
}

SurfacePoint MeshSurface::point_of(Vec3, Vec3, const Crossing& crossing) const {
    return point_at(crossing.triangle, crossing.b1, crossing.b2);
}

SurfacePoint MeshSurface::point_at(std::uint32_t triangle, double b1, double b2) const {
    const auto& [a, b, c] = triangles_[triangle];
    const Vec3 pa = vector(positions_[a]), pb = vector(positions_[b]), pc = vector(positions_[c]);
    const double b0 = 1 - b1 - b2;
    SurfacePoint point;
    point.position = b0 * pa + b1 * pb + b2 * pc;
    point.normal = normalized(b0 * normals_[a] + b1 * normals_[b] + b2 * normals_[c]);
    if (point.normal == Vec3{}) point.normal = normalized(cross(pb - pa, pc - pa));
    point.triangle = triangle;
    point.b1 = b1;
    point.b2 = b2;
    return point;
}

std::unique_ptr<Surface> make_mesh_surface(const TriangleMesh& mesh) {
    return std::make_unique<MeshSurface>(mesh);
}

}  // namespace np::geometry
