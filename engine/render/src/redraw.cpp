#include "redraw.h"

#include <algorithm>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

// Grows a rectangle by points with a radius; remembers if one lies behind the eye.
class Hull {
  public:
    Hull(const Camera& camera, Size size) : camera_(camera), size_(size) {}
    void add(Vec3 point, double radius_mm) {
        const auto p = project(camera_, size_, point);
        if (!p || p->distance_mm < radius_mm) {
            everything_ = true;
            return;
        }
        const double r = radius_mm / p->mm_per_pixel + 2;
        const int x0 = limit(p->x - r), y0 = limit(p->y - r), x1 = limit(p->x + r), y1 = limit(p->y + r);
        rect_ = united(rect_, {x0, y0, x1 - x0 + 1, y1 - y0 + 1});
    }
    PixelRect rect() const {
        const PixelRect whole{0, 0, size_.width, size_.height};
        return everything_ ? whole : intersection(rect_, whole);
    }

  private:
    static int limit(double v) { return static_cast<int>(std::floor(std::clamp(v, -1e5, 1e5))); }
    Camera camera_;
    Size size_;
    PixelRect rect_;
    bool everything_ = false;
};

}  // namespace

AtlasPlaces::AtlasPlaces(const SkinMesh& skin, std::uint32_t grid_width, std::uint32_t grid_height)
    : columns_(static_cast<int>(grid_width + kPatch - 1) / kPatch),
      rows_(static_cast<int>(grid_height + kPatch - 1) / kPatch) {
    boxes_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_),
                  Box{{1e9, 1e9, 1e9}, {-1e9, -1e9, -1e9}});
    const auto add = [this](int column, int row, Vec3 p) {
        if (column < 0 || row < 0 || column >= columns_ || row >= rows_) return;
        Box& box = boxes_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                          static_cast<std::size_t>(column)];
        box.low_mm = {std::min(box.low_mm.x, p.x), std::min(box.low_mm.y, p.y), std::min(box.low_mm.z, p.z)};
        box.high_mm = {std::max(box.high_mm.x, p.x), std::max(box.high_mm.y, p.y), std::max(box.high_mm.z, p.z)};
    };
    for (std::size_t i = 0; i + 2 < skin.indices.size(); i += 3) {
        // A triangle touches every patch that its bounding box touches.
        float u0 = 2, v0 = 2, u1 = -2, v1 = -2;
        for (std::size_t k = 0; k < 3; ++k) {
            const SkinVertex& v = skin.vertices[skin.indices[i + k]];
            u0 = std::min(u0, v.u), u1 = std::max(u1, v.u), v0 = std::min(v0, v.v), v1 = std::max(v1, v.v);
        }
        if (u0 < 0 || v0 < 0 || u1 > 1 || v1 > 1) continue;
        const auto patch = [](float t, std::uint32_t cells) {
            return static_cast<int>(t * static_cast<float>(cells)) / kPatch;
        };
        for (int row = patch(v0, grid_height); row <= patch(v1, grid_height); ++row)
            for (int column = patch(u0, grid_width); column <= patch(u1, grid_width); ++column)
                for (std::size_t k = 0; k < 3; ++k) {
                    const auto& p = skin.vertices[skin.indices[i + k]].position_mm;
                    add(column, row, {static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])});
                }
    }
}

PixelRect AtlasPlaces::seen(PixelRect cells, const Camera& camera, Size size) const {
    if (cells.empty()) return {};
    Hull hull(camera, size);
    // One cell more on each side: the maps are filtered.
    const int first_row = std::max(0, (cells.y - 1) / kPatch),
              last_row = std::min(rows_ - 1, (cells.y + cells.height) / kPatch);
    const int first_column = std::max(0, (cells.x - 1) / kPatch),
              last_column = std::min(columns_ - 1, (cells.x + cells.width) / kPatch);
    for (int row = first_row; row <= last_row; ++row) {
        for (int column = first_column; column <= last_column; ++column) {
            const Box& box = boxes_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                                    static_cast<std::size_t>(column)];
            if (box.low_mm.x > box.high_mm.x) continue;
            hull.add(0.5 * (box.low_mm + box.high_mm), 0.5 * length(box.high_mm - box.low_mm) + 2);
        }
    }
    return hull.rect();
}

Pose pen_pose(const PenLook& pen) {
    Pose pose;
    pose.position_mm = pen.tip_mm;
    pose.z_axis = -normalized(pen.axis);
    Vec3 front = pen.toward_display - dot(pen.toward_display, pose.z_axis) * pose.z_axis;
    if (length(front) < 1e-6) front = geometry::frame_about(pose.z_axis).u;
    pose.y_axis = -normalized(front);
    pose.x_axis = cross(pose.y_axis, pose.z_axis);
    return pose;
}

Pose free_hand_pose(const FreeHandLook& hand) {
    Pose pose;
    pose.z_axis = normalized(hand.normal);
    Vec3 pull = hand.pull - dot(hand.pull, pose.z_axis) * pose.z_axis;
    if (length(pull) < 1e-6) pull = geometry::frame_about(pose.z_axis).v;
    pose.y_axis = -normalized(pull);
    pose.x_axis = cross(pose.y_axis, pose.z_axis);
    pose.position_mm = hand.at_mm - hand.tension * (0.6 * pose.z_axis + kFullPull_mm * pose.y_axis);
    return pose;
}

bool stands_before_needles(const PenLook& pen, Vec3 eye) {
    const Pose pose = pen_pose(pen);
    const Vec3 to_eye = normalized(eye - pen.tip_mm);
    if (dot(to_eye, pose.z_axis) > 0.87) return true;  // along the handle
    if (pen.hand == Hand::kNone) return false;
    const double side = pen.hand == Hand::kLeft ? 1 : -1;  // where the palm lies
    return side * dot(to_eye, pose.x_axis) + dot(to_eye, pose.y_axis) > -0.2;
}

bool in_picture(const Camera& camera, Size size, PixelRect part, Vec3 middle, double radius_mm) {
    const double depth = dot(middle - camera.eye, normalized(camera.target - camera.eye));
    if (depth < -radius_mm) return false;
    const auto p = project(camera, size, middle);
    if (!p || depth < radius_mm) return true;
    const double r = 1.3 * radius_mm / p->mm_per_pixel;  // a ball aside looks longer than it is
    return p->x + r > part.x && p->y + r > part.y && p->x - r < part.x + part.width && p->y - r < part.y + part.height;
}

PixelRect pushed_area(const PenLook& pen, const Camera& camera, Size size, Vec3 to_light) {
    Hull hull(camera, size);
    const Vec3 back = -normalized(pen.axis);
    hull.add(pen.tip_mm, 21 + pen.drag_mm);  // farther off, skin.vert.glsl moves it by less than 0.002 mm
    for (const double along : {0.0, 0.5 * kShadingPen_mm, kShadingPen_mm}) {
        hull.add(pen.tip_mm + along * back, 13);
        hull.add(pen.tip_mm + along * back - kShadowReach_mm * to_light, 20);
    }
    return hull.rect();
}

PixelRect seen_boxes(std::span<const Box> boxes, const Pose& pose, const Camera& camera, Size size) {
    Hull hull(camera, size);
    for (const Box& box : boxes) {
        for (int k = 0; k < 8; ++k) {
            const Vec3 corner{(k & 1) ? box.low_mm.x : box.high_mm.x, (k & 2) ? box.low_mm.y : box.high_mm.y,
                              (k & 4) ? box.low_mm.z : box.high_mm.z};
            hull.add(pose.position_mm + corner.x * pose.x_axis + corner.y * pose.y_axis + corner.z * pose.z_axis, 0.5);
        }
    }
    return hull.rect();
}

PixelRect shaded_area(const PenLook& pen, const Camera& camera, Size size) {
    Hull hull(camera, size);
    hull.add(pen.tip_mm, 9.5);  // the cone of needles.glsl, which ends in the eye
    return hull.rect();
}

PixelRect pulled_area(const FreeHandLook& hand, const Camera& camera, Size size) {
    Hull hull(camera, size);
    hull.add(hand.at_mm, 56);  // as far as skin.vert.glsl moves it
    return hull.rect();
}

bool only_hands_differ(const Scene& a, const Scene& b) {
    Scene x = a, y = b;
    x.pen.reset();
    y.pen.reset();
    x.free_hand.reset();
    y.free_hand.reset();
    return x == y;
}

}  // namespace np::render
