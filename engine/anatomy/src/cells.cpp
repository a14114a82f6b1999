#include "cells.h"

#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

struct Place {
    double x, y;  // in cells
};

// A triangle cut by four lines has at most seven corners.
struct Piece {
    std::array<Place, 8> corners;
    int count = 0;
    void add(Place p) {
        if (count < 8) corners[count++] = p;
    }
};

// Keeps the part where sign * (coordinate - at) >= 0.
Piece cut(const Piece& piece, bool along_x, double at, double sign) {
    Piece kept;
    for (int i = 0; i < piece.count; ++i) {
        const Place a = piece.corners[i], b = piece.corners[(i + 1) % piece.count];
        const double da = sign * ((along_x ? a.x : a.y) - at), db = sign * ((along_x ? b.x : b.y) - at);
        if (da >= 0) kept.add(a);
        if ((da > 0 && db < 0) || (da < 0 && db > 0)) {
            const double t = da / (da - db);
            kept.add({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    }
    return kept;
}

struct AreaAndMiddle {
    double area = 0;
    Place middle{0, 0};
};

AreaAndMiddle measure(const Piece& piece) {
    AreaAndMiddle sum;
    for (int i = 1; i + 1 < piece.count; ++i) {
        const Place a = piece.corners[0], b = piece.corners[i], c = piece.corners[i + 1];
        const double area = 0.5 * ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
        sum.area += area;
        sum.middle.x += area * (a.x + b.x + c.x) / 3;
        sum.middle.y += area * (a.y + b.y + c.y) / 3;
    }
    if (sum.area != 0) sum.middle = {sum.middle.x / sum.area, sum.middle.y / sum.area};
    return sum;
}

struct Sums {
    double area = 0;  // mm^2
    Vec3 position, normal;
};

int first(double a, double b, double c) {
    return static_cast<int>(np_floor(np_min(a, np_min(b, c))));
}
int last(double a, double b, double c, std::uint32_t limit) {
    return static_cast<int>(np_min(np_floor(np_max(a, np_max(b, c))), limit - 1.0));
}

// Calls visit(cell, share, middle of that share, whole triangle, its area in cells).
template <class Visit>
void visit_parts(const std::array<geometry::Uv, 3>& uv, std::uint32_t width, std::uint32_t height, Visit visit) {
    Piece whole;
    for (const auto& corner : uv) {
        if (!(corner.u >= 0 && corner.u <= 1 && corner.v >= 0 && corner.v <= 1)) return;
        whole.add({static_cast<double>(corner.u) * width, static_cast<double>(corner.v) * height});
    }
    const double uv_area = measure(whole).area;
    if (np_abs(uv_area) < 1e-9) return;
    const auto& p = whole.corners;
    for (int row = first(p[0].y, p[1].y, p[2].y); row <= last(p[0].y, p[1].y, p[2].y, height); ++row) {
        const Piece band = cut(cut(whole, false, row, 1), false, row + 1, -1);
        for (int column = first(p[0].x, p[1].x, p[2].x); column <= last(p[0].x, p[1].x, p[2].x, width); ++column) {
            const AreaAndMiddle part = measure(cut(cut(band, true, column, 1), true, column + 1, -1));
            const double share = part.area / uv_area;
            if (!(share > 1e-12)) continue;
            visit(static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column), share, part.middle, whole,
                  uv_area);
        }
    }
}

class CellMeter {
  public:
    CellMeter(const geometry::TriangleMesh& mesh, const ZoneTable& table)
        : mesh_(mesh), table_(table), sums_(table.cell_count()) {}

    void add(std::size_t triangle) {
        const auto& t = mesh_.triangles[triangle];
        const double area = 0.5 * length(cross(mesh_.positions[t[1]] - mesh_.positions[t[0]],
                                               mesh_.positions[t[2]] - mesh_.positions[t[0]]));
        visit_parts(mesh_.uvs[triangle], table_.grid_width, table_.grid_height,
                    [&](std::size_t cell, double share, Place middle, const Piece& whole, double uv_area) {
                        add_part(t, whole, uv_area, middle, share * area, cell);
                    });
    }

    const std::vector<Sums>& sums() const { return sums_; }

  private:
    void add_part(const std::array<std::uint32_t, 3>& t, const Piece& whole, double uv_area, Place m, double area,
                  std::size_t cell) {
        const auto& p = whole.corners;
        const double b1 = 0.5 * ((m.x - p[0].x) * (p[2].y - p[0].y) - (p[2].x - p[0].x) * (m.y - p[0].y)) / uv_area;
        const double b2 = 0.5 * ((p[1].x - p[0].x) * (m.y - p[0].y) - (m.x - p[0].x) * (p[1].y - p[0].y)) / uv_area;
        const double b0 = 1 - b1 - b2;
        Sums& sum = sums_[cell];
        sum.area += area;
        sum.position += area * (b0 * mesh_.positions[t[0]] + b1 * mesh_.positions[t[1]] + b2 * mesh_.positions[t[2]]);
        sum.normal += area * (b0 * mesh_.normals[t[0]] + b1 * mesh_.normals[t[1]] + b2 * mesh_.normals[t[2]]);
    }

    const geometry::TriangleMesh& mesh_;
    const ZoneTable& table_;
    std::vector<Sums> sums_;
};

std::array<std::int32_t, 3> rounded(Vec3 v, double scale, std::int32_t step) {
    const auto part = [&](double x) { return static_cast<std::int32_t>(np_round(x * scale)) * step; };
    return {part(v.x), part(v.y), part(v.z)};
}

struct Covariance {
    double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
    Vec3 times(Vec3 v) const {
        return {xx * v.x + xy * v.y + xz * v.z, xy * v.x + yy * v.y + yz * v.z, xz * v.x + yz * v.y + zz * v.z};
    }
};

}  // namespace

void visit_cell_shares(const std::array<geometry::Uv, 3>& uv, std::uint32_t width, std::uint32_t height,
                       const std::function<void(std::size_t, double)>& visit) {
    visit_parts(uv, width, height,
                [&](std::size_t cell, double share, Place, const Piece&, double) { visit(cell, share); });
}

void measure_cells(const geometry::TriangleMesh& mesh, ZoneTable& table) {
    CellMeter meter(mesh, table);
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) meter.add(t);
    table.cell_area_um2.assign(table.cell_count(), 0);
    table.cell_center_um.assign(table.cell_count(), {});
    table.cell_normal_q30.assign(table.cell_count(), {});
    for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
        const Sums& sum = meter.sums()[cell];
        const auto area = static_cast<std::uint32_t>(np_round(np_min(sum.area, 1000.0) * 1e6));
        if (area == 0) continue;
        table.cell_area_um2[cell] = area;
        table.cell_center_um[cell] = rounded(sum.position / sum.area, 1000, 1);
        table.cell_normal_q30[cell] = rounded(normalized(sum.normal), 32768, 32768);
    }
}

void measure_long_axes(ZoneTable& table) {
    const std::size_t zones = table.zones.size();
    std::vector<double> areas(zones, 0);
    std::vector<Vec3> middles(zones);
    std::vector<Covariance> spreads(zones);
    const auto place = [&](std::size_t cell) {
        const auto& c = table.cell_center_um[cell];
        return Vec3{c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0};
    };
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] == kNoZone) continue;
        areas[table.cell_zone[cell]] += table.cell_area_um2[cell];
        middles[table.cell_zone[cell]] += double(table.cell_area_um2[cell]) * place(cell);
    }
    for (std::size_t z = 0; z < zones; ++z)
        if (areas[z] > 0) middles[z] = middles[z] / areas[z];
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const auto z = table.cell_zone[cell];
        if (z == kNoZone || table.cell_area_um2[cell] == 0) continue;
        const Vec3 off = place(cell) - middles[z];
        const double w = table.cell_area_um2[cell] / areas[z];
        Covariance& s = spreads[z];
        s.xx += w * off.x * off.x, s.xy += w * off.x * off.y, s.xz += w * off.x * off.z;
        s.yy += w * off.y * off.y, s.yz += w * off.y * off.z, s.zz += w * off.z * off.z;
    }
    // Power iteration; zones are long enough for it to settle.
    for (std::size_t z = 0; z < zones; ++z) {
        Vec3 axis{0.8, 0.59, 0.1};
        for (int i = 0; i < 60; ++i) {
            const Vec3 next = normalized(spreads[z].times(axis));
            if (dot(next, next) > 0) axis = next;
        }
        if (axis.x < 0) axis = -axis;
        table.zones[z].long_axis = normalized(axis);
    }
}

}  // namespace np::anatomy
