// All that one frame shows besides the patient's geometry. Plain values; copy freely.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/geometry/surface.h"
#include "needlepoint/render/camera.h"
#include "needlepoint/render/palette.h"

namespace np::render {

// How the patient looks beyond the shape.
struct Appearance {
    double fitzpatrick = 2;            // 1..6; between two types is fine
    double flush = 0.35;               // how ruddy, 0..1
    double age_years = 35;             // fine lines, spots
    double oiliness = 0.4;             // 0..1
    std::string eye_colour = "brown";  // "blue", "green", "grey", "hazel", "brown", "dark_brown"
    std::string brow_colour =
        "brown";             // "black", "dark_brown", "brown", "light_brown", "red", "blond", "grey", "white"
    double stubble = 0;      // 0..1 where the model says so
    std::uint32_t seed = 1;  // mottle, moles and pores of this person
    friend bool operator==(const Appearance&, const Appearance&) = default;
};

// Where something is: its own axes (unit, right-handed) in the patient's frame. Props stand on their z = 0, +z up,
// label towards -y.
struct Pose {
    geometry::Vec3 position_mm;
    geometry::Vec3 x_axis{1, 0, 0}, y_axis{0, 1, 0}, z_axis{0, 0, 1};
    friend bool operator==(const Pose&, const Pose&) = default;
};

// The back rest of the couch rises that far from the level: in the patient's frame the room's "up" leans to the crown.
inline constexpr double kHeadUp_deg = 30;
// x to the patient's left, y to the head end of the room, z up.
Pose room_axes();

enum class Hand : std::uint8_t { kNone, kRight, kLeft };

// The motor pen. The tip is the middle of the guide plane; `axis` points from the handle into the skin.
struct PenLook {
    geometry::Vec3 tip_mm;
    geometry::Vec3 axis{0, 0, -1};
    geometry::Vec3 toward_display{0, -1, 0};  // the side that carries the display; made square to the axis
    bool motor_on = false;
    bool cartridge_fitted = true;
    bool sleeve = true;                      // barrier sleeve over the handle
    double needle_length_mm = 1.0;           // what the display shows
    double dent_mm = 0;                      // how far the rim presses the skin in
    double drag_mm = 0;                      // how far it pulls the skin ...
    geometry::Vec3 drag_direction{1, 0, 0};  // ... and where to
    double swath_mm = 5;
    Hand hand = Hand::kRight;  // whose fingers hold it; kNone: it is shown alone
    friend bool operator==(const PenLook&, const PenLook&) = default;
};

// The free hand's fingers on the skin: a gloved fingertip and the pull.
struct FreeHandLook {
    geometry::Vec3 at_mm;
    geometry::Vec3 normal{0, 0, 1};
    geometry::Vec3 pull{1, 0, 0};  // direction; zero = no tension
    double tension = 0;            // 0..1
    bool left_handed = false;      // the operator: then this is the right hand
    friend bool operator==(const FreeHandLook&, const FreeHandLook&) = default;
};

enum class PropKind : std::uint8_t {
    kTray,
    kPen,
    kSleeve,
    kCartridgeSealed,
    kCartridgeOpened,
    kCleanser,
    kAnaesthetic,
    kAntiseptic,
    kGauze,
    kSaline,
    kGel,
    kSerum,
    kCoolMask,
    kGlovesBox,
    kMaskBox,
    kEyeShields,
    kSharps,
    kBin,
    kLamp,
    kLoupe,
    kChart,
    kConsentForm,
    kAftercareSheet,
    kPhone,
};
inline constexpr int kPropKinds = 24;
// From the words of the procedure ("cartridge_1", "cool_mask", "gel" ...); nothing for what has no shape of its own.
std::optional<PropKind> prop_kind(std::string_view thing, bool opened = false);

struct Prop {
    PropKind kind = PropKind::kGauze;
    Pose pose;
    bool selected = false;  // accent rim
    bool used = false;      // stained, crumpled, empty
    bool visible = true;
    Hand held_by = Hand::kNone;  // a gloved hand round it
    friend bool operator==(const Prop&, const Prop&) = default;
};
// The box around the prop in its own frame.
struct Box {
    geometry::Vec3 low_mm, high_mm;
};
Box prop_box(PropKind kind);
// Bottles and tubes are held with their opening towards the skin at `tip`, along `axis` into it; cloths lie there flat
// under the fingers.
void hold(Prop& prop, geometry::Vec3 tip, geometry::Vec3 axis, Hand hand);
// Turns a held thing about the hand's axis until its label looks to the eye.
void turn_label(Prop& prop, geometry::Vec3 eye);
// A trolley with a tray to the patient's left, level in the room. Each kind has its place on it, so a thing that is put
// back lies where it lay; poses in the patient's frame.
Pose default_tray_pose();
std::vector<Prop> laid_out(const std::vector<PropKind>& kinds, const Pose& tray);

struct Lighting {
    double key = 1, fill = 1, rim = 1;  // factors on a soft medical light
    bool examination_lamp = false;      // raking light that shows texture
    friend bool operator==(const Lighting&, const Lighting&) = default;
};

enum class Subject { kHead, kPad, kNothing };

struct Scene {
    Camera camera;
    Subject subject = Subject::kHead;
    Appearance appearance;
    Lighting lighting;
    std::optional<PenLook> pen;
    std::optional<FreeHandLook> free_hand;
    std::vector<Prop> props;
    bool room = true;  // couch and pillow behind the patient; off = backdrop only (portraits)
    bool cap = true, gown = true;
    bool eye_shields = false;      // on the patient
    bool cool_mask = false;        // on the patient
    double overlay = 0;            // 0..1: strength of the maps' overlay
    double zone_lines = 0;         // 0..1: strength of the lines between zones; only with an overlay
    bool overlay_plain = false;    // the overlay's own colours, unlit and opaque, to be read from the picture
    bool depth_of_field = false;   // blurs what lies far before or behind the face; in full quality only
    bool lesions_revealed = true;  // false: hidden ones stay under the make-up
    friend bool operator==(const Scene&, const Scene&) = default;
};

// The first visible prop that the ray meets (by its box); index into scene.props.
std::optional<std::size_t> pick_prop(const Scene& scene, const geometry::Ray& ray);

}  // namespace np::render
