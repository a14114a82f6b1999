// The pen and the hands over the picture, and the hands that hold things.
#include "frame.h"
#include "grip.h"

namespace np::render {

using geometry::Vec3;

void Renderer::State::draw_free_hand(const Frame& f) {
    if (!f.scene.free_hand) return;
    const FreeHandLook& hand = *f.scene.free_hand;
    const OutsideOnly outside;
    set_common(f.programs.glove, f, false);
    f.programs.glove.set("u_needles", Vec3{}, 0.0);
    draw_with(f, f.programs.glove, hand_mesh(true, hand.left_handed), free_hand_pose(hand), false);
}

void Renderer::State::draw_holding_hands(const Frame& f) {
    const OutsideOnly outside;
    for (const Prop& prop : f.scene.props) {
        if (prop.held_by == Hand::kNone || !prop.visible) continue;
        set_common(f.programs.glove, f, false);
        f.programs.glove.set("u_needles", Vec3{}, 0.0);
        draw_with(f, f.programs.glove, holding_hand_mesh(prop.kind, prop.held_by == Hand::kLeft), hand_pose(prop),
                  false);
    }
}

void Renderer::State::draw_pen(const Frame& f, bool see_through) {
    const PenLook& pen = *f.scene.pen;
    const Pose pose = pen_pose(pen);
    const double part = see_through ? 2 : stands_before_needles(pen, f.scene.camera.eye) ? 1 : 0;
    if (pen.hand != Hand::kNone) {
        const OutsideOnly outside;
        set_common(f.programs.glove, f, false);
        f.programs.glove.set("u_needles", pen.tip_mm, part);
        draw_with(f, f.programs.glove, hand_mesh(false, pen.hand == Hand::kLeft), pose, false);
    }
    const Program& p = f.programs.solid;
    set_common(p, f, false);
    p.set("u_highlight", Vec3{}, 0.0);
    p.set("u_display", Vec3{pen.needle_length_mm, pen.motor_on ? 1.0 : 0.0, 1.0}, pen.cartridge_fitted ? 1.0 : 0.0);
    p.set("u_needles", pen.tip_mm, part);
    draw_solid(f, pen_mesh(pen), pose, false);
    p.set("u_needles", Vec3{}, 0.0);
}

void Renderer::State::draw_clear_pen(const Frame& f) {
    const Program& p = f.programs.solid;
    set_common(p, f, false);
    p.set("u_display", Vec3{}, 0.0);
    draw_solid(f, pen_mesh(*f.scene.pen), pen_pose(*f.scene.pen), true);
    // What stands between the eye and the needles was left out; here it comes as a shade of itself.
    if (!stands_before_needles(*f.scene.pen, f.scene.camera.eye)) return;
    const PixelRect shade = intersection(shaded_area(*f.scene.pen, f.scene.camera, f.size), f.part);
    if (shade.empty()) return;
    scissor(shade, f.size);
    draw_pen(f, true);
    scissor(f.part, f.size);
}

void Renderer::State::draw_hands(const Scene& scene, bool is_lite, Size size, PixelRect part) {
    if (!scene.pen && !scene.free_hand) return;
    const Frame frame = frame_of(scene, is_lite, size, part);
    bind_texture(kShadow, shadow_map.texture());
    scissor(part, size);
    begin_opaque();
    draw_free_hand(frame);
    if (scene.pen) {
        draw_pen(frame, false);
        begin_clear();
        draw_clear_pen(frame);
    }
    end_drawing();
}

}  // namespace np::render
