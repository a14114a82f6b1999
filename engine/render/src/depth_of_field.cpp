// A finished picture looked at through a lens: blurred by each point's distance to what is in focus.
#include <cmath>

#include "surface.h"

namespace np::render {

namespace {

// A face is about so deep to both sides of what the camera looks at.
constexpr double kSharp_mm = 120;
// Disc of what lies infinitely far away, as a share of the picture's height: a portrait lens.
constexpr double kWidest = 0.028;

GlTexture texture_like(Size size, GLenum inside, GLenum format, GLenum type) {
    GlTexture texture = new_texture();
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture.get());
    glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(inside), size.width, size.height, 0, format, type, nullptr);
    const GLint filter = format == GL_RGBA ? GL_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return texture;
}

}  // namespace

void PictureSurface::blur_by_distance(const Camera& camera, const Program& lens) {
    if (size_ != lens_size_) {
        lens_size_ = size_;
        lens_color_ = texture_like(size_, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE);
        lens_depth_ = texture_like(size_, GL_DEPTH_COMPONENT24, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT);
        lens_ = new_framebuffer();
        glBindFramebuffer(GL_FRAMEBUFFER, lens_.get());
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, lens_color_.get(), 0);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, lens_depth_.get(), 0);
        lens_vertices_ = new_vertex_array();
    }
    const auto copy = [&](const GlFramebuffer& from, GLbitfield what) {
        glBindFramebuffer(GL_READ_FRAMEBUFFER, from.get());
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, lens_.get());
        glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size_.width, size_.height, what, GL_NEAREST);
    };
    glDisable(GL_SCISSOR_TEST);
    copy(resolved_, GL_COLOR_BUFFER_BIT);
    copy(draw_, GL_DEPTH_BUFFER_BIT);

    glBindFramebuffer(GL_FRAMEBUFFER, resolved_.get());
    glViewport(0, 0, size_.width, size_.height);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, lens_depth_.get());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, lens_color_.get());
    lens.use();
    lens.set("u_picture", 0);
    lens.set("u_depth", 1);
    lens.set("u_texel", 1.0 / size_.width, 1.0 / size_.height);
    lens.set("u_planes", camera.near_mm, camera.far_mm);
    lens.set("u_focus", length(camera.target - camera.eye));
    lens.set("u_sharp", kSharp_mm);
    lens.set("u_widest", kWidest * size_.height);
    glBindVertexArray(lens_vertices_.get());
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

}  // namespace np::render
