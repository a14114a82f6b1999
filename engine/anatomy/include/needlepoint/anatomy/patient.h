// A patient: any adult from a handful of numbers, as a body to treat and as data to draw.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "needlepoint/anatomy/baked_head.h"
#include "needlepoint/anatomy/body.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::anatomy {

// Something on the skin that must be spared. Its mask is named "lesion_<id>".
struct LesionRequest {
    std::string id;
    std::string kind;           // for drawing: "mole", "cold_sore", "papule" ...
    std::string zone;           // "malar_l"
    double u_mm = 0, v_mm = 0;  // from the zone's middle along the skin: to the patient's left, upwards
    double radius_mm = 2;
    double margin_mm = 3;  // spared around it
    bool hidden = false;   // for drawing: lies under make-up at first
};

struct PatientRequest {
    double male = 0;                               // 0 woman ... 1 man
    double age_years = 35;                         // 25 to 90
    double african = 0, asian = 0, caucasian = 1;  // shares; scaled to sum to 1
    double muscle = 0.5, weight = 0.5;             // 0..1
    // Shape name -> weight 0..1; a name that begins with "l-" moves the right side along. Keep to 0.5.
    std::map<std::string, double> shape;
    bool eyes_closed = true;
    int fitzpatrick = 2;               // 1..6, carried for drawing
    std::string eye_colour = "brown";  // carried for drawing
    std::string brow_colour = "brown";
    std::uint64_t seed = 1;  // personal variation of skin thickness
    std::vector<LesionRequest> lesions;
};

struct PlacedLesion {
    LesionRequest request;
    geometry::Vec3 center_mm, normal;
    geometry::Uv atlas_uv;
    double mm_per_u = 0, mm_per_v = 0;  // scale of the atlas there
};

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
    ClothMesh cap, gown;
    std::map<std::string, geometry::Vec3> landmarks_mm;  // "pronasale", "cheilion_l" ...
    std::vector<PlacedLesion> lesions;
};

// Fails on an unknown shape name or zone, a value out of range, or a rule pack without `zone.<base>.*` layers.
// The contact mesh and the table are the same bits on every machine; the rest is for the eye.
Expected<Patient> build_patient(const BakedHead& head, const PatientRequest& request, const Parameters& rules);

}  // namespace np::anatomy
