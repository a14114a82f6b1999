#include "needlepoint/input/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::input {

using geometry::Vec3;

namespace {

constexpr double kDegrees = 57.29577951308232;
using Matrix6 = std::array<std::array<double, 7>, 6>;  // with the right-hand side in the last column

// Gauss with the largest pivot. False where the equations leave something open.
bool solve(Matrix6& m, std::array<double, 6>& x) {
    double largest = 0;
    for (const auto& row : m)
        for (std::size_t i = 0; i < 6; ++i) largest = std::max(largest, std::abs(row[i]));
    for (std::size_t column = 0; column < 6; ++column) {
        std::size_t best = column;
        for (std::size_t row = column; row < 6; ++row)
            if (std::abs(m[row][column]) > std::abs(m[best][column])) best = row;
        if (std::abs(m[best][column]) < 1e-3 * largest) return false;
        std::swap(m[best], m[column]);
        for (std::size_t row = column + 1; row < 6; ++row) {
            const double factor = m[row][column] / m[column][column];
            for (std::size_t i = column; i < 7; ++i) m[row][i] -= factor * m[column][i];
        }
    }
    for (std::size_t row = 6; row-- > 0;) {
        x[row] = m[row][6];
        for (std::size_t i = row + 1; i < 6; ++i) x[row] -= m[row][i] * x[i];
        x[row] /= m[row][row];
    }
    return true;
}

std::array<Vec3, 3> rows_of(const Turn& turn) {
    const Vec3 a = turned(turn, {1, 0, 0}), b = turned(turn, {0, 1, 0}), c = turned(turn, {0, 0, 1});
    return {Vec3{a.x, b.x, c.x}, Vec3{a.y, b.y, c.y}, Vec3{a.z, b.z, c.z}};
}

double angle_between(const Turn& a, const Turn& b) {
    const double w = std::abs(a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z);
    return 2 * std::acos(std::min(1.0, w)) * kDegrees;
}

// Eigenvector of the largest eigenvalue of a symmetric 4x4 matrix, by Jacobi's rotations; the two largest eigenvalues.
Turn largest_eigenvector(std::array<std::array<double, 4>, 4> a, double& largest, double& second) {
    std::array<std::array<double, 4>, 4> v{};
    for (std::size_t i = 0; i < 4; ++i) v[i][i] = 1;
    for (int sweep = 0; sweep < 60; ++sweep)
        for (std::size_t p = 0; p < 4; ++p)
            for (std::size_t q = p + 1; q < 4; ++q) {
                if (a[p][q] == 0) continue;
                const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                const double t = (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (std::size_t k = 0; k < 4; ++k) {
                    const double kp = a[k][p], kq = a[k][q];
                    a[k][p] = c * kp - s * kq, a[k][q] = s * kp + c * kq;
                }
                for (std::size_t k = 0; k < 4; ++k) {
                    const double pk = a[p][k], qk = a[q][k];
                    a[p][k] = c * pk - s * qk, a[q][k] = s * pk + c * qk;
                    const double kp = v[k][p], kq = v[k][q];
                    v[k][p] = c * kp - s * kq, v[k][q] = s * kp + c * kq;
                }
            }
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return a[i][i] > a[j][j]; });
    largest = a[order[0]][order[0]], second = a[order[1]][order[1]];
    return {v[0][order[0]], v[1][order[0]], v[2][order[0]], v[3][order[0]]};
}

Vec3 middle(std::span<const Landmark> landmarks, Vec3 Landmark::*which) {
    Vec3 sum;
    for (const Landmark& landmark : landmarks) sum += landmark.*which;
    return sum / static_cast<double>(landmarks.size());
}

// Tip and axis in the patient's frame; nothing while a calibration that it takes is missing.
std::optional<PenPose> tracked_pose(const RawPenSample& raw, const Calibration& calibration) {
    if (!raw.position_mm || !calibration.registration) return std::nullopt;
    const Registration& patient = *calibration.registration;
    if (raw.orientation && calibration.pivot) {
        const Turn& tool = *raw.orientation;
        const double size = std::sqrt(tool.w * tool.w + tool.x * tool.x + tool.y * tool.y + tool.z * tool.z);
        const Turn unit{tool.w / size, tool.x / size, tool.y / size, tool.z / size};
        const Vec3 along = calibration.axis.value_or(calibration.pivot->tip_mm);
        if (length(along) < 1e-6) return std::nullopt;
        return PenPose{patient.apply(*raw.position_mm + turned(unit, calibration.pivot->tip_mm)),
                       normalized(turned(patient.turn, turned(unit, along)))};
    }
    if (!raw.axis) return std::nullopt;
    // Without its roll only a tip that lies on the pen's axis can be told.
    const Vec3 axis = normalized(*raw.axis);
    const double ahead = calibration.pivot ? length(calibration.pivot->tip_mm) : 0;
    return PenPose{patient.apply(*raw.position_mm + ahead * axis), turned(patient.turn, axis)};
}

}  // namespace

Expected<Pivot> calibrate_pivot(std::span<const TrackedPose> poses) {
    if (poses.size() < 12)
        return no("at least 12 poses were expected to find the tip, and " + std::to_string(poses.size()) +
                  " were given; keep the tip on one spot and sway the pen for some seconds");
    Pivot pivot;
    for (const TrackedPose& pose : poses)
        pivot.swayed_deg = std::max(pivot.swayed_deg, angle_between(poses.front().orientation, pose.orientation));
    if (pivot.swayed_deg < 30)
        return no("the pen was swayed by " + std::to_string(std::lround(pivot.swayed_deg)) +
                  " degrees, at least 30 were expected; keep the tip on one spot and sway the pen wider, to all sides");
    // turn(tip) - spot = -position, three rows for each pose; the normal equations of all of them.
    Matrix6 normal{};
    for (const TrackedPose& pose : poses) {
        const auto rows = rows_of(pose.orientation);
        const double right[3] = {-pose.position_mm.x, -pose.position_mm.y, -pose.position_mm.z};
        for (std::size_t r = 0; r < 3; ++r) {
            std::array<double, 6> a{rows[r].x, rows[r].y, rows[r].z, 0, 0, 0};
            a[3 + r] = -1;
            for (std::size_t i = 0; i < 6; ++i) {
                for (std::size_t j = 0; j < 6; ++j) normal[i][j] += a[i] * a[j];
                normal[i][6] += a[i] * right[r];
            }
        }
    }
    std::array<double, 6> x{};
    if (!solve(normal, x))
        return no("the pen was turned about one axis only, so the tip cannot be told; sway it to all sides");
    pivot.tip_mm = {x[0], x[1], x[2]};
    pivot.spot_mm = {x[3], x[4], x[5]};
    double square = 0;
    for (const TrackedPose& pose : poses) {
        const Vec3 off = pose.position_mm + turned(pose.orientation, pivot.tip_mm) - pivot.spot_mm;
        square += dot(off, off);
    }
    pivot.residual_mm = std::sqrt(square / static_cast<double>(poses.size()));
    return pivot;
}

Expected<Registration> register_landmarks(std::span<const Landmark> landmarks) {
    if (landmarks.size() < 3)
        return no("at least three landmarks were expected to place the patient, and " +
                  std::to_string(landmarks.size()) + " were given");
    const Vec3 from = middle(landmarks, &Landmark::device_mm), to = middle(landmarks, &Landmark::patient_mm);
    double s[3][3] = {};
    double spread = 0;
    for (const Landmark& landmark : landmarks) {
        const Vec3 a = landmark.device_mm - from, b = landmark.patient_mm - to;
        const double p[3] = {a.x, a.y, a.z}, q[3] = {b.x, b.y, b.z};
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) s[i][j] += p[i] * q[j];
        spread += dot(b, b);
    }
    const std::array<std::array<double, 4>, 4> n{{
        {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
        {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
        {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
        {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]},
    }};
    double largest = 0, second = 0;
    Registration found;
    found.turn = largest_eigenvector(n, largest, second);
    // Points on a line may be turned about it at will: then the two largest eigenvalues are equal.
    if (!(spread > 0) || !(largest - second > 1e-3 * spread))
        return no(
            "the landmarks lie on one line or in one place, so the patient's pose cannot be told; touch landmarks "
            "that are farther apart");
    found.shift_mm = to - turned(found.turn, from);
    double square = 0;
    for (const Landmark& landmark : landmarks) {
        const Vec3 off = found.apply(landmark.device_mm) - landmark.patient_mm;
        square += dot(off, off);
    }
    found.residual_mm = std::sqrt(square / static_cast<double>(landmarks.size()));
    return found;
}

PressureCurve::PressureCurve() : points_{{0, 0}, {1, 4000}} {}

Expected<PressureCurve> PressureCurve::create(std::vector<std::pair<double, double>> points) {
    if (points.size() < 2 || points.size() > 64)
        return no("a pressure curve of 2 to 64 points was expected, and " + std::to_string(points.size()) +
                  " were given");
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto [pressure, mn] = points[i];
        if (!(pressure >= 0 && pressure <= 1) || !(mn >= 0 && mn <= 50'000))
            return no("a point of the pressure curve lies outside 0 to 1 and 0 to 50,000 mN");
        if (i != 0 && !(pressure > points[i - 1].first && mn > points[i - 1].second))
            return no("the pressure curve does not rise from point " + std::to_string(i) + " to point " +
                      std::to_string(i + 1) + "; a heavier weight must give more pressure. Measure it again");
    }
    PressureCurve curve;
    curve.points_ = std::move(points);
    curve.measured_ = true;
    return curve;
}

double PressureCurve::newtons(double pressure) const {
    if (pressure <= points_.front().first)
        // Below the lightest weight: in proportion, so that no pressure is no force.
        return points_.front().first > 0 ? points_.front().second * pressure / points_.front().first * 1e-3
                                         : points_.front().second * 1e-3;
    for (std::size_t i = 1; i < points_.size(); ++i) {
        const auto [p0, f0] = points_[i - 1];
        const auto [p1, f1] = points_[i];
        if (pressure <= p1) return (f0 + (f1 - f0) * (pressure - p0) / (p1 - p0)) * 1e-3;
    }
    return points_.back().second * 1e-3;
}

double PressureCurve::off_line_n() const {
    const auto n = static_cast<double>(points_.size());
    double p = 0, f = 0, pp = 0, pf = 0;
    for (const auto& [pressure, mn] : points_) p += pressure / n, f += mn / n;
    for (const auto& [pressure, mn] : points_) pp += (pressure - p) * (pressure - p), pf += (pressure - p) * (mn - f);
    double square = 0;
    for (const auto& [pressure, mn] : points_) {
        const double off = mn - f - pf / pp * (pressure - p);
        square += off * off;
    }
    return std::sqrt(square / n) * 1e-3;
}

Expected<Upright> find_upright(std::span<const std::array<double, 2>> tilts_deg) {
    constexpr std::size_t kLeast = 12;
    constexpr double kMostWaverDeg = 3, kMostLeanDeg = 30;
    if (tilts_deg.size() < kLeast)
        return no("at least 12 reports of an upright pen were expected and " + std::to_string(tilts_deg.size()) +
                  " came; keep it near the tablet until the bar is full");
    Upright found;
    const auto n = static_cast<double>(tilts_deg.size());
    for (const auto& tilt : tilts_deg)
        for (std::size_t i = 0; i < 2; ++i) found.tilt_deg[i] += tilt[i] / n;
    double square = 0;
    for (const auto& tilt : tilts_deg)
        for (std::size_t i = 0; i < 2; ++i) square += (tilt[i] - found.tilt_deg[i]) * (tilt[i] - found.tilt_deg[i]) / n;
    found.residual_deg = std::sqrt(square);
    if (found.residual_deg > kMostWaverDeg)
        return no("the pen wavered while it should stand upright; rest it against something square and try again");
    if (std::abs(found.tilt_deg[0]) > kMostLeanDeg || std::abs(found.tilt_deg[1]) > kMostLeanDeg)
        return no("the pen leant by more than 30 degrees, which is not upright; stand it up and try again");
    return found;
}

PenSample calibrated(const RawPenSample& raw, DeviceClass device, const Calibration& calibration) {
    PenSample pen;
    pen.time_us = raw.time_us, pen.arrived_us = raw.arrived_us;
    pen.device = device;
    pen.tilt_deg = raw.tilt_deg, pen.place = raw.place, pen.push = raw.push;
    pen.buttons = raw.buttons;
    if (pen.tilt_deg && calibration.upright)
        for (std::size_t i = 0; i < 2; ++i)
            (*pen.tilt_deg)[i] = std::clamp((*pen.tilt_deg)[i] - calibration.upright->tilt_deg[i], -90.0, 90.0);
    if (raw.tilt_deg) pen.observed |= kObservedAngle;
    if (raw.pressure) {
        pen.press_n = calibration.pressure.newtons(*raw.pressure);
        // A trigger or a spring is no scale, whatever it was compared with.
        const bool scale =
            device == DeviceClass::kTablet || device == DeviceClass::kTracker || device == DeviceClass::kPlugin;
        if (scale && calibration.pressure.measured()) pen.observed |= kObservedForce;
    }
    pen.pose = tracked_pose(raw, calibration);
    if (pen.pose) pen.observed |= kObservedPlace | kObservedAngle;
    return pen;
}

}  // namespace np::input
