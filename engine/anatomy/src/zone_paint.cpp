#include "zone_paint.h"

#include <array>
#include <cmath>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

namespace {

constexpr double kMm = 0.001;          // a millimetre of cheek in chart units
constexpr double kNeckLowest = 5.55;   // raw base y, decimetres
constexpr double kNeckHighest = 6.80;  // the same: above it the jaw begins
constexpr double kInfraorbBand = 9 * kMm, kNlfBand = 8 * kMm;
constexpr double kNlfLowest = -0.9115;  // chart y, just below the corner of the mouth
constexpr double kEarCanal = 4 * kMm;
constexpr int kConcha = 12184;  // the hollow behind the tragus
// Between upper lip and cheek, from the wing of the nose to the corner of the mouth.
constexpr std::array<int, 6> kNasolabialFold = {11751, 7132, 7136, 11759, 10407, 7435};
// Front border of the masseter, from the cheekbone to the edge of the jaw.
constexpr ChartPoint kMasseterTop{0.0965, -0.8626}, kMasseterFoot{0.0913, -0.9166};
constexpr double kGownClearance = 0.06;  // decimetres between the neckline and the lowest zone
constexpr double kHairlineStrip = 5 * kMm;
constexpr double kBrowHeight = 10 * kMm / 1.04;  // the forehead's skin is a little wider than a cheek's
constexpr double kBrowFromMidline = 5 * kMm / 1.04, kBrowBeyondCanthus = 10 * kMm / 1.04;
constexpr double kBrowHead = 16.5 * kMm;
constexpr double kLidMargin = 2.0 * kMm;
constexpr double kCrowSlope = 0.9;
constexpr int kExocanthion = 7782, kEndocanthion = 7796;
constexpr int kGapCells = 7;  // seams between outlines are narrower than this

enum Mask : std::uint8_t {
    kFree,
    kEyeGlobe,
    kLidUpper,
    kLidLower,
    kVermilion,
    kNostril,
    kEar,
    kCanal,
    kBrowHair,
    kHairline
};

struct Curve {
    std::vector<ChartPoint> points;
    Chart chart;
    std::uint8_t left, right;  // zone numbers; the same on the midline
};

struct Painter {
    const ChartMap& charts;
    ZoneMap map;
    std::vector<Curve> curves;
    std::vector<std::vector<ChartPoint>> masks;  // as mask_outlines()
    std::vector<ChartPoint> hem, cap, orbit_rim, fold;

    std::uint8_t zone(const std::string& id) const {
        for (std::size_t i = 0; i < map.zones.size(); ++i)
            if (map.zones[i] == id) return static_cast<std::uint8_t>(i);
        return kNoZone;
    }

    void name_zones() {
        for (const auto& [base, pair] : zone_names())
            for (const char* side : {"_l", "_r"}) {
                if (!pair && side[1] == 'r') continue;
                map.zones.push_back(std::string(base) + (pair ? side : ""));
                map.bases.emplace_back(base);
            }
        map.masks = {"",          "eye_globe", "lid_upper", "lid_lower_inside_rim", "vermilion", "nostril", "ear",
                     "ear_canal", "brow_hair", "hairline"};
    }

    void make_curves() {
        for (const Outline& outline : zone_outlines()) {
            const std::string name(outline.name);
            const bool pair = outline.side == Side::kPair;
            curves.push_back({smoothed(outline_curve(charts, outline)), outline.chart, zone(pair ? name + "_l" : name),
                              zone(pair ? name + "_r" : name)});
        }
        for (const Outline& outline : mask_outlines()) masks.push_back(outline_curve(charts, outline));
        orbit_rim = masks[0];
        orbit_rim.push_back(orbit_rim.front());
        for (const int vertex : kNasolabialFold) fold.push_back(charts.head.at(vertex));
        hem = hem_line(charts);
        cap = cap_outline(charts);
    }

    // Lateral of a line that runs from the outer corner of the eye downwards and outwards.
    bool beside_canthus(ChartPoint p) const {
        const ChartPoint corner = charts.head.at(kExocanthion);
        return p.x - corner.x > std::fmax(0.0, corner.y - p.y) * kCrowSlope;
    }

    bool behind_masseter_front(ChartPoint p) const {
        const double t = (p.y - kMasseterTop.y) / (kMasseterFoot.y - kMasseterTop.y);
        return p.x > kMasseterTop.x + t * (kMasseterFoot.x - kMasseterTop.x);
    }

    // What runs along the orbit's lower rim and along the fold is a band of known width.
    std::uint8_t face_zone(std::uint8_t found, ChartPoint p) const {
        const auto is = [&](const char* id) { return found == zone(id); };
        // The ring around the orbit divides at the outer corner of the eye.
        if (is("infraorb_l") && beside_canthus(p)) return zone("crow_l");
        const bool below_eye = p.y < charts.head.at(kExocanthion).y && !beside_canthus(p);
        if (is("infraorb_l") ||
            ((is("malar_l") || is("buccal_l")) && below_eye && p.x > charts.head.at(kEndocanthion).x))
            if (distance_to_line(orbit_rim, p) < kInfraorbBand || is("infraorb_l")) return zone("infraorb_l");
        if ((is("buccal_l") || is("malar_l")) && p.y > kNlfLowest && distance_to_line(fold, p) < kNlfBand)
            return zone("nlf_l");
        if (is("buccal_l") || is("lateral_l")) return zone(behind_masseter_front(p) ? "lateral_l" : "buccal_l");
        return found;
    }

    // The neck divides along the sternomastoid's front edge, which winds from the mastoid to the notch, and ends at the
    // trapezius. Both are lines on the raw base: an angle about the neck's axis, a depth.
    std::uint8_t neck_zone(std::uint8_t found, std::size_t cell) const {
        const auto& [x, y, z] = charts.cell_raw[cell];
        const bool neck = found == zone("submental") || found == zone("neck_front") || found == zone("neck_side_l");
        if (y > kNeckHighest || (found != kNoZone && !neck)) return found;
        const double edge_deg = 12.2 + (y - 5.646) * 42.2;
        const double ahead = z - 0.15, radius = np_sqrt(double{x} * x + ahead * ahead);
        const double angle_deg = np_acos(np_clamp(ahead / np_max(radius, 1e-6), -1, 1)) * 180 / NP_PI;
        if (z < 0.13 + (y - 5.83) * 0.40) return kNoZone;
        if (angle_deg > edge_deg || y > 6.62) return zone("neck_side_l");
        if (found == zone("neck_side_l") || (found == zone("neck_front") && y > 6.2))
            return zone(y > 6.2 ? "submental" : "neck_front");
        return found;
    }

    // Zone of a place on the left half.
    std::uint8_t zone_at(Chart chart, ChartPoint p, std::size_t cell) const {
        std::uint8_t found = kNoZone;
        for (const Curve& curve : curves)
            if (curve.chart == chart && is_inside(curve.points, p)) found = curve.left;
        return neck_zone(face_zone(found, p), cell);
    }

    // Upper edge of the orbit's mask above x, or nothing beside the orbit: its end's height there.
    double orbit_top(double x) const {
        double top = -1e9;
        double nearest = 1e9, nearest_y = 0;
        for (const ChartPoint p : masks[0]) {
            if (std::abs(p.x - x) < 1.2 * kMm && p.y > top) top = p.y;
            if (std::abs(p.x - x) < nearest) nearest = std::abs(p.x - x), nearest_y = p.y;
        }
        return top > -1e8 ? top : nearest_y;
    }

    std::uint8_t lid_mask(ChartPoint p) const {
        for (const auto& edge : charts.lid_edges)
            if (distance_to_line({edge[0], edge[1]}, p) < kLidMargin) return kEyeGlobe;
        const ChartPoint inner = charts.head.at(kEndocanthion), outer = charts.head.at(kExocanthion);
        const double line = inner.y + (p.x - inner.x) / (outer.x - inner.x) * (outer.y - inner.y);
        return p.y > line ? kLidUpper : kLidLower;
    }

    bool in_brow(ChartPoint p) const {
        if (p.x < kBrowFromMidline || p.x > charts.head.at(kExocanthion).x + kBrowBeyondCanthus) return false;
        // Towards the midline, where there is no orbit any more, the brow goes on as high as it began.
        const double over = p.y - orbit_top(std::fmax(p.x, kBrowHead));
        return over >= 0 && over <= kBrowHeight;
    }

    std::uint8_t mask_at(ChartPoint p, std::uint8_t zone_here) const {
        if (is_inside(masks[0], p)) return lid_mask(p);
        if (is_inside(masks[1], p)) return kVermilion;
        if (is_inside(masks[2], p)) return kNostril;
        if (is_inside(masks[3], p))
            return distance_to_line({charts.head.at(kConcha), charts.head.at(kConcha)}, p) < kEarCanal ? kCanal : kEar;
        if (in_brow(p)) return kBrowHair;
        const std::string base = zone_here == kNoZone ? "" : map.bases[zone_here];
        if ((base == "forehead" || base == "temple" || base == "lateral") && distance_to_line(hem, p) < kHairlineStrip)
            return kHairline;
        return kFree;
    }

    void paint_cell(const ChartWindow& window, Chart chart, std::size_t cell, ChartPoint p) {
        if (!open_cell(window, cell, p)) return;
        map.cell_zone[cell] = zone_at(chart, p, cell);
        if (chart == Chart::kHead) map.cell_mask[cell] = mask_at(p, map.cell_zone[cell]);
    }

    // The left half of a window: columns from the middle on.
    void paint_window(const ChartWindow& window, Chart chart) {
        for (std::uint32_t row = window.row; row < window.row + window.rows; ++row)
            for (std::uint32_t column = window.column + window.columns / 2; column < window.column + window.columns;
                 ++column)
                paint_cell(window, chart, std::size_t{row} * kAtlasWidth + column,
                           chart_point(window, column + 0.5, row + 0.5));
    }

    // May the cell be in a zone at all: not under cap or gown, not below the neck.
    bool open_cell(const ChartWindow& window, std::size_t cell, ChartPoint p) const {
        if (!charts.cell_surface[cell]) return false;
        if (&window == &kHeadWindow) return !is_inside(cap, p);
        return charts.cell_raw[cell][1] > kNeckLowest && charts.cell_gown[cell] < -kGownClearance;
    }

    // Thin gaps between outlines, and along the seam of the charts, go to the nearest zone.
    void close_gaps(const ChartWindow& window) {
        const auto before = map.cell_zone;
        for (std::uint32_t row = window.row; row < window.row + window.rows; ++row)
            for (std::uint32_t column = window.columns / 2; column < window.columns; ++column) {
                const std::size_t cell = std::size_t{row} * kAtlasWidth + column;
                const ChartPoint p = chart_point(window, column + 0.5, row + 0.5);
                if (before[cell] != kNoZone || !open_cell(window, cell, p)) continue;
                map.cell_zone[cell] = nearest_zone(window, before, row, column);
                if (&window == &kHeadWindow && map.cell_mask[cell] == kFree)
                    map.cell_mask[cell] = mask_at(p, map.cell_zone[cell]);
            }
    }

    static std::uint8_t nearest_zone(const ChartWindow& window, const std::vector<std::uint8_t>& zones,
                                     std::uint32_t row, std::uint32_t column) {
        int nearest = kGapCells * kGapCells + 1;
        std::uint8_t found = kNoZone;
        for (int y = static_cast<int>(row) - kGapCells; y <= static_cast<int>(row) + kGapCells; ++y)
            for (int x = static_cast<int>(column) - kGapCells; x <= static_cast<int>(column) + kGapCells; ++x) {
                const bool within = y >= static_cast<int>(window.row) &&
                                    y < static_cast<int>(window.row + window.rows) &&
                                    x >= static_cast<int>(window.columns / 2) && x < static_cast<int>(window.columns);
                if (!within) continue;
                const auto zone_there = zones[static_cast<std::size_t>(y) * kAtlasWidth + static_cast<std::size_t>(x)];
                const int dx = x - static_cast<int>(column), dy = y - static_cast<int>(row);
                if (zone_there != kNoZone && dx * dx + dy * dy < nearest)
                    nearest = dx * dx + dy * dy, found = zone_there;
            }
        return found;
    }

    // What is left between zones, cell by cell: one that is nearly surrounded joins a neighbour.
    void fill_pockets(const ChartWindow& window) {
        const auto named = [&](std::size_t cell) {
            return map.cell_zone[cell] != kNoZone || map.cell_mask[cell] != kFree;
        };
        for (bool changed = true; changed;) {
            changed = false;
            for (std::uint32_t row = window.row + 1; row + 1 < window.row + window.rows; ++row)
                for (std::uint32_t column = window.columns / 2 + 1; column + 1 < window.columns; ++column) {
                    const std::size_t cell = std::size_t{row} * kAtlasWidth + column;
                    if (named(cell) || !open_cell(window, cell, chart_point(window, column + 0.5, row + 0.5))) continue;
                    int around = 0;
                    std::uint8_t zone_beside = kNoZone;
                    for (const std::size_t next : {cell - 1, cell + 1, cell - kAtlasWidth, cell + kAtlasWidth}) {
                        around += named(next);
                        if (map.cell_zone[next] != kNoZone) zone_beside = map.cell_zone[next];
                    }
                    if (around < 3 || zone_beside == kNoZone) continue;
                    map.cell_zone[cell] = zone_beside;
                    changed = true;
                }
        }
    }

    // The lids and the lips lie in no zone: they are never treated.
    void clear_masked_zones() {
        for (std::size_t cell = 0; cell < map.cell_zone.size(); ++cell) {
            const auto mask = map.cell_mask[cell];
            if (mask != kFree && mask != kBrowHair && mask != kHairline) map.cell_zone[cell] = kNoZone;
        }
    }

    std::uint8_t other_side(std::uint8_t zone_here) const {
        if (zone_here == kNoZone) return kNoZone;
        std::string id = map.zones[zone_here];
        if (id.size() > 2 && id.substr(id.size() - 2) == "_l") id.back() = 'r';
        return zone(id);
    }

    void mirror() {
        std::vector<std::uint8_t> other(256, kNoZone);
        for (std::size_t i = 0; i < map.zones.size(); ++i) other[i] = other_side(static_cast<std::uint8_t>(i));
        for (std::uint32_t row = 0; row < kAtlasHeight; ++row)
            for (std::uint32_t column = 0; column < kAtlasWidth / 2; ++column) {
                const std::size_t to = std::size_t{row} * kAtlasWidth + column,
                                  from = std::size_t{row} * kAtlasWidth + (kAtlasWidth - 1 - column);
                map.cell_zone[to] = other[map.cell_zone[from]];
                map.cell_mask[to] = map.cell_mask[from];
            }
    }

    void paint_eyes() {
        for (std::uint32_t row = 0; row < kEyeDiscSide; ++row)
            for (std::uint32_t column = 0; column < kEyeDiscSide; ++column)
                for (const std::uint32_t left_edge : kEyeDiscColumn)
                    map.cell_mask[std::size_t{kEyeDiscRow + row} * kAtlasWidth + left_edge + column] = kEyeGlobe;
    }
};

}  // namespace

ZoneMap paint_zones(const ChartMap& charts) {
    Painter painter{charts, {}, {}, {}, {}, {}, {}, {}};
    const std::size_t cells = std::size_t{kAtlasWidth} * kAtlasHeight;
    painter.map.cell_zone.assign(cells, kNoZone);
    painter.map.cell_mask.assign(cells, kFree);
    painter.name_zones();
    painter.make_curves();
    painter.paint_window(kHeadWindow, Chart::kHead);
    painter.paint_window(kNeckWindow, Chart::kNeck);
    painter.close_gaps(kHeadWindow);
    painter.close_gaps(kNeckWindow);
    painter.fill_pockets(kHeadWindow);
    painter.fill_pockets(kNeckWindow);
    painter.clear_masked_zones();
    painter.mirror();
    painter.paint_eyes();
    return std::move(painter.map);
}

}  // namespace np::anatomy
