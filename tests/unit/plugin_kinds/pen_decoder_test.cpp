#include "needlepoint/plugin_host/pen_decoder.h"

#include <gtest/gtest.h>

#include <cstring>

#include "pad.h"

namespace np::plugin_host {
namespace {

PenDecoder begin(Parameters parameters = {}) {
    auto decoder = PenDecoder::begin(try_kind("line_pen"), std::move(parameters));
    if (!decoder) throw std::runtime_error(decoder.error().message);
    return std::move(*decoder);
}

std::vector<np_pen_sample> fed(PenDecoder& decoder, const std::string& text, std::size_t cut) {
    std::vector<np_pen_sample> samples;
    for (std::size_t at = 0; at < text.size(); at += cut) {
        const std::string part = text.substr(at, cut);
        decoder.feed(std::as_bytes(std::span(part.data(), part.size())), 7, samples);
    }
    return samples;
}

TEST(PenDecoder, SaysWhereItsBytesComeFrom) {
    const DeviceSource source = source_of(*try_kind("line_pen"));
    EXPECT_EQ(source.kind, DeviceSource::Kind::kUdp);
    EXPECT_EQ(source.address, "127.0.0.1:9123");
    EXPECT_EQ(source.observes, std::uint32_t{NP_PEN_POSITION | NP_PEN_PRESSURE});
}

TEST(PenDecoder, GivesTheSameSamplesHoweverTheBytesAreCut) {
    const std::string text = "10 1000 -2000 3000 50\n20 1 2 3 100\n30 4 5 6 0\n";
    PenDecoder whole = begin();
    const auto expected = fed(whole, text, text.size());
    ASSERT_EQ(expected.size(), 3u);
    EXPECT_EQ(expected[0].time_us, 10u);
    EXPECT_EQ(expected[0].position_um[1], -2000);
    EXPECT_EQ(expected[0].pressure_q16, 32768u);
    for (const std::size_t cut : {1u, 2u, 3u, 7u, 20u}) {
        PenDecoder decoder = begin();
        const auto found = fed(decoder, text, cut);
        ASSERT_EQ(found.size(), expected.size()) << cut;
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_EQ(std::memcmp(&found[i], &expected[i], sizeof found[i]), 0) << cut;
    }
}

TEST(PenDecoder, CountsWhatMakesNoSenseAndGoesOn) {
    PenDecoder decoder = begin();
    const auto samples = fed(decoder, "hello\n10 1 2 3 4\n11 1 2 3 4 tilt\n12 1 2 3 4 odd\n13 1 2 3 4\n", 9);
    EXPECT_EQ(samples.size(), 2u);  // one bit is unknown, the other was not declared
    EXPECT_EQ(decoder.malformed(), 3u);
    EXPECT_NE(decoder.complaint().find("did not say what it holds"), std::string::npos) << decoder.complaint();
    EXPECT_TRUE(decoder.problem().empty());
}

TEST(PenDecoder, ForgetsWhatWasHalfReadWhenItBeginsAnew) {
    PenDecoder decoder = begin();
    EXPECT_TRUE(fed(decoder, "10 1 2", 6).empty());
    decoder.restart();
    EXPECT_EQ(fed(decoder, "20 1 2 3 4\n", 4).size(), 1u);
    EXPECT_EQ(decoder.malformed(), 0u);
}

TEST(PenDecoder, GivesUpWithASentenceAndStaysSilent) {
    PenDecoder decoder = begin();
    EXPECT_TRUE(fed(decoder, "die\n", 4).empty());
    EXPECT_EQ(decoder.problem(), "the device plugin 'line_pen' gave up: the pen is dead");
    EXPECT_TRUE(fed(decoder, "10 1 2 3 4\n", 11).empty());
}

TEST(PenDecoder, TakesItsParametersAndRefusesWrongOnes) {
    Parameters twice;
    twice.set("plugin.line_pen.scale", 2.0);
    PenDecoder decoder = begin(twice);
    EXPECT_EQ(fed(decoder, "10 1000 0 0 0\n", 14)[0].position_um[0], 2000);
    Parameters wrong;
    wrong.set("plugin.line_pen.scale", 20.0);
    const auto refused = PenDecoder::begin(try_kind("line_pen"), wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "the parameter 'plugin.line_pen.scale' takes 0.1 to 10, found 20");
}

}  // namespace
}  // namespace np::plugin_host
