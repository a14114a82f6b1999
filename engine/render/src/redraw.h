// Which part of the picture has to be drawn again. Pure mathematics.
#pragma once

#include <vector>

#include "needlepoint/render/head_model.h"
#include "needlepoint/render/scene.h"

namespace np::render {

// Where patches of the atlas lie in space: the boxes around the vertices of each patch of cells.
class AtlasPlaces {
  public:
    AtlasPlaces() = default;
    AtlasPlaces(const SkinMesh& skin, std::uint32_t grid_width, std::uint32_t grid_height);
    // The part of the picture that shows these cells (x = column, y = row), grown by a margin; clipped to the picture.
    PixelRect seen(PixelRect cells, const Camera& camera, Size size) const;

  private:
    static constexpr int kPatch = 8;  // cells
    int columns_ = 0, rows_ = 0;
    std::vector<Box> boxes_;
};

// The part of the picture that pen and free hand can touch: themselves, their shadow, the skin they push.
// The pen's own axes (shape.h) in the patient's frame.
Pose pen_pose(const PenLook& pen);
// Seen from `eye`, a part of pen or hand may cover the needles.
bool stands_before_needles(const PenLook& pen, geometry::Vec3 eye);
// Whether anything within this ball can be in the picture.
bool in_picture(const Camera& camera, Size size, geometry::Vec3 middle, double radius_mm);
PixelRect pen_area(const PenLook& pen, const Camera& camera, Size size, geometry::Vec3 to_light);
PixelRect hand_area(const FreeHandLook& hand, const Camera& camera, Size size);

// True if nothing differs but pen and free hand.
bool only_hands_differ(const Scene& a, const Scene& b);

inline constexpr double kPenLength_mm = 145;

}  // namespace np::render
