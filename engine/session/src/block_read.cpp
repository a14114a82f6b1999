#include <algorithm>

#include "block.h"
#include "cdr.h"
#include "crc32.h"

namespace np::session {

Status BlockDecoder::read_chain(const mcap::Message& message) {
    CdrReader in(message.data);
    chain_.first_tick = in.scalar<std::uint64_t>();
    chain_.end_tick = in.scalar<std::uint64_t>();
    std::vector<std::byte> digest;
    in.fixed(digest, chain_.digest.size());
    if (!in.ok() || !in.at_end()) return no("its chain message is damaged");
    std::copy(digest.begin(), digest.end(), chain_.digest.begin());
    if (chain_.end_tick > kMaxTick || chain_.end_tick <= chain_.first_tick ||
        chain_.end_tick - chain_.first_tick > kMaxBlockTicks)
        return no("its chain message states ticks that cannot be");
    return {};
}

Status BlockDecoder::read_message(const mcap::Message& message, bool events_only) {
    const ColumnForm form = message.channel_id < kNarrowChannels ? ColumnForm::kWide : ColumnForm::kNarrow;
    const int number = message.channel_id - (form == ColumnForm::kNarrow ? kNarrowChannels : 0);
    for (std::size_t i = 0; i < std::size(sdk::kKinds); ++i) {
        const sdk::KindInfo& kind = sdk::kKinds[i];
        if (kind.number != number) continue;
        form_ = form;
        if (events_only && sdk::is_input(kind.number)) return {};
        if (present_[i]) return no("it holds two messages on " + std::string(kind.topic));
        present_[i] = true;
        return rows_[i].decode(kind, form, chain_.first_tick, chain_.end_tick, message.data);
    }
    return {};
}

// Brings the rows of all inputs, or all events, back into the order in which they were recorded.
Status BlockDecoder::assemble(bool inputs, sdk::EventBuffer& out) {
    order_.clear();
    for (std::size_t kind = 0; kind < std::size(sdk::kKinds); ++kind) {
        if (!present_[kind] || sdk::is_input(sdk::kKinds[kind].number) != inputs) continue;
        const DecodedRows& rows = rows_[kind];
        at_[kind].resize(rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row)
            order_.push_back((rows.tick(row) - chain_.first_tick) << 56 | std::uint64_t{rows.place(row)} << 40 |
                             std::uint64_t{kind} << 32 | row);
    }
    std::sort(order_.begin(), order_.end());
    std::uint64_t expected = 0;
    std::size_t size = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const std::uint64_t tick = order_[i] >> 56, place = order_[i] >> 40 & 0xFFFF;
        expected = i != 0 && tick == order_[i - 1] >> 56 ? expected + 1 : 0;
        if (place != expected) return no("the order of its records is damaged");
        const std::size_t kind = order_[i] >> 32 & 0xFF, row = order_[i] & 0xFFFFFFFF;
        at_[kind][row] = static_cast<std::uint32_t>(size);
        size += rows_[kind].bytes(row);
    }
    words_.assign(size / 8, 0);
    std::byte* const room = reinterpret_cast<std::byte*>(words_.data());
    for (std::size_t kind = 0; kind < std::size(sdk::kKinds); ++kind)
        if (present_[kind] && sdk::is_input(sdk::kKinds[kind].number) == inputs)
            rows_[kind].write_records(room, at_[kind]);
    out.append_bytes({room, size}, order_.size());
    return {};
}

Status BlockDecoder::decode(const mcap::Chunk& chunk, Block& block, bool events_only) {
    block.inputs.clear();
    block.events.clear();
    if (chunk.compression != "zstd") return no("it is packed in another way than with zstd");
    if (chunk.uncompressed_size > kMaxChunkBytes) return no("it states an impossible size");
    if (Status done = unpacker_.unpack(chunk.records, chunk.uncompressed_size, content_); !done) return done;
    if (crc32(0, content_) != chunk.uncompressed_crc) return no("its bytes do not fit its checksum");
    schemas_.clear();
    std::fill(std::begin(present_), std::end(present_), false);
    bool chained = false;
    for (std::size_t at = 0; at < content_.size();) {
        const auto raw = mcap::record_at(content_, at);
        if (!raw) return no("a record inside it has an impossible length");
        at = raw->end;
        if (raw->opcode == mcap::Opcode::kSchema) {
            auto schema = mcap::read<mcap::Schema>(*raw);
            if (!schema) return no("it holds a damaged schema");
            schemas_.push_back(std::move(*schema));
            continue;
        }
        if (raw->opcode == mcap::Opcode::kChannel) continue;
        const auto message = mcap::read<mcap::Message>(*raw);
        if (!message) return no("it holds something that is no message");
        if (chained == (message->channel_id == kChainChannel)) return no("the chain is not its first message");
        Status done = chained ? read_message(*message, events_only) : read_chain(*message);
        if (!done) return done;
        chained = true;
    }
    if (!chained) return no("it has no chain message");
    block.first_tick = chain_.first_tick;
    block.end_tick = chain_.end_tick;
    if (Status done = assemble(true, block.inputs); !done) return done;
    return assemble(false, block.events);
}

}  // namespace np::session
