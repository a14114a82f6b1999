#include "backlog.h"

#include <utility>

namespace np::plugin_host {

void Backlog::append(std::span<const std::byte> bytes, std::size_t records, skin::SkinState& skin) {
    if (pieces_.empty() || pieces_.back().bytes().size() >= kPieceBytes) {
        if (pieces_.size() == kMostPieces) fold_oldest(skin);
        pieces_.push_back(std::exchange(spare_, {}));
    }
    pieces_.back().append_bytes(bytes, records);
}

void Backlog::fold_oldest(skin::SkinState& skin) {
    spare_ = std::move(pieces_.front());
    pieces_.pop_front();
    skin.consume(spare_);
    spare_.clear();
}

void Backlog::fold_into(skin::SkinState& skin) {
    while (!pieces_.empty()) fold_oldest(skin);
}

}  // namespace np::plugin_host
