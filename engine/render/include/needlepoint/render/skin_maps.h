// The state of the skin as maps on the cells of the atlas: what the shader draws on the skin. No OpenGL in here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "needlepoint/render/image.h"
#include "needlepoint/render/palette.h"

namespace np::render {

enum class SkinLayer : std::uint8_t {
    kErythema,    // redness, 1 = as red as skin gets
    kBlood,       // smeared blood film
    kChannels,    // punctures per cell as a share of kFullChannels: drawn as pinpoints
    kSwelling,    // 1 = raised by kFullSwelling_mm
    kGel,         // glide gel or serum, 1 = thick wet layer
    kAntiseptic,  // wet sheen
    kCream,       // numbing cream, white film
    kDirt,        // what a careful cleansing takes off
    kPinpoints,   // punctures that bleed, as a share of all: drawn as beads of blood
    kMakeup,      // foundation
    kBlanch,      // up to 0.5 pressed or cooled pale, 1 burnt white
    kCrust,       // days after: fine crusts, flaking
};
inline constexpr int kSkinLayers = 12;
inline constexpr float kFullChannels = 16;  // punctures per cell that count as 1
inline constexpr float kFullSwelling_mm = 1.6F;

// A fine red line where a needle was drawn through the skin; places and ways in cells of the atlas.
struct Scratch {
    float column = 0, row = 0;       // its middle
    float along_u = 0, along_v = 0;  // from end to end
    float depth = 1;                 // 0..1: how dark
    friend bool operator==(const Scratch&, const Scratch&) = default;
};

// One thread. Cells are row * width + column, as everywhere; row 0 lies at v = 0.
class SkinMaps {
  public:
    SkinMaps(std::uint32_t width, std::uint32_t height);
    std::uint32_t width() const { return width_; }
    std::uint32_t height() const { return height_; }

    // Values are clamped to 0..1. Setting what is already there marks nothing dirty. Cells outside the grid are
    // ignored.
    void set(SkinLayer layer, std::uint32_t cell, float value);
    float value(SkinLayer layer, std::uint32_t cell) const;
    void clear();                                // all layers to zero, and no scratches
    bool anything() const { return used_ > 0; }  // some value is above zero

    void add_scratch(const Scratch& scratch) { scratches_.push_back(scratch); }
    void clear_scratches() { scratches_.clear(); }
    const std::vector<Scratch>& scratches() const { return scratches_; }

    // A colour over the skin (zones, depth, coverage ...). alpha 0 shows the skin.
    void set_overlay(std::uint32_t cell, Rgb color, float alpha);
    void clear_overlay();
    // The zone of each cell (width * height numbers, 255 for none): colours end sharply where zones do, and lines are
    // drawn between them (Scene::zone_lines). Other sizes are ignored.
    void set_zones(std::vector<std::uint8_t> zones);

    // What changed since the last taking, in cells (x = column, y = row); the renderer takes it when it uploads.
    // Each of the packed maps has its own: a strike changes few layers, and only their maps are sent.
    PixelRect dirty() const { return united(united(dirty_[0], dirty_[1]), dirty_[2]); }
    PixelRect take_dirty(int k);
    PixelRect take_dirty();  // of all three, united
    PixelRect dirty_overlay() const { return dirty_overlay_; }
    PixelRect take_dirty_overlay();
    bool take_zones_changed();

    // Four bytes per cell: layers 4k .. 4k+3, k < 3.
    const std::vector<std::uint8_t>& packed(int k) const { return packed_[static_cast<std::size_t>(k)]; }
    // Red, green, blue multiplied by alpha, alpha.
    const std::vector<std::uint8_t>& packed_overlay() const { return overlay_; }
    const std::vector<std::uint8_t>& zones() const { return zones_; }

  private:
    void mark(PixelRect& dirty, std::uint32_t cell) const;
    std::uint32_t width_, height_;
    std::size_t used_ = 0;  // bytes above zero
    std::array<std::vector<std::uint8_t>, 3> packed_;
    std::vector<std::uint8_t> overlay_, zones_;
    std::vector<Scratch> scratches_;
    bool zones_changed_ = true;
    std::array<PixelRect, 3> dirty_{};
    PixelRect dirty_overlay_;
};

}  // namespace np::render
