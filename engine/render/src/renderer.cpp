#include "needlepoint/render/renderer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "complexion.h"
#include "creases.h"
#include "detail_texture.h"
#include "grip.h"
#include "lesion_paint.h"
#include "renderer_state.h"
#include "scratches.h"

namespace np::render {

using geometry::Vec3;

namespace {

// By how much the reduced triangles of the quicker qualities may be off: less where the eye rests.
constexpr double kSkinError_mm = 0.12, kPenError_mm = 0.2, kThingError_mm = 0.2, kClothError_mm = 0.25,
                 kHandError_mm = 0.5, kCouchError_mm = 1.2;

GlTexture texture_of(GLenum format_inside, GLenum format, int width, int height, const void* data, bool repeat) {
    GlTexture texture = new_texture();
    glBindTexture(GL_TEXTURE_2D, texture.get());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(format_inside), width, height, 0, format, GL_UNSIGNED_BYTE, data);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, repeat ? GL_LINEAR_MIPMAP_NEAREST : GL_LINEAR);
    const GLint wrap = repeat ? GL_REPEAT : GL_CLAMP_TO_EDGE;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, wrap);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, wrap);
    if (repeat) glGenerateMipmap(GL_TEXTURE_2D);
    return texture;
}

// Slopes need more than a byte: a wrinkle's flank would show in steps.
GlTexture slope_texture(int width, int height, const float* slopes) {
    GlTexture texture = new_texture();
    glBindTexture(GL_TEXTURE_2D, texture.get());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RG16F, width, height, 0, GL_RG, GL_FLOAT, slopes);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return texture;
}

GlTexture alpha_texture(const HairCards& cards) {
    const auto bytes = static_cast<std::size_t>(std::max(0, cards.alpha_width)) *
                       static_cast<std::size_t>(std::max(0, cards.alpha_height));
    if (bytes == 0 || cards.alpha.size() != bytes) return {};
    GlTexture texture = texture_of(GL_R8, GL_RED, cards.alpha_width, cards.alpha_height, cards.alpha.data(), true);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return texture;
}

template <class Mesh>
Status check_indices(const Mesh& mesh, const char* name) {
    if (mesh.indices.size() % 3 != 0)
        return usage(std::string("three indices per triangle were expected in the ") + name);
    for (const std::uint32_t index : mesh.indices) {
        if (index >= mesh.vertices.size()) {
            return usage(std::string("an index of the ") + name + " names vertex " + std::to_string(index) +
                         ", but there are only " + std::to_string(mesh.vertices.size()));
        }
    }
    return {};
}

// Gel mask: the face's own surface lifted off, with openings for eyes, nostrils and mouth.
GpuMesh face_mask_of(const HeadModel& model) {
    const auto mark = [&](const char* name, Vec3 otherwise) {
        const auto found = model.landmarks.find(name);
        return found == model.landmarks.end() ? otherwise : found->second;
    };
    const Vec3 nasion = mark("nasion", {0, 30, 90}), chin = mark("menton", nasion + Vec3{0, -112, -8});
    const double unit = (nasion.y - chin.y) / 112;
    Shape shape;
    std::vector<double> inside;
    for (const SkinVertex& v : model.skin.vertices) {
        const double x = static_cast<double>(v.position_mm[0]) / unit,
                     y = (static_cast<double>(v.position_mm[1]) - nasion.y) / unit, ax = std::abs(x);
        const double oval = std::max(std::hypot(x, (y + 34) * 0.86) - 70, 14 - std::hypot(x * 1.4, y + 46));
        const double eye = 15 - std::hypot((ax - 31) / 1.3, (y + 6) * 1.2), mouth = 9 - std::hypot(x / 2.8, y + 74);
        const double depth = -std::max({oval, eye, mouth});
        const double front = static_cast<double>(v.position_mm[2]) - (nasion.z - 95 * unit);
        inside.push_back(front < 0 || v.u < 0 ? -1 : depth);
        const float lift = static_cast<float>(5.5 * std::sqrt(std::clamp(depth / 7, 0.0, 1.0)));
        ShapeVertex out{v.position_mm, v.normal, {0, 0}, {104, 158, 190, 255}, {56, 0, 0, 0}};
        for (std::size_t k = 0; k < 3; ++k) out.position_mm[k] += lift * v.normal[k];
        shape.vertices.push_back(out);
    }
    for (std::size_t i = 0; i + 2 < model.skin.indices.size(); i += 3) {
        const auto* t = &model.skin.indices[i];
        if (inside[t[0]] > 0 && inside[t[1]] > 0 && inside[t[2]] > 0)
            shape.opaque.insert(shape.opaque.end(), {t[0], t[1], t[2]});
    }
    return upload_shape(shape, kThingError_mm);
}

}  // namespace

Status Renderer::State::create(DriverKind taken_for) {
    const auto text = [](GLenum name) {
        const auto* bytes = reinterpret_cast<const char*>(glGetString(name));
        return std::string(bytes ? bytes : "");
    };
    const int version = epoxy_gl_version();
    if (version < (epoxy_is_desktop_gl() ? 33 : 30)) {
        return cannot("OpenGL 3.3 or OpenGL ES 3.0 is needed; this driver (" + text(GL_RENDERER) + ") offers " +
                      std::to_string(version / 10) + "." + std::to_string(version % 10) +
                      ". Update it or use Mesa's software driver");
    }
    driver = text(GL_RENDERER) + ", OpenGL " + text(GL_VERSION);
    for (const char* name : {"llvmpipe", "softpipe", "swrast", "SwiftShader", "Software"})
        software = software || driver.find(name) != std::string::npos;
    if (taken_for == DriverKind::kGraphicsCard) software = false;

    const auto build = [](Program& into, std::string_view defines, std::initializer_list<std::string_view> vertex,
                          std::initializer_list<std::string_view> fragment) -> Status {
        auto program = Program::build(defines, vertex, fragment);
        if (!program) return tl::unexpected(program.error());
        into = std::move(*program);
        return {};
    };
    Status good;
    for (const bool is_lite : {false, true}) {
        Programs& p = is_lite ? lite : full;
        // Shadows on furniture lie far from what casts them: softer than those on the face.
        const std::string_view defines = is_lite ? "LITE" : "SOFT_SHADOWS=1",
                               soft = is_lite ? "LITE" : "SOFT_SHADOWS=2";
        // The program with every feature shows at once whether the driver can do it; the lighter ones are built when
        // needed.
        if (const auto all = skin_program(is_lite, kWorked | kSpotted | kOverlaid); !all)
            return tl::unexpected(all.error());
        good = build(p.matte, soft, {"frame", "solid.vert"}, {"frame", "shadow_lookup", "matte.frag"});
        if (good)
            good = build(p.solid, soft, {"frame", "solid.vert"}, {"frame", "shadow_lookup", "needles", "solid.frag"});
        if (good) good = build(p.glove, defines, {"frame", "solid.vert"}, {"frame", "needles", "glove.frag"});
        if (good) good = build(p.eye, defines, {"frame", "solid.vert"}, {"frame", "shadow_lookup", "eye.frag"});
        if (good) good = build(p.card, defines, {"frame", "card.vert"}, {"frame", "card.frag"});
        if (!good) return good;
    }
    good = build(backdrop, "", {"frame", "backdrop.vert"}, {"frame", "backdrop.frag"});
    if (good) good = build(shadow, "", {"frame", "shadow.vert"}, {"shadow.frag"});
    if (good) good = build(smooth, "", {"frame", "backdrop.vert"}, {"smooth.frag"});
    if (good) good = build(lens, "", {"frame", "backdrop.vert"}, {"lens.frag"});
    if (!good) return good;

    no_vertices = new_vertex_array();
    detail = texture_of(GL_RGBA8, GL_RGBA, kDetailSize, kDetailSize, make_detail_tile().data(), true);
    const std::uint8_t nothing[4] = {0, 0, 0, 0}, even[4] = {128, 128, 128, 0};
    const float level[2] = {0, 0};
    for (GlTexture& map : maps) map = texture_of(GL_RGBA8, GL_RGBA, 1, 1, nothing, false);
    overlay = texture_of(GL_RGBA8, GL_RGBA, 1, 1, nothing, false);
    zones = texture_of(GL_R8, GL_RED, 1, 1, nothing, false);
    for (SubjectParts* parts : {&head, &pad}) {
        parts->lesions = texture_of(GL_RGBA8, GL_RGBA, 1, 1, even, false);
        parts->relief = slope_texture(1, 1, level);
    }
    eyeball = upload_eyeball();
    eye_shield = upload_shape(make_eye_shield_shape(12), kThingError_mm);
    couch = upload_shape(make_couch_shape(), kCouchError_mm);
    glBindVertexArray(0);
    return {};
}

Expected<const Program*> Renderer::State::skin_program(bool is_lite, unsigned features) {
    Program& program = (is_lite ? lite : full).skin[features];
    if (!program.ready()) {
        std::string defines = is_lite ? "LITE" : "SOFT_SHADOWS=1";
        if (features & kWorked) defines += " WORKED";
        if (features & kSpotted) defines += " LESIONS";
        if (features & kOverlaid) defines += " OVERLAY";
        auto built = Program::build(defines, {"frame", "shadow_lookup", "skin_light", "skin.vert"},
                                    {"frame", "shadow_lookup", "skin_light", "skin.frag"});
        if (!built) return tl::unexpected(built.error());
        program = std::move(*built);
    }
    return &program;
}

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

void Renderer::State::paint(SubjectParts& parts, bool revealed) const {
    const HeadModel& model = parts.marked;
    std::vector<Lesion> lesions = model.lesions;
    if (!revealed)
        for (Lesion& lesion : lesions)
            if (lesion.hidden) lesion.strength = 0;
    SkinPicture painted;
    const bool is_face = !model.landmarks.empty();
    parts.has_marks = is_face || !lesions.empty();  // a hidden one has to be found again once it shows
    if (parts.has_marks) {
        SkinCanvas canvas(model.skin, parts.grid_width, parts.grid_height, software ? 1024 : 2048);
        if (is_face) paint_fine_marks(canvas, model);
        if (is_face) paint_creases(canvas, model.landmarks, model.age_years, model.seed);
        paint_lesions(canvas, lesions, model.fitzpatrick);
        painted = canvas.picture();
    }
    parts.painted_revealed = revealed;
    parts.relief = slope_texture(painted.width, painted.height, painted.slope.data());
    painted.slope.clear();
    parts.lesions = texture_of(GL_RGBA8, GL_RGBA, painted.width, painted.height, painted.color.data(), false);
    parts.painted = std::move(painted);
    (void)scratch(parts, std::exchange(parts.scratches, {}));
}

PixelRect Renderer::State::scratch(SubjectParts& parts, const std::vector<Scratch>& scratches) const {
    auto& drawn = parts.scratches;
    if (scratches.size() < drawn.size() || !std::equal(drawn.begin(), drawn.end(), scratches.begin())) {
        drawn.clear();  // another time or another visit
        paint(parts, parts.painted_revealed);
    }
    if (scratches.size() == drawn.size()) return {};
    SkinPicture& painted = parts.painted;
    const auto texels = [&](std::uint32_t cells, int size) { return static_cast<double>(size) / std::max(1U, cells); };
    if (painted.width <= 1) {  // skin without any mark has no picture yet
        const SkinCanvas blank(parts.marked.skin, parts.grid_width, parts.grid_height, software ? 1024 : 2048);
        painted = blank.picture();
        parts.relief = slope_texture(painted.width, painted.height, painted.slope.data());
        painted.slope.clear();
        parts.lesions = texture_of(GL_RGBA8, GL_RGBA, painted.width, painted.height, painted.color.data(), false);
        parts.has_marks = true;
    }
    const double per_column = texels(parts.grid_width, painted.width),
                 per_row = texels(parts.grid_height, painted.height);
    PixelRect changed;
    for (std::size_t i = drawn.size(); i < scratches.size(); ++i)
        changed = united(changed, draw_scratch(painted, scratches[i], per_column, per_row));
    drawn.insert(drawn.end(), scratches.begin() + static_cast<std::ptrdiff_t>(drawn.size()), scratches.end());
    if (changed.empty()) return {};
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, parts.lesions.get());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, painted.width);
    glTexSubImage2D(
        GL_TEXTURE_2D, 0, changed.x, changed.y, changed.width, changed.height, GL_RGBA, GL_UNSIGNED_BYTE,
        painted.color.data() + (static_cast<std::size_t>(changed.y) * static_cast<std::size_t>(painted.width) +
                                static_cast<std::size_t>(changed.x)) *
                                   4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    const auto cell = [](int texel, double per_cell) { return static_cast<int>(std::floor(texel / per_cell)); };
    const int x = cell(changed.x, per_column), y = cell(changed.y, per_row);
    return {x, y, cell(changed.x + changed.width, per_column) + 1 - x,
            cell(changed.y + changed.height, per_row) + 1 - y};
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

namespace {
Status check_model(const HeadModel& model) {
    if (model.grid_width == 0 || model.grid_height == 0)
        return usage("a head needs a grid of cells; found one without columns or rows");
    if (auto s = check_indices(model.skin, "skin"); !s) return s;
    if (auto s = check_indices(model.cap, "cap"); !s) return s;
    if (auto s = check_indices(model.gown, "gown"); !s) return s;
    if (auto s = check_indices(model.brows, "brows"); !s) return s;
    if (auto s = check_indices(model.beard, "beard"); !s) return s;
    return check_indices(model.lashes, "lashes");
}
}  // namespace

namespace {
// What painting the marks anew will need.
HeadModel marked_part(const HeadModel& model) {
    HeadModel part;
    part.skin = model.skin;
    part.lesions = model.lesions;
    part.landmarks = model.landmarks;
    part.age_years = model.age_years;
    part.seed = model.seed;
    part.fitzpatrick = model.fitzpatrick;
    return part;
}
}  // namespace

Status Renderer::set_head(const HeadModel& model) {
    if (auto status = check_model(model); !status) return status;
    State& s = *state_;
    SkinMesh skin = model.skin;
    tint_complexion(skin, model);
    s.head.skin = upload_skin(skin, kSkinError_mm);
    s.head.places = AtlasPlaces(model.skin, model.grid_width, model.grid_height);
    s.head.grid_width = model.grid_width;
    s.head.grid_height = model.grid_height;
    s.head.marked = marked_part(model);
    s.head.scratches.clear();
    s.paint(s.head, true);
    s.eyes = model.eyes;
    s.has_eyes = model.has_eyes;
    for (std::size_t i = 0; i < s.eyes.size(); ++i) s.lids[i] = lid_opening(model.skin, s.eyes[i]);
    s.cap = upload_cloth(model.cap, {{168, 198, 210}, 0.9F, 0, Finish::kCloth}, kClothError_mm);
    s.gown = upload_cloth(model.gown, {{170, 190, 200}, 0.92F, 0, Finish::kCloth}, kClothError_mm);
    s.brows = upload_cards(model.brows);
    s.lashes = upload_cards(model.lashes);
    s.brow_alpha = alpha_texture(model.brows);
    s.lash_alpha = alpha_texture(model.lashes);
    s.beard = upload_cards(model.beard);
    s.beard_alpha = alpha_texture(model.beard);
    s.face_mask = face_mask_of(model);
    if (s.head.skin) s.head_low = s.head.skin.low_mm, s.head_high = s.head.skin.high_mm;
    s.couch_fit = couch_for({s.head_low.z, s.gown ? s.gown.high_mm.z : s.head_low.z + 150, s.head_high.y, s.head_low.y,
                             s.gown ? s.gown.low_mm.y : s.head_low.y});
    glBindVertexArray(0);
    s.maps_width = s.maps_height = 0;
    s.maps_of_pad = false;
    s.last_scene.reset();
    s.shadow_scene.reset();
    return {};
}

Status Renderer::set_pad(const PadModel& model) {
    if (model.grid_width == 0 || model.grid_height == 0)
        return usage("a pad needs a grid of cells; found one without columns or rows");
    State& s = *state_;
    const SkinMesh mesh = make_pad_mesh(model);
    s.pad.skin = upload_skin(mesh, 0);
    s.pad.places = AtlasPlaces(mesh, model.grid_width, model.grid_height);
    s.pad.grid_width = model.grid_width;
    s.pad.grid_height = model.grid_height;
    HeadModel marked;
    marked.lesions = model.lesions;
    marked.fitzpatrick = model.fitzpatrick;
    if (!model.lesions.empty()) marked.skin = mesh;
    s.pad.marked = std::move(marked);
    s.pad.scratches.clear();
    s.paint(s.pad, true);
    s.pad_frame =
        upload_shape(make_pad_frame_shape(model.width_mm, model.height_mm, model.thickness_mm), kThingError_mm);
    glBindVertexArray(0);
    s.maps_width = s.maps_height = 0;
    s.maps_of_pad = true;
    s.last_scene.reset();
    s.shadow_scene.reset();
    return {};
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
