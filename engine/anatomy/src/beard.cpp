#include "beard.h"

#include <algorithm>

#include "atlas.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

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

std::vector<std::uint32_t> mask_beard(ZoneTable& table, const std::string& kind) {
    std::vector<std::uint32_t> cells;
    const auto hairline = table.mask_index("hairline");
    if (!hairline || (kind != "sideburns" && kind != "full")) return cells;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!table.treatable(cell)) continue;
        const std::uint32_t row = cell / table.grid_width, column = cell % table.grid_width;
        ChartPoint p = chart_point(kHeadWindow, column + 0.5, row + 0.5);
        if (p.x < 0) p.x = -p.x;
        const std::string& base = table.zones[table.cell_zone[cell]].base;
        const bool on_face = row >= kHeadWindow.row;
        const bool hair = (on_face && under_sideburn(base, p)) ||
                          (kind == "full" && (on_face || base == "submental") && under_beard(base, p));
        if (!hair) continue;
        table.cell_mask[cell] = *hairline;
        cells.push_back(cell);
    }
    return cells;
}

// --- the hair that is drawn ---------------------------------------------------------------------------------------

namespace {

constexpr std::uint64_t kBeardStream = 0x6265617264ULL;  // of hairs, among all random numbers of a seed
constexpr std::uint32_t kTuftKinds = 4, kTuftWidth_px = 32, kTuftHeight_px = 128;
constexpr int kHairsOfTuft = 6, kSteps = 3;
constexpr double kTuftsPerCell = 0.42, kTuftWidth_mm = 2.2;
constexpr double kFineTuftsPerCell = 0.9, kFineTuftWidth_mm = 1.4;  // of sideburns: short, so every tuft is seen
constexpr int kEdge = 5;                                            // cells over which a beard grows in from its border

// Pictures of tufts beside each other: a few hairs each, thinning out to their tips. The root lies at v = 0.
AlphaImage tuft_image() {
    AlphaImage image{kTuftKinds * kTuftWidth_px, kTuftHeight_px, {}};
    image.alpha.resize(std::size_t{image.width} * image.height);
    for (std::uint32_t kind = 0; kind < kTuftKinds; ++kind)
        for (int hair = 0; hair < kHairsOfTuft; ++hair) {
            const auto number = std::uint64_t{kind} * kHairsOfTuft + static_cast<std::uint64_t>(hair);
            const auto chance = [&](std::uint64_t k) { return np_random_uniform(1, kBeardStream, number * 8 + k); };
            const double root = 4 + (kTuftWidth_px - 8) * (hair + 0.2 + 0.6 * chance(0)) / kHairsOfTuft;
            const double lean = 9 * (chance(1) - 0.5), bow = 6 * (chance(2) - 0.5), reach = 0.6 + 0.4 * chance(3),
                         start = 0.3 * chance(4);  // no tuft is cut off straight
            for (std::uint32_t y = 0; y < kTuftHeight_px; ++y) {
                const double t = (y + 0.5) / kTuftHeight_px / reach;
                if (t > 1) break;
                const double middle = np_clamp(root + lean * t + bow * t * (1 - t) * 4, 2, kTuftWidth_px - 2.0);
                const double half = 1.5 * (1 - 0.65 * t);  // pixels
                const double grown = np_clamp((t - start) / 0.12, 0, 1);
                for (std::uint32_t x = 0; x < kTuftWidth_px; ++x) {
                    const double shown =
                        grown * np_clamp(half + 0.5 - np_abs(x + 0.5 - middle), 0, 1) * (1 - 0.5 * t * t);
                    auto& pixel = image.alpha[std::size_t{y} * image.width + kind * kTuftWidth_px + x];
                    pixel = std::max(pixel, static_cast<std::uint8_t>(255 * shown));
                }
            }
        }
    return image;
}

// How far inside the beard each cell lies, 0 at its border .. 1: the share of beard around it.
std::vector<float> depth_in_beard(const ZoneTable& table, const std::vector<std::uint32_t>& cells) {
    const auto width = static_cast<int>(table.grid_width);
    std::vector<std::uint8_t> is_beard(table.cell_count(), 0);
    for (const std::uint32_t cell : cells) is_beard[cell] = 1;
    std::vector<float> depth;
    for (const std::uint32_t cell : cells) {
        int skin = 0, hair = 0;
        for (int dy = -kEdge; dy <= kEdge; ++dy)
            for (int dx = -kEdge; dx <= kEdge; ++dx) {
                const std::int64_t at = std::int64_t{cell} + dy * width + dx;
                if (at < 0 || at >= static_cast<std::int64_t>(table.cell_count())) continue;
                const auto beside = static_cast<std::uint32_t>(at);
                // What is no skin, and the lips, are no border: hair hangs over them.
                if (table.cell_area_um2[beside] == 0 || (table.cell_mask[beside] != 0 && !is_beard[beside])) continue;
                ++skin;
                hair += is_beard[beside];
            }
        depth.push_back(static_cast<float>(np_clamp((2.0 * hair) / skin - 1.0, 0, 1)));
    }
    return depth;
}

struct Tuft {
    Vec3 root, normal, way;  // way: along the skin
    double length_mm = 0, width_mm = kTuftWidth_mm, lift = 0;
    std::uint32_t kind = 0;
};

void add_tuft(geometry::TriangleMesh& mesh, const Tuft& tuft) {
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    const Vec3 across = normalized(cross(tuft.way, tuft.normal));
    const float u0 = static_cast<float>(tuft.kind) / kTuftKinds, u1 = u0 + 1.0F / kTuftKinds;
    Vec3 p = tuft.root + 0.1 * tuft.normal;
    for (int i = 0; i <= kSteps; ++i) {
        const double t = static_cast<double>(i) / kSteps;
        const double half = 0.5 * tuft.width_mm * (1 - 0.35 * t);
        mesh.positions.push_back(p - half * across);
        mesh.positions.push_back(p + half * across);
        // Rises from the skin and bends back along it.
        const double rise = tuft.lift * (1 - 0.8 * t);
        const Vec3 step = normalized(tuft.way + rise * tuft.normal);
        const Vec3 face = normalized(tuft.normal - rise * tuft.way);
        mesh.normals.push_back(normalized(face - 0.45 * across));  // round like a tuft, not flat like a card
        mesh.normals.push_back(normalized(face + 0.45 * across));
        p += tuft.length_mm / kSteps * step;
    }
    for (std::uint32_t i = 0; i < kSteps; ++i) {
        const std::uint32_t a = first + 2 * i;
        const float v0 = static_cast<float>(i) / kSteps, v1 = static_cast<float>(i + 1) / kSteps;
        mesh.triangles.push_back({a, a + 1, a + 3});
        mesh.uvs.push_back({geometry::Uv{u0, v0}, {u1, v0}, {u1, v1}});
        mesh.triangles.push_back({a, a + 3, a + 2});
        mesh.uvs.push_back({geometry::Uv{u0, v0}, {u1, v1}, {u0, v1}});
    }
}

double tuft_length(const std::string& base, const std::string& kind) {
    if (kind == "sideburns" || base == "temple" || base == "lateral") return 7;
    if (base == "upper_lip") return 8;
    if (base == "chin" || base == "submental") return 15;
    return 11;
}

}  // namespace

HairCards grow_beard(const ZoneTable& table, const std::vector<std::uint32_t>& cells, const std::string& kind,
                     std::uint64_t seed) {
    HairCards beard;
    if (cells.empty()) return beard;
    const std::vector<float> depth = depth_in_beard(table, cells);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::uint32_t cell = cells[i];
        const auto chance = [&](std::uint64_t k) {
            return np_random_uniform(seed, kBeardStream, std::uint64_t{cell} * 16 + k);
        };
        const double inside = static_cast<double>(depth[i]), area_mm2 = table.cell_area_um2[cell] * 1e-6;
        const bool fine = kind == "sideburns";
        if (chance(0) > (fine ? kFineTuftsPerCell : kTuftsPerCell) * area_mm2 * (0.35 + 0.65 * inside)) continue;
        const std::string& base = table.zones[table.cell_zone[cell]].base;
        const auto& c = table.cell_center_um[cell];
        const auto& n = table.cell_normal_q30[cell];
        Tuft tuft;
        tuft.root = {c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0};
        tuft.normal = normalized(Vec3{double(n[0]), double(n[1]), double(n[2])});
        // Combed down, from the philtrum to the sides, under the chin to the front.
        const double side = tuft.root.x < 0 ? -1 : 1;
        Vec3 comb{side * (base == "upper_lip" ? 0.75 : 0.12), -1, base == "submental" ? 0.9 : 0.15};
        comb += 0.5 * Vec3{chance(1) - 0.5, chance(2) - 0.5, chance(3) - 0.5};
        tuft.way = normalized(comb - dot(comb, tuft.normal) * tuft.normal);
        // Anywhere in its cell: roots in rows would be seen.
        const double cell_mm = np_sqrt(area_mm2);
        tuft.root += cell_mm * ((chance(7) - 0.5) * tuft.way + (chance(8) - 0.5) * cross(tuft.way, tuft.normal));
        if (fine) tuft.width_mm = kFineTuftWidth_mm;
        tuft.length_mm = tuft_length(base, kind) * (0.35 + 0.65 * inside) * (0.7 + 0.6 * chance(4));
        tuft.lift = 0.35 + 0.45 * chance(5);
        tuft.kind = static_cast<std::uint32_t>(kTuftKinds * chance(6)) % kTuftKinds;
        add_tuft(beard.mesh, tuft);
    }
    beard.image = std::make_shared<AlphaImage>(tuft_image());
    return beard;
}

}  // namespace np::anatomy
