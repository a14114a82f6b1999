// Fewer triangles for drivers that draw on the processor: there a triangle of a pixel costs as much as one of sixteen.
#pragma once

#include <cstdint>
#include <vector>

namespace np::render {

// Triangles over some of the same vertices that leave no place of the surface farther off than `error_mm`, so ordered
// that those which hide others come first. `first_position` and `stride` say where the vertices' places are.
std::vector<std::uint32_t> reduced_triangles(const std::vector<std::uint32_t>& indices, const float* first_position,
                                             std::size_t vertex_count, std::size_t stride, double error_mm);

template <class Vertex>
std::vector<std::uint32_t> reduced_triangles(const std::vector<std::uint32_t>& indices,
                                             const std::vector<Vertex>& vertices, double error_mm) {
    if (vertices.empty()) return indices;
    return reduced_triangles(indices, vertices.front().position_mm.data(), vertices.size(), sizeof(Vertex), error_mm);
}

}  // namespace np::render
