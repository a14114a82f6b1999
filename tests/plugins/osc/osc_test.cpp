// OSC datagrams become samples, or are refused as a whole with a sentence.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "message.hpp"
#include "needlepoint/plugin_host/pen_decoder.h"

namespace np::test {
namespace {

using Bytes = std::vector<std::byte>;

void put_big(Bytes& to, std::uint64_t value, std::size_t size) {
    for (std::size_t i = size; i-- > 0;) to.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
}
void put_text(Bytes& to, const std::string& text) {
    for (const char c : text) to.push_back(static_cast<std::byte>(c));
    do to.push_back(std::byte{0});
    while (to.size() % 4 != 0);
}
Bytes message(const std::string& address, const std::vector<double>& numbers, char type = 'f') {
    Bytes bytes;
    put_text(bytes, address);
    put_text(bytes, "," + std::string(numbers.size(), type));
    for (const double number : numbers) {
        const auto single = static_cast<float>(number);
        std::uint32_t word = 0;
        std::uint64_t wide = 0;
        std::memcpy(&word, &single, 4);
        std::memcpy(&wide, &number, 8);
        if (type == 'f') put_big(bytes, word, 4);
        if (type == 'd') put_big(bytes, wide, 8);
        if (type == 'i') put_big(bytes, static_cast<std::uint32_t>(static_cast<std::int32_t>(number)), 4);
        if (type == 'h') put_big(bytes, static_cast<std::uint64_t>(static_cast<std::int64_t>(number)), 8);
    }
    return bytes;
}
Bytes bundle(std::uint64_t time, const std::vector<Bytes>& parts) {
    Bytes bytes;
    put_text(bytes, "#bundle");
    put_big(bytes, time, 8);
    for (const Bytes& part : parts) {
        put_big(bytes, part.size(), 4);
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    return bytes;
}

struct Pen {
    plugin_host::PenDecoder decoder;
    std::vector<np_pen_sample> samples;
    explicit Pen(const Parameters& parameters = {})
        : decoder([&] {
              auto library = plugin_host::Library::load(std::string(NP_BINARY_DIR) + "/plugins/osc.so");
              EXPECT_TRUE(library) << library.error().message;
              auto made = plugin_host::PenDecoder::begin(*library, parameters);
              EXPECT_TRUE(made) << made.error().message;
              return std::move(*made);
          }()) {}
    void hear(const Bytes& bytes, std::uint64_t now_us = 1'000'000) { decoder.feed(bytes, now_us, samples); }
};

TEST(Osc, ABundleIsOneSampleWithItsOwnTime) {
    Pen pen;
    // 2 seconds and a half since 1900.
    pen.hear(
        bundle(2ULL << 32 | 0x80000000ULL,
               {message("/pen/position", {1.5, -2, 300}), message("/pen/orientation", {0.5, 0.5, -0.5, 0.5}, 'd'),
                message("/pen/pressure", {0.25}), message("/pen/tilt", {10, -20}), message("/pen/buttons", {3}, 'i')}));
    ASSERT_EQ(pen.samples.size(), 1u);
    const np_pen_sample& s = pen.samples[0];
    EXPECT_EQ(s.time_us, 2'500'000u);
    EXPECT_EQ(s.position_um[0], 1500);
    EXPECT_EQ(s.position_um[1], -2000);
    EXPECT_EQ(s.position_um[2], 300000);
    EXPECT_NEAR(s.orientation_q30[2] / 1073741824.0, -0.5, 1e-8);
    EXPECT_EQ(s.pressure_q16, 16384u);
    EXPECT_EQ(s.tilt_mdeg[1], -20000);
    EXPECT_EQ(s.buttons, 3u);
    EXPECT_EQ(s.observed, static_cast<std::uint32_t>(NP_PEN_POSITION | NP_PEN_ORIENTATION | NP_PEN_PRESSURE |
                                                     NP_PEN_TILT | NP_PEN_BUTTONS));
    EXPECT_EQ(pen.decoder.malformed(), 0u);
}

TEST(Osc, WhatIsNotSaidStandsAsItWas) {
    Pen pen;
    pen.hear(message("/pen/pressure", {0.5}), 10);
    pen.hear(message("/pen/buttons", {1}, 'h'), 20);
    pen.hear(message("/other/thing", {9}), 30);
    ASSERT_EQ(pen.samples.size(), 2u);
    EXPECT_EQ(pen.samples[1].pressure_q16, 32768u);
    EXPECT_EQ(pen.samples[1].buttons, 1u);
    EXPECT_EQ(pen.samples[1].time_us, 20u);
    pen.decoder.restart();
    pen.hear(message("/pen/buttons", {0}, 'i'), 40);
    EXPECT_EQ(pen.samples.back().observed, static_cast<std::uint32_t>(NP_PEN_BUTTONS)) << "a new beginning forgets";
}

TEST(Osc, ThePrefixIsAParameter) {
    Parameters parameters;
    parameters.set("plugin.osc.prefix", std::string("/left/hand"));
    Pen pen(parameters);
    pen.hear(message("/pen/pressure", {0.5}));
    EXPECT_TRUE(pen.samples.empty());
    pen.hear(message("/left/hand/pressure", {0.5}));
    EXPECT_EQ(pen.samples.size(), 1u);
}

TEST(Osc, NonsenseIsRefusedAsAWholeWithASentence) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    const Bytes bad[] = {message("/pen/position", {nan, 0, 0}),
                         message("/pen/position", {0, inf, 0}),
                         message("/pen/position", {0, 0, 1e12}, 'd'),
                         message("/pen/position", {0, 0}),
                         message("/pen/orientation", {1, 1, 1, 1}),
                         message("/pen/orientation", {nan, 0, 0, 0}),
                         message("/pen/axis", {0, 0, 0}),
                         message("/pen/pressure", {1.01}),
                         message("/pen/pressure", {-1}),
                         message("/pen/tilt", {100, 0}),
                         message("/pen/buttons", {-1}, 'i'),
                         message("/pen/speed", {1}),
                         bundle(1, {message("/pen/pressure", {0.5}), message("/pen/position", {nan, 0, 0})}),
                         Bytes(3, std::byte{'/'}),
                         Bytes(8, std::byte{'/'}),
                         Bytes()};
    Pen pen;
    std::uint64_t refused = 0;
    for (const Bytes& bytes : bad) {
        pen.hear(bytes);
        EXPECT_EQ(pen.decoder.malformed(), ++refused);
        EXPECT_FALSE(pen.decoder.complaint().empty());
    }
    EXPECT_TRUE(pen.samples.empty());
    EXPECT_TRUE(pen.decoder.problem().empty()) << "it goes on";
    pen.hear(message("/pen/pressure", {0.5}));
    EXPECT_EQ(pen.samples.size(), 1u);
}

TEST(Osc, ArgumentsOfOtherTypesArePassedOver) {
    Bytes bytes;
    put_text(bytes, "/pen/buttons");
    put_text(bytes, ",sTbNtc");
    put_text(bytes, "a word");
    put_big(bytes, 5, 4), put_big(bytes, 0, 8);  // a blob of five bytes and its padding
    put_big(bytes, 1, 8), put_big(bytes, 'x', 4);
    Pen pen;
    pen.hear(bytes);
    ASSERT_EQ(pen.samples.size(), 1u) << pen.decoder.complaint();
    EXPECT_EQ(pen.samples[0].buttons, 1u);
}

TEST(Osc, SurvivesEveryCutAndNoise) {
    Bytes whole = message("/pen/position", {1, 2, 3});
    for (int i = 0; i < 6; ++i) whole = bundle(1, {whole, message("/pen/pressure", {0.1})});
    std::mt19937 random(5);
    Pen pen;
    for (std::size_t size = 0; size <= whole.size(); ++size)
        pen.hear(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    // Cut behind its first part the bundle is a whole one, only shorter.
    EXPECT_EQ(pen.samples.size(), 2u);
    for (int i = 0; i < 20'000; ++i) {
        Bytes bytes = whole;
        for (int k = 0; k < 4; ++k) bytes[random() % bytes.size()] = static_cast<std::byte>(random());
        pen.hear(bytes);
    }
    EXPECT_TRUE(pen.decoder.problem().empty()) << pen.decoder.problem();
    Bytes deep = message("/pen/pressure", {0.1});
    for (int i = 0; i < 2000; ++i) deep = bundle(1, {deep});
    const auto before = pen.decoder.malformed();
    pen.hear(deep);
    EXPECT_EQ(pen.decoder.malformed(), before + 1);
}

}  // namespace
}  // namespace np::test
