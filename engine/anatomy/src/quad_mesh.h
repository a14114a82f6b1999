// Catmull-Clark subdivision of a closed or bordered quad mesh. It is linear, so a head is morphed on its few
// thousand base vertices and subdivided afterwards.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "needlepoint/geometry/mesh.h"

namespace np::anatomy {

using Quad = std::array<std::uint32_t, 4>;

struct QuadEdge {
    std::uint32_t a, b;      // a < b
    std::uint32_t faces[2];  // the second is kNoFace on the border
};
inline constexpr std::uint32_t kNoFace = 0xffffffffu;

// The topology of one level. Vertices of the next level are: these, then one per face, then one per edge; so the
// vertices of a coarse level are the first ones of every finer level.
struct QuadMesh {
    std::uint32_t vertex_count = 0;
    std::vector<Quad> quads;
    std::vector<QuadEdge> edges;
    std::vector<std::array<std::uint32_t, 4>> quad_edges;  // edge k joins corners k and k+1
    std::vector<std::uint32_t> valence;                    // edges at each vertex
    std::vector<std::uint8_t> on_border;
};

// Every edge must have one or two faces; on others the second pair is ignored (the bake checks).
QuadMesh make_quad_mesh(std::uint32_t vertex_count, std::vector<Quad> quads);
QuadMesh refined(const QuadMesh& mesh);

std::vector<geometry::Vec3> refine_positions(const QuadMesh& mesh, const std::vector<geometry::Vec3>& positions);
// Plain averages, for masks: never leaves the range of its corners.
std::vector<float> refine_scalars(const QuadMesh& mesh, const std::vector<float>& values);
// Corner uvs of the children of each quad, in the order of `refined`.
using QuadUv = std::array<geometry::Uv, 4>;
std::vector<QuadUv> refine_uvs(const std::vector<QuadUv>& uvs);

// Moves the vertices outwards so that the limit surface comes back to about where they were. Where `calm` is 1
// nothing is moved, for that also sharpens ridges.
std::vector<geometry::Vec3> compensate_shrink(const QuadMesh& mesh, const std::vector<geometry::Vec3>& positions,
                                              const std::vector<float>& calm);
// One round of averaging with the neighbours, as far as `calm` says.
void even_out(const QuadMesh& mesh, const std::vector<float>& calm, std::vector<geometry::Vec3>& positions);

// Two triangles per quad, cut from corner 0 to corner 2.
geometry::TriangleMesh triangulate(const QuadMesh& mesh, std::vector<geometry::Vec3> positions,
                                   const std::vector<QuadUv>& uvs);

}  // namespace np::anatomy
