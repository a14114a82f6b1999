// Four single-precision numbers at a time. They only ever decide what may be left out and where to look first; answers
// are computed in double precision elsewhere, so their bits do not depend on the processor.
#pragma once

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

#include <array>
#include <cstring>

namespace np::geometry {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = int __attribute__((vector_size(16)));

inline Float4 load4(const float* from) {
    Float4 value;
    std::memcpy(&value, from, sizeof value);
    return value;
}
inline Float4 load4(const std::array<float, 4>& from) {
    return load4(from.data());
}
inline void store4(Float4 value, float* to) {
    std::memcpy(to, &value, sizeof value);
}
inline Float4 all4(float x) {
    return Float4{x, x, x, x};
}
#if defined(__SSE__)
inline Float4 smaller(Float4 a, Float4 b) {
    return _mm_min_ps(a, b);
}
inline Float4 larger(Float4 a, Float4 b) {
    return _mm_max_ps(a, b);
}
inline Float4 sqrt4(Float4 a) {
    return _mm_sqrt_ps(a);
}
// Bit k is set where lane k was chosen by a comparison.
inline int lanes_of(Int4 chosen) {
    return _mm_movemask_ps(reinterpret_cast<__m128>(chosen));
}
#else
inline Float4 smaller(Float4 a, Float4 b) {
    return a < b ? a : b;
}
inline Float4 larger(Float4 a, Float4 b) {
    return a > b ? a : b;
}
inline Float4 sqrt4(Float4 a) {
    return Float4{__builtin_sqrtf(a[0]), __builtin_sqrtf(a[1]), __builtin_sqrtf(a[2]), __builtin_sqrtf(a[3])};
}
inline int lanes_of(Int4 chosen) {
    return (chosen[0] & 1) | (chosen[1] & 2) | (chosen[2] & 4) | (chosen[3] & 8);
}
#endif

}  // namespace np::geometry
