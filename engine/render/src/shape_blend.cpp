// Solids given by a distance, as triangles: what bends and grows together (hands in gloves, a pillow under a head).
#include <algorithm>
#include <cmath>

#include "shape.h"

namespace np::render {

using geometry::Vec3;

namespace {

constexpr int kBlock = 6;  // cells to a side that are skipped together where the surface is far

// The distance on the corners of a grid of cells; far from the surface only its sign is right.
class Corners {
  public:
    explicit Corners(const ShapeBuilder::Blend& blend) : blend_(blend) {
        const Vec3 extent = blend.high_mm - blend.low_mm;
        const auto cells = [&](double mm) { return static_cast<int>(std::ceil(mm / blend.cell_mm)); };
        nx_ = cells(extent.x), ny_ = cells(extent.y), nz_ = cells(extent.z);
        values_.resize(count(nx_ + 1, ny_ + 1, nz_ + 1));
        fill(false);
        fill(true);  // near blocks last: they share corners with far ones
    }

    int columns() const { return nx_; }
    int rows() const { return ny_; }
    int layers() const { return nz_; }
    Vec3 at(int x, int y, int z) const {
        return blend_.low_mm +
               blend_.cell_mm * Vec3{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
    }
    double value(int x, int y, int z) const { return static_cast<double>(values_[index(x, y, z)]); }

  private:
    static std::size_t count(int x, int y, int z) {
        return static_cast<std::size_t>(x) * static_cast<std::size_t>(y) * static_cast<std::size_t>(z);
    }
    std::size_t index(int x, int y, int z) const {
        return count(nx_ + 1, ny_ + 1, z) + static_cast<std::size_t>(y) * static_cast<std::size_t>(nx_ + 1) +
               static_cast<std::size_t>(x);
    }
    void fill(bool near_ones) {
        const double half = 0.5 * kBlock * blend_.cell_mm;
        for (int z = 0; z <= nz_; z += kBlock)
            for (int y = 0; y <= ny_; y += kBlock)
                for (int x = 0; x <= nx_; x += kBlock) {
                    const double middle = blend_.distance(at(x, y, z) + Vec3{half, half, half});
                    const bool near = std::abs(middle) < 2.1 * half;
                    if (near == near_ones) fill_block(x, y, z, near, middle);
                }
    }
    void fill_block(int x0, int y0, int z0, bool near, double middle) {
        for (int z = z0; z <= std::min(z0 + kBlock, nz_); ++z)
            for (int y = y0; y <= std::min(y0 + kBlock, ny_); ++y)
                for (int x = x0; x <= std::min(x0 + kBlock, nx_); ++x)
                    values_[index(x, y, z)] = static_cast<float>(near ? blend_.distance(at(x, y, z)) : middle);
    }

    const ShapeBuilder::Blend& blend_;
    int nx_ = 0, ny_ = 0, nz_ = 0;
    std::vector<float> values_;
};

Vec3 gradient(const ShapeBuilder::Blend& blend, Vec3 p) {
    const double h = 0.35 * blend.cell_mm;
    const Vec3 x{h, 0, 0}, y{0, h, 0}, z{0, 0, h};
    return Vec3{blend.distance(p + x) - blend.distance(p - x), blend.distance(p + y) - blend.distance(p - y),
                blend.distance(p + z) - blend.distance(p - z)} /
           (2 * h);
}

// How open to the sky: the nearer other parts stand in front, the less.
double openness(const ShapeBuilder::Blend& blend, Vec3 p, Vec3 n) {
    double shut = 0;
    for (const double far : {3.0, 8.0, 16.0}) shut += std::max(0.0, far - blend.distance(p + far * n)) / far;
    return std::clamp(1 - 0.42 * shut, 0.15, 1.0);
}

}  // namespace

// One vertex in every cell that the surface crosses, four of them around every edge that it crosses (surface nets;
// Gibson 1998), each then drawn onto the surface along its normal.
void ShapeBuilder::blend(const Blend& blend) {
    const Corners corners(blend);
    const int nx = corners.columns(), ny = corners.rows(), nz = corners.layers();
    constexpr std::uint32_t kNone = 0xffffffffU;
    std::vector<std::uint32_t> known(
        static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny) * static_cast<std::size_t>(nz), kNone);
    const auto cell = [&](int x, int y, int z) -> std::uint32_t& {
        return known[(static_cast<std::size_t>(z) * static_cast<std::size_t>(ny) + static_cast<std::size_t>(y)) *
                         static_cast<std::size_t>(nx) +
                     static_cast<std::size_t>(x)];
    };
    for (int z = 0; z < nz; ++z) {
        for (int y = 0; y < ny; ++y) {
            for (int x = 0; x < nx; ++x) {
                Vec3 sum;
                int crossings = 0;
                for (int e = 0; e < 12; ++e) {
                    // Edge e runs along axis e / 4 from one of four corners.
                    const int axis = e / 4, i = e & 1, j = (e >> 1) & 1;
                    const std::array<int, 3> from = axis == 0   ? std::array<int, 3>{x, y + i, z + j}
                                                    : axis == 1 ? std::array<int, 3>{x + i, y, z + j}
                                                                : std::array<int, 3>{x + i, y + j, z};
                    const std::array<int, 3> to{from[0] + (axis == 0), from[1] + (axis == 1), from[2] + (axis == 2)};
                    const double a = corners.value(from[0], from[1], from[2]), b = corners.value(to[0], to[1], to[2]);
                    if ((a < 0) == (b < 0)) continue;
                    const Vec3 p = corners.at(from[0], from[1], from[2]), q = corners.at(to[0], to[1], to[2]);
                    sum = sum + p + (a / (a - b)) * (q - p);
                    ++crossings;
                }
                if (crossings == 0) continue;
                Vec3 p = sum / static_cast<double>(crossings);
                for (int k = 0; k < 2; ++k) {
                    const Vec3 g = gradient(blend, p);
                    p = p - blend.distance(p) / std::max(0.2, dot(g, g)) * g;
                }
                const Vec3 n = normalized(gradient(blend, p));
                cell(x, y, z) = vertex(p, n, 0, 0, blend.material);
                shape_.vertices.back().material[3] =
                    static_cast<std::uint8_t>(std::lround(255 * openness(blend, p, n)));
            }
        }
    }
    for (int z = 1; z < nz; ++z) {
        for (int y = 1; y < ny; ++y) {
            for (int x = 1; x < nx; ++x) {
                const bool here = corners.value(x, y, z) < 0;
                const auto face = [&](bool there, std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
                    if (here == there || a == kNone || b == kNone || c == kNone || d == kNone) return;
                    here ? quad(a, b, c, d, blend.material) : quad(d, c, b, a, blend.material);
                };
                face(corners.value(x + 1, y, z) < 0, cell(x, y - 1, z - 1), cell(x, y, z - 1), cell(x, y, z),
                     cell(x, y - 1, z));
                face(corners.value(x, y + 1, z) < 0, cell(x - 1, y, z - 1), cell(x - 1, y, z), cell(x, y, z),
                     cell(x, y, z - 1));
                face(corners.value(x, y, z + 1) < 0, cell(x - 1, y - 1, z), cell(x, y - 1, z), cell(x, y, z),
                     cell(x - 1, y, z));
            }
        }
    }
}

}  // namespace np::render
