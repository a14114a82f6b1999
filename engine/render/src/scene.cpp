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

Pose room_axes() {
    const double angle = kHeadUp_deg * 3.14159265358979 / 180, s = std::sin(angle), c = std::cos(angle);
    return {{}, {1, 0, 0}, {0, c, -s}, {0, s, c}};
}

Pose default_tray_pose() {
    Pose pose = room_axes();
    // Beside the chest and low: nothing on it rises between a profile and the eye.
    pose.position_mm = {900, -330, -400};
    return pose;
}

namespace {

// Where on the trolley a thing lies: right and up as the tray is looked at, mm from its middle.
struct Place {
    PropKind kind;
    double x, y;
};
constexpr Place kPlaces[] = {
    // In the tray: what touches the patient.
    {PropKind::kPen, -158, -38},
    {PropKind::kSleeve, -112, -38},
    {PropKind::kCartridgeSealed, -62, -66},
    {PropKind::kCartridgeSealed, -18, -66},
    {PropKind::kCartridgeOpened, -62, -66},
    {PropKind::kCartridgeOpened, -18, -66},
    {PropKind::kGel, 36, -42},
    {PropKind::kAnaesthetic, 86, -42},
    {PropKind::kLoupe, 142, 2},
    {PropKind::kCleanser, -150, 86},
    {PropKind::kAntiseptic, -92, 88},
    {PropKind::kSaline, -40, 90},
    {PropKind::kSerum, 2, 92},
    {PropKind::kGauze, -40, 12},
    {PropKind::kEyeShields, 84, 76},
    // Round it on the trolley.
    {PropKind::kSharps, -268, -70},
    {PropKind::kCoolMask, 305, 112},
    {PropKind::kGlovesBox, -142, 230},
    {PropKind::kMaskBox, -8, 230},
    {PropKind::kLamp, 118, 262},
    {PropKind::kChart, -292, 112},
    {PropKind::kPhone, 262, -72},
    {PropKind::kConsentForm, 290, 286},
    {PropKind::kAftercareSheet, -290, 292},
};
constexpr double kBinX = 500, kBinY = -40, kBinDrop = 545;  // to the floor

}  // namespace

// One for each kind, in their order.
std::vector<Prop> laid_out(const std::vector<PropKind>& kinds, const Pose& tray) {
    std::vector<Prop> props;
    std::array<bool, std::size(kPlaces)> taken{};
    const auto put = [&](PropKind kind, double x, double y, double z) {
        Pose pose = tray;
        pose.position_mm = tray.position_mm + x * tray.x_axis + y * tray.y_axis + z * tray.z_axis;
        props.push_back({kind, pose});
    };
    for (const PropKind kind : kinds) {
        if (kind == PropKind::kTray || kind == PropKind::kBin) {
            const bool bin = kind == PropKind::kBin;
            put(kind, bin ? kBinX : 0, bin ? kBinY : 0, bin ? -kBinDrop : 0);
            continue;
        }
        // Sealed and opened cartridges share their places; what finds none lies in the middle.
        std::size_t i = 0;
        const auto is_free = [&](const Place& place) {
            for (std::size_t k = 0; k < taken.size(); ++k)
                if (taken[k] && kPlaces[k].x == place.x && kPlaces[k].y == place.y) return false;
            return true;
        };
        while (i < taken.size() && !(kPlaces[i].kind == kind && is_free(kPlaces[i]))) ++i;
        if (i < taken.size()) taken[i] = true;
        put(kind, i < taken.size() ? kPlaces[i].x : 0, i < taken.size() ? kPlaces[i].y : 0, 0);
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
