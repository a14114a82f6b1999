// A picture that OpenGL draws into, and that a panel can show.
#pragma once

#include <cstdint>

#include "needlepoint/render/image.h"
#include "needlepoint/render/renderer.h"
#include "needlepoint/ui/types.h"

namespace np::app {

// Needs the context in which it was made. Owns its texture.
class FrameBuffer {
  public:
    FrameBuffer() = default;
    FrameBuffer(FrameBuffer&& other) noexcept { swap(other); }
    FrameBuffer& operator=(FrameBuffer&& other) noexcept {
        swap(other);
        return *this;
    }
    ~FrameBuffer();

    // Makes it that large; keeps what it has if it already is. True when it changed.
    bool resize(render::Size size);
    render::Target target() const { return {framebuffer_, size_}; }
    ui::Image image() const { return texture_; }
    render::Size size() const { return size_; }
    void clear() const;
    render::Image read() const;

  private:
    void swap(FrameBuffer& other);
    std::uint32_t framebuffer_ = 0, texture_ = 0;
    render::Size size_;
};

// A texture from a picture in memory; 0 if it is empty. The caller frees it with `free_texture`.
ui::Image make_texture(const render::Image& image);
void free_texture(ui::Image image);

}  // namespace np::app
