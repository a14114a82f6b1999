// Scorers at work: records go in, in order; what each scorer makes of them comes out.
//
// Live and later the same: batches are cut on a fixed grid of ticks, so the answer depends on the records alone.
// A scorer that breaks the rules or gives up is "not scored: reason, tick"; the others go on.
//
// One door for both ways in which a scorer runs: here, on the caller's thread, or apart in a worker process
// (Library::apart), where nothing that it does can hurt the session. Scorers that are pinned share one worker, every
// other has its own. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/library.h"
#include "needlepoint/plugin_host/patient_skin.h"
#include "needlepoint/plugin_host/worker.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/finding.hpp"

namespace np::plugin_host {

struct WorkerPage;

// What scorers may know of a session besides its records.
struct SessionFacts {
    std::string scenario;  // id
    std::uint64_t seed = 0;
    Parameters parameters;  // rule pack with the session's own; `session.mode` tells the mode
    // As anatomy::ZoneTable::encode() writes him, or laid out by whoever shares him between sessions: one of the two,
    // so that no skin can lie on another patient's zones.
    std::variant<std::vector<std::byte>, std::shared_ptr<const PatientSkin>> patient;

    std::span<const std::byte> table() const;
    // The patient, laid out now if nobody has.
    Expected<std::shared_ptr<const PatientSkin>> laid_out() const;
};

struct Figure {
    std::string key;
    std::uint32_t zone = NP_NO_ZONE;
    double value = 0;
    std::string unit;
};

enum class State : std::uint8_t { kScored, kNotAssessed, kNotScored };

struct Result {
    std::string id, version, name_key;
    Digest digest{};  // of the plugin's bytes
    State state = State::kNotScored;
    std::string reason;                   // of the two states without a mark
    sdk::Tick tick = 0;                   // kNotScored: how far it had come
    std::int32_t mark = 0, full = 10000;  // hundredths
    std::vector<sdk::Finding> findings;   // in the scorer's order, ids filled in; costs add up to full - mark
    std::vector<Figure> figures;
};

// A line that a scorer logged: id, enum np_log_level, text. Called on the fold's thread.
using LogLine = std::function<void(std::string_view scorer, std::uint32_t level, std::string_view text)>;

// How a fold treats scorers that run apart, in workers.
struct FoldOptions {
    // False: `consume` never waits, as a step must; a worker that falls behind reads the session again at the end.
    // True (a file is graded, nobody waits for the next tick): it waits for a worker that lags.
    bool may_wait = false;
    // Gives every record of the session from its beginning, as often as it is called. Called after `close`, for a
    // worker that fell behind or lost a member. Empty: such a scorer is "not scored" and the record can be graded
    // later.
    using Visit = std::function<Status(sdk::RecordView record)>;
    std::function<Status(const Visit& visit)> read_again;
    WorkerLimits limits;
    WorkerPage* page = nullptr;  // the worker's own matter
};

class Fold {
  public:
    // Creates an instance of each scorer; plugins of other kinds among them are left out. Fails on a broken zone table
    // or missing tissue parameters, never because of a scorer.
    static Expected<Fold> begin(const Libraries& scorers, SessionFacts facts, LogLine log = {},
                                FoldOptions options = {});
    Fold(Fold&&) noexcept;
    Fold& operator=(Fold&&) noexcept;
    ~Fold();

    // Records must come in order; one that goes back in time is refused and changes nothing. Inputs are stepped over.
    Status consume(sdk::RecordView record);
    // The same for many, which is quicker; at the first that is refused it stops.
    Status consume(const sdk::EventBuffer& records);
    // Hands over the batch that is still open. No records of that batch may follow.
    void close();
    // What the scorers say of all whole batches so far. Asking changes nothing, so the fold can go on.
    std::vector<Result> results() const;

    const std::vector<std::string>& zone_ids() const;  // index = zone in findings and figures

  private:
    struct Data;
    explicit Fold(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
