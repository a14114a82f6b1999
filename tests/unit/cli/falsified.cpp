// A record that was changed in any kind of field is found out, and `replay` names the tick and the field.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "needlepoint/core/files.h"
#include "needlepoint/session/record.h"
#include "needlepoint/session/recorder.h"
#include "run_program.h"

namespace np::test {
namespace {

const std::string kProgram = std::string(NP_BINARY_DIR) + "/needlepoint-headless";

// A visit in which every kind of event that the pad knows happens.
const session::Record& honest() {
    static const Scratch scratch;
    static const session::Record record = [] {
        const Ran ran = run(scratch, kProgram,
                            "$NP run tutorial/first-strokes --trainee careless --seed 4 --out $D/a.mcap --data " +
                                std::string(NP_SOURCE_DIR));
        EXPECT_EQ(ran.code, 0) << ran.err;
        return *session::Record::open(scratch / "a.mcap");
    }();
    return record;
}

// Adds 1 to one byte of the field, wherever its contents lie; false where there is nothing to change.
bool change(std::vector<std::uint64_t>& words, const sdk::FieldInfo& field) {
    auto* bytes = reinterpret_cast<unsigned char*>(words.data());
    if (field.type == sdk::FieldType::kText || field.type >= sdk::FieldType::kU8s) {
        np_slice slice;
        std::memcpy(&slice, bytes + field.offset, sizeof slice);
        if (slice.count == 0) return false;
        // A letter stays a letter, so that the text stays one.
        bytes[slice.offset] = field.type == sdk::FieldType::kText ? (bytes[slice.offset] == 'q' ? 'z' : 'q')
                                                                  : static_cast<unsigned char>(bytes[slice.offset] + 1);
        return true;
    }
    bytes[field.offset] ^= 1;
    return true;
}

struct Falsified {
    sdk::Tick tick = 0;
    bool done = false;
};

// The record again, with the `which`-th event of that kind changed in that field.
Falsified falsify(const sdk::KindInfo& kind, const sdk::FieldInfo& field, int which,
                  const std::filesystem::path& file) {
    Falsified falsified;
    auto recorder = session::Recorder::create(file, honest().meta(), {false, true, 0});
    EXPECT_TRUE(recorder);
    int met = 0;
    EXPECT_TRUE(
        honest().for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            sdk::EventBuffer written;
            for (const sdk::RecordView event : events) {
                std::vector<std::uint64_t> words(event.bytes().size() / 8);
                std::memcpy(words.data(), event.bytes().data(), event.bytes().size());
                if (event.kind() == kind.number && !falsified.done && met++ >= which && change(words, field))
                    falsified = {tick, true};
                written.append_bytes(std::as_bytes(std::span<const std::uint64_t>(words)), 1);
            }
            EXPECT_TRUE(recorder->append(tick, inputs, written));
        }));
    EXPECT_TRUE(recorder->close());
    return falsified;
}

TEST(Falsified, EveryKindOfFieldIsNamedWithItsTick) {
    const Scratch scratch;
    std::set<sdk::FieldType> types;
    std::set<std::string> kinds;
    int tried = 0;
    for (const sdk::KindInfo& kind : sdk::kKinds) {
        if (sdk::is_input(kind.number)) continue;
        for (const sdk::FieldInfo& field : kind.fields) {
            // One field of each type and kind, somewhere in the middle of the visit.
            if (!types.insert(field.type).second &&
                kinds.count(kind.name + std::to_string(static_cast<int>(field.type))))
                continue;
            const Falsified falsified = falsify(kind, field, 3, scratch / "false.mcap");
            if (!falsified.done) {
                if (types.count(field.type) && kinds.empty()) types.erase(field.type);
                continue;
            }
            kinds.insert(kind.name + std::to_string(static_cast<int>(field.type)));
            ++tried;
            const Ran ran =
                run(scratch, kProgram, "$NP replay $D/false.mcap --json --data " + std::string(NP_SOURCE_DIR));
            EXPECT_EQ(ran.code, 1) << kind.name << "." << field.name << ran.err;
            const auto answer = nlohmann::json::parse(ran.out);
            EXPECT_FALSE(answer["same"].get<bool>());
            EXPECT_EQ(answer["first_difference"]["tick"].get<std::uint64_t>(), falsified.tick)
                << kind.name << "." << field.name;
            const auto event = answer["first_difference"]["event"].get<std::string>();
            EXPECT_EQ(event.substr(0, event.find('#')), kind.name);
            const auto named = answer["first_difference"]["field"].get<std::string>();
            EXPECT_EQ(named.substr(0, named.find('[')), field.name);
            EXPECT_NE(ran.err.find(field.name), std::string::npos);
            EXPECT_NE(answer["first_difference"]["recorded"], answer["first_difference"]["simulated"]);
        }
    }
    EXPECT_GE(tried, 20);
    for (const auto type : {sdk::FieldType::kU32, sdk::FieldType::kI32, sdk::FieldType::kI64, sdk::FieldType::kI32X3,
                            sdk::FieldType::kText, sdk::FieldType::kU8s, sdk::FieldType::kU32s, sdk::FieldType::kI32s})
        EXPECT_TRUE(types.count(type)) << static_cast<int>(type);
}

TEST(Falsified, AnInputThatWasChangedShowsInWhatItCauses) {
    const Scratch scratch;
    auto recorder = session::Recorder::create(scratch / "hand.mcap", honest().meta(), {false, true, 0});
    ASSERT_TRUE(recorder);
    sdk::Tick changed = 0;
    bool needling = false;
    ASSERT_TRUE(
        honest().for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            for (const sdk::RecordView event : events) needling = needling || event.kind() == NP_KIND_strike;
            sdk::EventBuffer written;
            for (const sdk::RecordView input : inputs) {
                if (needling && changed == 0 && input.kind() == NP_KIND_hand) {
                    auto hand = input.value<sdk::event::hand>();
                    hand.tip_um[0] += 300;
                    changed = tick;
                    written.append(hand);
                } else {
                    written.append(input);
                }
            }
            EXPECT_TRUE(recorder->append(tick, written, events));
        }));
    ASSERT_TRUE(recorder->close());
    const Ran ran = run(scratch, kProgram, "$NP replay $D/hand.mcap --json --data " + std::string(NP_SOURCE_DIR));
    EXPECT_EQ(ran.code, 1);
    const auto difference = nlohmann::json::parse(ran.out)["first_difference"];
    EXPECT_GE(difference["tick"].get<std::uint64_t>(), changed);
    EXPECT_LE(difference["tick"].get<std::uint64_t>(), changed + 40);
}

TEST(HexLog, RunAndReplaySayTheSameAndAnotherSeedDoesNot) {
    const Scratch scratch;
    const std::string data = " --data " + std::string(NP_SOURCE_DIR);
    const Ran ran = run(
        scratch, kProgram,
        "$NP run tutorial/first-strokes --trainee novice --seed 2 --out $D/a.mcap --hex-log $D/a.hex" + data +
            " && $NP replay $D/a.mcap --hex-log $D/b.hex" + data +
            " && $NP run tutorial/first-strokes --trainee novice --seed 3 --out $D/c.mcap --hex-log $D/c.hex" + data);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const std::string a = contents(scratch / "a.hex");
    EXPECT_EQ(a, contents(scratch / "b.hex"));
    EXPECT_NE(a, contents(scratch / "c.hex"));
    EXPECT_NE(a.find(" state "), std::string::npos);
    EXPECT_NE(a.find(" event strike "), std::string::npos);
    EXPECT_NE(a.find("tip 0x1."), std::string::npos);
    const Ran bad = run(scratch, kProgram, "$NP replay $D/a.mcap --hex-log /nowhere/at/all" + data);
    EXPECT_EQ(bad.code, 3);
    EXPECT_NE(bad.err.find("/nowhere/at/all"), std::string::npos);
    // Not for everybody: the help does not speak of it.
    EXPECT_EQ(run(scratch, kProgram, "$NP run --help").out.find("hex-log"), std::string::npos);
}

}  // namespace
}  // namespace np::test
