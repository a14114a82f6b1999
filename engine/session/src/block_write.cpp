#include <algorithm>
#include <array>
#include <sstream>

#include "block.h"
#include "cdr.h"
#include "crc32.h"

namespace np::session {

namespace {

constexpr std::uint64_t kNanosecondsPerTick = 1'000'000;

constexpr const char* kChainSchema =
    "# First message of a block of time, ticks first_tick .. end_tick - 1 (1 tick = 1 ms).\n"
    "# digest: SHA-256 over the digest of the block before (zeros for the first) and all bytes of the file from that\n"
    "# block's chunk (or the start of the file) up to this one's.\n"
    "uint64 first_tick\nuint64 end_tick\nuint8[32] digest\n";

// By kind: its place in the table, looked up once for every record of a session.
constexpr auto kIndex = [] {
    std::array<std::uint8_t, 64> index{};
    for (std::size_t i = 0; i < std::size(sdk::kKinds); ++i)
        index[sdk::kKinds[i].number] = static_cast<std::uint8_t>(i);
    return index;
}();

// None for the chain, and for what this version does not know.
const sdk::KindInfo* known_kind(std::uint16_t channel) {
    return channel == kChainChannel
               ? nullptr
               : sdk::kind_info(channel < kNarrowChannels ? channel
                                                          : static_cast<std::uint16_t>(channel - kNarrowChannels));
}

mcap::Schema schema_of(std::uint16_t channel, const sdk::KindInfo& kind) {
    const ColumnForm form = channel < kNarrowChannels ? ColumnForm::kWide : ColumnForm::kNarrow;
    return {channel, schema_name(kind), "ros2msg", schema_text(kind, form)};
}

// A schema without its words: a line for each array.
std::string arrays_of(const std::string& schema) {
    std::string arrays;
    std::istringstream lines(schema);
    for (std::string line; std::getline(lines, line);) {
        line.resize(std::min(line.size(), line.find('#')));
        line.resize(line.find_last_not_of(' ') + 1);
        if (!line.empty()) arrays += line + '\n';
    }
    return arrays;
}

}  // namespace

Status Schemas::take(const mcap::Schema& found) {
    const mcap::Schema today = of(found.id);
    if (found.name == today.name && found.encoding == today.encoding && found.data == today.data) return {};
    const sdk::KindInfo* kind = known_kind(found.id);
    const std::string arrays = arrays_of(found.data);
    for (std::size_t columns = kind ? kind->fields.size() : 0; columns > 0; --columns) {
        sdk::KindInfo cut = *kind;
        cut.fields = kind->fields.first(columns);
        const mcap::Schema earlier = schema_of(found.id, cut);
        if (found.name != earlier.name || found.encoding != earlier.encoding || arrays != arrays_of(earlier.data))
            continue;
        earlier_[found.id] = {found, columns};
        return {};
    }
    return no("its schema " + found.name +
              " has other columns than this version knows; another program or version made it");
}

mcap::Schema Schemas::of(std::uint16_t channel) const {
    if (const auto found = earlier_.find(channel); found != earlier_.end()) return found->second.schema;
    if (const sdk::KindInfo* kind = known_kind(channel)) return schema_of(channel, *kind);
    return {channel, "needlepoint/Chain", "ros2msg", kChainSchema};
}

sdk::KindInfo Schemas::kind_of(std::uint16_t channel) const {
    sdk::KindInfo kind = *known_kind(channel);
    const auto found = earlier_.find(channel);
    if (found != earlier_.end()) kind.fields = kind.fields.first(found->second.columns);
    return kind;
}

mcap::Channel channel_of(std::uint16_t channel) {
    const std::string topic = channel == kChainChannel ? "/chain" : known_kind(channel)->topic;
    return {channel, channel, topic, "cdr", {}};
}

void BlockEncoder::introduce(std::uint16_t channel, std::vector<std::byte>& out) {
    if (!introduced_.insert(channel).second) return;
    mcap::put(out, schemas_.of(channel));
    mcap::put(out, channel_of(channel));
}

void BlockEncoder::gather(const sdk::EventBuffer& records) {
    sdk::Tick tick = 0;
    std::uint16_t place = 0;
    for (const sdk::RecordView record : records) {
        if (record.tick() != tick) place = 0;
        tick = record.tick();
        rows_[kIndex[record.kind()]].push_back({record.header(), place++});
    }
}

Status BlockEncoder::encode(const ChainPoint& chain, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events,
                            BlockContent& content) {
    content.bytes.clear();
    content.messages.clear();
    for (auto& rows : rows_) rows.clear();
    gather(inputs);
    gather(events);
    const std::uint32_t sequence = sequence_++;
    const auto put_message = [&](std::uint16_t channel, sdk::Tick tick) {
        const std::uint64_t time = tick * kNanosecondsPerTick;
        content.messages.push_back({channel, time, content.bytes.size()});
        mcap::put(content.bytes, mcap::Message{channel, sequence, time, time, data_});
    };
    introduce(kChainChannel, content.bytes);
    data_.clear();
    CdrWriter cdr(data_);
    cdr.scalar(chain.first_tick);
    cdr.scalar(chain.end_tick);
    cdr.fixed(std::span<const std::byte>(chain.digest));
    put_message(kChainChannel, chain.first_tick);
    for (std::size_t i = 0; i < std::size(sdk::kKinds); ++i) {
        if (rows_[i].empty()) continue;
        data_.clear();
        const int above = form_ == ColumnForm::kNarrow ? kNarrowChannels : 0;
        const auto channel = static_cast<std::uint16_t>(sdk::kKinds[i].number + above);
        if (Status done = row_encoder_.encode(schemas_.kind_of(channel), form_, chain.first_tick, rows_[i], data_);
            !done)
            return done;
        introduce(channel, content.bytes);
        put_message(channel, rows_[i].front().record->tick);
    }
    return {};
}

mcap::ChunkIndex put_chunk(std::vector<std::byte>& out, const BlockContent& content, std::span<const std::byte> packed,
                           std::uint64_t offset) {
    mcap::Chunk chunk;
    chunk.message_start_time = chunk.message_end_time = content.messages.front().time;
    for (const auto& message : content.messages) {
        chunk.message_start_time = std::min(chunk.message_start_time, message.time);
        chunk.message_end_time = std::max(chunk.message_end_time, message.time);
    }
    chunk.uncompressed_size = content.bytes.size();
    chunk.uncompressed_crc = crc32(0, content.bytes);
    chunk.compression = "zstd";
    chunk.records = packed;
    const std::size_t start = out.size();
    mcap::put(out, chunk);
    const std::size_t chunk_end = out.size();
    mcap::ChunkIndex index{chunk.message_start_time,
                           chunk.message_end_time,
                           offset,
                           chunk_end - start,
                           {},
                           0,
                           chunk.compression,
                           packed.size(),
                           chunk.uncompressed_size};
    for (const auto& message : content.messages) {
        index.message_index_offsets[message.channel] = offset + (out.size() - start);
        mcap::put(out, mcap::MessageIndex{message.channel, {{message.time, message.offset}}});
    }
    index.message_index_length = out.size() - chunk_end;
    return index;
}

}  // namespace np::session
