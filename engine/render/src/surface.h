// Framebuffers that the renderer draws into: the picture and the shadow map.
#pragma once

#include "gl_objects.h"
#include "needlepoint/render/image.h"

namespace np::render {

// Colour and depth, with smooth edges if `samples` > 1.
class PictureSurface {
  public:
    // Keeps what is there if size and samples are the same; true if it was made anew (and is empty).
    bool prepare(Size size, int samples);
    Size size() const { return size_; }
    void bind() const;
    // Copies the rectangle (from the top) with its depths from a surface of the same size; both with one sample.
    void take(const PictureSurface& other, PixelRect rect) const;
    // Copies the rectangle (from the top, in this surface's pixels) to its own finished picture, with smooth edges:
    // from its samples if it has several, else by `smooth` (which reads texture unit 0).
    void resolve(PixelRect rect, const Program& smooth) const;
    // Blurs the finished picture by the kept distances to what the camera looks at (`lens` reads units 0 and 1); to be
    // called once after `resolve` of the whole.
    void blur_by_distance(const Camera& camera, const Program& lens);
    // Shows the finished picture in the framebuffer, whole and scaled to its size. Only the rectangle (in this
    // surface's pixels) has changed since the last call with that size: scaling is dear to a software driver, copying
    // is not.
    void copy_to(GLuint framebuffer, Size size, PixelRect changed);
    Image read() const;

  private:
    Size size_;
    int samples_ = 0;
    GlFramebuffer draw_, resolved_, scaled_;
    GlRenderbuffer draw_color_, draw_depth_, resolved_color_, scaled_color_;
    Size scaled_size_;
    GlTexture draw_texture_;  // instead of draw_color_ with one sample
    GlVertexArray no_vertices_, lens_vertices_;
    // What a lens looks at, made when first asked for.
    GlFramebuffer lens_;
    GlTexture lens_color_, lens_depth_;
    Size lens_size_;
};

class ShadowSurface {
  public:
    void prepare(int texels);
    void bind() const;
    GLuint texture() const { return depth_.get(); }
    int texels() const { return texels_; }

  private:
    int texels_ = 0;
    GlFramebuffer frame_;
    GlTexture depth_;
};

// Rows from the top, from whatever framebuffer is bound for reading.
Image read_bound(Size size);

}  // namespace np::render
