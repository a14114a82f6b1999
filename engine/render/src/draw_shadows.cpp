// The shadow map: what the lamp does not reach, kept until something that casts a shadow changes.
#include <algorithm>

#include "renderer_state.h"

namespace np::render {

using geometry::Vec3;

namespace {
// The camera's target is nearer to a thing of the tray than to the patient.
bool looks_at_tray(const Scene& scene) {
    double nearest = 1e9;
    for (const Prop& prop : scene.props)
        if (prop.visible) nearest = std::min(nearest, length(prop.pose.position_mm - scene.camera.target));
    return nearest < length(scene.camera.target);
}
}  // namespace

bool Renderer::State::draw_shadows(const Scene& scene, const Lights& lights, bool is_lite) {
    const int texels = is_lite ? 1024 : 2048;
    const bool at_tray = looks_at_tray(scene);
    const bool same = shadow_scene && looks_at_tray(*shadow_scene) == at_tray && shadow_map.texels() == texels &&
                      shadow_scene->subject == scene.subject && shadow_scene->props == scene.props &&
                      shadow_scene->lighting == scene.lighting && shadow_scene->cap == scene.cap &&
                      shadow_scene->gown == scene.gown && shadow_scene->cool_mask == scene.cool_mask &&
                      shadow_scene->room == scene.room;
    if (same) return false;
    shadow_scene = scene;
    shadow_map.prepare(texels);

    // A box across the light around all that casts or catches a shadow.
    const GpuMesh no_skin;
    const GpuMesh& skin = scene.subject == Subject::kNothing ? no_skin : subject(scene).skin;
    const Vec3 side = geometry::frame_about(lights.key_direction).u, up = geometry::frame_about(lights.key_direction).v;
    Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
    const auto add = [&](Vec3 a, Vec3 b, const Pose& pose) {
        for (int k = 0; k < 8; ++k) {
            const Vec3 corner{(k & 1) ? a.x : b.x, (k & 2) ? a.y : b.y, (k & 4) ? a.z : b.z};
            const Vec3 p = pose.position_mm + corner.x * pose.x_axis + corner.y * pose.y_axis + corner.z * pose.z_axis;
            const Vec3 q{dot(p, side), dot(p, up), dot(p, lights.key_direction)};
            low = {std::min(low.x, q.x), std::min(low.y, q.y), std::min(low.z, q.z)};
            high = {std::max(high.x, q.x), std::max(high.y, q.y), std::max(high.z, q.z)};
        }
    };
    if (skin && !at_tray) add(skin.low_mm, skin.high_mm, {});
    if (scene.subject == Subject::kPad && pad_frame) add(pad_frame.low_mm, pad_frame.high_mm, {});
    if (scene.cap && cap && scene.subject == Subject::kHead && !at_tray) add(cap.low_mm, cap.high_mm, {});
    // Patient and tray are too far apart for one map to be fine on both: the one that is looked at has it.
    for (const Prop& prop : scene.props)
        if (prop.visible && prop.kind != PropKind::kBin && (at_tray || scene.subject == Subject::kNothing))
            add(prop_mesh(prop).low_mm, prop_mesh(prop).high_mm, prop.pose);
    if (low.x > high.x) low = {-200, -200, -200}, high = {200, 200, 200};
    const double half = 0.5 * std::max(high.x - low.x, high.y - low.y) + 12, depth = 0.5 * (high.z - low.z) + 60;
    const Vec3 middle = 0.5 * (low + high);
    shadow_texel_mm = 2 * half / texels;
    // Rows: side, up, away from the light.
    const Vec3 rows[3] = {side / half, up / half, -lights.key_direction / depth};
    const double shift[3] = {-middle.x / half, -middle.y / half, middle.z / depth};
    shadow_matrix = {};
    for (std::size_t r = 0; r < 3; ++r) {
        shadow_matrix[r] = static_cast<float>(rows[r].x);
        shadow_matrix[4 + r] = static_cast<float>(rows[r].y);
        shadow_matrix[8 + r] = static_cast<float>(rows[r].z);
        shadow_matrix[12 + r] = static_cast<float>(shift[r]);
    }
    shadow_matrix[15] = 1;

    shadow_map.bind();
    glDisable(GL_SCISSOR_TEST);
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glClear(GL_DEPTH_BUFFER_BIT);
    glDisable(GL_CULL_FACE);
    shadow.use();
    shadow.set("u_shadow_matrix", shadow_matrix);
    const auto cast = [&](const GpuMesh& mesh, const Pose& pose) {
        if (!mesh) return;
        shadow.set("u_model", model_matrix(pose));
        mesh.draw_opaque(is_lite ? Detail::kReduced : Detail::kWhole);
        ++draw_calls;
    };
    cast(skin, {});
    if (scene.subject == Subject::kHead) {
        if (scene.cap) cast(cap, {});
        if (scene.gown) cast(gown, {});
    } else if (scene.subject == Subject::kPad) {
        cast(pad_frame, {});
    }
    for (const Prop& prop : scene.props) {
        if (!prop.visible) continue;
        cast(prop_mesh(prop), prop.pose);
        if (prop.kind == PropKind::kPen)
            cast(pen_mesh(PenLook{.cartridge_fitted = false, .sleeve = prop.used}), lying_pen(prop.pose));
    }
    return true;
}

}  // namespace np::render
