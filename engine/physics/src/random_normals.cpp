// np_random_normal step by step, two deviates side by side. Its series are chains of divisions, which two lanes hide;
// each lane does the same operations in the same order as the one by one, so it has the same bits.
#include "random_normals.h"

#include <cstring>

#include "needlepoint/sdk/math.h"

namespace np::physics {
namespace {

using Double2 = double __attribute__((vector_size(16)));
using Bits2 = std::int64_t __attribute__((vector_size(16)));

Double2 both(double x) {
    return Double2{x, x};
}
Double2 choose(Bits2 mask, Double2 yes, Double2 no) {
    return reinterpret_cast<Double2>((mask & reinterpret_cast<Bits2>(yes)) | (~mask & reinterpret_cast<Bits2>(no)));
}

// As np_log, of numbers between 0 and 1.
Double2 log2lanes(Double2 x) {
    const Bits2 bits = reinterpret_cast<Bits2>(x);
    Double2 m = reinterpret_cast<Double2>((bits & 0x000fffffffffffffLL) | 0x3ff0000000000000LL);
    // A whole number below 2^51, put into the low bits of 1.5 * 2^52 and freed from it, is that number as a double.
    const Double2 magic = both(6755399441055744.0);
    Double2 exponent = reinterpret_cast<Double2>((bits >> 52) - 1023 + reinterpret_cast<Bits2>(magic)) - magic;
    const Bits2 large = m > both(1.41421356237309504880);
    m = choose(large, m * both(0.5), m);
    exponent = choose(large, exponent + both(1.0), exponent);
    const Double2 s = (m - both(1.0)) / (m + both(1.0)), s2 = s * s;
    Double2 sum = both(0.0);
    for (int n = 23; n >= 3; n -= 2) sum = (sum + both(1.0 / n)) * s2;
    return exponent * both(6.93147180369123816490e-01) +
           (both(2.0) * s + (both(2.0) * s * sum + exponent * both(1.90821492927058770002e-10)));
}

// As np_cos, of numbers between 0 and 2 pi.
Double2 cos2lanes(Double2 x) {
    const Double2 y = x * both(0.63661977236758134308) + both(0.5);
    // y rounded down; there are four quarter turns.
    Double2 k = both(0.0);
    Bits2 turns{0, 0};
    for (const double whole : {1.0, 2.0, 3.0, 4.0}) {
        const Bits2 reached = y >= both(whole);
        k += choose(reached, both(1.0), both(0.0));
        turns -= reached;
    }
    const Double2 r = ((x - k * both(1.57079632673412561417e+00)) - k * both(6.07710050630396597660e-11)) -
                      k * both(2.02226624879595063154e-21);
    const Bits2 odd = (turns & 1) != 0, negative = ((turns + 1) & 2) != 0;
    const Double2 r2 = r * r;
    Double2 sum = both(1.0);
    for (int n = 19; n >= 1; n -= 2) {
        const Double2 divisor = choose(odd, both((n + 1) * (n + 2)), both(n * (n + 1)));
        sum = both(1.0) - sum * r2 / divisor;
    }
    const Double2 value = choose(odd, r, both(1.0)) * sum;
    return choose(negative, -value, value);
}

}  // namespace

void random_normals(std::uint64_t seed, std::uint64_t stream, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); i += 2) {
        const Double2 u{np_random_uniform(seed, stream, i * 2), np_random_uniform(seed, stream, i * 2 + 2)};
        const Double2 v{np_random_uniform(seed, stream, i * 2 + 1), np_random_uniform(seed, stream, i * 2 + 3)};
        const Double2 radius2 = both(-2.0) * log2lanes(u);
        const Double2 radius{np_sqrt(radius2[0]), np_sqrt(radius2[1])};
        const Double2 normal = radius * cos2lanes(both(2.0 * NP_PI) * v);
        std::memcpy(out.data() + i, &normal, i + 1 < out.size() ? sizeof normal : sizeof(double));
    }
}

}  // namespace np::physics
