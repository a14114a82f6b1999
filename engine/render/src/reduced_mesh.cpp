#include "reduced_mesh.h"

#include <meshoptimizer.h>

namespace np::render {

std::vector<std::uint32_t> reduced_triangles(const std::vector<std::uint32_t>& indices, const float* first_position,
                                             std::size_t vertex_count, std::size_t stride, double error_mm) {
    if (indices.empty() || error_mm <= 0) return indices;
    const float extent_mm = meshopt_simplifyScale(first_position, vertex_count, stride);
    if (!(extent_mm > 0)) return indices;
    std::vector<std::uint32_t> fewer(indices.size());
    fewer.resize(meshopt_simplify(fewer.data(), indices.data(), indices.size(), first_position, vertex_count, stride, 0,
                                  static_cast<float>(error_mm) / extent_mm));
    std::vector<std::uint32_t> cached(fewer.size()), ordered(fewer.size());
    meshopt_optimizeVertexCache(cached.data(), fewer.data(), fewer.size(), vertex_count);
    meshopt_optimizeOverdraw(ordered.data(), cached.data(), cached.size(), first_position, vertex_count, stride, 1.2F);
    return ordered;
}

}  // namespace np::render
