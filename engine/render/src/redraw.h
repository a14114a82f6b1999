// Which part of the picture has to be drawn again. Pure mathematics.
#pragma once

#include <span>
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

// The pen's own axes (shape.h) in the patient's frame.
Pose pen_pose(const PenLook& pen);
// The free hand's own axes: it comes from where the pull goes to, and its fingertips go with the skin that they pull.
Pose free_hand_pose(const FreeHandLook& hand);
// Seen from `eye`, a part of pen or hand may cover the needles.
bool stands_before_needles(const PenLook& pen, geometry::Vec3 eye);
// Whether anything within this ball can be in that part of the picture.
bool in_picture(const Camera& camera, Size size, PixelRect part, geometry::Vec3 middle, double radius_mm);

// The part of the picture that can show what lies in these boxes, which are placed by the pose.
PixelRect seen_boxes(std::span<const Box> boxes, const Pose& pose, const Camera& camera, Size size);
// The part in which skin and tray look different for the pen or the free hand: what they push and pull, the pen's
// shadow.
PixelRect pushed_area(const PenLook& pen, const Camera& camera, Size size, geometry::Vec3 to_light);
PixelRect pulled_area(const FreeHandLook& hand, const Camera& camera, Size size);

// The part in which a shade of the pen and its hand stands for them: before the needles.
PixelRect shaded_area(const PenLook& pen, const Camera& camera, Size size);

// True if nothing differs but pen and free hand.
bool only_hands_differ(const Scene& a, const Scene& b);

inline constexpr double kFullPull_mm = 2.5;    // by which stretched skin gives way
inline constexpr double kShadingPen_mm = 44;   // of the pen, from the tip: the rest is too far from skin to shade it
inline constexpr double kShadowReach_mm = 36;  // as in frame.glsl

}  // namespace np::render
