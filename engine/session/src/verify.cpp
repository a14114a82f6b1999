#include "needlepoint/session/verify.h"

#include <algorithm>

#include "block.h"
#include "closing.h"
#include "crc32.h"
#include "hexadecimal.h"
#include "needlepoint/core/files.h"

namespace np::session {

namespace {

// Walks through the file once, building every part again from its values with the writer's own functions.
class Verifier {
  public:
    Verifier(std::span<const std::byte> bytes, const TrustedStations& trusted) : bytes_(bytes), trusted_(trusted) {}

    Verification run() {
        result_.whole = check_head() && check_blocks() && check_seal() && check_end();
        if (result_.whole) judge_seal();
        return std::move(result_);
    }

  private:
    bool problem(std::int64_t block, std::string what) {
        result_.problem = Problem{block, std::move(what)};
        return false;
    }
    bool same_at(std::size_t at, std::span<const std::byte> expected) const {
        return at <= bytes_.size() && expected.size() <= bytes_.size() - at &&
               std::equal(expected.begin(), expected.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    // Compares what the file has at `at_` with `out_` and steps over it.
    bool take_same(std::int64_t block, const std::string& what) {
        if (!same_at(at_, out_)) return problem(block, what + at_byte() + " is not as it was written");
        at_ += out_.size();
        return true;
    }
    std::string at_byte() const { return " at byte " + std::to_string(at_); }
    std::string end_of_file(const std::string& expected) const {
        return "the record is cut: " + expected + " was expected" + at_byte() + " of " + std::to_string(bytes_.size());
    }

    bool check_head();
    bool check_attachments();
    bool check_facts();
    bool check_blocks();
    bool check_block(const mcap::RawRecord& raw, std::int64_t number);
    bool check_chain(std::size_t chunk_start, const Digest& recorded, std::int64_t number);
    bool check_seal();
    bool check_end();
    void judge_seal();

    std::span<const std::byte> bytes_;
    const TrustedStations& trusted_;
    Verification result_;
    std::size_t at_ = 0;
    std::vector<std::byte> out_;  // what should be in the file
    Summary summary_;
    std::map<std::string, std::string> facts_;

    BlockDecoder decoder_;
    BlockEncoder encoder_;
    BlockContent content_;
    Block block_;
    sdk::Tick next_tick_ = 0;
    std::size_t point_at_ = 0;  // where the stretch since the last chain point begins
    Digest chain_{};
};

bool Verifier::check_head() {
    if (bytes_.size() < sizeof mcap::kMagic) return problem(0, "the file is too short for a record");
    mcap::put_magic(out_);
    if (!take_same(0, "the opening of the file")) return false;
    out_.clear();
    mcap::put(out_, mcap::Header{kProfile, kLibrary});
    if (!take_same(0, "the header")) return false;
    return check_attachments() && check_facts();
}

bool Verifier::check_attachments() {
    std::string last;
    while (true) {
        const auto raw = mcap::record_at(bytes_, at_);
        if (!raw) return problem(0, end_of_file("an attachment or the facts"));
        if (raw->opcode == mcap::Opcode::kMetadata) return true;
        const auto attachment = mcap::read<mcap::Attachment>(*raw);
        if (!attachment) return problem(0, "something unknown stands" + at_byte() + ", before the facts");
        std::string name = attachment->name;
        const bool packed = name.size() > 4 && name.substr(name.size() - 4) == kPackedSuffix;
        if (packed) name.resize(name.size() - 4);
        if (name <= last) return problem(0, "the attachments" + at_byte() + " are out of order");
        last = name;
        mcap::Attachment expected{0, 0, attachment->name, packed ? kPackedType : kPlainType, attachment->data, 0};
        expected.crc = attachment_crc(expected);
        out_.clear();
        mcap::put(out_, expected);
        summary_.add(expected, at_, out_.size());
        if (!take_same(0, "an attachment")) return false;
    }
}

bool Verifier::check_facts() {
    const auto raw = mcap::record_at(bytes_, at_);
    const auto metadata = raw ? mcap::read<mcap::Metadata>(*raw) : std::nullopt;
    if (!metadata || metadata->name != kFactsName)
        return problem(0, "the facts of the session were expected" + at_byte());
    facts_ = metadata->metadata;
    out_.clear();
    mcap::put(out_, *metadata);
    summary_.add(*metadata, at_, out_.size());
    return take_same(0, "the list of facts");
}

// The bytes before a chain point belong to the block before it, so that block is named.
bool Verifier::check_chain(std::size_t chunk_start, const Digest& recorded, std::int64_t number) {
    const Digest digest = Sha256().add(chain_).add(bytes_.subspan(point_at_, chunk_start - point_at_)).finish();
    if (digest != recorded)
        return problem(number - 1, "its bytes are not those that the chain recorded (SHA-256, in block " +
                                       std::to_string(number) + ")");
    chain_ = digest;
    point_at_ = chunk_start;
    result_.blocks = number;
    return true;
}

bool Verifier::check_blocks() {
    for (std::int64_t number = 1;; ++number) {
        const auto raw = mcap::record_at(bytes_, at_);
        if (!raw) {
            if (at_ == bytes_.size()) return problem(number, end_of_file("the next block or the seal"));
            const bool known = bytes_[at_] == static_cast<std::byte>(mcap::Opcode::kChunk) ||
                               bytes_[at_] == static_cast<std::byte>(mcap::Opcode::kMetadata);
            return problem(number, known ? "the record is cut or damaged: what begins" + at_byte() +
                                               " reaches beyond the end of the file"
                                         : "something unknown stands" + at_byte());
        }
        if (raw->opcode != mcap::Opcode::kChunk) return true;
        if (!check_block(*raw, number)) return false;
    }
}

bool Verifier::check_block(const mcap::RawRecord& raw, std::int64_t number) {
    const auto chunk = mcap::read<mcap::Chunk>(raw);
    if (!chunk) return problem(number, "its frame" + at_byte() + " is damaged");
    if (Status done = decoder_.decode(*chunk, block_, false); !done) return problem(number, done.error().message);
    if (!check_chain(at_, decoder_.chain().digest, number)) return false;
    if (block_.first_tick != next_tick_)
        return problem(number, "it begins at tick " + std::to_string(block_.first_tick) + " where " +
                                   std::to_string(next_tick_) + " was expected");
    next_tick_ = block_.end_tick;
    encoder_.set_form(decoder_.form());
    for (const mcap::Schema& schema : decoder_.schemas())
        if (Status done = encoder_.take(schema); !done) return problem(number, done.error().message);
    if (Status done = encoder_.encode(decoder_.chain(), block_.inputs, block_.events, content_); !done)
        return problem(number, done.error().message);
    const auto found = decoder_.content();
    if (!std::equal(found.begin(), found.end(), content_.bytes.begin(), content_.bytes.end()))
        return problem(
            number, "its messages are not written as this version writes them; another program or version made them");
    out_.clear();
    summary_.add(put_chunk(out_, content_, chunk->records, at_));
    return take_same(number, "its frame or index");
}

bool Verifier::check_seal() {
    const std::int64_t number = static_cast<std::int64_t>(summary_.chunks()) + 1;
    const auto raw = mcap::record_at(bytes_, at_);
    const auto metadata = raw ? mcap::read<mcap::Metadata>(*raw) : std::nullopt;
    if (!metadata || metadata->name != kSealName)
        return problem(number, "the seal or the next block was expected" + at_byte() + ", found something else");
    const auto& entries = metadata->metadata;
    const Digest head = Sha256().add(chain_).add(bytes_.subspan(point_at_, at_ - point_at_)).finish();
    const auto text = [&](const char* key) {
        const auto found = entries.find(key);
        return found == entries.end() ? std::string() : found->second;
    };
    std::optional<Seal> seal;
    if (entries.size() > 1) {
        seal.emplace();
        if (!from_hex(text("public_key"), seal->key) || !from_hex(text("signature"), seal->signature))
            return problem(number, "the seal is damaged");
    }
    out_.clear();
    const mcap::Metadata expected = seal_record(head, seal);
    mcap::put(out_, expected);
    if (text("chain") != to_hex(head)) {
        // Either the last block changed or the digest in the seal did. The checksum behind the seal knows which.
        const auto end = mcap::record_at(bytes_, raw->end);
        const auto data_end = end ? mcap::read<mcap::DataEnd>(*end) : std::nullopt;
        if (data_end && data_end->data_section_crc == crc32(crc32(0, bytes_.first(at_)), out_))
            return problem(number, "the digest in the seal is damaged");
        return problem(number - 1, "its bytes are not those that the chain recorded (SHA-256, in the seal)");
    }
    summary_.add(expected, at_, out_.size());
    if (!take_same(number, "the seal")) return false;
    result_.blocks = number;
    if (!seal) return true;
    if (!signature_matches(seal->key, head, seal->signature)) {
        result_.seal = SealState::kBroken;
        return problem(number, "the seal's signature does not fit the record");
    }
    const auto station = trusted_.name_of(seal->key);
    result_.seal = station ? SealState::kKnownStation : SealState::kUnknownKey;
    result_.station = station.value_or("");
    return true;
}

bool Verifier::check_end() {
    const std::int64_t number = static_cast<std::int64_t>(summary_.chunks()) + 1;
    out_.clear();
    summary_.put_end(out_, encoder_, at_, crc32(0, bytes_.first(at_)));
    if (!same_at(at_, out_)) {
        const auto rest = bytes_.subspan(at_);
        const auto [expected, found] = std::mismatch(out_.begin(), out_.end(), rest.begin(), rest.end());
        if (found == rest.end())
            return problem(number, "the record is cut: its index ends at byte " + std::to_string(bytes_.size()));
        return problem(number, "the index is not as it was written at byte " +
                                   std::to_string(at_ + static_cast<std::size_t>(found - rest.begin())));
    }
    at_ += out_.size();
    if (at_ != bytes_.size()) return problem(number, "something follows the end of the record" + at_byte());
    result_.blocks = number + 1;
    return true;
}

void Verifier::judge_seal() {
    const auto mode = facts_.find("mode");
    if (mode == facts_.end() || mode->second != "assessment" || result_.seal == SealState::kKnownStation) return;
    problem(result_.blocks - 1, "an assessment needs the seal of a trusted station; this record's seal: " +
                                    std::string(name_of(result_.seal)));
}

}  // namespace

std::string_view name_of(SealState state) {
    switch (state) {
        case SealState::kUnsealed:
            return "unsealed";
        case SealState::kUnknownKey:
            return "unknown key";
        case SealState::kKnownStation:
            return "known station";
        case SealState::kBroken:
            return "broken";
    }
    return "broken";
}

Verification verify_bytes(std::span<const std::byte> file_bytes, const TrustedStations& trusted) {
    return Verifier(file_bytes, trusted).run();
}

Expected<Verification> verify(const std::filesystem::path& file, const TrustedStations& trusted) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    if (!ignored && size > kMaxFileBytes)
        return no("a record of at most 2 GiB was expected, found " + std::to_string(size) + " bytes in " +
                  file.string() + "; choose another file");
    const auto bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    return verify_bytes(*bytes, trusted);
}

}  // namespace np::session
