#include "beard.h"

#include "atlas.h"

namespace np::anatomy {

namespace {

// On the head's chart, left half. A sideburn runs down before the ear to the lobe's middle.
constexpr double kSideburnFront = 0.1145, kSideburnFoot = -0.862;
// The cheek's line of a full beard, from the sideburn to the wing of the nose.
struct Corner {
    double x, y;
};
constexpr Corner kCheekLine[] = {{0.0, -0.880}, {0.020, -0.887}, {0.036, -0.896}, {0.080, -0.884}, {0.1145, -0.858}};

double cheek_line(double x) {
    for (std::size_t i = 0; i + 1 < std::size(kCheekLine); ++i) {
        const Corner a = kCheekLine[i], b = kCheekLine[i + 1];
        if (x <= b.x) return a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y);
    }
    return 0;
}

bool under_sideburn(const std::string& base, ChartPoint p) {
    return (base == "lateral" || base == "temple") && p.x > kSideburnFront && p.y > kSideburnFoot;
}

bool under_beard(const std::string& base, ChartPoint p) {
    if (base == "submental" || base == "chin" || base == "jaw" || base == "upper_lip" || base == "lower_lip")
        return true;
    return (base == "buccal" || base == "nlf" || base == "lateral") && p.y < cheek_line(p.x);
}

}  // namespace

bool known_beard(const std::string& kind) {
    return kind == "none" || kind == "stubble" || kind == "sideburns" || kind == "full";
}

void mask_beard(ZoneTable& table, const std::string& kind) {
    const auto hairline = table.mask_index("hairline");
    if (!hairline || (kind != "sideburns" && kind != "full")) return;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!table.treatable(cell)) continue;
        const std::uint32_t row = cell / table.grid_width, column = cell % table.grid_width;
        ChartPoint p = chart_point(kHeadWindow, column + 0.5, row + 0.5);
        if (p.x < 0) p.x = -p.x;
        const std::string& base = table.zones[table.cell_zone[cell]].base;
        const bool on_face = row >= kHeadWindow.row;
        const bool hair = (on_face && under_sideburn(base, p)) ||
                          (kind == "full" && (on_face || base == "submental") && under_beard(base, p));
        if (hair) table.cell_mask[cell] = *hairline;
    }
}

}  // namespace np::anatomy
