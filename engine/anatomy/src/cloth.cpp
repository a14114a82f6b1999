#include "cloth.h"

#include <algorithm>
#include <map>
#include <set>

#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

// The part of the skin where the field is positive, its border cut exactly along field = 0.
struct Piece {
    std::vector<Vec3> positions, normals;
    std::vector<double> field;
    std::vector<double> light;
    std::vector<std::array<std::uint32_t, 3>> triangles;
    std::vector<std::array<std::uint32_t, 2>> hem;  // directed: the cloth lies to the left
};

class Cutter {
  public:
    Cutter(const SkinMesh& skin, const std::vector<float>& field)
        : skin_(skin), field_(field), old_(field.size(), kNew) {}

    Piece cut() {
        for (const auto& t : skin_.mesh.triangles) {
            // A triangle that reaches into the mouth or an eye's socket is none of ours.
            if (field_[t[0]] < -90 || field_[t[1]] < -90 || field_[t[2]] < -90) continue;
            cut_triangle(t);
        }
        return std::move(piece_);
    }

  private:
    bool within(std::uint32_t v) const { return field_[v] > 0; }

    std::uint32_t add(Vec3 p, Vec3 n, double f, double light) {
        piece_.positions.push_back(p);
        piece_.normals.push_back(normalized(n));
        piece_.field.push_back(f);
        piece_.light.push_back(light);
        return static_cast<std::uint32_t>(piece_.positions.size() - 1);
    }

    std::uint32_t old_vertex(std::uint32_t v) {
        if (old_[v] == kNew)
            old_[v] = add(skin_.mesh.positions[v], skin_.mesh.normals[v], field_[v], skin_.shades[v].occlusion);
        return old_[v];
    }

    std::uint32_t hem_vertex(std::uint32_t a, std::uint32_t b) {
        if (a > b) std::swap(a, b);
        const auto [at, is_new] = on_hem_.emplace(std::make_pair(a, b), 0);
        if (is_new) {
            const double fa = field_[a], fb = field_[b], t = fa / (fa - fb);
            at->second = add(skin_.mesh.positions[a] + t * (skin_.mesh.positions[b] - skin_.mesh.positions[a]),
                             (1 - t) * skin_.mesh.normals[a] + t * skin_.mesh.normals[b], 0,
                             (1 - t) * skin_.shades[a].occlusion + t * skin_.shades[b].occlusion);
        }
        return at->second;
    }

    void cut_triangle(const std::array<std::uint32_t, 3>& t) {
        std::vector<std::uint32_t> kept;
        std::vector<std::uint32_t> crossings;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto a = t[k], b = t[(k + 1) % 3];
            if (within(a)) kept.push_back(old_vertex(a));
            if (within(a) != within(b)) {
                kept.push_back(hem_vertex(a, b));
                crossings.push_back(kept.back());
                if (!within(a)) std::rotate(crossings.begin(), crossings.end() - 1, crossings.end());
            }
        }
        for (std::size_t k = 1; k + 1 < kept.size(); ++k) piece_.triangles.push_back({kept[0], kept[k], kept[k + 1]});
        // crossings: entering point first, leaving point second; the hem runs from where we left to where we came in.
        if (crossings.size() == 2) piece_.hem.push_back({crossings[1], crossings[0]});
    }

    const SkinMesh& skin_;
    const std::vector<float>& field_;
    static constexpr std::uint32_t kNew = 0xffffffffu;
    std::vector<std::uint32_t> old_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> on_hem_;
    Piece piece_;
};

// Neighbours average; vertices of `fixed` stay.
template <class Fixed>
void smooth(Piece& piece, int rounds, Fixed fixed) {
    for (int round = 0; round < rounds; ++round) {
        std::vector<Vec3> sums(piece.positions.size());
        std::vector<double> counts(piece.positions.size(), 0);
        for (const auto& t : piece.triangles)
            for (std::size_t k = 0; k < 3; ++k)
                for (std::size_t j = 1; j < 3; ++j) sums[t[k]] += piece.positions[t[(k + j) % 3]], counts[t[k]] += 1;
        for (std::size_t v = 0; v < sums.size(); ++v)
            if (counts[v] > 0 && !fixed(v)) piece.positions[v] = 0.4 * piece.positions[v] + 0.6 * (sums[v] / counts[v]);
    }
}

// The directed edges as closed loops of vertices; open rests are left out.
std::vector<std::vector<std::uint32_t>> loops(const std::vector<std::array<std::uint32_t, 2>>& edges) {
    std::map<std::uint32_t, std::uint32_t> next;
    for (const auto& edge : edges) next[edge[0]] = edge[1];
    std::vector<std::vector<std::uint32_t>> found;
    while (!next.empty()) {
        std::vector<std::uint32_t> loop;
        std::uint32_t at = next.begin()->first;
        while (next.count(at)) {
            loop.push_back(at);
            const auto to = next.at(at);
            next.erase(at);
            at = to;
        }
        if (loop.size() > 20 && at == loop.front()) found.push_back(std::move(loop));
    }
    return found;
}

struct RollPoint {
    Vec3 center, out;  // out: away from the skin
};

// Equal steps along the loop, smoothed, so that the hem does not show the triangles it was cut from.
std::vector<RollPoint> even_loop(const std::vector<Vec3>& points, const std::vector<Vec3>& normals, double step) {
    std::vector<RollPoint> even;
    double carried = 0;
    const std::size_t n = points.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Vec3 a = points[i], b = points[(i + 1) % n];
        const double span = length(b - a);
        for (; carried < span; carried += step) {
            const double t = carried / span;
            even.push_back({a + t * (b - a), normalized((1 - t) * normals[i] + t * normals[(i + 1) % n])});
        }
        carried -= span;
    }
    for (int round = 0; round < 14; ++round) {
        const auto before = even;
        for (std::size_t i = 0; i < even.size(); ++i) {
            const auto& p = before[(i + before.size() - 1) % before.size()];
            const auto& q = before[(i + 1) % before.size()];
            even[i] = {0.5 * before[i].center + 0.25 * (p.center + q.center),
                       normalized(0.5 * before[i].out + 0.25 * (p.out + q.out))};
        }
    }
    return even;
}

constexpr int kRollSides = 10;

// A soft roll of cloth around the loop.
void add_roll(ClothMesh& cloth, const std::vector<RollPoint>& loop, double radius, double lift) {
    const auto first = static_cast<std::uint32_t>(cloth.mesh.positions.size());
    const std::size_t n = loop.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Vec3 along = normalized(loop[(i + 1) % n].center - loop[(i + n - 1) % n].center);
        const Vec3 across = normalized(cross(along, loop[i].out)), out = cross(across, along);
        // Gathered by its elastic: a little thicker and thinner in turn.
        const double gathered = radius * (1 + 0.10 * np_sin(static_cast<double>(i) * 1.15));
        for (int k = 0; k < kRollSides; ++k) {
            const double angle = 2 * NP_PI * k / kRollSides;
            cloth.mesh.positions.push_back(loop[i].center + lift * out +
                                           gathered * (np_cos(angle) * across * 1.5 + np_sin(angle) * out));
            cloth.occlusion.push_back(static_cast<std::uint8_t>(190 + 55 * np_sin(angle)));
        }
    }
    for (std::uint32_t i = 0; i < n; ++i)
        for (std::uint32_t k = 0; k < kRollSides; ++k) {
            const auto at = [&](std::uint32_t ring, std::uint32_t side) {
                return first + static_cast<std::uint32_t>(ring % n) * kRollSides + side % kRollSides;
            };
            cloth.mesh.triangles.push_back({at(i, k), at(i + 1, k + 1), at(i, k + 1)});
            cloth.mesh.triangles.push_back({at(i, k), at(i + 1, k), at(i + 1, k + 1)});
        }
}

void add_piece(ClothMesh& cloth, const Piece& piece) {
    const auto first = static_cast<std::uint32_t>(cloth.mesh.positions.size());
    cloth.mesh.positions.insert(cloth.mesh.positions.end(), piece.positions.begin(), piece.positions.end());
    for (const auto& t : piece.triangles) cloth.mesh.triangles.push_back({first + t[0], first + t[1], first + t[2]});
    for (const double light : piece.light)
        cloth.occlusion.push_back(static_cast<std::uint8_t>(std::clamp(light, 0.0, 255.0)));
}

void add_hem(ClothMesh& cloth, const Piece& piece, const std::vector<Vec3>& on_skin, double radius, double lift) {
    for (const auto& loop : loops(piece.hem)) {
        std::vector<Vec3> points, normals;
        for (const auto v : loop) points.push_back(on_skin[v]), normals.push_back(piece.normals[v]);
        add_roll(cloth, even_loop(points, normals, 2.5), radius, lift);
    }
}

// Around the head's axis, 0 in front, positive to the left.
double azimuth(Vec3 p) {
    const double z = p.z + 20, angle = np_acos(np_clamp(z / np_max(1e-9, np_sqrt(p.x * p.x + z * z)), -1, 1));
    return p.x < 0 ? -angle : angle;
}

}  // namespace

ClothMesh sew_cap(const SkinMesh& skin, const std::vector<float>& field) {
    Piece piece = Cutter(skin, field).cut();
    const auto on_skin = piece.positions;
    double crown = -1e9;
    for (const Vec3 p : piece.positions) crown = std::max(crown, p.y);
    for (std::size_t v = 0; v < piece.positions.size(); ++v)
        piece.positions[v] += (1.2 + 10.0 * (1 - np_exp(-piece.field[v] / 26))) * piece.normals[v];
    smooth(piece, 16, [&](std::size_t v) { return piece.field[v] < 4; });
    // Gathered by its elastic: pleats run from the hem towards the crown, two to one and then none. After the
    // smoothing, which would iron them.
    for (std::size_t v = 0; v < piece.positions.size(); ++v) {
        const double f = piece.field[v], angle = azimuth(on_skin[v]);
        const double to_crown = np_clamp((crown - on_skin[v].y) / 40, 0, 1);
        const double short_way = (1 - np_exp(-f / 5)) * np_exp(-f / 30), long_way = (1 - np_exp(-f / 12)) * to_crown;
        const double fine = np_sin(23 * angle + 1.5 * np_sin(5 * angle + 0.6)),
                     broad = np_sin(13 * angle + 1.1 * np_sin(4 * angle)) + 0.5 * np_sin(7 * angle + 1.3);
        const double pleat = 0.9 * fine * short_way + 0.95 * broad * long_way;
        piece.positions[v] += pleat * piece.normals[v];
        piece.light[v] = 212 + 34 * pleat - 50 * np_exp(-f / 3);
    }
    ClothMesh cloth;
    add_piece(cloth, piece);
    add_hem(cloth, piece, on_skin, 1.9, 1.1);
    cloth.mesh.normals = geometry::smooth_normals(cloth.mesh);
    return cloth;
}

namespace {

// Where the skin was cut off the cloth goes on: first the way it came, then down, out of sight.
class Drop {
  public:
    explicit Drop(Piece& piece) : piece_(piece), onward_(piece.positions.size()) {
        for (const auto& t : piece.triangles)
            for (std::size_t k = 0; k < 3; ++k) {
                edges_.insert({t[k], t[(k + 1) % 3]});
                for (std::size_t j = 1; j < 3; ++j)
                    onward_[t[k]] += piece.positions[t[k]] - piece.positions[t[(k + j) % 3]];
            }
    }

    void sew() {
        const std::vector<std::array<std::uint32_t, 3>> triangles = piece_.triangles;
        for (const auto& t : triangles)
            for (std::size_t k = 0; k < 3; ++k) {
                const auto a = t[k], b = t[(k + 1) % 3];
                // The hem is a border too, but not one to lengthen.
                if (edges_.count({b, a}) || piece_.field[a] < 12 || piece_.field[b] < 12) continue;
                auto above = std::array<std::uint32_t, 2>{a, b};
                const auto &below_a = column(a), &below_b = column(b);
                for (std::size_t row = 0; row < kRows; ++row) {
                    piece_.triangles.push_back({above[1], above[0], below_a[row]});
                    piece_.triangles.push_back({above[1], below_a[row], below_b[row]});
                    above = {below_a[row], below_b[row]};
                }
            }
    }

  private:
    static constexpr std::size_t kRows = 4;
    using Column = std::array<std::uint32_t, kRows>;

    const Column& column(std::uint32_t v) {
        const auto [at, is_new] = columns_.emplace(v, Column{});
        if (!is_new) return at->second;
        constexpr double kDown[kRows] = {0.25, 0.6, 0.9, 1.0}, kStep[kRows] = {25, 30, 35, 220};
        const Vec3 onward = normalized(onward_[v]);
        Vec3 p = piece_.positions[v];
        for (std::size_t row = 0; row < kRows; ++row) {
            p += kStep[row] * normalized((1 - kDown[row]) * onward + kDown[row] * Vec3{0, -1, 0});
            piece_.positions.push_back(p);
            piece_.normals.push_back(piece_.normals[v]);
            piece_.field.push_back(1000);
            piece_.light.push_back(225);
            at->second[row] = static_cast<std::uint32_t>(piece_.positions.size() - 1);
        }
        return at->second;
    }

    Piece& piece_;
    std::vector<Vec3> onward_;  // away from the neighbours: on a border, over the edge
    std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
    std::map<std::uint32_t, Column> columns_;
};

}  // namespace

ClothMesh sew_gown(const SkinMesh& skin, const std::vector<float>& field) {
    Piece piece = Cutter(skin, field).cut();
    const auto on_skin = piece.positions;
    for (std::size_t v = 0; v < piece.positions.size(); ++v) {
        const double away = 1 - np_exp(-piece.field[v] / 30);
        piece.positions[v] += (1.5 + 9 * away) * piece.normals[v];
        piece.light[v] = 235 - 25 * np_exp(-piece.field[v] / 6);
    }
    // Cloth spans the hollows above the collarbones.
    smooth(piece, 36, [&](std::size_t v) { return piece.field[v] < 3; });
    Drop(piece).sew();
    ClothMesh cloth;
    add_piece(cloth, piece);
    add_hem(cloth, piece, on_skin, 1.8, 1.6);
    cloth.mesh.normals = geometry::smooth_normals(cloth.mesh);
    return cloth;
}

}  // namespace np::anatomy
