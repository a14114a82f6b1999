// Lays our base mesh onto a scan: first as the person of our own that comes nearest, then freely where that is not
// enough.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "head_data.h"
#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/geometry/surface.h"
#include "quad_mesh.h"

namespace np::anatomy {

// p -> scale * turn * p + shift.
struct Similarity {
    double scale = 1;
    geometry::Vec3 rows[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};  // of the turn
    geometry::Vec3 shift;
    geometry::Vec3 turned(geometry::Vec3 p) const { return {dot(rows[0], p), dot(rows[1], p), dot(rows[2], p)}; }
    geometry::Vec3 of(geometry::Vec3 p) const { return scale * turned(p) + shift; }
    geometry::Vec3 back(geometry::Vec3 p) const;
};

struct PointPair {
    geometry::Vec3 from, to;
};
// Least squares (Horn 1987: Closed-form solution of absolute orientation using unit quaternions). A fixed scale is
// kept.
Similarity best_similarity(const std::vector<PointPair>& pairs, std::optional<double> scale);
double rms(const Similarity& similarity, const std::vector<PointPair>& pairs);

// What the fit is made to: the scan in its own units.
struct FitTarget {
    const geometry::Surface* surface = nullptr;
    const ScanMesh* mesh = nullptr;
    const std::vector<std::uint8_t>* on_rim = nullptr;
    std::vector<std::pair<std::uint16_t, geometry::Vec3>> landmarks;  // our vertex, its place on the scan
};

struct Fit {
    std::vector<geometry::Vec3> positions;  // of every base vertex, decimetres in the package's frame
    Similarity to_base;                     // from the scan's units to that frame
};

// How much the nearest spot of a scan says about a vertex: 1 on the skin of the face, 0 where it says nothing (mouth,
// sockets, ears, under the cap).
std::vector<double> trust_in_vertices(const HeadData& head, const QuadMesh& level0);

// `start`: our head before the fit; `to_base`: where the scan lies roughly.
Fit fit_to_scan(const HeadData& head, const QuadMesh& level0, const std::vector<geometry::Vec3>& start,
                const FitTarget& target, Similarity to_base);

}  // namespace np::anatomy
