// What all screens share, and what a screen is.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "input_desk.h"
#include "needlepoint/assessment/marks.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/render/renderer.h"
#include "panel_layer.h"
#include "plugin_desk.h"
#include "settings.h"
#include "window.h"
#include "words.h"

namespace np::app {

class Visit;

// Lives as long as the window. One thread.
struct Stage {
    const cli::Places& places;
    Window& window;
    PanelLayer& panels;
    render::Renderer& renderer;
    render::QualityPicker picker;
    Words words;
    ui::SettingsView settings;
    InputDesk& desk;
    PluginDesk& plugins;

    // Draws as the picker says from now on.
    void use_quality() {
        renderer.set_quality(picker.quality());
        settings.quality = std::string(render::quality_name(picker.quality()));
    }
};

// Where to go after this frame. At most one of these is set.
struct Next {
    bool home = false, quit = false;
    std::string scenario;          // open the room with it
    std::string record;            // open the debrief of it
    std::unique_ptr<Visit> visit;  // the visit that has just ended, so that its patient need not be built anew
    std::string notice;            // shown at home: why something could not be done
};

// What is shown while a screen is being made: a share of 0..1, or below 0 where nobody knows how long it takes.
using ShowProgress = std::function<void(const std::string& words, double share)>;

class Screen {
  public:
    virtual ~Screen() = default;
    virtual void key(ui::KeyPress press, Next& next) = 0;
    virtual void type(char32_t) {}
    // Draws everything into the window's framebuffer. `seconds` since the last frame.
    virtual void frame(const WindowInput& input, double seconds, Next& next) = 0;
    // Something moves by itself: 60 frames per second, otherwise 10 are enough.
    virtual bool busy() const = 0;
    // The patient is being worked on: the frames by which the quality of drawing is judged.
    virtual bool at_work() const { return false; }
    virtual void drawn_in_less_detail(const std::string&) {}  // and this preset is what it is now
    virtual void leave() {}                                   // before another screen, or the end
};

std::unique_ptr<Screen> make_home_screen(Stage& stage, std::string notice);
Expected<std::unique_ptr<Screen>> make_room_screen(Stage& stage, const std::string& scenario, const ShowProgress& show);
Expected<std::unique_ptr<Screen>> make_debrief_screen(Stage& stage, const std::string& record,
                                                      std::unique_ptr<Visit> visit);

}  // namespace np::app
