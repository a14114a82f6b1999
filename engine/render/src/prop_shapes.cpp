// The things on the tray and beside it, by kind; the plainer ones are made here.
#include "prop_shapes.h"

#include <cmath>

#include "print.h"

namespace np::render {

using geometry::Vec3;

namespace {

// Steel with a rolled rim and a drape in it, on the trolley's top. z = 0 is where things stand.
void tray(ShapeBuilder& b) {
    b.rounded_box({0, 0, -4.5}, {190, 130, 3}, 3, kSteel, 4);
    const auto rim = [&b](Vec3 from, Vec3 to) {
        b.tube({from, from + 0.02 * (to - from), to - 0.02 * (to - from), to}, 4.2, kSteel, 16);
    };
    rim({-190, -125, 4}, {-190, 125, 4});
    rim({190, 125, 4}, {190, -125, 4});
    rim({-185, 130, 4}, {185, 130, 4});
    rim({185, -130, 4}, {-185, -130, 4});
    for (const double x : {-188.0, 188.0})
        for (const double y : {-128.0, 128.0}) b.rounded_box({x, y, 2.6}, {6, 6, 5.6}, 5.6, kSteel);
    ShapeBuilder::Slab drape;
    drape.half_x = 185;
    drape.half_y = 125;
    drape.columns = 74;
    drape.rows = 50;
    drape.thickness_mm = 0.9;
    drape.edge_mm = 2;
    drape.inside = [](double x, double y) { return std::max(std::abs(x) - 183, std::abs(y) - 123); };
    drape.relief = [](double x, double y) {  // as it was folded
        double crease = 0;
        for (const double at : {-92.0, 0.0, 92.0}) crease += std::exp(-(x - at) * (x - at) / 26);
        for (const double at : {-41.0, 41.0}) crease += std::exp(-(y - at) * (y - at) / 26);
        return 0.7 * crease + 0.4 * std::sin(0.05 * x) * std::sin(0.06 * y + 1);
    };
    b.at(Vec3{0, 0, -1.3});
    b.slab(drape, {{74, 108, 126}, 0.92F, 0.0F, Finish::kCloth});
    b.at(Vec3{});
    const Material top{{62, 70, 78}, 0.48F, 0.0F}, post{{140, 147, 153}, 0.3F, 0.9F};
    b.rounded_box({10, 100, -18}, {404, 276, 10}, 9, top, 5);
    b.rounded_box({10, 100, -30}, {408, 280, 4}, 3.5, {{38, 44, 50}, 0.5F, 0.0F}, 3);
    b.rounded_box({10, 100, -380}, {398, 270, 8}, 7, top, 4);
    for (const double x : {-372.0, 392.0})
        for (const double y : {-155.0, 355.0}) b.tube({{x, y, -26}, {x, y, -545}}, 13, post, 16);
}

// A cradle that holds the pen level; the renderer lays the pen itself on it.
void pen_stand(ShapeBuilder& b) {
    const Material rubber{{48, 56, 64}, 0.66F, 0.0F};
    b.rounded_box({0, 0, 1.6}, {12, 52, 1.6}, 1.5, rubber);
    for (const double y : {-42.0, 42.0}) {
        b.rounded_box({0, y, 4}, {11, 4.5, 3}, 2, rubber);
        std::vector<Vec3> cradle;
        for (int i = 0; i <= 12; ++i) {
            const double a = 3.6 + 2.22 * i / 12;
            cradle.push_back({14.2 * std::cos(a), y, 20 + 14.2 * std::sin(a)});
        }
        b.tube(cradle, 2.6, rubber, 12);
    }
}

void lamp(ShapeBuilder& b) {
    b.lathe({{0, 0}, {52, 0}, {54, 2}, {54, 8}, {50, 12}, {12, 15}, {8, 18}, {8, 30}, {0, 31}}, kWhitePlastic, 48);
    b.tube({{0, 0, 26}, {0, 4, 80}, {0, 10, 150}, {0, 4, 200}, {0, -24, 236}, {0, -62, 246}}, 6, kDarkPlastic, 20);
    Pose head;
    head.position_mm = {0, -92, 240};
    head.z_axis = normalized(Vec3{0, 0.35, 1});
    head.x_axis = {1, 0, 0};
    head.y_axis = cross(head.z_axis, head.x_axis);
    b.at(head);
    b.lathe({{30, -6}, {44, -6}, {46, -4}, {46, 3}, {43, 9}, {31, 9}, {30, 6}, {30, -6}}, kWhitePlastic, 56);
    const Material glow{{255, 248, 228}, 0.3F, 0.0F, Finish::kScreen};
    b.lathe({{31, -6.3}, {43, -6.3}}, glow, 56);
    b.lathe({{46.3, 3.2}, {44.4, 7.0}}, glow, 56);  // the diffuser's edge, seen from above
    b.lathe({{30, 0}, {0, 2.5}}, {{220, 236, 244}, 0.05F, 0.0F, Finish::kClear, 0.25F}, 40);
    b.at(Vec3{});
}

void loupe(ShapeBuilder& b) {
    b.lathe({{24, 2}, {27, 2}, {28, 4}, {28, 9}, {26.5, 11}, {24, 11}, {24, 2}}, kSteel, 52);
    b.lathe({{24, 5}, {18, 7.4}, {12, 8.9}, {6, 9.7}, {0, 10}}, {{206, 232, 244}, 0.03F, 0.0F, Finish::kClear, 0.22F},
            44);
    b.tube({{0, -27, 6.5}, {0, -34, 6.5}}, 3.4, kSteel, 16);
    Pose handle;
    handle.position_mm = {0, -34, 6.5};
    handle.z_axis = {0, -1, 0};
    handle.x_axis = {1, 0, 0};
    handle.y_axis = {0, 0, 1};
    b.at(handle);
    b.lathe({{3.4, 0}, {4.6, 1}, {5.2, 8}, {6.0, 26}, {6.1, 44}, {5.4, 58}, {3.6, 62}, {0, 62.5}}, kDarkPlastic, 28);
    b.at(Vec3{});
}

struct Sheet {
    double half_x, half_y;
    Rgb accent;
    const char* words;
    bool on_board, is_signed, is_ticked;
};

// A5 paper, half its size on the trolley: heading, lines, boxes to tick, a line for the name.
void sheet(ShapeBuilder& b, const Sheet& k) {
    double z = 0.2, shift = 0;
    if (k.on_board) {
        b.rounded_box({0, 0, 1.4}, {k.half_x + 4, k.half_y + 5, 1.4}, 1.2, {{70, 56, 46}, 0.5F, 0.0F});
        b.rounded_box({0, k.half_y + 1, 4.4}, {17, 5, 2.6}, 2.4, kSteel);
        b.rounded_box({0, k.half_y - 4, 3.9}, {20, 2.2, 1.2}, 1.1, kSteel);
        z = 3.0;
        shift = -4;
    }
    b.rounded_box({0, shift, z + 0.25}, {k.half_x, k.half_y - 1, 0.25}, 0.2, kPaperWhite, 1);
    z += 0.55;
    const Material accent{k.accent, 0.6F, 0.0F}, grey{{120, 126, 132}, 0.7F, 0.0F};
    const double left = -k.half_x + 7, right = k.half_x - 7;
    double y = shift + k.half_y - 16;
    const double letter =
        std::min(6.5, (right - left) / (0.94 * static_cast<double>(std::string_view(k.words).size())));
    print_words(b, k.words, letter, accent, {0, y, z}, {1, 0, 0}, {0, 1, 0});
    b.panel({0, y - 3.5, z}, {0.5 * (right - left), 0, 0}, {0, 0.5, 0}, accent);
    y -= 11;
    for (int line = 0; y > shift - k.half_y + 22; ++line, y -= 5.6) {
        const double indent = k.is_ticked && line % 2 == 0 ? 7 : 0;
        if (indent > 0) {
            for (const double dy : {-1.6, 1.6}) b.panel({left + 1.8, y + dy, z}, {1.9, 0, 0}, {0, 0.25, 0}, kInk);
            for (const double dx : {-1.6, 1.6}) b.panel({left + 1.8 + dx, y, z}, {0.25, 0, 0}, {0, 1.9, 0}, kInk);
            if (line % 4 == 0)
                b.tube({{left + 0.6, y, z}, {left + 1.6, y - 1.2, z}, {left + 3.6, y + 2.4, z}}, 0.4, accent, 5);
        }
        const double end = right - (line % 3 == 2 ? 0.42 : 0.06 * (line % 5)) * (right - left);
        b.panel({0.5 * (left + indent + end), y, z}, {0.5 * (end - left - indent), 0, 0}, {0, 0.75, 0}, grey);
    }
    b.panel({0.25 * (left + right) + 6, shift - k.half_y + 12, z}, {0.3 * (right - left), 0, 0}, {0, 0.3, 0}, kInk);
    if (!k.is_signed) return;
    const double x = left + 14, s = shift - k.half_y + 14;
    b.tube({{x, s, z},
            {x + 3, s + 6, z},
            {x + 5, s - 1, z},
            {x + 8, s + 5, z},
            {x + 11, s, z},
            {x + 15, s + 3, z},
            {x + 19, s + 0.5, z},
            {x + 27, s + 2, z}},
           0.45, {{30, 50, 130}, 0.6F, 0.0F}, 6);
}

void phone(ShapeBuilder& b) {
    b.rounded_box({0, 0, 4}, {36, 74, 4}, 3.6, kDarkPlastic, 6);
    const Material glass{{26, 46, 74}, 0.08F, 0.0F, Finish::kScreen},
        bubble{{150, 190, 226}, 0.2F, 0.0F, Finish::kScreen}, accept{{70, 200, 120}, 0.2F, 0.0F, Finish::kScreen},
        decline{{220, 70, 70}, 0.2F, 0.0F, Finish::kScreen};
    b.panel({0, 0, 8.04}, {33.5, 0, 0}, {0, 71, 0}, glass);
    // A call comes in: a round portrait, its name, two buttons.
    const auto disc = [&b](double x, double y, double r, const Material& m) {
        b.at(Vec3{x, y, 8.1});
        b.lathe({{r, 0}, {0, 0.05}}, m, 32);
        b.at(Vec3{});
    };
    disc(0, 26, 13, bubble);
    b.panel({0, 4, 8.12}, {16, 0, 0}, {0, 1.6, 0}, bubble);
    b.panel({0, -2, 8.12}, {10, 0, 0}, {0, 0.9, 0}, {{90, 120, 150}, 0.2F, 0.0F, Finish::kScreen});
    disc(-16, -46, 8, decline);
    disc(16, -46, 8, accept);
    b.panel({0, 62, 8.12}, {9, 0, 0}, {0, 1.1, 0}, {{10, 12, 15}, 0.2F, 0.0F});
}

void eye_shields(ShapeBuilder& b) {
    for (const double side : {-1.0, 1.0}) {
        ShapeBuilder::Slab shield;
        shield.half_x = 24;
        shield.half_y = 18;
        shield.thickness_mm = 7;
        shield.edge_mm = 15;
        shield.inside = [](double x, double y) { return std::hypot(x / 1.3, y) - 16; };
        b.at(Vec3{side * 26, 0, 0});
        b.slab(shield, {{46, 54, 62}, 0.16F, 0.0F});
        b.at(Vec3{});
        b.tube({{side * 46, -4, 2.5}, {side * 52, -18, 1.6}, {side * 40, -30, 1.6}, {side * 14, -26, 1.6}}, 1.1,
               {{150, 156, 162}, 0.6F, 0.0F}, 8);
    }
    b.tube({{-6, 0, 3}, {-2, 2, 4.5}, {2, 2, 4.5}, {6, 0, 3}}, 1.2, kDarkPlastic, 10);
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
            sleeve_pack_shape(b);
            break;
        case PropKind::kCartridgeSealed:
        case PropKind::kCartridgeOpened:
            cartridge_pack_shape(b, kind == PropKind::kCartridgeSealed);
            break;
        case PropKind::kCleanser:
            cleanser_shape(b);
            break;
        case PropKind::kAnaesthetic:
            anaesthetic_shape(b, used);
            break;
        case PropKind::kAntiseptic:
            antiseptic_shape(b);
            break;
        case PropKind::kGauze:
            gauze_shape(b, used);
            break;
        case PropKind::kSaline:
            saline_shape(b);
            break;
        case PropKind::kGel:
            gel_shape(b, used);
            break;
        case PropKind::kSerum:
            serum_shape(b);
            break;
        case PropKind::kCoolMask:
            cool_mask_shape(b);
            break;
        case PropKind::kGlovesBox:
            gloves_box_shape(b);
            break;
        case PropKind::kMaskBox:
            mask_box_shape(b);
            break;
        case PropKind::kEyeShields:
            eye_shields(b);
            break;
        case PropKind::kSharps:
            sharps_shape(b);
            break;
        case PropKind::kBin:
            bin_shape(b);
            break;
        case PropKind::kLamp:
            lamp(b);
            break;
        case PropKind::kLoupe:
            loupe(b);
            break;
        case PropKind::kChart:
            sheet(b, {50, 70, {64, 100, 140}, "CHART", true, false, true});
            break;
        case PropKind::kConsentForm:
            sheet(b, {50, 68, {60, 68, 78}, "CONSENT", true, true, false});
            break;
        case PropKind::kAftercareSheet:
            sheet(b, {48, 66, {50, 140, 120}, "AFTERCARE", false, false, true});
            break;
        case PropKind::kPhone:
            phone(b);
            break;
    }
    return b.take();
}

}  // namespace np::render
