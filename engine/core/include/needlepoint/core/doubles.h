// Some doubles side by side. Each lane does what a double alone would do, so no bit depends on how many go together:
// only how fast they come.
//
// TwoDoubles are there on every processor. FourDoubles exist only in files that are built for AVX2 and FMA; functions
// of such a file are called where has_four_doubles(), and such a file uses nothing that is inline and used elsewhere,
// or the linker might keep its copy for all.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#endif

namespace np {

// Whether this processor has what a file for FourDoubles is built for. The C library is asked, so that
// GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2 makes any machine one without.
bool has_four_doubles();

struct TwoDoubles {
    using Real = double __attribute__((vector_size(16)));
    using Bits = std::int64_t __attribute__((vector_size(16)));  // of comparisons: all set, or none
    using Unsigned = std::uint64_t __attribute__((vector_size(16)));
    static constexpr int kLanes = 2;

    static Real all(double x) { return Real{x, x}; }
    // `number(i)` in lane i.
    template <class Number>
    static Real each(Number number) {
        return Real{number(0), number(1)};
    }
    static Real choose(Bits where, Real yes, Real no) {
        return reinterpret_cast<Real>((where & reinterpret_cast<Bits>(yes)) | (~where & reinterpret_cast<Bits>(no)));
    }
    static Real either(Bits where, double yes, double no) { return choose(where, all(yes), all(no)); }
    // x / number, where `number` is whole and below 2^10, and `share` is 1 / number, rounded.
    static Real divided(Real x, Real number, Real) { return x / number; }
#if defined(__SSE2__)
    static Real root(Real x) {
        return _mm_sqrt_pd(x);
    }
    static Real smaller(Real a, Real b) {
        return _mm_min_pd(a, b);
    }
    // Bit k is set where lane k was chosen by a comparison.
    static int lanes_of(Bits chosen) {
        return _mm_movemask_pd(reinterpret_cast<Real>(chosen));
    }
#else
    static Real root(Real x) {
        return Real{__builtin_sqrt(x[0]), __builtin_sqrt(x[1])};
    }
    static Real smaller(Real a, Real b) {
        return choose(a < b, a, b);
    }
    static int lanes_of(Bits chosen) {
        return static_cast<int>((chosen[0] & 1) | (chosen[1] & 2));
    }
#endif
};

#if defined(__AVX2__) && defined(__FMA__)
// As TwoDoubles, as far as it is asked for.
struct FourDoubles {
    using Real = double __attribute__((vector_size(32)));
    using Bits = std::int64_t __attribute__((vector_size(32)));
    using Unsigned = std::uint64_t __attribute__((vector_size(32)));
    static constexpr int kLanes = 4;

    static Real all(double x) { return Real{x, x, x, x}; }
    template <class Number>
    static Real each(Number number) {
        return Real{number(0), number(1), number(2), number(3)};
    }
    static Real choose(Bits where, Real yes, Real no) {
        return _mm256_blendv_pd(no, yes, reinterpret_cast<Real>(where));
    }
    static Real either(Bits where, double yes, double no) {
        return _mm256_permutevar_pd(Real{no, yes, no, yes}, reinterpret_cast<__m256i>(where));
    }
    // Correctly rounded like a division, and sooner (Markstein, 1990). `rest` is exact: it is less than twice `number`
    // last places of the quotient. And the quotient of a double by so small a number lies never in the middle between
    // two doubles, nor within a share of 2^-11 of a last place beside it, while the correction errs by some 2^-52.
    static Real divided(Real x, Real number, Real share) {
        const Real near = x * share, rest = _mm256_fnmadd_pd(near, number, x);
        return _mm256_fmadd_pd(rest, share, near);
    }
    static Real root(Real x) { return _mm256_sqrt_pd(x); }
};
#endif

}  // namespace np
