// Head and end of a record file, built from values: the writer writes them, `verify` builds them again and compares.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "needlepoint/session/mcap.h"
#include "needlepoint/session/meta.h"
#include "needlepoint/session/seal.h"

namespace np::session {

class BlockEncoder;

inline constexpr const char* kProfile = "needlepoint";
inline constexpr const char* kLibrary = "needlepoint record 1";
inline constexpr const char* kFactsName = "needlepoint/session";
inline constexpr const char* kSealName = "needlepoint/seal";
inline constexpr const char* kPackedSuffix = ".zst";
inline constexpr const char* kPackedType = "application/zstd";
inline constexpr const char* kPlainType = "application/octet-stream";

// What the index at the end of the file says; grows while the file does.
class Summary {
  public:
    void add(const mcap::Attachment& attachment, std::uint64_t offset, std::uint64_t length);
    void add(const mcap::Metadata& metadata, std::uint64_t offset, std::uint64_t length);
    void add(const mcap::ChunkIndex& index);
    std::size_t chunks() const { return chunks_.size(); }

    // Appends everything from the end of the data to the closing magic. `data_crc` is over all `offset` bytes before.
    void put_end(std::vector<std::byte>& out, const BlockEncoder& written, std::uint64_t offset,
                 std::uint32_t data_crc) const;

  private:
    mcap::Statistics statistics(const std::set<std::uint16_t>& channels) const;
    std::vector<mcap::AttachmentIndex> attachments_;
    std::vector<mcap::MetadataIndex> metadata_;
    std::vector<mcap::ChunkIndex> chunks_;
};

// Appends magic, header, attachments and facts as the start of a file.
Status put_head(std::vector<std::byte>& out, const Meta& meta, Summary& summary);
// The checksum that an attachment record carries.
std::uint32_t attachment_crc(const mcap::Attachment& attachment);

// More than any session; keeps a hostile sparse file from filling the memory.
inline constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{2} << 30;

struct Seal {
    PublicKey key{};
    Signature signature{};
};
mcap::Metadata seal_record(const Digest& chain_head, const std::optional<Seal>& seal);

}  // namespace np::session
