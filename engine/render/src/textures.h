// Textures of the kinds that the renderer uses. A context is current.
#pragma once

#include "gl_objects.h"
#include "needlepoint/render/head_model.h"

namespace np::render {

// Bytes; `repeat` gives it smaller levels too and lets it go on beyond its edges.
GlTexture texture_of(GLenum format_inside, GLenum format, int width, int height, const void* data, bool repeat);
// Two numbers a texel. Slopes need more than a byte: a wrinkle's flank would show in steps.
GlTexture slope_texture(int width, int height, const float* slopes);
// None if the cards have no picture.
GlTexture alpha_texture(const HairCards& cards);

}  // namespace np::render
