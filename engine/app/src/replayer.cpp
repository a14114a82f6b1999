#include "replayer.h"

#include <algorithm>

namespace np::app {

namespace {
constexpr sdk::Tick kSnapshots = 6;  // a snapshot is some tens of megabytes
}

Status Replayer::fold_until(sdk::Tick tick) {
    session::Block block;
    while (next_block_ < record_->block_count() && tick_ < tick) {
        if (auto status = record_->read_block(next_block_, block); !status) return status;
        for (const sdk::RecordView record : block.events) now_.consume(record);
        for (const sdk::RecordView record : block.inputs)
            if (record.kind() == sdk::event::hand::kKind) hand_ = record.value<sdk::event::hand>();
        ++next_block_;
        tick_ = block.end_tick;
    }
    now_.advance_to(tick_);
    return {};
}

Expected<Replayer> Replayer::create(std::shared_ptr<const session::Record> record, skin::SkinState untouched) {
    Replayer replayer(std::move(record), std::move(untouched));
    replayer.snapshots_.push_back({0, 0, replayer.now_});
    const sdk::Tick step = std::max<sdk::Tick>(1000, replayer.end() / kSnapshots);
    for (sdk::Tick at = step; at < replayer.end(); at += step) {
        if (auto status = replayer.fold_until(at); !status) return tl::unexpected(status.error());
        replayer.snapshots_.push_back({replayer.tick_, replayer.next_block_, replayer.now_});
    }
    if (auto status = replayer.fold_until(replayer.end()); !status) return tl::unexpected(status.error());
    replayer.snapshots_.push_back({replayer.tick_, replayer.next_block_, replayer.now_});
    return replayer;
}

Expected<bool> Replayer::seek(sdk::Tick tick) {
    tick = std::min(tick, end());
    const auto later = std::find_if(snapshots_.rbegin(), snapshots_.rend(),
                                    [&](const Snapshot& snapshot) { return snapshot.tick <= tick; });
    const bool back = tick < tick_;
    // Jumping also pays forward, where a snapshot lies in between.
    const bool jump = back || (later != snapshots_.rend() && later->tick > tick_ + 1000);
    if (jump && later != snapshots_.rend()) {
        now_ = later->skin;
        tick_ = later->tick;
        next_block_ = later->block;
        hand_.reset();
    }
    if (auto status = fold_until(tick); !status) return tl::unexpected(status.error());
    return jump;
}

skin::SkinState Replayer::after(std::int64_t seconds) const {
    skin::SkinState later = snapshots_.back().skin;
    sdk::EventBuffer events;
    sdk::event::skip skip;
    skip.tick = end();
    skip.seconds = seconds;
    skip.reason = "debrief";
    events.append(skip);
    later.consume(events);
    return later;
}

}  // namespace np::app
