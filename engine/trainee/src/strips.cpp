#include "strips.h"

#include "needlepoint/sdk/math.h"

namespace np::trainee {

namespace {

using geometry::Vec3;

// The zone seen from straight above: a plane through its middle, and how far it reaches along and across.
struct ZonePlane {
    Vec3 middle, normal, u, v, along, across;
    double along_min = 0, along_max = 0, across_min = 0, across_max = 0;
    bool empty = true;
};

Vec3 cell_center(const anatomy::ZoneTable& table, std::uint32_t cell) {
    const auto& um = table.cell_center_um[cell];
    return Vec3{um[0] * 1e-3, um[1] * 1e-3, um[2] * 1e-3};
}

Vec3 cell_normal(const anatomy::ZoneTable& table, std::uint32_t cell) {
    const auto& q = table.cell_normal_q30[cell];
    return Vec3{static_cast<double>(q[0]), static_cast<double>(q[1]), static_cast<double>(q[2])} / 1073741824.0;
}

bool inside(const Patch& patch, double u, double v) {
    return u >= patch.u0 && u < patch.u1 && v >= patch.v0 && v < patch.v1;
}

ZonePlane plane_of(const anatomy::ZoneTable& table, std::uint8_t zone, double angle_deg, const Patch& patch) {
    ZonePlane plane;
    double area = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] != zone || !table.treatable(cell)) continue;
        const double weight = table.cell_area_um2[cell] * 1e-6;
        plane.middle += weight * cell_center(table, cell);
        plane.normal += weight * cell_normal(table, cell);
        area += weight;
    }
    if (!(area > 0)) return plane;
    plane.empty = false;
    plane.middle = plane.middle / area;
    plane.normal = normalized(plane.normal);

    const Vec3 axis = table.zones[zone].long_axis;
    plane.u = normalized(axis - dot(axis, plane.normal) * plane.normal);
    if (dot(plane.u, plane.u) < 0.5) plane.u = frame_about(plane.normal).u;
    plane.v = cross(plane.normal, plane.u);
    const double angle = angle_deg * NP_PI / 180.0;
    plane.along = np_cos(angle) * plane.u + np_sin(angle) * plane.v;
    plane.across = cross(plane.normal, plane.along);
    bool first = true;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] != zone || !table.treatable(cell)) continue;
        const Vec3 offset = cell_center(table, cell) - plane.middle;
        if (!inside(patch, dot(offset, plane.u), dot(offset, plane.v))) continue;
        const double a = dot(offset, plane.along), c = dot(offset, plane.across);
        plane.along_min = first ? a : np_min(plane.along_min, a);
        plane.along_max = first ? a : np_max(plane.along_max, a);
        plane.across_min = first ? c : np_min(plane.across_min, c);
        plane.across_max = first ? c : np_max(plane.across_max, c);
        first = false;
    }
    return plane;
}

class StripWalker {
  public:
    StripWalker(const anatomy::Body& body, std::uint8_t zone, const StripPlan& plan)
        : body_(body), zone_(zone), plan_(plan), plane_(plane_of(body.table, zone, plan.angle_deg, plan.patch)) {}

    std::vector<StrokePath> walk() {
        if (plane_.empty) return {};
        // Strips are spread evenly over the skin, not over the plane, so that the outer ones lie half a spacing inside
        // the zone and slopes get as many as flat skin does.
        const std::vector<double> way = way_across();
        const double width = way.back();
        const int strips = static_cast<int>(np_max(1.0, -np_floor(-width / plan_.spacing_mm)));
        std::size_t band = 0;
        for (int i = 0; i < strips; ++i) {
            const double wanted = width * (i + 0.5) / strips;
            while (band + 2 < way.size() && way[band + 1] < wanted) ++band;
            const double share = (wanted - way[band]) / (way[band + 1] - way[band]);
            band_slope_ = (way[band + 1] - way[band]) / kStepMm;
            walk_strip(plane_.across_min + kStepMm * (static_cast<double>(band) + share), i % 2 == 1);
        }
        return std::move(paths_);
    }

  private:
    static constexpr double kStepMm = 1.0;
    static constexpr double kSteepest = 2.0;  // steeper skin is not reached from above anyway

    // Millimetres over the skin for one millimetre across the plane, where the skin has this normal.
    double slope(const Vec3& normal) const {
        const double up = np_max(0.05, dot(normal, plane_.normal)), aside = dot(normal, plane_.across) / up;
        return np_clamp(np_sqrt(1 + aside * aside), 1.0, kSteepest);
    }

    // Way over the skin from the plane's edge to each whole step across it, by the mean slope of the cells there.
    std::vector<double> way_across() const {
        const auto bands =
            static_cast<std::size_t>(np_max(1.0, -np_floor(-(plane_.across_max - plane_.across_min) / kStepMm)));
        std::vector<double> slopes(bands, 0), cells(bands, 0);
        const anatomy::ZoneTable& table = body_.table;
        for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
            if (table.cell_zone[cell] != zone_ || !table.treatable(cell)) continue;
            const Vec3 offset = cell_center(table, cell) - plane_.middle;
            if (!inside(plan_.patch, dot(offset, plane_.u), dot(offset, plane_.v))) continue;
            const auto band = static_cast<std::size_t>(np_clamp(
                (dot(offset, plane_.across) - plane_.across_min) / kStepMm, 0.0, static_cast<double>(bands - 1)));
            slopes[band] += slope(cell_normal(table, cell));
            cells[band] += 1;
        }
        std::vector<double> way{0};
        for (std::size_t i = 0; i < bands; ++i)
            way.push_back(way.back() + kStepMm * (cells[i] > 0 ? slopes[i] / cells[i] : 1.0));
        return way;
    }

    bool in_patch(double along, double across) const {
        const Vec3 offset = along * plane_.along + across * plane_.across;
        return inside(plan_.patch, dot(offset, plane_.u), dot(offset, plane_.v));
    }

    // The spot of skin at plane coordinates, if it is a treatable cell of the zone.
    bool spot_at(double along, double across, SkinSpot* spot) const {
        const Vec3 above = plane_.middle + along * plane_.along + across * plane_.across + 60.0 * plane_.normal;
        const auto hit = body_.surface->first_hit({above, -plane_.normal, 0, 120});
        if (!hit) return false;
        const std::uint32_t cell = body_.cell_at(hit->at);
        if (cell == anatomy::kNoCell || body_.table.cell_zone[cell] != zone_ || !body_.table.treatable(cell))
            return false;
        if (spot != nullptr) *spot = {hit->at.position, hit->at.normal, 1};
        return true;
    }

    // The inset counts from the zone's edge; patches of one zone meet without a gap.
    bool well_inside(double along, double across, SkinSpot* spot) const {
        const double inset = plan_.inset_mm;
        return in_patch(along, across) && spot_at(along, across, spot) && spot_at(along - inset, across, nullptr) &&
               spot_at(along + inset, across, nullptr) && spot_at(along, across - inset, nullptr) &&
               spot_at(along, across + inset, nullptr);
    }

    void walk_strip(double across, bool backwards) {
        std::vector<SkinSpot> run;
        const int steps = static_cast<int>((plane_.along_max - plane_.along_min) / kStepMm) + 1;
        for (int i = 0; i <= steps; ++i) {
            const double along = backwards ? plane_.along_max - i * kStepMm : plane_.along_min + i * kStepMm;
            SkinSpot spot;
            if (well_inside(along, across, &spot)) {
                spot.pace = np_clamp(band_slope_ / slope(spot.normal), 0.7, 1.3);
                run.push_back(spot);
            } else {
                finish(run);
            }
        }
        finish(run);
    }

    // Cuts a run into strokes of even length; what is shorter than a stroke becomes a stamp in its middle.
    void finish(std::vector<SkinSpot>& run) {
        if (run.empty()) return;
        const double length = static_cast<double>(run.size() - 1) * kStepMm;
        const std::size_t parts = static_cast<std::size_t>(length / plan_.longest_mm) + 1;
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t from = run.size() * part / parts, to = run.size() * (part + 1) / parts;
            if (static_cast<double>(to - from - 1) * kStepMm < plan_.shortest_mm)
                paths_.push_back({{run[(from + to) / 2]}, zone_});
            else
                paths_.push_back(
                    {{run.begin() + static_cast<std::ptrdiff_t>(from), run.begin() + static_cast<std::ptrdiff_t>(to)},
                     zone_});
        }
        run.clear();
    }

    const anatomy::Body& body_;
    std::uint8_t zone_;
    StripPlan plan_;
    ZonePlane plane_;
    double band_slope_ = 1;  // mean over the strip
    std::vector<StrokePath> paths_;
};

}  // namespace

std::vector<Patch> patches_of(const anatomy::Body& body, std::uint8_t zone, double largest_mm) {
    const ZonePlane plane = plane_of(body.table, zone, 0, Patch{});
    std::vector<Patch> patches;
    if (plane.empty) return patches;
    const double width = plane.along_max - plane.along_min, height = plane.across_max - plane.across_min;
    const int columns = static_cast<int>(-np_floor(-width / largest_mm)),
              rows = static_cast<int>(-np_floor(-height / largest_mm));
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            // The outer patches reach past the zone's edge, so that nothing is left over.
            Patch patch;
            if (column > 0) patch.u0 = plane.along_min + width * column / columns;
            if (column + 1 < columns) patch.u1 = plane.along_min + width * (column + 1) / columns;
            if (row > 0) patch.v0 = plane.across_min + height * row / rows;
            if (row + 1 < rows) patch.v1 = plane.across_min + height * (row + 1) / rows;
            patches.push_back(patch);
        }
    return patches;
}

std::vector<StrokePath> plan_strips(const anatomy::Body& body, std::uint8_t zone, const StripPlan& plan) {
    return StripWalker(body, zone, plan).walk();
}

}  // namespace np::trainee
