#include "needlepoint/session/record.h"

#include <optional>

#include "block.h"
#include "closing.h"
#include "crc32.h"
#include "needlepoint/core/files.h"
#include "utf8.h"

namespace np::session {

namespace {

std::string at_byte(std::size_t at) {
    return " at byte " + std::to_string(at);
}

}  // namespace

struct Record::State {
    std::vector<std::byte> bytes;
    Meta meta;
    std::size_t head_end = 0;
    std::uint64_t attached = 0;  // bytes that attachments unpacked to
    std::vector<mcap::RawRecord> chunks;
    bool whole = false;
    std::string cut;
    sdk::Tick end_tick = 0;

    Status read_head();
    Status read_attachment(const mcap::Attachment& attachment);
    void find_chunks();
    bool closes_at(std::size_t at) const;
    void find_end();
    Status decode(std::size_t index, BlockDecoder& decoder, Block& block, bool events_only) const;
};

Status Record::State::read_attachment(const mcap::Attachment& attachment) {
    const auto damaged = [&](const std::string& what) {
        return no("the record's attachment '" + (is_utf8(attachment.name) ? attachment.name : "?") +
                  "' is damaged: " + what);
    };
    if (!is_utf8(attachment.name)) return damaged("its name is not UTF-8");
    if (attachment_crc(attachment) != attachment.crc) return damaged("its bytes do not fit its checksum");
    std::string name = attachment.name;
    std::vector<std::byte> contents(attachment.data.begin(), attachment.data.end());
    if (attachment.media_type == kPackedType && name.size() > 4 && name.substr(name.size() - 4) == kPackedSuffix) {
        name.resize(name.size() - 4);
        const std::uint64_t size = frame_size(attachment.data);
        if (size > kMaxAttachedBytes - attached) return damaged("it states an impossible size");
        attached += size;
        if (Status done = Unpacker().unpack(attachment.data, size, contents); !done)
            return damaged(done.error().message);
    }
    if (!meta.attachments.emplace(name, std::move(contents)).second) return damaged("it occurs twice");
    return {};
}

// Everything up to the first chunk. Without it nothing can be done with a record, so it must be intact.
Status Record::State::read_head() {
    if (!mcap::has_magic(bytes, 0))
        return no("a record (MCAP file) was expected, found a file that does not begin like one; choose another file");
    std::size_t at = sizeof mcap::kMagic;
    bool header = false, facts = false;
    while (const auto raw = mcap::record_at(bytes, at)) {
        if (!header) {
            const auto found = mcap::read<mcap::Header>(*raw);
            if (!found || found->profile != kProfile)
                return no(
                    "a record of Needlepoint was expected, found an MCAP file of another program; choose another file");
            header = true;
        } else if (const auto attachment = mcap::read<mcap::Attachment>(*raw)) {
            if (Status done = read_attachment(*attachment); !done) return done;
        } else if (auto metadata = mcap::read<mcap::Metadata>(*raw); metadata && !facts) {
            if (metadata->name != kFactsName)
                return no("the record's facts were expected" + at_byte(at) +
                          ", found something else; the file is damaged");
            for (const auto& [key, value] : metadata->metadata)
                if (!is_utf8(key) || !is_utf8(value)) return no("the record's facts are damaged: not UTF-8");
            meta.facts = std::move(metadata->metadata);
            facts = true;
        } else {
            break;
        }
        at = raw->end;
        if (facts) break;
    }
    head_end = at;
    if (!facts)
        return no("the record ends or is damaged" + at_byte(at) +
                  ", before its facts and attachments are complete; nothing can be read from it");
    return {};
}

// Closing records from `at` to the end of the file.
bool Record::State::closes_at(std::size_t at) const {
    const auto seal = mcap::record_at(bytes, at);
    if (!seal || seal->opcode != mcap::Opcode::kMetadata) return false;
    const auto data_end = mcap::record_at(bytes, seal->end);
    if (!data_end || data_end->opcode != mcap::Opcode::kDataEnd) return false;
    at = data_end->end;
    while (const auto raw = mcap::record_at(bytes, at)) {
        at = raw->end;
        if (raw->opcode == mcap::Opcode::kFooter)
            return mcap::has_magic(bytes, at) && at + sizeof mcap::kMagic == bytes.size();
    }
    return false;
}

void Record::State::find_chunks() {
    std::size_t at = head_end;
    while (const auto raw = mcap::record_at(bytes, at)) {
        if (raw->opcode == mcap::Opcode::kChunk)
            chunks.push_back(*raw);
        else if (raw->opcode != mcap::Opcode::kMessageIndex)
            break;
        at = raw->end;
    }
    whole = closes_at(at);
    if (!whole)
        cut = "the record was cut in block " + std::to_string(chunks.size() + 1) + at_byte(at) + " of " +
              std::to_string(bytes.size());
}

Status Record::State::decode(std::size_t index, BlockDecoder& decoder, Block& block, bool events_only) const {
    const auto chunk = mcap::read<mcap::Chunk>(chunks[index]);
    Status done = chunk ? decoder.decode(*chunk, block, events_only) : Status(no("its frame is damaged"));
    if (done) return done;
    return no("block " + std::to_string(index + 1) + " of the record is damaged: " + done.error().message);
}

// The last block that can be read tells how far the record goes; torn ones behind it do not count. A crash tears one
// or two; a file made to keep us unpacking gets no further than a few.
void Record::State::find_end() {
    BlockDecoder decoder;
    Block block;
    for (int tries = 0; !chunks.empty(); ++tries) {
        if (tries == 16) {
            cut = "the last blocks of the record are damaged; nothing is read from it";
            chunks.clear();
            return;
        }
        const Status done = decode(chunks.size() - 1, decoder, block, true);
        if (done) {
            end_tick = block.end_tick;
            return;
        }
        whole = false;
        cut = done.error().message + "; the record is read up to the block before";
        chunks.pop_back();
    }
}

Record::Record(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Expected<Record> Record::open(const std::filesystem::path& file) {
    std::error_code problem;
    const auto size = std::filesystem::file_size(file, problem);
    if (!problem && size > kMaxFileBytes)
        return no("a record of at most 2 GiB was expected, found " + std::to_string(size) + " bytes in " +
                  file.string() + "; choose another file");
    auto bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    return parse(std::move(*bytes));
}

Expected<Record> Record::parse(std::vector<std::byte> file_bytes) {
    auto state = std::make_shared<State>();
    state->bytes = std::move(file_bytes);
    if (Status done = state->read_head(); !done) return tl::unexpected(done.error());
    state->find_chunks();
    state->find_end();
    return Record(std::move(state));
}

const Meta& Record::meta() const {
    return state_->meta;
}
bool Record::whole() const {
    return state_->whole;
}
const std::string& Record::cut_sentence() const {
    return state_->cut;
}
sdk::Tick Record::end_tick() const {
    return state_->end_tick;
}
std::size_t Record::block_count() const {
    return state_->chunks.size();
}
std::span<const std::byte> Record::bytes() const {
    return state_->bytes;
}
std::size_t Record::head_bytes() const {
    return state_->head_end;
}

Status Record::read_block(std::size_t index, Block& block, bool events_only) const {
    if (index >= block_count())
        return usage("block " + std::to_string(index) + " was asked of a record with " + std::to_string(block_count()));
    BlockDecoder decoder;
    return state_->decode(index, decoder, block, events_only);
}

Status Record::for_each_block(const std::function<void(const Block&)>& visit, bool events_only) const {
    BlockDecoder decoder;
    Block block;
    sdk::Tick expected = 0;
    for (std::size_t i = 0; i < block_count(); ++i) {
        if (Status done = state_->decode(i, decoder, block, events_only); !done) return done;
        if (block.first_tick != expected)
            return no("block " + std::to_string(i + 1) + " of the record was expected to begin at tick " +
                      std::to_string(expected) + ", found tick " + std::to_string(block.first_tick) +
                      "; blocks are missing or in the wrong order");
        expected = block.end_tick;
        visit(block);
    }
    return {};
}

Status Record::for_each_tick(const VisitTick& visit) const {
    sdk::EventBuffer inputs, events;
    return for_each_block([&](const Block& block) {
        auto input = block.inputs.begin();
        auto event = block.events.begin();
        const auto take = [](sdk::Tick tick, auto& at, const auto& end, sdk::EventBuffer& out) {
            out.clear();
            for (; at != end && (*at).tick() == tick; ++at) out.append(*at);
        };
        for (sdk::Tick tick = block.first_tick; tick < block.end_tick; ++tick) {
            take(tick, input, block.inputs.end(), inputs);
            take(tick, event, block.events.end(), events);
            visit(tick, inputs, events);
        }
    });
}

}  // namespace np::session
