// What the parts of a frame share while it is drawn.
#pragma once

#include "renderer_state.h"

namespace np::render {

// Texture units, the same in every program.
inline constexpr int kMap0 = 0, kMap1 = 1, kMap2 = 2, kOverlay = 3, kDetail = 4, kLesions = 5, kRelief = 6, kShadow = 7,
                     kAlpha = 8, kZones = 9;

void bind_texture(int unit, GLuint texture);
// Nothing outside `part` of a picture of that size is drawn from now on.
void scissor(PixelRect part, Size size);
void begin_opaque();
void begin_clear();
void end_drawing();

// Skin, cloth and gloves cover much of the picture, turn all triangles outwards, and show no inside: what looks away
// costs time. Things of plastic and glass are open or clear.
class OutsideOnly {
  public:
    OutsideOnly() {
        glEnable(GL_CULL_FACE);
        glCullFace(GL_BACK);
    }
    OutsideOnly(const OutsideOnly&) = delete;
    OutsideOnly& operator=(const OutsideOnly&) = delete;
    ~OutsideOnly() { glDisable(GL_CULL_FACE); }
};

struct Renderer::State::Frame {
    const Scene& scene;
    const Programs& programs;
    bool is_lite;
    Size size;
    PixelRect part;  // of the picture; what lies outside is not drawn
    bool leaves_out;
    Lights lights;
    Matrix4 view_projection;

    bool shows(const GpuMesh& mesh, const Pose& at) const {
        const geometry::Vec3 middle = 0.5 * (mesh.low_mm + mesh.high_mm);
        return !leaves_out ||
               in_picture(scene.camera, size, part,
                          at.position_mm + middle.x * at.x_axis + middle.y * at.y_axis + middle.z * at.z_axis,
                          0.5 * length(mesh.high_mm - mesh.low_mm));
    }
    Detail detail() const { return is_lite ? Detail::kReduced : Detail::kWhole; }
};

}  // namespace np::render
