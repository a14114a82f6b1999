// Second views of the patient while working: the other side of the face in a mirror, and a lens under the cursor. Drawn
// only while they are open, and not in every frame.
#pragma once

#include <optional>

#include "frame_buffer.h"
#include "needlepoint/anatomy/body.h"
#include "needlepoint/render/renderer.h"
#include "needlepoint/ui/room.h"
#include "teaching_views.h"

namespace np::app {

// The camera on the other side of the plane between the patient's left and right. A point and its mirror image lie at
// the same height of the two pictures, as far from the middle, on opposite sides.
render::Camera mirrored(const render::Camera& camera);
// What a lens of this radius (pixels) around a pixel of the camera's picture shows: the same eye, `times` as large.
render::Camera through_lens(const render::Camera& camera, render::Size size, double x, double y, double radius_px,
                            double times);

// Needs the renderer's context, also when destroyed. One thread.
class InsetViews {
  public:
    struct Cursor {
        double x = 0, y = 0;
        bool over_panel = false;
    };
    // After the frame itself was rendered; `scale`: of the panels.
    void draw(render::Renderer& renderer, const render::Scene& scene, const anatomy::Body& body,
              const TeachingViews& aids, render::Size size, double scale, Cursor cursor, double seconds);
    const std::optional<ui::OtherSideView>& other_side() const { return other_side_; }
    const std::optional<ui::LensView>& lens() const { return lens_; }

  private:
    void draw_other_side(render::Renderer& renderer, const render::Scene& scene, render::Size side);
    void draw_lens(render::Renderer& renderer, const render::Scene& scene, const anatomy::Body& body, render::Size size,
                   render::Size side, Cursor cursor);
    FrameBuffer mirror_picture_, lens_picture_;
    double mirror_age_s_ = 1e9, lens_age_s_ = 1e9;
    render::Camera mirror_camera_;
    std::optional<ui::OtherSideView> other_side_;
    std::optional<ui::LensView> lens_;
};

}  // namespace np::app
