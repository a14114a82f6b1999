#include "bake_look.h"

#include <algorithm>
#include <cmath>

#include "needlepoint/sdk/math.h"
#include "shape.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr double kMmPerUnit = 1000;  // of a chart, roughly

std::uint8_t byte_of(double share) {
    return static_cast<std::uint8_t>(np_round(np_clamp(share, 0, 1) * 255));
}

// 0 below -width, 1 above +width.
double soft(double distance, double width) {
    const double t = np_clamp(0.5 + 0.5 * distance / width, 0, 1);
    return t * t * (3 - 2 * t);
}

struct Spot {
    int vertex;
    double radius;  // decimetres
    double strength;
};
// Where blood shows, and where skin is oily; the left half.
constexpr Spot kRed[] = {{11909, 0.17, 0.9}, {11927, 0.12, 0.5}, {297, 0.10, 0.9},
                         {5162, 0.11, 0.45}, {11673, 0.06, 0.6}, {237, 0.12, 0.15}};
constexpr Spot kOily[] = {{237, 0.22, 0.8},   {5192, 0.30, 0.7}, {164, 0.12, 0.9},   {297, 0.13, 1.0},
                          {11673, 0.09, 0.8}, {5162, 0.14, 0.6}, {11761, 0.12, 0.45}};

template <std::size_t n>
double spotted(const BaseMesh& mesh, const Spot (&spots)[n], Vec3 p) {
    double sum = 0;
    for (const Spot& spot : spots) {
        const auto& c = mesh.raw[static_cast<std::size_t>(spot.vertex)];
        const Vec3 off = Vec3{std::abs(p.x), p.y, p.z} - Vec3{c[0], c[1], c[2]};
        sum += spot.strength * np_exp(-dot(off, off) / (2 * spot.radius * spot.radius));
    }
    return sum;
}

// A value given every 22.5 degrees around the neck, from the front to the back, rounded between.
double around_neck(const double (&values)[9], double angle) {
    const double at = np_clamp(angle / NP_PI * 8, 0, 7.9999);
    const auto i = static_cast<int>(at);
    const double t = at - i;
    const auto value = [&](int k) { return values[k < 0 ? -k : k > 8 ? 16 - k : k]; };
    const double leave = 0.5 * (value(i + 1) - value(i - 1)), arrive = 0.5 * (value(i + 2) - value(i));
    const double t2 = t * t, t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * value(i) + (t3 - 2 * t2 + t) * leave + (3 * t2 - 2 * t3) * value(i + 1) +
           (t3 - t2) * arrive;
}

// The neckline, decimetres on the raw base: cloth lies below a height or, on the shoulders, beyond a radius.
constexpr double kNecklineHeight[9] = {5.34, 5.36, 5.40, 5.44, 5.48, 5.54, 5.62, 5.68, 5.70};
constexpr double kNecklineRadius[9] = {2.2, 1.9, 1.5, 1.28, 1.16, 1.16, 1.22, 1.4, 1.6};

// Which chart, and where on it, each vertex of level 1 lies. Head before neck where both meet.
struct Placed {
    Chart chart = Chart::kNone;
    ChartPoint at;
    bool mouth = false, socket = false;
};

std::vector<Placed> place_level1(const BaseMesh& mesh, const QuadMesh& level0, const QuadMesh& level1) {
    std::vector<QuadUv> uvs;
    for (std::size_t f = 0; f < mesh.quads.size(); ++f) {
        QuadUv uv;
        for (std::size_t k = 0; k < 4; ++k) {
            const auto [u, v] = mesh.corner_uv[f][k];
            const ChartPoint p = mesh.chart_of(f) == Chart::kNeck ? neck_chart(u, v) : head_chart(u, v);
            uv[k] = {static_cast<float>(p.x), static_cast<float>(p.y)};
        }
        uvs.push_back(uv);
    }
    const auto fine = refine_uvs(uvs);
    std::vector<Placed> placed(level1.vertex_count);
    for (std::size_t f = 0; f < level1.quads.size(); ++f) {
        const std::size_t parent = f / 4;
        const Chart chart = mesh.chart_of(parent);
        const Vec3 middle = 0.25 * (mesh.at(level0.quads[parent][0]) + mesh.at(level0.quads[parent][1]) +
                                    mesh.at(level0.quads[parent][2]) + mesh.at(level0.quads[parent][3]));
        for (std::size_t k = 0; k < 4; ++k) {
            Placed& here = placed[level1.quads[f][k]];
            if (chart == Chart::kHead || here.chart == Chart::kNone) {
                here.chart = chart;
                here.at = {fine[f][k].u, fine[f][k].v};
            }
            if (chart == Chart::kNone) (middle.y > 7.05 ? here.socket : here.mouth) = true;
        }
    }
    return placed;
}

SkinShade shade_of(const BaseMesh& mesh, const std::vector<std::vector<ChartPoint>>& masks, const Placed& place,
                   Vec3 raw, double cap_mm) {
    SkinShade shade;
    const ChartPoint p{std::abs(place.at.x), place.at.y};
    double lips = 0, orbit = 0, ear = 0, nostril = 0;
    if (place.chart == Chart::kHead) {
        const auto mm = [&](std::size_t mask) { return kMmPerUnit * signed_distance(masks[mask], p); };
        orbit = soft(mm(0) + 1.5, 4.0);
        lips = soft(mm(1) - 0.2, 1.3);
        nostril = soft(mm(2), 1.5);
        ear = soft(mm(3), 3.0);
    } else if (place.chart == Chart::kNone) {
        lips = place.mouth ? 1 : 0;
        orbit = place.socket ? 1 : 0;
        nostril = place.mouth ? 1 : 0;
    }
    shade.lips = byte_of(lips);
    shade.orbit = byte_of(orbit);
    shade.ear = byte_of(ear);
    shade.nostril = byte_of(nostril);
    shade.redness = byte_of(np_max(spotted(mesh, kRed, raw), 0.7 * ear) * (1 - orbit) * (1 - lips));
    shade.oil = byte_of(spotted(mesh, kOily, raw) * (1 - orbit) * (1 - lips) * (1 - ear));
    shade.scalp = byte_of(soft(cap_mm - 5, 7));
    return shade;
}

// --- occlusion ------------------------------------------------------------------------------------------------

constexpr int kRays = 64;
constexpr double kReach_mm = 90;

// Spread evenly by solid angle times cosine around +z.
std::vector<Vec3> hemisphere() {
    std::vector<Vec3> directions;
    for (int i = 0; i < kRays; ++i) {
        const double r2 = (i + 0.5) / kRays, angle = i * 2.39996322972865332;
        directions.push_back({np_sqrt(r2) * np_cos(angle), np_sqrt(r2) * np_sin(angle), np_sqrt(1 - r2)});
    }
    return directions;
}

double openness(const geometry::Surface& surface, const std::vector<Vec3>& directions, Vec3 p, Vec3 normal) {
    const geometry::Frame frame = geometry::frame_about(normal);
    double shut = 0;
    for (const Vec3& d : directions) {
        const Vec3 direction = normalized(d.x * frame.u + d.y * frame.v + d.z * normal);
        const auto hit = surface.first_hit({p + 0.25 * normal, direction, 0, kReach_mm});
        if (hit) shut += 1 - hit->t / kReach_mm;
    }
    return 1 - shut / kRays;
}

}  // namespace

double under_gown(Vec3 raw) {
    // Around the neck's axis, a little behind the middle of the package's frame.
    const double z = raw.z - 0.15, radius = np_sqrt(raw.x * raw.x + z * z);
    const double angle = np_acos(np_clamp(z / np_max(1e-6, radius), -1, 1));
    const double below = around_neck(kNecklineHeight, angle) - raw.y,
                 beyond = radius - around_neck(kNecklineRadius, angle);
    // The greater of the two, rounded where they meet.
    return 0.5 * (below + beyond + np_sqrt((below - beyond) * (below - beyond) + 0.16));
}

void bake_shades(const BaseMesh& mesh, const ChartMap& charts, HeadData& head) {
    const QuadMesh level0 = make_quad_mesh(mesh.skin_vertices, mesh.quads);
    const QuadMesh level1 = refined(level0);
    std::vector<Vec3> raw0;
    for (std::uint32_t v = 0; v < mesh.skin_vertices; ++v) raw0.push_back(mesh.at(v));
    const auto raw1 = refine_positions(level0, raw0);
    const auto placed = place_level1(mesh, level0, level1);
    std::vector<std::vector<ChartPoint>> masks;
    for (const Outline& outline : mask_outlines()) masks.push_back(outline_curve(charts, outline));
    const auto cap = cap_outline(charts);
    for (std::uint32_t v = 0; v < level1.vertex_count; ++v) {
        const ChartPoint p{std::abs(placed[v].at.x), placed[v].at.y};
        const double cap_mm = placed[v].chart == Chart::kHead ? kMmPerUnit * signed_distance(cap, p) : -100;
        head.cap_field.push_back(static_cast<float>(cap_mm));
        const bool inside = placed[v].chart == Chart::kNone;
        head.gown_field.push_back(static_cast<float>(inside ? -100 : 100 * under_gown(raw1[v])));
        head.shades.push_back(shade_of(mesh, masks, placed[v], raw1[v], cap_mm));
    }
}

Status bake_occlusion(HeadData& head, const std::function<void(double)>& tick) {
    const QuadMesh level0 = make_quad_mesh(head.skin_vertices, head.quads);
    const QuadMesh level1 = refined(level0);
    const auto directions = hemisphere();
    PatientRequest neutral;
    neutral.male = 0.5;
    neutral.african = neutral.asian = neutral.caucasian = 1.0 / 3;
    for (const bool closed : {true, false}) {
        neutral.eyes_closed = closed;
        auto shaped = shaped_head(head, level0, neutral);
        if (!shaped) return tl::unexpected(shaped.error());
        auto mesh = triangulate(level1, refine_positions(level0, shaped->control), refine_uvs(head.uvs));
        mesh.normals = geometry::smooth_normals(mesh);
        const auto surface = geometry::make_mesh_surface(mesh);
        std::vector<float> open(mesh.positions.size());
        for (std::size_t v = 0; v < open.size(); ++v) {
            if (v % 2000 == 0)
                tick(0.5 * (closed ? 0 : 1) + 0.5 * static_cast<double>(v) / static_cast<double>(open.size()));
            open[v] = static_cast<float>(openness(*surface, directions, mesh.positions[v], mesh.normals[v]));
        }
        head.open_eye_occlusion.resize(open.size());
        for (std::size_t v = 0; v < open.size(); ++v) {
            if (closed)
                head.shades[v].occlusion = byte_of(open[v]);
            else
                head.open_eye_occlusion[v] = byte_of(open[v]);
        }
    }
    return {};
}

}  // namespace np::anatomy
