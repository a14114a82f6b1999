// From shares of skin by density to a coverage mark. Clinical reference 2.3 (bands) and 8.1. Pure.
#pragma once

#include "needlepoint/sdk/math.h"

namespace np::coverage {

// Density as a ratio r to the plan's reference; edges of the bands. From the rule pack.
struct BandEdges {
    double light = 0, target = 0, heavy = 0,
           over = 0;  // r from which a cell counts as that; heavy and over: r above which
};

enum class Band { kUntreated, kLight, kTarget, kHeavy, kOver };

inline Band band_of(const BandEdges& edges, double r) {
    if (r > edges.over) return Band::kOver;
    if (r > edges.heavy) return Band::kHeavy;
    if (r >= edges.target) return Band::kTarget;
    return r >= edges.light ? Band::kLight : Band::kUntreated;
}

// Percent of a zone's treatable cells.
struct Shares {
    double untreated = 0, light = 0, target = 0, heavy = 0, over = 0;
};

// From the rule pack.
struct CoverRule {
    double light_counts = 0;                    // as which part of a covered cell
    double from_percent = 0, span_percent = 0;  // covered share that is worth 0, and the way from there to 100
    double heavy_free = 0, heavy_slope = 0;     // percent without loss, then points per percent
    double over_free = 0, over_slope = 0;
    double even_span = 0;  // coefficient of variation is worth 100 * (1 - CV) / even_span
    double cover_weight = 0, even_weight = 0;
};

inline double cover_mark(const CoverRule& rule, const Shares& s) {
    const double covered = s.target + s.heavy + s.over + rule.light_counts * s.light;
    return 100.0 * np_clamp((covered - rule.from_percent) / rule.span_percent, 0.0, 1.0) -
           rule.heavy_slope * np_max(0.0, s.heavy - rule.heavy_free) -
           rule.over_slope * np_max(0.0, s.over - rule.over_free);
}

inline double uniformity_mark(const CoverRule& rule, double variation) {
    return 100.0 * np_clamp((1.0 - variation) / rule.even_span, 0.0, 1.0);
}

inline double zone_mark(const CoverRule& rule, const Shares& shares, double uniformity) {
    return rule.cover_weight * np_max(0.0, cover_mark(rule, shares)) + rule.even_weight * uniformity;
}

}  // namespace np::coverage
