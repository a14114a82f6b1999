// Records for the kit: made from nothing by the event table, laid out anew, cut into batches, damaged on purpose.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/math.h"
#include "needlepoint/sdk/plugin.h"
#include "record_writer.h"

namespace np::plugin_host {

// Numbers that depend on a seed alone.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t bits() { return np_random_bits(seed_, 7, next_++); }
    // 0 .. below-1; 0 where nothing is below.
    std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : bits() % limit; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }

  private:
    std::uint64_t seed_, next_ = 0;
};

// What made records may name.
struct Vocabulary {
    std::uint32_t zones = 0, cells = 0;
    std::vector<std::string> words;  // ids of the event table's comments and of the session's parameters

    static Vocabulary of(const Parameters& parameters, std::uint32_t zones, std::uint32_t cells);
};

enum class Taste {
    kPlausible,  // as a session might be
    kExtreme     // well formed, but with the ends of each type's range, cells and zones that do not exist, odd texts
};

// `count` records of all events' kinds, ticks going up from `first_tick` by `most_step` at most.
sdk::EventBuffer made_session(const Vocabulary& vocabulary, std::uint64_t seed, std::size_t count, Taste taste,
                              sdk::Tick first_tick = 0, sdk::Tick most_step = 40);

// The same records, lying differently in memory.
sdk::EventBuffer laid_out(const sdk::EventBuffer& events, const Layout& layout);

// A record of a kind that nobody knows.
void append_unknown(sdk::EventBuffer& events, std::uint16_t kind, sdk::Tick tick, std::span<const std::byte> contents);

// The events of a buffer without its inputs, as a plugin is given them.
sdk::EventBuffer without_inputs(const sdk::EventBuffer& records);

// Some whole records of a buffer, as a batch holds them.
struct Piece {
    std::span<const std::byte> bytes;
    std::uint32_t count = 0;
    sdk::Tick first_tick = 0, end_tick = 0;

    np_batch batch() const;
};
// Cut at whole multiples of `ticks`; empty pieces are left out.
std::vector<Piece> pieces_of(const sdk::EventBuffer& events, sdk::Tick ticks);

}  // namespace np::plugin_host
