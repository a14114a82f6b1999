#include "needlepoint/sdk/math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

double relative(double value, double exact) {
    return exact == 0 ? std::fabs(value) : std::fabs(value - exact) / std::fabs(exact);
}

TEST(Math, AgreesWithTheCLibraryToTheLastDigits) {
    double worst_exp = 0, worst_log = 0, worst_sin = 0, worst_cos = 0, worst_atan = 0;
    for (int i = 0; i < 40000; ++i) {
        const double u = np_random_uniform(7, 1, static_cast<std::uint64_t>(i));
        const double x = (u - 0.5) * 1400, y = (u - 0.5) * 2000;
        worst_exp = std::max(worst_exp, relative(np_exp(x / 2), std::exp(x / 2)));
        worst_log = std::max(worst_log, relative(np_log(std::exp(x / 2)), std::log(std::exp(x / 2))));
        worst_sin = std::max(worst_sin, std::fabs(np_sin(y) - std::sin(y)));
        worst_cos = std::max(worst_cos, std::fabs(np_cos(y) - std::cos(y)));
        worst_atan = std::max(worst_atan, relative(np_atan(y), std::atan(y)));
    }
    EXPECT_LT(worst_exp, 2e-15);
    EXPECT_LT(worst_log, 2e-15);
    EXPECT_LT(worst_sin, 1e-15);
    EXPECT_LT(worst_cos, 1e-15);
    EXPECT_LT(worst_atan, 1e-15);
}

TEST(Math, PowersAndAngles) {
    for (int i = 1; i < 400; ++i) {
        const double x = i * 0.11;
        EXPECT_LT(relative(np_pow(x, 0.15), std::pow(x, 0.15)), 2e-15) << x;
        EXPECT_LT(relative(np_pow(x, -2.5), std::pow(x, -2.5)), 5e-15) << x;
        EXPECT_LT(std::fabs(np_acos(x / 44.0) - std::acos(x / 44.0)), 2e-15) << x;
        EXPECT_LT(std::fabs(np_atan2(-x, x - 20) - std::atan2(-x, x - 20)), 2e-15) << x;
    }
    EXPECT_EQ(np_pow(0, 3), 0.0);
    EXPECT_EQ(np_atan2(0, 0), 0.0);
    EXPECT_EQ(np_acos(2), 0.0);
}

TEST(Math, Rounding) {
    EXPECT_EQ(np_floor(-0.5), -1.0);
    EXPECT_EQ(np_floor(3.0), 3.0);
    EXPECT_EQ(np_floor(-3.0), -3.0);
    EXPECT_EQ(np_round(2.5), 3);
    EXPECT_EQ(np_round(-2.5), -3);
    EXPECT_EQ(np_round(2.49), 2);
}

// Printed digits from a first run: any compiler, processor or C library has to give the same bits.
TEST(Math, BitsThatNeverChange) {
    EXPECT_EQ(np_random_bits(1, 2, 3), np_random_bits(1, 2, 3));
    EXPECT_NE(np_random_bits(1, 2, 3), np_random_bits(1, 3, 2));
    std::uint64_t mixed = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const double value =
            np_random_normal(42, 5, i) + np_exp(np_random_uniform(42, 6, i) * 20 - 10) + np_sin(static_cast<double>(i));
        std::uint64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        mixed = (mixed ^ bits) * 0x100000001b3ULL;
    }
    EXPECT_EQ(mixed, 0x10d270583918d5cdu) << std::hex << mixed;
}

TEST(Math, NormalDeviatesHaveMeanZeroAndDeviationOne) {
    double sum = 0, squares = 0;
    constexpr int kCount = 200000;
    for (int i = 0; i < kCount; ++i) {
        const double value = np_random_normal(3, 9, static_cast<std::uint64_t>(i));
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / kCount, 0.0, 0.01);
    EXPECT_NEAR(squares / kCount, 1.0, 0.02);
}

}  // namespace
