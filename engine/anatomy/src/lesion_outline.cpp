#include "lesion_outline.h"

#include "needlepoint/sdk/math.h"

namespace np::anatomy {

namespace {

using Outline = std::vector<SkinOffset>;

constexpr int kCorners = 48;

// An ellipse whose edge wanders by a few waves; `stream` tells apart the outlines of one lesion.
Outline blob(SkinOffset middle, double half_length, double half_width, double ragged, std::uint64_t seed,
             std::uint64_t stream) {
    Outline outline;
    double size[8], phase[8];
    for (std::uint64_t wave = 0; wave < 8; ++wave) {
        size[wave] = 0.34 * ragged * (np_random_uniform(seed, stream, 2 * wave) - 0.2) / double(wave + 2);
        phase[wave] = 2 * NP_PI * np_random_uniform(seed, stream, 2 * wave + 1);
    }
    for (int i = 0; i < kCorners; ++i) {
        const double angle = 2 * NP_PI * i / kCorners;
        double reach = 1;
        for (int wave = 0; wave < 8; ++wave) reach += size[wave] * np_cos((wave + 2) * angle + phase[wave]);
        outline.push_back(
            {middle.left_mm + half_length * reach * np_cos(angle), middle.up_mm + half_width * reach * np_sin(angle)});
    }
    return outline;
}

// A band along a curve; `bend` maps -1..1 along it to its height, `half` to its half width.
template <class Bend, class Half>
Outline band(double half_length, Bend bend, Half half) {
    Outline outline;
    constexpr int kSteps = kCorners / 2;
    for (int i = 0; i < kSteps; ++i) {
        const double t = -1 + 2.0 * i / (kSteps - 1);
        outline.push_back({half_length * t, bend(t) - half(t)});
    }
    for (int i = kSteps; i-- > 0;) {
        const double t = -1 + 2.0 * i / (kSteps - 1);
        outline.push_back({half_length * t, bend(t) + half(t)});
    }
    return outline;
}

Outline line(const LesionRequest& request, std::uint64_t seed) {
    const double half_width = request.radius_mm / request.look.aspect, sway = request.look.ragged * request.radius_mm;
    const double lean = np_random_uniform(seed, 7, 0) - 0.5, bow = np_random_uniform(seed, 7, 1) - 0.5;
    return band(
        request.radius_mm, [=](double t) { return sway * (0.6 * bow * (1 - t * t) + 0.3 * lean * np_sin(2.2 * t)); },
        [=](double t) { return half_width * np_sqrt(np_max(0.04, 1 - t * t)); });
}

std::vector<Outline> cluster(const LesionRequest& request, std::uint64_t seed) {
    std::vector<Outline> parts;
    const double part = np_min(request.look.part_mm, request.radius_mm);
    for (int i = 0; i < request.look.parts; ++i) {
        const auto number = static_cast<std::uint64_t>(i);
        // Spread evenly by the golden angle, then shaken.
        const double angle = 2.39996322972865332 * i + 0.8 * np_random_uniform(seed, 8, number);
        const double out = (request.radius_mm - part) * np_sqrt((i + 0.3) / request.look.parts);
        const double size = part * (0.65 + 0.5 * np_random_uniform(seed, 9, number));
        parts.push_back(blob({out * np_cos(angle), out / request.look.aspect * np_sin(angle)}, size, size,
                             request.look.ragged, seed, 10 + number));
    }
    return parts;
}

std::vector<Outline> turned(std::vector<Outline> outlines, double degrees) {
    const double c = np_cos(degrees * NP_PI / 180), s = np_sin(degrees * NP_PI / 180);
    for (Outline& outline : outlines)
        for (SkinOffset& p : outline) p = {c * p.left_mm - s * p.up_mm, s * p.left_mm + c * p.up_mm};
    return outlines;
}

std::vector<Outline> unturned(const LesionRequest& request, std::uint64_t seed) {
    const LesionLook& look = request.look;
    const double r = request.radius_mm;
    if (look.shape == "cluster") return cluster(request, seed);
    if (look.shape == "line") return {line(request, seed)};
    if (look.shape == "ring") {
        Outline hole = blob({}, 0.62 * r, 0.62 * r / look.aspect, look.ragged, seed, 3);
        return {blob({}, r, r / look.aspect, look.ragged, seed, 3), Outline(hole.rbegin(), hole.rend())};
    }
    if (look.shape == "brow")  // arched, thick towards the nose; mirrored by its zone's side through turn_deg
        return {band(
            r, [=](double t) { return 0.16 * r * (1 - t * t); },
            [=](double t) { return r / look.aspect * (0.75 - 0.25 * t); })};
    if (look.shape == "lip")  // along a lip's border
        return {band(
            r, [=](double t) { return -0.28 * r * t * t; }, [=](double) { return 1.2; })};
    return {blob({}, r, r / look.aspect, look.ragged, seed, 3)};
}

double distance_to_edge(SkinOffset a, SkinOffset b, SkinOffset p) {
    const double x = b.left_mm - a.left_mm, y = b.up_mm - a.up_mm, squared = x * x + y * y;
    double t = squared > 0 ? ((p.left_mm - a.left_mm) * x + (p.up_mm - a.up_mm) * y) / squared : 0.0;
    t = np_clamp(t, 0, 1);
    const double dx = p.left_mm - a.left_mm - t * x, dy = p.up_mm - a.up_mm - t * y;
    return np_sqrt(dx * dx + dy * dy);
}

}  // namespace

std::vector<std::vector<SkinOffset>> lesion_outlines(const LesionRequest& request, std::uint64_t seed) {
    return turned(unturned(request, seed), request.turn_deg);
}

bool is_within(const std::vector<std::vector<SkinOffset>>& outlines, SkinOffset at) {
    // A part of a cluster may lie over another, so parts are asked one by one; only a ring has a hole.
    bool within = false;
    for (const auto& outline : outlines) {
        bool here = false;
        double area = 0;
        for (std::size_t i = 0; i < outline.size(); ++i) {
            const SkinOffset a = outline[i], b = outline[(i + 1) % outline.size()];
            area += a.left_mm * b.up_mm - b.left_mm * a.up_mm;
            if ((a.up_mm > at.up_mm) == (b.up_mm > at.up_mm)) continue;
            const double crossing = a.left_mm + (at.up_mm - a.up_mm) / (b.up_mm - a.up_mm) * (b.left_mm - a.left_mm);
            if (at.left_mm < crossing) here = !here;
        }
        if (here) within = area > 0;
        if (here && area < 0) return false;
    }
    return within;
}

double distance_outside(const std::vector<std::vector<SkinOffset>>& outlines, SkinOffset at) {
    if (is_within(outlines, at)) return 0;
    double nearest = 1e9;
    for (const auto& outline : outlines)
        for (std::size_t i = 0; i < outline.size(); ++i)
            nearest = np_min(nearest, distance_to_edge(outline[i], outline[(i + 1) % outline.size()], at));
    return nearest;
}

SkinOffset offset_in(const PlacedLesion& lesion, geometry::Vec3 point_mm) {
    const geometry::Vec3 off = point_mm - lesion.center_mm;
    const double left = dot(off, lesion.left), up = dot(off, lesion.up), along = np_sqrt(left * left + up * up);
    const double stretch = along > 1e-9 ? length(off) / along : 1.0;
    return {left * stretch, up * stretch};
}

bool covers(const PlacedLesion& lesion, SkinOffset at) {
    return is_within(lesion.outlines, at);
}

}  // namespace np::anatomy
