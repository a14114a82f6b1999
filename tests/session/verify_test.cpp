// No byte of a record can change without `verify` saying so and naming the place.
#include <gtest/gtest.h>

#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/mcap.h"
#include "needlepoint/session/verify.h"

namespace np::session::test {
namespace {

struct Sealed {
    std::vector<std::byte> bytes;
    TrustedStations trusted;
};

// A small record with attachments, one of them packed, a few blocks, and the seal of a trusted station.
Sealed small_record(const std::string& mode = "practice", bool sealed = true, std::size_t ticks = 250) {
    const Folder folder;
    Meta meta = small_meta();
    meta.facts["mode"] = mode;
    meta.attachments["zones"].assign(20000, std::byte{42});
    auto recorder = Recorder::create(folder / "a.mcap", meta);
    EXPECT_TRUE(recorder);
    EXPECT_TRUE(MadeSession(3, ticks, 1).record(*recorder));
    const auto key = StationKey::load_or_create(folder / "station.key");
    EXPECT_TRUE(key);
    EXPECT_TRUE(recorder->close(sealed ? &*key : nullptr));
    Sealed result;
    result.trusted.add("room 4", key->public_key());
    result.bytes = *read_file(folder / "a.mcap");
    return result;
}

// Where the chunk records begin; the last entry is where the seal begins.
std::vector<std::size_t> block_starts(std::span<const std::byte> bytes) {
    std::vector<std::size_t> starts;
    bool facts = false;
    std::size_t at = 8;
    while (const auto raw = mcap::record_at(bytes, at)) {
        const bool metadata = raw->opcode == mcap::Opcode::kMetadata;
        if (raw->opcode == mcap::Opcode::kChunk || (metadata && facts)) starts.push_back(at);
        if (metadata && facts) break;
        facts = facts || metadata;
        at = raw->end;
    }
    return starts;
}

std::int64_t block_of(const std::vector<std::size_t>& starts, std::size_t at) {
    std::int64_t block = 0;
    while (block < static_cast<std::int64_t>(starts.size()) && starts[static_cast<std::size_t>(block)] <= at) ++block;
    return block;
}

TEST(Verify, AcceptsWhatWasWritten) {
    const Sealed record = small_record();
    const Verification answer = verify_bytes(record.bytes, record.trusted);
    EXPECT_TRUE(answer.good()) << answer.problem->what;
    EXPECT_EQ(answer.seal, SealState::kKnownStation);
    EXPECT_EQ(answer.station, "room 4");
    EXPECT_EQ(answer.blocks, 5);  // head, three stretches of time, end
}

TEST(Verify, NoticesEveryFlippedByte) {
    Sealed record = small_record();
    const auto starts = block_starts(record.bytes);
    ASSERT_EQ(starts.size(), 4u);
    for (std::size_t at = 0; at < record.bytes.size(); ++at) {
        const std::byte before = record.bytes[at];
        record.bytes[at] = before ^ static_cast<std::byte>(1u << (at % 8));
        const Verification answer = verify_bytes(record.bytes, record.trusted);
        record.bytes[at] = before;
        ASSERT_FALSE(answer.good()) << "byte " << at;
        ASSERT_TRUE(answer.problem) << "byte " << at;
        ASSERT_EQ(answer.problem->block, block_of(starts, at)) << "byte " << at << ": " << answer.problem->what;
        ASSERT_FALSE(answer.problem->what.empty());
    }
}

TEST(Verify, NoticesAllValuesOfEveryByteOfAnUnsealedEnd) {
    Sealed record = small_record("practice", false, 30);
    ASSERT_TRUE(verify_bytes(record.bytes, record.trusted).good());
    const std::size_t seal_at = block_starts(record.bytes).back();
    for (std::size_t at = seal_at; at < record.bytes.size(); ++at) {
        const std::byte before = record.bytes[at];
        for (unsigned change = 1; change < 256; change = change * 2 + 1) {
            record.bytes[at] = before ^ static_cast<std::byte>(change);
            ASSERT_FALSE(verify_bytes(record.bytes, record.trusted).good())
                << "byte " << at << " changed by " << change;
        }
        record.bytes[at] = before;
    }
}

TEST(Verify, NoticesEveryTruncation) {
    const Sealed record = small_record("practice", true, 120);
    for (std::size_t size = 0; size < record.bytes.size(); ++size) {
        const Verification answer = verify_bytes(std::span(record.bytes).first(size), record.trusted);
        ASSERT_FALSE(answer.whole) << "first " << size << " bytes";
        ASSERT_TRUE(answer.problem);
    }
}

TEST(Verify, RefusesTrailingBytes) {
    Sealed record = small_record();
    record.bytes.push_back(std::byte{0});
    const Verification answer = verify_bytes(record.bytes, record.trusted);
    EXPECT_FALSE(answer.whole);
    EXPECT_NE(answer.problem->what.find("follows the end"), std::string::npos) << answer.problem->what;
}

TEST(Verify, RefusesAnUnknownRecordBetweenBlocks) {
    const Sealed record = small_record();
    const auto starts = block_starts(record.bytes);
    for (const int opcode : {0x80, 0x0C, 0x07, 0x05}) {
        std::vector<std::byte> bytes = record.bytes;
        const std::array<std::byte, 9> alien = {static_cast<std::byte>(opcode)};
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(starts[1]), alien.begin(), alien.end());
        const Verification answer = verify_bytes(bytes, record.trusted);
        EXPECT_FALSE(answer.good()) << opcode;
    }
}

TEST(Verify, RefusesAMissingOrSwappedBlock) {
    const Sealed record = small_record("practice", true, 400);
    const auto starts = block_starts(record.bytes);
    std::vector<std::byte> missing = record.bytes;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(starts[1]),
                  missing.begin() + static_cast<std::ptrdiff_t>(starts[2]));
    EXPECT_FALSE(verify_bytes(missing, record.trusted).good());
    std::vector<std::byte> swapped = record.bytes;
    const auto at = [&](std::size_t i) { return swapped.begin() + static_cast<std::ptrdiff_t>(starts[i]); };
    std::rotate(at(1), at(2), at(3));
    EXPECT_FALSE(verify_bytes(swapped, record.trusted).good());
}

TEST(Verify, TellsSealsApart) {
    const Sealed practice = small_record();
    const TrustedStations nobody;
    const Verification foreign = verify_bytes(practice.bytes, nobody);
    EXPECT_TRUE(foreign.good());
    EXPECT_EQ(foreign.seal, SealState::kUnknownKey);
    const Sealed open = small_record("practice", false);
    EXPECT_TRUE(verify_bytes(open.bytes, nobody).good());
    EXPECT_EQ(verify_bytes(open.bytes, nobody).seal, SealState::kUnsealed);
}

TEST(Verify, AnAssessmentNeedsTheSealOfATrustedStation) {
    const Sealed exam = small_record("assessment"), unsealed = small_record("assessment", false),
                 other = small_record("assessment");
    EXPECT_TRUE(verify_bytes(exam.bytes, exam.trusted).good());
    // Sealed in good order, but with the key of a station that this board does not know.
    const Verification foreign = verify_bytes(other.bytes, exam.trusted);
    EXPECT_TRUE(foreign.whole);
    EXPECT_FALSE(foreign.good());
    EXPECT_EQ(foreign.seal, SealState::kUnknownKey);
    const Verification open = verify_bytes(unsealed.bytes, unsealed.trusted);
    EXPECT_FALSE(open.good());
    EXPECT_EQ(open.seal, SealState::kUnsealed);
}

TEST(Verify, SaysWhenThereIsNoFile) {
    const auto answer = verify("/nonexistent/record.mcap", TrustedStations());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kCannot);
}

}  // namespace
}  // namespace np::session::test
