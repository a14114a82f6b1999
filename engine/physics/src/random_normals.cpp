// np_random_normal step by step, twelve deviates side by side. Its series are chains of divisions, whose waiting the
// lanes share; each lane does the same operations in the same order as the one by one, so it has the same bits.
#include "random_normals.h"

#include <algorithm>
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

// So many pairs go through each step side by side.
constexpr int kPairs = 6;
struct Lanes {
    Double2 pair[kPairs];
};

// As np_log, of numbers between 0 and 1.
Lanes log_of(const Lanes& x) {
    Lanes s, s2, sum, exponent;
    // A whole number below 2^51, put into the low bits of 1.5 * 2^52 and freed from it, is that number as a double.
    const Double2 magic = both(6755399441055744.0);
    for (int p = 0; p < kPairs; ++p) {
        const Bits2 bits = reinterpret_cast<Bits2>(x.pair[p]);
        Double2 m = reinterpret_cast<Double2>((bits & 0x000fffffffffffffLL) | 0x3ff0000000000000LL);
        exponent.pair[p] = reinterpret_cast<Double2>((bits >> 52) - 1023 + reinterpret_cast<Bits2>(magic)) - magic;
        const Bits2 large = m > both(1.41421356237309504880);
        m = choose(large, m * both(0.5), m);
        exponent.pair[p] = choose(large, exponent.pair[p] + both(1.0), exponent.pair[p]);
        s.pair[p] = (m - both(1.0)) / (m + both(1.0));
        s2.pair[p] = s.pair[p] * s.pair[p];
        sum.pair[p] = both(0.0);
    }
    for (int n = 23; n >= 3; n -= 2)
        for (int p = 0; p < kPairs; ++p) sum.pair[p] = (sum.pair[p] + both(1.0 / n)) * s2.pair[p];
    Lanes result;
    for (int p = 0; p < kPairs; ++p)
        result.pair[p] = exponent.pair[p] * both(6.93147180369123816490e-01) +
                         (both(2.0) * s.pair[p] +
                          (both(2.0) * s.pair[p] * sum.pair[p] + exponent.pair[p] * both(1.90821492927058770002e-10)));
    return result;
}

// As np_cos, of numbers between 0 and 2 pi.
Lanes cos_of(const Lanes& x) {
    Lanes r, r2, sum;
    Bits2 odd[kPairs], negative[kPairs];
    for (int p = 0; p < kPairs; ++p) {
        const Double2 y = x.pair[p] * both(0.63661977236758134308) + both(0.5);
        // y rounded down; there are four quarter turns.
        Double2 k = both(0.0);
        Bits2 turns{0, 0};
        for (const double whole : {1.0, 2.0, 3.0, 4.0}) {
            const Bits2 reached = y >= both(whole);
            k += choose(reached, both(1.0), both(0.0));
            turns -= reached;
        }
        r.pair[p] = ((x.pair[p] - k * both(1.57079632673412561417e+00)) - k * both(6.07710050630396597660e-11)) -
                    k * both(2.02226624879595063154e-21);
        odd[p] = -(turns & 1);  // as masks: SSE2 has no comparison of such numbers
        negative[p] = -((turns + 1) >> 1 & 1);
        r2.pair[p] = r.pair[p] * r.pair[p];
        sum.pair[p] = both(1.0);
    }
    for (int n = 19; n >= 1; n -= 2)
        for (int p = 0; p < kPairs; ++p) {
            const Double2 divisor = choose(odd[p], both((n + 1) * (n + 2)), both(n * (n + 1)));
            sum.pair[p] = both(1.0) - sum.pair[p] * r2.pair[p] / divisor;
        }
    Lanes result;
    for (int p = 0; p < kPairs; ++p) {
        const Double2 value = choose(odd[p], r.pair[p], both(1.0)) * sum.pair[p];
        result.pair[p] = choose(negative[p], -value, value);
    }
    return result;
}

}  // namespace

void random_normals(std::uint64_t seed, std::uint64_t stream, std::span<double> out) {
    constexpr std::size_t kTogether = 2 * kPairs;
    for (std::size_t i = 0; i < out.size(); i += kTogether) {
        Lanes u, v;
        for (std::size_t p = 0; p < kPairs; ++p) {
            const std::size_t at = 2 * i + 4 * p;
            u.pair[p] = Double2{np_random_uniform(seed, stream, at), np_random_uniform(seed, stream, at + 2)};
            v.pair[p] = both(2.0 * NP_PI) *
                        Double2{np_random_uniform(seed, stream, at + 1), np_random_uniform(seed, stream, at + 3)};
        }
        const Lanes log_u = log_of(u), cos_v = cos_of(v);
        double normals[kTogether];
        for (std::size_t p = 0; p < kPairs; ++p) {
            const Double2 radius2 = both(-2.0) * log_u.pair[p];
            const Double2 normal = Double2{np_sqrt(radius2[0]), np_sqrt(radius2[1])} * cos_v.pair[p];
            std::memcpy(normals + 2 * p, &normal, sizeof normal);
        }
        std::memcpy(out.data() + i, normals, std::min(out.size() - i, kTogether) * sizeof(double));
    }
}

}  // namespace np::physics
