#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "paint.h"

namespace np::ui {
namespace {

// Strokes in a unit square, scaled into a box.
class Pencil {
  public:
    Pencil(const Painter& paint, Rect box, Colour colour)
        : list_(paint.list()), ink_(packed(colour)), tint_(packed(colour.with(0.16f))), thickness_(paint.px(1.6)) {
        side_ = std::min(box.width, box.height);
        x_ = box.x + (box.width - side_) / 2;
        y_ = box.y + (box.height - side_) / 2;
    }
    void line(std::initializer_list<std::pair<float, float>> points, bool closed = false, bool filled = false) const {
        for (const auto& [x, y] : points) list_->PathLineTo(at(x, y));
        if (filled) {
            for (const auto& [x, y] : points) fill_.push_back(at(x, y));
            list_->AddConvexPolyFilled(fill_.Data, fill_.Size, tint_);
            fill_.clear();
        }
        list_->PathStroke(ink_, closed ? ImDrawFlags_Closed : 0, thickness_);
    }
    void box(float x0, float y0, float x1, float y1, float radius = 0.06f) const {
        list_->AddRectFilled(at(x0, y0), at(x1, y1), tint_, radius * side_);
        list_->AddRect(at(x0, y0), at(x1, y1), ink_, radius * side_, 0, thickness_);
    }
    void circle(float x, float y, float r) const {
        list_->AddCircleFilled(at(x, y), r * side_, tint_, 28);
        list_->AddCircle(at(x, y), r * side_, ink_, 28, thickness_);
    }
    void dot(float x, float y, float r) const { list_->AddCircleFilled(at(x, y), r * side_, ink_, 12); }
    void arc(float x, float y, float r, float from, float to) const {
        list_->PathArcTo(at(x, y), r * side_, from, to, 20);
        list_->PathStroke(ink_, 0, thickness_);
    }

  private:
    ImVec2 at(float x, float y) const { return {x_ + x * side_, y_ + y * side_}; }
    ImDrawList* list_;
    ImU32 ink_, tint_;
    float thickness_, x_ = 0, y_ = 0, side_ = 0;
    mutable ImVector<ImVec2> fill_;
};

void draw_pen(const Pencil& p) {
    p.line({{0.72f, 0.06f}, {0.94f, 0.28f}, {0.46f, 0.76f}, {0.24f, 0.54f}}, true, true);
    p.line({{0.24f, 0.54f}, {0.16f, 0.70f}, {0.30f, 0.84f}, {0.46f, 0.76f}});
    for (float step : {0.0f, 0.06f, 0.12f})
        p.line({{0.18f + step, 0.74f + step * 0.9f}, {0.11f + step, 0.82f + step * 0.9f}});
    p.dot(0.66f, 0.34f, 0.045f);
}

void draw_cartridge(const Pencil& p) {
    p.box(0.30f, 0.08f, 0.70f, 0.36f, 0.05f);
    p.line({{0.26f, 0.36f}, {0.74f, 0.36f}, {0.66f, 0.70f}, {0.34f, 0.70f}}, true, true);
    for (float x : {0.40f, 0.50f, 0.60f}) p.line({{x, 0.72f}, {x, 0.90f}});
}

void draw_bottle(const Pencil& p) {
    p.box(0.28f, 0.36f, 0.72f, 0.92f, 0.08f);
    p.line({{0.42f, 0.36f}, {0.42f, 0.22f}, {0.58f, 0.22f}, {0.58f, 0.36f}});
    p.line({{0.34f, 0.22f}, {0.34f, 0.10f}, {0.66f, 0.10f}, {0.78f, 0.16f}});
    p.line({{0.28f, 0.54f}, {0.72f, 0.54f}});
    p.line({{0.28f, 0.74f}, {0.72f, 0.74f}});
}

void draw_tube(const Pencil& p) {
    p.line({{0.24f, 0.08f}, {0.76f, 0.08f}, {0.66f, 0.72f}, {0.34f, 0.72f}}, true, true);
    p.box(0.40f, 0.72f, 0.60f, 0.92f, 0.03f);
    p.line({{0.38f, 0.34f}, {0.62f, 0.34f}});
}

void draw_gauze(const Pencil& p) {
    p.line({{0.10f, 0.40f}, {0.50f, 0.22f}, {0.90f, 0.40f}, {0.50f, 0.58f}}, true, true);
    p.line({{0.10f, 0.56f}, {0.50f, 0.74f}, {0.90f, 0.56f}});
    p.line({{0.10f, 0.70f}, {0.50f, 0.88f}, {0.90f, 0.70f}});
}

void draw_syringe(const Pencil& p) {
    p.box(0.34f, 0.26f, 0.66f, 0.76f, 0.03f);
    p.line({{0.50f, 0.26f}, {0.50f, 0.08f}});
    p.line({{0.36f, 0.08f}, {0.64f, 0.08f}});
    p.line({{0.50f, 0.76f}, {0.50f, 0.94f}});
    for (float y : {0.40f, 0.52f, 0.64f}) p.line({{0.50f, y}, {0.66f, y}});
}

void draw_face_mask(const Pencil& p) {
    p.line({{0.22f, 0.36f}, {0.50f, 0.26f}, {0.78f, 0.36f}, {0.76f, 0.64f}, {0.50f, 0.78f}, {0.24f, 0.64f}}, true,
           true);
    p.line({{0.22f, 0.38f}, {0.06f, 0.30f}});
    p.line({{0.78f, 0.38f}, {0.94f, 0.30f}});
    p.line({{0.34f, 0.46f}, {0.66f, 0.46f}});
    p.line({{0.34f, 0.58f}, {0.66f, 0.58f}});
}

void draw_gloves(const Pencil& p) {
    p.line({{0.34f, 0.92f},
            {0.34f, 0.68f},
            {0.16f, 0.50f},
            {0.24f, 0.42f},
            {0.36f, 0.50f},
            {0.36f, 0.18f},
            {0.45f, 0.18f},
            {0.46f, 0.40f},
            {0.48f, 0.10f},
            {0.57f, 0.10f},
            {0.58f, 0.40f},
            {0.62f, 0.16f},
            {0.71f, 0.18f},
            {0.70f, 0.44f},
            {0.74f, 0.28f},
            {0.82f, 0.30f},
            {0.78f, 0.66f},
            {0.70f, 0.78f},
            {0.70f, 0.92f}},
           true);
    p.line({{0.34f, 0.80f}, {0.70f, 0.80f}});
}

void draw_shields(const Pencil& p) {
    p.circle(0.27f, 0.52f, 0.19f);
    p.circle(0.73f, 0.52f, 0.19f);
    p.arc(0.50f, 0.50f, 0.07f, 3.5f, 5.9f);
}

void draw_sharps(const Pencil& p) {
    p.line({{0.20f, 0.30f}, {0.80f, 0.30f}, {0.74f, 0.92f}, {0.26f, 0.92f}}, true, true);
    p.box(0.16f, 0.12f, 0.84f, 0.30f, 0.05f);
    p.line({{0.38f, 0.21f}, {0.62f, 0.21f}});
    p.line({{0.50f, 0.46f}, {0.64f, 0.72f}, {0.36f, 0.72f}}, true);
}

void draw_bin(const Pencil& p) {
    p.line({{0.24f, 0.30f}, {0.76f, 0.30f}, {0.70f, 0.92f}, {0.30f, 0.92f}}, true, true);
    p.line({{0.16f, 0.24f}, {0.84f, 0.24f}});
    p.line({{0.40f, 0.24f}, {0.42f, 0.12f}, {0.58f, 0.12f}, {0.60f, 0.24f}});
    p.line({{0.44f, 0.44f}, {0.45f, 0.78f}});
    p.line({{0.56f, 0.44f}, {0.55f, 0.78f}});
}

void draw_lamp(const Pencil& p) {
    p.line({{0.30f, 0.92f}, {0.70f, 0.92f}});
    p.line({{0.50f, 0.92f}, {0.30f, 0.58f}, {0.56f, 0.30f}});
    p.line({{0.48f, 0.18f}, {0.72f, 0.42f}, {0.84f, 0.20f}, {0.70f, 0.08f}}, true, true);
    p.line({{0.80f, 0.48f}, {0.90f, 0.58f}});
}

void draw_loupe(const Pencil& p) {
    p.circle(0.42f, 0.42f, 0.28f);
    p.line({{0.62f, 0.62f}, {0.90f, 0.90f}});
    p.arc(0.42f, 0.42f, 0.17f, 3.4f, 4.6f);
}

void draw_paper(const Pencil& p, bool chart) {
    p.box(0.22f, 0.12f, 0.78f, 0.92f, 0.06f);
    if (chart) p.box(0.38f, 0.05f, 0.62f, 0.19f, 0.04f);
    for (float y : {0.36f, 0.50f, 0.64f}) p.line({{0.34f, y}, {0.66f, y}});
    p.line({{0.34f, 0.78f}, {0.52f, 0.78f}});
}

void draw_phone(const Pencil& p) {
    p.box(0.30f, 0.06f, 0.70f, 0.94f, 0.10f);
    p.dot(0.50f, 0.82f, 0.035f);
    p.line({{0.44f, 0.15f}, {0.56f, 0.15f}});
}

void draw_drop(const Pencil& p) {
    p.line({{0.50f, 0.08f},
            {0.70f, 0.40f},
            {0.77f, 0.60f},
            {0.72f, 0.78f},
            {0.60f, 0.89f},
            {0.50f, 0.91f},
            {0.40f, 0.89f},
            {0.28f, 0.78f},
            {0.23f, 0.60f},
            {0.30f, 0.40f}},
           true, true);
    p.arc(0.50f, 0.62f, 0.15f, 0.3f, 1.4f);
}

void draw_cool(const Pencil& p) {
    p.line({{0.20f, 0.16f},
            {0.80f, 0.16f},
            {0.84f, 0.46f},
            {0.70f, 0.82f},
            {0.50f, 0.92f},
            {0.30f, 0.82f},
            {0.16f, 0.46f}},
           true, true);
    p.circle(0.36f, 0.40f, 0.07f);
    p.circle(0.64f, 0.40f, 0.07f);
    p.arc(0.50f, 0.66f, 0.09f, 0.3f, 2.8f);
}

}  // namespace

Icon icon_of(const std::string& thing) {
    static constexpr std::pair<const char*, Icon> kIcons[] = {
        {"pen", Icon::kPen},
        {"sleeve", Icon::kSleeve},
        {"cartridge_1", Icon::kCartridge},
        {"cartridge_2", Icon::kCartridge},
        {"cleanser", Icon::kBottle},
        {"anaesthetic", Icon::kTube},
        {"antiseptic", Icon::kBottle},
        {"gauze", Icon::kGauze},
        {"saline", Icon::kDrop},
        {"gel", Icon::kTube},
        {"serum", Icon::kSyringe},
        {"cool_mask", Icon::kCool},
        {"gloves", Icon::kGloves},
        {"mask", Icon::kMask},
        {"eye_shields", Icon::kShields},
        {"sharps", Icon::kSharps},
        {"bin", Icon::kBin},
        {"lamp", Icon::kLamp},
        {"loupe", Icon::kLoupe},
        {"chart", Icon::kChart},
        {"consent_form", Icon::kPaper},
        {"aftercare_sheet", Icon::kPaper},
        {"phone", Icon::kPhone},
    };
    for (const auto& [name, icon] : kIcons)
        if (thing == name) return icon;
    return Icon::kThing;
}

void draw_icon(const Painter& paint, Icon icon, Rect box, Colour colour) {
    const Pencil p(paint, box, colour);
    switch (icon) {
        case Icon::kPen:
            draw_pen(p);
            break;
        case Icon::kCartridge:
            draw_cartridge(p);
            break;
        case Icon::kSleeve:
            p.box(0.36f, 0.06f, 0.64f, 0.94f, 0.12f), p.line({{0.36f, 0.80f}, {0.64f, 0.80f}});
            break;
        case Icon::kBottle:
            draw_bottle(p);
            break;
        case Icon::kTube:
            draw_tube(p);
            break;
        case Icon::kGauze:
            draw_gauze(p);
            break;
        case Icon::kSyringe:
            draw_syringe(p);
            break;
        case Icon::kMask:
            draw_face_mask(p);
            break;
        case Icon::kGloves:
            draw_gloves(p);
            break;
        case Icon::kShields:
            draw_shields(p);
            break;
        case Icon::kSharps:
            draw_sharps(p);
            break;
        case Icon::kBin:
            draw_bin(p);
            break;
        case Icon::kLamp:
            draw_lamp(p);
            break;
        case Icon::kLoupe:
            draw_loupe(p);
            break;
        case Icon::kChart:
            draw_paper(p, true);
            break;
        case Icon::kPaper:
            draw_paper(p, false);
            break;
        case Icon::kPhone:
            draw_phone(p);
            break;
        case Icon::kDrop:
            draw_drop(p);
            break;
        case Icon::kCool:
            draw_cool(p);
            break;
        case Icon::kThing:
            p.box(0.20f, 0.20f, 0.80f, 0.80f, 0.10f);
            break;
    }
}

const char* badge_name(Badge badge) {
    switch (badge) {
        case Badge::kNone:
            return "";
        case Badge::kSealed:
            return "sealed";
        case Badge::kSterile:
            return "sterile";
        case Badge::kClean:
            return "clean";
        case Badge::kUsed:
            return "used";
        case Badge::kContaminated:
            return "contaminated";
    }
    return "";
}

// Sealed: a closed ring; sterile: a tick; clean: a dot; used: a half disc; contaminated: an octagon.
void draw_badge(const Painter& paint, Badge badge, float cx, float cy) {
    if (badge == Badge::kNone) return;
    ImDrawList* list = paint.list();
    const float r = paint.px(7);
    list->AddCircleFilled({cx, cy}, r + paint.px(1.5), packed(colour::kSurface), 24);
    const auto ring = [&](Colour colour, float part) {
        list->AddCircle({cx, cy}, r * part, packed(colour), 24, paint.px(1.8));
    };
    switch (badge) {
        case Badge::kSealed:
            ring(colour::kQuiet, 0.8f);
            list->AddLine({cx - r * 0.5f, cy}, {cx + r * 0.5f, cy}, packed(colour::kQuiet), paint.px(1.8));
            break;
        case Badge::kSterile:
            paint.shape(cx, cy, r * 1.7f, Severity::kGood);
            break;
        case Badge::kClean:
            list->AddCircleFilled({cx, cy}, r * 0.5f, packed(colour::kText), 16);
            break;
        case Badge::kUsed:
            ring(colour::kQuiet, 0.75f);
            list->PathArcTo({cx, cy}, r * 0.75f, 0, 3.14159f, 16);
            list->PathFillConvex(packed(colour::kQuiet));
            break;
        case Badge::kContaminated:
            paint.shape(cx, cy, r * 1.8f, Severity::kCritical);
            break;
        case Badge::kNone:
            break;
    }
}

}  // namespace np::ui
