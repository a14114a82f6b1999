#include "skin_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

Vec3 vec(const std::array<float, 3>& a) {
    return {static_cast<double>(a[0]), static_cast<double>(a[1]), static_cast<double>(a[2])};
}

std::uint8_t byte(double value) {
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

}  // namespace

double noise3(Vec3 p, std::uint32_t seed) {
    const int i = static_cast<int>(std::floor(p.x)), j = static_cast<int>(std::floor(p.y)),
              k = static_cast<int>(std::floor(p.z));
    const auto fade = [](double t) { return t * t * (3 - 2 * t); };
    const double x = fade(p.x - i), y = fade(p.y - j), z = fade(p.z - k);
    const auto at = [seed](int a, int b, int c) { return number_at(a, b, c, seed); };
    const auto mix = [](double a, double b, double t) { return a + t * (b - a); };
    const auto plane = [&](int c) {
        return mix(mix(at(i, j, c), at(i + 1, j, c), x), mix(at(i, j + 1, c), at(i + 1, j + 1, c), x), y);
    };
    return mix(plane(k), plane(k + 1), z);
}

double vessel_lines(Vec3 p, std::uint32_t seed) {
    // The ridges of a noise.
    const double wide = std::abs(noise3(0.9 * p, seed) - 0.5) + 0.6 * std::abs(noise3(2.1 * p, seed + 3) - 0.5);
    return std::clamp((0.11 - wide) * 14, 0.0, 1.0);
}

SkinCanvas::SkinCanvas(const SkinMesh& skin, std::uint32_t grid_width, std::uint32_t grid_height, int size)
    : skin_(skin), columns_(std::max(grid_width, 1U)), rows_(std::max(grid_height, 1U)) {
    const double longest = std::max({grid_width, grid_height, 1U});
    width_ = std::max(1, static_cast<int>(size * (grid_width / longest)));
    height_ = std::max(1, static_cast<int>(size * (grid_height / longest)));
    const std::size_t count = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
    dabs_.resize(count);
    painted_.assign(count, 0);
}

SkinCanvas::Corner SkinCanvas::corner(std::uint32_t vertex) const {
    const SkinVertex& v = skin_.vertices[vertex];
    return {static_cast<double>(v.u) * width_,
            static_cast<double>(v.v) * height_,
            {vec(v.position_mm), vec(v.normal), v.lips / 255.0, v.orbit / 255.0, v.ear / 255.0, v.flush / 255.0}};
}

void SkinCanvas::paint(Vec3 middle, double reach_mm, const DabOf& dab_of) {
    ++turn_;
    for (std::size_t i = 0; i + 2 < skin_.indices.size(); i += 3) {
        const std::uint32_t* corners = &skin_.indices[i];
        if (length(vec(skin_.vertices[corners[0]].position_mm) - middle) > reach_mm) continue;
        const Corner a = corner(corners[0]), b = corner(corners[1]), c = corner(corners[2]);
        if (std::min({a.x, b.x, c.x, a.y, b.y, c.y}) < 0) continue;  // not on the atlas
        paint_triangle(a, b, c, dab_of);
    }
}

void SkinCanvas::paint_triangle(const Corner& a, const Corner& b, const Corner& c, const DabOf& dab_of) {
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-9) return;
    const int x0 = std::max(0, static_cast<int>(std::min({a.x, b.x, c.x}) - 1)),
              x1 = std::min(width_ - 1, static_cast<int>(std::max({a.x, b.x, c.x}) + 1));
    const int y0 = std::max(0, static_cast<int>(std::min({a.y, b.y, c.y}) - 1)),
              y1 = std::min(height_ - 1, static_cast<int>(std::max({a.y, b.y, c.y}) + 1));
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            const double px = x + 0.5, py = y + 0.5;
            const double wb = ((px - a.x) * (c.y - a.y) - (py - a.y) * (c.x - a.x)) / area,
                         wc = ((b.x - a.x) * (py - a.y) - (b.y - a.y) * (px - a.x)) / area;
            const double wa = 1 - wb - wc;
            if (wa < -0.02 || wb < -0.02 || wc < -0.02) continue;
            const std::size_t at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
            if (painted_[at] == turn_) continue;
            painted_[at] = turn_;
            const auto mix = [&](double SkinSpot::*part) {
                return wa * a.spot.*part + wb * b.spot.*part + wc * c.spot.*part;
            };
            const Dab dab = dab_of({wa * a.spot.point + wb * b.spot.point + wc * c.spot.point,
                                    wa * a.spot.normal + wb * b.spot.normal + wc * c.spot.normal, mix(&SkinSpot::lips),
                                    mix(&SkinSpot::orbit), mix(&SkinSpot::ear), mix(&SkinSpot::flush)});
            dabs_[at].log_albedo += dab.log_albedo;
            dabs_[at].height_mm += dab.height_mm;
            dabs_[at].gloss = std::max(dabs_[at].gloss, dab.gloss);
        }
    }
}

SkinPicture SkinCanvas::picture() const {
    SkinPicture picture;
    picture.width = width_;
    picture.height = height_;
    picture.color.resize(dabs_.size() * 4);
    picture.slope.resize(dabs_.size() * 2);
    const double per_column = width_ / (2 * columns_), per_row = height_ / (2 * rows_);
    for (int y = 0; y < height_; ++y) {
        for (int x = 0; x < width_; ++x) {
            const auto at = [&](int column, int row) -> const Dab& {
                column = std::clamp(column, 0, width_ - 1);
                row = std::clamp(row, 0, height_ - 1);
                return dabs_[static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
                             static_cast<std::size_t>(column)];
            };
            const Dab& dab = at(x, y);
            const std::size_t i =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
            picture.color[i * 4] = byte(128.0 / 255 + dab.log_albedo.x / 5);
            picture.color[i * 4 + 1] = byte(128.0 / 255 + dab.log_albedo.y / 5);
            picture.color[i * 4 + 2] = byte(128.0 / 255 + dab.log_albedo.z / 5);
            picture.color[i * 4 + 3] = byte(dab.gloss);
            // Where the skin folds over itself the atlas is pressed together, and its slopes would be cliffs.
            const auto slope = [](double rise) { return static_cast<float>(std::clamp(rise, -1.6, 1.6)); };
            picture.slope[i * 2] = slope((at(x + 1, y).height_mm - at(x - 1, y).height_mm) * per_column);
            picture.slope[i * 2 + 1] = slope((at(x, y + 1).height_mm - at(x, y - 1).height_mm) * per_row);
        }
    }
    return picture;
}

}  // namespace np::render
