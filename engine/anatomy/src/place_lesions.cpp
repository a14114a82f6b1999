#include "place_lesions.h"

#include "lesion_outline.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr std::size_t kMaxMasks = 250;
constexpr std::uint64_t kPlaceStream = 0x706c616365ULL;  // of places, among all random numbers of a seed

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

// Somewhere in the zone where it may be treated, as likely on each square millimetre; away from the zone's edge if
// there is such a place.
std::uint32_t cell_by_seed(const ZoneTable& table, std::uint8_t zone, std::uint64_t seed) {
    const auto inside = [&](std::uint32_t cell, std::uint32_t reach) {
        if (!table.treatable(cell) || table.cell_zone[cell] != zone) return false;
        for (const std::uint32_t step : {reach, reach * table.grid_width}) {
            if (cell < step || cell + step >= table.cell_count()) return false;
            if (table.cell_zone[cell - step] != zone || table.cell_zone[cell + step] != zone) return false;
        }
        return true;
    };
    for (const std::uint32_t reach : {4u, 2u, 0u}) {
        double area = 0;
        for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
            if (inside(cell, reach)) area += table.cell_area_um2[cell];
        if (area == 0) continue;
        double left = area * np_random_uniform(seed, kPlaceStream, 0);
        for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
            if (!inside(cell, reach)) continue;
            left -= table.cell_area_um2[cell];
            if (left <= 0) return cell;
        }
    }
    return kNoCell;
}

// Cells of the lesion itself, and the mask over it and its margin.
void claim_cells(ZoneTable& table, PlacedLesion& lesion, std::uint32_t middle, std::uint8_t mask) {
    const auto replaceable = [&](std::uint8_t old) {
        return old == 0 || table.masks[old] == "brow_hair" || table.masks[old] == "hairline";
    };
    double reach = 0;
    for (const auto& outline : lesion.outlines)
        for (const SkinOffset p : outline) reach = np_max(reach, p.left_mm * p.left_mm + p.up_mm * p.up_mm);
    reach = np_sqrt(reach) + lesion.request.margin_mm;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_area_um2[cell] == 0) continue;
        const Vec3 at = center_of(table, cell), off = at - lesion.center_mm;
        if (cell != middle && (dot(off, off) > reach * reach || dot(normal_of(table, cell), lesion.normal) <= 0))
            continue;
        const double outside = cell == middle ? 0.0 : distance_outside(lesion.outlines, offset_in(lesion, at));
        if (outside == 0) lesion.cells.push_back(cell);
        if (mask != 0 && outside <= lesion.request.margin_mm && replaceable(table.cell_mask[cell]))
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

// Its own for each name, so that two moles are not alike.
std::uint64_t outline_seed(const LesionRequest& request) {
    std::uint64_t seed = request.placed.value_or(0) + 1469598103934665603ULL;
    for (const char c : request.id) seed = (seed ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
    return seed;
}

}  // namespace

Expected<std::vector<PlacedLesion>> place_lesions(Body& body, const std::vector<LesionRequest>& requests) {
    std::vector<PlacedLesion> placed;
    for (const LesionRequest& request : requests) {
        const auto zone = body.table.zone_index(request.zone);
        if (!zone)
            return no("The lesion " + request.id + " lies in \"" + request.zone +
                      "\", which is no zone of the head. Zones are called malar_l, forehead ...");
        const bool sane = request.radius_mm > 0 && request.radius_mm <= 30 && request.look.aspect >= 1 &&
                          request.look.parts >= 1 && request.look.parts <= 100 && request.margin_mm >= 0 &&
                          request.margin_mm <= 50 && np_abs(request.u_mm) <= 100 && np_abs(request.v_mm) <= 100;
        if (!sane)
            return no("The lesion " + request.id +
                      " must have a radius up to 30 mm, a margin up to 50 mm and offsets up to 100 mm.");
        const std::uint32_t from =
            request.placed ? cell_by_seed(body.table, *zone, *request.placed) : middle_cell(body.table, *zone);
        if (from == kNoCell)
            return no("The zone " + request.zone + " has no skin on this patient, so the lesion " + request.id +
                      " cannot lie there.");
        if (body.table.masks.size() >= kMaxMasks) return no("A patient can have at most 240 lesions.");
        const auto start = body.surface->closest(center_of(body.table, from));
        if (!start) return no("The lesion " + request.id + " found no skin.");
        const auto at = request.placed ? *start : walk(*body.surface, *start, request.u_mm, request.v_mm);
        PlacedLesion lesion;
        lesion.request = request;
        lesion.center_mm = at.position, lesion.normal = at.normal;
        lesion.left = normalized(Vec3{1, 0, 0} - at.normal.x * at.normal);
        lesion.up = cross(lesion.normal, lesion.left);
        lesion.atlas_uv = body.atlas_uv(at);
        lesion.outlines = lesion_outlines(request, outline_seed(request));
        measure_scale(body, at.triangle, lesion);
        std::uint8_t mask = 0;
        if (request.spared) {
            body.table.masks.push_back("lesion_" + request.id);
            mask = static_cast<std::uint8_t>(body.table.masks.size() - 1);
        }
        claim_cells(body.table, lesion, body.cell_at(at), mask);
        placed.push_back(std::move(lesion));
    }
    return placed;
}

}  // namespace np::anatomy
