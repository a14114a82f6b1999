// How good a depth is: 1 on a plateau around the ideal, falling in straight lines to 0 on both sides.
// Clinical reference 8.1, m(d). Millimetres throughout; pure.
#pragma once

#include "needlepoint/sdk/math.h"

namespace np::depth {

// Of a zone, from the effective plan.
struct DepthPlan {
    double min_mm = 0, ideal_mm = 0, max_mm = 0, abs_max_mm = 0;
};

// What shapes the curve, from the rule pack.
struct CurveShape {
    double ideal_mm = 0;   // the plateau reaches at least this far from the ideal (twice the spread of single hits)
    double edge_mm = 0;    // and at most this far, unless min or max comes first
    double flank = 0;      // value at min and at max
    double beyond_mm = 0;  // past max, where the value dies unless abs_max comes first
    double margin_mm = 0;  // device tolerance, added to that
};

class DepthCurve {
  public:
    DepthCurve() = default;
    DepthCurve(const DepthPlan& plan, const CurveShape& shape)
        : min_(plan.min_mm),
          low_(np_min(plan.ideal_mm - shape.ideal_mm, np_max(plan.min_mm, plan.ideal_mm - shape.edge_mm))),
          high_(np_max(plan.ideal_mm + shape.ideal_mm, np_min(plan.max_mm, plan.ideal_mm + shape.edge_mm))),
          max_(plan.max_mm),
          zero_(np_max(np_min(plan.abs_max_mm, plan.max_mm + shape.beyond_mm), high_) + shape.margin_mm),
          flank_(shape.flank) {}

    double low_mm() const { return low_; }
    double high_mm() const { return high_; }
    double zero_mm() const { return zero_; }

    // Off the plateau by more than the rounding of sums: what was needled to its very edge lies on it.
    bool too_shallow(double d) const { return d < low_ - kRoundingMm; }
    bool too_deep(double d) const { return d > high_ + kRoundingMm; }

    // 0..1.
    double operator()(double d) const {
        if (d <= 0.0 || d >= zero_) return 0.0;
        if (too_shallow(d)) return rising(d);
        return too_deep(d) ? falling(d) : 1.0;
    }

  private:
    // A nanometre: hits are measured in micrometres, and a mean of millions of them is exact to far less.
    static constexpr double kRoundingMm = 1e-6;

    static double line(double d, double d0, double m0, double d1, double m1) {
        return m0 + (m1 - m0) * (d - d0) / (d1 - d0);
    }
    double rising(double d) const {
        if (!(min_ < low_)) return line(d, 0.0, 0.0, low_, 1.0);
        return d < min_ ? line(d, 0.0, 0.0, min_, flank_) : line(d, min_, flank_, low_, 1.0);
    }
    double falling(double d) const {
        if (!(max_ > high_)) return line(d, high_, 1.0, zero_, 0.0);
        return d <= max_ ? line(d, high_, 1.0, max_, flank_) : line(d, max_, flank_, zero_, 0.0);
    }

    double min_ = 0, low_ = 0, high_ = 0, max_ = 0, zero_ = 0, flank_ = 0;
};

}  // namespace np::depth
