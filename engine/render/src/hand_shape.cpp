// The operator's hands in nitrile gloves: one that holds the pen, one that stretches the skin. Bones are laid out joint
// by joint, in mm; the glove is what grows round them.
#include <algorithm>
#include <array>
#include <cmath>

#include "distances.h"
#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

struct Joint {
    Vec3 at;
    double radius;
};
using Finger = std::array<Joint, 4>;  // knuckle, two joints, middle of the fingertip

struct Bones {
    Finger thumb, index, middle, ring, little;
    Joint wrist;
    Vec3 wrist_side;  // unit, across the wrist's greater width
    Vec3 forearm;     // unit, from the wrist to the elbow
};

// The pen stands on z; the eye is on the side of -y. A right hand: from +z it comes from the lower right of the
// picture.
Bones writing_hand() {
    Bones b;
    b.index = {{{{38, 24, 106}, 11.0}, {{12, 50, 86}, 9.4}, {{0, 34.5, 66}, 8.1}, {{-3.5, 17.2, 50}, 7.3}}};
    b.middle = {{{{48, 37, 97}, 11.2}, {{23, 57, 70}, 9.6}, {{15, 33, 52}, 8.3}, {{9, 15.6, 36}, 7.4}}};
    b.ring = {{{{58, 50, 87}, 10.6}, {{37, 68, 57}, 9.0}, {{28, 46, 41}, 7.9}, {{28, 26, 33}, 7.0}}};
    b.little = {{{{67, 61, 77}, 9.6}, {{53, 75, 47}, 8.0}, {{45, 57, 35}, 7.0}, {{44, 40, 29}, 6.2}}};
    b.thumb = {{{{80, -18, 114}, 14.5}, {{39, -38, 91}, 11.4}, {{14, -33.5, 71}, 9.8}, {{1.5, -18.4, 53}, 8.4}}};
    b.wrist = {{99, -2, 131}, 17};
    b.wrist_side = normalized(Vec3{-0.62, -0.50, 0.60});
    b.forearm = normalized(Vec3{0.74, -0.36, 0.56});
    return b;
}

// A left hand on the skin (z = 0): the tips of index and middle finger press beside the origin, the hand lies to -y.
Bones stretching_hand() {
    Bones b;
    b.index = {{{{14, -84, 47}, 11.0}, {{12, -42, 33.5}, 9.4}, {{10.8, -17.5, 19}, 8.2}, {{10, 2, 6.4}, 7.4}}};
    b.middle = {{{{-8, -88, 50}, 11.2}, {{-9, -44, 36.5}, 9.6}, {{-9.2, -16, 20.5}, 8.3}, {{-8.6, 5.5, 6.5}, 7.5}}};
    b.ring = {{{{-29, -85, 47}, 10.6}, {{-31, -45, 43}, 9.0}, {{-30.5, -20, 33}, 7.9}, {{-29.5, -2, 22}, 7.0}}};
    b.little = {{{{-47, -79, 42}, 9.6}, {{-53, -47, 41}, 8.0}, {{-54, -28, 33}, 7.0}, {{-53, -12, 24}, 6.2}}};
    b.thumb = {{{{30, -136, 44}, 14.5}, {{47, -98, 36}, 11.4}, {{46, -68, 27}, 9.8}, {{40, -43, 19}, 8.4}}};
    b.wrist = {{-10, -160, 56}, 17};
    b.wrist_side = normalized(Vec3{1, 0.05, -0.12});
    b.forearm = normalized(Vec3{-0.06, -0.88, 0.47});
    return b;
}

// A right hand round a stick on z, seen from -y: it comes from the right, the fingers go behind, the thumb before.
Bones gripping_hand(double radius, double middle) {
    const auto joint = [&](double degrees, double off, double z, double thick) {
        const double a = degrees * 0.017453292519943295;
        return Joint{{(radius + off) * std::cos(a), (radius + off) * std::sin(a), middle + z}, thick};
    };
    const auto wrapped = [&](double z, double slim, double short_deg) -> Finger {
        return {{joint(8, 17, z, 11.0 - slim), joint(68, 12, 0.9 * z, 9.4 - slim),
                 joint(128 - short_deg, 8.6, 0.85 * z, 8.2 - slim),
                 joint(172 - 2 * short_deg, 6.6, 0.82 * z, 7.4 - slim)}};
    };
    Bones b;
    b.index = wrapped(31, 0, 0);
    b.middle = wrapped(11, -0.2, -4);
    b.ring = wrapped(-10, 0.4, 0);
    b.little = wrapped(-29, 1.4, 14);
    b.thumb = {
        {joint(-20, 36, 4, 14.5), joint(-46, 20, 20, 11.4), joint(-82, 11.5, 28, 9.8), joint(-118, 8.0, 31, 8.4)}};
    b.wrist = {{radius + 82, -4, middle - 16}, 17};
    b.wrist_side = normalized(Vec3{0.20, -0.16, 0.96});
    b.forearm = normalized(Vec3{0.86, -0.10, -0.50});
    return b;
}

double bone(Vec3 p, const Joint& a, const Joint& b) {
    return limb_distance(p, a.at, a.radius, b.at, b.radius);
}

// Folds of the glove across a joint, on the side of the bend and behind it.
double wrinkles(Vec3 p, const Joint& joint, Vec3 along) {
    const Vec3 from = p - joint.at;
    const double r2 = dot(from, from), reach = 1.5 * joint.radius;
    if (r2 > 4 * reach * reach) return 0;
    const double way = dot(from, along);
    const double wave = std::sin(way * 1.15 + 1.3 * std::sin(0.31 * from.x + 0.23 * from.y + 0.2 * from.z));
    return 0.24 * wave * std::exp(-3.5 * way * way / (reach * reach)) * std::exp(-r2 / (4 * reach * reach));
}

double finger(Vec3 p, const Finger& f) {
    // Slimmer between the joints, with a soft pad at the end.
    double d = bone(p, f[2], f[3]);
    for (std::size_t i = 0; i < 2; ++i) {
        const Joint waist{0.5 * (f[i].at + f[i + 1].at), 0.5 * (f[i].radius + f[i + 1].radius) - 0.45};
        d = grown_together(d, std::min(bone(p, f[i], waist), bone(p, waist, f[i + 1])), 3.0);
    }
    if (d > 4) return d;
    for (std::size_t i = 1; i < 3; ++i) d += wrinkles(p, f[i], normalized(f[i + 1].at - f[i - 1].at));
    return d;
}

double glove(Vec3 p, const Bones& b) {
    const Vec3 side = b.wrist_side;
    const Joint radial{b.wrist.at + 11.0 * side, b.wrist.radius}, ulnar{b.wrist.at - 11.0 * side, b.wrist.radius};
    const auto thick = [](const Joint& joint, double radius) { return Joint{joint.at, radius}; };
    // The palm: a bone from each knuckle to the wrist, the ball of the thumb, the web between thumb and index.
    double palm = bone(p, thick(b.index[0], 11.5), radial);
    palm = grown_together(palm, bone(p, thick(b.middle[0], 11.8), radial), 10);
    palm = grown_together(palm, bone(p, thick(b.ring[0], 11.2), ulnar), 10);
    palm = grown_together(palm, bone(p, thick(b.little[0], 10.4), ulnar), 10);
    palm = grown_together(palm, bone(p, b.thumb[0], radial), 10);
    palm = grown_together(palm, bone(p, thick(b.thumb[0], 14.5), thick(b.thumb[1], 11.6)), 9);
    const Joint web_a{0.45 * b.thumb[0].at + 0.55 * b.thumb[1].at, 7.5},
        web_b{0.3 * b.wrist.at + 0.7 * b.index[0].at, 8.5};
    palm = grown_together(palm, bone(p, web_a, web_b), 12);
    // The forearm under the cuff; the sleeve covers its end.
    const Vec3 arm = 46.0 * b.forearm;
    palm = grown_together(palm, bone(p, radial, {radial.at + arm + 3.0 * side, 20}), 8);
    palm = grown_together(palm, bone(p, ulnar, {ulnar.at + arm - 3.0 * side, 20}), 8);

    double fingers = 1e9;
    for (const Finger* f : {&b.index, &b.middle, &b.ring, &b.little}) {
        if (length(p - (*f)[1].at) > 90) continue;
        fingers = grown_together(fingers, finger(p, *f), 2.5);
    }
    double d = grown_together(palm, fingers, 7);
    d = grown_together(d, finger(p, b.thumb), 6);
    // Loose nitrile at the wrist.
    const double to_arm = dot(p - b.wrist.at, b.forearm);
    if (d < 4 && to_arm > -30)
        d += 0.30 * std::sin(0.30 * to_arm + 1.6 * std::sin(0.11 * dot(p, side) + 0.05 * to_arm)) *
             std::clamp((to_arm + 30) / 40, 0.0, 1.0);
    return d;
}

// Rolled edge of the glove over the gown's sleeve, which fades out towards the elbow.
void sleeve(ShapeBuilder& b, const Bones& bones, const Material& nitrile) {
    Pose arm;
    arm.position_mm = bones.wrist.at;
    arm.z_axis = bones.forearm;
    arm.x_axis = normalized(bones.wrist_side - dot(bones.wrist_side, arm.z_axis) * arm.z_axis);
    arm.y_axis = cross(arm.z_axis, arm.x_axis);
    b.at(arm);
    b.loft({{24, 31.5, 21.5}, {30, 32.6, 22.6}, {44, 35, 24.5}, {47, 36.4, 25.8}, {49.5, 36.4, 25.8}, {51, 35, 24.4}},
           nitrile, 44);
    const Material cloth{{118, 146, 158}, 0.92F, 0.0F, Finish::kSleeve};
    std::vector<ShapeBuilder::Section> sections;
    for (int i = 0; i <= 14; ++i) {
        const double z = 40 + 9.0 * i, fold = 0.9 * std::sin(0.21 * z) + 0.7 * std::sin(0.09 * z + 1);
        sections.push_back({z, 33.5 + 0.085 * (z - 40) + fold, 23 + 0.105 * (z - 40) + fold});
    }
    b.loft(sections, cloth, 44);
    b.at(Vec3{});
}

Shape gloved(const Bones& bones, Vec3 low, Vec3 high) {
    ShapeBuilder b;
    const Material nitrile{{112, 134, 168}, 0.42F, 0.0F, Finish::kNitrile};
    ShapeBuilder::Blend hand;
    hand.material = nitrile;
    hand.low_mm = low;
    hand.high_mm = high;
    hand.cell_mm = 2.3;
    hand.distance = [&bones](Vec3 p) { return glove(p, bones); };
    b.blend(hand);
    sleeve(b, bones, nitrile);
    return b.take();
}

Shape mirrored(Shape shape) {
    for (ShapeVertex& v : shape.vertices) {
        v.position_mm[0] = -v.position_mm[0];
        v.normal[0] = -v.normal[0];
    }
    for (auto* list : {&shape.opaque, &shape.clear})
        for (std::size_t i = 0; i + 2 < list->size(); i += 3) std::swap((*list)[i + 1], (*list)[i + 2]);
    const double low = shape.low_mm.x;
    shape.low_mm.x = -shape.high_mm.x;
    shape.high_mm.x = -low;
    return shape;
}

// From the axes of `writing_hand`, in which the palm lies on +x, to the pen's: the palm lies behind the pen, on the
// right of whoever looks at the display with the handle pointing down the picture.
Vec3 about_pen(Vec3 v) {
    constexpr double kShare = 0.70710678;
    return {-kShare * v.x - kShare * v.y, kShare * v.x - kShare * v.y, v.z};
}

Shape turned_about_pen(Shape shape) {
    shape.low_mm = {1e9, 1e9, 1e9};
    shape.high_mm = {-1e9, -1e9, -1e9};
    for (ShapeVertex& v : shape.vertices) {
        for (auto* a : {&v.position_mm, &v.normal}) {
            const Vec3 t =
                about_pen({static_cast<double>((*a)[0]), static_cast<double>((*a)[1]), static_cast<double>((*a)[2])});
            *a = {static_cast<float>(t.x), static_cast<float>(t.y), static_cast<float>(t.z)};
        }
        const Vec3 p{static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1]),
                     static_cast<double>(v.position_mm[2])};
        shape.low_mm = {std::min(shape.low_mm.x, p.x), std::min(shape.low_mm.y, p.y), std::min(shape.low_mm.z, p.z)};
        shape.high_mm = {std::max(shape.high_mm.x, p.x), std::max(shape.high_mm.y, p.y),
                         std::max(shape.high_mm.z, p.z)};
    }
    return shape;
}

}  // namespace

Shape make_pen_hand_shape(bool left_handed) {
    Shape hand = turned_about_pen(gloved(writing_hand(), {-24, -62, 14}, {168, 92, 182}));
    return left_handed ? mirrored(std::move(hand)) : hand;
}

Shape make_grip_hand_shape(double radius_mm, double middle_mm, bool left_handed) {
    const double r = radius_mm;
    Shape hand =
        gloved(gripping_hand(r, middle_mm), {-r - 26, -r - 34, middle_mm - 82}, {r + 160, r + 34, middle_mm + 62});
    return left_handed ? mirrored(std::move(hand)) : hand;
}

Shape make_free_hand_shape(bool left_handed) {
    Shape hand = gloved(stretching_hand(), {-74, -222, -6}, {66, 20, 92});
    return left_handed ? mirrored(std::move(hand)) : hand;
}

}  // namespace np::render
