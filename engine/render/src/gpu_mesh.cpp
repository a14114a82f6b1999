#include "gpu_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace np::render {

using geometry::Vec3;

namespace {

void attribute(GLuint place, GLint count, GLenum type, bool normalized_bytes, std::size_t stride, std::size_t offset) {
    glEnableVertexAttribArray(place);
    glVertexAttribPointer(place, count, type, normalized_bytes ? GL_TRUE : GL_FALSE, static_cast<GLsizei>(stride),
                          reinterpret_cast<const void*>(offset));
}

template <class Vertex>
GpuMesh begin_mesh(const std::vector<Vertex>& vertices, const std::vector<std::uint32_t>& opaque,
                   const std::vector<std::uint32_t>& clear = {}) {
    GpuMesh mesh;
    mesh.array = new_vertex_array();
    glBindVertexArray(mesh.array.get());
    mesh.vertices = new_buffer(GL_ARRAY_BUFFER, vertices.data(), vertices.size() * sizeof(Vertex));
    std::vector<std::uint32_t> all = opaque;
    all.insert(all.end(), clear.begin(), clear.end());
    mesh.indices = new_buffer(GL_ELEMENT_ARRAY_BUFFER, all.data(), all.size() * sizeof(std::uint32_t));
    mesh.opaque = static_cast<GLsizei>(opaque.size());
    mesh.clear = static_cast<GLsizei>(clear.size());
    for (const Vertex& v : vertices) {
        const Vec3 p{static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1]),
                     static_cast<double>(v.position_mm[2])};
        mesh.low_mm = {std::min(mesh.low_mm.x, p.x), std::min(mesh.low_mm.y, p.y), std::min(mesh.low_mm.z, p.z)};
        mesh.high_mm = {std::max(mesh.high_mm.x, p.x), std::max(mesh.high_mm.y, p.y), std::max(mesh.high_mm.z, p.z)};
    }
    return mesh;
}

}  // namespace

void GpuMesh::draw_opaque() const {
    if (opaque == 0) return;
    glBindVertexArray(array.get());
    glDrawElements(GL_TRIANGLES, opaque, GL_UNSIGNED_INT, nullptr);
}

void GpuMesh::draw_clear() const {
    if (clear == 0) return;
    glBindVertexArray(array.get());
    glDrawElements(GL_TRIANGLES, clear, GL_UNSIGNED_INT,
                   reinterpret_cast<const void*>(static_cast<std::size_t>(opaque) * sizeof(std::uint32_t)));
}

GpuMesh upload_skin(const SkinMesh& skin) {
    GpuMesh mesh = begin_mesh(skin.vertices, skin.indices);
    constexpr std::size_t kStride = sizeof(SkinVertex);
    attribute(0, 3, GL_FLOAT, false, kStride, offsetof(SkinVertex, position_mm));
    attribute(1, 3, GL_FLOAT, false, kStride, offsetof(SkinVertex, normal));
    attribute(2, 2, GL_FLOAT, false, kStride, offsetof(SkinVertex, u));
    attribute(3, 1, GL_FLOAT, false, kStride, offsetof(SkinVertex, ao));
    attribute(4, 4, GL_UNSIGNED_BYTE, true, kStride, offsetof(SkinVertex, lips));
    attribute(5, 4, GL_UNSIGNED_BYTE, true, kStride, offsetof(SkinVertex, flush));
    attribute(6, 4, GL_UNSIGNED_BYTE, true, kStride, offsetof(SkinVertex, tone));
    return mesh;
}

GpuMesh upload_shape(const Shape& shape) {
    GpuMesh mesh = begin_mesh(shape.vertices, shape.opaque, shape.clear);
    constexpr std::size_t kStride = sizeof(ShapeVertex);
    attribute(0, 3, GL_FLOAT, false, kStride, offsetof(ShapeVertex, position_mm));
    attribute(1, 3, GL_FLOAT, false, kStride, offsetof(ShapeVertex, normal));
    attribute(2, 2, GL_FLOAT, false, kStride, offsetof(ShapeVertex, uv));
    attribute(3, 4, GL_UNSIGNED_BYTE, true, kStride, offsetof(ShapeVertex, color));
    attribute(4, 4, GL_UNSIGNED_BYTE, true, kStride, offsetof(ShapeVertex, material));
    return mesh;
}

GpuMesh upload_cards(const HairCards& cards) {
    GpuMesh mesh = begin_mesh(cards.vertices, cards.indices);
    constexpr std::size_t kStride = sizeof(CardVertex);
    attribute(0, 3, GL_FLOAT, false, kStride, offsetof(CardVertex, position_mm));
    attribute(1, 3, GL_FLOAT, false, kStride, offsetof(CardVertex, normal));
    attribute(2, 2, GL_FLOAT, false, kStride, offsetof(CardVertex, u));
    return mesh;
}

GpuMesh upload_cloth(const ClothMesh& cloth, const Material& material) {
    Shape shape;
    shape.opaque = cloth.indices;
    for (const ClothVertex& v : cloth.vertices) {
        const auto byte = [](float f) {
            return static_cast<std::uint8_t>(std::lround(255 * std::clamp(f, 0.0F, 1.0F)));
        };
        const std::uint8_t ao = std::max<std::uint8_t>(1, byte(v.ao));  // 0 would mean "not given"
        shape.vertices.push_back(
            {v.position_mm,
             v.normal,
             {0, 0},
             {material.color.r, material.color.g, material.color.b, 255},
             {byte(material.roughness), byte(material.metal), static_cast<std::uint8_t>(material.finish), ao}});
    }
    return upload_shape(shape);
}

GpuMesh upload_eyeball() {
    Shape shape;
    constexpr int kRings = 28, kSegments = 40;
    for (int i = 0; i <= kRings; ++i) {
        // More rings at the front, where the cornea bulges.
        const double theta = 3.14159265 * std::pow(static_cast<double>(i) / kRings, 1.35);
        const auto radius = [](double t) {
            const double x = t / 0.47;
            return x < 1 ? 1 + 0.055 * (1 - x * x) * (1 - x * x) : 1.0;
        };
        const double r = radius(theta), slope = (radius(theta + 1e-3) - radius(std::max(0.0, theta - 1e-3))) / 2e-3;
        for (int s = 0; s <= kSegments; ++s) {
            const double a = 6.28318531 * s / kSegments;
            const Vec3 out{std::sin(theta) * std::cos(a), std::sin(theta) * std::sin(a), std::cos(theta)};
            const Vec3 down{std::cos(theta) * std::cos(a), std::cos(theta) * std::sin(a), -std::sin(theta)};
            const Vec3 n = normalized(r * out - slope * down), p = r * out;
            const auto f = [](double v) { return static_cast<float>(v); };
            shape.vertices.push_back(
                {{f(p.x), f(p.y), f(p.z)}, {f(n.x), f(n.y), f(n.z)}, {0, 0}, {255, 255, 255, 255}, {20, 0, 0, 0}});
        }
    }
    for (std::uint32_t i = 0; i < kRings; ++i) {
        for (std::uint32_t s = 0; s < kSegments; ++s) {
            const std::uint32_t a = i * (kSegments + 1) + s, b = a + kSegments + 1;
            shape.opaque.insert(shape.opaque.end(), {a, b, b + 1, a, b + 1, a + 1});
        }
    }
    return upload_shape(shape);
}

SkinMesh make_pad_mesh(const PadModel& pad) {
    SkinMesh mesh;
    // The face is flat; a rounded edge runs down to the frame around it.
    constexpr int kSteps = 50, kEdge = 5;
    constexpr double kRound_mm = 3.0;
    const double hx = pad.width_mm / 2, hy = pad.height_mm / 2;
    struct Line {
        double at, drop, lean;  // share of the half width, mm below the face, normal's lean outwards
    };
    std::vector<Line> lines;
    const auto edge = [&](double side, int k) {
        const double a = 1.5707963 * k / kEdge;
        lines.push_back({side, kRound_mm * (1 - std::cos(a)), side * std::sin(a)});
    };
    for (int k = kEdge; k >= 1; --k) edge(-1, k);
    for (int k = 0; k <= kSteps; ++k) lines.push_back({2.0 * k / kSteps - 1, 0, 0});
    for (int k = 1; k <= kEdge; ++k) edge(1, k);
    for (const Line& row : lines) {
        for (const Line& column : lines) {
            const double x = column.at * hx + column.lean * kRound_mm * 0.8,
                         y = row.at * hy + row.lean * kRound_mm * 0.8;
            const Vec3 n =
                normalized(Vec3{column.lean, row.lean, 1.02 - std::max(std::abs(column.lean), std::abs(row.lean))});
            SkinVertex v;
            v.position_mm = {static_cast<float>(x), static_cast<float>(y),
                             static_cast<float>(-std::max(column.drop, row.drop))};
            v.normal = {static_cast<float>(n.x), static_cast<float>(n.y), static_cast<float>(n.z)};
            v.u = static_cast<float>(0.5 + 0.5 * column.at);
            v.v = static_cast<float>(0.5 + 0.5 * row.at);
            v.ao = static_cast<float>(1 - 0.5 * std::max(column.drop, row.drop) / kRound_mm);
            v.pores = 90;
            mesh.vertices.push_back(v);
        }
    }
    const auto count = static_cast<std::uint32_t>(lines.size());
    for (std::uint32_t r = 0; r + 1 < count; ++r) {
        for (std::uint32_t c = 0; c + 1 < count; ++c) {
            const std::uint32_t a = r * count + c, b = a + 1, d = a + count, e = d + 1;
            mesh.indices.insert(mesh.indices.end(), {a, b, e, a, e, d});
        }
    }
    return mesh;
}

}  // namespace np::render
