// The skin at any moment of a record, for the debrief: forward by folding on, backward from a snapshot.
#pragma once

#include <optional>
#include <vector>

#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/record.h"
#include "needlepoint/skin/skin_state.h"

namespace np::app {

class Replayer {
  public:
    // Folds the whole record once, leaving snapshots on the way.
    static Expected<Replayer> create(std::shared_ptr<const session::Record> record, skin::SkinState untouched);

    sdk::Tick tick() const { return tick_; }
    sdk::Tick end() const { return record_->end_tick(); }
    // True if the skin had to go back, so that everything has to be painted anew.
    Expected<bool> seek(sdk::Tick tick);
    skin::SkinState& skin() { return now_; }
    // The skin so long after the end of the visit.
    skin::SkinState after(std::int64_t seconds) const;
    // The hand at this moment, if the record has one.
    const std::optional<sdk::event::hand>& hand() const { return hand_; }

  private:
    struct Snapshot {
        sdk::Tick tick;
        std::size_t block;
        skin::SkinState skin;
    };
    Replayer(std::shared_ptr<const session::Record> record, skin::SkinState skin)
        : record_(std::move(record)), now_(std::move(skin)) {}
    Status fold_until(sdk::Tick tick);

    std::shared_ptr<const session::Record> record_;
    skin::SkinState now_;
    std::vector<Snapshot> snapshots_;
    std::optional<sdk::event::hand> hand_;
    sdk::Tick tick_ = 0;
    std::size_t next_block_ = 0;
};

}  // namespace np::app
