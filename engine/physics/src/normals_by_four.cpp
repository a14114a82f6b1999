// Built for FourDoubles where there are such processors (CMakeLists.txt).
#include "needlepoint/core/doubles.h"
#include "normal_lanes.h"
#include "random_normals.h"

namespace np::physics {

void normals_by_four(std::uint64_t seed, std::uint64_t stream, double* out, std::size_t count) {
#if defined(__AVX2__) && defined(__FMA__)
    // Waiting is best shared by many; the rest of few needles would be too many for nothing.
    constexpr std::size_t kMany = 36, kFew = 12;
    const std::size_t by_many = count / kMany * kMany;
    normals_in_lanes<FourDoubles, kMany>(seed, stream, 0, by_many, out);
    normals_in_lanes<FourDoubles, kFew>(seed, stream, by_many, count, out);
#else
    normals_by_two(seed, stream, out, count);
#endif
}

}  // namespace np::physics
