#include "needlepoint/anatomy/body.h"

#include "needlepoint/core/bytes.h"

namespace np::anatomy {

geometry::Uv Body::atlas_uv(std::uint32_t triangle, double b1, double b2) const {
    if (triangle >= contact.uvs.size()) return {-1, -1};
    const auto& corners = contact.uvs[triangle];
    const double b0 = 1.0 - b1 - b2;
    return {static_cast<float>(b0 * corners[0].u + b1 * corners[1].u + b2 * corners[2].u),
            static_cast<float>(b0 * corners[0].v + b1 * corners[1].v + b2 * corners[2].v)};
}

std::uint32_t Body::cell_at(std::uint32_t triangle, double b1, double b2) const {
    const geometry::Uv uv = atlas_uv(triangle, b1, b2);
    const std::uint32_t cell = table.cell_of_uv(uv.u, uv.v);
    return cell != kNoCell && table.cell_area_um2[cell] > 0 ? cell : kNoCell;
}

void finish_body(Body& body) {
    Sha256 hash;
    hash.add(body.id);
    hash.add(std::as_bytes(std::span(body.contact.positions)));
    hash.add(std::as_bytes(std::span(body.contact.normals)));
    hash.add(std::as_bytes(std::span(body.contact.triangles)));
    hash.add(std::as_bytes(std::span(body.contact.uvs)));
    hash.add(body.table.encode());
    body.hash = hash.finish();
    body.surface = geometry::make_mesh_surface(body.contact);
}

}  // namespace np::anatomy
