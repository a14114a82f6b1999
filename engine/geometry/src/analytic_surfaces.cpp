#include "triangle.h"

namespace np::geometry {
namespace {

SurfacePoint facing(Vec3 position, Vec3 normal) {
    SurfacePoint point;
    point.position = position;
    point.normal = normal;
    return point;
}

double magnitude(double x) {
    return x < 0 ? -x : x;
}

// What analytic shapes share: a line crosses them at a t, and what is there follows from the place alone.
class Analytic : public Surface {
  public:
    std::optional<RayHit> first_hit(const Ray& ray) const final {
        if (!askable(ray)) return std::nullopt;
        const auto t = first_t(ray);
        if (!t) return std::nullopt;
        return RayHit{*t, at(ray.origin + *t * ray.direction)};
    }
    SurfacePoint point_of(Vec3 origin, Vec3 direction, const Crossing& crossing) const final {
        return at(origin + crossing.t * direction);
    }

  protected:
    // Of a line that enters the solid at `in` and leaves it at `out`.
    static std::optional<double> first_of(const Ray& ray, double in, double out) {
        if (in >= ray.min_t && in <= ray.max_t) return in;
        if (!ray.entering_only && out >= ray.min_t && out <= ray.max_t) return out;
        return std::nullopt;
    }

  private:
    virtual std::optional<double> first_t(const Ray& ray) const = 0;
    virtual SurfacePoint at(Vec3 position) const = 0;  // of a place on the surface but for rounding
};

class Plane final : public Analytic {
  public:
    Plane(Vec3 origin, Vec3 normal) : origin_(origin), normal_(normalized(normal)) {}

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        const double height = dot(point - origin_, normal_);
        if (!(magnitude(height) <= within_mm)) return std::nullopt;
        return at(point - height * normal_);
    }

  private:
    std::optional<double> first_t(const Ray& ray) const override {
        const double approach = dot(ray.direction, normal_);
        if (approach == 0 || (ray.entering_only && approach > 0)) return std::nullopt;
        const double t = dot(origin_ - ray.origin, normal_) / approach;
        return t >= ray.min_t && t <= ray.max_t ? std::optional(t) : std::nullopt;
    }
    SurfacePoint at(Vec3 position) const override { return facing(position, normal_); }

    Vec3 origin_, normal_;
};

class Sphere final : public Analytic {
  public:
    Sphere(Vec3 center, double radius) : center_(center), radius_(radius) {}

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        const Vec3 away = point - center_;
        if (!(magnitude(length(away) - radius_) <= within_mm)) return std::nullopt;
        return at(away == Vec3{} ? center_ + Vec3{0, 0, 1} : point);  // every point is nearest to the centre
    }

  private:
    std::optional<double> first_t(const Ray& ray) const override {
        const double length2 = dot(ray.direction, ray.direction);
        // From the point of the ray nearest to the centre the two crossings lie equally far: no digits cancel.
        const double middle = dot(center_ - ray.origin, ray.direction) / length2;
        const Vec3 away = ray.origin + middle * ray.direction - center_;
        const double inside = radius_ * radius_ - dot(away, away);
        if (!(inside >= 0)) return std::nullopt;
        const double half = std::sqrt(inside / length2);
        return first_of(ray, middle - half, middle + half);
    }
    SurfacePoint at(Vec3 position) const override {
        const Vec3 normal = normalized(position - center_);
        return facing(center_ + radius_ * normal, normal);
    }

    Vec3 center_;
    double radius_;
};

class Cylinder final : public Analytic {
  public:
    Cylinder(Vec3 point, Vec3 axis, double radius) : point_(point), axis_(normalized(axis)), radius_(radius) {}

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        const Vec3 away = across(point - point_);
        if (!(magnitude(length(away) - radius_) <= within_mm)) return std::nullopt;
        return at(away == Vec3{} ? point + frame_about(axis_).u : point);
    }

  private:
    Vec3 across(Vec3 v) const { return v - dot(v, axis_) * axis_; }

    std::optional<double> first_t(const Ray& ray) const override {
        const Vec3 way = across(ray.direction), from = across(ray.origin - point_);
        const double length2 = dot(way, way);
        if (!(length2 > 0)) return std::nullopt;
        const double middle = -dot(from, way) / length2;
        const Vec3 away = from + middle * way;
        const double inside = radius_ * radius_ - dot(away, away);
        if (!(inside >= 0)) return std::nullopt;
        const double half = std::sqrt(inside / length2);
        return first_of(ray, middle - half, middle + half);
    }
    SurfacePoint at(Vec3 position) const override {
        const Vec3 off = across(position - point_), normal = normalized(off);
        return facing(position + (radius_ - length(off)) * normal, normal);
    }

    Vec3 point_, axis_;
    double radius_;
};

class Wedge final : public Analytic {
  public:
    Wedge(Vec3 point, Vec3 normal_a, Vec3 normal_b)
        : point_(point), a_(normalized(normal_a)), b_(normalized(normal_b)), edge_(normalized(cross(a_, b_))) {}

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        const double over_a = dot(point - point_, a_), over_b = dot(point - point_, b_);
        const Vec3 on_a = point - over_a * a_, on_b = point - over_b * b_;
        Vec3 best = point_ + dot(point - point_, edge_) * edge_;
        const auto nearer = [&](Vec3 place) { return length(point - place) < length(point - best); };
        // A side's foot counts where it lies on the solid: behind the other plane.
        if (dot(on_a - point_, b_) <= 0 && nearer(on_a)) best = on_a;
        if (dot(on_b - point_, a_) <= 0 && nearer(on_b)) best = on_b;
        if (!(length(point - best) <= within_mm)) return std::nullopt;
        return at(best);
    }

  private:
    std::optional<double> first_t(const Ray& ray) const override {
        double in = -1e300, out = 1e300;
        for (const Vec3& normal : {a_, b_}) {
            const double approach = dot(ray.direction, normal), height = dot(point_ - ray.origin, normal);
            if (approach == 0) {
                if (height < 0) return std::nullopt;  // beside it, along it
                continue;
            }
            const double t = height / approach;
            if (approach < 0 && t > in) in = t;
            if (approach > 0 && t < out) out = t;
        }
        if (!(in <= out)) return std::nullopt;
        return first_of(ray, in, out);
    }
    SurfacePoint at(Vec3 position) const override {
        // The side on which the place lies; the edge belongs to the first.
        const double over_a = dot(position - point_, a_), over_b = dot(position - point_, b_);
        return facing(position, over_a >= over_b ? a_ : b_);
    }

    Vec3 point_, a_, b_, edge_;
};

}  // namespace

void Surface::first_crossings(const ParallelRays& rays, std::span<Crossing> out) const {
    for (std::size_t i = 0; i < rays.origins.size(); ++i) {
        const auto hit = first_hit({rays.origins[i], rays.direction, rays.min_t, rays.max_t, rays.entering_only});
        out[i] = hit ? Crossing{true, hit->at.triangle, hit->t, hit->at.b1, hit->at.b2} : Crossing{};
    }
}

std::unique_ptr<Surface> make_plane(Vec3 origin, Vec3 normal) {
    return std::make_unique<Plane>(origin, normal);
}
std::unique_ptr<Surface> make_sphere(Vec3 center, double radius_mm) {
    return std::make_unique<Sphere>(center, radius_mm);
}

std::unique_ptr<Surface> make_cylinder(Vec3 point, Vec3 axis, double radius_mm) {
    return std::make_unique<Cylinder>(point, axis, radius_mm);
}
std::unique_ptr<Surface> make_wedge(Vec3 point, Vec3 normal_a, Vec3 normal_b) {
    return std::make_unique<Wedge>(point, normal_a, normal_b);
}

}  // namespace np::geometry
