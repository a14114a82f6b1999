// The furniture: the couch under the patient, the frame of the practice pad, what is worn on the eyes.
#include <algorithm>
#include <cmath>

#include "distances.h"
#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

const Material kVinyl{{98, 114, 125}, 0.42F, 0.0F};
const Material kPiping{{64, 76, 85}, 0.5F, 0.0F};
const Material kShell{{78, 86, 94}, 0.4F, 0.0F};
const Material kPaperCover{{160, 170, 177}, 0.95F, 0.0F};
const Material kBlanket{{92, 122, 132}, 0.95F, 0.0F, Finish::kCloth};

double box_distance(Vec3 p, Vec3 half, double radius) {
    const Vec3 q{std::abs(p.x) - half.x + radius, std::abs(p.y) - half.y + radius, std::abs(p.z) - half.z + radius};
    const Vec3 out{std::max(q.x, 0.0), std::max(q.y, 0.0), std::max(q.z, 0.0)};
    return length(out) + std::min(0.0, std::max({q.x, q.y, q.z})) - radius;
}

double groove(double x, double at, double wide) {
    return std::exp(-(x - at) * (x - at) / (wide * wide));
}

// An upholstered panel on z = 0 with its stitched seams; its edge is bound with piping.
struct Cushion {
    double half_x, half_y, thickness, round;
    std::vector<double> seams_x, seams_y;
};
void cushion(ShapeBuilder& b, const Cushion& k, const Pose& pose) {
    ShapeBuilder::Slab slab;
    slab.half_x = k.half_x;
    slab.half_y = k.half_y;
    slab.columns = std::min(110, static_cast<int>(k.half_x / 3));
    slab.rows = std::min(110, static_cast<int>(k.half_y / 3));
    slab.thickness_mm = k.thickness;
    slab.edge_mm = k.thickness * 0.9;
    slab.inside = [&k](double x, double y) {
        const double qx = std::abs(x) - k.half_x + 3 + k.round, qy = std::abs(y) - k.half_y + 3 + k.round;
        return std::hypot(std::max(qx, 0.0), std::max(qy, 0.0)) + std::min(0.0, std::max(qx, qy)) - k.round;
    };
    slab.relief = [&k](double x, double y) {
        double sunk = 0, pad = 1;
        for (const double at : k.seams_x) sunk += groove(x, at, 7), pad = std::min(pad, 1 - groove(x, at, 34));
        for (const double at : k.seams_y) sunk += groove(y, at, 7), pad = std::min(pad, 1 - groove(y, at, 34));
        return -3.2 * sunk + 5.0 * pad;
    };
    b.at(pose);
    b.slab(slab, kVinyl);
    std::vector<Vec3> edge;
    constexpr int kCorner = 8;
    for (int i = 0; i <= 4 * (kCorner + 1); ++i) {
        const int corner = (i / (kCorner + 1)) % 4, step = i % (kCorner + 1);
        const double a = 1.5707963 * (corner + static_cast<double>(step) / kCorner);
        const double sx = corner == 0 || corner == 3 ? 1 : -1, sy = corner < 2 ? 1 : -1;
        edge.push_back({sx * (k.half_x - 3 - k.round) + k.round * std::cos(a),
                        sy * (k.half_y - 3 - k.round) + k.round * std::sin(a), 3});
    }
    b.tube(edge, 4.5, kPiping, 8);
    b.rounded_box({0, 0, -13}, {k.half_x - 8, k.half_y - 8, 13}, 10, kShell, 3);
    b.at(Vec3{});
}

// The pillow under its paper gives way under the head.
void head_pillow(ShapeBuilder& b, Vec3 at) {
    ShapeBuilder::Slab soft;
    soft.half_x = 176;
    soft.half_y = 122;
    soft.columns = 72;
    soft.rows = 52;
    soft.thickness_mm = 58;
    soft.edge_mm = 92;
    soft.inside = [](double x, double y) {
        const double px = std::abs(x) / 168, py = std::abs(y) / 114;
        return 114 * (std::pow(px * px * px * px + py * py * py * py, 0.25) - 1);
    };
    soft.relief = [](double x, double y) {
        const double d2 = (x * x + y * y) / (86 * 86), around = std::hypot(x, y) / 60;
        // Creases run out from where the head lies.
        const double rays = 1.7 * std::sin(9 * std::atan2(y, x) + 1.4 * std::sin(2.2 * around)) *
                            std::exp(-(around - 1.7) * (around - 1.7) * 1.6);
        return -30 * std::exp(-d2) + rays + 1.1 * std::sin(0.05 * x + 0.03 * y) * std::sin(0.06 * y - 0.02 * x);
    };
    b.at(at);
    b.slab(soft, kPaperCover);
    b.at(Vec3{});
}

// Body and legs under a blanket that follows the couch's bend at the hips.
void blanket(ShapeBuilder& b, double chest_y, double chest_z, double hip_y, double back, const Pose& seat) {
    const double torso_r = 0.5 * (chest_z - back) + 2;
    const double middle_z = back + torso_r;
    const auto on_seat = [&seat](Vec3 p) {
        const Vec3 d = p - seat.position_mm;
        return Vec3{dot(d, seat.x_axis), dot(d, seat.y_axis), dot(d, seat.z_axis)};
    };
    ShapeBuilder::Blend cover;
    cover.material = kBlanket;
    cover.cell_mm = 13;
    cover.low_mm = {-345, hip_y - 640, back - 40};
    cover.high_mm = {345, chest_y + 40, back + 520};
    cover.distance = [=](Vec3 p) {
        // The torso is twice as wide as it is deep.
        const Vec3 flat{p.x / 1.65, p.y, p.z};
        double body = limb_distance(flat, {0, chest_y - torso_r, middle_z}, torso_r, {0, hip_y, back + 100}, 100);
        const Vec3 q = on_seat(p);
        for (const double s : {-1.0, 1.0}) {
            body = grown_together(body, limb_distance(q, {s * 96, -20, 86}, 88, {s * 100, -470, 112}, 66), 60);
            body = grown_together(
                body, limb_distance(p, {s * 196, chest_y - 60, back + 62}, 54, {s * 222, hip_y + 30, back + 70}, 46),
                60);
        }
        // The cloth lies on the couch beside the body.
        const Vec3 on_back{p.x, p.y - 0.5 * (chest_y + hip_y), p.z - (back - 8)};
        double cloth = box_distance(on_back, {322, 0.5 * (chest_y - hip_y), 12}, 11);
        cloth = grown_together(cloth, box_distance({q.x, q.y + 320, q.z + 2}, {322, 330, 12}, 11), 30);
        double d = grown_together(body, cloth, 120);
        d += 3.2 * std::sin(0.034 * p.y + 0.8 * std::sin(0.016 * p.x)) + 2.2 * std::sin(0.055 * p.x - 0.014 * p.y);
        // Turned over at the chest.
        return std::max(d, p.y - chest_y - 0.00035 * p.x * p.x);
    };
    b.blend(cover);
}

}  // namespace

Shape make_couch_shape(const Lying& patient) {
    ShapeBuilder b;
    const double back = patient.back_z, top = patient.crown_y;
    const double hip_y = patient.skin_end_y - 430, rest = back - 36;
    // The seat is level in the room; the back rest, on which the patient lies, rises from it.
    Pose seat = room_axes();
    seat.position_mm = {0, hip_y, rest};

    head_pillow(b, {0, top - 112, rest + 2});
    blanket(b, patient.gown_end_y + 70, patient.chest_z, hip_y, rest + 6, seat);
    Pose head_rest;
    head_rest.position_mm = {0, top - 108, rest - 46};
    cushion(b, {182, 138, 46, 58, {-118, 118}, {}}, head_rest);
    Pose back_rest;
    back_rest.position_mm = {0, 0.5 * (top - 262 + hip_y), rest - 52};
    cushion(b, {306, 0.5 * (top - 262 - hip_y), 52, 64, {-206, 206}, {120}}, back_rest);
    Pose seat_pad = seat;
    seat_pad.position_mm = seat.position_mm - 340.0 * seat.y_axis - 52.0 * seat.z_axis;
    cushion(b, {306, 330, 52, 64, {-206, 206}, {}}, seat_pad);
    // Arm rests on their brackets, beside hip and forearm.
    for (const double side : {-1.0, 1.0}) {
        Pose arm;
        arm.position_mm = {side * 372, hip_y + 210, rest + 96};
        b.at(arm);
        b.rounded_box({0, 0, 0}, {46, 190, 22}, 21, kVinyl, 5);
        b.rounded_box({0, 0, -26}, {34, 176, 8}, 7, kShell, 3);
        b.tube({{-side * 8, -120, -30}, {-side * 10, -140, -90}, {-side * 50, -160, -150}}, 13, kPiping, 12);
        b.at(Vec3{});
    }
    // The column to the floor.
    Pose column = room_axes();
    column.position_mm = seat.position_mm - 620.0 * column.z_axis + 60.0 * column.y_axis;
    b.at(column);
    b.loft({{0, 250, 190}, {26, 246, 186}, {44, 130, 110}, {60, 105, 90}, {500, 100, 86}}, kShell, 36);
    b.at(Vec3{});
    return b.take();
}

// People differ by a few hundredths; so the couch stretches with them and needs no making anew.
Matrix4 couch_for(const Lying& patient) {
    const Lying made;
    const auto stretch = [](double from, double to) { return std::clamp(to / from, 0.7, 1.4); };
    const double along = stretch(made.crown_y - made.gown_end_y, patient.crown_y - patient.gown_end_y),
                 up = stretch(made.chest_z - made.back_z, patient.chest_z - patient.back_z);
    Matrix4 m{};
    m[0] = m[15] = 1;
    m[5] = static_cast<float>(along);
    m[10] = static_cast<float>(up);
    m[13] = static_cast<float>(patient.crown_y - along * made.crown_y);
    m[14] = static_cast<float>(patient.back_z - up * made.back_z);
    return m;
}

Shape make_pad_frame_shape(double width, double height, double thickness) {
    ShapeBuilder b;
    const Material frame{{46, 53, 60}, 0.38F, 0.0F};
    const double w = width / 2 + 5, h = height / 2 + 5, low = -thickness - 6;
    b.rounded_box({0, 0, low + 3}, {w + 8, h + 8, 4}, 3, frame);
    const Material steel{{176, 182, 188}, 0.30F, 1.0F, Finish::kBrushed},
        drape{{64, 98, 118}, 0.92F, 0.0F, Finish::kCloth};
    b.rounded_box({0, 0, low - 2.2}, {w + 62, h + 42, 1}, 1, drape, 2);
    b.rounded_box({0, 0, low - 6}, {w + 72, h + 52, 3}, 3, steel);
    for (const double s : {-1.0, 1.0}) {
        b.tube({{s * (w + 70), -h - 50, low}, {s * (w + 70), 0, low}, {s * (w + 70), h + 50, low}}, 4, steel);
        b.tube({{-w - 70, s * (h + 50), low}, {0, s * (h + 50), low}, {w + 70, s * (h + 50), low}}, 4, steel);
        for (const double t : {-1.0, 1.0}) b.rounded_box({s * (w + 70), t * (h + 50), low}, {5, 5, 5}, 5, steel);
    }
    for (const double s : {-1.0, 1.0}) {
        b.rounded_box({s * (w + 3), 0, low + 8}, {4, h + 7, 8}, 3, frame);
        b.rounded_box({0, s * (h + 3), low + 8}, {w + 7, 4, 8}, 3, frame);
    }
    // Brass corner screws and the scale along the lower edge.
    for (const double x : {-1.0, 1.0})
        for (const double y : {-1.0, 1.0}) {
            b.at(Vec3{x * (w + 3), y * (h + 3), low + 15.6});
            b.lathe({{2.4, 0}, {2.4, 0.6}, {2.0, 1.0}, {0, 1.1}}, {{190, 160, 104}, 0.3F, 0.95F}, 24);
        }
    b.at(Vec3{});
    for (int i = 0; i <= 10; ++i) {
        const double x = -width / 2 + i * width / 10;
        b.panel({x, -h - 3, low + 16.05}, {i % 5 == 0 ? 0.35 : 0.2, 0, 0}, {0, i % 5 == 0 ? 2.4 : 1.4, 0},
                {{200, 208, 214}, 0.5F, 0.0F});
    }
    return b.take();
}

Shape make_eye_shield_shape(double radius) {
    ShapeBuilder b;
    ShapeBuilder::Slab shield;
    shield.half_x = radius * 1.9;
    shield.half_y = radius * 1.4;
    shield.thickness_mm = radius * 0.55;
    shield.edge_mm = radius * 1.1;
    shield.inside = [radius](double x, double y) { return std::hypot(x / 1.32, y) - radius * 1.22; };
    b.slab(shield, {{40, 47, 54}, 0.20F, 0.0F});
    return b.take();
}

}  // namespace np::render
