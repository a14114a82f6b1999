// Strikes come at the motor's rate without drift, wherever the ticks fall.
#include "needlepoint/device/motor.h"

#include <gtest/gtest.h>

#include <vector>

namespace np::test {
namespace {

using device::Motor;

// Times of strikes in millionths of a millisecond.
std::vector<std::uint64_t> strikes(std::uint32_t rate_mhz, std::uint64_t ticks) {
    Motor motor;
    motor.start(rate_mhz);
    std::vector<std::uint64_t> at;
    for (std::uint64_t tick = 0; tick < ticks; ++tick)
        motor.tick([&](std::uint32_t part) { at.push_back(tick * 1'000'000 + part); });
    return at;
}

TEST(Motor, CountsExactlyOverTwentyMinutes) {
    EXPECT_EQ(strikes(116'700, 1'200'000).size(), 140'040U);
    EXPECT_EQ(strikes(125'000, 1'000).size(), 125U);
    EXPECT_EQ(strikes(1, 999'999).size(), 0U);  // once in a thousand seconds
    EXPECT_EQ(strikes(1, 1'000'000).size(), 1U);
}

TEST(Motor, StrikesAreEvenlySpaced) {
    for (const std::uint32_t rate : {116'700U, 125'000U, 133'333U, 300'000U, 2'500'000U}) {
        const auto at = strikes(rate, 10'000);
        const double gap = 1e12 / rate;
        for (std::size_t i = 0; i < at.size(); ++i)
            ASSERT_NEAR(static_cast<double>(at[i]), static_cast<double>(i + 1) * gap, 2.0) << rate << " strike " << i;
    }
}

TEST(Motor, StopAndChangeOfRate) {
    Motor motor;
    int count = 0;
    const auto run = [&](int ticks) {
        for (int i = 0; i < ticks; ++i) motor.tick([&](std::uint32_t) { ++count; });
    };
    run(1000);
    EXPECT_EQ(count, 0);
    motor.start(100'000);
    run(1005);
    EXPECT_EQ(count, 100);
    EXPECT_EQ(motor.phase_millionths(), 500'000U);
    motor.change_rate(50'000);  // half a turn is left: ten ticks
    run(9);
    EXPECT_EQ(count, 100);
    run(1);
    EXPECT_EQ(count, 101);
    motor.stop();
    run(1000);
    EXPECT_EQ(count, 101);
    EXPECT_FALSE(motor.running());
}

}  // namespace
}  // namespace np::test
