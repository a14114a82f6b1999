// One frame: from the scene's values to draw calls.
#include <algorithm>
#include <cmath>

#include "frame.h"
#include "skin_colors.h"

namespace np::render {

using geometry::Vec3;

void bind_texture(int unit, GLuint texture) {
    glActiveTexture(static_cast<GLenum>(GL_TEXTURE0 + unit));
    glBindTexture(GL_TEXTURE_2D, texture);
}

void scissor(PixelRect part, Size size) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(part.x, size.height - part.y - part.height, part.width, part.height);
}

void begin_opaque() {
    glDisable(GL_BLEND);
    glDisable(GL_CULL_FACE);
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
}
void begin_clear() {
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDepthMask(GL_FALSE);
}
void end_drawing() {
    glDepthMask(GL_TRUE);
    glDisable(GL_BLEND);
    glDisable(GL_CULL_FACE);
    glDisable(GL_SCISSOR_TEST);
}

Pose lying_pen(const Pose& prop) {
    Pose pose;
    pose.position_mm = prop.position_mm + -72.0 * prop.y_axis + 19.0 * prop.z_axis;
    pose.z_axis = prop.y_axis;
    pose.y_axis = -prop.z_axis;
    pose.x_axis = cross(pose.y_axis, pose.z_axis);
    return pose;
}

Matrix4 product(const Matrix4& a, const Matrix4& b) {
    Matrix4 out{};
    for (std::size_t column = 0; column < 4; ++column)
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t k = 0; k < 4; ++k) out[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
    return out;
}

Matrix4 model_matrix(const Pose& pose, double scale) {
    Matrix4 m{};
    const Vec3 columns[3] = {scale * pose.x_axis, scale * pose.y_axis, scale * pose.z_axis};
    for (std::size_t c = 0; c < 3; ++c) {
        m[c * 4] = static_cast<float>(columns[c].x);
        m[c * 4 + 1] = static_cast<float>(columns[c].y);
        m[c * 4 + 2] = static_cast<float>(columns[c].z);
    }
    m[12] = static_cast<float>(pose.position_mm.x);
    m[13] = static_cast<float>(pose.position_mm.y);
    m[14] = static_cast<float>(pose.position_mm.z);
    m[15] = 1;
    return m;
}

Lights lights_of(const Lighting& lighting) {
    Lights lights;
    const bool lamp = lighting.examination_lamp;
    lights.key_direction = normalized(lamp ? Vec3{0.86, 0.30, 0.42} : Vec3{0.34, 0.50, 0.80});
    lights.key_color = lighting.key * (lamp ? 1.2 : 0.92) * Vec3{1.03, 1.0, 0.96};
    lights.rim_direction = normalized(Vec3{-0.86, 0.26, -0.30});
    lights.rim_color = lighting.rim * 0.75 * Vec3{0.80, 0.92, 1.06};
    lights.ambient = lighting.fill * (lamp ? 0.55 : 1.0) * Vec3{1, 1, 1};
    return lights;
}

void Renderer::State::set_common(const Program& p, const Frame& f, bool pen_shadow) const {
    p.use();
    p.set("u_view_projection", f.view_projection);
    p.set("u_eye", f.scene.camera.eye);
    p.set("u_key_direction", f.lights.key_direction);
    const Vec3 side = normalized(cross(Vec3{0, 1, 0}, f.lights.key_direction));
    p.set("u_key_side", side);
    p.set("u_key_up", cross(f.lights.key_direction, side));
    p.set("u_key_color", f.lights.key_color);
    p.set("u_focus", f.scene.camera.target);
    p.set("u_rim_direction", f.lights.rim_direction);
    p.set("u_rim_color", f.lights.rim_color);
    p.set("u_ambient", f.lights.ambient);
    p.set("u_shadow_matrix", shadow_matrix);
    p.set("u_shadow_texel", shadow_texel_mm);
    p.set("u_shadow_map", kShadow);
    const bool pen = pen_shadow && f.scene.pen.has_value();
    const Vec3 tip = pen ? f.scene.pen->tip_mm : Vec3{};
    p.set("u_pen_tip", tip, pen ? 1.0 : 0.0);
    p.set("u_pen_end", pen ? tip - kShadingPen_mm * normalized(f.scene.pen->axis) : Vec3{0, 0, 1}, 10.5);
}

void Renderer::State::draw_backdrop(const Frame& f) {
    glDepthFunc(GL_LEQUAL);  // it lies on the far plane: only where nothing else is
    glDepthMask(GL_FALSE);
    const Camera& camera = f.scene.camera;
    const bool is_head = f.scene.subject == Subject::kHead;
    const Pose room = is_head ? room_axes() : Pose{};
    const auto in_room = [&room](Vec3 v) {
        return Vec3{dot(v, room.x_axis), dot(v, room.y_axis), dot(v, room.z_axis)};
    };
    // Middle and upper right corner of the picture say how it spreads.
    const Vec3 forward = pick_ray(camera, {2, 2}, 1, 1).direction;
    const Vec3 right = normalized(cross(forward, camera.up)), up = cross(right, forward);
    const double spread = std::tan(camera.fov_y_deg * 3.14159265358979 / 360);
    backdrop.use();
    backdrop.set("u_ray_forward", in_room(forward));
    backdrop.set("u_ray_right", spread * f.size.width / std::max(1, f.size.height) * in_room(right));
    backdrop.set("u_ray_up", spread * in_room(up));
    backdrop.set("u_stand", in_room(camera.eye));
    backdrop.set("u_floor", is_head ? -1060.0 : -46.0);  // or the table on which the pad lies
    backdrop.set("u_room", f.scene.room ? 1.0 : 0.0);
    glBindVertexArray(no_vertices.get());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    ++draw_calls;
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
}

void Renderer::State::draw_skin(const Frame& f) {
    const SubjectParts& parts = subject(f.scene);
    if (!parts.skin || f.scene.subject == Subject::kNothing) return;
    const unsigned features =
        (worked ? kWorked : 0U) | (parts.has_marks ? kSpotted : 0U) | (f.scene.overlay > 0 ? kOverlaid : 0U);
    const auto program = skin_program(f.is_lite, features);
    if (!program) return;  // built once at creation with every feature; a driver that fails now has lost its device
    const bool is_pad = f.scene.subject == Subject::kPad;
    const Appearance& look = f.scene.appearance;
    bind_texture(kMap0, maps[0].get());
    bind_texture(kMap1, maps[1].get());
    bind_texture(kMap2, maps[2].get());
    bind_texture(kOverlay, overlay.get());
    bind_texture(kZones, zones.get());
    bind_texture(kDetail, detail.get());
    bind_texture(kLesions, parts.lesions.get());
    bind_texture(kRelief, parts.relief.get());
    const Program& p = **program;
    set_common(p, f, true);
    p.set("u_map0", kMap0);
    p.set("u_map1", kMap1);
    p.set("u_map2", kMap2);
    p.set("u_overlay", kOverlay);
    p.set("u_detail", kDetail);
    p.set("u_lesions", kLesions);
    p.set("u_lesion_height", kRelief);
    p.set("u_grid", parts.grid_width, parts.grid_height);
    p.set("u_zones", kZones);
    p.set("u_overlay_strength", f.scene.overlay);
    p.set("u_zone_lines", f.scene.overlay_plain ? 0.0 : f.scene.zone_lines);
    p.set("u_overlay_plain", f.scene.overlay_plain ? 1.0 : 0.0);
    p.set("u_swelling_mm", static_cast<double>(kFullSwelling_mm));
    p.set("u_skin", is_pad ? Vec3{0.62, 0.40, 0.315} : skin_albedo(look.fitzpatrick));
    p.set("u_lip", lip_albedo(look.fitzpatrick));
    p.set("u_blood", blood_dims(is_pad ? 1 : look.fitzpatrick));
    p.set("u_melanin", is_pad ? 0.1 : melanin_share(look.fitzpatrick));
    p.set("u_flush", is_pad ? 0.0 : look.flush);
    p.set("u_oil", look.oiliness);
    const double old = std::clamp((look.age_years - 35) / 35, 0.0, 1.0);
    p.set("u_old", old);
    p.set("u_seed", (look.seed * 40503U % 977U) / 977.0, (look.seed * 30011U % 991U) / 991.0);
    p.set("u_silicone", is_pad ? 1.0 : 0.0);
    const auto& pen = f.scene.pen;
    p.set("u_dent", pen ? pen->axis : Vec3{}, pen ? pen->dent_mm : 0.0);
    p.set("u_drag", pen ? pen->drag_direction : Vec3{}, pen ? pen->drag_mm : 0.0);
    const auto& fingers = f.scene.free_hand;
    p.set("u_hand", fingers ? fingers->at_mm : Vec3{}, fingers ? 1.0 : 0.0);
    p.set("u_hand_pull", fingers ? fingers->pull : Vec3{}, fingers ? kFullPull_mm * fingers->tension : 0.0);
    const OutsideOnly outside;
    parts.skin.draw_opaque(f.detail());
    ++draw_calls;
}

void Renderer::State::draw_eyes(const Frame& f) {
    if (!has_eyes) return;
    const Program& p = f.programs.eye;
    set_common(p, f, false);
    const IrisColors iris = iris_colors(f.scene.appearance.eye_colour);
    p.set("u_iris_inner", iris.inner);
    p.set("u_iris_outer", iris.outer);
    for (std::size_t i = 0; i < eyes.size(); ++i) {
        const Eye& eye = eyes[i];
        p.set("u_lower_lid[0]", lids[i].lower);
        p.set("u_upper_lid[0]", lids[i].upper);
        Pose pose;
        pose.position_mm = eye.center_mm;
        pose.z_axis = normalized(eye.gaze);
        pose.x_axis = normalized(cross(Vec3{0, 1, 0}, pose.z_axis));
        pose.y_axis = cross(pose.z_axis, pose.x_axis);
        p.set("u_model", model_matrix(pose, eye.radius_mm));
        p.set("u_center", eye.center_mm);
        p.set("u_gaze", pose.z_axis);
        p.set("u_radius", eye.radius_mm);
        p.set("u_nasal", eye.center_mm.x > 0 ? -1.0 : 1.0);
        eyeball.draw_opaque();
        ++draw_calls;
    }
}

void Renderer::State::draw_solid(const Frame& f, const GpuMesh& mesh, const Pose& pose, bool clear) {
    draw_with(f, f.programs.solid, mesh, pose, clear);
}

void Renderer::State::draw_with(const Frame& f, const Program& p, const GpuMesh& mesh, const Pose& pose, bool clear) {
    if (!f.shows(mesh, pose)) return;
    p.set("u_model", model_matrix(pose));
    clear ? mesh.draw_clear() : mesh.draw_opaque(f.detail());
    ++draw_calls;
}

void Renderer::State::draw_props(const Frame& f, bool clear) {
    const Program& p = f.programs.solid;
    for (const Prop& prop : f.scene.props) {
        if (!prop.visible) continue;
        const GpuMesh& mesh = prop_mesh(prop);
        p.set("u_highlight", Vec3{0.31, 0.82, 0.77}, prop.selected ? 0.75 : 0.0);
        p.set("u_used", prop.used ? 1.0 : 0.0);
        draw_solid(f, mesh, prop.pose, clear);
        if (prop.kind == PropKind::kPen) {
            p.set("u_display", Vec3{f.scene.pen ? f.scene.pen->needle_length_mm : 0.0, 0, 0.35}, 1.0);
            draw_solid(f, pen_mesh(PenLook{.cartridge_fitted = false, .sleeve = prop.used}), lying_pen(prop.pose),
                       clear);
        }
    }
    p.set("u_highlight", Vec3{}, 0.0);
    p.set("u_used", 0.0);
}

void Renderer::State::draw_matte(const Frame& f) {
    const Program& p = f.programs.matte;
    const OutsideOnly outside;
    set_common(p, f, false);
    p.set("u_head_blob", Vec3{}, 0.0);
    if (f.scene.gown) draw_with(f, p, gown, {}, false);
    if (f.scene.cap) draw_with(f, p, cap, {}, false);
    p.set("u_head_blob", Vec3{0, head_high.y - 105, head_low.z + 92}, 82.0);
    if (!f.scene.room) return;
    p.set("u_model", couch_fit);
    couch.draw_opaque(f.detail());
    ++draw_calls;
}

void Renderer::State::draw_solids(const Frame& f) {
    const Program& p = f.programs.solid;
    set_common(p, f, true);
    p.set("u_highlight", Vec3{}, 0.0);
    p.set("u_used", 0.0);
    p.set("u_display", Vec3{}, 0.0);
    if (f.scene.subject == Subject::kHead) {
        if (f.scene.cool_mask && face_mask) draw_solid(f, face_mask, {}, false);
        if (f.scene.eye_shields) {
            for (const Eye& eye : eyes) {
                Pose pose;
                pose.z_axis = normalized(Vec3{eye.center_mm.x > 0 ? 0.22 : -0.22, 0.04, 1});
                pose.x_axis = normalized(cross(Vec3{0, 1, 0}, pose.z_axis));
                pose.y_axis = cross(pose.z_axis, pose.x_axis);
                pose.position_mm = eye.center_mm + (eye.radius_mm + 2.2) * pose.z_axis - 2.0 * pose.y_axis;
                draw_solid(f, eye_shield, pose, false);
            }
        }
    } else if (f.scene.subject == Subject::kPad) {
        draw_solid(f, pad_frame, {}, false);
    }
    draw_props(f, false);
}

void Renderer::State::draw_hair(const Frame& f) {
    if (f.scene.subject != Subject::kHead) return;
    const Program& p = f.programs.card;
    set_common(p, f, false);
    p.set("u_alpha", kAlpha);
    glDisable(GL_CULL_FACE);
    const Vec3 tint = hair_color(f.scene.appearance.brow_colour);
    if (beard && beard_alpha) {
        bind_texture(kAlpha, beard_alpha.get());
        p.set("u_tint", 0.8 * tint);
        p.set("u_strength", 1.0);
        p.set("u_mixed", 1.0);
        p.set("u_lift", 0.0);
        beard.draw_opaque();
        ++draw_calls;
    }
    if (brows && brow_alpha) {
        bind_texture(kAlpha, brow_alpha.get());
        p.set("u_tint", tint);
        p.set("u_strength", 1.0);
        p.set("u_mixed", 0.3);
        p.set("u_lift", 0.15);
        brows.draw_opaque();
        ++draw_calls;
    }
    if (lashes && lash_alpha) {
        bind_texture(kAlpha, lash_alpha.get());
        // Lashes stay darker than the hair, also where that has gone grey.
        p.set("u_tint", 0.35 * Vec3{std::min(tint.x, 0.08), std::min(tint.y, 0.055), std::min(tint.z, 0.035)});
        p.set("u_strength", 0.95);
        p.set("u_mixed", 0.3);
        p.set("u_lift", 0.0);
        lashes.draw_opaque();
        ++draw_calls;
    }
}

void Renderer::State::draw_clear_props(const Frame& f) {
    const Program& p = f.programs.solid;
    set_common(p, f, true);
    p.set("u_display", Vec3{}, 0.0);
    draw_props(f, true);
}

Renderer::State::Frame Renderer::State::frame_of(const Scene& scene, bool is_lite, Size size, PixelRect part) const {
    return {scene,
            is_lite ? lite : full,
            is_lite,
            size,
            part,
            leaves_out,
            lights_of(scene.lighting),
            product(projection_matrix(scene.camera, size), view_matrix(scene.camera))};
}

void Renderer::State::draw_rest(const Scene& scene, bool is_lite, Size size, PixelRect part) {
    const Frame frame = frame_of(scene, is_lite, size, part);
    bind_texture(kShadow, shadow_map.texture());
    scissor(part, size);
    begin_opaque();
    glClear(GL_DEPTH_BUFFER_BIT);
    draw_holding_hands(frame);  // front to back: what is hidden is not shaded
    draw_skin(frame);
    draw_solids(frame);
    if (scene.subject == Subject::kHead) {
        draw_eyes(frame);
        draw_matte(frame);
    }
    draw_backdrop(frame);
    begin_clear();
    draw_hair(frame);
    draw_clear_props(frame);
    end_drawing();
}

}  // namespace np::render
