// Nothing that a device can send reaches the simulation unless it makes sense; what does not is counted by its reason.
#include "needlepoint/input/guard.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace np::input {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

RawPenSample good(std::int64_t time_us) {
    RawPenSample sample;
    sample.time_us = sample.arrived_us = time_us;
    sample.own_clock = true;
    sample.position_mm = {10, 20, 30};
    sample.orientation = Turn{};
    sample.axis = geometry::Vec3{0, 0, -1};
    sample.pressure = 0.5;
    sample.tilt_deg = {1, 2};
    sample.place = {0.1, 0.9};
    sample.push = {0, 0, 0, 0, 0, 0};
    return sample;
}

TEST(Guard, LetsAGoodDevicePass) {
    Guard guard;
    for (int i = 0; i < 5000; ++i) EXPECT_FALSE(guard.look(good(1'000'000 + i * 1000))) << i;
    EXPECT_EQ(guard.counts().taken, 5000u);
    EXPECT_EQ(guard.counts().refused_in_all(), 0u);
}

TEST(Guard, EveryNumberOfASampleIsLookedAt) {
    const std::vector<std::function<void(RawPenSample&, double)>> fields = {[](RawPenSample& s, double x) { s.position_mm->x = x; },
                                                                            [](RawPenSample& s, double x) { s.position_mm->z = x; },
                                                                            [](RawPenSample& s, double x) { s.orientation->w = x; },
                                                                            [](RawPenSample& s, double x) { s.orientation->z = x; },
                                                                            [](RawPenSample& s, double x) { s.axis->y = x; },
                                                                            [](RawPenSample& s, double x) { s.pressure = x; },
                                                                            [](RawPenSample& s, double x) { (*s.tilt_deg)[1] = x; },
                                                                            [](RawPenSample& s, double x) { (*s.place)[0] = x; },
                                                                            [](RawPenSample& s, double x) { (*s.push)[5] = x; }};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        Guard guard;
        for (const double bad : {kNan, kInf, -kInf}) {
            RawPenSample sample = good(1'000'000);
            fields[i](sample, bad);
            EXPECT_EQ(guard.look(sample), Refusal::kNotANumber) << "field " << i;
        }
        for (const double huge : {1e9, -1e9, 1e308}) {
            RawPenSample sample = good(1'000'000);
            fields[i](sample, huge);
            const auto refusal = guard.look(sample);
            ASSERT_TRUE(refusal) << "field " << i << " " << huge;
            EXPECT_TRUE(*refusal == Refusal::kOutOfRange || *refusal == Refusal::kNotANumber);
        }
        EXPECT_EQ(guard.counts().taken, 0u);
        EXPECT_EQ(guard.counts().refused_in_all(), 6u);
        EXPECT_FALSE(guard.look(good(1'000'000))) << "a refused sample leaves no trace";
    }
}

TEST(Guard, TimeGoesOnOrTheSampleDoesNot) {
    Guard guard;
    EXPECT_FALSE(guard.look(good(10'000'000)));
    RawPenSample back = good(10'001'000);
    back.time_us = 9'000'000;
    EXPECT_EQ(guard.look(back), Refusal::kClock);
    RawPenSample still = good(10'002'000);
    still.time_us = 10'000'000;
    EXPECT_EQ(guard.look(still), Refusal::kClock);
    for (const std::int64_t far : {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(),
                                   std::int64_t{60'000'000}}) {
        RawPenSample leap = good(10'003'000);
        leap.time_us = far;
        EXPECT_EQ(guard.look(leap), Refusal::kClock) << far;
    }
    EXPECT_FALSE(guard.look(good(10'004'000))) << "and the next good one passes";
}

TEST(Guard, ADeviceThatWasRestartedIsBelievedAgainAfterASecond) {
    Guard guard;
    EXPECT_FALSE(guard.look(good(500'000'000)));
    int refused = 0, taken = 0;
    for (int i = 1; i <= 500; ++i) {
        RawPenSample sample = good(500'000'000 + i * 4000);
        sample.time_us = i * 4000;  // its clock began anew
        (guard.look(sample) ? refused : taken)++;
    }
    EXPECT_NEAR(refused, 250, 3);
    EXPECT_NEAR(taken, 250, 3);
}

TEST(Guard, TenKilohertzIsThinnedToOneWhoseverClockIsAsked) {
    for (const bool own_clock : {true, false}) {
        Guard guard;
        for (int i = 0; i < 100'000; ++i) {  // ten seconds
            RawPenSample sample = good(1'000'000 + i * 100);
            sample.own_clock = own_clock;
            (void)guard.look(sample);
        }
        EXPECT_LE(guard.counts().taken, 10'251u);
        EXPECT_GE(guard.counts().taken, 9'900u) << "what is left is still used";
        EXPECT_EQ(guard.counts().taken + guard.counts().of(Refusal::kTooFast), 100'000u);
    }
}

TEST(Guard, ADeviceThatLiesAboutItsTimeGainsNothing) {
    Guard guard;
    for (int i = 0; i < 100'000; ++i) {
        RawPenSample sample = good(1'000'000 + i * 100);
        sample.time_us = 1'000'000 + i * 1000;  // claims 1 kHz, sends 10
        (void)guard.look(sample);
    }
    EXPECT_LE(guard.counts().taken, 10'251u);
}

TEST(Guard, AFrameThatTookLongLosesNothingOfAnHonestDevice) {
    Guard guard;
    for (int frame = 0; frame < 40; ++frame)
        for (int i = 0; i < 100; ++i) {  // 1 kHz, looked at every 100 ms
            RawPenSample sample = good(1'000'000 + frame * 100'000 + i * 1000);
            sample.arrived_us = 1'000'000 + (frame + 1) * 100'000;
            EXPECT_FALSE(guard.look(sample));
        }
}

TEST(Guard, AButtonInTheMomentOfAMovementIsNotLost) {
    Guard guard;
    EXPECT_FALSE(guard.look(good(1'000'000)));
    RawPenSample released = good(1'000'000);
    released.buttons = 1;
    EXPECT_FALSE(guard.look(released));
    EXPECT_TRUE(guard.look(released)) << "but not twice";
}

TEST(Guard, WhatACalibrationMakesIsLookedAtToo) {
    Guard guard;
    EXPECT_FALSE(guard.look(good(1'000'000)));
    PenSample pen;
    pen.pose = PenPose{{1, 2, 3}, {0, 0, -1}};
    EXPECT_FALSE(guard.look_again(pen));
    pen.pose->tip_mm.x = kNan;
    EXPECT_EQ(guard.look_again(pen), Refusal::kNotANumber);
    EXPECT_EQ(guard.counts().taken, 0u);
    pen.pose = PenPose{{1e7, 2, 3}, {0, 0, -1}};
    EXPECT_EQ(guard.look_again(pen), Refusal::kOutOfRange);
    pen.pose = PenPose{{1, 2, 3}, {0, 0, 0}};
    EXPECT_EQ(guard.look_again(pen), Refusal::kOutOfRange);
}

}  // namespace
}  // namespace np::input
