// Solid things made of simple forms: what pen, props and furniture are built from. No OpenGL in here.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "needlepoint/geometry/vec3.h"
#include "needlepoint/render/palette.h"
#include "needlepoint/render/scene.h"

namespace np::render {

// How the fragment shader treats a surface beyond its plain colour; the numbers are the shader's.
enum class Finish : std::uint8_t {
    kPlain = 0,
    kDisplay = 1,
    kCloth = 2,
    kBrushed = 3,
    kClear = 4,
    kLabel = 5,
    kScreen = 6,
    kPaper = 7,
    kNitrile = 8,  // the gloves: see glove.frag
    kSleeve = 9    // with them: cloth that fades out along uv's v
};

struct Material {
    Rgb color{200, 200, 200};  // sRGB
    float roughness = 0.5F;
    float metal = 0;
    Finish finish = Finish::kPlain;
    float alpha = 1;  // below 1: drawn after all opaque parts
};

struct ShapeVertex {
    std::array<float, 3> position_mm;
    std::array<float, 3> normal;
    std::array<float, 2> uv;
    std::array<std::uint8_t, 4> color;     // sRGB, alpha
    std::array<std::uint8_t, 4> material;  // roughness, metal, finish, openness (0: open)
};

struct Shape {
    std::vector<ShapeVertex> vertices;
    std::vector<std::uint32_t> opaque, clear;  // triangles
    geometry::Vec3 low_mm{1e9, 1e9, 1e9}, high_mm{-1e9, -1e9, -1e9};
};

class ShapeBuilder {
  public:
    struct Ring {
        double r, z;
    };
    struct Section {
        double z, rx, ry;
    };
    // All that follows is placed there.
    ShapeBuilder& at(const Pose& pose);
    ShapeBuilder& at(geometry::Vec3 position);

    // Turned about z; edges sharper than 40 degrees stay sharp. Rings from the bottom up give an outward surface.
    void lathe(const std::vector<Ring>& profile, const Material& material, int segments = 40);
    // Elliptic sections, joined smoothly, closed at both ends.
    void loft(const std::vector<Section>& sections, const Material& material, int segments = 36);
    void rounded_box(geometry::Vec3 center, geometry::Vec3 half, double radius, const Material& material,
                     int steps = 4);
    void tube(const std::vector<geometry::Vec3>& path, double radius, const Material& material, int segments = 16);
    // A flat rectangle; uv runs 0..1 along x_half and y_half; it looks along their cross product.
    void panel(geometry::Vec3 center, geometry::Vec3 x_half, geometry::Vec3 y_half, const Material& material);
    // A soft slab on z = 0: `inside(x, y)` is a signed distance in mm (negative inside), `thickness` its height far
    // inside, `edge_mm` how fast it gets there. `relief(x, y)` is added on top.
    struct Slab {
        double half_x = 10, half_y = 10, thickness_mm = 3, edge_mm = 3;
        int columns = 48, rows = 48;
        std::function<double(double, double)> inside, relief;
    };
    void slab(const Slab& slab, const Material& material);
    // What is inside where `distance` (mm, at most about 1 per mm) is negative, within the box, in cells of that size.
    struct Blend {
        Material material;
        geometry::Vec3 low_mm, high_mm;
        double cell_mm = 2;
        std::function<double(geometry::Vec3)> distance;
    };
    void blend(const Blend& blend);
    // How much of the room's light reaches what was built so far, 0..1, by its place.
    void shade(const std::function<double(geometry::Vec3)>& openness);

    Shape take() { return std::move(shape_); }

  private:
    std::uint32_t vertex(geometry::Vec3 position, geometry::Vec3 normal, double u, double v, const Material& material);
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c, const Material& material);
    void quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d, const Material& material);
    void surface_of_revolution(const std::vector<Section>& sections, const std::vector<geometry::Vec3>& normals,
                               const Material& material, int segments);
    Shape shape_;
    Pose pose_;
};

// prop_shapes.cpp, pen_shape.cpp, hand_shape.cpp, room_shape.cpp
Shape make_prop_shape(PropKind kind, bool used);
// Along +z the handle, the guide plane at z = 0, the display looking to -y.
Shape make_pen_shape(bool cartridge, bool sleeve);
// In the pen's axes: a right hand that holds it, on the side away from the display. Left: mirrored in x.
Shape make_pen_hand_shape(bool left_handed);
// A gloved hand whose index and middle fingertips press along -z beside the origin; it comes from above and from -y.
// The left one, or, for a left-handed operator, the right one.
Shape make_free_hand_shape(bool left_handed);
// A right hand round a stick of that radius on the z axis, its middle finger about `middle_mm` up; the stick's -y side
// looks to the eye. Left: mirrored in x.
Shape make_grip_hand_shape(double radius_mm, double middle_mm, bool left_handed);
// What is worn on closed eyes and what cools the face are drawn as slabs by the room; see room_shape.cpp.
// Where a patient lies, in millimetres: the back of the head, the chest's height, the crown, the lowest skin, the
// gown's end, from which a blanket goes on.
struct Lying {
    double back_z = -100.2, chest_z = 57, crown_y = 118.8, skin_end_y = -173.4, gown_end_y = -527.5;
};
// Made for the patient of the defaults; `couch_for` fits it under another.
Shape make_couch_shape(const Lying& patient = {});
Matrix4 couch_for(const Lying& patient);
Shape make_pad_frame_shape(double width_mm, double height_mm, double thickness_mm);
Shape make_eye_shield_shape(double radius_mm);

}  // namespace np::render
