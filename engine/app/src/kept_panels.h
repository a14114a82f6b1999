// Panels for drivers that draw on the processor: what they look like is kept, and only what changed is drawn again.
#pragma once

#include "frame_buffer.h"
#include "panel_tiles.h"

namespace np::app {

class KeptPanels {
  public:
    // The same picture over what the target holds as drawing `data` at once would give. Where most of it changes from
    // frame to frame, it is drawn at once. `lasting` is the texture of the typeface.
    void draw(ImDrawData& data, render::Target target, ImTextureID lasting);
    // That texture holds something else now.
    void forget();

  private:
    void redraw(ImDrawData& data, render::PixelRect part) const;
    void lay_over(const ImDrawData& data, const std::vector<render::PixelRect>& parts, render::Target target) const;
    FrameBuffer picture_;  // premultiplied; clear where there is no panel
    PanelTiles seen_, drawn_;
};

}  // namespace np::app
