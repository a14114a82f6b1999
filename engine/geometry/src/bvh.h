// A tree of boxes, four children to a node. It only ever leaves out what cannot win: boxes are single precision,
// widened beyond all rounding, while triangles are tested in double precision by the caller.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "needlepoint/geometry/mesh.h"

namespace np::geometry {

struct Bvh {
    // Child k holds the `count[k]` triangles from slot `first[k]` on, or is node `first[k]` if its count is 0.
    struct alignas(64) Node {
        std::array<std::array<float, 4>, 3> low, high;  // [axis][child]
        std::array<std::uint32_t, 4> first;
        std::array<std::uint16_t, 4> count;
        int used = 0;  // bit k: there is a child k
    };
    static constexpr std::uint32_t kLeafSize = 4;  // every leaf has so many slots, of which the last may be empty
    static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

    std::vector<Node> nodes;               // 0 is the root; empty for an empty mesh
    std::vector<std::uint32_t> triangles;  // by slot: neighbours in space side by side, as the tree's walk meets them
    Vec3 low, high;                        // of the whole mesh
    double reach_mm = 0;                   // largest coordinate, at least 1: what single precision is rounded against
};

// Leaves out triangles with corners that do not exist or are not finite.
Bvh build_bvh(const TriangleMesh& mesh);

}  // namespace np::geometry
