// What would otherwise hold up the first frame that needs it.
#include <utility>

#include "renderer_state.h"

namespace np::render {

// A driver compiles a program for the state it is first drawn with, so each is drawn once, with few pixels.
void Renderer::warm_up(const Scene& scene, Size size, int which) {
    State& s = *state_;
    Scene rich = scene;
    rich.overlay = which & 1 ? 1 : 0;
    const geometry::Vec3 at = scene.camera.target;
    rich.pen = PenLook{};
    rich.pen->tip_mm = at;
    rich.free_hand = FreeHandLook{at};
    rich.eye_shields = rich.cool_mask = true;
    for (const Prop& prop : scene.props) {
        Prop used = prop;
        used.used = !prop.used;
        rich.props.push_back(used);
    }
    for (const bool fitted : {false, true})
        for (const bool sleeve : {false, true}) (void)s.pen_mesh(PenLook{.cartridge_fitted = fitted, .sleeve = sleeve});
    const bool worked = std::exchange(s.worked, (which & 2) != 0);
    const bool is_full = s.quality == Quality::kFull, half = drawn_at_half(s.quality);
    const Size inside = half ? Size{(size.width + 1) / 2, (size.height + 1) / 2} : size;
    s.picture.prepare(inside, s.samples());
    s.draw_shadows(rich, lights_of(rich.lighting), !is_full);
    const PixelRect middle{inside.width / 2, inside.height / 2, 8, 8};
    s.picture.bind();
    s.leaves_out = false;  // what lies outside of the few pixels is needed, too
    s.draw_rest(rich, !is_full, inside, middle);
    s.draw_hands(rich, !is_full, inside, middle);
    s.leaves_out = true;
    s.picture.resolve(middle, s.smooth);
    glFinish();
    s.worked = worked;
    s.last_scene.reset();
    s.shadow_scene.reset();
}

}  // namespace np::render
