// Closed curves in a chart: rounding, distance, inside or outside.
#include <cmath>

#include "zone_paint.h"

namespace np::anatomy {

namespace {

ChartPoint operator-(ChartPoint a, ChartPoint b) {
    return {a.x - b.x, a.y - b.y};
}
ChartPoint operator+(ChartPoint a, ChartPoint b) {
    return {a.x + b.x, a.y + b.y};
}
ChartPoint operator*(double s, ChartPoint a) {
    return {s * a.x, s * a.y};
}
double dot(ChartPoint a, ChartPoint b) {
    return a.x * b.x + a.y * b.y;
}

constexpr int kStepsPerEdge = 8;
constexpr double kCosineOfCorner = 0.342;  // 70 degrees

bool is_corner(ChartPoint before, ChartPoint at, ChartPoint after) {
    const ChartPoint in = at - before, out = after - at;
    return dot(in, out) < kCosineOfCorner * std::sqrt(dot(in, in) * dot(out, out));
}

// Points of the edge from p1 up to, not including, p2.
void add_edge(std::vector<ChartPoint>& curve, ChartPoint p0, ChartPoint p1, ChartPoint p2, ChartPoint p3) {
    const ChartPoint straight = p2 - p1;
    const ChartPoint leave = is_corner(p0, p1, p2) ? straight : 0.5 * (p2 - p0);
    const ChartPoint arrive = is_corner(p1, p2, p3) ? straight : 0.5 * (p3 - p1);
    for (int i = 0; i < kStepsPerEdge; ++i) {
        const double t = static_cast<double>(i) / kStepsPerEdge, t2 = t * t, t3 = t2 * t;
        curve.push_back((2 * t3 - 3 * t2 + 1) * p1 + (t3 - 2 * t2 + t) * leave + (3 * t2 - 2 * t3) * p2 +
                        (t3 - t2) * arrive);
    }
}

double distance_to_edge(ChartPoint a, ChartPoint b, ChartPoint p) {
    const ChartPoint along = b - a, to = p - a;
    const double squared = dot(along, along);
    const double t = squared > 0 ? std::fmin(1.0, std::fmax(0.0, dot(to, along) / squared)) : 0.0;
    const ChartPoint off = to - t * along;
    return std::sqrt(dot(off, off));
}

}  // namespace

std::vector<ChartPoint> closed_curve(const std::vector<ChartPoint>& corners) {
    std::vector<ChartPoint> curve;
    const std::size_t n = corners.size();
    for (std::size_t i = 0; i < n; ++i)
        add_edge(curve, corners[(i + n - 1) % n], corners[i], corners[(i + 1) % n], corners[(i + 2) % n]);
    return curve;
}

std::vector<ChartPoint> outline_curve(const ChartMap& charts, const Outline& outline) {
    const auto& places = outline.chart == Chart::kHead ? charts.head : charts.neck;
    std::vector<ChartPoint> corners;
    for (const int id : outline.corners) corners.push_back(places.at(id));
    if (outline.side == Side::kMid)
        for (auto i = corners.size(); i-- > 0;)
            if (std::abs(corners[i].x) > 1e-4) corners.push_back({-corners[i].x, corners[i].y});
    return closed_curve(corners);
}

double distance_to_line(const std::vector<ChartPoint>& open, ChartPoint p) {
    double nearest = 1e9;
    for (std::size_t i = 0; i + 1 < open.size(); ++i)
        nearest = std::fmin(nearest, distance_to_edge(open[i], open[i + 1], p));
    return nearest;
}

std::vector<ChartPoint> smoothed(const std::vector<ChartPoint>& curve) {
    constexpr int kRounds = 20;
    const std::size_t n = curve.size();
    std::vector<bool> corner(n);
    for (std::size_t i = 0; i < n; ++i) corner[i] = is_corner(curve[(i + n - 1) % n], curve[i], curve[(i + 1) % n]);
    std::vector<ChartPoint> even = curve;
    for (int round = 0; round < kRounds; ++round) {
        const auto before = even;
        for (std::size_t i = 0; i < n; ++i)
            if (!corner[i]) even[i] = 0.5 * before[i] + 0.25 * (before[(i + n - 1) % n] + before[(i + 1) % n]);
    }
    return even;
}

bool is_inside(const std::vector<ChartPoint>& closed, ChartPoint p) {
    bool within = false;
    for (std::size_t i = 0; i < closed.size(); ++i) {
        const ChartPoint a = closed[i], b = closed[i + 1 == closed.size() ? 0 : i + 1];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) within = !within;
    }
    return within;
}

double signed_distance(const std::vector<ChartPoint>& closed, ChartPoint p) {
    double nearest = 1e9;
    for (std::size_t i = 0; i < closed.size(); ++i)
        nearest = std::fmin(nearest, distance_to_edge(closed[i], closed[(i + 1) % closed.size()], p));
    return is_inside(closed, p) ? nearest : -nearest;
}

std::vector<ChartPoint> hem_line(const ChartMap& charts) {
    std::vector<ChartPoint> corners;
    for (const int id : cap_hem()) {
        const ChartPoint p = charts.head.at(id);
        corners.push_back({std::abs(p.x), p.y});  // the last one lies on the seam at the back
    }
    std::vector<ChartPoint> line;
    for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
        // Mirrored at the front and continued straight at the back, so that the line meets the midline at right angles.
        const ChartPoint before = i > 0 ? corners[i - 1] : ChartPoint{-corners[1].x, corners[1].y};
        const ChartPoint after = i + 2 < corners.size() ? corners[i + 2] : 2.0 * corners[i + 1] - corners[i];
        add_edge(line, before, corners[i], corners[i + 1], after);
    }
    line.push_back(corners.back());
    return line;
}

std::vector<ChartPoint> cap_outline(const ChartMap& charts) {
    auto outline = hem_line(charts);
    outline.push_back({0.5, outline.back().y});
    outline.push_back({0.5, -0.4});
    outline.push_back({-1e-6, -0.4});
    outline.push_back({-1e-6, outline.front().y});
    return outline;
}

}  // namespace np::anatomy
