// Packs, cloths and boxes; where waste goes.
#include <algorithm>
#include <cmath>

#include "distances.h"
#include "print.h"
#include "prop_shapes.h"

namespace np::render {

using geometry::Vec3;

namespace {

const Material kCotton{{232, 234, 231}, 0.95F, 0.0F, Finish::kCloth};
const Material kFilm{{235, 243, 248}, 0.07F, 0.0F, Finish::kClear, 0.16F};
const Material kNitrile{{112, 134, 168}, 0.42F, 0.0F, Finish::kNitrile};

Pose lying_towards_crown(Vec3 tip) {
    Pose lying;
    lying.position_mm = tip;
    lying.z_axis = {0, -1, 0};
    lying.x_axis = {1, 0, 0};
    lying.y_axis = {0, 0, 1};
    return lying;
}

// The back of a pack, peeled from the +y end so far that it rolls over itself.
void peeled_back(ShapeBuilder& b, double half_x, double from_y, double radius, const Material& paper) {
    constexpr int kSteps = 12;
    const auto at = [&](int i) {
        const double a = 4.0 * i / kSteps;
        return Vec3{0, from_y + radius * std::sin(a), 2.1 + radius * (1 - std::cos(a))};
    };
    for (int i = 0; i < kSteps; ++i) {
        const Vec3 p = at(i), q = at(i + 1);
        b.panel(0.5 * (p + q), {half_x, 0, 0}, 0.52 * (q - p), paper);
    }
}

double face_outline(double x, double y) {
    const double ax = std::abs(x);
    const double oval = std::hypot(x / 0.82, y * (y < 0 ? 0.88 : 0.95)) - 92;
    const double eye = 15 - std::hypot((ax - 31) / 1.25, (y - 18) * 1.15);
    const double nose = 13 - std::hypot(x * 1.1, (y + 8) * 0.55);
    const double mouth = 9 - std::hypot(x / 2.6, y + 44);
    return std::max({oval, eye, nose, mouth});
}

void box_with_slot(ShapeBuilder& b, Rgb color, Rgb band, const char* words) {
    b.rounded_box({0, 0, 32}, {60, 38, 32}, 2.5, {color, 0.55F, 0.0F, Finish::kPaper});
    b.panel({0, -38.15, 14}, {59, 0, 0}, {0, 0, 9}, {band, 0.5F, 0.0F});
    print_words(b, words, 15, {band, 0.5F, 0.0F}, {0, -38.2, 34}, {1, 0, 0}, {0, 0, 1});
    for (int i = 0; i < 3; ++i)
        b.panel({-18.0 + 4.0 * i, -38.2, 17.5 - 3.2 * i}, {34.0 - 7.0 * i, 0, 0}, {0, 0, 0.7},
                {{238, 240, 242}, 0.6F, 0.0F});
    ShapeBuilder::Slab hole;
    hole.half_x = 40;
    hole.half_y = 20;
    hole.thickness_mm = 0.5;
    hole.edge_mm = 0.5;
    hole.inside = [](double x, double y) { return std::hypot(std::max(0.0, std::abs(x) - 22), y) - 13.5; };
    b.at(Vec3{0, 0, 64.0});
    b.slab(hole, kDarkPlastic);
    b.at(Vec3{});
}

// Three interlocked claws about a ring: the sign of what may infect.
void biohazard(ShapeBuilder& b, Vec3 middle, double size, Vec3 right, Vec3 up) {
    const auto arc = [&](Vec3 center, double radius, double from, double to, double weight) {
        constexpr int kSteps = 18;
        const Vec3 out = cross(right, up);
        for (int i = 0; i < kSteps; ++i) {
            const double a = from + (to - from) * i / kSteps, c = from + (to - from) * (i + 1) / kSteps;
            const Vec3 p = center + radius * (std::cos(a) * right + std::sin(a) * up),
                       q = center + radius * (std::cos(c) * right + std::sin(c) * up);
            b.panel(0.5 * (p + q) + 0.15 * out, 0.55 * (q - p), weight * cross(out, normalized(q - p)), kInk);
        }
    };
    for (int k = 0; k < 3; ++k) {
        const double turn = 1.5707963 + k * 2.0943951;
        const Vec3 way = std::cos(turn) * right + std::sin(turn) * up;
        arc(middle + 0.50 * size * way, 0.42 * size, turn + 0.62, turn + 5.66, 0.11 * size);
    }
    arc(middle, 0.36 * size, 0, 6.2831853, 0.055 * size);
    arc(middle, 0.10 * size, 0, 6.2831853, 0.05 * size);
}

}  // namespace

void cartridge_pack_shape(ShapeBuilder& b, bool sealed) {
    // Blister with its paper below; the cartridge lies in it, needles towards +y.
    b.rounded_box({0, 0, 1}, {19, 32, 1}, 1, kPaperWhite);
    b.rounded_box({0, 0, 4.2}, {12.5, 26.5, 3.0}, 2.8, {{206, 218, 226}, 0.25F, 0.0F});
    b.at(lying_towards_crown({0, 20, 10.2}));
    b.lathe({{3.3, 0}, {4.4, 0}, {4.7, 2}, {5.3, 9}, {6.6, 15}, {6.9, 19}},
            {{214, 232, 240}, 0.12F, 0.0F, Finish::kClear, 0.42F});
    b.lathe({{3.3, 1.6}, {3.3, 0.05}, {4.4, 0}, {4.65, 0.5}, {4.7, 1.4}}, {{198, 224, 234}, 0.15F, 0.0F});
    b.lathe({{0, 2}, {2.7, 2}, {2.7, 19}}, {{206, 210, 214}, 0.25F, 0.95F});
    for (int i = 0; i < 12; ++i) {
        const double angle = i * 2.399963, r = 2.3 * std::sqrt((i + 0.5) / 12.0), out = sealed ? 0.9 : -1.4;
        b.tube({{r * std::cos(angle), r * std::sin(angle), 2.4}, {r * std::cos(angle), r * std::sin(angle), out}}, 0.17,
               {{232, 235, 238}, 0.2F, 1.0F}, 5);
    }
    b.lathe({{6.9, 19},
             {7.4, 19.3},
             {7.4, 23},
             {5.2, 23.5},
             {5.2, 26},
             {5.8, 26.4},
             {5.8, 28},
             {5.2, 28.4},
             {5.2, 34},
             {4.6, 35},
             {0, 35}},
            {{79, 209, 197}, 0.35F, 0.0F});
    b.at(Vec3{});
    b.panel({0, -28.6, 2.06}, {17, 0, 0}, {0, 2.6, 0}, {{44, 108, 178}, 0.5F, 0.0F});
    if (sealed) {
        b.rounded_box({0, 0, 9.6}, {14, 28, 8.8}, 6, kFilm, 6);
        b.rounded_box({0, 0, 2.3}, {18.4, 31.2, 0.35}, 0.3, kFilm, 2);
        print_words(b, "STERILE", 4.2, {{238, 241, 243}, 0.5F, 0.0F}, {0, -30.6, 2.1}, {1, 0, 0}, {0, 1, 0});
        return;
    }
    peeled_back(b, 17.5, 22, 9, {{228, 228, 224}, 0.8F, 0.0F, Finish::kPaper});
}

void sleeve_pack_shape(ShapeBuilder& b) {
    b.rounded_box({0, 0, 0.8}, {24, 70, 0.8}, 0.8, kPaperWhite);
    // The sleeve itself, folded lengthwise under the film.
    b.rounded_box({-7, 6, 2.2}, {8, 54, 1.0}, 0.9, {{206, 220, 230}, 0.35F, 0.0F});
    b.rounded_box({5, 6, 3.2}, {10, 53, 1.0}, 0.9, {{216, 228, 236}, 0.35F, 0.0F});
    b.rounded_box({0, 6, 3.4}, {20, 58, 2.4}, 2.2, kFilm);
    b.panel({0, -61, 1.72}, {22, 0, 0}, {0, 6.5, 0}, {{44, 108, 178}, 0.5F, 0.0F});
    print_words(b, "SLEEVE", 6, {{238, 241, 243}, 0.5F, 0.0F}, {0, -64, 1.76}, {1, 0, 0}, {0, 1, 0});
}

void gauze_shape(ShapeBuilder& b, bool used) {
    ShapeBuilder::Slab fold;
    fold.half_x = fold.half_y = 28;
    fold.edge_mm = 1.6;
    fold.columns = fold.rows = 56;
    for (int layer = 0; layer < 5; ++layer) {
        const double grow = 0.7 * layer;
        fold.thickness_mm = 1.5;
        fold.inside = [grow, layer](double x, double y) {
            // The weave frays at two edges; the other two are folds.
            const double fray = 0.28 * std::sin(2.6 * x + layer) * (std::abs(y) > std::abs(x) ? 1 : 0);
            const double wobble = 0.5 * std::sin(0.31 * x + 2 * layer) + 0.5 * std::cos(0.27 * y + layer);
            return std::max(std::abs(x + 0.5 * layer), std::abs(y - 0.4 * layer)) - 25.5 + grow + wobble + fray;
        };
        fold.relief = [layer, used](double x, double y) {
            const double crumple =
                (used ? 1.9 : 0.3) * (std::sin(0.18 * x + 0.1 * y + layer) + std::sin(0.23 * y - 0.09 * x));
            return crumple + 0.16 * std::sin(1.9 * x) * std::sin(1.9 * y);
        };
        b.at(Vec3{0, 0, 1.5 * layer});
        Material cloth = kCotton;
        if (layer % 2 == 1) cloth.color = {222, 225, 222};
        if (used && layer == 4) cloth.color = {232, 202, 196};
        b.slab(fold, cloth);
    }
    for (int i = 0; i < 9; ++i) {
        const double x = -22.0 + 5.4 * i, side = i % 2 == 0 ? 1 : -1;
        b.at(Vec3{});
        b.tube({{x, side * 23, 2}, {x + 0.8, side * 27, 1.2 + 0.2 * (i % 3)}, {x - 0.6, side * (29 + i % 3), 0.4}},
               0.22, kCotton, 5);
    }
    if (used) {
        fold.columns = fold.rows = 40;
        for (const double wide : {11.5, 6.5}) {
            fold.thickness_mm = wide > 8 ? 0.3 : 0.5;
            fold.inside = [wide](double x, double y) {
                return std::hypot(x - 4, y + 3) - wide - 1.8 * std::sin(3 * std::atan2(y + 3, x - 4)) -
                       0.8 * std::sin(7 * std::atan2(y + 3, x - 4));
            };
            b.at(Vec3{0, 0, 7.6});
            b.slab(fold, {wide > 8 ? Rgb{186, 92, 88} : Rgb{140, 26, 32}, 0.8F, 0.0F, Finish::kCloth});
        }
    }
    b.at(Vec3{});
}

void cool_mask_shape(ShapeBuilder& b) {
    ShapeBuilder::Slab gel;
    gel.half_x = 80;
    gel.half_y = 100;
    gel.columns = 90;
    gel.rows = 110;
    gel.thickness_mm = 6;
    gel.edge_mm = 5;
    gel.inside = face_outline;
    gel.relief = [](double x, double y) {  // quilted pockets
        return 1.6 * (std::abs(std::sin(x * 0.13)) * std::abs(std::sin(y * 0.12)) - 0.5);
    };
    b.slab(gel, {{104, 154, 184}, 0.16F, 0.0F});
}

void gloves_box_shape(ShapeBuilder& b) {
    box_with_slot(b, {222, 227, 232}, {52, 92, 168}, "GLOVES");
    // A glove half drawn out, its fingers hanging over the edge.
    ShapeBuilder::Blend glove;
    glove.material = kNitrile;
    glove.low_mm = {-40, -46, 54};
    glove.high_mm = {40, 20, 92};
    glove.cell_mm = 1.8;
    glove.distance = [](Vec3 p) {
        double d = limb_distance(p, {-16, 0, 66}, 9, {16, -2, 68}, 10);
        const auto add = [&](Vec3 a, Vec3 m, Vec3 e, double r) {
            const double f = std::min(limb_distance(p, a, r + 0.8, m, r), limb_distance(p, m, r, e, r - 0.8));
            d = grown_together(d, f, 6);
        };
        add({-15, -4, 70}, {-21, -26, 74}, {-23, -40, 66}, 5.2);
        add({-5, -4, 72}, {-7, -28, 77}, {-8, -42, 69}, 5.4);
        add({5, -4, 72}, {7, -24, 77}, {8, -37, 70}, 5.3);
        add({14, -2, 70}, {24, -12, 76}, {31, -20, 73}, 5.0);
        return d + 0.45 * std::sin(0.55 * p.x + 0.4 * p.z) * std::sin(0.5 * p.y);
    };
    b.blend(glove);
}

void mask_box_shape(ShapeBuilder& b) {
    box_with_slot(b, {226, 231, 233}, {48, 140, 130}, "MASKS");
    // A pleated mask half drawn out, with its ear loops.
    ShapeBuilder::Slab mask;
    mask.half_x = 34;
    mask.half_y = 18;
    mask.thickness_mm = 16;
    mask.edge_mm = 13;
    mask.inside = [](double x, double y) { return std::max(std::abs(x) - 32, std::abs(y) - 12 - 0.004 * x * x); };
    mask.relief = [](double x, double y) { return 1.2 * std::sin(1.1 * y) + 0.8 * std::sin(0.2 * x); };
    b.at(Vec3{0, 0, 63});
    b.slab(mask, {{158, 198, 212}, 0.7F, 0.0F, Finish::kCloth});
    b.at(Vec3{});
    for (const double s : {-1.0, 1.0})
        b.tube({{s * 28, -6, 70}, {s * 38, -14, 72}, {s * 42, -2, 70}, {s * 36, 8, 68}, {s * 28, 6, 70}}, 1.0,
               kWhitePlastic, 8);
}

void sharps_shape(ShapeBuilder& b) {
    const Material yellow{{240, 190, 34}, 0.34F, 0.0F}, red{{196, 42, 40}, 0.34F, 0.0F};
    b.loft({{0, 40, 40}, {1.5, 43, 43}, {4, 44.5, 44.5}, {84, 50, 50}, {90, 50.4, 50.4}}, yellow, 52);
    // Grip ribs, lid with its collar, the slot and the flap that stands open.
    for (const double z : {74.0, 79.0, 84.0})
        b.lathe({{49.3, z - 1}, {50.4, z - 0.4}, {50.4, z + 0.4}, {49.6, z + 1}}, yellow, 52);
    b.lathe({{0, 90}, {52.5, 90}, {53.5, 91.5}, {53.5, 98}, {51, 101.5}, {44, 103}, {0, 103.5}}, red, 52);
    ShapeBuilder::Slab slot;
    slot.half_x = 30;
    slot.half_y = 15;
    slot.thickness_mm = 0.6;
    slot.edge_mm = 0.6;
    slot.inside = [](double x, double y) { return std::hypot(std::max(0.0, std::abs(x) - 16), y) - 10; };
    b.at(Vec3{0, -6, 103.4});
    b.slab(slot, kDarkPlastic);
    Pose flap;
    flap.position_mm = {0, 8, 104};
    flap.x_axis = {1, 0, 0};
    flap.y_axis = normalized(Vec3{0, 0.55, 0.83});
    flap.z_axis = cross(flap.x_axis, flap.y_axis);
    b.at(flap);
    b.rounded_box({0, 13, 0.9}, {27, 13, 1.2}, 1.1, red);
    b.at(Vec3{});
    b.tube({{-26, 8, 104.4}, {26, 8, 104.4}}, 1.8, red, 10);
    // Its sign on a white field.
    const double lean = 0.066;
    const Vec3 up = normalized(Vec3{0, -lean, 1});
    for (int i = -4; i <= 4; ++i) {
        const double a = 0.078 * i;
        const Vec3 out{std::sin(a), -std::cos(a), 0};
        b.panel(48.1 * out + Vec3{0, 0, 46}, 1.95 * Vec3{std::cos(a), std::sin(a), 0},
                21.0 * normalized(Vec3{lean * out.x, lean * out.y, 1}), {{240, 240, 236}, 0.5F, 0.0F});
    }
    biohazard(b, {0, -49.6, 51}, 17, {1, 0, 0}, up);
    print_words(b, "SHARPS", 5.6, kInk, {0, -48.2, 28.5}, {1, 0, 0}, up);
}

void bin_shape(ShapeBuilder& b) {
    b.loft({{0, 70, 70}, {4, 74, 74}, {150, 92, 92}}, {{98, 106, 114}, 0.45F, 0.0F}, 48);
    // A liner folded over the rim.
    b.lathe({{93.2, 122}, {94.6, 138}, {95.4, 151}, {93.5, 154}, {88, 152}, {82, 110}, {60, 40}, {0, 36}},
            {{206, 212, 216}, 0.5F, 0.0F}, 48);
}

}  // namespace np::render
