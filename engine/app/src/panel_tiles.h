// What of the panels looks different from one frame to the next, tile by tile. No OpenGL in here.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "needlepoint/render/image.h"

namespace np::app {

// The picture cut into squares, each with a number that stands for all that is drawn into it, in its order.
class PanelTiles {
  public:
    static constexpr int kTile_px = 32;

    PanelTiles() = default;
    // Pictures other than `lasting` (the typeface) may show something else in every frame: what they cover is never
    // taken for the same.
    PanelTiles(const ImDrawData& data, render::Size size, ImTextureID lasting);

    bool same_grid(const PanelTiles& other) const { return columns_ == other.columns_ && rows_ == other.rows_; }
    std::size_t count() const { return marks_.size(); }
    bool occupied(std::size_t tile) const { return marks_[tile] != 0; }
    // The same was drawn there, and looks the same.
    bool same(std::size_t tile, const PanelTiles& other) const {
        return marks_[tile] == other.marks_[tile] && !restless_[tile];
    }
    // These tiles as rectangles of pixels that don't overlap; with a limit, as few as that, which then hold other tiles
    // too.
    std::vector<render::PixelRect> rects(const std::vector<bool>& tiles, std::size_t most = SIZE_MAX) const;

  private:
    void add(const ImDrawList& list, render::Size size, ImTextureID lasting);
    int columns_ = 0, rows_ = 0;
    std::vector<std::uint64_t> marks_;
    std::vector<bool> restless_;
};

}  // namespace np::app
