// From one ray's triangle to the next ray's over the sides between them. What the walk finds is a crossing; that it is
// the first one is certified per triangle: over it stands a cone of directions in which, as far as rays look back,
// there is no other triangle. Nothing is taken on trust: without the certificate the tree is asked. The way is found in
// single precision; at its end stands one question in double precision, for two rays side by side.
#include "mesh_surface.h"
#include "needlepoint/core/doubles.h"
#include "tree_walk.h"

namespace np::geometry {
namespace {

// The cone over a triangle: as far from its normal as a pen is ever held with purpose, as long as contact looks back
// from the skin. Constants of the algorithm: they move work between walk and tree, never an answer.
constexpr double kLengthMm = 28, kReachMm = kLengthMm - 1e-6;
constexpr double kConeSin = 0.5, kConeCos = 0.86602540378443864;  // 30 degrees
constexpr double kAskedCos = kConeCos + 1e-5;
constexpr int kSteps = 24;
// Nearer to a side than this share of the triangle a neighbour might win by rounding.
constexpr double kSideShare = 1e-7;
constexpr double kRoundingMm = 1e-9;
// Thinner than this share of its length a triangle has no certificate; some times what ShearedRay takes for a sliver.
constexpr double kSliver = 2e-8;

Vec3 vector(const Corner& c) {
    return {c[0], c[1], c[2]};
}

// Each lane does what ShearedRay does, in its order, so the bits are the same.
using Two = TwoDoubles;
using Double2 = Two::Real;

struct Prism {
    std::array<Vec3, 3> corner;
    Vec3 normal, center;
    double radius = 0;

    explicit Prism(Vec3 a, Vec3 b, Vec3 c)
        : corner{a, b, c}, normal(normalized(cross(b - a, c - a))), center((a + b + c) / 3.0) {
        for (const Vec3& p : corner) {
            const double r = length(p - center);
            if (r > radius) radius = r;
        }
    }
};

// Whether no way from a point of `from` to one of `to` runs inside the cone about from's normal. The ways between two
// triangles are spanned by those between their corners; a half-space that holds all of these and touches the cone from
// outside proves it.
bool outside_cone(const Prism& from, const std::array<Vec3, 3>& to) {
    std::array<Vec3, 9> ways;
    std::size_t n = 0;
    bool behind = true;
    for (const Vec3& p : to)
        for (const Vec3& q : from.corner) {
            ways[n] = p - q;
            behind = behind && dot(ways[n], from.normal) < -1e-6;
            ++n;
        }
    if (behind) return true;
    const auto beyond = [&](Vec3 sideways) {
        const Vec3 inwards = kConeCos * sideways - kConeSin * from.normal;
        for (const Vec3& way : ways)
            if (!(dot(way, inwards) >= -kRoundingMm)) return false;
        return true;
    };
    for (std::size_t k = 0; k < 3; ++k) {
        const Vec3 side = from.corner[(k + 1) % 3] - from.corner[k];
        if (beyond(normalized(cross(side, from.normal)))) return true;
    }
    const Vec3 off = (to[0] + to[1] + to[2]) / 3.0 - from.center;
    return beyond(normalized(off - dot(off, from.normal) * from.normal));
}

double along_axis(const Vec3& v, std::size_t axis) {
    constexpr std::array<double Vec3::*, 3> kAxes{&Vec3::x, &Vec3::y, &Vec3::z};
    return v.*kAxes[axis];
}

}  // namespace

// Rays are points in the plane across them, and so are corners: on which side of a triangle a point lies. Single
// precision: it shows the way and decides nothing.
class MeshSurface::Glance {
  public:
    Glance(const ParallelRays& rays, const Shear& shear) {
        // Across the rays, and so that outer sides turn to the left.
        std::array<Double2, 3> uv{};
        const double mirror = shear.sz > 0 ? -1 : 1;
        uv[shear.kx] = Double2{mirror, 0}, uv[shear.ky] = Double2{0, 1};
        uv[shear.kz] = Double2{-mirror * shear.sx, -shear.sy};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            u_[axis] = all4(static_cast<float>(uv[axis][0]));
            v_[axis] = all4(static_cast<float>(uv[axis][1]));
        }
        for (std::size_t i = 0; i < rays.origins.size(); ++i) {
            const Vec3& o = rays.origins[i];
            const Double2 at = uv[0] * Two::all(o.x) + uv[1] * Two::all(o.y) + uv[2] * Two::all(o.z);
            ray_[i] = {static_cast<float>(at[0]), static_cast<float>(at[1])};
        }
    }
    // Bit k: the ray passes beyond the side from corner k to the next.
    int beyond(std::uint32_t ray, const Outline& of) const {
        const Float4 x = load4(of.x), y = load4(of.y), z = load4(of.z);
        const Float4 u = u_[0] * x + u_[1] * y + u_[2] * z - all4(ray_[ray].u),
                     v = v_[0] * x + v_[1] * y + v_[2] * z - all4(ray_[ray].v);
        return lanes_of(u * next_corner(v) < v * next_corner(u)) & 7;
    }

  private:
    static Float4 next_corner(Float4 of) { return __builtin_shufflevector(of, of, 1, 2, 0, 3); }

    Float4 u_[3], v_[3];
    std::array<Uv, kMost> ray_;
};

namespace {

// What two rays see of a triangle each.
struct Sights {
    Double2 facing;     // twice the area, positive where the outer side is seen
    Double2 t, b1, b2;  // of the crossing
    int good;           // bit k: ray k passes well within, and meets within reach
};

// All that looking takes and that is the same for all triangles.
class Looking {
  public:
    Looking(const ParallelRays& rays, const Shear& shear)
        : rays_(rays),
          kx_(shear.kx),
          ky_(shear.ky),
          kz_(shear.kz),
          sx_(Two::all(shear.sx)),
          sy_(Two::all(shear.sy)),
          sz_(Two::all(shear.sz)),
          mirror_(Two::all(shear.sz > 0 ? 1.0 : -1.0)),
          from_t_(Two::all(rays.min_t)),
          to_t_(Two::smaller(Two::all(rays.max_t), Two::all(rays.min_t + kReachMm))) {}

    // Two corners, or two rays' origins, as ShearedRay sees them.
    struct Pair {
        Double2 x, y, z;
    };
    Pair origins(std::uint32_t first, std::uint32_t second) const {
        const Vec3 &p = rays_.origins[first], &q = rays_.origins[second];
        return {Double2{along_axis(p, kx_), along_axis(q, kx_)}, Double2{along_axis(p, ky_), along_axis(q, ky_)},
                Double2{along_axis(p, kz_), along_axis(q, kz_)}};
    }
    Pair see(const Pair& from, const Corner& p, const Corner& q) const {
        const Double2 z = Double2{p[kz_], q[kz_]} - from.z;
        return {Double2{p[kx_], q[kx_]} - from.x - sx_ * z, Double2{p[ky_], q[ky_]} - from.y - sy_ * z, sz_ * z};
    }
    Sights sights(const Pair& a, const Pair& b, const Pair& c) const {
        const Double2 u = c.x * b.y - c.y * b.x, v = a.x * c.y - a.y * c.x, w = b.x * a.y - b.y * a.x, det = u + v + w;
        const Double2 facing = mirror_ * det, least = Two::smaller(mirror_ * w, Two::smaller(mirror_ * v, mirror_ * u));
        const Double2 t = (u * a.z + v * b.z + w * c.z) / det;
        const int good = Two::lanes_of(least >= Two::all(kSideShare) * facing) & Two::lanes_of(t >= from_t_) &
                         Two::lanes_of(t <= to_t_);
        return {facing, t, v / det, w / det, good};
    }

  private:
    const ParallelRays& rays_;
    std::size_t kx_, ky_, kz_;
    Double2 sx_, sy_, sz_, mirror_, from_t_, to_t_;
};

}  // namespace

void MeshSurface::link_neighbours() {
    slots_.assign(triangles_.size(), Bvh::kEmpty);
    // The slots around each corner, one after another.
    std::vector<std::uint32_t> first(positions_.size() + 1, 0);
    for (std::uint32_t slot = 0; slot < bvh_.triangles.size(); ++slot) {
        if (bvh_.triangles[slot] == Bvh::kEmpty) continue;
        slots_[bvh_.triangles[slot]] = slot;
        for (const std::uint32_t corner : faces_[slot].corner) ++first[corner + 1];
    }
    for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
    std::vector<std::uint32_t> around(first.back()), filled(first.begin(), first.end() - 1);
    for (std::uint32_t slot = 0; slot < bvh_.triangles.size(); ++slot)
        if (bvh_.triangles[slot] != Bvh::kEmpty)
            for (const std::uint32_t corner : faces_[slot].corner) around[filled[corner]++] = slot;
    for (std::uint32_t slot = 0; slot < bvh_.triangles.size(); ++slot) {
        if (bvh_.triangles[slot] == Bvh::kEmpty) continue;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t from = faces_[slot].corner[(k + 1) % 3], to = faces_[slot].corner[(k + 2) % 3];
            for (std::uint32_t i = first[to]; i < first[to + 1]; ++i) {
                const auto& other = faces_[around[i]].corner;
                for (std::size_t m = 0; m < 3; ++m)  // a neighbour runs along the shared side the other way
                    if (other[m] == to && other[(m + 1) % 3] == from) faces_[slot].across[k] = around[i];
            }
        }
    }
}

// One step of all that still walk. Which way a ray goes on can't be foretold: a branch on it would throw away what the
// processor has begun on the next rays. So both lists are written to always and only one gets longer.
std::size_t MeshSurface::step_on(const Glance& glance, std::span<Walker> walkers, Arrivals& there) const {
    // Over which side, numbered by the corner opposite to it, where a ray passes beyond which. Nowhere from a triangle
    // that is seen from behind.
    constexpr std::array<std::uint8_t, 8> kOver{0, 2, 0, 2, 1, 1, 0, 0};
    std::size_t on = 0;
    for (const Walker walker : walkers) {
        const auto beyond = static_cast<std::size_t>(glance.beyond(walker.ray, outlines_[walker.slot]));
        const std::uint32_t next = faces_[walker.slot].across[kOver[beyond]];
        const std::size_t goes_on =
            static_cast<std::size_t>(beyond - 1 < 6) & static_cast<std::size_t>(next != Bvh::kEmpty);
        walkers[on] = {walker.ray, next};
        on += goes_on;
        there.walker[there.count] = walker;
        there.count += 1 - goes_on;
    }
    return on;
}

void MeshSurface::meet(const ParallelRays& rays, const Shear& shear, std::span<const Walker> there,
                       std::span<Crossing> out, Stuck& stuck) const {
    const Looking looking(rays, shear);
    const auto take = [&](const Walker& walker, const Face& face, const Sights& sights, int ray) {
        bool met = (sights.good >> ray & 1) != 0;
        if (met) {
            float clear_from = face.clear_from.load(std::memory_order_relaxed);
            if (clear_from == kUnknown) clear_from = find_clear_from(walker.slot);
            met = sights.facing[ray] >= clear_from * shear.steepness;
        }
        if (met)
            out[walker.ray] = {true, face.triangle, sights.t[ray], sights.b1[ray], sights.b2[ray]};
        else
            stuck.ray[stuck.count++] = walker.ray;
    };
    for (std::size_t k = 0; k < there.size(); k += 2) {
        const bool alone = k + 1 == there.size();
        const Walker first = there[k], second = there[alone ? k : k + 1];
        const Face &here = faces_[first.slot], &beside = faces_[second.slot];
        const auto from = looking.origins(first.ray, second.ray);
        const auto corner = [&](std::size_t i) {
            return looking.see(from, positions_[here.corner[i]], positions_[beside.corner[i]]);
        };
        const Sights sights = looking.sights(corner(0), corner(1), corner(2));
        take(first, here, sights, 0);
        if (!alone) take(second, beside, sights, 1);
    }
}

std::size_t MeshSurface::walk(const ParallelRays& rays, const Shear& shear, std::span<Walker> walkers,
                              std::span<Crossing> out, Stuck& stuck) const {
    const Glance glance(rays, shear);
    Arrivals there;
    std::size_t walking = walkers.size();
    for (int step = 0; step < kSteps && walking > 0; ++step) walking = step_on(glance, walkers.first(walking), there);
    meet(rays, shear, there.all(), out, stuck);
    return walking;
}

float MeshSurface::find_clear_from(std::uint32_t slot) const {
    const auto& [a, b, c] = faces_[slot].corner;
    const Vec3 ab = vector(positions_[b]) - vector(positions_[a]), ac = vector(positions_[c]) - vector(positions_[a]);
    const double area = length(cross(ab, ac));
    // Seen from within the cone, what is no sliver here is none there: shearing stretches a side to at most its double.
    const bool sliver = !(area > kSliver * (dot(ab, ab) + dot(ac, ac)));
    // Rounded up: a ray must lie a little deeper in the cone than the cone is wide.
    const float from = !sliver && nothing_before(slot) ? static_cast<float>(kAskedCos * area) * 1.000001F : 3e38F;
    faces_[slot].clear_from.store(from, std::memory_order_relaxed);
    return from;
}

bool MeshSurface::nothing_before(std::uint32_t slot) const {
    const auto& [a, b, c] = faces_[slot].corner;
    const Prism from(vector(positions_[a]), vector(positions_[b]), vector(positions_[c]));
    if (!(length(from.normal) > 0.5)) return false;  // a line or a point has no normal
    const auto all = [](Vec3 v) {
        return std::array<Float4, 3>{all4(static_cast<float>(v.x)), all4(static_cast<float>(v.y)),
                                     all4(static_cast<float>(v.z))};
    };
    const auto center = all(from.center), normal = all(from.normal);
    const Float4 reach = all4(static_cast<float>(from.radius) + pad_), length4 = all4(static_cast<float>(kLengthMm));
    // By the ball around a box: behind the triangle, beyond the cone's length, or beside its mantle.
    const auto test = [&](const Bvh::Node& node, float, Float4& keys) {
        Float4 along = all4(0), distance2 = along, ball2 = along;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Float4 low = load4(node.low[axis]), high = load4(node.high[axis]);
            const Float4 off = all4(0.5F) * (low + high) - center[axis], half = all4(0.5F) * (high - low);
            along += off * normal[axis];
            distance2 += off * off;
            ball2 += half * half;
        }
        keys = all4(0);
        const Float4 ball = sqrt4(ball2) * all4(1.0001F) + reach;
        const Float4 beside = sqrt4(larger(distance2 - along * along, all4(0)));
        const Float4 mantle = all4(static_cast<float>(kConeCos)) * beside - all4(static_cast<float>(kConeSin)) * along;
        const Float4 rounding = all4(1e-3F) * sqrt4(distance2);
        return (along + ball + rounding >= all4(0)) & (along - ball - rounding <= length4) &
               (mantle - rounding <= ball);
    };
    bool obstructed = false;
    walk_tree(
        bvh_, 1, test, [](std::uint32_t) {},
        [&](std::uint32_t first, std::uint32_t count) {
            for (std::uint32_t i = first; i < first + count && !obstructed; ++i) {
                if (i == slot) continue;
                const auto& [d, e, f] = faces_[i].corner;
                obstructed = !outside_cone(from, {vector(positions_[d]), vector(positions_[e]), vector(positions_[f])});
            }
            return obstructed ? -1.0F : 1.0F;  // nothing else is of interest
        });
    return !obstructed;
}

}  // namespace np::geometry
