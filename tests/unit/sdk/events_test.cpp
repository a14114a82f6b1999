#include <gtest/gtest.h>

#include <set>

#include "needlepoint/sdk/events.hpp"

namespace np::sdk {
namespace {

// Fills every field of any kind with values that differ from each other, and compares field by field.
struct Filler {
    std::uint64_t next = 1;
    void operator()(std::uint32_t& to) { to = static_cast<std::uint32_t>(next++ * 0x1234567); }
    void operator()(std::int32_t& to) { to = -static_cast<std::int32_t>(next++ * 1001); }
    void operator()(std::uint64_t& to) { to = next++ << 40; }
    void operator()(std::int64_t& to) { to = -(static_cast<std::int64_t>(next++) << 40); }
    void operator()(std::int32_t (&to)[3]) {
        for (std::int32_t& one : to) one = static_cast<std::int32_t>(next++) - 5;
    }
    void operator()(std::string& to) { to = "text " + std::to_string(next++) + " \xc3\xa4"; }
    template <class Element>
    void operator()(std::vector<Element>& to) {
        for (std::uint64_t i = 0; i < next % 5 + 1; ++i) to.push_back(static_cast<Element>(next * 31 + i));
        ++next;
    }
};

template <class Field>
bool same(const Field& a, const Field& b) {
    return a == b;
}
bool same(const std::int32_t (&a)[3], const std::int32_t (&b)[3]) {
    return std::equal(a, a + 3, b);
}

template <class Value>
void round_trip() {
    Value value;
    value.tick = 123456789012345ull;
    typename Value::Raw raw{};
    Filler filler;
    Value::visit_fields(value, raw, [&](auto& field, auto&) { filler(field); });
    EventBuffer buffer;
    buffer.append(value);
    ASSERT_EQ(buffer.count(), 1u);
    const RecordView record = *buffer.begin();
    EXPECT_EQ(record.kind(), Value::kKind);
    EXPECT_EQ(record.header()->bytes % 8, 0u);
    EXPECT_EQ(record.bytes().size(), buffer.bytes().size());
    const Value back = record.value<Value>();
    EXPECT_EQ(back.tick, value.tick);
    bool equal = true;
    // Visits `value` beside a raw record, so the fields of `back` are collected first.
    std::vector<const void*> fields;
    Value::visit_fields(back, raw, [&](const auto& field, auto&) { fields.push_back(&field); });
    std::size_t at = 0;
    Value::visit_fields(value, raw, [&](const auto& field, auto&) {
        using Field = std::remove_reference_t<decltype(field)>;
        equal = equal && same(field, *static_cast<const Field*>(fields[at++]));
    });
    EXPECT_TRUE(equal) << kind_info(Value::kKind)->name;
    EXPECT_EQ(at, kind_info(Value::kKind)->fields.size());
}

TEST(Events, EveryKindComesBackAsItWas) {
#define NP_TEST_KIND(kind, number, topic, doc) round_trip<event::kind>();
    NP_RECORD_KINDS(NP_TEST_KIND)
#undef NP_TEST_KIND
}

TEST(Events, KindsAndTopicsAreUnique) {
    std::set<std::uint16_t> numbers;
    std::set<std::string> topics;
    for (const KindInfo& kind : kKinds) {
        EXPECT_TRUE(numbers.insert(kind.number).second) << kind.name;
        EXPECT_TRUE(topics.insert(kind.topic).second) << kind.name;
        EXPECT_EQ(is_input(kind.number), std::string(kind.topic).rfind("/input/", 0) == 0) << kind.name;
        EXPECT_STRNE(kind.doc, "") << kind.name;
    }
}

TEST(Events, UnknownKindsAndLongerRecordsAreSteppedOver) {
    EventBuffer buffer;
    event::skip before;
    before.tick = 1;
    before.seconds = 60;
    before.reason = "dwell";
    buffer.append(before);
    // A kind of the future, and a known kind with a field that this program does not know.
    alignas(8) std::byte future[40] = {};
    const np_event_header unknown = {sizeof future, 999, 1, 2};
    std::memcpy(future, &unknown, sizeof unknown);
    buffer.append_bytes(future, 1);
    std::vector<std::byte> longer((*buffer.begin()).bytes().begin(), (*buffer.begin()).bytes().end());
    longer.resize(longer.size() + 16);
    const auto bytes = static_cast<std::uint32_t>(longer.size());
    std::memcpy(longer.data(), &bytes, sizeof bytes);
    buffer.append_bytes(longer, 1);
    event::note after;
    after.tick = 4;
    after.text = "end";
    buffer.append(after);

    std::vector<std::uint16_t> kinds;
    for (const RecordView record : buffer) kinds.push_back(record.kind());
    EXPECT_EQ(kinds, (std::vector<std::uint16_t>{event::skip::kKind, 999, event::skip::kKind, event::note::kKind}));
    EXPECT_EQ(kind_info(999), nullptr);
    int skips = 0;
    for (const RecordView record : buffer)
        if (record.raw<event::skip>() != nullptr && record.value<event::skip>().reason == "dwell") ++skips;
    EXPECT_EQ(skips, 2);
}

TEST(Events, ABufferTakesOverTheRecordsOfAnother) {
    event::note note;
    event::strike strike;
    strike.cell = {7, 9};
    EventBuffer all, one_by_one;
    for (const char* text : {"before", "after"}) {
        EventBuffer tick;
        note.text = text;
        tick.append(note);
        tick.append(strike);
        all.append(tick);
        for (const RecordView record : tick) one_by_one.append(record);
    }
    all.append(EventBuffer());
    EXPECT_EQ(all.count(), 4u);
    ASSERT_EQ(all.bytes().size(), one_by_one.bytes().size());
    EXPECT_EQ(std::memcmp(all.bytes().data(), one_by_one.bytes().data(), all.bytes().size()), 0);
}

TEST(Events, EmptyTextsAndArraysTakeNoRoom) {
    EventBuffer buffer;
    buffer.append(event::strike{});
    EXPECT_EQ((*buffer.begin()).header()->bytes, (sizeof(np_strike) + 7) / 8 * 8);
    EXPECT_TRUE((*buffer.begin()).value<event::strike>().cell.empty());
}

}  // namespace
}  // namespace np::sdk
