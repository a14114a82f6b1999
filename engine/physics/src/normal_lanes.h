// np_random_normal step by step, many deviates side by side. Its series are chains of operations, whose waiting the
// lanes share; each lane does the same operations in the same order as the one by one, so it has the same bits.
// `Doubles` is TwoDoubles or FourDoubles.
#pragma once

#include <cstddef>
#include <cstring>

#include "needlepoint/sdk/math.h"

namespace np::physics {

template <class Doubles, std::size_t kTogether>
class NormalLanes {
  public:
    // out[i] is np_random_normal(seed, stream, first + i).
    static void draw(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, double (&out)[kTogether]) {
        Lanes u, v;
        for (int p = 0; p < kVectors; ++p) {
            const std::uint64_t at = 2 * (first + static_cast<std::uint64_t>(p * Doubles::kLanes));
            u.part[p] = Doubles::each([&](std::uint64_t i) { return np_random_uniform(seed, stream, at + 2 * i); });
            v.part[p] = all(2.0 * NP_PI) *
                        Doubles::each([&](std::uint64_t i) { return np_random_uniform(seed, stream, at + 2 * i + 1); });
        }
        const Lanes log_u = log_of(u), cos_v = cos_of(v);
        Lanes normals;
        for (int p = 0; p < kVectors; ++p) normals.part[p] = Doubles::root(all(-2.0) * log_u.part[p]) * cos_v.part[p];
        std::memcpy(out, &normals, sizeof out);
    }

  private:
    using Real = typename Doubles::Real;
    using Bits = typename Doubles::Bits;
    using Unsigned = typename Doubles::Unsigned;
    static constexpr int kVectors = static_cast<int>(kTogether) / Doubles::kLanes;  // that take each step side by side
    struct Lanes {
        Real part[kVectors];
    };

    static Real all(double x) { return Doubles::all(x); }

    // As np_log, of numbers between 0 and 1.
    static Lanes log_of(const Lanes& x) {
        Lanes s, s2, sum, exponent;
        // A whole number below 2^51, put into the low bits of 1.5 * 2^52 and freed from it, is that number as a double.
        const Real magic = all(6755399441055744.0);
        for (int p = 0; p < kVectors; ++p) {
            const Unsigned bits = reinterpret_cast<Unsigned>(x.part[p]);
            Real m = reinterpret_cast<Real>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
            exponent.part[p] = reinterpret_cast<Real>((bits >> 52) - 1023 + reinterpret_cast<Unsigned>(magic)) - magic;
            const Bits large = m > all(1.41421356237309504880);
            m = Doubles::choose(large, m * all(0.5), m);
            exponent.part[p] = Doubles::choose(large, exponent.part[p] + all(1.0), exponent.part[p]);
            s.part[p] = (m - all(1.0)) / (m + all(1.0));
            s2.part[p] = s.part[p] * s.part[p];
            sum.part[p] = all(0.0);
        }
        for (int n = 23; n >= 3; n -= 2)
            for (int p = 0; p < kVectors; ++p) sum.part[p] = (sum.part[p] + all(1.0 / n)) * s2.part[p];
        Lanes result;
        for (int p = 0; p < kVectors; ++p)
            result.part[p] = exponent.part[p] * all(6.93147180369123816490e-01) +
                             (all(2.0) * s.part[p] + (all(2.0) * s.part[p] * sum.part[p] +
                                                      exponent.part[p] * all(1.90821492927058770002e-10)));
        return result;
    }

    // As np_cos, of numbers between 0 and 2 pi.
    static Lanes cos_of(const Lanes& x) {
        Lanes r, r2, sum;
        Bits odd[kVectors], negative[kVectors];
        for (int p = 0; p < kVectors; ++p) {
            const Real y = x.part[p] * all(0.63661977236758134308) + all(0.5);
            // y rounded down; there are four quarter turns.
            Real k = all(0.0);
            Unsigned turns{};
            for (int whole = 1; whole <= 4; ++whole) {
                const Bits reached = y >= all(whole);
                k += Doubles::choose(reached, all(1.0), all(0.0));
                turns -= reinterpret_cast<Unsigned>(reached);
            }
            r.part[p] = ((x.part[p] - k * all(1.57079632673412561417e+00)) - k * all(6.07710050630396597660e-11)) -
                        k * all(2.02226624879595063154e-21);
            odd[p] = reinterpret_cast<Bits>(-(turns & 1));  // as masks
            negative[p] = reinterpret_cast<Bits>(-((turns + 1) >> 1 & 1));
            r2.part[p] = r.part[p] * r.part[p];
            sum.part[p] = all(1.0);
        }
        for (int n = 19; n >= 1; n -= 2) {
            const double of_sine = (n + 1) * (n + 2), of_cosine = n * (n + 1);
            for (int p = 0; p < kVectors; ++p) {
                const Real number = Doubles::either(odd[p], of_sine, of_cosine),
                           share = Doubles::either(odd[p], 1 / of_sine, 1 / of_cosine);
                sum.part[p] = all(1.0) - Doubles::divided(sum.part[p] * r2.part[p], number, share);
            }
        }
        Lanes result;
        for (int p = 0; p < kVectors; ++p) {
            const Real value = Doubles::choose(odd[p], r.part[p], all(1.0)) * sum.part[p];
            result.part[p] = Doubles::choose(negative[p], -value, value);
        }
        return result;
    }
};

// Deviates `from` to `to` of a stream, as many at a time as go side by side; the last lanes may be for nothing.
template <class Doubles, std::size_t kTogether>
void normals_in_lanes(std::uint64_t seed, std::uint64_t stream, std::size_t from, std::size_t to, double* out) {
    for (std::size_t i = from; i < to; i += kTogether) {
        double drawn[kTogether];
        NormalLanes<Doubles, kTogether>::draw(seed, stream, i, drawn);
        std::memcpy(out + i, drawn, (to - i < kTogether ? to - i : kTogether) * sizeof(double));
    }
}

}  // namespace np::physics
