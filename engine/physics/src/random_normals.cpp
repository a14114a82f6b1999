#include "random_normals.h"

#include "needlepoint/core/doubles.h"
#include "normal_lanes.h"

namespace np::physics {

void normals_by_two(std::uint64_t seed, std::uint64_t stream, double* out, std::size_t count) {
    normals_in_lanes<TwoDoubles, 12>(seed, stream, 0, count, out);
}

void random_normals(std::uint64_t seed, std::uint64_t stream, std::span<double> out) {
    const auto draw = has_four_doubles() ? normals_by_four : normals_by_two;
    draw(seed, stream, out.data(), out.size());
}

}  // namespace np::physics
