#include "lesion_paint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "skin_colors.h"

namespace np::render {

using geometry::Vec3;

namespace {

constexpr double kPi = 3.14159265358979;

double smooth(double t) {
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

// ---- the outline ----------------------------------------------------------------------------------------------------

// Millimetres to the nearest edge: above 0 inside, below 0 outside. A hole runs the other way round.
double depth_inside(const std::vector<Lesion::Outline>& outlines, double x, double y) {
    double nearest2 = std::numeric_limits<double>::max();
    int winding = 0;
    for (const auto& outline : outlines) {
        for (std::size_t i = 0; i < outline.size(); ++i) {
            const auto &a = outline[i], &b = outline[(i + 1) % outline.size()];
            const double dx = b[0] - a[0], dy = b[1] - a[1], px = x - a[0], py = y - a[1];
            const double t = std::clamp((px * dx + py * dy) / std::max(1e-12, dx * dx + dy * dy), 0.0, 1.0);
            const double ex = px - t * dx, ey = py - t * dy;
            nearest2 = std::min(nearest2, ex * ex + ey * ey);
            if ((a[1] <= y) != (b[1] <= y) && (dx * py - px * dy > 0) == (b[1] > a[1])) winding += b[1] > a[1] ? 1 : -1;
        }
    }
    return (winding != 0 ? 1 : -1) * std::sqrt(nearest2);
}

// Half of the smaller extent, from area and perimeter as if the outline were a band with round ends.
double half_width(const Lesion::Outline& outline) {
    double area = 0, way = 0;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const auto &a = outline[i], &b = outline[(i + 1) % outline.size()];
        area += 0.5 * (a[0] * b[1] - b[0] * a[1]);
        way += std::hypot(b[0] - a[0], b[1] - a[1]);
    }
    return std::max(0.1, (way - std::sqrt(std::max(0.0, way * way - 4 * kPi * std::abs(area)))) / (2 * kPi));
}

// ---- relief ---------------------------------------------------------------------------------------------------------

// `depth` in mm inside the outline, `half` the half width, `p` in mm from the middle.
double height_at(const Lesion& l, double depth, double half, Vec3 p) {
    if (depth <= 0) return 0;
    const double t = std::min(1.0, depth / half);
    if (l.profile == "dome" || l.profile == "ridge") return l.height_mm * std::sqrt(1 - (1 - t) * (1 - t));
    if (l.profile == "plateau") {
        const double uneven = l.grain_mm > 0 ? 0.75 + 0.5 * noise3(p / l.grain_mm, l.seed + 9) : 1;
        return l.height_mm * uneven * smooth(depth / std::min(half, l.edge_mm + 0.2));
    }
    if (l.profile == "bowl") return l.height_mm * smooth(depth / std::min(half, std::max(l.edge_mm, 0.3)));
    if (l.profile == "pit") return l.height_mm * t * t;
    if (l.profile == "rim") {
        const double at = (t - 0.35) / 0.25;
        return l.height_mm * (std::exp(-at * at) + 0.25 * t);
    }
    if (l.profile == "rough") {
        const double grain = noise3(p / std::max(0.15, 0.5 * l.grain_mm), l.seed + 9);
        return l.height_mm * smooth(depth / std::min(half, l.edge_mm + 0.3)) * (0.25 + 1.0 * grain);
    }
    return 0;
}

// ---- colour ---------------------------------------------------------------------------------------------------------

class Pigments {
  public:
    explicit Pigments(double fitzpatrick)
        : skin_(skin_albedo(fitzpatrick)), melanin_share_(melanin_share(fitzpatrick)) {
        const Vec3 bare = skin_albedo(1);
        own_ = {std::log(skin_.x / bare.x) - 0.06, std::log(skin_.y / bare.y) - 0.10,
                std::log(skin_.z / bare.z) - 0.14};
    }
    // Change of pigment: even pale skin gives a mole its brown; what is taken away is the skin's own.
    Vec3 melanin(double change) const {
        if (change < 0) return change * own_;
        const Vec3 least{-0.33, -0.54, -0.70};
        return change * Vec3{std::min(least.x, 0.45 * own_.x), std::min(least.y, 0.45 * own_.y),
                             std::min(least.z, 0.45 * own_.z)};
    }
    // Blood is seen the less the more pigment lies above it.
    Vec3 haemoglobin(double change) const { return (1 - 0.55 * melanin_share_) * change * Vec3{-0.035, -0.27, -0.215}; }
    static Vec3 scatter(double change) { return change * Vec3{0.20, 0.27, 0.28}; }
    Vec3 tint(const std::array<std::uint8_t, 3>& srgb, double share) const {
        const auto towards = [share](std::uint8_t c, double albedo) {
            const double linear = std::pow(std::max(0.02, c / 255.0), 2.2);
            return std::log(((1 - share) * albedo + share * linear) / albedo);
        };
        return {towards(srgb[0], skin_.x), towards(srgb[1], skin_.y), towards(srgb[2], skin_.z)};
    }

  private:
    Vec3 skin_, own_;
    double melanin_share_;
};

// What a needle drew into the skin: the outline and winding lines of a picture, or the strokes of a drawn brow.
double drawn(const Lesion& l, double depth, Vec3 p) {
    if (l.pattern == "ink") {
        const double line = std::abs(noise3(0.30 * p, l.seed + 9) - 0.5);
        return std::max(smooth((1.3 - depth) / 0.5), smooth((0.075 - line) * 22));
    }
    if (l.pattern == "strokes") {
        const double along = dot(p, l.left), up = dot(p, l.up);
        const double wave = 0.5 + 0.5 * std::sin(5.2 * (along + 0.55 * up) + 3 * noise3(0.5 * p, l.seed + 9));
        return 0.22 + 0.78 * wave * wave;
    }
    return 1;
}

// Light finds its way out of a hollow less well.
Vec3 own_shade(double height_mm, double half) {
    return std::min(1.3, std::max(0.0, -height_mm) / half) * Vec3{-0.34, -0.46, -0.48};
}

Vec3 color_at(const Lesion& l, const Pigments& pigments, double depth, double height, double half, Vec3 p) {
    const double covers = smooth(0.5 + depth / l.edge_mm);
    if (covers <= 0) return {};
    const double grain = noise3(1.7 * p, l.seed + 9), fine = noise3(4.5 * p, l.seed + 5);
    // Blotches of small things are small.
    const double blotch = half > 4 ? 0.6 * noise3(0.42 * p, l.seed + 15) + 0.4 * grain : grain;
    const double uneven = l.pattern == "mottled" ? 0.25 + 1.5 * blotch : 0.9 + 0.2 * grain;
    const double blood = l.pattern == "vessels" ? 0.08 + vessel_lines(0.62 * p, l.seed) : uneven;
    // Scale and crust lie in flakes, most where they stand up.
    const bool flaky = l.profile == "rough" || l.profile == "plateau";
    const double scale = l.grain_mm > 0 ? noise3(1.3 / l.grain_mm * p, l.seed + 11) : grain;
    const double flakes = flaky ? std::clamp(2.6 * (0.65 * scale + 0.35 * fine) - 0.6, 0.0, 1.0) : 1.0;
    const double raised =
        l.height_mm > 0 && l.profile == "dome" && l.tint_share > 0 ? smooth(height / l.height_mm * 1.6 - 0.5) : 1.0;
    return covers * (pigments.melanin(l.melanin * uneven) + pigments.haemoglobin(l.haemoglobin * blood) +
                     Pigments::scatter(l.scatter * flakes) + own_shade(height, half) +
                     pigments.tint(l.tint, l.tint_share * flakes * raised * drawn(l, depth, p)));
}

// Inflammation reaches beyond what stands up; how far.
double halo_mm(const Lesion& l, double half) {
    return l.profile == "dome" && l.haemoglobin >= 1.5 ? 0.8 + 0.9 * half : 0;
}

}  // namespace

Lesion::Outline disc_outline(double radius_mm) {
    Lesion::Outline outline;
    for (int i = 0; i < 24; ++i)
        outline.push_back({radius_mm * std::cos(i * kPi / 12), radius_mm * std::sin(i * kPi / 12)});
    return outline;
}

void paint_lesions(SkinCanvas& canvas, const std::vector<Lesion>& lesions, double fitzpatrick) {
    const Pigments pigments(fitzpatrick);
    for (const Lesion& lesion : lesions) {
        if (lesion.strength <= 0 || lesion.outlines.empty()) continue;
        const double half = half_width(lesion.outlines.front());
        double reach = 0;
        for (const auto& outline : lesion.outlines)
            for (const auto& corner : outline) reach = std::max(reach, std::hypot(corner[0], corner[1]));
        const double halo = halo_mm(lesion, half), fade = std::max(0.5 * lesion.edge_mm, halo);
        canvas.paint(lesion.center_mm, reach + fade + 5, [&](const SkinSpot& spot) -> Dab {
            const Vec3 p = spot.point - lesion.center_mm;
            if (dot(spot.normal, lesion.normal) <= 0) return {};  // the other side of a lip or a nostril
            const double depth = depth_inside(lesion.outlines, dot(p, lesion.left), dot(p, lesion.up));
            if (depth < -fade) return {};
            const double height = height_at(lesion, depth, half, p);
            Vec3 color = color_at(lesion, pigments, depth, height, half, p);
            if (halo > 0 && depth < 0) {
                const double near = 1 + depth / halo, uneven = 0.7 + 0.6 * noise3(1.1 * p, lesion.seed + 13);
                color += 0.30 * near * near * uneven * pigments.haemoglobin(lesion.haemoglobin);
            }
            return {lesion.strength * color, lesion.strength * height,
                    lesion.strength * std::max(0.0, lesion.gloss) * smooth(depth / std::max(0.2, lesion.edge_mm))};
        });
    }
}

}  // namespace np::render
