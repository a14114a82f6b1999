// What callers see of the renderer: state handed over, frames and pictures asked for.
#include "needlepoint/render/renderer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "grip.h"
#include "renderer_state.h"
#include "textures.h"

namespace np::render {

using geometry::Vec3;

const GpuMesh& Renderer::State::pen_mesh(const PenLook& pen) {
    const int key = (pen.cartridge_fitted ? 1 : 0) + (pen.sleeve ? 2 : 0);
    auto& mesh = pens[key];
    if (!mesh) mesh = upload_shape(make_pen_shape(pen.cartridge_fitted, pen.sleeve), kPenError_mm);
    return mesh;
}

const GpuMesh& Renderer::State::prop_mesh(const Prop& prop) {
    auto& mesh = props[static_cast<int>(prop.kind) * 2 + (prop.used ? 1 : 0)];
    if (!mesh) mesh = upload_shape(make_prop_shape(prop.kind, prop.used), kThingError_mm);
    return mesh;
}

const GpuMesh& Renderer::State::hand_mesh(bool free, bool left_handed) {
    auto& mesh = hands[(free ? 1 : 0) + (left_handed ? 2 : 0)];
    if (!mesh)
        mesh = upload_shape(free ? make_free_hand_shape(left_handed) : make_pen_hand_shape(left_handed), kHandError_mm);
    return mesh;
}

const GpuMesh& Renderer::State::holding_hand_mesh(PropKind kind, bool left_handed) {
    const auto grip = grip_of(kind);
    if (!grip) return hand_mesh(true, !left_handed);  // the free hand's fingers, here of the hand that holds
    auto& mesh = grips[static_cast<int>(kind) * 2 + (left_handed ? 1 : 0)];
    if (!mesh) mesh = upload_shape(make_grip_hand_shape(grip->radius_mm, grip->middle_mm, left_handed), kHandError_mm);
    return mesh;
}

Renderer::Renderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;
Renderer::~Renderer() = default;

Expected<Renderer> Renderer::create(DriverKind taken_for) {
    auto state = std::make_unique<State>();
    if (auto status = state->create(taken_for); !status) return tl::unexpected(status.error());
    return Renderer(std::move(state));
}

std::string Renderer::driver() const {
    return state_->driver;
}
bool Renderer::software() const {
    return state_->software;
}
int Renderer::samples() const {
    return state_->samples();
}
Quality Renderer::quality() const {
    return state_->quality;
}

void Renderer::set_quality(Quality quality) {
    if (quality == state_->quality) return;
    state_->quality = quality;
    state_->last_scene.reset();
}

Expected<std::size_t> Renderer::upload(SkinMaps& maps) {
    if (maps.width() == 0 || maps.height() == 0) return usage("skin maps need at least one cell; found none");
    State& s = *state_;
    std::array<PixelRect, 3> cells{maps.take_dirty(0), maps.take_dirty(1), maps.take_dirty(2)};
    PixelRect over = maps.take_dirty_overlay();
    bool zones = maps.take_zones_changed();
    const int width = static_cast<int>(maps.width()), height = static_cast<int>(maps.height());
    if (maps.width() != s.maps_width || maps.height() != s.maps_height) {
        for (std::size_t k = 0; k < 3; ++k) s.maps[k] = texture_of(GL_RGBA8, GL_RGBA, width, height, nullptr, false);
        s.overlay = texture_of(GL_RGBA8, GL_RGBA, width, height, nullptr, false);
        s.maps_width = maps.width();
        s.maps_height = maps.height();
        over = {0, 0, width, height};
        cells.fill(over);
        zones = true;
    }
    const PixelRect changed = united(united(cells[0], cells[1]), cells[2]);
    std::size_t sent = 0;
    if (zones) {
        s.zones = texture_of(GL_R8, GL_RED, width, height, maps.zones().data(), false);
        over = {0, 0, width, height};
        sent += maps.zones().size();
    }
    const auto send = [&](const GlTexture& texture, const std::vector<std::uint8_t>& data, PixelRect rect) {
        glBindTexture(GL_TEXTURE_2D, texture.get());
        glTexSubImage2D(
            GL_TEXTURE_2D, 0, rect.x, rect.y, rect.width, rect.height, GL_RGBA, GL_UNSIGNED_BYTE,
            data.data() + (static_cast<std::size_t>(rect.y) * maps.width() + static_cast<std::size_t>(rect.x)) * 4);
        sent += static_cast<std::size_t>(rect.width) * static_cast<std::size_t>(rect.height) * 4;
    };
    glActiveTexture(GL_TEXTURE0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, width);
    if (!changed.empty()) s.worked = maps.anything();
    for (std::size_t k = 0; k < 3; ++k)
        if (!cells[k].empty()) send(s.maps[k], maps.packed(static_cast<int>(k)), cells[k]);
    if (!over.empty()) send(s.overlay, maps.packed_overlay(), over);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    s.dirty_cells = united(s.dirty_cells, changed);
    s.dirty_cells = united(s.dirty_cells, s.scratch(s.maps_of_pad ? s.pad : s.head, maps.scratches()));
    s.dirty_overlay = united(s.dirty_overlay, over);
    return sent;
}

namespace {
// The state that others find afterwards.
void leave(Target target) {
    glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer);
    glViewport(0, 0, target.size.width, target.size.height);
    glDisable(GL_DEPTH_TEST);
    glActiveTexture(GL_TEXTURE0);
    glBindVertexArray(0);
    glUseProgram(0);
}
}  // namespace

Renderer::State::Stale Renderer::State::stale_parts(const Scene& scene, Size size, const Lights& lights) {
    Stale stale;
    const Scene& last = *last_scene;
    const auto add = [](PixelRect& into, PixelRect more) { into = united(into, more); };
    if (last.pen != scene.pen) {
        for (const auto* pen : {&last.pen, &scene.pen}) {
            if (!*pen) continue;
            add(stale.rest, pushed_area(**pen, scene.camera, size, lights.key_direction));
            const Pose pose = pen_pose(**pen);
            add(stale.all, seen_boxes(pen_mesh(**pen).boxes, pose, scene.camera, size));
            if ((*pen)->hand != Hand::kNone)
                add(stale.all,
                    seen_boxes(hand_mesh(false, (*pen)->hand == Hand::kLeft).boxes, pose, scene.camera, size));
        }
    }
    if (last.free_hand != scene.free_hand) {
        for (const auto* hand : {&last.free_hand, &scene.free_hand}) {
            if (!*hand) continue;
            add(stale.rest, pulled_area(**hand, scene.camera, size));
            add(stale.all,
                seen_boxes(hand_mesh(true, (*hand)->left_handed).boxes, free_hand_pose(**hand), scene.camera, size));
        }
    }
    const AtlasPlaces& places = (scene.subject == Subject::kPad ? pad : head).places;
    add(stale.rest, places.seen(dirty_cells, scene.camera, size));
    if (scene.overlay > 0) add(stale.rest, places.seen(dirty_overlay, scene.camera, size));
    add(stale.all, stale.rest);
    return stale;
}

FrameReport Renderer::render(const Scene& scene, Target target, bool force) {
    State& s = *state_;
    FrameReport report;
    if (target.size.width <= 0 || target.size.height <= 0) return report;
    s.draw_calls = 0;
    SubjectParts& parts = s.subject(scene);
    const bool repaint = parts.has_marks && parts.painted_revealed != scene.lesions_revealed;
    if (repaint) s.paint(parts, scene.lesions_revealed);

    const bool half = drawn_at_half(s.quality), is_full = s.quality == Quality::kFull;
    const Size inside = half ? Size{(target.size.width + 1) / 2, (target.size.height + 1) / 2} : target.size;
    const bool fresh = s.picture.prepare(inside, s.samples());
    const Lights lights = lights_of(scene.lighting);
    report.shadows_redrawn = s.draw_shadows(scene, lights, !is_full);

    const PixelRect whole{0, 0, inside.width, inside.height};
    State::Stale stale{whole, whole};
    if (!force && !fresh && !repaint && s.last_scene && s.last_target == target.size &&
        only_hands_differ(*s.last_scene, scene))
        stale = s.stale_parts(scene, inside, lights);
    // What is blurred has no edge where it could be drawn anew in part.
    const bool lens = scene.depth_of_field && is_full;
    if (lens && !stale.all.empty()) stale = {whole, whole};
    if (!stale.rest.empty() && s.keeps_rest()) {
        s.rest.prepare(inside, s.samples());
        s.rest.bind();
        s.draw_rest(scene, !is_full, inside, stale.rest);
    }
    if (!stale.all.empty()) {
        if (s.keeps_rest()) s.picture.take(s.rest, stale.all);
        s.picture.bind();
        if (!s.keeps_rest()) s.draw_rest(scene, !is_full, inside, stale.all);
        s.draw_hands(scene, !is_full, inside, stale.all);
        s.picture.resolve(stale.all, s.smooth);
        if (lens) s.picture.blur_by_distance(scene.camera, s.lens);
    }
    const PixelRect& rect = stale.all;
    s.picture.copy_to(target.framebuffer, target.size, stale.all);
    s.last_scene = scene;
    s.last_target = target.size;
    s.dirty_cells = s.dirty_overlay = {};
    report.redrawn = half ? PixelRect{rect.x * 2, rect.y * 2, rect.width * 2, rect.height * 2} : rect;
    report.draw_calls = s.draw_calls;
    leave(target);
    return report;
}

void Renderer::render_beside(const Scene& scene, Target target) {
    State& s = *state_;
    if (target.size.width <= 0 || target.size.height <= 0) return;
    const bool is_full = s.quality == Quality::kFull;
    s.beside.prepare(target.size, s.software ? 0 : 4);
    s.draw_shadows(scene, lights_of(scene.lighting), !is_full);
    s.beside.bind();
    const PixelRect whole{0, 0, target.size.width, target.size.height};
    s.draw_rest(scene, !is_full, target.size, whole);
    s.draw_hands(scene, !is_full, target.size, whole);
    s.beside.resolve(whole, s.smooth);
    s.beside.copy_to(target.framebuffer, target.size, whole);
    leave(target);
}

Image Renderer::read_pixels(Target target) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target.framebuffer);
    return read_bound(target.size);
}

Expected<Image> Renderer::picture(const Scene& scene, Size size, int supersampling) {
    State& s = *state_;
    const int n = std::clamp(supersampling, 1, 4);
    GLint limit = 0;
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &limit);
    if (size.width <= 0 || size.height <= 0 || size.width * n > limit || size.height * n > limit) {
        return usage("a picture of 1 to " + std::to_string(limit / n) + " pixels on each side was asked for; found " +
                     std::to_string(size.width) + " x " + std::to_string(size.height));
    }
    SubjectParts& parts = s.subject(scene);
    if (parts.has_marks && parts.painted_revealed != scene.lesions_revealed) s.paint(parts, scene.lesions_revealed);
    const Size large{size.width * n, size.height * n};
    s.still.prepare(large, n >= 2 ? 1 : s.samples());
    s.draw_shadows(scene, lights_of(scene.lighting), false);
    s.still.bind();
    const PixelRect whole{0, 0, large.width, large.height};
    s.draw_rest(scene, false, large, whole);
    s.draw_hands(scene, false, large, whole);
    s.still.resolve(whole, s.smooth);
    if (scene.depth_of_field) s.still.blur_by_distance(scene.camera, s.lens);
    const Image image = s.still.read();
    glBindVertexArray(0);
    glUseProgram(0);
    glDisable(GL_DEPTH_TEST);
    return n == 1 ? image : reduced(image, n);
}

}  // namespace np::render
