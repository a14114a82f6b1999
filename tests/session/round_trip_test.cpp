// What is recorded is what is read, bit for bit and in the same order.
#include <gtest/gtest.h>

#include <algorithm>

#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/record.h"

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

INSTANTIATE_TEST_SUITE_P(BothThreads, RoundTrip, testing::Bool(),
                         [](const auto& of) { return of.param ? "OwnThread" : "CallersThread"; });

}  // namespace
}  // namespace np::session::test
