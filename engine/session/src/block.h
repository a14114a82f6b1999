// A block: one chunk of the file. Its content is the chain message and one message for each kind that occurs.
// Channels and their schemas stand before the first message that needs them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "columns.h"
#include "compression.h"
#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"
#include "needlepoint/session/mcap.h"
#include "needlepoint/session/record.h"

namespace np::session {

inline constexpr std::uint16_t kChainChannel = 256;
// The channel of a kind: its number, and so much more where its columns are narrow.
inline constexpr std::uint16_t kNarrowChannels = 512;
inline constexpr int kMaxBlockTicks = 250;
// Far beyond any session, and far from overflow when turned into nanoseconds.
inline constexpr sdk::Tick kMaxTick = sdk::Tick{1} << 40;

// The first message of a block.
struct ChainPoint {
    sdk::Tick first_tick = 0, end_tick = 0;
    Digest digest{};  // over all bytes since the chain point before, and that one's digest
};

mcap::Channel channel_of(std::uint16_t channel);

// What the messages of each channel look like: as this version writes them, or as a file says that an earlier one did.
class Schemas {
  public:
    // Fails unless the columns are those of this version, or the first of them. Words behind # may differ.
    Status take(const mcap::Schema& found);
    mcap::Schema of(std::uint16_t channel) const;
    // The kind with the columns that are written.
    sdk::KindInfo kind_of(std::uint16_t channel) const;

  private:
    struct Earlier {
        mcap::Schema schema;
        std::size_t columns = 0;
    };
    std::map<std::uint16_t, Earlier> earlier_;
};

// The uncompressed records of a chunk and where its messages lie in them.
struct BlockContent {
    struct Placed {
        std::uint16_t channel = 0;
        std::uint64_t time = 0, offset = 0;
    };
    std::vector<std::byte> bytes;
    std::vector<Placed> messages;
};

class BlockEncoder {
  public:
    // Records are written with narrow columns and all of them; an earlier version's are checked by writing them as it
    // did.
    void set_form(ColumnForm form) { form_ = form; }
    Status take(const mcap::Schema& found) { return schemas_.take(found); }
    // `inputs` and `events` lie within the ticks of `chain` and are in tick order.
    Status encode(const ChainPoint& chain, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events,
                  BlockContent& content);
    const std::set<std::uint16_t>& channels() const { return introduced_; }
    const Schemas& schemas() const { return schemas_; }

  private:
    void introduce(std::uint16_t channel, std::vector<std::byte>& out);
    void gather(const sdk::EventBuffer& records);

    ColumnForm form_ = ColumnForm::kNarrow;
    Schemas schemas_;
    RowEncoder row_encoder_;
    std::set<std::uint16_t> introduced_;
    std::uint32_t sequence_ = 0;
    std::vector<Row> rows_[std::size(sdk::kKinds)];
    std::vector<std::byte> data_;
};

// Appends a chunk with its message indices; `packed` is the compressed content. `offset` is where it goes in the file.
mcap::ChunkIndex put_chunk(std::vector<std::byte>& out, const BlockContent& content, std::span<const std::byte> packed,
                           std::uint64_t offset);

class BlockDecoder {
  public:
    // Unpacks and checks a chunk, then fills `block`. Kinds that this program does not know are left out.
    Status decode(const mcap::Chunk& chunk, Block& block, bool events_only);
    const ChainPoint& chain() const { return chain_; }
    // How the columns of the chunk were written.
    ColumnForm form() const { return form_; }
    // Those that the chunk introduced.
    std::span<const mcap::Schema> schemas() const { return schemas_; }
    std::span<const std::byte> content() const { return content_; }

  private:
    Status read_chain(const mcap::Message& message);
    Status read_message(const mcap::Message& message, bool events_only);
    Status assemble(bool inputs, sdk::EventBuffer& out);

    Unpacker unpacker_;
    std::vector<std::byte> content_;
    ChainPoint chain_;
    ColumnForm form_{};
    std::vector<mcap::Schema> schemas_;
    DecodedRows rows_[std::size(sdk::kKinds)];
    bool present_[std::size(sdk::kKinds)] = {};
    std::vector<std::uint64_t> order_, words_;
    std::vector<std::uint32_t> at_[std::size(sdk::kKinds)];  // where each row's record goes
};

}  // namespace np::session
