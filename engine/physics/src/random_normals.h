// Many normal deviates at once, the same bits as one by one.
#pragma once

#include <cstdint>
#include <span>

namespace np::physics {

// `out[i]` is np_random_normal(seed, stream, i).
void random_normals(std::uint64_t seed, std::uint64_t stream, std::span<double> out);

}  // namespace np::physics
