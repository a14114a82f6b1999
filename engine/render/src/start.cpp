// What a renderer makes once, when a context is there: its programs and the meshes that no patient changes.
#include "detail_texture.h"
#include "renderer_state.h"
#include "textures.h"

namespace np::render {

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

}  // namespace np::render
