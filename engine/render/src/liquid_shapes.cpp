// Bottles and tubes.
#include <cmath>

#include "print.h"
#include "prop_shapes.h"

namespace np::render {

using geometry::Vec3;

namespace {

struct Bottle {
    Rgb body;
    double radius, height;
    Rgb label;
    const char* words;
    double letters_mm;
};

void bottle_body(ShapeBuilder& b, const Bottle& k) {
    const double r = k.radius, h = k.height;
    b.lathe({{0, 0.6},
             {r - 3, 0.0},
             {r - 1.0, 0.6},
             {r, 2.4},
             {r, h * 0.76},
             {r * 0.97, h * 0.81},
             {r * 0.86, h * 0.87},
             {r * 0.64, h * 0.93},
             {r * 0.46, h * 0.96},
             {r * 0.44, h}},
            {k.body, 0.22F, 0.0F}, 52);
    // A white label with a band in the product's colour below its name.
    b.lathe({{r + 0.15, h * 0.14}, {r + 0.2, h * 0.15}, {r + 0.2, h * 0.70}, {r + 0.15, h * 0.71}},
            {{238, 239, 238}, 0.5F, 0.0F}, 52);
    b.lathe({{r + 0.3, h * 0.18}, {r + 0.3, h * 0.36}}, {k.label, 0.45F, 0.0F}, 52);
    b.lathe({{r + 0.3, h * 0.665}, {r + 0.3, h * 0.69}}, {k.label, 0.45F, 0.0F}, 52);
    print_round(b, k.words, k.letters_mm, {k.label, 0.5F, 0.0F}, r + 0.3, h * 0.50);
    for (int line = 0; line < 2; ++line) {
        const double z = h * (0.44 - 0.045 * line), half = (line == 0 ? 0.62 : 0.45);
        for (int i = 0; i < 7; ++i) {
            const double a = half * (2.0 * i / 6 - 1);
            const Vec3 out{std::sin(a), -std::cos(a), 0};
            b.panel((r + 0.35) * out + Vec3{0, 0, z}, r * half * 0.13 * Vec3{std::cos(a), std::sin(a), 0},
                    {0, 0, h * 0.007}, kInk);
        }
    }
}

// Ribs round a screw cap.
void cap(ShapeBuilder& b, double r, double from_z, double to_z, const Material& material) {
    b.lathe({{r, from_z}, {r, to_z - 1.2}, {r - 0.4, to_z - 0.4}, {r - 1.4, to_z}, {0, to_z}}, material, 40);
    for (int i = 0; i < 26; ++i) {
        const double a = i * 6.28318531 / 26;
        const Vec3 out{std::cos(a), std::sin(a), 0};
        b.tube({r * out + Vec3{0, 0, from_z + 0.8}, r * out + Vec3{0, 0, to_z - 1.6}}, 0.45, material, 5);
    }
}

// Lying on its back along y, cap towards -y, print up.
void tube_of(ShapeBuilder& b, Rgb body, Rgb accent, const char* words, double length, double radius, bool used) {
    Pose lying;
    lying.position_mm = {0, -length / 2, radius * 0.86};
    lying.z_axis = {0, 1, 0};
    lying.y_axis = {0, 0, 1};
    lying.x_axis = {-1, 0, 0};
    b.at(lying);
    const double flat = used ? 0.42 : 0.72;
    cap(b, radius * 0.66, 17, -2, {accent, 0.35F, 0.0F});
    b.lathe({{0, -2}, {radius * 0.60, -2}, {radius * 0.66, -1}, {radius * 0.66, 15}, {radius * 0.62, 16.5}},
            {accent, 0.35F, 0.0F});
    b.loft({{16, radius * 0.5, radius * 0.5},
            {17.5, radius * 0.8, radius * 0.78},
            {20, radius * 0.96, radius * 0.86},
            {24, radius, radius * 0.86},
            {length * 0.6, radius * 1.06, radius * flat},
            {length * 0.85, radius * 1.15, radius * (used ? 0.16 : 0.34)},
            {length - 9, radius * 1.22, 1.3},
            {length - 8.6, radius * 1.22, 0.9},
            {length, radius * 1.22, 0.9}},
           {body, 0.30F, 0.0F}, 48);
    // The print follows the upper side.
    Pose up;
    const double tilt = std::atan2(radius * (0.86 - flat), length * 0.6 - 24);
    up.position_mm = {0, -length / 2 + 0.5 * (24 + length * 0.6), radius * 0.86 + 0.5 * radius * (0.86 + flat) + 0.3};
    up.x_axis = {1, 0, 0};
    up.y_axis = {0, std::cos(tilt), -std::sin(tilt)};
    up.z_axis = cross(up.x_axis, up.y_axis);
    b.at(up);
    const double half = (length * 0.6 - 24) / 2;
    b.panel({0, -half + 3, 0}, {radius * 0.46, 0, 0}, {0, 2.4, 0}, {accent, 0.4F, 0.0F});
    b.panel({0, half - 1.5, 0}, {radius * 0.46, 0, 0}, {0, 1.0, 0}, {accent, 0.4F, 0.0F});
    print_words(b, words, radius * 0.38, {accent, 0.5F, 0.0F}, {radius * 0.19, 1, 0}, {0, 1, 0}, {-1, 0, 0});
    b.at(Vec3{});
    // Crimped end.
    for (int i = 0; i < 4; ++i)
        b.panel({0, length / 2 - 1.5 - 1.8 * i, radius * 0.86 + 1.05}, {radius * 1.2, 0, 0}, {0, 0.35, 0},
                {{150, 158, 164}, 0.5F, 0.0F});
}

}  // namespace

void cleanser_shape(ShapeBuilder& b) {
    const Bottle k{{214, 228, 224}, 24, 96, {46, 138, 120}, "CLEANSER", 6.2};
    bottle_body(b, k);
    const double r = k.radius, h = k.height;
    b.lathe({{r * 0.5, h * 0.95},
             {r * 0.5, h + 7},
             {r * 0.46, h + 8},
             {3.5, h + 8.6},
             {3.5, h + 20},
             {7, h + 20.4},
             {10, h + 21.6},
             {10, h + 25},
             {8.8, h + 26.6},
             {0, h + 27.2}},
            kWhitePlastic, 36);
    b.tube({{0, -6, h + 23.4}, {0, -14, h + 23.6}, {0, -22, h + 22.6}, {0, -26.5, h + 19.5}, {0, -27.4, h + 16}}, 2.8,
           kWhitePlastic, 14);
}

void anaesthetic_shape(ShapeBuilder& b, bool used) {
    tube_of(b, {238, 239, 240}, {48, 86, 160}, "NUMBING", 112, 15, used);
}

void antiseptic_shape(ShapeBuilder& b) {
    const Bottle k{{214, 96, 118}, 26, 104, {178, 44, 76}, "ANTISEPTIC", 5.4};
    bottle_body(b, k);
    cap(b, 13, k.height - 4, k.height + 9, kWhitePlastic);
    b.lathe({{11, k.height + 9},
             {9, k.height + 10},
             {4.2, k.height + 13},
             {3.0, k.height + 21},
             {1.6, k.height + 22.5},
             {0, k.height + 22.5}},
            kWhitePlastic, 28);
}

void saline_shape(ShapeBuilder& b) {
    const Bottle k{{196, 216, 228}, 20, 78, {44, 108, 178}, "SALINE", 6.4};
    bottle_body(b, k);
    cap(b, 11, k.height - 4, k.height + 10, {{44, 108, 178}, 0.36F, 0.0F});
}

void gel_shape(ShapeBuilder& b, bool used) {
    tube_of(b, {206, 234, 232}, {30, 122, 126}, "GEL", 128, 17, used);
}

void serum_shape(ShapeBuilder& b) {
    const Bottle k{{104, 58, 24}, 13, 46, {150, 112, 52}, "SERUM", 4.0};
    bottle_body(b, k);
    const double h = k.height;
    cap(b, 8, h - 3, h + 10, {{196, 170, 112}, 0.28F, 0.7F});
    b.lathe({{5, h + 10}, {5.4, h + 11.5}, {6.2, h + 17}, {6.0, h + 24}, {4.4, h + 29}, {2.0, h + 31}, {0, h + 31.4}},
            kDarkPlastic, 28);
}

}  // namespace np::render
