#include "needlepoint/anatomy/zone_meter.h"

#include "atlas.h"
#include "cells.h"
#include "eyes.h"
#include "head_data.h"
#include "needlepoint/sdk/math.h"
#include "shape.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

// Part of a triangle that lies in a zone (and may be treated) or under a mask.
struct Share {
    std::uint32_t triangle;
    std::uint8_t number;
    bool masked;
    double share;
};

}  // namespace

struct ZoneMeter::Parts {
    BakedHead head;
    QuadMesh level0, level1;
    std::vector<std::array<std::uint32_t, 3>> triangles;
    std::vector<Share> shares;

    explicit Parts(const BakedHead& baked) : head(baked) {
        const HeadData& data = head.data();
        level0 = make_quad_mesh(data.skin_vertices, data.quads);
        level1 = refined(level0);
        const QuadMesh level2 = refined(level1);
        const auto mesh = triangulate(level2, std::vector<Vec3>(level2.vertex_count), refine_uvs(refine_uvs(data.uvs)));
        triangles = mesh.triangles;
        for (std::uint32_t t = 0; t < triangles.size(); ++t) add(mesh.uvs[t], t);
    }

    void add(const std::array<geometry::Uv, 3>& uv, std::uint32_t triangle) {
        const HeadData& data = head.data();
        const auto first = shares.size();
        visit_cell_shares(uv, kAtlasWidth, kAtlasHeight, [&](std::size_t cell, double share) {
            const bool masked = data.cell_mask[cell] != 0;
            if (!masked && data.cell_zone[cell] == kNoZone) return;
            const std::uint8_t number = masked ? data.cell_mask[cell] : data.cell_zone[cell];
            for (auto i = first; i < shares.size(); ++i)
                if (shares[i].number == number && shares[i].masked == masked) {
                    shares[i].share += share;
                    return;
                }
            shares.push_back({triangle, number, masked, share});
        });
    }
};

ZoneMeter::ZoneMeter(const BakedHead& head) : parts_(std::make_shared<const Parts>(head)) {}

const std::vector<std::string>& ZoneMeter::zones() const {
    return parts_->head.data().zones;
}
const std::vector<std::string>& ZoneMeter::masks() const {
    return parts_->head.data().masks;
}

Expected<ZoneAreas> ZoneMeter::measure(const PatientRequest& request) const {
    const Parts& parts = *parts_;
    const HeadData& head = parts.head.data();
    const auto shaped = shaped_head(head, parts.level0, request);
    if (!shaped) return tl::unexpected(shaped.error());
    const auto eyes = fit_eyes(head, *shaped);
    const auto p = refine_positions(parts.level1, refine_positions(parts.level0, shaped->control));
    ZoneAreas areas;
    areas.treatable_mm2.assign(head.zones.size(), 0);
    areas.masked_mm2.assign(head.masks.size(), 0);
    areas.to_eye_mm = {1e9, 1e9};
    for (const Share& share : parts.shares) {
        const auto& t = parts.triangles[share.triangle];
        const double area = 0.5 * length(cross(p[t[1]] - p[t[0]], p[t[2]] - p[t[0]]));
        (share.masked ? areas.masked_mm2 : areas.treatable_mm2)[share.number] += share.share * area;
        if (share.masked) continue;
        for (std::size_t eye = 0; eye < 2; ++eye)
            areas.to_eye_mm[eye] =
                np_min(areas.to_eye_mm[eye], length(p[t[0]] - eyes[eye].center_mm) - eyes[eye].radius_mm);
    }
    return areas;
}

}  // namespace np::anatomy
