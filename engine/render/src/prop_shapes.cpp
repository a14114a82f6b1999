// The things on the tray. Each stands on z = 0 with its label towards -y; sizes are those of the real things, in mm.
#include <algorithm>
#include <cmath>
#include <utility>

#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

const Material kWhite{{238, 240, 241}, 0.38F, 0.0F};
const Material kSteel{{190, 195, 200}, 0.26F, 1.0F, Finish::kBrushed};
const Material kDark{{34, 39, 45}, 0.40F, 0.0F};
const Material kPaper{{240, 238, 232}, 0.85F, 0.0F, Finish::kPaper};
const Material kCotton{{242, 243, 241}, 0.95F, 0.0F, Finish::kCloth};

Material label(Rgb color) {
    return {color, 0.45F, 0.0F, Finish::kLabel};
}

// Wraps a band of label around a round bottle.
void label_band(ShapeBuilder& b, double r, double from_z, double to_z, Rgb color) {
    b.lathe({{r + 0.15, from_z}, {r + 0.15, to_z}}, label(color), 48);
}

// Lying on its back along y, cap towards -y, label up.
void tube_of(ShapeBuilder& b, Rgb body, Rgb cap, Rgb print, double length, double radius, bool used) {
    Pose lying;
    lying.position_mm = {0, -length / 2, radius * 0.86};
    lying.z_axis = {0, 1, 0};
    lying.y_axis = {0, 0, 1};
    lying.x_axis = {-1, 0, 0};
    b.at(lying);
    const double flat = used ? 0.45 : 0.72;
    b.lathe({{0, -2}, {radius * 0.62, -2}, {radius * 0.66, -1}, {radius * 0.66, 15}, {radius * 0.62, 16}},
            {cap, 0.35F, 0.0F});
    b.loft({{16, radius * 0.5, radius * 0.5},
            {18, radius * 0.95, radius * 0.86},
            {22, radius, radius * 0.86},
            {length * 0.6, radius * 1.06, radius * flat},
            {length * 0.85, radius * 1.15, radius * 0.34},
            {length - 8, radius * 1.22, 1.2},
            {length, radius * 1.22, 1.0}},
           {body, 0.32F, 0.0F}, 44);
    // The print follows the upper side.
    Pose up;
    const double tilt = std::atan2(radius * (0.86 - flat), length * 0.6 - 22);
    up.position_mm = {0, -length / 2 + 0.5 * (22 + length * 0.6), radius * 0.86 + 0.5 * radius * (0.86 + flat) + 0.25};
    up.x_axis = {1, 0, 0};
    up.y_axis = {0, std::cos(tilt), -std::sin(tilt)};
    up.z_axis = cross(up.x_axis, up.y_axis);
    b.at(up);
    b.panel({0, 0, 0}, {radius * 0.42, 0, 0}, {0, (length * 0.6 - 22) / 2, 0}, label(print));
    b.at(Vec3{});
}

void bottle(ShapeBuilder& b, Rgb body, double r, double h, Rgb print, bool pump) {
    b.lathe({{0, 0},
             {r - 1.5, 0},
             {r, 1.5},
             {r, h * 0.78},
             {r * 0.94, h * 0.84},
             {r * 0.7, h * 0.92},
             {r * 0.42, h * 0.96},
             {r * 0.42, h}},
            {body, 0.25F, 0.0F}, 48);
    label_band(b, r, h * 0.16, h * 0.68, print);
    if (!pump) {
        b.lathe({{r * 0.5, h * 0.95}, {r * 0.5, h + 14}, {r * 0.45, h + 15}, {0, h + 15}}, kWhite);
        return;
    }
    b.lathe({{r * 0.5, h * 0.95},
             {r * 0.5, h + 8},
             {r * 0.4, h + 9},
             {3.5, h + 9.5},
             {3.5, h + 20},
             {9, h + 21},
             {9, h + 25},
             {7.5, h + 26.5},
             {0, h + 27}},
            kWhite);
    b.tube({{0, 0, h + 23.5}, {0, -14, h + 23.5}, {0, -24, h + 22}, {0, -27, h + 18}}, 3.0, kWhite);
}

void cartridge(ShapeBuilder& b, bool sealed) {
    // Blister with its printed lid below; the cartridge lies in it, tip towards +y.
    b.rounded_box({0, 0, 1}, {19, 32, 1}, 1, kPaper);
    b.rounded_box({0, 0, 5}, {11, 26, 4.2}, 3.5, {{224, 232, 238}, 0.25F, 0.0F});
    Pose lying;
    lying.position_mm = {0, 20, 9.5};
    lying.z_axis = {0, -1, 0};
    lying.x_axis = {1, 0, 0};
    lying.y_axis = {0, 0, 1};
    b.at(lying);
    b.lathe({{3.3, 0}, {4.4, 0}, {4.7, 2}, {5.3, 9}, {6.6, 15}, {6.9, 19}},
            {{214, 232, 240}, 0.15F, 0.0F, Finish::kClear, 0.5F});
    b.lathe({{0, 2}, {2.7, 2}, {2.7, 19}}, {{206, 210, 214}, 0.25F, 0.95F});
    b.lathe({{6.9, 19}, {7.3, 19.3}, {7.3, 23}, {5.2, 23.5}, {5.2, 34}, {4.6, 35}, {0, 35}},
            {{79, 209, 197}, 0.35F, 0.0F});
    b.at(Vec3{});
    b.panel({0, -27, 2.05}, {15, 0, 0}, {0, 3.6, 0}, label({60, 120, 170}));
    if (sealed) b.rounded_box({0, 0, 9}, {13, 28, 8.4}, 5, {{235, 243, 248}, 0.06F, 0.0F, Finish::kClear, 0.22F}, 6);
}

void gauze(ShapeBuilder& b, bool used) {
    ShapeBuilder::Slab fold;
    fold.half_x = fold.half_y = 27;
    fold.edge_mm = 2.2;
    fold.columns = fold.rows = 40;
    for (int layer = 0; layer < 4; ++layer) {
        const double grow = 0.9 * layer;
        fold.thickness_mm = 1.6;
        fold.inside = [grow, layer](double x, double y) {
            const double wobble = 0.5 * std::sin(0.31 * x + 2 * layer) + 0.5 * std::cos(0.27 * y + layer);
            return std::max(std::abs(x + 0.4 * layer), std::abs(y - 0.3 * layer)) - 25 + grow + wobble;
        };
        fold.relief = [layer, used](double x, double y) {
            return (used ? 1.8 : 0.35) * (std::sin(0.18 * x + 0.1 * y + layer) + std::sin(0.23 * y - 0.09 * x));
        };
        b.at(Vec3{0, 0, 1.5 * layer});
        Material cloth = kCotton;
        if (used && layer == 3) cloth.color = {236, 206, 202};
        b.slab(fold, cloth);
    }
    if (used) {
        fold.thickness_mm = 0.35;
        fold.inside = [](double x, double y) {
            return std::hypot(x - 4, y + 3) - 8 - 1.6 * std::sin(3 * std::atan2(y + 3, x - 4));
        };
        b.at(Vec3{0, 0, 6.2});
        b.slab(fold, {{150, 32, 36}, 0.8F, 0.0F, Finish::kCloth});
    }
    b.at(Vec3{});
}

double face_mask(double x, double y) {
    const double ax = std::abs(x);
    const double oval = std::hypot(x / 0.82, y * (y < 0 ? 0.88 : 0.95)) - 92;
    const double eye = 15 - std::hypot((ax - 31) / 1.25, (y - 18) * 1.15);
    const double nose = 13 - std::hypot(x * 1.1, (y + 8) * 0.55);
    const double mouth = 9 - std::hypot(x / 2.6, y + 44);
    return std::max({oval, eye, nose, mouth});
}

void cool_mask(ShapeBuilder& b) {
    ShapeBuilder::Slab gel;
    gel.half_x = 80;
    gel.half_y = 110;
    gel.columns = 96;
    gel.rows = 120;
    gel.thickness_mm = 6;
    gel.edge_mm = 5;
    gel.inside = face_mask;
    gel.relief = [](double x, double y) {  // quilted pockets
        return 1.4 * (std::abs(std::sin(x * 0.13)) * std::abs(std::sin(y * 0.12)) - 0.5);
    };
    b.slab(gel, {{72, 146, 196}, 0.18F, 0.0F});
}

void box_with_opening(ShapeBuilder& b, Rgb color, Rgb print, Rgb content) {
    b.rounded_box({0, 0, 32}, {60, 38, 32}, 2.5, {color, 0.55F, 0.0F, Finish::kPaper});
    b.panel({0, -38.2, 32}, {54, 0, 0}, {0, 0, 24}, label(print));
    ShapeBuilder::Slab hole;
    hole.half_x = 38;
    hole.half_y = 20;
    hole.thickness_mm = 0.5;
    hole.edge_mm = 0.5;
    hole.inside = [](double x, double y) { return std::hypot(x / 2.1, y) - 15; };
    b.at(Vec3{0, 0, 64.0});
    b.slab(hole, kDark);
    hole.thickness_mm = 15;
    hole.edge_mm = 12;
    hole.inside = [](double x, double y) {
        return std::hypot(x / 1.7, y) - 12 - 1.6 * std::sin(2.4 * std::atan2(y, x) + 1);
    };
    hole.relief = [](double x, double y) {
        return 2.4 * std::sin(0.31 * x + 0.4 * std::sin(0.5 * y)) + 1.3 * std::sin(0.6 * y);
    };
    b.slab(hole, {content, 0.6F, 0.0F, Finish::kCloth});
    b.at(Vec3{});
}

void sharps(ShapeBuilder& b) {
    b.loft({{0, 44, 44}, {2, 46, 46}, {90, 54, 54}, {96, 54, 54}}, {{246, 200, 40}, 0.35F, 0.0F}, 48);
    b.lathe(
        {{0, 96}, {57, 96}, {57.5, 97}, {57.5, 104}, {55, 108}, {26, 110}, {25, 112}, {24, 112}, {23, 106}, {0, 106}},
        {{206, 48, 44}, 0.35F, 0.0F}, 48);
    b.lathe({{22.8, 106.5}, {0, 106.6}}, kDark, 40);
    b.panel({0, -51.6, 48}, {26, 0, 0}, {0, 4.3, 22}, label({206, 48, 44}));
}

void lamp(ShapeBuilder& b) {
    b.lathe({{0, 0}, {52, 0}, {54, 2}, {54, 8}, {50, 12}, {12, 15}, {8, 18}, {8, 30}, {0, 31}}, kWhite, 48);
    b.tube({{0, 0, 26}, {0, 4, 80}, {0, 10, 150}, {0, 4, 200}, {0, -24, 236}, {0, -62, 246}}, 6, kDark, 20);
    Pose head;
    head.position_mm = {0, -92, 240};
    head.z_axis = normalized(Vec3{0, 0.35, 1});
    head.x_axis = {1, 0, 0};
    head.y_axis = cross(head.z_axis, head.x_axis);
    b.at(head);
    b.lathe({{30, -6}, {44, -6}, {46, -4}, {46, 6}, {43, 9}, {31, 9}, {30, 6}, {30, -6}}, kWhite, 56);
    b.lathe({{31, -6.3}, {43, -6.3}}, {{255, 250, 236}, 0.3F, 0.0F, Finish::kScreen}, 56);
    b.lathe({{30, 0}, {0, 2.5}}, {{220, 236, 244}, 0.05F, 0.0F, Finish::kClear, 0.25F}, 40);
    b.at(Vec3{});
}

void loupe(ShapeBuilder& b) {
    b.lathe({{24, 2}, {27, 2}, {28, 4}, {28, 9}, {26.5, 11}, {24, 11}, {24, 2}}, kDark, 48);
    b.lathe({{24, 5}, {12, 8.5}, {0, 9.5}}, {{214, 234, 242}, 0.04F, 0.0F, Finish::kClear, 0.3F}, 40);
    b.tube({{0, -27, 6.5}, {0, -40, 6.5}, {0, -44, 6.5}, {0, -92, 6.5}, {0, -96, 6.5}}, 5.5, kDark, 20);
}

void paper_on_board(ShapeBuilder& b, bool board, Rgb heading, bool signed_by_hand) {
    double z = 0.2;
    if (board) {
        b.rounded_box({0, 0, 1.6}, {112, 154, 1.6}, 1.4, {{58, 66, 76}, 0.5F, 0.0F});
        b.rounded_box({0, 142, 5}, {36, 9, 3.5}, 3, kSteel);
        z = 3.6;
    }
    b.rounded_box({0, board ? -6.0 : 0.0, z + 0.3}, {105, 140, 0.3}, 0.2, kPaper, 1);
    b.panel({0, board ? -6.0 : 0.0, z + 0.75}, {96, 0, 0}, {0, 132, 0}, label(heading));
    if (signed_by_hand) {
        b.tube({{30, -120, z + 1},
                {36, -108, z + 1},
                {40, -122, z + 1},
                {48, -110, z + 1},
                {54, -120, z + 1},
                {72, -114, z + 1}},
               0.6, {{30, 50, 130}, 0.6F, 0.0F}, 6);
    }
}

void phone(ShapeBuilder& b) {
    b.rounded_box({0, 0, 4}, {36, 74, 4}, 3.6, kDark, 6);
    b.panel({0, 0, 8.05}, {33.5, 0, 0}, {0, 71, 0}, {{110, 150, 190}, 0.08F, 0.0F, Finish::kScreen});
}

void eye_shields(ShapeBuilder& b) {
    for (const double side : {-1.0, 1.0}) {
        ShapeBuilder::Slab shield;
        shield.half_x = 24;
        shield.half_y = 18;
        shield.thickness_mm = 6;
        shield.edge_mm = 14;
        shield.inside = [](double x, double y) { return std::hypot(x / 1.3, y) - 16; };
        b.at(Vec3{side * 26, 0, 0});
        b.slab(shield, {{46, 54, 62}, 0.22F, 0.0F});
    }
    b.at(Vec3{});
    b.tube({{-6, 0, 3}, {-2, 2, 4.5}, {2, 2, 4.5}, {6, 0, 3}}, 1.2, kDark, 10);
}

void tray(ShapeBuilder& b) {
    // Steel with a rolled rim; a blue drape lies in it. z = 0 is where things stand.
    b.rounded_box({0, 0, -4.5}, {190, 130, 3}, 3, kSteel, 4);
    const auto rim = [&b](Vec3 from, Vec3 to) {
        b.tube({from, from + 0.02 * (to - from), to - 0.02 * (to - from), to}, 5, kSteel, 16);
    };
    rim({-190, -125, 4}, {-190, 125, 4});
    rim({190, 125, 4}, {190, -125, 4});
    rim({-185, 130, 4}, {185, 130, 4});
    rim({185, -130, 4}, {-185, -130, 4});
    for (const double x : {-188.0, 188.0})
        for (const double y : {-128.0, 128.0}) b.rounded_box({x, y, 3}, {6.5, 6.5, 6}, 6, kSteel);
    b.rounded_box({0, 0, -0.8}, {182, 122, 0.7}, 0.6, {{82, 112, 130}, 0.92F, 0.0F, Finish::kCloth}, 2);
}

void sleeve(ShapeBuilder& b) {
    b.rounded_box({0, 0, 0.8}, {24, 70, 0.8}, 0.8, kPaper);
    b.rounded_box({0, 4, 2.0}, {20, 58, 1.6}, 1.5, {{230, 240, 246}, 0.08F, 0.0F, Finish::kClear, 0.35F});
    b.panel({0, -60, 1.75}, {20, 0, 0}, {0, 6, 0}, label({60, 120, 170}));
}

void bin(ShapeBuilder& b) {
    b.loft({{0, 70, 70}, {4, 74, 74}, {150, 92, 92}}, {{98, 106, 114}, 0.45F, 0.0F}, 48);
    b.lathe({{92, 140}, {94, 150}, {93, 153}, {88, 152}, {82, 110}, {60, 40}, {0, 36}}, {{28, 31, 35}, 0.35F, 0.0F},
            48);
}

// A stand of soft rubber that holds the pen level; the renderer lays the pen itself on it.
void pen_stand(ShapeBuilder& b) {
    for (const double y : {-42.0, 42.0}) b.rounded_box({0, y, 4}, {13, 5, 4}, 3, {{48, 56, 64}, 0.7F, 0.0F});
}

}  // namespace

Shape make_prop_shape(PropKind kind, bool used) {
    ShapeBuilder b;
    switch (kind) {
        case PropKind::kTray:
            tray(b);
            break;
        case PropKind::kPen:
            pen_stand(b);
            break;
        case PropKind::kSleeve:
            sleeve(b);
            break;
        case PropKind::kCartridgeSealed:
            cartridge(b, true);
            break;
        case PropKind::kCartridgeOpened:
            cartridge(b, false);
            break;
        case PropKind::kCleanser:
            bottle(b, {232, 240, 238}, 24, 96, {60, 150, 130}, true);
            break;
        case PropKind::kAnaesthetic:
            tube_of(b, {240, 241, 242}, {52, 92, 168}, {52, 92, 168}, 112, 15, used);
            break;
        case PropKind::kAntiseptic:
            bottle(b, {226, 132, 150}, 26, 104, {186, 52, 84}, false);
            break;
        case PropKind::kGauze:
            gauze(b, used);
            break;
        case PropKind::kSaline:
            bottle(b, {214, 230, 240}, 20, 78, {70, 130, 190}, false);
            break;
        case PropKind::kGel:
            tube_of(b, {210, 236, 236}, {40, 130, 134}, {40, 140, 140}, 128, 17, used);
            break;
        case PropKind::kSerum:
            bottle(b, {120, 70, 30}, 13, 48, {214, 196, 150}, false);
            break;
        case PropKind::kCoolMask:
            cool_mask(b);
            break;
        case PropKind::kGlovesBox:
            box_with_opening(b, {66, 118, 178}, {232, 236, 240}, {94, 134, 186});
            break;
        case PropKind::kMaskBox:
            box_with_opening(b, {222, 228, 232}, {60, 150, 140}, {170, 206, 214});
            break;
        case PropKind::kEyeShields:
            eye_shields(b);
            break;
        case PropKind::kSharps:
            sharps(b);
            break;
        case PropKind::kBin:
            bin(b);
            break;
        case PropKind::kLamp:
            lamp(b);
            break;
        case PropKind::kLoupe:
            loupe(b);
            break;
        case PropKind::kChart:
            paper_on_board(b, true, {70, 110, 150}, false);
            break;
        case PropKind::kConsentForm:
            paper_on_board(b, false, {90, 100, 112}, true);
            break;
        case PropKind::kAftercareSheet:
            paper_on_board(b, false, {60, 150, 130}, false);
            break;
        case PropKind::kPhone:
            phone(b);
            break;
    }
    return b.take();
}

}  // namespace np::render
