// Files that were cut, damaged, or made to harm: always a sentence, never a crash, a hang, or all of the memory.
#include <gtest/gtest.h>

#include <cstring>

#include "block.h"
#include "closing.h"
#include "crc32.h"
#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/inspect.h"
#include "needlepoint/session/verify.h"

namespace np::session::test {
namespace {

using mcap::RawRecord;
using Bytes = std::vector<std::byte>;

Bytes recorded(const MadeSession& session) {
    const Folder folder;
    auto recorder = Recorder::create(folder / "a.mcap", small_meta());
    EXPECT_TRUE(recorder);
    EXPECT_TRUE(session.record(*recorder));
    EXPECT_TRUE(recorder->close());
    return *read_file(folder / "a.mcap");
}

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Does with the bytes everything that the program does with a record.
void use(const Bytes& bytes) {
    (void)verify_bytes(bytes, TrustedStations());
    const auto record = Record::parse(bytes);
    if (!record) {
        EXPECT_FALSE(record.error().message.empty());
        return;
    }
    const Inspection inside = inspect(*record);
    EXPECT_LE(inside.duration_ticks, kMaxTick);
    std::size_t size = 0;
    (void)write_csv(*record, "", [&](std::string_view text) { size += text.size(); });
    const Status done = record->for_each_tick([](sdk::Tick, const sdk::EventBuffer&, const sdk::EventBuffer&) {});
    if (!done) {
        EXPECT_FALSE(done.error().message.empty());
    }
}

TEST(CutRecord, OpensAtEveryLengthWithAllWholeBlocks) {
    const MadeSession session(4, 320, 1);
    const Bytes whole = recorded(session);
    sdk::Tick last_end = 0;
    bool readable = false;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto record = Record::parse(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        if (!record) {
            ASSERT_FALSE(readable) << "readable at a smaller size than " << size;
            ASSERT_FALSE(record.error().message.empty());
            continue;
        }
        readable = true;
        ASSERT_FALSE(record->whole());
        ASSERT_FALSE(record->cut_sentence().empty());
        ASSERT_GE(record->end_tick(), last_end);
        if (record->end_tick() == last_end) continue;
        last_end = record->end_tick();
        ASSERT_TRUE(
            record->for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
                ASSERT_TRUE(same(inputs.bytes(), session.inputs[tick].bytes()) &&
                            same(events.bytes(), session.events[tick].bytes()));
            }));
    }
    EXPECT_EQ(last_end, 320u);
}

TEST(HostileRecord, DamagedBlockIsNamedAndTheRestBeforeItRead) {
    Bytes bytes = recorded(MadeSession(4, 500, 2));
    const auto record = Record::parse(bytes);
    ASSERT_EQ(record->block_count(), 5u);
    std::size_t at = record->head_bytes();
    for (int skipped = 0; skipped < 2;) {
        const auto raw = mcap::record_at(bytes, at);
        if (raw->opcode == mcap::Opcode::kChunk && ++skipped == 2) bytes[raw->end - 5] ^= std::byte{0x10};
        at = raw->end;
    }
    const auto damaged = Record::parse(bytes);
    ASSERT_TRUE(damaged);
    sdk::Tick ticks = 0;
    const Status done =
        damaged->for_each_tick([&](sdk::Tick, const sdk::EventBuffer&, const sdk::EventBuffer&) { ++ticks; });
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().message.find("block 2"), std::string::npos) << done.error().message;
    EXPECT_EQ(ticks, 100u);
    EXPECT_EQ(inspect(*damaged).duration_ticks, 100u);
    EXPECT_FALSE(inspect(*damaged).whole);
}

TEST(HostileRecord, SurvivesFlippedBits) {
    const Bytes whole = recorded(MadeSession(6, 200, 2));
    Numbers numbers(1);
    for (int round = 0; round < 400; ++round) {
        Bytes bytes = whole;
        for (std::uint64_t left = 1 + numbers.below(8); left != 0; --left)
            bytes[numbers.below(bytes.size())] ^= static_cast<std::byte>(1u << numbers.below(8));
        if (numbers.below(4) == 0) bytes.resize(numbers.below(bytes.size()));
        use(bytes);
    }
}

// The file with the content of its chunks changed, packed again with right sizes and checksums, so that the damage
// reaches the innermost readers.
Bytes with_changed_content(const Bytes& whole, const std::function<void(Bytes&)>& change) {
    Bytes result;
    Packer packer(1);
    std::size_t at = sizeof mcap::kMagic;
    mcap::put_magic(result);
    while (const auto raw = mcap::record_at(whole, at)) {
        at = raw->end;
        auto chunk = mcap::read<mcap::Chunk>(*raw);
        if (!chunk) {
            result.insert(result.end(), whole.begin() + static_cast<std::ptrdiff_t>(raw->start),
                          whole.begin() + static_cast<std::ptrdiff_t>(raw->end));
            continue;
        }
        Bytes content, packed;
        EXPECT_TRUE(Unpacker().unpack(chunk->records, chunk->uncompressed_size, content));
        change(content);
        EXPECT_TRUE(packer.pack(content, packed));
        chunk->records = packed;
        chunk->uncompressed_size = content.size();
        chunk->uncompressed_crc = crc32(0, content);
        mcap::put(result, *chunk);
    }
    mcap::put_magic(result);
    return result;
}

TEST(HostileRecord, SurvivesWrongLengthsAndValuesInside) {
    const Bytes whole = recorded(MadeSession(7, 150, 3));
    Numbers numbers(2);
    for (int round = 0; round < 1500; ++round) {
        use(with_changed_content(whole, [&](Bytes& content) {
            for (std::uint64_t left = 1 + numbers.below(4); left != 0; --left) {
                const std::size_t at = numbers.below(content.size() - 8);
                const std::uint64_t value = any_number(numbers);
                const std::size_t size = std::size_t{1} << numbers.below(4);
                std::memcpy(content.data() + at, &value, size);
            }
            if (numbers.below(8) == 0) content.resize(numbers.below(content.size()));
        }));
    }
}

TEST(HostileRecord, UnpacksNoBombs) {
    Bytes file;
    Summary summary;
    ASSERT_TRUE(put_head(file, small_meta(), summary));
    const Bytes zeros(kMaxChunkBytes);
    Bytes bomb;
    ASSERT_TRUE(Packer(3).pack(zeros, bomb));
    ASSERT_LT(bomb.size(), 10'000u);
    // A small frame that unpacks to the largest allowed size, the same with larger claims, and one that lies.
    for (const std::uint64_t claim :
         {kMaxChunkBytes, kMaxChunkBytes + 1, std::uint64_t{1} << 40, ~std::uint64_t{0}, std::uint64_t{5}}) {
        mcap::Chunk chunk{0, 0, claim, crc32(0, zeros), "zstd", bomb};
        Bytes bytes = file;
        mcap::put(bytes, chunk);
        use(bytes);
        const auto record = Record::parse(bytes);
        ASSERT_TRUE(record);
        EXPECT_EQ(record->end_tick(), 0u);
        EXPECT_NE(record->cut_sentence().find("block 1"), std::string::npos);
    }
    // An attachment that claims to unpack to far more than it may.
    Bytes packed;
    ASSERT_TRUE(Packer(1).pack(Bytes(1u << 20), packed));
    mcap::Attachment attachment{0, 0, "zones.zst", kPackedType, packed, 0};
    const std::uint64_t huge = std::uint64_t{1} << 62;
    std::memcpy(packed.data() + 6, &huge, 4);
    attachment.crc = attachment_crc(attachment);
    Bytes bytes;
    mcap::put_magic(bytes);
    mcap::put(bytes, mcap::Header{kProfile, kLibrary});
    mcap::put(bytes, attachment);
    use(bytes);
    EXPECT_FALSE(Record::parse(bytes));
}

TEST(HostileRecord, UnpacksNoMoreAttachmentsThanARecordMayCarry) {
    Bytes bytes, packed;
    ASSERT_TRUE(Packer(1).pack(Bytes(100u << 20), packed));
    mcap::put_magic(bytes);
    mcap::put(bytes, mcap::Header{kProfile, kLibrary});
    for (const char* name : {"a.zst", "b.zst", "c.zst"}) {
        mcap::Attachment attachment{0, 0, name, kPackedType, packed, 0};
        attachment.crc = attachment_crc(attachment);
        mcap::put(bytes, attachment);
    }
    mcap::put(bytes, mcap::Metadata{kFactsName, {}});
    const auto record = Record::parse(bytes);
    ASSERT_FALSE(record);
    EXPECT_NE(record.error().message.find("'c.zst'"), std::string::npos) << record.error().message;
}

TEST(HostileRecord, RefusesOtherFiles) {
    for (const char* text : {"", "x", "\x89MCAP0\r\n", "\x89PNG\r\n\x1a\n0000", "title: a scenario\n"}) {
        const auto* bytes = reinterpret_cast<const std::byte*>(text);
        const auto record = Record::parse(Bytes(bytes, bytes + std::strlen(text)));
        ASSERT_FALSE(record);
        EXPECT_FALSE(record.error().message.empty());
    }
    EXPECT_EQ(Record::open("/nonexistent.mcap").error().kind, ErrorKind::kCannot);
    EXPECT_FALSE(Record::open("/"));
}

TEST(HostileRecord, RefusesAFileLargerThanAnySession) {
    const Folder folder;
    ASSERT_TRUE(write_text(folder / "sparse.mcap", "x"));
    std::filesystem::resize_file(folder / "sparse.mcap", std::uintmax_t{1} << 40);
    EXPECT_NE(Record::open(folder / "sparse.mcap").error().message.find("2 GiB"), std::string::npos);
    EXPECT_FALSE(verify(folder / "sparse.mcap", TrustedStations()));
}

}  // namespace
}  // namespace np::session::test
