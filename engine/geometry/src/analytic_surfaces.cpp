#include "triangle.h"

namespace np::geometry {
namespace {

bool askable(const Ray& ray) {
    return finite(ray.origin) && finite(ray.direction) && !(ray.direction == Vec3{}) && ray.min_t <= ray.max_t;
}

class Plane final : public Surface {
  public:
    Plane(Vec3 origin, Vec3 normal) : origin_(origin), normal_(normalized(normal)) {}

    std::optional<RayHit> first_hit(const Ray& ray) const override {
        if (!askable(ray)) return std::nullopt;
        const double approach = dot(ray.direction, normal_);
        if (approach == 0) return std::nullopt;
        const double t = dot(origin_ - ray.origin, normal_) / approach;
        if (!(t >= ray.min_t && t <= ray.max_t)) return std::nullopt;
        return RayHit{t, at(ray.origin + t * ray.direction)};
    }

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        const double height = dot(point - origin_, normal_);
        if (!((height < 0 ? -height : height) <= within_mm)) return std::nullopt;
        return at(point - height * normal_);
    }

  private:
    SurfacePoint at(Vec3 position) const {
        SurfacePoint point;
        point.position = position;
        point.normal = normal_;
        return point;
    }
    Vec3 origin_, normal_;
};

class Sphere final : public Surface {
  public:
    Sphere(Vec3 center, double radius) : center_(center), radius_(radius) {}

    std::optional<RayHit> first_hit(const Ray& ray) const override {
        if (!askable(ray)) return std::nullopt;
        const double length2 = dot(ray.direction, ray.direction);
        // From the point of the ray nearest to the centre the two crossings lie equally far: no digits cancel.
        const double middle = dot(center_ - ray.origin, ray.direction) / length2;
        const Vec3 away = ray.origin + middle * ray.direction - center_;
        const double inside = radius_ * radius_ - dot(away, away);
        if (!(inside >= 0)) return std::nullopt;
        const double half = std::sqrt(inside / length2);
        for (const double t : {middle - half, middle + half})
            if (t >= ray.min_t && t <= ray.max_t) return RayHit{t, at(ray.origin + t * ray.direction - center_)};
        return std::nullopt;
    }

    std::optional<SurfacePoint> closest(Vec3 point, double within_mm) const override {
        if (!finite(point)) return std::nullopt;
        Vec3 away = point - center_;
        const double distance = length(away) - radius_;
        if (!((distance < 0 ? -distance : distance) <= within_mm)) return std::nullopt;
        if (away == Vec3{}) away = {0, 0, 1};  // every point is nearest to the centre
        return at(away);
    }

  private:
    SurfacePoint at(Vec3 outwards) const {
        SurfacePoint point;
        point.normal = normalized(outwards);
        point.position = center_ + radius_ * point.normal;
        return point;
    }
    Vec3 center_;
    double radius_;
};

}  // namespace

std::unique_ptr<Surface> make_plane(Vec3 origin, Vec3 normal) {
    return std::make_unique<Plane>(origin, normal);
}
std::unique_ptr<Surface> make_sphere(Vec3 center, double radius_mm) {
    return std::make_unique<Sphere>(center, radius_mm);
}

}  // namespace np::geometry
