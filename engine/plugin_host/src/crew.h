// Scorers that work together in one worker process, as a fold sees them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/plugin_host/fold.h"
#include "ring.h"
#include "worker_process.h"

namespace np::plugin_host {

class Crew {
  public:
    // `zones`, `cells`: how many the session has, to check answers. `ring`: what the fold writes to, or null where the
    // crew is to read a session anew.
    Crew(Libraries scorers, const SessionFacts& facts, std::shared_ptr<RingWriter> ring, const FoldOptions& options,
         std::size_t zones, std::size_t cells);

    // Waits for a crew that lags, if the fold may wait.
    void keep_pace();
    // What each scorer says, in the order of `scorers()`. `over`: nothing more will come; a crew that fell behind or
    // lost one of its members then reads the session again.
    std::vector<Result> results(sdk::Tick closed_until, bool over);
    const Libraries& scorers() const { return scorers_; }
    // Lines that were logged since the last call.
    std::vector<Logged> take_log();
    int process_id() const { return process_ ? process_->process_id() : -1; }

  private:
    // What became of a scorer for good.
    struct Fate {
        bool faulted = false;
        std::string sentence;
        sdk::Tick tick = 0;
    };
    Libraries standing() const;
    void employ(std::shared_ptr<RingWriter> ring, std::uint64_t from);
    void note_fault();
    bool read_again();
    std::optional<std::vector<Result>> ask(bool over);
    Result unscored(const Library& library, std::string reason, sdk::Tick tick) const;
    Result checked(const Library& library, const Result& raw, sdk::Tick now) const;

    Libraries scorers_;
    const SessionFacts& facts_;
    const FoldOptions& options_;
    std::size_t zones_, cells_;
    std::vector<Fate> fates_;
    std::vector<std::size_t> employed_;  // indices into scorers_ of those in the present process
    std::shared_ptr<RingWriter> ring_;
    std::unique_ptr<WorkerProcess> process_;
    std::vector<Logged> log_;
    bool behind_ = false;  // it lost the thread: only reading again helps
};

}  // namespace np::plugin_host
