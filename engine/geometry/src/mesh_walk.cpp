// From one ray's triangle to the next ray's over the sides between them. What the walk finds is a crossing; that it is
// the first one is certified per triangle: over it stands a cone of directions in which, as far as rays look back,
// there is no other triangle. Nothing is taken on trust: without the certificate the tree is asked.
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "mesh_surface.h"
#include "tree_walk.h"

namespace np::geometry {
namespace {

// The cone over a triangle: as far from its normal as a pen is ever held with purpose, as long as contact looks back
// from the skin. Constants of the algorithm: they move work between walk and tree, never an answer.
constexpr double kLengthMm = 28;
constexpr double kConeSin = 0.5, kConeCos = 0.86602540378443864;  // 30 degrees
constexpr double kAskedCos = kConeCos + 1e-5;
constexpr int kSteps = 24;
// Nearer to a side than this share of the triangle a neighbour might win by rounding.
constexpr double kSideShare = 1e-7;
constexpr double kRoundingMm = 1e-9;

Vec3 vector(const Corner& c) {
    return {c[0], c[1], c[2]};
}

// Two double-precision numbers side by side: each does what ShearedRay does, in its order, so the bits are the same.
using Double2 = double __attribute__((vector_size(16)));
using Bits2 = long __attribute__((vector_size(16)));

Double2 both(double x) {
    return Double2{x, x};
}
#if defined(__SSE2__)
Double2 smaller(Double2 a, Double2 b) {
    return _mm_min_pd(a, b);
}
Double2 larger(Double2 a, Double2 b) {
    return _mm_max_pd(a, b);
}
int lanes_of(Bits2 chosen) {
    return _mm_movemask_pd(reinterpret_cast<__m128d>(chosen));
}
#else
Double2 smaller(Double2 a, Double2 b) {
    return Double2{a[0] < b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]};
}
Double2 larger(Double2 a, Double2 b) {
    return Double2{a[0] > b[0] ? a[0] : b[0], a[1] > b[1] ? a[1] : b[1]};
}
int lanes_of(Bits2 chosen) {
    return static_cast<int>((chosen[0] & 1) | (chosen[1] & 2));
}
#endif

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

// What two rays see of a triangle each.
struct Sights {
    Double2 facing;     // twice the area, positive where the outer side is seen
    Double2 t, b1, b2;  // of the crossing
    int seen, beside;   // bit k: ray k sees the outer side; passes beside the triangle
    int good;           // meets it well within, and within reach
    int beyond_w, beyond_v;
};

// All that looking takes and that is the same for all rays.
class Looking {
  public:
    Looking(const ParallelRays& rays, const Shear& shear)
        : rays_(rays),
          kx_(shear.kx),
          ky_(shear.ky),
          kz_(shear.kz),
          sx_(both(shear.sx)),
          sy_(both(shear.sy)),
          sz_(both(shear.sz)),
          mirror_(both(shear.sz > 0 ? 1.0 : -1.0)) {}

    // Two corners, one for each ray, as ShearedRay sees them.
    struct Seen {
        Double2 x, y, z;
    };
    struct Origins {
        Double2 x, y, z;
    };
    Origins origins(std::uint32_t first, std::uint32_t second) const {
        const Corner p = corner_of(rays_.origins[first]), q = corner_of(rays_.origins[second]);
        return {Double2{p[kx_], q[kx_]}, Double2{p[ky_], q[ky_]}, Double2{p[kz_], q[kz_]}};
    }
    Seen see(const Origins& from, const Corner& p, const Corner& q) const {
        const Double2 z = Double2{p[kz_], q[kz_]} - from.z;
        return {Double2{p[kx_], q[kx_]} - from.x - sx_ * z, Double2{p[ky_], q[ky_]} - from.y - sy_ * z, sz_ * z};
    }
    Sights sights(const Seen& a, const Seen& b, const Seen& c) const {
        const Double2 u = c.x * b.y - c.y * b.x, v = a.x * c.y - a.y * c.x, w = b.x * a.y - b.y * a.x, det = u + v + w;
        const Double2 facing_u = mirror_ * u, facing_v = mirror_ * v, facing_w = mirror_ * w, facing = mirror_ * det;
        const Double2 less = smaller(facing_v, facing_u), least = smaller(facing_w, less);
        const Double2 longest2 = larger(larger(across2(a, b), across2(b, c)), across2(c, a));
        const Double2 t = (u * a.z + v * b.z + w * c.z) / det;
        return {facing,
                t,
                v / det,
                w / det,
                lanes_of(facing > both(0)),
                lanes_of(least < both(0)),
                lanes_of((least >= both(kSideShare) * facing) &
                         (det * det >= both(ShearedRay::kSliver2) * longest2 * longest2) & (t >= both(rays_.min_t)) &
                         (t <= both(rays_.max_t)) & (t - both(rays_.min_t) <= both(kLengthMm))),
                lanes_of(facing_w < less),
                lanes_of(facing_v < facing_u)};
    }

  private:
    static Corner corner_of(Vec3 v) { return {v.x, v.y, v.z}; }
    static Double2 across2(const Seen& a, const Seen& b) {
        return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
    }

    const ParallelRays& rays_;
    std::size_t kx_, ky_, kz_;
    Double2 sx_, sy_, sz_, mirror_;
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

std::size_t MeshSurface::walk(const ParallelRays& rays, const Shear& shear, std::span<Walker> walkers,
                              std::span<Crossing> out, Stuck& stuck) const {
    const Looking looking(rays, shear);
    std::size_t walking = walkers.size();
    for (int step = 0; step < kSteps && walking > 0; ++step) {
        std::size_t on = 0;
        for (std::size_t k = 0; k < walking; k += 2) {
            const Walker pair[2] = {walkers[k], walkers[k + 1 < walking ? k + 1 : k]};
            const Face* const face[2] = {&faces_[pair[0].slot], &faces_[pair[1].slot]};
            const auto from = looking.origins(pair[0].ray, pair[1].ray);
            const auto corner = [&](std::size_t i) {
                return looking.see(from, positions_[face[0]->corner[i]], positions_[face[1]->corner[i]]);
            };
            const Sights sights = looking.sights(corner(0), corner(1), corner(2));
            for (std::size_t i = 0; i < 2 && k + i < walking; ++i) {
                const auto is = [i](int lanes) { return (lanes >> i & 1) != 0; };
                if (is(sights.seen) && is(sights.beside)) {
                    // Towards the side that the ray lies farthest beyond.
                    const std::size_t side = is(sights.beyond_w) ? 2 : static_cast<std::size_t>(is(sights.beyond_v));
                    walkers[on] = {pair[i].ray, face[i]->across[side]};
                    if (walkers[on].slot != Bvh::kEmpty) {
                        ++on;
                        continue;
                    }
                } else if (is(sights.seen & sights.good) &&
                           sights.facing[i] >= clear_from(pair[i].slot) * shear.steepness) {
                    out[pair[i].ray] = {true, face[i]->triangle, sights.t[i], sights.b1[i], sights.b2[i]};
                    continue;
                }
                stuck.ray[stuck.count++] = pair[i].ray;
            }
        }
        walking = on;
    }
    return walking;
}

float MeshSurface::find_clear_from(std::uint32_t slot) const {
    const auto& [a, b, c] = faces_[slot].corner;
    const Vec3 pa = vector(positions_[a]);
    const double area = length(cross(vector(positions_[b]) - pa, vector(positions_[c]) - pa));
    // Rounded up: a ray must lie a little deeper in the cone than the cone is wide.
    const float from = nothing_before(slot) ? static_cast<float>(kAskedCos * area) * 1.000001F : 3e38F;
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
