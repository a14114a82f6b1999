#include "frame_buffer.h"

#include <epoxy/gl.h>

#include <cstring>
#include <utility>

namespace np::app {

void FrameBuffer::swap(FrameBuffer& other) {
    std::swap(framebuffer_, other.framebuffer_);
    std::swap(texture_, other.texture_);
    std::swap(size_, other.size_);
}

FrameBuffer::~FrameBuffer() {
    if (framebuffer_) glDeleteFramebuffers(1, &framebuffer_);
    if (texture_) glDeleteTextures(1, &texture_);
}

bool FrameBuffer::resize(render::Size size) {
    if (size == size_ && framebuffer_) return false;
    if (!framebuffer_) glGenFramebuffers(1, &framebuffer_);
    if (!texture_) glGenTextures(1, &texture_);
    size_ = size;
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glBindTexture(GL_TEXTURE_2D, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
    clear();
    return true;
}

void FrameBuffer::clear() const {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, size_.width, size_.height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(0.06f, 0.08f, 0.09f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

render::Image FrameBuffer::read() const {
    render::Image image{size_.width, size_.height, {}};
    const std::size_t row = static_cast<std::size_t>(size_.width) * 4;
    std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(size_.height));
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size_.width, size_.height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    image.rgba.resize(upside_down.size());
    for (int y = 0; y < size_.height; ++y)
        std::memcpy(image.rgba.data() + static_cast<std::size_t>(y) * row,
                    upside_down.data() + static_cast<std::size_t>(size_.height - 1 - y) * row, row);
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
    return image;
}

ui::Image make_texture(const render::Image& image) {
    if (image.rgba.empty()) return 0;
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, image.width, image.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 image.rgba.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glBindTexture(GL_TEXTURE_2D, 0);
    return texture;
}

void free_texture(ui::Image image) {
    const auto texture = static_cast<GLuint>(image);
    if (texture) glDeleteTextures(1, &texture);
}

}  // namespace np::app
