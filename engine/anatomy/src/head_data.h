// What a baked head holds.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/anatomy/patient.h"
#include "needlepoint/core/status.h"
#include "quad_mesh.h"

namespace np::anatomy {

// Moves some vertices; thousandths of a decimetre, the package's unit.
struct MorphTarget {
    std::vector<std::uint16_t> vertices;
    std::vector<std::array<std::int16_t, 3>> moves;
};

// Brows or lashes hang on vertices of the head: p = sum weight * V[vertex] + offset * scale.
struct CardRecipe {
    struct Anchor {
        std::array<std::uint16_t, 3> vertices{};
        std::uint16_t unused = 0;  // fills the gap, so that the file has no stray bytes
        std::array<float, 3> weights{};
        std::array<float, 3> offset{};
    };
    std::array<float, 3> scale_length{};  // decimetres between the scale vertices on the proxy's own body
    std::vector<Anchor> anchors;
    std::vector<std::array<std::uint16_t, 4>> quads;
    std::vector<std::array<geometry::Uv, 4>> uvs;
    AlphaImage image;
};

struct HeadData {
    // Vertices 0 .. skin_vertices-1 are the skin; behind them the eyes (left, right) and the lash helpers.
    std::uint32_t skin_vertices = 0;
    std::vector<std::array<float, 3>> base;  // decimetres
    std::vector<Quad> quads;
    std::vector<QuadUv> uvs;  // of the atlas; outside 0..1: none
    std::vector<float> calm;  // per skin vertex, 0..1: a smooth place whose small ridges are evened out
    std::array<std::array<std::uint16_t, 2>, 2> eye_vertices{};  // first and count, left and right
    std::map<std::string, MorphTarget>
        targets;  // "macro/african-female-old", "closure/asian/left", "shape/nose-hump-morehump"
    std::map<std::string, std::uint16_t> landmarks;
    std::vector<std::uint16_t>
        lip_rows[2];  // upper and lower edge of the mouth's slit, from the right corner to the left
    std::vector<std::uint16_t>
        lip_vertices[2];  // what moves with the upper and with the lower lip when they are sealed
    std::array<std::uint16_t, 6> card_scale_vertices{};
    std::map<std::string, CardRecipe> cards;  // "brow_fine", "brow_heavy", "lash_dense", "lash_sparse"

    // Cells of the atlas.
    std::vector<std::string> zones, bases, masks;
    std::vector<std::uint8_t> cell_zone, cell_mask;

    // Per vertex of level 1: how it looks, and where cap and gown lie (decimetres beyond the hem, positive = covered).
    std::vector<SkinShade> shades;
    std::vector<std::uint8_t> open_eye_occlusion;
    std::vector<float> cap_field, gown_field;
};

std::vector<std::byte> encode_head(const HeadData& head);
Expected<HeadData> decode_head(std::span<const std::byte> bytes);

}  // namespace np::anatomy
