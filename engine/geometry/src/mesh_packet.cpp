// Parallel rays through a mesh in one walk: seen along their direction the rays are points and the triangles are flat,
// so what a box or a triangle can meet is a matter of rectangles. Whatever passes is asked in double precision, ray by
// ray, by the same arithmetic as a single ray.
#include <algorithm>

#include "mesh_surface.h"
#include "tree_walk.h"

namespace np::geometry {
namespace {

constexpr std::size_t kMost = MeshSurface::kMost;

// In the plane across the rays, and along them, both from a place in their middle.
struct Rectangles {
    Float4 x_low, x_high, y_low, y_high, t_low, t_high;
};

// The view along the rays' direction.
struct View {
    std::size_t kx, ky, kz;
    Float4 sx, sy, sz, origin_x, origin_y, origin_z;

    View(const Shear& shear, const Corner& middle)
        : kx(shear.kx),
          ky(shear.ky),
          kz(shear.kz),
          sx(all4(static_cast<float>(shear.sx))),
          sy(all4(static_cast<float>(shear.sy))),
          sz(all4(static_cast<float>(shear.sz))),
          origin_x(all4(static_cast<float>(middle[kx]))),
          origin_y(all4(static_cast<float>(middle[ky]))),
          origin_z(all4(static_cast<float>(middle[kz]))) {}

    Rectangles of_boxes(const Bvh::Node& node) const {
        const Float4 z0 = load4(node.low[kz]) - origin_z, z1 = load4(node.high[kz]) - origin_z;
        const Float4 x0 = sx * z0, x1 = sx * z1, y0 = sy * z0, y1 = sy * z1, t0 = sz * z0, t1 = sz * z1;
        return {load4(node.low[kx]) - origin_x - larger(x0, x1),
                load4(node.high[kx]) - origin_x - smaller(x0, x1),
                load4(node.low[ky]) - origin_y - larger(y0, y1),
                load4(node.high[ky]) - origin_y - smaller(y0, y1),
                smaller(t0, t1),
                larger(t0, t1)};
    }
    Rectangles of_triangles(const MeshSurface::Block& block) const {
        Float4 x[3], y[3], t[3];
        for (std::size_t k = 0; k < 3; ++k) {
            const Float4 z = load4(block.corner[k][kz]) - origin_z;
            x[k] = load4(block.corner[k][kx]) - origin_x - sx * z;
            y[k] = load4(block.corner[k][ky]) - origin_y - sy * z;
            t[k] = sz * z;
        }
        return {smaller(smaller(x[0], x[1]), x[2]), larger(larger(x[0], x[1]), x[2]),
                smaller(smaller(y[0], y[1]), y[2]), larger(larger(y[0], y[1]), y[2]),
                smaller(smaller(t[0], t[1]), t[2]), larger(larger(t[0], t[1]), t[2])};
    }
};

// The rays as points of the view, each with the t of its best crossing so far, counted from the common middle.
struct Points {
    alignas(16) float x[kMost], y[kMost], bound[kMost];
    double ahead[kMost];  // of the ray's origin over the middle
    std::size_t groups = 0;
    float x_low = 3e38F, x_high = -3e38F, y_low = 3e38F, y_high = -3e38F, t_low = 3e38F;

    float farthest() const {
        Float4 most = all4(-3e38F);
        for (std::size_t g = 0; g < groups; ++g) most = larger(most, load4(bound + 4 * g));
        return std::max(std::max(most[0], most[1]), std::max(most[2], most[3]));
    }
};

Corner as_corner(Vec3 v) {
    return {v.x, v.y, v.z};
}

}  // namespace

void MeshSurface::cross_packet(const ParallelRays& rays, const Shear& shear, std::span<Crossing> out) const {
    const std::size_t count = rays.origins.size();
    Vec3 low = rays.origins[0], high = low;
    for (const Vec3& o : rays.origins) {
        low = {std::min(low.x, o.x), std::min(low.y, o.y), std::min(low.z, o.z)};
        high = {std::max(high.x, o.x), std::max(high.y, o.y), std::max(high.z, o.z)};
    }
    const Corner middle = as_corner(0.5 * (low + high));
    const View view(shear, middle);
    Points points;
    points.groups = (count + 3) / 4;
    const auto bound_of = [this](double t, double ahead) {
        const double from_middle = t + ahead;
        const double up = from_middle + (from_middle < 0 ? -from_middle : from_middle) * 1e-6;
        return static_cast<float>(std::min(up, 1e30)) + pad_ * 4;
    };
    for (std::size_t i = 0; i < points.groups * 4; ++i) {
        if (i >= count) {
            points.x[i] = points.y[i] = 3e38F;
            points.bound[i] = -3e38F;
            continue;
        }
        const Corner o = as_corner(rays.origins[i]);
        const double z = o[shear.kz] - middle[shear.kz];
        points.x[i] = static_cast<float>(o[shear.kx] - middle[shear.kx] - shear.sx * z);
        points.y[i] = static_cast<float>(o[shear.ky] - middle[shear.ky] - shear.sy * z);
        points.ahead[i] = shear.sz * z;
        points.bound[i] = bound_of(rays.max_t, points.ahead[i]);
        points.x_low = std::min(points.x_low, points.x[i]), points.x_high = std::max(points.x_high, points.x[i]);
        points.y_low = std::min(points.y_low, points.y[i]), points.y_high = std::max(points.y_high, points.y[i]);
        const double from = rays.min_t + points.ahead[i];
        points.t_low = std::min(points.t_low, static_cast<float>(std::max(from, -1e30)));
        out[i] = Crossing{};
        out[i].t = rays.max_t;
        out[i].triangle = Bvh::kEmpty;
    }
    const Float4 x_low = all4(points.x_low - pad_), x_high = all4(points.x_high + pad_),
                 y_low = all4(points.y_low - pad_), y_high = all4(points.y_high + pad_),
                 t_low = all4(points.t_low - (points.t_low < 0 ? -points.t_low : points.t_low) * 1e-6F - 4 * pad_);
    const auto may_meet = [&](const Rectangles& r, float bound) {
        return (r.x_low <= x_high) & (r.x_high >= x_low) & (r.y_low <= y_high) & (r.y_high >= y_low) &
               (r.t_low <= all4(bound)) & (r.t_high >= t_low);
    };
    // A new best of one ray only matters to the walk when it was the farthest, so the bound is renewed per leaf.
    const auto meet = [&](std::uint32_t slot, const Rectangles& r, std::size_t lane) {
        const Float4 left = all4(r.x_low[lane] - pad_), right = all4(r.x_high[lane] + pad_),
                     bottom = all4(r.y_low[lane] - pad_), top = all4(r.y_high[lane] + pad_),
                     near_t = all4(r.t_low[lane]);
        const Corner &a = positions_[faces_[slot].corner[0]], &b = positions_[faces_[slot].corner[1]],
                     &c = positions_[faces_[slot].corner[2]];
        bool better = false;
        for (std::size_t g = 0; g < points.groups; ++g) {
            const Float4 x = load4(points.x + 4 * g), y = load4(points.y + 4 * g);
            int hits = lanes_of((x >= left) & (x <= right) & (y >= bottom) & (y <= top) &
                                (near_t <= load4(points.bound + 4 * g)));
            for (; hits != 0; hits &= hits - 1) {
                const std::size_t i = 4 * g + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(hits)));
                const ShearedRay exact(shear, rays.origins[i], rays.min_t, rays.max_t, rays.entering_only);
                TriangleCrossing crossing;
                if (!exact.cross(a, b, c, crossing)) continue;
                const std::uint32_t triangle = bvh_.triangles[slot];
                if (!(crossing.t < out[i].t || (crossing.t == out[i].t && triangle < out[i].triangle))) continue;
                out[i] = {true, triangle, crossing.t, crossing.b1, crossing.b2};
                points.bound[i] = bound_of(crossing.t, points.ahead[i]);
                better = true;
            }
        }
        return better;
    };
    float bound = points.farthest();
    const auto test = [&](const Bvh::Node& node, float farthest, Float4& keys) {
        const Rectangles r = view.of_boxes(node);
        keys = r.t_low;
        return may_meet(r, farthest);
    };
    const auto fetch_leaf = [this](std::uint32_t slot) { fetch(slot); };
    walk_tree(bvh_, bound, test, fetch_leaf, [&](std::uint32_t slot, std::uint32_t) {
        const Rectangles r = view.of_triangles(block_of(slot));
        bool better = false;
        for (int left = lanes_of(may_meet(r, bound)); left != 0; left &= left - 1) {
            const auto lane = static_cast<unsigned>(__builtin_ctz(static_cast<unsigned>(left)));
            better |= meet(slot + lane, r, lane);
        }
        if (better) bound = points.farthest();
        return bound;
    });
}

void MeshSurface::ask_tree(const ParallelRays& rays, const Shear& shear, std::span<const std::uint32_t> numbers,
                           std::span<Crossing> out) const {
    // Single precision serves origins near the mesh; others, and what is no ray, are asked one by one.
    const double reach = 4 * bvh_.reach_mm;
    const auto near_mesh = [reach](Vec3 o) {
        return o.x >= -reach && o.x <= reach && o.y >= -reach && o.y <= reach && o.z >= -reach && o.z <= reach;
    };
    bool together = numbers.size() > 1 && askable({{}, rays.direction, rays.min_t, rays.max_t});
    for (const std::uint32_t i : numbers) together = together && near_mesh(rays.origins[i]);
    if (!together) {
        for (const std::uint32_t i : numbers) {
            const Ray ray{rays.origins[i], rays.direction, rays.min_t, rays.max_t, rays.entering_only};
            out[i] = askable(ray) ? crossing_of(ray, shear) : Crossing{};
        }
        return;
    }
    std::array<Vec3, kMost> origins;
    std::array<Crossing, kMost> found;
    for (std::size_t k = 0; k < numbers.size(); ++k) origins[k] = rays.origins[numbers[k]];
    ParallelRays part = rays;
    part.origins = std::span(origins).first(numbers.size());
    cross_packet(part, shear, found);
    for (std::size_t k = 0; k < numbers.size(); ++k) out[numbers[k]] = found[k];
}

// From triangle to triangle where that is proven to give the answer; what is left goes through the tree together.
void MeshSurface::cross_batch(const ParallelRays& rays, const Shear& shear, std::span<Crossing> out) const {
    std::array<Walker, kMost> walkers;
    const std::size_t count = rays.origins.size();
    // A ray without a last answer starts where its neighbour does.
    const auto known = [&](const Crossing& last) { return last.found && last.triangle < slots_.size(); };
    const auto first = std::find_if(out.begin(), out.begin() + count, known);
    std::uint32_t slot = first == out.begin() + count ? Bvh::kEmpty : slots_[first->triangle];
    for (std::uint32_t i = 0; i < count; ++i) {
        if (known(out[i])) slot = slots_[out[i].triangle];
        walkers[i] = {i, slot};
    }
    Stuck stuck;
    // One alone is asked so often that it has mostly stayed over its triangle.
    if (count == 1 && slot != Bvh::kEmpty) {
        meet(rays, shear, {walkers.data(), 1}, out, stuck);
        if (stuck.count == 0) return;
        stuck.count = 0;
    }
    std::size_t far = slot == Bvh::kEmpty ? count : walk(rays, shear, std::span(walkers).first(count), out, stuck);
    if (far > 0) {
        // The rays have moved on so far that the last answers are no place to start from: the tree finds one.
        const std::uint32_t scout = walkers[0].ray;
        ask_tree(rays, shear, {&scout, 1}, out);
        std::span<Walker> others = std::span(walkers).subspan(1, far - 1);
        far = others.size();
        if (out[scout].found) {
            for (Walker& walker : others) walker.slot = slots_[out[scout].triangle];
            far = walk(rays, shear, others, out, stuck);
        }
        for (std::size_t k = 0; k < far; ++k) stuck.ray[stuck.count++] = others[k].ray;
    }
    if (stuck.count > 0) ask_tree(rays, shear, stuck.all(), out);
}

void MeshSurface::first_crossings(const ParallelRays& rays, std::span<Crossing> out) const {
    if (bvh_.nodes.empty()) {
        std::fill(out.begin(), out.end(), Crossing{});
        return;
    }
    const Shear shear(rays.direction);
    for (std::size_t from = 0; from < rays.origins.size(); from += kMost) {
        ParallelRays part = rays;
        part.origins = rays.origins.subspan(from, std::min(kMost, rays.origins.size() - from));
        cross_batch(part, shear, out.subspan(from, part.origins.size()));
    }
}

}  // namespace np::geometry
