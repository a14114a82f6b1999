#include "shape.h"

#include <algorithm>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {
constexpr double kPi = 3.14159265358979323846;
Vec3 placed(const Pose& pose, Vec3 v) {
    return v.x * pose.x_axis + v.y * pose.y_axis + v.z * pose.z_axis;
}
std::array<float, 3> floats(Vec3 v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}
std::uint8_t byte(double value) {
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}
}  // namespace

ShapeBuilder& ShapeBuilder::at(const Pose& pose) {
    pose_ = pose;
    return *this;
}
ShapeBuilder& ShapeBuilder::at(Vec3 position) {
    pose_ = Pose{position};
    return *this;
}

std::uint32_t ShapeBuilder::vertex(Vec3 position, Vec3 normal, double u, double v, const Material& m) {
    const Vec3 p = pose_.position_mm + placed(pose_, position);
    shape_.low_mm = {std::min(shape_.low_mm.x, p.x), std::min(shape_.low_mm.y, p.y), std::min(shape_.low_mm.z, p.z)};
    shape_.high_mm = {std::max(shape_.high_mm.x, p.x), std::max(shape_.high_mm.y, p.y),
                      std::max(shape_.high_mm.z, p.z)};
    shape_.vertices.push_back({floats(p),
                               floats(placed(pose_, normalized(normal))),
                               {static_cast<float>(u), static_cast<float>(v)},
                               {m.color.r, m.color.g, m.color.b, byte(static_cast<double>(m.alpha))},
                               {byte(static_cast<double>(m.roughness)), byte(static_cast<double>(m.metal)),
                                static_cast<std::uint8_t>(m.finish), 0}});
    return static_cast<std::uint32_t>(shape_.vertices.size() - 1);
}

void ShapeBuilder::shade(const std::function<double(Vec3)>& openness) {
    for (ShapeVertex& v : shape_.vertices) {
        const Vec3 p{static_cast<double>(v.position_mm[0]), static_cast<double>(v.position_mm[1]),
                     static_cast<double>(v.position_mm[2])};
        v.material[3] = std::max<std::uint8_t>(1, byte(openness(p)));
    }
}

void ShapeBuilder::triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c, const Material& m) {
    auto& list = m.alpha < 1 ? shape_.clear : shape_.opaque;
    list.insert(list.end(), {a, b, c});
}

void ShapeBuilder::quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d, const Material& m) {
    triangle(a, b, c, m);
    triangle(a, c, d, m);
}

// One strip of rings; normals in the (r, z) half plane as {radial, 0, axial}.
void ShapeBuilder::surface_of_revolution(const std::vector<Section>& sections, const std::vector<Vec3>& normals,
                                         const Material& material, int segments) {
    std::vector<std::uint32_t> previous, current;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        current.clear();
        for (int s = 0; s <= segments; ++s) {
            const double a = 2 * kPi * s / segments, c = std::cos(a), n = std::sin(a);
            const Section& ring = sections[i];
            // An ellipse's normal leans the other way than its radius.
            const double rx = std::max(ring.rx, 1e-6), ry = std::max(ring.ry, 1e-6), mean = 0.5 * (rx + ry);
            const Vec3 normal{normals[i].x * c * mean / rx, normals[i].x * n * mean / ry, normals[i].z};
            current.push_back(vertex({ring.rx * c, ring.ry * n, ring.z}, normal, static_cast<double>(s) / segments,
                                     static_cast<double>(i) / static_cast<double>(sections.size() - 1), material));
        }
        for (int s = 0; i > 0 && s < segments; ++s) {
            const auto k = static_cast<std::size_t>(s);
            quad(previous[k], previous[k + 1], current[k + 1], current[k], material);
        }
        previous = current;
    }
}

void ShapeBuilder::lathe(const std::vector<Ring>& profile, const Material& material, int segments) {
    const std::size_t n = profile.size();
    std::vector<Vec3> faces;  // normal of each piece of the profile
    for (std::size_t i = 0; i + 1 < n; ++i) {
        faces.push_back(normalized(Vec3{profile[i + 1].z - profile[i].z, 0, profile[i].r - profile[i + 1].r}));
    }
    std::vector<Section> strip;
    std::vector<Vec3> normals;
    for (std::size_t i = 0; i < n; ++i) {
        const Section section{profile[i].z, profile[i].r, profile[i].r};
        const bool first = i == 0, last = i + 1 == n;
        const bool sharp = !first && !last && dot(faces[i - 1], faces[i]) < 0.77;
        const Vec3 before = first ? faces[0] : faces[i - 1], after = last ? faces[n - 2] : faces[i];
        strip.push_back(section);
        normals.push_back(sharp ? before : normalized(before + after));
        if (sharp) {
            surface_of_revolution(strip, normals, material, segments);
            strip = {section};
            normals = {after};
        }
    }
    if (strip.size() > 1) surface_of_revolution(strip, normals, material, segments);
}

void ShapeBuilder::loft(const std::vector<Section>& sections, const Material& material, int segments) {
    std::vector<Vec3> normals;
    const std::size_t n = sections.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Section& a = sections[i > 0 ? i - 1 : 0];
        const Section& b = sections[std::min(i + 1, n - 1)];
        normals.push_back(normalized(Vec3{b.z - a.z, 0, 0.5 * (a.rx + a.ry - b.rx - b.ry)}));
    }
    surface_of_revolution(sections, normals, material, segments);
    for (const bool top : {false, true}) {
        const Section& end = top ? sections.back() : sections.front();
        const Vec3 up{0, 0, top ? 1.0 : -1.0};
        const std::uint32_t middle = vertex({0, 0, end.z}, up, 0.5, 0.5, material);
        std::uint32_t previous = 0;
        for (int s = 0; s <= segments; ++s) {
            const double a = 2 * kPi * s / segments;
            const std::uint32_t now =
                vertex({end.rx * std::cos(a), end.ry * std::sin(a), end.z}, up, 0.5, 0.5, material);
            if (s > 0 && top) triangle(middle, previous, now, material);
            if (s > 0 && !top) triangle(middle, now, previous, material);
            previous = now;
        }
    }
}

void ShapeBuilder::rounded_box(Vec3 center, Vec3 half, double radius, const Material& material, int steps) {
    radius = std::min({radius, half.x, half.y, half.z});
    const Vec3 inner = half - Vec3{radius, radius, radius};
    struct Line {
        double t, side;
    };
    std::vector<Line> lines;  // both sides have their own middle line: between them lies the flat part
    for (int i = 0; i <= steps; ++i) lines.push_back({-std::tan(kPi / 4 * (steps - i) / steps), -1});
    for (int i = 0; i <= steps; ++i) lines.push_back({std::tan(kPi / 4 * i / steps), 1});
    const auto count = lines.size();
    const Vec3 axes[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (std::size_t face = 0; face < 6; ++face) {
        const Vec3 out = (face % 2 == 0 ? 1.0 : -1.0) * axes[face / 2];
        const Vec3 a = axes[(face / 2 + 1) % 3], b = cross(out, a);
        std::vector<std::uint32_t> grid;
        for (const Line& row : lines) {
            for (const Line& column : lines) {
                const Vec3 direction = normalized(out + column.t * a + row.t * b);
                const Vec3 corner = out + column.side * a + row.side * b;
                const Vec3 p =
                    center + Vec3{corner.x * inner.x, corner.y * inner.y, corner.z * inner.z} + radius * direction;
                grid.push_back(vertex(p, direction, 0.5 + 0.5 * column.side, 0.5 + 0.5 * row.side, material));
            }
        }
        for (std::size_t r = 0; r + 1 < count; ++r)
            for (std::size_t c = 0; c + 1 < count; ++c)
                quad(grid[r * count + c], grid[r * count + c + 1], grid[(r + 1) * count + c + 1],
                     grid[(r + 1) * count + c], material);
    }
}

void ShapeBuilder::tube(const std::vector<Vec3>& path, double radius, const Material& material, int segments) {
    std::vector<std::uint32_t> previous, current;
    Vec3 side = geometry::frame_about(normalized(path[1] - path[0])).u;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Vec3 along = normalized(path[std::min(i + 1, path.size() - 1)] - path[i > 0 ? i - 1 : 0]);
        side = normalized(side - dot(side, along) * along);  // carried on, so the tube does not twist
        const Vec3 other = cross(along, side);
        current.clear();
        for (int s = 0; s <= segments; ++s) {
            const double a = 2 * kPi * s / segments;
            const Vec3 out = std::cos(a) * side + std::sin(a) * other;
            current.push_back(vertex(path[i] + radius * out, out, static_cast<double>(s) / segments, 0, material));
        }
        for (int s = 0; i > 0 && s < segments; ++s) {
            const auto k = static_cast<std::size_t>(s);
            quad(previous[k], previous[k + 1], current[k + 1], current[k], material);
        }
        previous = current;
    }
}

void ShapeBuilder::panel(Vec3 center, Vec3 x_half, Vec3 y_half, const Material& material) {
    const Vec3 normal = cross(x_half, y_half);
    const auto a = vertex(center - x_half - y_half, normal, 0, 0, material);
    const auto b = vertex(center + x_half - y_half, normal, 1, 0, material);
    const auto c = vertex(center + x_half + y_half, normal, 1, 1, material);
    const auto d = vertex(center - x_half + y_half, normal, 0, 1, material);
    quad(a, b, c, d, material);
}

void ShapeBuilder::slab(const Slab& s, const Material& material) {
    const auto height = [&s](double x, double y) {
        const double depth = -s.inside(x, y);
        if (depth <= 0) return 0.0;
        const double t = std::min(1.0, depth / s.edge_mm);
        return s.thickness_mm * std::sqrt(t * (2 - t)) + (s.relief ? t * s.relief(x, y) : 0.0);
    };
    constexpr double kStep = 0.25;
    const auto slope = [&](auto&& f, double x, double y) {
        return Vec3{(f(x + kStep, y) - f(x - kStep, y)) / (2 * kStep),
                    (f(x, y + kStep) - f(x, y - kStep)) / (2 * kStep), 0};
    };
    std::vector<std::uint32_t> grid;
    std::vector<bool> keep;
    const double cell = std::max(2 * s.half_x / s.columns, 2 * s.half_y / s.rows);
    for (int row = 0; row <= s.rows; ++row) {
        for (int column = 0; column <= s.columns; ++column) {
            double x = s.half_x * (2.0 * column / s.columns - 1), y = s.half_y * (2.0 * row / s.rows - 1);
            const double distance = s.inside(x, y);
            // Points just outside are drawn onto the outline, so that it is smooth.
            const Vec3 g = slope(s.inside, x, y);
            const bool near =
                distance < 1.5 * cell * std::max(1.0, length(g));  // `inside` may grow faster than the distance
            if (distance > 0 && near) {
                const double g2 = std::max(0.05, dot(g, g));
                x -= distance * g.x / g2;
                y -= distance * g.y / g2;
            }
            keep.push_back(near);
            const Vec3 rise = slope(height, x, y);
            const Vec3 normal = s.inside(x, y) > -0.02 * cell ? Vec3{slope(s.inside, x, y) + Vec3{0, 0, 0.3}}
                                                              : Vec3{-rise.x, -rise.y, 1};
            grid.push_back(
                vertex({x, y, height(x, y)}, normal, 0.5 + 0.5 * x / s.half_x, 0.5 + 0.5 * y / s.half_y, material));
        }
    }
    const auto width = static_cast<std::size_t>(s.columns) + 1;
    for (std::size_t r = 0; r < static_cast<std::size_t>(s.rows); ++r) {
        for (std::size_t c = 0; c + 1 < width; ++c) {
            const std::size_t a = r * width + c, b = a + 1, d = a + width, e = d + 1;
            if (keep[a] && keep[b] && keep[d] && keep[e]) quad(grid[a], grid[b], grid[e], grid[d], material);
        }
    }
}

}  // namespace np::render
