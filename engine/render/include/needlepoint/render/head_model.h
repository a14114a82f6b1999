// What the renderer needs of a patient, as plain data; the app fills it from anatomy's patient.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "needlepoint/geometry/vec3.h"
#include "needlepoint/render/camera.h"

namespace np::render {

// A skin vertex: seams of the atlas split it. u, v outside 0..1 = not on the atlas (scalp, mouth cavity).
struct SkinVertex {
    std::array<float, 3> position_mm{};
    std::array<float, 3> normal{0, 0, 1};
    float u = -1, v = -1;
    float ao = 1;                                            // 1 open, 0 fully occluded
    std::uint8_t lips = 0, orbit = 0, ear = 0, nostril = 0;  // soft masks, 255 = inside
    std::uint8_t flush = 0;                                  // where blood shows: cheeks, nose, ears
    std::uint8_t pores = 128;                                // 0 none (lids) .. 255 strong (nose)
    std::uint8_t stubble = 0;                                // beard shadow
    std::uint8_t old = 0;                                    // fine wrinkles
    // This person's own unevenness, filled by the renderer: natural logarithm by which each channel is dimmed, as
    // kToneEven + kToneStep * x, and how greasy the skin is.
    std::array<std::uint8_t, 4> tone{128, 128, 128, 128};
    friend bool operator==(const SkinVertex&, const SkinVertex&) = default;
};
inline constexpr int kToneEven = 128, kToneStep = 100;

struct SkinMesh {
    std::vector<SkinVertex> vertices;
    std::vector<std::uint32_t> indices;  // three per triangle, counter-clockwise from outside
    friend bool operator==(const SkinMesh&, const SkinMesh&) = default;
};

struct Eye {
    geometry::Vec3 center_mm;
    double radius_mm = 12;
    geometry::Vec3 gaze{0, 0, 1};  // unit
    friend bool operator==(const Eye&, const Eye&) = default;
};

// Brows, lashes, beard: thin cards whose shape is in an alpha picture; tinted by the renderer.
struct CardVertex {
    std::array<float, 3> position_mm{};
    std::array<float, 3> normal{0, 0, 1};
    float u = 0, v = 0;
    friend bool operator==(const CardVertex&, const CardVertex&) = default;
};
struct HairCards {
    std::vector<CardVertex> vertices;
    std::vector<std::uint32_t> indices;
    int alpha_width = 0, alpha_height = 0;
    std::vector<std::uint8_t> alpha;  // rows in the order of v; empty = nothing is drawn
    friend bool operator==(const HairCards&, const HairCards&) = default;
};

struct ClothVertex {
    std::array<float, 3> position_mm{};
    std::array<float, 3> normal{0, 0, 1};
    float ao = 1;
    friend bool operator==(const ClothVertex&, const ClothVertex&) = default;
};
struct ClothMesh {
    std::vector<ClothVertex> vertices;
    std::vector<std::uint32_t> indices;
    friend bool operator==(const ClothMesh&, const ClothMesh&) = default;
};

// A mark on the skin: where it is, its outline, and what it does to relief and colour.
struct Lesion {
    using Outline = std::vector<std::array<double, 2>>;  // closed; millimetres along `left` and `up`
    geometry::Vec3 center_mm;
    geometry::Vec3 left{1, 0, 0}, up{0, 1, 0}, normal{0, 0, 1};  // unit; along the skin and out of it
    std::vector<Outline> outlines;                               // counter-clockwise; holes clockwise
    std::string profile = "flat";                                // flat, dome, plateau, bowl, pit, rim, rough, ridge
    double height_mm = 0;                                        // above the skin; negative: below
    double grain_mm = 0;                                         // size of what is rough about it
    double edge_mm = 0.3;                // over which the colour fades, half of it outside the outline
    std::string pattern = "even";        // of the colour: even, mottled, vessels, ink, strokes
    double melanin = 0;                  // change against the skin around: 1 = as much again, -1 = none left
    double haemoglobin = 0;              // likewise
    double scatter = 0;                  // above 0 whiter
    double gloss = 0;                    // 0 as the skin .. 1 wet
    std::array<std::uint8_t, 3> tint{};  // sRGB of what is no chromophore: crust, pus, ink, metal
    double tint_share = 0;
    double strength = 1;  // 0..1
    std::uint32_t seed = 1;
    bool hidden = false;  // under make-up: not drawn until shown
    friend bool operator==(const Lesion&, const Lesion&) = default;
};
// A round one, for what needs no outline of its own.
Lesion::Outline disc_outline(double radius_mm);

struct HeadModel {
    SkinMesh skin;
    std::array<Eye, 2> eyes;
    bool has_eyes = true;
    HairCards brows, lashes, beard;
    ClothMesh cap, gown;
    std::vector<Lesion> lesions;
    std::uint32_t grid_width = 0, grid_height = 0;  // cells of the atlas
    Landmarks landmarks;
    double age_years = 35;   // from about 30 on, lines are drawn along the landmarks
    std::uint32_t seed = 1;  // of this person's own lines
    double fitzpatrick = 2;  // 1..6: what pigment and blood of a lesion look like
    friend bool operator==(const HeadModel&, const HeadModel&) = default;
};

// The practice pad: a silicone slab, front face at z = 0, centred on the origin, looking to +z; u along +x, v along +y.
struct PadModel {
    double width_mm = 100, height_mm = 100, thickness_mm = 14;
    std::uint32_t grid_width = 100, grid_height = 100;
    std::vector<Lesion> lesions;
    double fitzpatrick = 2;
    friend bool operator==(const PadModel&, const PadModel&) = default;
};

}  // namespace np::render
