#include "quad_mesh.h"

#include <algorithm>
#include <tuple>

namespace np::anatomy {

using geometry::Uv;
using geometry::Vec3;

namespace {

struct HalfEdge {
    std::uint32_t a, b, face, corner;
    friend bool operator<(const HalfEdge& x, const HalfEdge& y) {
        return std::tie(x.a, x.b, x.face, x.corner) < std::tie(y.a, y.b, y.face, y.corner);
    }
};

std::vector<HalfEdge> sorted_half_edges(const std::vector<Quad>& quads) {
    std::vector<HalfEdge> halves;
    halves.reserve(quads.size() * 4);
    for (std::uint32_t f = 0; f < quads.size(); ++f)
        for (std::uint32_t k = 0; k < 4; ++k) {
            const std::uint32_t p = quads[f][k], q = quads[f][(k + 1) % 4];
            halves.push_back({std::min(p, q), std::max(p, q), f, k});
        }
    std::sort(halves.begin(), halves.end());
    return halves;
}

Uv middle(Uv a, Uv b) {
    return {0.5f * (a.u + b.u), 0.5f * (a.v + b.v)};
}

// New place of an old vertex, from the sums over its neighbourhood.
struct VertexSums {
    Vec3 faces, edges, border;  // face points, edge midpoints, midpoints of border edges
};

std::vector<VertexSums> vertex_sums(const QuadMesh& mesh, const std::vector<Vec3>& positions, const Vec3* face_points) {
    std::vector<VertexSums> sums(mesh.vertex_count);
    for (std::size_t f = 0; f < mesh.quads.size(); ++f)
        for (const auto v : mesh.quads[f]) sums[v].faces += face_points[f];
    for (const QuadEdge& edge : mesh.edges) {
        const Vec3 mid = 0.5 * (positions[edge.a] + positions[edge.b]);
        for (const auto v : {edge.a, edge.b}) {
            sums[v].edges += mid;
            if (edge.faces[1] == kNoFace) sums[v].border += mid;
        }
    }
    return sums;
}

}  // namespace

QuadMesh make_quad_mesh(std::uint32_t vertex_count, std::vector<Quad> quads) {
    QuadMesh mesh;
    mesh.vertex_count = vertex_count;
    mesh.quads = std::move(quads);
    mesh.quad_edges.resize(mesh.quads.size());
    mesh.valence.assign(vertex_count, 0);
    mesh.on_border.assign(vertex_count, 0);
    const auto halves = sorted_half_edges(mesh.quads);
    for (std::size_t i = 0; i < halves.size();) {
        const auto& first = halves[i];
        QuadEdge edge{first.a, first.b, {first.face, kNoFace}};
        const auto id = static_cast<std::uint32_t>(mesh.edges.size());
        std::size_t end = i;
        for (; end < halves.size() && halves[end].a == first.a && halves[end].b == first.b; ++end) {
            mesh.quad_edges[halves[end].face][halves[end].corner] = id;
            if (end == i + 1) edge.faces[1] = halves[end].face;
        }
        i = end;
        for (const auto v : {edge.a, edge.b}) {
            ++mesh.valence[v];
            if (edge.faces[1] == kNoFace) mesh.on_border[v] = 1;
        }
        mesh.edges.push_back(edge);
    }
    return mesh;
}

QuadMesh refined(const QuadMesh& mesh) {
    const auto face_at = mesh.vertex_count;
    const auto edge_at = face_at + static_cast<std::uint32_t>(mesh.quads.size());
    std::vector<Quad> children;
    children.reserve(mesh.quads.size() * 4);
    for (std::uint32_t f = 0; f < mesh.quads.size(); ++f)
        for (std::uint32_t k = 0; k < 4; ++k)
            children.push_back({mesh.quads[f][k], edge_at + mesh.quad_edges[f][k], face_at + f,
                                edge_at + mesh.quad_edges[f][(k + 3) % 4]});
    return make_quad_mesh(edge_at + static_cast<std::uint32_t>(mesh.edges.size()), std::move(children));
}

std::vector<Vec3> refine_positions(const QuadMesh& mesh, const std::vector<Vec3>& positions) {
    std::vector<Vec3> fine(positions.begin(), positions.begin() + mesh.vertex_count);
    fine.reserve(mesh.vertex_count + mesh.quads.size() + mesh.edges.size());
    for (const Quad& quad : mesh.quads)
        fine.push_back(0.25 * (positions[quad[0]] + positions[quad[1]] + positions[quad[2]] + positions[quad[3]]));
    const Vec3* face_points = fine.data() + mesh.vertex_count;
    const auto sums = vertex_sums(mesh, positions, face_points);
    std::vector<Vec3> edge_points;
    edge_points.reserve(mesh.edges.size());
    for (const QuadEdge& edge : mesh.edges) {
        const Vec3 ends = positions[edge.a] + positions[edge.b];
        edge_points.push_back(edge.faces[1] == kNoFace
                                  ? 0.5 * ends
                                  : 0.25 * (ends + face_points[edge.faces[0]] + face_points[edge.faces[1]]));
    }
    for (std::uint32_t v = 0; v < mesh.vertex_count; ++v) {
        const double n = mesh.valence[v];
        if (n < 2) continue;
        if (mesh.on_border[v])
            fine[v] = 0.5 * positions[v] + 0.25 * sums[v].border;
        else
            fine[v] = (sums[v].faces / n + 2.0 * (sums[v].edges / n) + (n - 3.0) * positions[v]) / n;
    }
    fine.insert(fine.end(), edge_points.begin(), edge_points.end());
    return fine;
}

std::vector<float> refine_scalars(const QuadMesh& mesh, const std::vector<float>& values) {
    std::vector<float> fine(values.begin(), values.begin() + mesh.vertex_count);
    for (const Quad& quad : mesh.quads)
        fine.push_back(0.25f * (values[quad[0]] + values[quad[1]] + values[quad[2]] + values[quad[3]]));
    for (const QuadEdge& edge : mesh.edges) fine.push_back(0.5f * (values[edge.a] + values[edge.b]));
    return fine;
}

std::vector<QuadUv> refine_uvs(const std::vector<QuadUv>& uvs) {
    std::vector<QuadUv> fine;
    fine.reserve(uvs.size() * 4);
    for (const QuadUv& uv : uvs) {
        const Uv center = middle(middle(uv[0], uv[1]), middle(uv[2], uv[3]));
        for (std::size_t k = 0; k < 4; ++k)
            fine.push_back({uv[k], middle(uv[k], uv[(k + 1) % 4]), center, middle(uv[k], uv[(k + 3) % 4])});
    }
    return fine;
}

std::vector<Vec3> compensate_shrink(const QuadMesh& mesh, const std::vector<Vec3>& positions,
                                    const std::vector<float>& calm) {
    // Limit position of an inner vertex: (n^2 v + 4 sum of edge neighbours + sum of face opposites) / (n (n + 5)).
    std::vector<Vec3> neighbours(mesh.vertex_count), opposites(mesh.vertex_count), along_border(mesh.vertex_count);
    for (const QuadEdge& edge : mesh.edges) {
        neighbours[edge.a] += positions[edge.b];
        neighbours[edge.b] += positions[edge.a];
        if (edge.faces[1] != kNoFace) continue;
        along_border[edge.a] += positions[edge.b];
        along_border[edge.b] += positions[edge.a];
    }
    for (const Quad& quad : mesh.quads)
        for (std::size_t k = 0; k < 4; ++k) opposites[quad[k]] += positions[quad[(k + 2) % 4]];
    std::vector<Vec3> moved = positions;
    for (std::uint32_t v = 0; v < mesh.vertex_count; ++v) {
        const double n = mesh.valence[v];
        if (n < 2) continue;
        const Vec3 limit = mesh.on_border[v]
                               ? (4.0 * positions[v] + along_border[v]) / 6.0
                               : (n * n * positions[v] + 4.0 * neighbours[v] + opposites[v]) / (n * (n + 5.0));
        moved[v] = positions[v] + 0.8 * (1.0 - calm[v]) * (positions[v] - limit);
    }
    return moved;
}

void even_out(const QuadMesh& mesh, const std::vector<float>& calm, std::vector<Vec3>& positions) {
    std::vector<Vec3> neighbours(mesh.vertex_count);
    for (const QuadEdge& edge : mesh.edges) {
        neighbours[edge.a] += positions[edge.b];
        neighbours[edge.b] += positions[edge.a];
    }
    for (std::uint32_t v = 0; v < mesh.vertex_count; ++v)
        if (calm[v] > 0 && mesh.valence[v] > 0)
            positions[v] += (0.5 * calm[v]) * (neighbours[v] / static_cast<double>(mesh.valence[v]) - positions[v]);
}

geometry::TriangleMesh triangulate(const QuadMesh& mesh, std::vector<Vec3> positions, const std::vector<QuadUv>& uvs) {
    geometry::TriangleMesh out;
    out.positions = std::move(positions);
    out.triangles.reserve(mesh.quads.size() * 2);
    out.uvs.reserve(mesh.quads.size() * 2);
    for (std::size_t f = 0; f < mesh.quads.size(); ++f) {
        const Quad& q = mesh.quads[f];
        out.triangles.push_back({q[0], q[1], q[2]});
        out.triangles.push_back({q[0], q[2], q[3]});
        out.uvs.push_back({uvs[f][0], uvs[f][1], uvs[f][2]});
        out.uvs.push_back({uvs[f][0], uvs[f][2], uvs[f][3]});
    }
    return out;
}

}  // namespace np::anatomy
