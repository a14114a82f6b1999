#include "needlepoint/render/scene.h"

#include <algorithm>
#include <cmath>

#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

struct NamedKind {
    std::string_view thing;
    PropKind kind;
};
constexpr NamedKind kThings[] = {{"tray", PropKind::kTray},
                                 {"pen", PropKind::kPen},
                                 {"sleeve", PropKind::kSleeve},
                                 {"cartridge_1", PropKind::kCartridgeSealed},
                                 {"cartridge_2", PropKind::kCartridgeSealed},
                                 {"cleanser", PropKind::kCleanser},
                                 {"anaesthetic", PropKind::kAnaesthetic},
                                 {"antiseptic", PropKind::kAntiseptic},
                                 {"gauze", PropKind::kGauze},
                                 {"saline", PropKind::kSaline},
                                 {"gel", PropKind::kGel},
                                 {"serum", PropKind::kSerum},
                                 {"cool_mask", PropKind::kCoolMask},
                                 {"gloves", PropKind::kGlovesBox},
                                 {"mask", PropKind::kMaskBox},
                                 {"eye_shields", PropKind::kEyeShields},
                                 {"sharps", PropKind::kSharps},
                                 {"bin", PropKind::kBin},
                                 {"lamp", PropKind::kLamp},
                                 {"loupe", PropKind::kLoupe},
                                 {"chart", PropKind::kChart},
                                 {"consent_form", PropKind::kConsentForm},
                                 {"aftercare_sheet", PropKind::kAftercareSheet},
                                 {"phone", PropKind::kPhone}};

std::optional<double> hit_box(const Box& box, Vec3 origin, Vec3 direction) {
    double near = 0, far = 1e9;
    const double o[3] = {origin.x, origin.y, origin.z}, d[3] = {direction.x, direction.y, direction.z};
    const double low[3] = {box.low_mm.x, box.low_mm.y, box.low_mm.z},
                 high[3] = {box.high_mm.x, box.high_mm.y, box.high_mm.z};
    for (int i = 0; i < 3; ++i) {
        if (std::abs(d[i]) < 1e-12) {
            if (o[i] < low[i] || o[i] > high[i]) return std::nullopt;
            continue;
        }
        const double a = (low[i] - o[i]) / d[i], b = (high[i] - o[i]) / d[i];
        near = std::max(near, std::min(a, b));
        far = std::min(far, std::max(a, b));
    }
    if (near > far) return std::nullopt;
    return near;
}

}  // namespace

std::optional<PropKind> prop_kind(std::string_view thing, bool opened) {
    for (const auto& entry : kThings) {
        if (entry.thing != thing) continue;
        if (entry.kind == PropKind::kCartridgeSealed && opened) return PropKind::kCartridgeOpened;
        return entry.kind;
    }
    return std::nullopt;
}

Box prop_box(PropKind kind) {
    // Building the shapes takes milliseconds and a cursor asks at every frame: the boxes are a table, made once.
    static const std::array<Box, kPropKinds> kBoxes = [] {
        std::array<Box, kPropKinds> boxes;
        for (std::size_t k = 0; k < boxes.size(); ++k) {
            const Shape shape = make_prop_shape(static_cast<PropKind>(k), false);
            boxes[k] = {shape.low_mm, shape.high_mm};
        }
        boxes[static_cast<std::size_t>(PropKind::kPen)] = {{-14, -74, 0}, {14, 74, 22}};  // lying along y on its stand
        return boxes;
    }();
    return kBoxes[static_cast<std::size_t>(kind)];
}

Pose default_tray_pose() {
    return {{330, -40, -40}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
}

std::vector<Prop> laid_out(const std::vector<PropKind>& kinds, const Pose& tray) {
    constexpr double kHalfWidth = 174, kTop = 116, kGap = 9;
    std::vector<Prop> props;
    double x = -kHalfWidth, y = kTop, row_height = 0;
    for (const PropKind kind : kinds) {
        const Box box = prop_box(kind);
        const double width = box.high_mm.x - box.low_mm.x, height = box.high_mm.y - box.low_mm.y;
        if (kind == PropKind::kTray) {
            props.push_back({kind, tray});
            continue;
        }
        if (x + width > kHalfWidth && x > -kHalfWidth) {
            x = -kHalfWidth;
            y -= row_height + kGap;
            row_height = 0;
        }
        Pose pose = tray;
        const Vec3 local{x - box.low_mm.x, y - box.high_mm.y, -box.low_mm.z};
        pose.position_mm = tray.position_mm + local.x * tray.x_axis + local.y * tray.y_axis + local.z * tray.z_axis;
        props.push_back({kind, pose});
        x += width + kGap;
        row_height = std::max(row_height, height);
    }
    return props;
}

std::optional<std::size_t> pick_prop(const Scene& scene, const geometry::Ray& ray) {
    std::optional<std::size_t> best;
    double best_t = 1e9;
    for (std::size_t i = 0; i < scene.props.size(); ++i) {
        const Prop& prop = scene.props[i];
        if (!prop.visible || prop.kind == PropKind::kTray) continue;
        const auto local = [&prop](Vec3 v) {
            return Vec3{dot(v, prop.pose.x_axis), dot(v, prop.pose.y_axis), dot(v, prop.pose.z_axis)};
        };
        const auto t = hit_box(prop_box(prop.kind), local(ray.origin - prop.pose.position_mm), local(ray.direction));
        if (t && *t < best_t) {
            best_t = *t;
            best = i;
        }
    }
    return best;
}

}  // namespace np::render
