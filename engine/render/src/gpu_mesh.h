// Meshes on the graphics card.
#pragma once

#include "gl_objects.h"
#include "needlepoint/render/head_model.h"
#include "shape.h"

namespace np::render {

struct GpuMesh {
    GlVertexArray array;
    GlBuffer vertices, indices;
    GLsizei opaque = 0, clear = 0;  // indices; the clear ones follow the opaque ones
    geometry::Vec3 low_mm{1e9, 1e9, 1e9}, high_mm{-1e9, -1e9, -1e9};

    explicit operator bool() const { return opaque + clear > 0; }
    void draw_opaque() const;
    void draw_clear() const;
};

GpuMesh upload_skin(const SkinMesh& mesh);
GpuMesh upload_shape(const Shape& shape);
GpuMesh upload_cards(const HairCards& cards);
GpuMesh upload_cloth(const ClothMesh& mesh, const Material& material);
// A sphere of radius 1 with a cornea towards +z; placed by the model matrix.
GpuMesh upload_eyeball();

SkinMesh make_pad_mesh(const PadModel& pad);

}  // namespace np::render
