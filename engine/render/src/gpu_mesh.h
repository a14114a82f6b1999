// Meshes on the graphics card.
#pragma once

#include <vector>

#include "gl_objects.h"
#include "needlepoint/render/head_model.h"
#include "needlepoint/render/scene.h"
#include "shape.h"

namespace np::render {

// Reduced: fewer triangles, for the quicker qualities. What has none of its own is drawn whole.
enum class Detail { kWhole, kReduced };

// By how much the reduced triangles of the quicker qualities may be off: less where the eye rests.
inline constexpr double kSkinError_mm = 0.12, kPenError_mm = 0.2, kThingError_mm = 0.2, kClothError_mm = 0.25,
                        kHandError_mm = 0.5, kCouchError_mm = 1.2;

struct GpuMesh {
    GlVertexArray array;
    GlBuffer vertices, indices;
    GLsizei opaque = 0, clear = 0, reduced = 0;  // indices, in this order; the reduced ones stand for the opaque ones
    geometry::Vec3 low_mm{1e9, 1e9, 1e9}, high_mm{-1e9, -1e9, -1e9};
    std::vector<Box> boxes;  // around what lies in each of some slices across the longest side

    explicit operator bool() const { return opaque + clear > 0; }
    void draw_opaque(Detail detail = Detail::kWhole) const;
    void draw_clear() const;
};

// `error_mm`: by how much reduced triangles may be off; 0: there will be none.
GpuMesh upload_skin(const SkinMesh& mesh, double error_mm);
GpuMesh upload_shape(const Shape& shape, double error_mm);
GpuMesh upload_cards(const HairCards& cards);
GpuMesh upload_cloth(const ClothMesh& mesh, const Material& material, double error_mm);
// A sphere of radius 1 with a cornea towards +z; placed by the model matrix.
GpuMesh upload_eyeball();

SkinMesh make_pad_mesh(const PadModel& pad);

}  // namespace np::render
