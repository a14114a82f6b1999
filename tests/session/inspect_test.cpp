#include <gtest/gtest.h>

#include "made_records.h"
#include "needlepoint/session/inspect.h"

namespace np::session::test {
namespace {

Expected<Record> recorded(const std::filesystem::path& file, const std::vector<sdk::EventBuffer>& events) {
    auto recorder = Recorder::create(file, small_meta());
    sdk::EventBuffer none;
    for (std::size_t tick = 0; tick < events.size(); ++tick) EXPECT_TRUE(recorder->append(tick, none, events[tick]));
    EXPECT_TRUE(recorder->close());
    return Record::open(file);
}

TEST(Inspect, CountsWhatIsThere) {
    const Folder folder;
    std::vector<sdk::EventBuffer> events(1234);
    sdk::event::note note;
    for (const std::size_t tick : {0u, 5u, 99u, 100u, 1233u}) {
        note.tick = tick;
        events[tick].append(note);
    }
    const auto record = recorded(folder / "a.mcap", events);
    ASSERT_TRUE(record);
    const Inspection inside = inspect(*record);
    EXPECT_EQ(inside.counts.at("note"), 5u);
    EXPECT_EQ(inside.counts.at("strike"), 0u);
    EXPECT_EQ(inside.counts.size(), std::size(sdk::kKinds));
    EXPECT_EQ(inside.duration_ticks, 1234u);
    EXPECT_EQ(inside.durable_tick, 1234u);
    EXPECT_TRUE(inside.whole);
    EXPECT_EQ(inside.cut, "");
    EXPECT_EQ(inside.meta, small_meta().facts);
    EXPECT_EQ(inside.bytes_per_minute,
              (std::filesystem::file_size(folder / "a.mcap") - record->head_bytes()) * 60000 / 1234);
}

TEST(Inspect, WritesRows) {
    const Folder folder;
    std::vector<sdk::EventBuffer> events(3);
    sdk::event::stroke_begin begin;
    begin.stroke = 1;
    begin.tip_um[0] = -5;
    begin.instrument = "pen, \"old\"";
    events[0].append(begin);
    sdk::event::swipe swipe;
    swipe.tick = 2;
    swipe.substance = "gel";
    swipe.cell = {7, 8, 4294967295u};
    events[2].append(swipe);
    const auto record = recorded(folder / "a.mcap", events);
    std::string csv;
    ASSERT_TRUE(write_csv(*record, "", [&](std::string_view text) { csv += text; }));
    EXPECT_EQ(csv,
              "kind,tick,stroke,zone,tip_um_x,tip_um_y,tip_um_z,motor_on,instrument\n"
              "stroke_begin,0,1,0,-5,0,0,0,\"pen, \"\"old\"\"\"\n"
              "\n"
              "kind,tick,zone,state,substance,thing,cell\n"
              "swipe,2,0,0,gel,,7 8 4294967295\n");
    csv.clear();
    ASSERT_TRUE(write_csv(*record, "hand", [&](std::string_view text) { csv += text; }));
    EXPECT_EQ(csv.substr(0, 10), "kind,tick,");
    EXPECT_EQ(csv.find('\n'), csv.size() - 1);
    EXPECT_EQ(write_csv(*record, "sneeze", [](std::string_view) {}).error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace np::session::test
