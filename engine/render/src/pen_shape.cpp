// The motor pen.
#include <cmath>

#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

const Material kPearl{{236, 238, 240}, 0.30F, 0.0F};
const Material kGraphite{{38, 43, 50}, 0.38F, 0.0F};
const Material kSatin{{176, 182, 188}, 0.32F, 0.9F};
const Material kAccent{{79, 209, 197}, 0.35F, 0.0F};
const Material kClearShell{{226, 240, 246}, 0.12F, 0.0F, Finish::kClear, 0.34F};
const Material kNeedlePlate{{206, 210, 214}, 0.25F, 0.95F};
const Material kFilm{{236, 244, 250}, 0.08F, 0.0F, Finish::kClear, 0.10F};

void cartridge(ShapeBuilder& b) {
    // Guide rim (9 mm across) with its clear wall, needle plate a little behind the plane, coloured ring, coupling.
    b.lathe({{3.3, 0}, {4.4, 0}, {4.6, 0.3}, {4.7, 2}, {5.3, 9}, {6.6, 15}, {6.9, 19}}, kClearShell);
    b.lathe({{3.3, 2.2}, {3.3, 0.05}, {4.4, 0}, {4.6, 0.25}, {4.65, 0.7}}, {{214, 232, 240}, 0.15F, 0.0F});
    b.lathe({{0, 2.0}, {2.6, 2.0}, {2.7, 2.3}, {2.7, 12}, {2.2, 14}, {2.2, 19}}, kNeedlePlate);
    for (int i = 0; i < 12; ++i) {
        const double angle = i * 2.399963, r = 2.25 * std::sqrt((i + 0.5) / 12.0);  // sunflower: even over the plate
        const double x = r * std::cos(angle), y = r * std::sin(angle);
        b.tube({{x, y, 2.1}, {x, y, 0.75}, {x, y, 0.5}}, 0.14, {{236, 238, 240}, 0.2F, 1.0F}, 6);
    }
    b.lathe({{6.9, 19}, {7.3, 19.3}, {7.3, 22.2}, {7.0, 22.6}}, kAccent);
}

void handle(ShapeBuilder& b) {
    b.lathe({{0, 22.6}, {7.6, 22.6}, {8.2, 23.6}, {8.6, 28}, {8.7, 31}}, kSatin, 48);
    // Grip: fine rings under the fingers.
    std::vector<ShapeBuilder::Ring> grip{{8.7, 31}};
    for (int i = 0; i < 9; ++i) {
        const double z = 32 + 3.0 * i, r = 9.1 + 0.10 * i;
        grip.insert(grip.end(), {{r, z}, {r + 0.28, z + 0.9}, {r + 0.28, z + 1.8}, {r, z + 2.7}});
    }
    grip.push_back({10.0, 59.6});
    b.lathe(grip, kGraphite, 48);
    b.lathe({{10.0, 59.6}, {10.6, 60.4}, {11.2, 68}, {11.4, 80}, {11.3, 104}, {10.8, 122}, {9.8, 134}, {8.2, 140}},
            kPearl, 56);
    b.lathe({{8.2, 140}, {8.0, 141}, {6.6, 143.2}, {4.0, 144.3}, {0, 144.6}}, kGraphite, 48);
    b.lathe({{11.38, 79.4}, {11.52, 79.8}, {11.52, 81}, {11.38, 81.4}}, kSatin, 56);
}

// The dark window with the figures, and the button below it.
void display(ShapeBuilder& b) {
    Pose on_side;
    on_side.position_mm = {0, -11.0, 101};
    // x across the pen, y up the handle, z out of the display.
    on_side.x_axis = {1, 0, 0};
    on_side.y_axis = {0, 0, 1};
    on_side.z_axis = {0, -1, 0};
    b.at(on_side);
    b.rounded_box({0, 0, -0.6}, {6.6, 15.5, 1.3}, 1.2, {{12, 15, 19}, 0.10F, 0.0F});
    b.panel({0, 0, 0.72}, {6.0, 0, 0}, {0, 14.6, 0}, {{79, 209, 197}, 0.1F, 0.0F, Finish::kDisplay});
    Pose button = on_side;
    button.position_mm = {0, -10.9, 76};
    b.at(button);
    b.lathe({{4.2, -0.4}, {4.2, 0.6}, {3.8, 0.9}, {0, 1.0}}, kSatin, 32);
    b.lathe({{1.3, 0.9}, {1.3, 1.15}, {0, 1.2}}, kAccent, 20);
    b.at(Vec3{0, 0, 0});
}

}  // namespace

Shape make_pen_shape(bool with_cartridge, bool sleeve) {
    ShapeBuilder b;
    if (with_cartridge) cartridge(b);
    handle(b);
    display(b);
    b.tube({{0, 0, 143}, {0, 0.5, 152}, {0, 3, 170}, {0, 10, 195}, {0, 24, 225}, {0, 44, 256}}, 2.0, kGraphite, 12);
    if (sleeve) {
        b.lathe({{8.9, 24},
                 {9.3, 31},
                 {10.2, 45},
                 {11.4, 62},
                 {12.4, 82},
                 {12.6, 104},
                 {12.2, 124},
                 {11.2, 143},
                 {8.0, 151},
                 {4.4, 157},
                 {3.4, 168}},
                kFilm, 40);
    }
    return b.take();
}

}  // namespace np::render
