// The part of the MCAP container format (media type application/vnd.mcap, major version 0) that records need.
// One list of fields per record serves writing and reading. Views point into the bytes that were given.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "needlepoint/core/bytes.h"

namespace np::session::mcap {

using Bytes = std::span<const std::byte>;

inline constexpr unsigned char kMagic[8] = {0x89, 'M', 'C', 'A', 'P', 0x30, '\r', '\n'};

enum class Opcode : std::uint8_t {
    kHeader = 1,
    kFooter,
    kSchema,
    kChannel,
    kMessage,
    kChunk,
    kMessageIndex,
    kChunkIndex,
    kAttachment,
    kAttachmentIndex,
    kStatistics,
    kMetadata,
    kMetadataIndex,
    kSummaryOffset,
    kDataEnd
};

// `fields` names a record's fields in file order to an archive that either writes or reads them.
struct Header {
    static constexpr Opcode kOpcode = Opcode::kHeader;
    std::string profile, library;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.profile, self.library);
    }
};

struct Footer {
    static constexpr Opcode kOpcode = Opcode::kFooter;
    std::uint64_t summary_start = 0, summary_offset_start = 0;
    std::uint32_t summary_crc = 0;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.summary_start, self.summary_offset_start, self.summary_crc);
    }
};

struct Schema {
    static constexpr Opcode kOpcode = Opcode::kSchema;
    std::uint16_t id = 0;
    std::string name, encoding, data;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.id, self.name, self.encoding, self.data);
    }
};

struct Channel {
    static constexpr Opcode kOpcode = Opcode::kChannel;
    std::uint16_t id = 0, schema_id = 0;
    std::string topic, message_encoding;
    std::map<std::string, std::string> metadata;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.id, self.schema_id, self.topic, self.message_encoding, self.metadata);
    }
};

struct Message {
    static constexpr Opcode kOpcode = Opcode::kMessage;
    std::uint16_t channel_id = 0;
    std::uint32_t sequence = 0;
    std::uint64_t log_time = 0, publish_time = 0;  // nanoseconds
    Bytes data;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.channel_id, self.sequence, self.log_time, self.publish_time);
        a.rest(self.data);
    }
};

struct Chunk {
    static constexpr Opcode kOpcode = Opcode::kChunk;
    std::uint64_t message_start_time = 0, message_end_time = 0, uncompressed_size = 0;
    std::uint32_t uncompressed_crc = 0;
    std::string compression;  // "zstd", or empty for none
    Bytes records;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.message_start_time, self.message_end_time, self.uncompressed_size, self.uncompressed_crc,
              self.compression, self.records);
    }
};

struct MessageIndex {
    static constexpr Opcode kOpcode = Opcode::kMessageIndex;
    std::uint16_t channel_id = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> records;  // time, offset in the uncompressed chunk
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.channel_id, self.records);
    }
};

struct ChunkIndex {
    static constexpr Opcode kOpcode = Opcode::kChunkIndex;
    std::uint64_t message_start_time = 0, message_end_time = 0, chunk_start_offset = 0, chunk_length = 0;
    std::map<std::uint16_t, std::uint64_t> message_index_offsets;
    std::uint64_t message_index_length = 0;
    std::string compression;
    std::uint64_t compressed_size = 0, uncompressed_size = 0;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.message_start_time, self.message_end_time, self.chunk_start_offset, self.chunk_length,
              self.message_index_offsets, self.message_index_length, self.compression, self.compressed_size,
              self.uncompressed_size);
    }
};

struct Attachment {
    static constexpr Opcode kOpcode = Opcode::kAttachment;
    std::uint64_t log_time = 0, create_time = 0;
    std::string name, media_type;
    Bytes data;
    std::uint32_t crc = 0;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.log_time, self.create_time, self.name, self.media_type, self.data, self.crc);
    }
};

struct AttachmentIndex {
    static constexpr Opcode kOpcode = Opcode::kAttachmentIndex;
    std::uint64_t offset = 0, length = 0, log_time = 0, create_time = 0, data_size = 0;
    std::string name, media_type;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.offset, self.length, self.log_time, self.create_time, self.data_size, self.name, self.media_type);
    }
};

struct Statistics {
    static constexpr Opcode kOpcode = Opcode::kStatistics;
    std::uint64_t message_count = 0;
    std::uint16_t schema_count = 0;
    std::uint32_t channel_count = 0, attachment_count = 0, metadata_count = 0, chunk_count = 0;
    std::uint64_t message_start_time = 0, message_end_time = 0;
    std::map<std::uint16_t, std::uint64_t> channel_message_counts;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.message_count, self.schema_count, self.channel_count, self.attachment_count, self.metadata_count,
              self.chunk_count, self.message_start_time, self.message_end_time, self.channel_message_counts);
    }
};

struct Metadata {
    static constexpr Opcode kOpcode = Opcode::kMetadata;
    std::string name;
    std::map<std::string, std::string> metadata;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.name, self.metadata);
    }
};

struct MetadataIndex {
    static constexpr Opcode kOpcode = Opcode::kMetadataIndex;
    std::uint64_t offset = 0, length = 0;
    std::string name;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.offset, self.length, self.name);
    }
};

struct SummaryOffset {
    static constexpr Opcode kOpcode = Opcode::kSummaryOffset;
    std::uint8_t group_opcode = 0;
    std::uint64_t group_start = 0, group_length = 0;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.group_opcode, self.group_start, self.group_length);
    }
};

struct DataEnd {
    static constexpr Opcode kOpcode = Opcode::kDataEnd;
    std::uint32_t data_section_crc = 0;
    template <class Self, class Archive>
    static void fields(Self& self, Archive& a) {
        a.all(self.data_section_crc);
    }
};

// Writes fields; sizes of arrays and maps are in bytes, as the format wants them.
class Encoder {
  public:
    explicit Encoder(std::vector<std::byte>& out) : out_(out) {}
    template <class... Fields>
    void all(const Fields&... fields) {
        (value(fields), ...);
    }
    void rest(Bytes bytes) {
        if (bytes.empty()) return;
        const std::size_t at = out_.size();
        out_.resize(at + bytes.size());
        std::memcpy(out_.data() + at, bytes.data(), bytes.size());
    }

  private:
    template <class Scalar>
    requires std::is_integral_v<Scalar>
    void value(Scalar scalar) { rest(Bytes(reinterpret_cast<const std::byte*>(&scalar), sizeof scalar)); }
    void value(const std::string& text) {
        value(static_cast<std::uint32_t>(text.size()));
        rest(Bytes(reinterpret_cast<const std::byte*>(text.data()), text.size()));
    }
    void value(const Bytes& bytes) {
        value(static_cast<std::uint64_t>(bytes.size()));
        rest(bytes);
    }
    template <class Pairs>
    requires requires(const Pairs& p) { p.begin()->second; }
    void value(const Pairs& pairs) {
        const std::size_t size_at = out_.size();
        value(std::uint32_t{0});
        for (const auto& [first, second] : pairs) all(first, second);
        const auto size = static_cast<std::uint32_t>(out_.size() - size_at - 4);
        std::memcpy(out_.data() + size_at, &size, 4);
    }
    std::vector<std::byte>& out_;
};

// Reads fields out of a record's content. Past the end everything is empty and `ok` is false.
class Decoder {
  public:
    explicit Decoder(Bytes content) : left_(content) {}
    template <class... Fields>
    void all(Fields&... fields) {
        (value(fields), ...);
    }
    void rest(Bytes& bytes) { bytes = take(left_.size()); }
    bool ok() const { return ok_; }

  private:
    Bytes take(std::uint64_t count) {
        if (!ok_ || count > left_.size()) {
            ok_ = false;
            return {};
        }
        const Bytes bytes = left_.first(static_cast<std::size_t>(count));
        left_ = left_.subspan(bytes.size());
        return bytes;
    }
    template <class Scalar>
    requires std::is_integral_v<Scalar>
    void value(Scalar& scalar) {
        scalar = 0;
        if (const Bytes bytes = take(sizeof scalar); !bytes.empty()) std::memcpy(&scalar, bytes.data(), sizeof scalar);
    }
    void value(std::string& text) {
        std::uint32_t size = 0;
        value(size);
        const Bytes bytes = take(size);
        text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    void value(Bytes& bytes) {
        std::uint64_t size = 0;
        value(size);
        bytes = take(size);
    }
    template <class Key, class Value>
    void value(std::map<Key, Value>& map) {
        each_pair([&](Decoder& inner) {
            std::pair<Key, Value> entry;
            inner.all(entry.first, entry.second);
            if (inner.ok_) map.insert(std::move(entry));
        });
    }
    template <class First, class Second>
    void value(std::vector<std::pair<First, Second>>& list) {
        each_pair([&](Decoder& inner) {
            std::pair<First, Second> entry;
            inner.all(entry.first, entry.second);
            if (inner.ok_) list.push_back(entry);
        });
    }
    template <class Read>
    void each_pair(Read&& read) {
        std::uint32_t size = 0;
        value(size);
        Decoder inner(take(size));
        while (inner.ok_ && !inner.left_.empty()) read(inner);
        ok_ = ok_ && inner.ok_;
    }
    Bytes left_;
    bool ok_ = true;
};

// Appends a whole record: opcode, length, content.
template <class Record>
void put(std::vector<std::byte>& out, const Record& record) {
    out.push_back(static_cast<std::byte>(Record::kOpcode));
    const std::size_t length_at = out.size();
    out.resize(out.size() + 8);
    Encoder encoder(out);
    Record::fields(record, encoder);
    const std::uint64_t length = out.size() - length_at - 8;
    std::memcpy(out.data() + length_at, &length, 8);
}

inline void put_magic(std::vector<std::byte>& out) {
    Encoder(out).rest(std::as_bytes(std::span(kMagic)));
}

// A record of whatever kind as it lies in a file or a chunk.
struct RawRecord {
    Opcode opcode{};
    std::size_t start = 0, end = 0;  // opcode to behind the content
    Bytes content;
};

// The record that starts at `at`, or nothing if the bytes end before it does.
inline std::optional<RawRecord> record_at(Bytes bytes, std::size_t at) {
    if (at > bytes.size() || bytes.size() - at < 9) return std::nullopt;
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + at + 1, 8);
    if (length > bytes.size() - at - 9) return std::nullopt;
    const auto size = static_cast<std::size_t>(length);
    return RawRecord{static_cast<Opcode>(bytes[at]), at, at + 9 + size, bytes.subspan(at + 9, size)};
}

// The record as one of its kind; nothing if it is of another kind or its content is too short. Content behind the
// known fields is stepped over, as the format asks of readers.
template <class Record>
std::optional<Record> read(const RawRecord& raw) {
    if (raw.opcode != Record::kOpcode) return std::nullopt;
    Record record;
    Decoder decoder(raw.content);
    Record::fields(record, decoder);
    if (!decoder.ok()) return std::nullopt;
    return record;
}

inline bool has_magic(Bytes bytes, std::size_t at) {
    return at <= bytes.size() && bytes.size() - at >= sizeof kMagic &&
           std::memcmp(bytes.data() + at, kMagic, sizeof kMagic) == 0;
}

}  // namespace np::session::mcap
