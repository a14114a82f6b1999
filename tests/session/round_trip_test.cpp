// What is recorded is what is read, bit for bit and in the same order.
#include <gtest/gtest.h>

#include <algorithm>

#include "block_writer.h"
#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/record.h"
#include "needlepoint/session/verify.h"

namespace np::session::test {
namespace {

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void expect_same(const MadeSession& session, const Record& record) {
    std::size_t ticks = 0;
    const Status done =
        record.for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            ASSERT_EQ(tick, ticks++);
            EXPECT_TRUE(same(inputs.bytes(), session.inputs[tick].bytes())) << "inputs of tick " << tick;
            EXPECT_TRUE(same(events.bytes(), session.events[tick].bytes())) << "events of tick " << tick;
            EXPECT_EQ(inputs.count(), session.inputs[tick].count());
        });
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_EQ(ticks, session.inputs.size());
}

class RoundTrip : public testing::TestWithParam<bool> {};

TEST_P(RoundTrip, EveryKindWithAnyValues) {
    const Folder folder;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const MadeSession session(seed, 777);
        const auto file = folder / ("session-" + std::to_string(seed) + ".mcap");
        Recorder::Options options;
        options.own_thread = GetParam();
        auto recorder = Recorder::create(file, small_meta(), options);
        ASSERT_TRUE(recorder) << recorder.error().message;
        ASSERT_TRUE(session.record(*recorder));
        ASSERT_TRUE(recorder->close());
        EXPECT_EQ(recorder->durable_tick(), 777u);
        const auto record = Record::open(file);
        ASSERT_TRUE(record) << record.error().message;
        EXPECT_TRUE(record->whole());
        EXPECT_EQ(record->cut_sentence(), "");
        EXPECT_EQ(record->end_tick(), 777u);
        EXPECT_EQ(record->meta().facts, small_meta().facts);
        EXPECT_EQ(record->meta().attachments, small_meta().attachments);
        expect_same(session, *record);
    }
}

// What a version wrote that knew only wide columns is read and verified as ever.
TEST(WideColumns, AreReadAndVerifiedAsEver) {
    const Folder folder;
    const MadeSession session(5, 300);
    const auto file = folder / "wide.mcap", same_file = folder / "narrow.mcap";
    auto output = OutputFile::create(file, false);
    ASSERT_TRUE(output) << output.error().message;
    BlockWriter writer(std::move(*output), ColumnForm::kWide);
    ASSERT_TRUE(writer.write_head(small_meta()));
    for (sdk::Tick first = 0; first < 300; first += 100) {
        sdk::EventBuffer inputs, events;
        for (sdk::Tick tick = first; tick < first + 100; ++tick) {
            inputs.append(session.inputs[tick]);
            events.append(session.events[tick]);
        }
        ASSERT_TRUE(writer.write_block(first, first + 100, inputs, events));
    }
    ASSERT_TRUE(writer.write_end(nullptr));
    const auto record = Record::open(file);
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_TRUE(record->whole());
    expect_same(session, *record);
    const auto verified = verify(file, TrustedStations());
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->good()) << verified->problem->what;

    auto recorder = Recorder::create(same_file, small_meta());
    ASSERT_TRUE(recorder);
    ASSERT_TRUE(session.record(*recorder));
    ASSERT_TRUE(recorder->close());
    EXPECT_NE(*read_file(file), *read_file(same_file));
}

// What a version wrote of a kind whose last `unknown` columns it did not know, and described in other words.
mcap::Schema earlier_schema(const sdk::KindInfo& kind, std::size_t unknown) {
    sdk::KindInfo earlier = kind;
    earlier.fields = kind.fields.first(kind.fields.size() - unknown);
    std::string text = "# Other words.\n" + schema_text(earlier, ColumnForm::kNarrow);
    return {static_cast<std::uint16_t>(kNarrowChannels + kind.number), schema_name(kind), "ros2msg", text};
}

TEST(FewerColumns, AreReadAsZeroAndVerifiedAsTheyWereWritten) {
    const Folder folder;
    const auto file = folder / "earlier.mcap";
    sdk::event::strike strike;
    strike.tick = 7;
    strike.depth_um.assign(3, 900);
    const sdk::KindInfo& kind = *sdk::kind_info(NP_KIND_strike);
    for (std::size_t unknown = 0; unknown < kind.fields.size(); ++unknown) {
        auto output = OutputFile::create(file, true);
        ASSERT_TRUE(output) << output.error().message;
        BlockWriter writer(std::move(*output));
        ASSERT_TRUE(writer.take(earlier_schema(kind, unknown)));
        ASSERT_TRUE(writer.write_head(small_meta()));
        sdk::EventBuffer events;
        events.append(strike);
        ASSERT_TRUE(writer.write_block(0, 100, {}, events));
        ASSERT_TRUE(writer.write_end(nullptr));
        const auto verified = verify(file, TrustedStations());
        ASSERT_TRUE(verified);
        EXPECT_TRUE(verified->good()) << unknown << ": " << verified->problem->what;
        const auto record = Record::open(file);
        ASSERT_TRUE(record) << record.error().message;
        EXPECT_TRUE(record->whole());
    }
}

TEST(FewerColumns, OthersThanTheFirstOnesOfTodayAreRefused) {
    const sdk::KindInfo& kind = *sdk::kind_info(NP_KIND_strike);
    Schemas schemas;
    mcap::Schema renamed = earlier_schema(kind, 1), foreign = earlier_schema(kind, 1), empty = foreign;
    renamed.data.replace(renamed.data.find("place"), 5, "plaice");
    foreign.id = 777;
    empty.data.clear();
    for (const auto& schema : {renamed, foreign, empty}) EXPECT_FALSE(schemas.take(schema)) << schema.id << schema.data;
}

INSTANTIATE_TEST_SUITE_P(BothThreads, RoundTrip, testing::Bool(),
                         [](const auto& of) { return of.param ? "OwnThread" : "CallersThread"; });

}  // namespace
}  // namespace np::session::test
