#include "surface.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "needlepoint/render/offscreen.h"

namespace np::render {

bool PictureSurface::prepare(Size size, int samples) {
    if (size == size_ && samples == samples_) return false;
    size_ = size;
    samples_ = samples;
    scaled_size_ = {};
    const auto attach = [&](GlRenderbuffer& buffer, GLenum format, GLenum place, int with_samples) {
        buffer = new_renderbuffer();
        glBindRenderbuffer(GL_RENDERBUFFER, buffer.get());
        if (with_samples > 1)
            glRenderbufferStorageMultisample(GL_RENDERBUFFER, with_samples, format, size.width, size.height);
        else
            glRenderbufferStorage(GL_RENDERBUFFER, format, size.width, size.height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, place, GL_RENDERBUFFER, buffer.get());
    };
    draw_ = new_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, draw_.get());
    if (samples > 1) {
        attach(draw_color_, GL_RGBA8, GL_COLOR_ATTACHMENT0, samples);
    } else {
        draw_texture_ = new_texture();
        glActiveTexture(GL_TEXTURE0);
        glBindTexture(GL_TEXTURE_2D, draw_texture_.get());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
        for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
            glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
        for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
            glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, draw_texture_.get(), 0);
        no_vertices_ = new_vertex_array();
    }
    attach(draw_depth_, GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT, samples);
    resolved_ = new_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, resolved_.get());
    attach(resolved_color_, GL_RGBA8, GL_COLOR_ATTACHMENT0, 0);
    return true;
}

void PictureSurface::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, draw_.get());
    glViewport(0, 0, size_.width, size_.height);
}

void PictureSurface::take(const PictureSurface& other, PixelRect rect) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, other.draw_.get());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, draw_.get());
    glDisable(GL_SCISSOR_TEST);
    const int x0 = rect.x, x1 = rect.x + rect.width, y0 = size_.height - rect.y - rect.height,
              y1 = size_.height - rect.y;
    glBlitFramebuffer(x0, y0, x1, y1, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT, GL_NEAREST);
}

void PictureSurface::resolve(PixelRect rect, const Program& smooth) const {
    if (rect.empty()) return;
    if (samples_ <= 1) {
        glBindFramebuffer(GL_FRAMEBUFFER, resolved_.get());
        glViewport(0, 0, size_.width, size_.height);
        glDisable(GL_DEPTH_TEST);
        glDisable(GL_BLEND);
        glEnable(GL_SCISSOR_TEST);
        // The edge of a pixel reaches a few pixels along.
        glScissor(rect.x - 3, size_.height - rect.y - rect.height - 3, rect.width + 6, rect.height + 6);
        glActiveTexture(GL_TEXTURE0);
        glBindTexture(GL_TEXTURE_2D, draw_texture_.get());
        smooth.use();
        smooth.set("u_picture", 0);
        smooth.set("u_texel", 1.0 / size_.width, 1.0 / size_.height);
        glBindVertexArray(no_vertices_.get());
        glDrawArrays(GL_TRIANGLES, 0, 3);
        glDisable(GL_SCISSOR_TEST);
        return;
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, draw_.get());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved_.get());
    const int x0 = rect.x, x1 = rect.x + rect.width, y0 = size_.height - rect.y - rect.height,
              y1 = size_.height - rect.y;
    glBlitFramebuffer(x0, y0, x1, y1, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

void PictureSurface::copy_to(GLuint framebuffer, Size size, PixelRect changed) {
    GLuint finished = resolved_.get();
    if (size != size_) {
        if (size != scaled_size_) {
            changed = {0, 0, size_.width, size_.height};
            scaled_size_ = size;
            scaled_ = new_framebuffer();
            glBindFramebuffer(GL_FRAMEBUFFER, scaled_.get());
            scaled_color_ = new_renderbuffer();
            glBindRenderbuffer(GL_RENDERBUFFER, scaled_color_.get());
            glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, size.width, size.height);
            glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, scaled_color_.get());
        }
        glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved_.get());
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, scaled_.get());
        finished = scaled_.get();
        if (!changed.empty()) {
            // The whole is scaled, so that no pixel depends on where the rectangle ends; only that part is written.
            const double x = static_cast<double>(size.width) / size_.width,
                         y = static_cast<double>(size.height) / size_.height;
            const auto down = [](double v) { return static_cast<int>(std::floor(v)); };
            constexpr int kReach = 5;  // of the smoothing and of the filter
            glEnable(GL_SCISSOR_TEST);
            glScissor(down((changed.x - kReach) * x), down((size_.height - changed.y - changed.height - kReach) * y),
                      down((changed.width + 2 * kReach) * x) + 2, down((changed.height + 2 * kReach) * y) + 2);
            glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size.width, size.height, GL_COLOR_BUFFER_BIT,
                              GL_LINEAR);
            glDisable(GL_SCISSOR_TEST);
        }
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, finished);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
    glBlitFramebuffer(0, 0, size.width, size.height, 0, 0, size.width, size.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

Image PictureSurface::read() const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved_.get());
    return read_bound(size_);
}

void ShadowSurface::prepare(int texels) {
    if (texels == texels_) return;
    texels_ = texels;
    depth_ = new_texture();
    glBindTexture(GL_TEXTURE_2D, depth_.get());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH_COMPONENT24, texels, texels, 0, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT,
                 nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_MODE, GL_COMPARE_REF_TO_TEXTURE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_FUNC, GL_LEQUAL);
    frame_ = new_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, frame_.get());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, depth_.get(), 0);
    const GLenum none = GL_NONE;
    glDrawBuffers(1, &none);
    glReadBuffer(GL_NONE);
}

void ShadowSurface::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, frame_.get());
    glViewport(0, 0, texels_, texels_);
}

struct OffscreenTarget::Names {
    PictureSurface surface;
    GLuint framebuffer = 0;
    Size size;
};
OffscreenTarget::OffscreenTarget(std::unique_ptr<Names> names) : names_(std::move(names)) {}
OffscreenTarget::OffscreenTarget(OffscreenTarget&&) noexcept = default;
OffscreenTarget& OffscreenTarget::operator=(OffscreenTarget&&) noexcept = default;
OffscreenTarget::~OffscreenTarget() = default;
Target OffscreenTarget::target() const {
    return {names_->framebuffer, names_->size};
}

Expected<OffscreenTarget> OffscreenTarget::create(Size size) {
    GLint limit = 0;
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &limit);
    if (size.width <= 0 || size.height <= 0 || size.width > limit || size.height > limit) {
        return usage("a picture of 1 to " + std::to_string(limit) + " pixels on each side was expected; found " +
                     std::to_string(size.width) + " x " + std::to_string(size.height));
    }
    auto names = std::make_unique<Names>();
    names->surface.prepare(size, 0);
    names->surface.bind();
    GLint framebuffer = 0;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
    names->framebuffer = static_cast<GLuint>(framebuffer);
    names->size = size;
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
        return cannot("the graphics driver gave no memory for a picture of " + std::to_string(size.width) + " x " +
                      std::to_string(size.height) + " pixels; ask for a smaller one");
    }
    return OffscreenTarget(std::move(names));
}

Image read_bound(Size size) {
    Image image{size.width, size.height, {}};
    const auto stride = static_cast<std::size_t>(size.width) * 4;
    std::vector<std::uint8_t> upside_down(stride * static_cast<std::size_t>(size.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    image.rgba.resize(upside_down.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(size.height); ++y)
        std::memcpy(image.rgba.data() + y * stride,
                    upside_down.data() + (static_cast<std::size_t>(size.height) - 1 - y) * stride, stride);
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;  // the picture is opaque
    return image;
}

}  // namespace np::render
