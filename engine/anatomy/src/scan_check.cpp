#include "scan_check.h"

#include <algorithm>
#include <map>

#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

using Triangle = std::array<std::uint32_t, 3>;

// Does the segment pass through the inside of the triangle?
bool passes(Vec3 from, Vec3 to, Vec3 a, Vec3 b, Vec3 c) {
    const Vec3 n = cross(b - a, c - a);
    const double df = dot(n, from - a), dt = dot(n, to - a), size = length(n);
    // What only touches does not pass.
    const double slack = 1e-7 * size * np_sqrt(size);
    if (!((df > slack && dt < -slack) || (df < -slack && dt > slack))) return false;
    const Vec3 p = from + (df / (df - dt)) * (to - from);
    const double edge = -1e-9 * size * size;
    return dot(n, cross(b - a, p - a)) > edge && dot(n, cross(c - b, p - b)) > edge &&
           dot(n, cross(a - c, p - c)) > edge;
}

// Who is joined to whom by an edge.
class Neighbours {
  public:
    explicit Neighbours(const ScanMesh& mesh) : beside_(mesh.positions.size()) {
        for (const auto& t : mesh.triangles)
            for (std::size_t k = 0; k < 3; ++k) {
                beside_[t[k]].push_back(t[(k + 1) % 3]);
                beside_[t[(k + 1) % 3]].push_back(t[k]);
            }
    }
    // Noise crumples a skin over a few edges; only sheets that meet from afar pass through each other.
    bool are_close(const Triangle& s, const Triangle& t) const {
        std::vector<std::uint32_t> reached(s.begin(), s.end());
        std::size_t from = 0;
        for (int ring = 0; ring < kRings; ++ring) {
            const std::size_t end = reached.size();
            for (; from < end; ++from)
                for (const auto next : beside_[reached[from]]) {
                    if (next == t[0] || next == t[1] || next == t[2]) return true;
                    if (std::find(reached.begin(), reached.end(), next) == reached.end()) reached.push_back(next);
                }
        }
        return false;
    }

  private:
    static constexpr int kRings = 4;
    std::vector<std::vector<std::uint32_t>> beside_;
};

bool cross_each_other(const ScanMesh& mesh, const Triangle& s, const Triangle& t) {
    for (const auto v : s)
        for (const auto w : t)
            if (v == w) return false;
    const auto& p = mesh.positions;
    for (std::size_t k = 0; k < 3; ++k) {
        if (passes(p[s[k]], p[s[(k + 1) % 3]], p[t[0]], p[t[1]], p[t[2]])) return true;
        if (passes(p[t[k]], p[t[(k + 1) % 3]], p[s[0]], p[s[1]], p[s[2]])) return true;
    }
    return false;
}

}  // namespace

ScanMesh welded(const ScanMesh& scan, std::vector<std::uint32_t>& kept, std::size_t& degenerate) {
    ScanMesh mesh;
    std::vector<std::uint32_t> order(scan.positions.size());
    for (std::uint32_t v = 0; v < order.size(); ++v) order[v] = v;
    const auto less = [&](std::uint32_t a, std::uint32_t b) {
        const Vec3 p = scan.positions[a], q = scan.positions[b];
        if (p.x != q.x) return p.x < q.x;
        if (p.y != q.y) return p.y < q.y;
        if (p.z != q.z) return p.z < q.z;
        return a < b;
    };
    std::sort(order.begin(), order.end(), less);
    kept.assign(order.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Vec3 p = scan.positions[order[i]];
        if (i == 0 || !(p == scan.positions[order[i - 1]])) mesh.positions.push_back(p);
        kept[order[i]] = static_cast<std::uint32_t>(mesh.positions.size() - 1);
    }
    for (const auto& t : scan.triangles) {
        const Triangle mine{kept[t[0]], kept[t[1]], kept[t[2]]};
        const auto& p = mesh.positions;
        const bool flat = mine[0] == mine[1] || mine[1] == mine[2] || mine[2] == mine[0] ||
                          length(cross(p[mine[1]] - p[mine[0]], p[mine[2]] - p[mine[0]])) == 0;
        if (flat)
            ++degenerate;
        else
            mesh.triangles.push_back(mine);
    }
    return mesh;
}

ScanTopology topology_of(const ScanMesh& mesh) {
    ScanTopology topology;
    topology.on_rim.assign(mesh.positions.size(), 0);
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> sides;
    for (const auto& t : mesh.triangles)
        for (std::size_t k = 0; k < 3; ++k) {
            const auto a = t[k], b = t[(k + 1) % 3];
            ++sides[{std::min(a, b), std::max(a, b)}];
        }
    std::map<std::uint32_t, std::vector<std::uint32_t>> rim;
    for (const auto& [edge, count] : sides) {
        if (count > 2) topology.many_sided.push_back(0.5 * (mesh.positions[edge.first] + mesh.positions[edge.second]));
        if (count != 1) continue;
        rim[edge.first].push_back(edge.second);
        rim[edge.second].push_back(edge.first);
        topology.on_rim[edge.first] = topology.on_rim[edge.second] = 1;
    }
    // Rims that hang together are one hole.
    std::map<std::uint32_t, int> seen;
    for (const auto& [start, unused] : rim) {
        if (seen.count(start)) continue;
        std::vector<std::uint32_t> open = {start};
        seen[start] = 1;
        ScanTopology::Hole hole;
        double weight = 0;
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            for (const auto next : rim.at(at)) {
                const double span = 0.5 * length(mesh.positions[next] - mesh.positions[at]);
                hole.around += span;
                hole.middle += span * mesh.positions[at];
                weight += span;
                if (seen.emplace(next, 1).second) open.push_back(next);
            }
        }
        hole.middle = hole.middle / weight;
        topology.holes.push_back(hole);
    }
    return topology;
}

std::vector<Vec3> self_intersections(const ScanMesh& mesh, const std::vector<std::uint8_t>& asked) {
    // Boxes of about twice an edge; a triangle is listed in each that its own box touches.
    double edge = 0, count = 0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        if (!asked[t]) continue;
        const auto& v = mesh.triangles[t];
        edge += length(mesh.positions[v[1]] - mesh.positions[v[0]]), count += 1;
    }
    if (count == 0) return {};
    const double side = 2 * edge / count;
    const auto box = [&](double x) { return static_cast<std::int64_t>(np_floor(x / side)); };
    std::map<std::array<std::int64_t, 3>, std::vector<std::uint32_t>> boxes;
    for (std::uint32_t t = 0; t < mesh.triangles.size(); ++t) {
        if (!asked[t]) continue;
        Vec3 low{1e18, 1e18, 1e18}, high{-1e18, -1e18, -1e18};
        for (const auto v : mesh.triangles[t]) {
            const Vec3 p = mesh.positions[v];
            low = {np_min(low.x, p.x), np_min(low.y, p.y), np_min(low.z, p.z)};
            high = {np_max(high.x, p.x), np_max(high.y, p.y), np_max(high.z, p.z)};
        }
        if (box(high.x) - box(low.x) > 20 || box(high.y) - box(low.y) > 20 || box(high.z) - box(low.z) > 20) continue;
        for (auto z = box(low.z); z <= box(high.z); ++z)
            for (auto y = box(low.y); y <= box(high.y); ++y)
                for (auto x = box(low.x); x <= box(high.x); ++x) boxes[{x, y, z}].push_back(t);
    }
    const Neighbours neighbours(mesh);
    std::vector<std::uint8_t> found(mesh.triangles.size(), 0);
    for (const auto& [at, list] : boxes)
        for (std::size_t i = 0; i < list.size(); ++i)
            for (std::size_t j = i + 1; j < list.size(); ++j)
                if (!(found[list[i]] && found[list[j]]) &&
                    cross_each_other(mesh, mesh.triangles[list[i]], mesh.triangles[list[j]]) &&
                    !neighbours.are_close(mesh.triangles[list[i]], mesh.triangles[list[j]]))
                    found[list[i]] = found[list[j]] = 1;
    std::vector<Vec3> middles;
    for (std::size_t t = 0; t < found.size(); ++t) {
        if (!found[t]) continue;
        const auto& v = mesh.triangles[t];
        middles.push_back((mesh.positions[v[0]] + mesh.positions[v[1]] + mesh.positions[v[2]]) / 3);
    }
    return middles;
}

}  // namespace np::anatomy
