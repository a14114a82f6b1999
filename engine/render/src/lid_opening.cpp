#include "lid_opening.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace np::render {

using geometry::Vec3;

namespace {

Vec3 vec(const std::array<float, 3>& a) {
    return {static_cast<double>(a[0]), static_cast<double>(a[1]), static_cast<double>(a[2])};
}

// A direction from the middle of the eye, seen along the gaze.
struct Seen {
    double x, y;
    bool before;  // in front of the ball
};

struct Span {
    double low, high;
};

double ramp(double from, double to, double x) {
    return std::clamp((x - from) / (to - from), 0.0, 1.0);
}

}  // namespace

LidOpening lid_opening(const SkinMesh& skin, const Eye& eye) {
    const Vec3 side = normalized(cross(Vec3{0, 1, 0}, eye.gaze)), up = cross(eye.gaze, side);
    std::vector<Seen> seen(skin.vertices.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const Vec3 d = vec(skin.vertices[i].position_mm) - eye.center_mm;
        const double r = length(d), ahead = dot(d, eye.gaze);
        const bool before = r > 0.97 * eye.radius_mm && r < 2.2 * eye.radius_mm && ahead > 0.1 * r;
        seen[i] = {dot(d, side) / r, dot(d, up) / r, before};
    }
    // What skin covers, place by place.
    std::array<std::vector<Span>, LidOpening::kPlaces> covered;
    const auto place = [](std::size_t k) {
        return LidOpening::kReach * (2.0 * static_cast<double>(k) / (LidOpening::kPlaces - 1) - 1);
    };
    for (std::size_t i = 0; i + 2 < skin.indices.size(); i += 3) {
        const Seen* corner[3] = {&seen[skin.indices[i]], &seen[skin.indices[i + 1]], &seen[skin.indices[i + 2]]};
        if (!corner[0]->before || !corner[1]->before || !corner[2]->before) continue;
        for (std::size_t k = 0; k < LidOpening::kPlaces; ++k) {
            const double x = place(k);
            Span span{2, -2};
            for (int e = 0; e < 3; ++e) {
                const Seen &a = *corner[e], &b = *corner[(e + 1) % 3];
                if ((a.x < x) == (b.x < x)) continue;
                const double y = a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y);
                span = {std::min(span.low, y), std::max(span.high, y)};
            }
            if (span.low <= span.high) covered[k].push_back(span);
        }
    }
    LidOpening opening;
    for (std::size_t k = 0; k < LidOpening::kPlaces; ++k) {
        auto& spans = covered[k];
        std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.low < b.low; });
        // The widest gap that skin bounds on both sides, if any is wide enough to see through.
        Span gap{0, 0};
        double reached = spans.empty() ? 0 : spans.front().low;
        for (const Span& span : spans) {
            if (span.low - reached > std::max(0.02, gap.high - gap.low)) gap = {reached, span.low};
            reached = std::max(reached, span.high);
        }
        opening.lower[k] = static_cast<float>(gap.low);
        opening.upper[k] = static_cast<float>(gap.high);
    }
    return opening;
}

double lid_rim(Vec3 place, Vec3 normal, const Eye& eye) {
    const Vec3 d = place - eye.center_mm;
    const double r = length(d);
    if (r > eye.radius_mm + 3 || dot(d, eye.gaze) < 0.35 * r) return 0;
    const double outward = dot(d, normal) / r;
    return ramp(1.9, 0.9, r - eye.radius_mm) * ramp(0.80, 0.45, outward);
}

}  // namespace np::render
