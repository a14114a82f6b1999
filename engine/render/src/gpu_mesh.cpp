#include "gpu_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "reduced_mesh.h"

namespace np::render {

using geometry::Vec3;

namespace {

void attribute(GLuint place, GLint count, GLenum type, bool normalized_bytes, std::size_t stride, std::size_t offset) {
    glEnableVertexAttribArray(place);
    glVertexAttribPointer(place, count, type, normalized_bytes ? GL_TRUE : GL_FALSE, static_cast<GLsizei>(stride),
                          reinterpret_cast<const void*>(offset));
}

constexpr Box kNothing{{1e9, 1e9, 1e9}, {-1e9, -1e9, -1e9}};

template <class Vertex>
Vec3 place(const Vertex& v) {
    return {static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1]),
            static_cast<double>(v.position_mm[2])};
}

void enclose(Box& box, Vec3 p) {
    box.low_mm = {std::min(box.low_mm.x, p.x), std::min(box.low_mm.y, p.y), std::min(box.low_mm.z, p.z)};
    box.high_mm = {std::max(box.high_mm.x, p.x), std::max(box.high_mm.y, p.y), std::max(box.high_mm.z, p.z)};
}

// A triangle belongs to the slice of its first corner, whole.
template <class Vertex>
std::vector<Box> sliced(const std::vector<Vertex>& vertices, const std::vector<std::uint32_t>& indices,
                        const Box& all_of_it) {
    constexpr int kSlices = 8;
    const Vec3 extent = all_of_it.high_mm - all_of_it.low_mm;
    const Vec3 along = extent.x >= std::max(extent.y, extent.z) ? Vec3{1, 0, 0}
                       : extent.y >= extent.z                   ? Vec3{0, 1, 0}
                                                                : Vec3{0, 0, 1};
    const double far = std::max(dot(extent, along), 1e-9);
    std::vector<Box> boxes(kSlices, kNothing);
    for (std::size_t i = 0; i + 2 < indices.size(); i += 3) {
        const double share = dot(place(vertices[indices[i]]) - all_of_it.low_mm, along) / far;
        Box& box = boxes[static_cast<std::size_t>(std::clamp(static_cast<int>(share * kSlices), 0, kSlices - 1))];
        for (std::size_t k = 0; k < 3; ++k) enclose(box, place(vertices[indices[i + k]]));
    }
    std::erase_if(boxes, [](const Box& box) { return box.low_mm.x > box.high_mm.x; });
    return boxes;
}

template <class Vertex>
GpuMesh begin_mesh(const std::vector<Vertex>& vertices, const std::vector<std::uint32_t>& opaque,
                   const std::vector<std::uint32_t>& clear = {}, double error_mm = 0) {
    GpuMesh mesh;
    mesh.array = new_vertex_array();
    glBindVertexArray(mesh.array.get());
    mesh.vertices = new_buffer(GL_ARRAY_BUFFER, vertices.data(), vertices.size() * sizeof(Vertex));
    std::vector<std::uint32_t> all = opaque, reduced;
    if (error_mm > 0) reduced = reduced_triangles(opaque, vertices, error_mm);
    all.insert(all.end(), clear.begin(), clear.end());
    all.insert(all.end(), reduced.begin(), reduced.end());
    mesh.indices = new_buffer(GL_ELEMENT_ARRAY_BUFFER, all.data(), all.size() * sizeof(std::uint32_t));
    mesh.opaque = static_cast<GLsizei>(opaque.size());
    mesh.clear = static_cast<GLsizei>(clear.size());
    mesh.reduced = static_cast<GLsizei>(reduced.size());
    Box all_of_it = kNothing;
    for (const Vertex& v : vertices) enclose(all_of_it, place(v));
    mesh.low_mm = all_of_it.low_mm, mesh.high_mm = all_of_it.high_mm;
    mesh.boxes = sliced(vertices, all, all_of_it);
    return mesh;
}

}  // namespace

namespace {
void draw_triangles(const GlVertexArray& array, GLsizei first, GLsizei count) {
    if (count == 0) return;
    glBindVertexArray(array.get());
    glDrawElements(GL_TRIANGLES, count, GL_UNSIGNED_INT,
                   reinterpret_cast<const void*>(static_cast<std::size_t>(first) * sizeof(std::uint32_t)));
}
}  // namespace

void GpuMesh::draw_opaque(Detail detail) const {
    if (detail == Detail::kReduced && reduced > 0) return draw_triangles(array, opaque + clear, reduced);
    draw_triangles(array, 0, opaque);
}

void GpuMesh::draw_clear() const {
    draw_triangles(array, opaque, clear);
}

GpuMesh upload_skin(const SkinMesh& skin, double error_mm) {
    GpuMesh mesh = begin_mesh(skin.vertices, skin.indices, {}, error_mm);
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

GpuMesh upload_shape(const Shape& shape, double error_mm) {
    GpuMesh mesh = begin_mesh(shape.vertices, shape.opaque, shape.clear, error_mm);
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

GpuMesh upload_cloth(const ClothMesh& cloth, const Material& material, double error_mm) {
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
    return upload_shape(shape, error_mm);
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
    return upload_shape(shape, 0);
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
