#include "block_writer.h"

#include "crc32.h"

namespace np::session {

Status BlockWriter::append(std::span<const std::byte> bytes) {
    if (Status done = file_.append(bytes); !done) return done;
    since_point_.add(bytes);
    crc_ = crc32(crc_, bytes);
    return {};
}

// Ends the stretch of bytes since the last chain point and begins the next with its digest.
Digest BlockWriter::chain_point() {
    const Digest digest = since_point_.finish();
    since_point_ = Sha256();
    since_point_.add(digest);
    return digest;
}

Status BlockWriter::write_head(const Meta& meta) {
    out_.clear();
    if (Status done = put_head(out_, meta, summary_); !done) return done;
    if (Status done = append(out_); !done) return done;
    return file_.sync(false);
}

Status BlockWriter::write_block(sdk::Tick first_tick, sdk::Tick end_tick, const sdk::EventBuffer& inputs,
                                const sdk::EventBuffer& events) {
    const ChainPoint chain{first_tick, end_tick, chain_point()};
    if (Status done = encoder_.encode(chain, inputs, events, content_); !done) return done;
    if (content_.bytes.size() > kMaxChunkBytes)
        return no("at most 8 MiB per block can be recorded, found " + std::to_string(content_.bytes.size()) +
                  " bytes; a scenario or device produces far too many records");
    if (Status done = packer_.pack(content_.bytes, packed_); !done) return done;
    out_.clear();
    summary_.add(put_chunk(out_, content_, packed_, file_.size()));
    if (Status done = append(out_); !done) return done;
    return file_.sync(true);
}

Status BlockWriter::write_end(const StationKey* key) {
    const Digest head = chain_point();
    std::optional<Seal> seal;
    if (key != nullptr) seal = Seal{key->public_key(), key->sign(head)};
    out_.clear();
    const mcap::Metadata record = seal_record(head, seal);
    mcap::put(out_, record);
    summary_.add(record, file_.size(), out_.size());
    const std::uint32_t data_crc = crc32(crc_, out_);
    const std::uint64_t offset = file_.size() + out_.size();
    summary_.put_end(out_, encoder_, offset, data_crc);
    if (Status done = append(out_); !done) return done;
    return file_.sync(false);
}

}  // namespace np::session
