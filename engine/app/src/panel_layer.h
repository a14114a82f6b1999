// ImGui on top of OpenGL: the context, its textures, and one frame after another. Without a window of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "kept_panels.h"
#include "needlepoint/core/status.h"
#include "needlepoint/render/renderer.h"
#include "needlepoint/ui/theme.h"

struct ImGuiContext;

namespace np::app {

class PanelLayer {
  public:
    // `data` holds assets/fonts; Debian's folder of Inter is looked at after it.
    // `keep`: redraw only what changed, for drivers that draw on the processor.
    static Expected<PanelLayer> create(const std::filesystem::path& data, bool keep);
    PanelLayer(PanelLayer&& other) noexcept;
    PanelLayer& operator=(PanelLayer&&) = delete;
    ~PanelLayer();

    ui::Theme& theme() { return *theme_; }
    const std::string& notice() const { return notice_; }  // that the typeface is missing, or empty
    // Scale wanted in the window as it is; rebuilds the fonts when it changes.
    void fit(double wanted_scale, render::Size size);
    void begin_frame(render::Size size, double seconds);
    // Draws what the panels made into the target, over what is there.
    void end_frame(render::Target target);
    bool wants_mouse() const;

  private:
    explicit PanelLayer(ImGuiContext* context, const std::filesystem::path& data);
    void rebuild();
    ImGuiContext* context_ = nullptr;
    std::unique_ptr<ui::Theme> theme_;
    std::vector<std::filesystem::path> fonts_;
    std::string notice_;
    std::optional<KeptPanels> kept_;
    bool started_ = false;
};

}  // namespace np::app
