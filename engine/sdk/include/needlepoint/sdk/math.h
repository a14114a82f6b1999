/* Exact mathematics: functions whose result is the same bits with every compiler, processor and C library.
 *
 * glibc picks other code for exp, pow, sin ... by processor, so scored code must not call libm. These use only
 * + - * / and sqrt (correctly rounded by IEEE 754) in a fixed order. Compile with -ffp-contract=off.
 * Accuracy: a few units in the last place on the ranges given; good to 1e-15 relative for exp, log, sin, cos.
 * Header-only, C11 and C++; no state, any thread. */
#ifndef NEEDLEPOINT_SDK_MATH_H
#define NEEDLEPOINT_SDK_MATH_H

#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NP_PI 3.14159265358979311600

static inline double np_sqrt(double x) {
    return __builtin_sqrt(x);
}
static inline double np_abs(double x) {
    return x < 0.0 ? -x : x;
}
static inline double np_min(double a, double b) {
    return b < a ? b : a;
}
static inline double np_max(double a, double b) {
    return a < b ? b : a;
}
static inline double np_clamp(double x, double low, double high) {
    return np_min(np_max(x, low), high);
}

/* Largest whole number not above x, |x| < 2^51. */
static inline double np_floor(double x) {
    const double whole = (double)(int64_t)x;
    return whole > x ? whole - 1.0 : whole;
}

/* Nearest whole number, halves away from zero, |x| < 2^51. */
static inline int64_t np_round(double x) {
    return x < 0.0 ? -(int64_t)(0.5 - x) : (int64_t)(x + 0.5);
}

/* 2^n for -1022 <= n <= 1023. */
static inline double np_power_of_two(int n) {
    const uint64_t bits = (uint64_t)(n + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* e^x. 0 below -708, largest finite value above 709. */
static inline double np_exp(double x) {
    if (x < -708.0) return 0.0;
    if (x > 709.0) return 1.7976931348623157e308;
    const double k = np_floor(x * 1.44269504088896340736 + 0.5);
    const double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    /* The series to r^14, in pairs: what depends on nothing else runs side by side. */
    const double r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    const double a = (1.0 + r) + r2 * (0.5 + r * (1.0 / 6.0));
    const double b = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0));
    const double c = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + r2 * (1.0 / 3628800.0 + r * (1.0 / 39916800.0));
    const double d = (1.0 / 479001600.0 + r * (1.0 / 6227020800.0)) + r2 * (1.0 / 87178291200.0);
    const double sum = (a + r4 * b) + r8 * (c + r4 * d);
    const int half = (int)k / 2;
    return sum * np_power_of_two(half) * np_power_of_two((int)k - half);
}

/* Natural logarithm, x > 0 and normal; a huge negative number (-1e300) for x <= 0. */
static inline double np_log(double x) {
    if (!(x > 0.0)) return -1e300;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        exponent += 1;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double s2 = s * s;
    double sum = 0.0;
    for (int n = 23; n >= 3; n -= 2) sum = (sum + 1.0 / (double)n) * s2;
    return (double)exponent * 6.93147180369123816490e-01 +
           (2.0 * s + (2.0 * s * sum + (double)exponent * 1.90821492927058770002e-10));
}

/* x^y for x > 0, as e^(y ln x); 0 for x <= 0. Relative error about 1e-16 * |y ln x|. */
static inline double np_pow(double x, double y) {
    return x > 0.0 ? np_exp(y * np_log(x)) : 0.0;
}

/* Taylor series of sine and cosine on |x| <= pi/4. */
static inline double np_sin_small_(double x) {
    const double x2 = x * x;
    double sum = 1.0;
    for (int n = 20; n >= 2; n -= 2) sum = 1.0 - sum * x2 / (double)(n * (n + 1));
    return x * sum;
}
static inline double np_cos_small_(double x) {
    const double x2 = x * x;
    double sum = 1.0;
    for (int n = 19; n >= 1; n -= 2) sum = 1.0 - sum * x2 / (double)(n * (n + 1));
    return sum;
}
static inline double np_quarter_turns_(double x, int64_t* turns) {
    const double k = np_floor(x * 0.63661977236758134308 + 0.5);
    *turns = (int64_t)k;
    return ((x - k * 1.57079632673412561417e+00) - k * 6.07710050630396597660e-11) - k * 2.02226624879595063154e-21;
}

/* Sine and cosine of x radians, |x| < 1e6. */
static inline double np_sin(double x) {
    int64_t turns;
    const double r = np_quarter_turns_(x, &turns);
    const double value = (turns & 1) ? np_cos_small_(r) : np_sin_small_(r);
    return (turns & 2) ? -value : value;
}
static inline double np_cos(double x) {
    int64_t turns;
    const double r = np_quarter_turns_(x, &turns);
    const double value = (turns & 1) ? np_sin_small_(r) : np_cos_small_(r);
    return ((turns + 1) & 2) ? -value : value;
}

/* Arc tangent in radians. */
static inline double np_atan(double x) {
    const double a = np_abs(x);
    const double inverted = a > 1.0 ? 1.0 / a : a;
    /* Two half-angle steps bring the argument below tan(pi/16), where the series is short. */
    double t = inverted / (1.0 + np_sqrt(1.0 + inverted * inverted));
    t = t / (1.0 + np_sqrt(1.0 + t * t));
    const double t2 = t * t;
    double sum = 0.0;
    for (int n = 25; n >= 3; n -= 2) sum = (1.0 / (double)n - sum) * t2;
    double angle = 4.0 * (t - t * sum);
    if (a > 1.0) angle = 1.57079632679489655800 - angle;
    return x < 0.0 ? -angle : angle;
}

/* Angle of the point (x, y) in radians, -pi..pi; 0 for the origin. */
static inline double np_atan2(double y, double x) {
    if (x > 0.0) return np_atan(y / x);
    if (x < 0.0) return y < 0.0 ? np_atan(y / x) - NP_PI : np_atan(y / x) + NP_PI;
    return y > 0.0 ? 1.57079632679489655800 : (y < 0.0 ? -1.57079632679489655800 : 0.0);
}

/* Arc cosine in radians; the argument is clamped to -1..1. */
static inline double np_acos(double x) {
    const double c = np_clamp(x, -1.0, 1.0);
    return 2.0 * np_atan2(np_sqrt(1.0 - c), np_sqrt(1.0 + c));
}

/* Counter-based random numbers: the value depends on the key alone, not on how many were drawn before.
 * Mixing function after Steele, Lea and Flood (2014), splitmix64. */
static inline uint64_t np_random_bits(uint64_t seed, uint64_t stream, uint64_t index) {
    uint64_t z = seed;
    const uint64_t parts[2] = {stream, index};
    for (int i = 0; i < 3; ++i) {
        z += 0x9e3779b97f4a7c15ULL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        z ^= z >> 31;
        if (i < 2) z += parts[i] * 0xd1342543de82ef95ULL + 0x632be59bd9b4e019ULL;
    }
    return z;
}

/* Uniform in the open interval (0, 1). */
static inline double np_random_uniform(uint64_t seed, uint64_t stream, uint64_t index) {
    return ((double)(np_random_bits(seed, stream, index) >> 11) + 0.5) * (1.0 / 9007199254740992.0);
}

/* Standard normal deviate (Box and Muller, 1958). */
static inline double np_random_normal(uint64_t seed, uint64_t stream, uint64_t index) {
    const double u = np_random_uniform(seed, stream, index * 2);
    const double v = np_random_uniform(seed, stream, index * 2 + 1);
    return np_sqrt(-2.0 * np_log(u)) * np_cos(2.0 * NP_PI * v);
}

#ifdef __cplusplus
}
#endif

#endif
