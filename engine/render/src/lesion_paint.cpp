#include "lesion_paint.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

double inside(double d, double edge) {
    return std::clamp((1 - d) / edge, 0.0, 1.0);
}
double dome(double d) {
    return d < 1 ? std::sqrt(1 - d * d) : 0;
}

// Small round things spread over the lesion: the distance to the nearest in its own radii.
double cluster(Vec3 p, double spacing, double radius, std::uint32_t seed) {
    double best = 9;
    const Vec3 q = p / spacing;
    for (int k = -1; k <= 1; ++k)
        for (int j = -1; j <= 1; ++j)
            for (int i = -1; i <= 1; ++i) {
                const Vec3 cell{std::floor(q.x) + i, std::floor(q.y) + j, std::floor(q.z) + k};
                const auto jitter = [&](std::uint32_t salt) {
                    return 0.2 + 0.6 * noise3(17.3 * cell + Vec3{0.5, 0.5, 0.5}, seed + salt);
                };
                const Vec3 c = cell + Vec3{jitter(1), jitter(2), jitter(3)};
                best = std::min(best, length(q - c) * spacing / radius);
            }
    return best;
}

const Vec3 kRed{-0.10, -0.85, -0.70}, kBrown{-0.95, -1.35, -1.55}, kPale{0.28, 0.30, 0.28}, kCrust{-0.35, -0.80, -1.10},
    kViolet{-0.55, -0.75, -0.30};

// `d` is the distance in radii with a ragged edge, `round` without, `p` in mm from the middle.
Dab dab_of(const Lesion& l, double d, double round, Vec3 p) {
    const double s = l.strength, grain = noise3(1.7 * p, l.seed + 9), fine = noise3(4.5 * p, l.seed + 5);
    if (l.kind == "mole")
        return {s * inside(d, 0.22) * (0.85 + 0.3 * grain) * kBrown, 0.45 * s * dome(round), 0.15 * inside(d, 0.3)};
    if (l.kind == "atypical_mole")
        return {s * inside(d, 0.35) * (0.45 + 1.0 * grain) * kBrown, 0.25 * s * dome(round), 0.1 * inside(d, 0.3)};
    if (l.kind == "cold_sore") {
        const double blister = cluster(p, 1.7, 0.75, l.seed), base = inside(d, 0.6);
        const double crust = std::clamp((grain - 0.55) * 5, 0.0, 1.0) * base;
        return {s * (base * 0.9 * kRed + base * inside(blister, 0.4) * 0.35 * kPale + crust * 0.6 * kCrust),
                s * base * (0.25 + 0.75 * dome(blister)), base * (0.3 + 0.6 * inside(blister, 0.5)) * (1 - crust)};
    }
    if (l.kind == "papule")
        return {s * inside(d, 0.9) * 0.95 * kRed, 0.7 * s * dome(std::min(1.0, round)), 0.2 * inside(d, 0.5)};
    if (l.kind == "pustule") {
        const double head = inside(round / 0.42, 0.4);
        return {s * (inside(d, 0.9) * (1 - head) * kRed + head * Vec3{0.22, 0.14, -0.18}), 0.8 * s * dome(round),
                0.3 + 0.4 * head};
    }
    if (l.kind == "comedo") return {s * inside(round, 0.4) * Vec3{-1.3, -1.4, -1.5}, -0.15 * s * dome(round), 0};
    if (l.kind == "keratosis" || l.kind == "wart") {
        const double scale = inside(d, 0.4) * std::clamp(1.6 * fine - 0.2, 0.0, 1.0);
        return {s * (inside(d, 0.5) * 0.6 * kRed + scale * Vec3{0.10, 0.24, 0.08}),
                s * (0.25 + 0.5 * fine) * inside(d, 0.4) * (l.kind == "wart" ? 2.2 : 0.8), 0};
    }
    if (l.kind == "melasma") return {s * inside(d, 0.55) * (0.25 + 0.5 * grain) * kBrown, 0, 0};
    if (l.kind == "telangiectasia") {
        const double vessel =
            std::abs(noise3(0.9 * p, l.seed) - 0.5) + 0.6 * std::abs(noise3(2.1 * p, l.seed + 3) - 0.5);
        return {s * inside(d, 0.6) * std::clamp((0.11 - vessel) * 14, 0.0, 1.0) * Vec3{-0.30, -1.5, -1.1}, 0, 0};
    }
    if (l.kind == "keloid")
        return {s * inside(d, 0.3) * (0.55 * kRed + 0.2 * kPale), 1.7 * s * dome(round) * (0.8 + 0.3 * grain),
                0.5 * inside(d, 0.3)};
    if (l.kind == "eczema")
        return {s * inside(d, 0.7) * (0.35 + 0.7 * grain) * kRed +
                    s * inside(d, 0.5) * std::clamp(fine * 3 - 2, 0.0, 1.0) * kPale,
                0.22 * s * fine * inside(d, 0.4), 0};
    if (l.kind == "impetigo")
        return {s * (inside(d, 0.5) * 0.7 * kRed +
                     inside(d, 0.4) * std::clamp(grain * 3 - 1, 0.0, 1.0) * Vec3{0.05, -0.30, -1.0}),
                0.5 * s * grain * inside(d, 0.4), 0.5 * grain * inside(d, 0.4)};
    if (l.kind == "bruise") return {s * inside(d, 0.9) * (0.5 + 0.6 * grain) * (kViolet + 0.2 * kBrown), 0, 0};
    if (l.kind == "sunburn") return {s * inside(d, 0.5) * (0.8 + 0.3 * grain) * kRed, 0, 0};
    if (l.kind == "vitiligo") return {s * inside(d, 0.15) * Vec3{0.6, 0.8, 0.95}, 0, 0};
    if (l.kind == "scar_icepick")
        return {s * inside(round, 0.5) * Vec3{-0.35, -0.45, -0.45}, -1.5 * s * std::exp(-3 * round * round), 0};
    if (l.kind == "scar_boxcar")
        return {s * inside(round, 0.25) * Vec3{-0.10, -0.20, -0.16}, -0.7 * s * inside(round, 0.25), 0};
    if (l.kind == "scar_rolling")
        return {s * inside(round, 1.0) * Vec3{-0.05, -0.09, -0.08}, -0.9 * s * std::exp(-1.6 * round * round), 0};
    return {s * inside(d, 0.8) * 0.8 * kRed, 0.1 * s * dome(round), 0};
}

}  // namespace

void paint_lesions(SkinCanvas& canvas, const std::vector<Lesion>& lesions) {
    for (const Lesion& lesion : lesions) {
        const double reach = 1.5 * lesion.radius_mm + 4;  // and a triangle's edge
        canvas.paint(lesion.center_mm, reach, [&](Vec3 point, Vec3) -> Dab {
            const Vec3 p = point - lesion.center_mm;
            const double round = length(p) / lesion.radius_mm;
            const double ragged =
                round * (0.80 + 0.4 * noise3(3.0 / lesion.radius_mm * p + Vec3{50, 50, 50}, lesion.seed));
            if (ragged > 1.3 && round > 1.3) return {};
            return dab_of(lesion, ragged, round, p);
        });
    }
}

}  // namespace np::render
