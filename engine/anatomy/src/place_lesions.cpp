#include "place_lesions.h"

#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr std::size_t kMaxMasks = 250;

Vec3 center_of(const ZoneTable& table, std::uint32_t cell) {
    const auto& c = table.cell_center_um[cell];
    return {c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0};
}

Vec3 normal_of(const ZoneTable& table, std::uint32_t cell) {
    const auto& n = table.cell_normal_q30[cell];
    return normalized(Vec3{double(n[0]), double(n[1]), double(n[2])});
}

// The cell of the zone that lies nearest to the zone's center of area.
std::uint32_t middle_cell(const ZoneTable& table, std::uint8_t zone) {
    Vec3 sum;
    double area = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] != zone) continue;
        sum += double(table.cell_area_um2[cell]) * center_of(table, cell);
        area += table.cell_area_um2[cell];
    }
    std::uint32_t found = kNoCell;
    double nearest = 1e18;
    for (std::uint32_t cell = 0; cell < table.cell_count() && area > 0; ++cell) {
        if (table.cell_zone[cell] != zone || table.cell_area_um2[cell] == 0) continue;
        const Vec3 off = center_of(table, cell) - sum / area;
        if (dot(off, off) < nearest) nearest = dot(off, off), found = cell;
    }
    return found;
}

// From the start along the skin: tangent steps of a millimetre, each brought back to the surface.
geometry::SurfacePoint walk(const geometry::Surface& surface, geometry::SurfacePoint at, double u_mm, double v_mm) {
    const double far = np_sqrt(u_mm * u_mm + v_mm * v_mm);
    const int steps = static_cast<int>(far) + 1;
    for (int i = 0; i < steps; ++i) {
        const Vec3 left = normalized(Vec3{1, 0, 0} - at.normal.x * at.normal), up = cross(at.normal, left);
        const auto next = surface.closest(at.position + (u_mm / steps) * left + (v_mm / steps) * up);
        if (next) at = *next;
    }
    return at;
}

void mask_around(ZoneTable& table, const PlacedLesion& lesion, std::uint8_t mask) {
    const auto replaceable = [&](std::uint8_t old) {
        return old == 0 || table.masks[old] == "brow_hair" || table.masks[old] == "hairline";
    };
    const double reach = lesion.request.radius_mm + lesion.request.margin_mm;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_area_um2[cell] == 0 || !replaceable(table.cell_mask[cell])) continue;
        const Vec3 off = center_of(table, cell) - lesion.center_mm;
        if (dot(off, off) <= reach * reach && dot(normal_of(table, cell), lesion.normal) > 0)
            table.cell_mask[cell] = mask;
    }
}

// How many millimetres one unit of the atlas spans in the triangle.
void measure_scale(const Body& body, std::uint32_t triangle, PlacedLesion& lesion) {
    const auto& t = body.contact.triangles[triangle];
    const auto& uv = body.contact.uvs[triangle];
    const Vec3 e1 = body.contact.positions[t[1]] - body.contact.positions[t[0]],
               e2 = body.contact.positions[t[2]] - body.contact.positions[t[0]];
    const double u1 = uv[1].u - uv[0].u, v1 = uv[1].v - uv[0].v, u2 = uv[2].u - uv[0].u, v2 = uv[2].v - uv[0].v;
    const double area = u1 * v2 - u2 * v1;
    if (area == 0) return;
    lesion.mm_per_u = length((v2 / area) * e1 - (v1 / area) * e2);
    lesion.mm_per_v = length((u1 / area) * e2 - (u2 / area) * e1);
}

}  // namespace

Expected<std::vector<PlacedLesion>> place_lesions(Body& body, const std::vector<LesionRequest>& requests) {
    std::vector<PlacedLesion> placed;
    for (const LesionRequest& request : requests) {
        const auto zone = body.table.zone_index(request.zone);
        if (!zone)
            return no("The lesion " + request.id + " lies in \"" + request.zone +
                      "\", which is no zone of the head. Zones are called malar_l, forehead ...");
        const bool sane = request.radius_mm > 0 && request.radius_mm <= 30 && request.margin_mm >= 0 &&
                          request.margin_mm <= 50 && np_abs(request.u_mm) <= 100 && np_abs(request.v_mm) <= 100;
        if (!sane)
            return no("The lesion " + request.id +
                      " must have a radius up to 30 mm, a margin up to 50 mm and offsets up to 100 mm.");
        const std::uint32_t middle = middle_cell(body.table, *zone);
        if (middle == kNoCell)
            return no("The zone " + request.zone + " has no skin on this patient, so the lesion " + request.id +
                      " cannot lie there.");
        if (body.table.masks.size() >= kMaxMasks) return no("A patient can have at most 240 lesions.");
        const auto start = body.surface->closest(center_of(body.table, middle));
        if (!start) return no("The lesion " + request.id + " found no skin.");
        const auto at = walk(*body.surface, *start, request.u_mm, request.v_mm);
        PlacedLesion lesion{request, at.position, at.normal, body.atlas_uv(at)};
        measure_scale(body, at.triangle, lesion);
        body.table.masks.push_back("lesion_" + request.id);
        mask_around(body.table, lesion, static_cast<std::uint8_t>(body.table.masks.size() - 1));
        placed.push_back(std::move(lesion));
    }
    return placed;
}

}  // namespace np::anatomy
