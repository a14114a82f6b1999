// A patient: any adult from a handful of numbers, as a body to treat and as data to draw.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/anatomy/baked_head.h"
#include "needlepoint/anatomy/body.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::anatomy {

// What a mark on the skin is like; the numbers come from assets/patients/lesions.yaml. Lengths in millimetres.
struct LesionLook {
    std::string shape = "disc";    // disc, oval, ragged, ring, cluster, line, brow, lip
    double aspect = 1;             // greater extent / smaller extent
    double ragged = 0;             // 0 smooth edge ... 1 torn
    int parts = 1;                 // of a cluster
    double part_mm = 0;            // radius of a part
    std::string profile = "flat";  // flat, dome, plateau, bowl, pit, rim, rough, ridge
    double height_mm = 0;          // above the skin; negative: below
    double grain_mm = 0;           // size of what is rough about it
    double edge_mm = 0.3;          // over which its colour fades
    std::string pattern = "even";  // of its colour: even, mottled, vessels, ink, strokes
    // Change of the chromophores against the skin around: 1 = as much again, -1 = none left.
    double melanin = 0, haemoglobin = 0;
    double scatter = 0;                  // more white (scale, scar) or less
    double gloss = 0;                    // 0 as the skin ... 1 wet
    std::array<std::uint8_t, 3> tint{};  // sRGB of what is no chromophore: crust, pus, ink, metal
    double tint_share = 0;
};

// Something on the skin, to be spared or to be treated. Its mask, if it has one, is named "lesion_<id>".
struct LesionRequest {
    std::string id;
    std::string kind;           // "mole", "cold_sore", "papule" ...
    std::string zone;           // "malar_l"
    double u_mm = 0, v_mm = 0;  // from the zone's middle along the skin: to the patient's left, upwards
    double radius_mm = 2;       // half of its greater extent
    double margin_mm = 3;       // spared around its outline
    bool hidden = false;        // for drawing: lies under make-up at first
    bool spared = true;         // has a mask
    double strength = 1;        // for drawing: 0 hardly to be seen ... 1
    double turn_deg = 0;        // of its greater extent, against the line to the patient's left
    // Instead of u_mm, v_mm: somewhere in the zone, well inside it, by this seed.
    std::optional<std::uint64_t> placed;
    LesionLook look;
};

struct ImportedHead;  // head_import.h

struct PatientRequest {
    double male = 0;                               // 0 woman ... 1 man
    double age_years = 35;                         // 22 to 90
    double african = 0, asian = 0, caucasian = 1;  // shares; scaled to sum to 1
    double muscle = 0.5, weight = 0.5;             // 0..1
    // Shape name -> weight 0..1; a name that begins with "l-" moves the right side along. Keep to 0.5.
    std::map<std::string, double> shape;
    std::map<std::string, double> sided;  // the same, but each name moves what it says: "r-cheek-bones-out"
    // Instead of a face made of the numbers above (which then say only what its skin is like); `shape` still applies.
    std::shared_ptr<const ImportedHead> head;
    bool eyes_closed = true;
    int fitzpatrick = 2;               // 1..6, carried for drawing
    std::string eye_colour = "brown";  // carried for drawing
    std::string brow_colour = "brown";
    std::string hair_colour = "brown";
    std::string beard = "none";  // none, stubble, sideburns, full; the latter two are masked as hairline
    std::uint64_t seed = 1;      // personal variation of skin thickness
    std::vector<LesionRequest> lesions;
};

// A place on the skin in a lesion's own coordinates: millimetres along the skin to its left and up.
struct SkinOffset {
    double left_mm = 0, up_mm = 0;
};

struct PlacedLesion {
    LesionRequest request;
    geometry::Vec3 center_mm, normal;
    geometry::Vec3 left, up;  // unit, along the skin at the middle; left, up, normal are right-handed
    geometry::Uv atlas_uv;
    double mm_per_u = 0, mm_per_v = 0;  // scale of the atlas there
    // What the lesion covers, without its margin: closed outlines, counter-clockwise. A ring is two of them, the
    // second clockwise; a cluster has one for each part.
    std::vector<std::vector<SkinOffset>> outlines;
    // Cells whose middle lies in an outline, and the one under the lesion's middle: needled into these is needled into
    // the lesion. Sorted.
    std::vector<std::uint32_t> cells;
};

// Where a point on the skin lies in the lesion's coordinates: its direction along the skin at the middle, its distance
// through the air.
SkinOffset offset_in(const PlacedLesion& lesion, geometry::Vec3 point_mm);
// Inside an outline and not in the hole of a ring.
bool covers(const PlacedLesion& lesion, SkinOffset at);

// How a spot of skin looks, 0..255 each; one per vertex.
struct SkinShade {
    std::uint8_t occlusion = 255;  // 255 open to the sky, 0 shut in
    std::uint8_t lips = 0;         // vermilion
    std::uint8_t orbit = 0;        // lids and the thin skin around the eye
    std::uint8_t ear = 0;
    std::uint8_t nostril = 0;  // the dark inside
    std::uint8_t redness = 0;  // cheeks, nose tip, ears, chin
    std::uint8_t oil = 0;      // T-zone
    std::uint8_t scalp = 0;    // skin under hair: 255 above the hairline
};

struct SkinMesh {
    geometry::TriangleMesh mesh;    // normals per position; corner uvs are atlas uvs (outside 0..1: none)
    std::vector<SkinShade> shades;  // one per position
};

struct Eye {
    geometry::Vec3 center_mm;
    double radius_mm = 12;
    geometry::Vec3 gaze;            // unit, out of the iris
    double iris_radius_rad = 0.43;  // seen from the center
    // Eyeball with its corneal bulge. Corner uvs: (0.5, 0.5) is the pupil's middle, distance 0.5 is the back pole.
    geometry::TriangleMesh mesh;
};

struct AlphaImage {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> alpha;  // row 0 at v = 0
};

// Brows or lashes: flat pieces whose hairs are in the image's alpha; both sides are drawn.
struct HairCards {
    geometry::TriangleMesh mesh;
    std::shared_ptr<const AlphaImage> image;
};

// Cap, gown: cloth with its own occlusion per vertex (255 open). Drawn from both sides.
struct ClothMesh {
    geometry::TriangleMesh mesh;
    std::vector<std::uint8_t> occlusion;
};

// Positions are millimetres around the middle between the two tragions, where the ears begin; x to the patient's
// left, y to the crown, z out of the face.
struct Patient {
    PatientRequest request;
    std::shared_ptr<const Body> body;
    SkinMesh skin_level1, skin_level2;  // 37 thousand and 147 thousand triangles
    std::array<Eye, 2> eyes;            // 0 is the patient's left
    HairCards brows, lashes;
    HairCards beard;  // empty without one: stubble is a shade of the skin
    ClothMesh cap, gown;
    std::map<std::string, geometry::Vec3> landmarks_mm;  // "pronasale", "cheilion_l" ...
    std::vector<PlacedLesion> lesions;
};

// Fails on an unknown shape name or zone, a value out of range, or a rule pack without `zone.<base>.*` layers.
// The contact mesh and the table are the same bits on every machine; the rest is for the eye.
Expected<Patient> build_patient(const BakedHead& head, const PatientRequest& request, const Parameters& rules);

}  // namespace np::anatomy
