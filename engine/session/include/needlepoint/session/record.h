// Reads a session's record, whole or cut. Trusts nothing that it finds in the file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/meta.h"

namespace np::session {

// Records of up to 250 ticks, in their original order.
struct Block {
    sdk::Tick first_tick = 0;
    sdk::Tick end_tick = 0;  // first tick behind it
    sdk::EventBuffer inputs;
    sdk::EventBuffer events;
};

// Immutable after opening; may be read by several threads at once. Holds the file's bytes in memory, blocks packed.
class Record {
  public:
    // Fails only if not even facts and attachments can be read. A file that was cut opens with what is there.
    static Expected<Record> open(const std::filesystem::path& file);
    static Expected<Record> parse(std::vector<std::byte> file_bytes);

    const Meta& meta() const;
    bool whole() const;                       // closed in good order; says nothing about tampering (see verify.h)
    const std::string& cut_sentence() const;  // empty for a whole record, otherwise where and why it ends
    sdk::Tick end_tick() const;               // ticks 0 .. end_tick - 1 are in the record

    std::size_t block_count() const;
    // Replaces the contents of `block`. `events_only` leaves `inputs` empty and is quicker.
    Status read_block(std::size_t index, Block& block, bool events_only = false) const;
    // All blocks in order; ends at the first damaged one with a sentence.
    Status for_each_block(const std::function<void(const Block&)>& visit, bool events_only = false) const;
    // All ticks in order, empty ones too.
    using VisitTick = std::function<void(sdk::Tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events)>;
    Status for_each_tick(const VisitTick& visit) const;

    std::span<const std::byte> bytes() const;
    std::size_t head_bytes() const;  // size of what lies before the first block: facts and attachments

  private:
    struct State;
    explicit Record(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace np::session
