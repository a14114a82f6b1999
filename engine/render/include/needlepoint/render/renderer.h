// Draws a scene with OpenGL 3.3 core (or OpenGL ES 3.0). OpenGL stays in here.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "needlepoint/core/status.h"
#include "needlepoint/render/head_model.h"
#include "needlepoint/render/image.h"
#include "needlepoint/render/scene.h"
#include "needlepoint/render/skin_maps.h"

namespace np::render {

enum class Quality {
    kFull,      // everything per pixel, smooth edges
    kLite,      // light per vertex, fewer triangles
    kLiteHalf,  // lite, drawn at half the width and height
};
std::string_view quality_name(Quality quality);  // such as "lite, half resolution"
inline bool drawn_at_half(Quality quality) {
    return quality == Quality::kLiteHalf;
}

// What a driver is taken for. As a graphics card, a software driver is asked for several samples per pixel and large
// atlas pictures: slow there, and the way to draw what a graphics card would.
enum class DriverKind { kAsFound, kGraphicsCard };

// Picks a preset from measured frames, and steps down when the machine stops keeping up. The app has the clock: it
// feeds the milliseconds of whole frames.
class QualityPicker {
  public:
    // At most so long for a frame at work, which draws a part anew, and for one that draws everything anew.
    explicit QualityPicker(double work_ms = 30, double whole_ms = 80) : work_ms_(work_ms), whole_ms_(whole_ms) {}
    Quality quality() const { return quality_; }
    bool settled() const { return settled_; }
    // Before the work, until settled: a frame at the present preset that drew everything anew. True when the preset
    // changed by it. The first frame at a preset doesn't count (caches fill).
    bool add_rehearsal(double milliseconds);
    // At work. True when the preset stepped down: of the last frames half took longer than they may, or three longer
    // than kLongFrame_ms.
    bool add_frame(double milliseconds);

    static constexpr double kLongFrame_ms = 100;

  private:
    bool step_down();
    double work_ms_, whole_ms_;
    Quality quality_ = Quality::kFull;
    bool settled_ = false;
    int rehearsed_ = 0, frames_ = 0;
    std::array<double, 3> rehearsals_{};
    std::array<double, 30> times_{};
};

// Where the picture goes: a framebuffer object of the current context (0 = the window) and its size.
struct Target {
    std::uint32_t framebuffer = 0;
    Size size;
};

struct FrameReport {
    PixelRect redrawn;  // all, the part around the pen, or nothing
    int draw_calls = 0;
    bool shadows_redrawn = false;
};

// One thread, the one whose OpenGL context was current at create(); that context must be current at every call.
class Renderer {
  public:
    // Fails with kCannot and the driver's words when the context is too old or a shader does not build.
    static Expected<Renderer> create(DriverKind taken_for = DriverKind::kAsFound);
    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;
    ~Renderer();

    std::string driver() const;
    bool software() const;  // the driver draws on the CPU: render meshes of level 1, fewer frames when idle
    int samples() const;    // per pixel of a frame; 1: edges are smoothed afterwards

    void set_quality(Quality quality);
    Quality quality() const;

    // Takes a copy to the graphics card. Fails with kUsage on indices out of range or an empty grid.
    Status set_head(const HeadModel& model);
    Status set_pad(const PadModel& model);
    // Uploads what changed since the last call and nothing else; the whole map after set_head or set_pad or when the
    // grid's size differs from the last maps'. Returns the bytes sent.
    Expected<std::size_t> upload(SkinMaps& maps);

    // Draws only what changed since the last call with the same renderer and size (`force` = everything), then copies
    // the picture to the target. OpenGL state afterwards: target bound, viewport whole, depth test and blending off,
    // program 0.
    FrameReport render(const Scene& scene, Target target, bool force = false);
    // A second view of the scene (mirror, loupe), drawn whole into a target of its own. What `render` remembers of its
    // last frame stays as it is. OpenGL state afterwards as after `render`.
    void render_beside(const Scene& scene, Target target);
    // Makes the driver compile what frames of this subject may come to need at the present quality, and builds the
    // shapes: without it the first frame that needs them waits. Nothing of it is seen. To be called with which = 0 ..
    // kWarmUps - 1, so that progress can be shown in between; with a software driver each takes a part of a second.
    static constexpr int kWarmUps = 4;
    void warm_up(const Scene& scene, Size size, int which);
    // What is in the target's framebuffer.
    Image read_pixels(Target target) const;
    // Draws off-screen in full quality with `supersampling`^2 samples per pixel and reads it back.
    Expected<Image> picture(const Scene& scene, Size size, int supersampling = 2);

  private:
    struct State;
    explicit Renderer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace np::render
