#include "eyes.h"

#include "atlas.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Uv;
using geometry::Vec3;

namespace {

constexpr double kCornealBulge = 0.06;  // of the radius
constexpr double kGlobeFront = 0.58;    // of the half turn from the pupil's middle backwards that a needle can meet
constexpr int kSegments = 40, kRings = 28;

// Solves a 4 x 4 system by elimination with row exchange.
std::array<double, 4> solve(std::array<std::array<double, 5>, 4> m) {
    for (std::size_t column = 0; column < 4; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < 4; ++row)
            if (np_abs(m[row][column]) > np_abs(m[pivot][column])) pivot = row;
        std::swap(m[column], m[pivot]);
        for (std::size_t row = 0; row < 4; ++row) {
            if (row == column || m[column][column] == 0) continue;
            const double factor = m[row][column] / m[column][column];
            for (std::size_t k = column; k < 5; ++k) m[row][k] -= factor * m[column][k];
        }
    }
    std::array<double, 4> x{};
    for (std::size_t row = 0; row < 4; ++row) x[row] = m[row][row] == 0 ? 0 : m[row][4] / m[row][row];
    return x;
}

// Least squares: |p|^2 = 2 c.p + (r^2 - |c|^2), around the mean.
void fit_sphere(const std::vector<Vec3>& points, Vec3& center, double& radius) {
    Vec3 mean;
    for (const Vec3 p : points) mean += p;
    mean = mean / static_cast<double>(points.size());
    std::array<std::array<double, 5>, 4> m{};
    for (const Vec3 q : points) {
        const Vec3 p = q - mean;
        const double row[5] = {2 * p.x, 2 * p.y, 2 * p.z, 1, dot(p, p)};
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t k = 0; k < 5; ++k) m[i][k] += row[i] * row[k];
    }
    const auto x = solve(m);
    const Vec3 off{x[0], x[1], x[2]};
    center = mean + off;
    radius = np_sqrt(np_max(0, x[3] + dot(off, off)));
}

// A globe around `gaze`: rings from the pupil's middle up to `turns` of the half turn.
geometry::TriangleMesh globe(const Eye& eye, double turns, double bulge) {
    geometry::TriangleMesh mesh;
    const geometry::Frame frame = geometry::frame_about(eye.gaze);
    for (int ring = 0; ring <= kRings; ++ring) {
        const double polar = NP_PI * turns * ring / kRings;
        const double lift = np_clamp((eye.iris_radius_rad * 1.15 - polar) / (eye.iris_radius_rad * 1.15), 0, 1);
        const double radius = eye.radius_mm * (1 + bulge * lift * (2 - lift));
        for (int segment = 0; segment < kSegments; ++segment) {
            const double angle = 2 * NP_PI * segment / kSegments;
            const Vec3 direction =
                np_cos(polar) * eye.gaze + np_sin(polar) * (np_cos(angle) * frame.u + np_sin(angle) * frame.v);
            mesh.positions.push_back(eye.center_mm + radius * direction);
        }
    }
    const auto uv = [&](int ring, int segment) {
        const double r = 0.5 * turns * ring / kRings, angle = 2 * NP_PI * segment / kSegments;
        return Uv{static_cast<float>(0.5 + r * np_cos(angle)), static_cast<float>(0.5 + r * np_sin(angle))};
    };
    for (int ring = 0; ring < kRings; ++ring)
        for (int segment = 0; segment < kSegments; ++segment) {
            const auto at = [&](int r, int s) { return static_cast<std::uint32_t>(r * kSegments + s % kSegments); };
            mesh.triangles.push_back({at(ring, segment), at(ring + 1, segment), at(ring + 1, segment + 1)});
            mesh.uvs.push_back({uv(ring, segment), uv(ring + 1, segment), uv(ring + 1, segment + 1)});
            if (ring == 0) continue;  // the other half is a point
            mesh.triangles.push_back({at(ring, segment), at(ring + 1, segment + 1), at(ring, segment + 1)});
            mesh.uvs.push_back({uv(ring, segment), uv(ring + 1, segment + 1), uv(ring, segment + 1)});
        }
    mesh.normals = geometry::smooth_normals(mesh);
    for (int segment = 0; segment < kSegments; ++segment) mesh.normals[static_cast<std::size_t>(segment)] = eye.gaze;
    return mesh;
}

}  // namespace

std::array<Eye, 2> fit_eyes(const HeadData& head, const ShapedHead& shaped) {
    std::array<Eye, 2> eyes;
    for (std::size_t side = 0; side < 2; ++side) {
        const auto [first, count] = head.eye_vertices[side];
        const std::vector<Vec3> points(shaped.plain.begin() + first, shaped.plain.begin() + first + count);
        fit_sphere(points, eyes[side].center_mm, eyes[side].radius_mm);
        eyes[side].gaze = {0, 0, 1};
        eyes[side].mesh = globe(eyes[side], 1.0, kCornealBulge);
    }
    return eyes;
}

void add_globes(const std::array<Eye, 2>& eyes, geometry::TriangleMesh& contact) {
    for (std::size_t side = 0; side < 2; ++side) {
        const auto front = globe(eyes[side], kGlobeFront, 0);
        const auto first = static_cast<std::uint32_t>(contact.positions.size());
        contact.positions.insert(contact.positions.end(), front.positions.begin(), front.positions.end());
        contact.normals.insert(contact.normals.end(), front.normals.begin(), front.normals.end());
        for (const auto& t : front.triangles) contact.triangles.push_back({first + t[0], first + t[1], first + t[2]});
        // The globe's own uvs span 0.5 +- kGlobeFront / 2; its disc of the atlas takes that.
        const auto place = [&](Uv uv) {
            const double x = kEyeDiscColumn[side] + kEyeDiscSide * (0.5 + 0.98 * (uv.u - 0.5) / kGlobeFront);
            const double y = kEyeDiscRow + kEyeDiscSide * (0.5 + 0.98 * (uv.v - 0.5) / kGlobeFront);
            return Uv{static_cast<float>(x / kAtlasWidth), static_cast<float>(y / kAtlasHeight)};
        };
        for (const auto& t : front.uvs) contact.uvs.push_back({place(t[0]), place(t[1]), place(t[2])});
    }
}

}  // namespace np::anatomy
