// What devices say is understood however the bytes are cut, and nothing that they send can do harm.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "devices_for_tests.h"

namespace np::input::test {
namespace {

using geometry::Vec3;

std::vector<RawPenSample> all_of(Decoder& decoder, const Bytes& bytes, std::size_t cut = 1 << 20) {
    std::vector<RawPenSample> samples;
    for (std::size_t at = 0; at < bytes.size(); at += cut)
        decoder.feed(std::span(bytes).subspan(at, std::min(cut, bytes.size() - at)), 5'000'000, samples);
    return samples;
}

TEST(Evdev, ATabletTellsPlacePressureAndTilt) {
    Bytes bytes;
    put_pen(bytes, 1'000'000, 0, 32767, 0, -64, 63);
    put_pen(bytes, 1'004'000, 16384, 8192, 4096, 30, -10);
    EvdevDecoder decoder(EvdevKind::kTablet);
    const auto samples = all_of(decoder, bytes);
    ASSERT_EQ(samples.size(), 2u);
    EXPECT_EQ(samples[0].time_us, 1'000'000);
    EXPECT_EQ((*samples[0].place)[1], 1);
    EXPECT_EQ(*samples[0].pressure, 0);
    EXPECT_EQ(samples[0].buttons & 1, 0u);
    EXPECT_EQ(samples[1].time_us, 1'004'000);
    EXPECT_NEAR((*samples[1].place)[0], 0.5, 1e-4);
    EXPECT_NEAR(*samples[1].pressure, 0.5, 1e-3);
    EXPECT_NEAR((*samples[1].tilt_deg)[0], 30, 1e-9);
    EXPECT_NEAR((*samples[1].tilt_deg)[1], -10, 1e-9);
    EXPECT_EQ(samples[1].buttons & 1, 1u);
    EXPECT_TRUE(samples[1].own_clock);
}

TEST(Evdev, TheKernelsOwnRangesCount) {
    EvdevDecoder decoder(EvdevKind::kTablet, {{ABS_PRESSURE, {0, 1000, 0}}, {ABS_TILT_X, {-90, 90, 2}}});
    Bytes bytes;
    put_pen(bytes, 1'000'000, 1, 1, 250, 60, 0);
    const auto samples = all_of(decoder, bytes);
    EXPECT_NEAR(*samples.at(0).pressure, 0.25, 1e-12);
    EXPECT_NEAR((*samples.at(0).tilt_deg)[0], 30, 1e-12);
}

TEST(Evdev, AnyCutGivesTheSameSamples) {
    Bytes bytes;
    for (int i = 0; i < 50; ++i) put_pen(bytes, 1'000'000 + i * 4000, i * 100, i * 50, i * 10, i, -i);
    EvdevDecoder whole(EvdevKind::kTablet);
    const auto expected = all_of(whole, bytes);
    for (const std::size_t cut : {1u, 5u, 23u, 24u, 25u, 100u}) {
        EvdevDecoder decoder(EvdevKind::kTablet);
        const auto samples = all_of(decoder, bytes, cut);
        ASSERT_EQ(samples.size(), expected.size()) << cut;
        EXPECT_EQ(samples.back().time_us, expected.back().time_us);
        EXPECT_EQ(*samples.back().pressure, *expected.back().pressure);
    }
}

TEST(Evdev, WhatTheKernelDroppedIsNotPatchedTogether) {
    Bytes bytes;
    put_pen(bytes, 1'000'000, 10, 10, 0, 0, 0);
    put_event(bytes, 1'001'000, EV_SYN, SYN_DROPPED, 0);
    put_pen(bytes, 1'002'000, 20, 20, 0, 0, 0);
    put_pen(bytes, 1'003'000, 30, 30, 0, 0, 0);
    EvdevDecoder decoder(EvdevKind::kTablet);
    const auto samples = all_of(decoder, bytes);
    ASSERT_EQ(samples.size(), 2u);
    EXPECT_EQ(samples[1].time_us, 1'003'000);
    EXPECT_EQ(decoder.damaged(), 1u);
}

TEST(Evdev, SticksAndA3DMousePushAndTurn) {
    Bytes bytes;
    put_event(bytes, 1'000'000, EV_ABS, ABS_X, 32767);
    put_event(bytes, 1'000'000, EV_ABS, ABS_Y, 32767);
    put_event(bytes, 1'000'000, EV_ABS, ABS_RX, 100);  // rests beside the middle
    put_event(bytes, 1'000'000, EV_ABS, ABS_RZ, 1023);
    put_event(bytes, 1'000'000, EV_KEY, BTN_SOUTH, 1);
    put_event(bytes, 1'000'000, EV_SYN, SYN_REPORT, 0);
    EvdevDecoder pad(EvdevKind::kGamepad);
    const auto pushed = all_of(pad, bytes);
    ASSERT_EQ(pushed.size(), 1u);
    EXPECT_NEAR((*pushed[0].push)[0], 1, 1e-9);
    EXPECT_NEAR((*pushed[0].push)[1], -1, 1e-9);  // a stick that is pulled goes down the screen
    EXPECT_EQ((*pushed[0].push)[3], 0);
    EXPECT_EQ(*pushed[0].pressure, 1);
    EXPECT_EQ(pushed[0].buttons, 1u);

    bytes.clear();
    put_event(bytes, 1'000'000, EV_REL, REL_X, -350);
    put_event(bytes, 1'000'000, EV_REL, REL_Z, 175);
    put_event(bytes, 1'000'000, EV_SYN, SYN_REPORT, 0);
    EvdevDecoder space(EvdevKind::kSpaceMouse);
    const auto turned = all_of(space, bytes);
    ASSERT_EQ(turned.size(), 1u);
    EXPECT_NEAR((*turned[0].push)[0], -1, 1e-9);
    EXPECT_NEAR((*turned[0].push)[2], 0.5, 1e-9);
}

TEST(Igtl, TheChecksumIsTheStandards) {
    const char digits[] = "123456789";
    EXPECT_EQ(crc64(std::as_bytes(std::span(digits, 9))), 0x6C40DF5F0B497347ULL);
}

const Turn kTurn{0.5, 0.5, -0.5, 0.5};
const Vec3 kAt{12.5, -40, 1300.25};

TEST(Igtl, TransformAndQtdataSayTheSamePose) {
    for (const std::uint16_t version : {std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{3}}) {
        Bytes bytes = igtl_message("TRANSFORM", "Stylus", 1'700'000'000'250'000, transform_body(kTurn, kAt), version);
        Bytes tools;
        put_tool(tools, "Other", Turn{}, {});
        put_tool(tools, "Stylus", kTurn, kAt);
        const Bytes more = igtl_message("QTDATA", "Tracker", 1'700'000'000'260'000, tools, version);
        bytes.insert(bytes.end(), more.begin(), more.end());
        IgtlDecoder decoder("Stylus");
        const auto samples = all_of(decoder, bytes, 7);
        ASSERT_EQ(samples.size(), 2u) << "version " << version;
        for (const RawPenSample& sample : samples) {
            EXPECT_EQ(*sample.position_mm, kAt);
            const Vec3 x = turned(*sample.orientation, {1, 0, 0}), expected = turned(kTurn, {1, 0, 0});
            EXPECT_NEAR(length(x - expected), 0, 1e-6);
        }
        EXPECT_EQ(samples[0].time_us, 1'700'000'000'250'000);
        EXPECT_EQ(samples[1].time_us - samples[0].time_us, 10'000);
        EXPECT_EQ(decoder.damaged(), 0u);
        EXPECT_EQ(decoder.seen(), (std::vector<std::string>{"Stylus", "Other"}));
    }
}

TEST(Igtl, OtherMessagesArePassedOver) {
    Bytes bytes = igtl_message("STATUS", "Server", 0, Bytes(30, std::byte{7}));
    const Bytes pose = igtl_message("TRANSFORM", "Tool", 0, transform_body(kTurn, kAt));
    bytes.insert(bytes.end(), pose.begin(), pose.end());
    IgtlDecoder decoder;
    const auto samples = all_of(decoder, bytes);
    ASSERT_EQ(samples.size(), 1u);
    EXPECT_FALSE(samples[0].own_clock);
    EXPECT_EQ(samples[0].time_us, 5'000'000);
    EXPECT_EQ(decoder.damaged(), 0u);
}

TEST(Igtl, AFlippedBitIsCountedAndNotBelieved) {
    const Bytes good = igtl_message("TRANSFORM", "Tool", 1'000'000, transform_body(kTurn, kAt));
    for (std::size_t at = 58; at < good.size(); ++at) {
        Bytes bad = good;
        bad[at] ^= std::byte{0x10};
        bad.insert(bad.end(), good.begin(), good.end());
        IgtlDecoder decoder;
        EXPECT_EQ(all_of(decoder, bad).size(), 1u) << at;
        EXPECT_EQ(decoder.damaged(), 1u) << at;
    }
}

TEST(Igtl, WhatIsNoMessageEndsTheConnectionRatherThanTheProgram) {
    IgtlDecoder decoder;
    const Bytes noise(500, std::byte{0xAB});
    EXPECT_TRUE(all_of(decoder, noise).empty());
    EXPECT_TRUE(decoder.lost());
    decoder.reset();
    EXPECT_EQ(all_of(decoder, igtl_message("TRANSFORM", "Tool", 1'000'000, transform_body(kTurn, kAt))).size(), 1u);
}

TEST(Igtl, AMirrorOrAShearIsNoPose) {
    Bytes body;
    for (const double value : {1., 0., 0., 0., 1., 0., 0., 0., -1., 0., 0., 0.}) put_real(body, value);
    IgtlDecoder decoder;
    const auto samples = all_of(decoder, igtl_message("TRANSFORM", "Tool", 1'000'000, body));
    ASSERT_EQ(samples.size(), 1u);
    EXPECT_EQ(samples[0].orientation->w, 0);  // which the guard refuses
}

TEST(AnyDecoder, SurvivesAMillionBytesOfNoise) {
    std::mt19937 random(7);
    std::uniform_int_distribution<int> byte(0, 255);
    Bytes noise(1'000'000);
    for (std::byte& b : noise) b = static_cast<std::byte>(byte(random));
    EvdevDecoder tablet(EvdevKind::kTablet), pad(EvdevKind::kGamepad), space(EvdevKind::kSpaceMouse);
    IgtlDecoder tracker;
    for (Decoder* decoder : {static_cast<Decoder*>(&tablet), static_cast<Decoder*>(&pad), static_cast<Decoder*>(&space),
                             static_cast<Decoder*>(&tracker)}) {
        (void)all_of(*decoder, noise, 4096);
        EXPECT_GT(decoder->damaged(), 0u);
    }
    // Messages that look right up to their contents.
    for (int i = 0; i < 3000; ++i) {
        Bytes body(static_cast<std::size_t>(byte(random)));
        for (std::byte& b : body) b = static_cast<std::byte>(byte(random));
        const char* types[] = {"TRANSFORM", "QTDATA", "POSITION"};
        IgtlDecoder decoder;
        (void)all_of(decoder, igtl_message(types[i % 3], "T", 1, body, static_cast<std::uint16_t>(1 + i % 3)));
    }
}

std::vector<XValuator> wacom() {
    return {{0, "Abs X", 0, 44704, 200000}, {1, "Abs Y", 0, 27940, 200000}, {2, "Abs Pressure", 0, 65536, 1},
            {3, "Abs Tilt X", -64, 63, 57}, {4, "Abs Tilt Y", -64, 63, 57}, {5, "Abs Wheel", -900, 899, 1}};
}

TEST(XTablet, ValuatorsAreReadByTheirLabels) {
    XTabletDecoder decoder(wacom());
    ASSERT_TRUE(decoder.has_pressure());
    const unsigned char all[] = {0x1F};
    const double values[] = {22352, 13970, 32768, 28.5, -57};
    const RawPenSample whole = decoder.motion(1000, 77, all, values);
    EXPECT_NEAR((*whole.place)[0], 0.5, 1e-12);
    EXPECT_NEAR(*whole.pressure, 0.5, 1e-12);
    EXPECT_NEAR((*whole.tilt_deg)[0], 28.647889756541161, 1e-9);  // half a radian
    // Only what changed is said; the rest stands.
    const unsigned char pressure_only[] = {0x04};
    const double less[] = {16384};
    const RawPenSample next = decoder.motion(1005, 78, pressure_only, less);
    EXPECT_NEAR((*next.place)[1], 0.5, 1e-12);
    EXPECT_NEAR(*next.pressure, 0.25, 1e-12);
    EXPECT_EQ(next.time_us - whole.time_us, 5000);
    EXPECT_EQ(decoder.button(1006, 79, 1, true).buttons, 1u);
    EXPECT_EQ(decoder.button(1007, 80, 1, false).buttons, 0u);
}

TEST(XTablet, TheServersClockMayRunOver) {
    XTabletDecoder decoder(wacom());
    const RawPenSample before = decoder.button(0xFFFFFFFE, 1, 1, true), after = decoder.button(3, 2, 1, false);
    EXPECT_EQ(after.time_us - before.time_us, 5000);
}

TEST(XTablet, AMaskWithoutItsValuesReadsNothingBeyondThem) {
    XTabletDecoder decoder(wacom());
    const unsigned char all[] = {0xFF, 0xFF, 0xFF};
    const double one[] = {std::numeric_limits<double>::quiet_NaN()};
    const RawPenSample sample = decoder.motion(1, 1, all, one);
    EXPECT_FALSE(sample.place);
}

}  // namespace
}  // namespace np::input::test
