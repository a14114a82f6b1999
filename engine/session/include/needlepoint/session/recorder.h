// Writes a session to an MCAP file while it happens. What `durable_tick` has passed survives the death of the program.
#pragma once

#include <filesystem>
#include <memory>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/meta.h"
#include "needlepoint/session/seal.h"

namespace np::session {

// Used by one thread. When writing fails (full disk, file taken away) the file keeps every whole block written so
// far and the session may go on: from then on `append` does nothing and returns the same sentence.
class Recorder {
  public:
    struct Options {
        bool own_thread =
            false;             // live: encode, compress and write in a thread of its own, so that `append` never waits
        bool replace = false;  // write over a file that exists; otherwise that is an error of kind kCannot
        int chunk_ticks = 0;   // 1..250; 0: 100, with a thread of its own 80 (so that 100 ms are never lost)
    };

    // Creates the file with head, facts and attachments, on disk when this returns.
    static Expected<Recorder> create(const std::filesystem::path& file, const Meta& meta, Options options);
    static Expected<Recorder> create(const std::filesystem::path& file, const Meta& meta) {
        return create(file, meta, Options{});
    }
    Recorder(Recorder&&) noexcept;
    Recorder& operator=(Recorder&&) noexcept;
    // Without `close` the file is left as a crash would leave it: readable, but cut.
    ~Recorder();

    // One tick: its inputs and the events they caused, each in the order in which they arose. Ticks follow one
    // another without gaps from 0, empty ones too; every record bears that tick.
    Status append(sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events);

    // Writes what is left, the seal (unsealed without a key), index and footer, and waits for the disk.
    Status close(const StationKey* seal = nullptr);

    // Ticks below this one are in the file.
    sdk::Tick durable_tick() const;
    // The first failure of writing, as soon as it is known.
    Status status() const;

  private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace np::session
