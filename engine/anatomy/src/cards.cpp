#include "cards.h"

#include <cmath>

namespace np::anatomy {

using geometry::Vec3;

namespace {

Vec3 scale_of(const HeadData& head, const CardRecipe& recipe, const ShapedHead& shaped) {
    const auto& v = head.card_scale_vertices;
    const auto& p = shaped.plain;
    // Offsets are decimetres; a millimetre span over a decimetre length scales them into millimetres.
    return {std::abs(p[v[0]].x - p[v[1]].x) / recipe.scale_length[0],
            std::abs(p[v[2]].y - p[v[3]].y) / recipe.scale_length[1],
            std::abs(p[v[4]].z - p[v[5]].z) / recipe.scale_length[2]};
}

}  // namespace

HairCards hang_cards(const HeadData& head, const CardRecipe& recipe, const ShapedHead& shaped,
                     const geometry::Surface& skin, double lift_mm) {
    const Vec3 scale = scale_of(head, recipe, shaped);
    std::vector<Vec3> points;
    for (const auto& anchor : recipe.anchors) {
        Vec3 p{anchor.offset[0] * scale.x, anchor.offset[1] * scale.y, anchor.offset[2] * scale.z};
        for (std::size_t k = 0; k < 3; ++k) p += double(anchor.weights[k]) * shaped.plain[anchor.vertices[k]];
        points.push_back(p);
    }
    std::vector<Quad> quads;
    for (const auto& q : recipe.quads) quads.push_back({q[0], q[1], q[2], q[3]});
    const QuadMesh coarse = make_quad_mesh(static_cast<std::uint32_t>(points.size()), std::move(quads));
    auto fine = refine_positions(coarse, points);
    if (lift_mm > 0)
        for (Vec3& p : fine)
            if (const auto at = skin.closest(p, 20)) p = at->position + lift_mm * at->normal;
    HairCards cards;
    cards.mesh = triangulate(refined(coarse), std::move(fine), refine_uvs(recipe.uvs));
    cards.mesh.normals = geometry::smooth_normals(cards.mesh);
    cards.image = std::make_shared<AlphaImage>(recipe.image);
    return cards;
}

}  // namespace np::anatomy
