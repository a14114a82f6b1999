#include "triangle.h"

namespace np::geometry {
namespace {

double magnitude(double x) {
    return x < 0 ? -x : x;
}

// Barycentric weight along a -> b of the point nearest to p.
double along(Vec3 p, Vec3 a, Vec3 b) {
    const Vec3 ab = b - a;
    const double length2 = dot(ab, ab);
    if (!(length2 > 0)) return 0;
    const double t = dot(p - a, ab) / length2;
    return t < 0 ? 0 : (t > 1 ? 1 : t);
}

NearPoint made(Vec3 p, Vec3 position, double b1, double b2) {
    const Vec3 away = p - position;
    return {position, b1, b2, dot(away, away)};
}

NearPoint nearest_on_sides(Vec3 p, Vec3 a, Vec3 b, Vec3 c) {
    const double ab = along(p, a, b), bc = along(p, b, c), ac = along(p, a, c);
    NearPoint best = made(p, a + ab * (b - a), ab, 0);
    const NearPoint second = made(p, a + ac * (c - a), 0, ac);
    if (second.distance2 < best.distance2) best = second;
    const NearPoint third = made(p, b + bc * (c - b), 1 - bc, bc);
    if (third.distance2 < best.distance2) best = third;
    return best;
}

}  // namespace

TriangleCrossing ShearedRay::on_sliver(Vec3 a, Vec3 b, Vec3 c) {
    const double ab = across2(a, b), bc = across2(b, c), ca = across2(c, a);
    const auto pass = [](Vec3 from, Vec3 to, double length2) {
        const double s = -(from.x * (to.x - from.x) + from.y * (to.y - from.y)) / length2;
        return s < 0 ? 0.0 : (s > 1 ? 1.0 : s);
    };
    if (ab >= bc && ab >= ca) {
        const double s = pass(a, b, ab);
        return {a.z + s * (b.z - a.z), s, 0};
    }
    if (bc >= ca) {
        const double s = pass(b, c, bc);
        return {b.z + s * (c.z - b.z), 1 - s, s};
    }
    const double s = pass(a, c, ca);
    return {a.z + s * (c.z - a.z), 0, s};
}

Shear::Shear(Vec3 direction) {
    const Corner d{direction.x, direction.y, direction.z};
    const double x = magnitude(d[0]), y = magnitude(d[1]), z = magnitude(d[2]);
    kz = x > y ? (x > z ? 0 : 2) : (y > z ? 1 : 2);
    kx = (kz + 1) % 3;
    ky = (kx + 1) % 3;
    sx = d[kx] / d[kz];
    sy = d[ky] / d[kz];
    sz = 1 / d[kz];
    steepness = magnitude(sz) * length(direction);
}

// After Ericson, Real-Time Collision Detection 5.1.5: which of the seven regions around the triangle holds p.
NearPoint nearest_on_triangle(Vec3 p, Vec3 a, Vec3 b, Vec3 c) {
    const Vec3 ab = b - a, ac = c - a;
    const Vec3 normal = cross(ab, ac);
    // So thin that rounding would choose the region: within a billionth of its length it is its own sides.
    const double size2 = dot(ab, ab) + dot(ac, ac);
    if (!(dot(normal, normal) > 1e-18 * size2 * size2)) return nearest_on_sides(p, a, b, c);

    const Vec3 ap = p - a;
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) return made(p, a, 0, 0);
    const Vec3 bp = p - b;
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3) return made(p, b, 1, 0);
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) {
        const double v = d1 / (d1 - d3);
        return made(p, a + v * ab, v, 0);
    }
    const Vec3 cp = p - c;
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6) return made(p, c, 0, 1);
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) {
        const double w = d2 / (d2 - d6);
        return made(p, a + w * ac, 0, w);
    }
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
        const double w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
        return made(p, b + w * (c - b), 1 - w, w);
    }
    const double sum = va + vb + vc;
    if (!(sum > 0)) return nearest_on_sides(p, a, b, c);
    const double v = vb / sum, w = vc / sum;
    return made(p, a + v * ab + w * ac, v, w);
}

}  // namespace np::geometry
