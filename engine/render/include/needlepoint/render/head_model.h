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
};

struct SkinMesh {
    std::vector<SkinVertex> vertices;
    std::vector<std::uint32_t> indices;  // three per triangle, counter-clockwise from outside
};

struct Eye {
    geometry::Vec3 center_mm;
    double radius_mm = 12;
    geometry::Vec3 gaze{0, 0, 1};  // unit
};

// Brows and lashes: thin cards whose shape is in an alpha picture; tinted by the renderer.
struct CardVertex {
    std::array<float, 3> position_mm{};
    std::array<float, 3> normal{0, 0, 1};
    float u = 0, v = 0;
};
struct HairCards {
    std::vector<CardVertex> vertices;
    std::vector<std::uint32_t> indices;
    int alpha_width = 0, alpha_height = 0;
    std::vector<std::uint8_t> alpha;  // rows in the order of v; empty = nothing is drawn
};

struct ClothVertex {
    std::array<float, 3> position_mm{};
    std::array<float, 3> normal{0, 0, 1};
    float ao = 1;
};
struct ClothMesh {
    std::vector<ClothVertex> vertices;
    std::vector<std::uint32_t> indices;
};

// Kinds that can be painted: "mole", "atypical_mole", "cold_sore", "papule", "pustule", "comedo", "keratosis"
// (actinic), "melasma", "telangiectasia", "keloid", "eczema", "bruise", "scar_icepick", "scar_boxcar", "scar_rolling",
// "wart", "impetigo", "sunburn", "vitiligo"; any other kind is painted as a reddish spot.
struct Lesion {
    std::string kind;
    geometry::Vec3 center_mm;
    double radius_mm = 2;
    double strength = 1;  // 0..1; below about 0.3 it is hard to see
    std::uint32_t seed = 1;
    bool hidden = false;  // under make-up: drawn faintly until shown
};

struct HeadModel {
    SkinMesh skin;
    std::array<Eye, 2> eyes;
    bool has_eyes = true;
    HairCards brows, lashes;
    ClothMesh cap, gown;
    std::vector<Lesion> lesions;
    std::uint32_t grid_width = 0, grid_height = 0;  // cells of the atlas
    Landmarks landmarks;
    double age_years = 35;   // from about 30 on, lines are drawn along the landmarks
    std::uint32_t seed = 1;  // of this person's own lines
};

// The practice pad: a silicone slab, front face at z = 0, centred on the origin, looking to +z; u along +x, v along +y.
struct PadModel {
    double width_mm = 100, height_mm = 100, thickness_mm = 14;
    std::uint32_t grid_width = 100, grid_height = 100;
    std::vector<Lesion> lesions;
};

}  // namespace np::render
