// The furniture: couch and pillow under the patient, the frame of the practice pad, what is worn on the eyes.
#include <cmath>

#include "shape.h"

namespace np::render {

using geometry::Vec3;

Shape make_couch_shape(Vec3 low, Vec3 high, double chest_z) {
    ShapeBuilder b;
    const double back = low.z, top = high.y, bottom = low.y;
    const Material vinyl{{46, 56, 64}, 0.42F, 0.0F};
    const Material sheet{{70, 82, 92}, 0.92F, 0.0F, Finish::kCloth};
    const Material pillow{{112, 126, 136}, 0.95F, 0.0F, Finish::kCloth};
    // Nearest first: what lies below is then hidden and costs nothing.
    // The pillow gives way under the head.
    ShapeBuilder::Slab soft;
    soft.half_x = 205;
    soft.half_y = 145;
    soft.columns = 72;
    soft.rows = 52;
    soft.thickness_mm = 66;
    soft.edge_mm = 100;
    soft.inside = [](double x, double y) {
        const double px = std::abs(x) / 196, py = std::abs(y) / 136;
        return 136 * (std::pow(px * px * px * px + py * py * py * py, 0.25) - 1);
    };
    soft.relief = [](double x, double y) {
        const double d2 = (x * x + y * y) / (88 * 88);
        return -34 * std::exp(-d2) + 1.6 * std::sin(0.045 * x + 0.03 * y) * std::sin(0.05 * y - 0.02 * x);
    };
    b.at(Vec3{0, top - 118, back - 38});
    b.slab(soft, pillow);
    // Blanket from the chest down, over the end of the gown.
    ShapeBuilder::Slab blanket;
    blanket.half_x = 300;
    blanket.half_y = 420;
    blanket.columns = 60;
    blanket.rows = 84;
    blanket.thickness_mm = chest_z - back + 36 + 14;
    blanket.edge_mm = 150;
    blanket.inside = [](double x, double y) { return std::max(std::abs(x) - 290, 3.2 * (y - 405 + 0.0009 * x * x)); };
    blanket.relief = [](double x, double y) {
        return 3.0 * std::sin(0.03 * y + 0.01 * x) + 2.0 * std::sin(0.05 * x - 0.015 * y);
    };
    b.at(Vec3{0, bottom - 398, back - 36});
    b.slab(blanket, {{78, 104, 114}, 0.95F, 0.0F, Finish::kCloth});
    b.at(Vec3{});
    // Couch with a sheet over it; it goes on below the picture.
    b.rounded_box({0, bottom - 500, back - 44}, {316, 500 + (top - bottom) + 40, 8}, 6, sheet, 3);
    b.rounded_box({0, bottom - 500, back - 86}, {330, 500 + (top - bottom) + 70, 40}, 30, vinyl, 6);
    return b.take();
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
