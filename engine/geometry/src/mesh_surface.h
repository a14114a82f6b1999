// A mesh that answers questions: its triangles in the order of the tree's leaves, so that what is asked together lies
// together in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "bvh.h"
#include "lanes.h"
#include "triangle.h"

namespace np::geometry {

class MeshSurface final : public Surface {
  public:
    explicit MeshSurface(const TriangleMesh& mesh);

    std::optional<RayHit> first_hit(const Ray& ray) const override;
    void first_crossings(const ParallelRays& rays, std::span<Crossing> out) const override;
    SurfacePoint point_of(Vec3 origin, Vec3 direction, const Crossing& crossing) const override;
    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override;

    // The four triangles of a leaf in single precision, [corner][axis][slot]; what lies in an empty slot is met by
    // nothing.
    struct alignas(16) Block {
        std::array<std::array<std::array<float, 4>, 3>, 3> corner;
    };

    static constexpr std::size_t kMost = 64;  // rays that are asked together

  private:
    SurfacePoint point_at(std::uint32_t triangle, double b1, double b2) const;
    const Block& block_of(std::uint32_t slot) const { return blocks_[slot / Bvh::kLeafSize]; }
    void fetch(std::uint32_t slot) const {
        __builtin_prefetch(&block_of(slot));
        __builtin_prefetch(&block_of(slot).corner[1][1]);
        __builtin_prefetch(&block_of(slot).corner[2][2]);
    }
    Crossing crossing_of(const Ray& ray, const Shear& shear) const;
    void cross_packet(const ParallelRays& rays, const Shear& shear, std::span<Crossing> out) const;
    void ask_tree(const ParallelRays& rays, const Shear& shear, std::span<const std::uint32_t> numbers,
                  std::span<Crossing> out) const;
    void link_neighbours();
    // A ray on its way, and the slot of the triangle where it is.
    struct Walker {
        std::uint32_t ray, slot;
    };
    // Rays that the walk can't answer.
    struct Stuck {
        std::array<std::uint32_t, kMost> ray;
        std::size_t count = 0;
        std::span<const std::uint32_t> all() const { return {ray.data(), count}; }
    };
    // Rays before the triangle that they seem to meet.
    struct Arrivals {
        std::array<Walker, kMost> walker;
        std::size_t count = 0;
        std::span<const Walker> all() const { return {walker.data(), count}; }
    };
    // What the walk proves goes to `out`, what it can't to `stuck`; those that are still on their way after many steps
    // are left, so many, in front of `walkers`.
    std::size_t walk(const ParallelRays& rays, const Shear& shear, std::span<Walker> walkers, std::span<Crossing> out,
                     Stuck& stuck) const;
    class Glance;
    struct Outline;
    std::size_t step_on(const Glance& glance, std::span<Walker> walkers, Arrivals& there) const;
    void meet(const ParallelRays& rays, const Shear& shear, std::span<const Walker> there, std::span<Crossing> out,
              Stuck& stuck) const;
    void cross_batch(const ParallelRays& rays, const Shear& shear, std::span<Crossing> out) const;
    float find_clear_from(std::uint32_t slot) const;
    bool nothing_before(std::uint32_t slot) const;

    // Corners in the order in which the tree meets them.
    std::vector<Corner> positions_;
    std::vector<Vec3> normals_;
    std::vector<std::array<std::uint32_t, 3>> triangles_;  // by the mesh's number
    Bvh bvh_;
    std::vector<Block> blocks_;  // by slot / 4
    // All that the walk needs of a triangle, half a cache line.
    struct alignas(32) Face {
        std::array<std::uint32_t, 3> corner{};
        std::array<std::uint32_t, 3> across{Bvh::kEmpty, Bvh::kEmpty, Bvh::kEmpty};  // slot opposite to each corner
        std::uint32_t triangle = Bvh::kEmpty;                                        // the mesh's number
        // The area (twice, as seen along a ray) from which on nothing lies before the triangle; found out when it is
        // first met. A pure function of the mesh, so it does not matter who finds it out when.
        mutable std::atomic<float> clear_from{kUnknown};
    };
    static constexpr float kUnknown = 0;
    // A triangle's corners side by side; the last lane means nothing.
    struct alignas(16) Outline {
        std::array<float, 4> x{}, y{}, z{};
    };
    std::unique_ptr<Face[]> faces_;     // by slot
    std::vector<Outline> outlines_;     // by slot
    std::vector<std::uint32_t> slots_;  // by the mesh's number; kEmpty: not in the tree
    float pad_ = 0;                     // more than single precision may move a corner that a ray is compared with
};

}  // namespace np::geometry
