// Records that wait to be folded into the skin until somebody asks about it, which many scorers never do.
#pragma once

#include <cstddef>
#include <deque>
#include <span>

#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/skin_state.h"

namespace np::plugin_host {

class Backlog {
  public:
    // Copies whole records. Where more wait than half an hour's visit brings (32 MiB), the oldest are folded to make
    // room, as many as come: no step is held up.
    void append(std::span<const std::byte> bytes, std::size_t records, skin::SkinState& skin);
    // Everything that waits, in its order.
    void fold_into(skin::SkinState& skin);

  private:
    static constexpr std::size_t kPieceBytes = 16 << 10, kMostPieces = 2048;
    void fold_oldest(skin::SkinState& skin);

    std::deque<sdk::EventBuffer> pieces_;  // the oldest first
    sdk::EventBuffer spare_;               // empty, with the memory of a piece that was folded
};

}  // namespace np::plugin_host
