#include "needlepoint/anatomy/body.h"

#include "needlepoint/core/bytes.h"

namespace np::anatomy {

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
