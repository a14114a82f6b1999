// A tree of boxes, four children to a node. It only ever leaves out what cannot win: boxes are single precision,
// widened beyond all rounding, while triangles are tested in double precision by the caller.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "needlepoint/geometry/mesh.h"

namespace np::geometry {

struct Bvh {
    // Child k holds `count[k]` entries of `order` from `first[k]` on, or is node `first[k]` if its count is 0; both
    // are 0 for an unused child.
    struct alignas(16) Node {
        std::array<std::array<float, 4>, 3> low, high;  // [axis][child]
        std::array<std::uint32_t, 4> first;
        std::array<std::uint32_t, 4> count;
    };
    std::vector<Node> nodes;           // 0 is the root; empty for an empty mesh
    std::vector<std::uint32_t> order;  // triangle indices, neighbours in space side by side
    Vec3 low, high;                    // of the whole mesh
};

// Leaves out triangles with corners that do not exist or are not finite.
Bvh build_bvh(const TriangleMesh& mesh);

}  // namespace np::geometry
