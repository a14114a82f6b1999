// Many deviates at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace np::physics {

// `out[i]` is np_random_normal(seed, stream, i).
void random_normals(std::uint64_t seed, std::uint64_t stream, std::span<double> out);

// The same in lanes of two, which every processor has, and in lanes of four, where has_four_doubles().
void normals_by_two(std::uint64_t seed, std::uint64_t stream, double* out, std::size_t count);
void normals_by_four(std::uint64_t seed, std::uint64_t stream, double* out, std::size_t count);

}  // namespace np::physics
