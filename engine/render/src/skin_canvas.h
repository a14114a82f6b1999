// A picture over the atlas in which things are painted on the surface, in millimetres: lesions, creases.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "needlepoint/render/head_model.h"

namespace np::render {

// What is done to a spot of skin: natural logarithm of the albedo's factor per channel, height in mm, gloss.
struct Dab {
    geometry::Vec3 log_albedo;
    double height_mm = 0, gloss = 0;
};

// Where something is painted, and what the skin there is like (0..1, as in SkinVertex).
struct SkinSpot {
    geometry::Vec3 point, normal;
    double lips = 0, orbit = 0, ear = 0, flush = 0;
};

struct SkinPicture {
    int width = 1, height = 1;
    // Per channel how much it dims: albedo *= exp((c - 128) / 255 * 5); alpha = gloss.
    std::vector<std::uint8_t> color{128, 128, 128, 0};
    std::vector<float> slope{0, 0};  // of the relief, in height per cell along u and v
};

// A number of a whole place, 0..1; another `seed`, other numbers.
inline double number_at(int i, int j, int k, std::uint32_t seed) {
    std::uint32_t h = static_cast<std::uint32_t>(i) * 0x9E3779B1U ^ static_cast<std::uint32_t>(j) * 0x85EBCA77U ^
                      static_cast<std::uint32_t>(k) * 0xC2B2AE3DU ^ seed * 0x27D4EB2FU;
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 13;
    return static_cast<double>(h & 0xFFFFU) / 65535.0;
}
// Value noise of a point, 0..1: between the numbers of the whole places around it.
double noise3(geometry::Vec3 p, std::uint32_t seed);
// Branching lines, 1 in a line and 0 beside it.
double vessel_lines(geometry::Vec3 p, std::uint32_t seed);

class SkinCanvas {
  public:
    // `size` texels on the longer side of an atlas of grid_width x grid_height cells.
    SkinCanvas(const SkinMesh& skin, std::uint32_t grid_width, std::uint32_t grid_height, int size);

    using DabOf = std::function<Dab(const SkinSpot&)>;
    // Adds `dab_of(spot)` at every texel of the triangles whose first corner lies within `reach_mm` of `middle`.
    // `reach_mm` has to include a triangle's edge.
    void paint(geometry::Vec3 middle, double reach_mm, const DabOf& dab_of);

    SkinPicture picture() const;

  private:
    struct Corner {
        double x, y;
        SkinSpot spot;
    };
    Corner corner(std::uint32_t vertex) const;
    void paint_triangle(const Corner& a, const Corner& b, const Corner& c, const DabOf& dab_of);

    const SkinMesh& skin_;
    double columns_, rows_;  // cells
    int width_, height_;
    std::vector<Dab> dabs_;
    std::vector<std::uint32_t> painted_;  // number of the paint() that did it last: triangles share edges
    std::uint32_t turn_ = 0;
};

}  // namespace np::render
