// Head and pad: taken over from their models, their marks painted, scratches drawn into them.
#include <algorithm>
#include <cmath>
#include <utility>

#include "complexion.h"
#include "creases.h"
#include "lesion_paint.h"
#include "renderer_state.h"
#include "scratches.h"
#include "textures.h"

namespace np::render {

using geometry::Vec3;

namespace {

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

// Hands the painted marks to the driver and keeps their colours, into which scratches are drawn.
void keep_painted(SubjectParts& parts, SkinPicture painted) {
    parts.relief = slope_texture(painted.width, painted.height, painted.slope.data());
    painted.slope.clear();
    parts.lesions = texture_of(GL_RGBA8, GL_RGBA, painted.width, painted.height, painted.color.data(), false);
    parts.painted = std::move(painted);
}

}  // namespace

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
    keep_painted(parts, std::move(painted));
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
        keep_painted(parts, blank.picture());
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

}  // namespace np::render
