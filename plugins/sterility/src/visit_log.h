// When the steps of asepsis were done, and what became of the cartridges. Clinical reference 2.5 and 3A.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"

namespace np::sterility {

// One time that a step was done.
struct StepDone {
    sdk::Tick tick = 0;
    std::string detail;
};

struct Cartridge {
    std::string id;
    std::uint64_t strikes = 0;        // with it on the pen
    std::uint64_t refit_strikes = 0;  // of these, after it had been fitted again
    bool refit = false;
    sdk::Tick fitted = 0, refitted = 0;
    std::uint64_t first_ms = 0, last_ms = 0;  // of the visit's clock
    std::string place;                        // where it was put last; empty: still on the pen or in the hand
    sdk::Tick placed = 0;
    bool recapped = false;
};

class VisitLog {
  public:
    void consume(sdk::RecordView record);

    const std::vector<StepDone>* done(const std::string& step) const {
        const auto at = steps_.find(step);
        return at == steps_.end() ? nullptr : &at->second;
    }
    // The latest time that the step was done, not after `tick`.
    std::optional<StepDone> done_by(const std::string& step, sdk::Tick tick) const;
    // The first time that it was done after `tick`.
    std::optional<StepDone> done_after(const std::string& step, sdk::Tick tick) const;

    const std::vector<Cartridge>& cartridges() const { return cartridges_; }
    std::uint64_t strikes() const { return strikes_; }
    sdk::Tick first_strike() const { return first_strike_; }
    sdk::Tick last_strike() const { return last_strike_; }
    sdk::Tick last_tick() const { return last_tick_; }
    // The visit's clock in ms: what was played and what was skipped.
    std::uint64_t clock_ms() const { return last_tick_ + skipped_ms_; }

  private:
    void action(sdk::RecordView record, const np_action& action);
    Cartridge& cartridge(const std::string& id);

    std::map<std::string, std::vector<StepDone>> steps_;
    std::vector<Cartridge> cartridges_;  // in the order in which they appeared
    std::string fitted_;
    std::uint64_t strikes_ = 0, skipped_ms_ = 0;
    sdk::Tick first_strike_ = 0, last_strike_ = 0, last_tick_ = 0;
};

}  // namespace np::sterility
