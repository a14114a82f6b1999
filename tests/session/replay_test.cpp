#include <gtest/gtest.h>

#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/replay.h"

namespace np::session::test {
namespace {

// A simulation of a few lines: every hand sample causes a strike that follows from it and from how many came before.
class Echo {
  public:
    void operator()(const sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
        for (const sdk::RecordView input : inputs) {
            const auto hand = input.value<sdk::event::hand>();
            sdk::event::strike strike;
            strike.tick = tick_;
            strike.force_mn = hand.press_mn;
            strike.depth_um = {1000 + hand.press_mn, 1001, 1002 + count_++};
            if (strike.tick == wrong_tick) strike.depth_um[1] = 999;
            events.append(strike);
            if (strike.tick == extra_tick) events.append(strike);
        }
        ++tick_;
    }
    sdk::Tick wrong_tick = ~0u, extra_tick = ~0u;

  private:
    sdk::Tick tick_ = 0;
    std::int32_t count_ = 0;
};

Expected<Record> recorded_echo() {
    const Folder folder;
    auto recorder = Recorder::create(folder / "echo.mcap", small_meta());
    Echo echo;
    for (sdk::Tick tick = 0; tick < 500; ++tick) {
        sdk::EventBuffer inputs, events;
        if (tick % 4 == 0) {
            sdk::event::hand hand;
            hand.tick = tick;
            hand.press_mn = static_cast<std::int32_t>(tick % 97);
            inputs.append(hand);
        }
        echo(inputs, events);
        EXPECT_TRUE(recorder->append(tick, inputs, events));
    }
    EXPECT_TRUE(recorder->close());
    return Record::open(folder / "echo.mcap");
}

TEST(Replay, IsTheSameWhenTheSimulationIs) {
    const auto record = recorded_echo();
    ASSERT_TRUE(record);
    const auto result = replay(*record, Echo());
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->same);
    EXPECT_EQ(result->ticks, 500u);
    EXPECT_FALSE(result->first_difference);
}

TEST(Replay, NamesTickEventAndField) {
    const auto record = recorded_echo();
    Echo wrong;
    wrong.wrong_tick = 232;
    const auto result = replay(*record, wrong);
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->same);
    ASSERT_TRUE(result->first_difference);
    EXPECT_EQ(result->first_difference->tick, 232u);
    EXPECT_EQ(result->first_difference->event, "strike#0");
    EXPECT_EQ(result->first_difference->field, "depth_um[1]");
    EXPECT_EQ(result->first_difference->recorded, "1001");
    EXPECT_EQ(result->first_difference->simulated, "999");
    EXPECT_EQ(result->ticks, 233u);
}

TEST(Replay, NamesAnEventTooMany) {
    const auto record = recorded_echo();
    Echo extra;
    extra.extra_tick = 400;
    const auto result = replay(*record, extra);
    ASSERT_TRUE(result->first_difference);
    EXPECT_EQ(result->first_difference->tick, 400u);
    EXPECT_EQ(result->first_difference->event, "strike#1");
    EXPECT_EQ(result->first_difference->field, "extra");
    const auto silent = replay(*record, [](const sdk::EventBuffer&, sdk::EventBuffer&) {});
    EXPECT_EQ(silent->first_difference->field, "missing");
    EXPECT_EQ(silent->first_difference->tick, 0u);
}

TEST(Replay, ComparesEveryFieldOfEveryKind) {
    Numbers numbers(11);
    for (const sdk::KindInfo& kind : sdk::kKinds) {
        sdk::EventBuffer one;
        append_made(kind, 5, numbers, one);
        EXPECT_FALSE(first_difference(*one.begin(), *one.begin()));
        // Every byte of the fixed fields matters except those of slices, whose contents do.
        for (const sdk::FieldInfo& field : kind.fields) {
            if (field.type == sdk::FieldType::kText || field.type >= sdk::FieldType::kU8s) continue;
            std::vector<std::uint64_t> copy(one.bytes().size() / 8);
            std::memcpy(copy.data(), one.bytes().data(), one.bytes().size());
            reinterpret_cast<unsigned char*>(copy.data())[field.offset] ^= 1;
            sdk::EventBuffer other;
            other.append_bytes(std::as_bytes(std::span<const std::uint64_t>(copy)), 1);
            const auto found = first_difference(*one.begin(), *other.begin());
            ASSERT_TRUE(found) << kind.name << "." << field.name;
            EXPECT_EQ(found->event, kind.name);
            EXPECT_EQ(found->field.substr(0, std::string(field.name).size()), field.name);
        }
    }
}

}  // namespace
}  // namespace np::session::test
