#include "closing.h"

#include <algorithm>

#include "block.h"
#include "compression.h"
#include "crc32.h"
#include "utf8.h"

namespace np::session {

namespace {

// Attachments smaller than this stay readable in any MCAP tool; packing them would gain nothing.
constexpr std::size_t kPackFrom = 16 * 1024;

}  // namespace

void Summary::add(const mcap::Attachment& a, std::uint64_t offset, std::uint64_t length) {
    attachments_.push_back({offset, length, a.log_time, a.create_time, a.data.size(), a.name, a.media_type});
}

void Summary::add(const mcap::Metadata& metadata, std::uint64_t offset, std::uint64_t length) {
    metadata_.push_back({offset, length, metadata.name});
}

void Summary::add(const mcap::ChunkIndex& index) {
    chunks_.push_back(index);
}

mcap::Statistics Summary::statistics(const std::set<std::uint16_t>& channels) const {
    mcap::Statistics result;
    result.schema_count = static_cast<std::uint16_t>(channels.size());
    result.channel_count = static_cast<std::uint32_t>(channels.size());
    result.attachment_count = static_cast<std::uint32_t>(attachments_.size());
    result.metadata_count = static_cast<std::uint32_t>(metadata_.size());
    result.chunk_count = static_cast<std::uint32_t>(chunks_.size());
    for (const auto& chunk : chunks_) {
        result.message_start_time = result.message_count == 0
                                        ? chunk.message_start_time
                                        : std::min(result.message_start_time, chunk.message_start_time);
        result.message_end_time = std::max(result.message_end_time, chunk.message_end_time);
        for (const auto& [channel, offset] : chunk.message_index_offsets) {
            ++result.channel_message_counts[channel];
            ++result.message_count;
        }
    }
    return result;
}

void Summary::put_end(std::vector<std::byte>& out, const BlockEncoder& written, std::uint64_t offset,
                      std::uint32_t data_crc) const {
    const std::set<std::uint16_t>& channels = written.channels();
    const std::size_t origin = out.size();
    const auto position = [&] { return offset + (out.size() - origin); };
    mcap::put(out, mcap::DataEnd{data_crc});
    const std::size_t summary_at = out.size();
    mcap::Footer footer;
    footer.summary_start = position();
    std::vector<mcap::SummaryOffset> groups;
    const auto group = [&](mcap::Opcode opcode, auto&& put_all) {
        const std::uint64_t start = position();
        put_all();
        if (position() != start) groups.push_back({static_cast<std::uint8_t>(opcode), start, position() - start});
    };
    group(mcap::Opcode::kSchema, [&] {
        for (const std::uint16_t id : channels) mcap::put(out, written.schemas().of(id));
    });
    group(mcap::Opcode::kChannel, [&] {
        for (const std::uint16_t id : channels) mcap::put(out, channel_of(id));
    });
    group(mcap::Opcode::kStatistics, [&] { mcap::put(out, statistics(channels)); });
    group(mcap::Opcode::kChunkIndex, [&] {
        for (const auto& index : chunks_) mcap::put(out, index);
    });
    group(mcap::Opcode::kAttachmentIndex, [&] {
        for (const auto& index : attachments_) mcap::put(out, index);
    });
    group(mcap::Opcode::kMetadataIndex, [&] {
        for (const auto& index : metadata_) mcap::put(out, index);
    });
    footer.summary_offset_start = position();
    for (const auto& entry : groups) mcap::put(out, entry);
    // The checksum covers the summary and the footer up to the checksum itself.
    std::vector<std::byte> closing;
    mcap::put(closing, footer);
    footer.summary_crc =
        crc32(crc32(0, std::span(out).subspan(summary_at)), std::span(closing).first(closing.size() - 4));
    mcap::put(out, footer);
    mcap::put_magic(out);
}

std::uint32_t attachment_crc(const mcap::Attachment& attachment) {
    std::vector<std::byte> record;
    mcap::put(record, attachment);
    return crc32(0, std::span(record).subspan(9, record.size() - 9 - 4));
}

Status put_head(std::vector<std::byte>& out, const Meta& meta, Summary& summary) {
    mcap::put_magic(out);
    mcap::put(out, mcap::Header{kProfile, kLibrary});
    Packer packer(9);
    std::uint64_t attached = 0;
    for (const auto& [name, contents] : meta.attachments) {
        const bool reserved = name.size() >= 4 && name.substr(name.size() - 4) == kPackedSuffix;
        if (name.empty() || reserved || !is_utf8(name))
            return usage("an attachment needs a name in UTF-8 that does not end in .zst, found '" + name + "'");
        attached += contents.size();
        if (attached > kMaxAttachedBytes)
            return usage("the attachments up to " + name + " are larger than a record may carry (256 MiB)");
        std::vector<std::byte> packed;
        mcap::Attachment attachment{0, 0, name, kPlainType, contents, 0};
        if (contents.size() >= kPackFrom) {
            if (Status done = packer.pack(contents, packed); !done) return done;
            attachment.name += kPackedSuffix;
            attachment.media_type = kPackedType;
            attachment.data = packed;
        }
        attachment.crc = attachment_crc(attachment);
        const std::size_t start = out.size();
        mcap::put(out, attachment);
        summary.add(attachment, start, out.size() - start);
    }
    for (const auto& [key, value] : meta.facts)
        if (!is_utf8(key) || !is_utf8(value)) return usage("the record's facts must be UTF-8; '" + key + "' is not");
    const std::size_t start = out.size();
    const mcap::Metadata facts{kFactsName, meta.facts};
    mcap::put(out, facts);
    summary.add(facts, start, out.size() - start);
    return {};
}

mcap::Metadata seal_record(const Digest& chain_head, const std::optional<Seal>& seal) {
    mcap::Metadata record{kSealName, {{"chain", to_hex(chain_head)}}};
    if (seal) {
        record.metadata["public_key"] = to_hex(seal->key);
        record.metadata["signature"] = to_hex(seal->signature);
    }
    return record;
}

}  // namespace np::session
