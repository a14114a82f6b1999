// Scans with known answers: one of our own people, in another pose, unit, mesh, and noise.
#pragma once

#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

struct TestScan {
    ScanMesh mesh;
    ImportRequest request;
    geometry::Vec3 rows[3];  // of the turn that the scan was given
    geometry::Vec3 shift;    // mm
    geometry::Vec3 posed(geometry::Vec3 p) const { return {dot(rows[0], p), dot(rows[1], p), dot(rows[2], p)}; }
    // In the scan's unit, cm.
    geometry::Vec3 of(geometry::Vec3 p) const { return 0.1 * (posed(p) + shift); }
};

// The skin that has a place in the atlas, each triangle cut in three, turned, shifted, in centimetres, with noise.
inline TestScan scan_of(const Patient& patient, double noise_mm) {
    TestScan scan;
    const double c = np_cos(0.7), s = np_sin(0.7), d = np_cos(-0.4), e = np_sin(-0.4);
    scan.rows[0] = {c, 0, s}, scan.rows[1] = {e * s, d, -e * c}, scan.rows[2] = {-d * s, e, d * c};
    scan.shift = {320, -45, 610};
    const auto& body = patient.body->contact;
    std::vector<std::uint32_t> number(body.positions.size(), 0xffffffffu);
    const auto add = [&](geometry::Vec3 p) {
        const auto k = static_cast<std::uint64_t>(scan.mesh.positions.size());
        const auto shake = [&](std::uint64_t axis) { return noise_mm * np_random_normal(77, axis, k); };
        scan.mesh.positions.push_back(scan.of(p + geometry::Vec3{shake(0), shake(1), shake(2)}));
        return static_cast<std::uint32_t>(k);
    };
    for (std::size_t t = 0; t < body.triangles.size(); ++t) {
        if (body.uvs[t][0].u < 0) continue;
        const auto& corners = body.triangles[t];
        geometry::Vec3 middle;
        std::array<std::uint32_t, 3> v{};
        for (std::size_t k = 0; k < 3; ++k) {
            middle += body.positions[corners[k]] / 3;
            if (number[corners[k]] == 0xffffffffu) number[corners[k]] = add(body.positions[corners[k]]);
            v[k] = number[corners[k]];
        }
        if (t % 3 == 0) {
            const auto m = add(middle);
            for (std::size_t k = 0; k < 3; ++k) scan.mesh.triangles.push_back({v[k], v[(k + 1) % 3], m});
        } else {
            scan.mesh.triangles.push_back(v);
        }
    }
    scan.request.eyes_closed = patient.request.eyes_closed;
    for (const auto& [name, place] : patient.landmarks_mm)
        if (name.rfind("eye_", 0) != 0) scan.request.landmarks[name] = {scan.of(place), {}};
    return scan;
}

}  // namespace np::anatomy
