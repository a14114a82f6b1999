// Goals 1 to 3: exact contact queries against Embree, Bullet and brute force.
#include <algorithm>

#include "bench_figures.h"
#include "bench_yardsticks.h"
#include "needlepoint/geometry/vec2.h"
#include "needlepoint/sdk/math.h"

namespace np::cli {

namespace {

using geometry::Ray;
using geometry::Vec3;

constexpr std::size_t kNeedles = 36;
constexpr std::uint64_t kSeed = 20260101;

// The layout of a pen with 36 needles, in rings.
std::vector<geometry::Vec2> needle_places() {
    std::vector<geometry::Vec2> places;
    double turned = 0;
    for (const auto& [radius, count] : {std::pair{0.0, 1}, {0.9, 6}, {1.9, 12}, {2.8, 17}}) {
        for (int i = 0; i < count; ++i) {
            const double angle = turned + 2 * NP_PI * i / count;
            places.push_back({radius * np_cos(angle), radius * np_sin(angle)});
        }
        turned += NP_PI / count;
    }
    return places;
}

constexpr std::size_t kStrikesToAStroke = 30;

// Strikes as a tilted tip makes them along short strokes over the treatable skin: 0.3 mm apart, which is 30 mm/s at 100
// strikes per second; parallel rays from just above the skin.
std::vector<Ray> needle_rays(const anatomy::Body& body, std::size_t batches, std::uint64_t part) {
    const std::uint64_t seed = kSeed + part;
    const std::vector<geometry::Vec2> places = needle_places();
    std::vector<std::uint32_t> cells;
    for (std::uint32_t cell = 0; cell < body.table.cell_count(); ++cell)
        if (body.table.treatable(cell)) cells.push_back(cell);
    std::vector<Ray> rays;
    for (std::size_t batch = 0; batch < batches; ++batch) {
        const std::size_t stroke = batch / kStrikesToAStroke;
        const std::uint32_t cell = cells[np_random_bits(seed, 1, stroke) % cells.size()];
        const auto& um = body.table.cell_center_um[cell];
        const auto& q = body.table.cell_normal_q30[cell];
        const Vec3 center{um[0] * 1e-3, um[1] * 1e-3, um[2] * 1e-3};
        const Vec3 normal = normalized(Vec3{double(q[0]), double(q[1]), double(q[2])});
        const geometry::Frame frame = geometry::frame_about(normal);
        const double tilt_u = 0.12 * np_random_normal(seed, 2, stroke),
                     tilt_v = 0.12 * np_random_normal(seed, 3, stroke);
        const Vec3 axis = normalized(-normal + tilt_u * frame.u + tilt_v * frame.v);
        const geometry::Frame tip = geometry::frame_about(axis);
        // The hand keeps the tip on the skin.
        const Vec3 along = center + 0.3 * static_cast<double>(batch % kStrikesToAStroke) * tip.u;
        const auto skin = body.surface->first_hit({along - 8.0 * axis, axis, 0, 20, true});
        const Vec3 above = (skin ? skin->at.position : along) - 1.0 * axis;
        for (const geometry::Vec2& at : places) rays.push_back({above + at.x * tip.u + at.y * tip.v, axis, -6, 12});
    }
    return rays;
}

// Moeller and Trumbore (1997).
double brute_force_t(const geometry::TriangleMesh& mesh, std::span<const std::uint32_t> triangles, const Ray& ray) {
    double best = 1e30;
    for (const std::uint32_t i : triangles) {
        const auto& triangle = mesh.triangles[i];
        const Vec3 a = mesh.positions[triangle[0]];
        const Vec3 e1 = mesh.positions[triangle[1]] - a, e2 = mesh.positions[triangle[2]] - a;
        const Vec3 p = cross(ray.direction, e2);
        const double determinant = dot(e1, p);
        if (determinant == 0) continue;
        const Vec3 s = ray.origin - a;
        const double u = dot(s, p) / determinant;
        if (u < 0 || u > 1) continue;
        const Vec3 q = cross(s, e1);
        const double v = dot(ray.direction, q) / determinant;
        if (v < 0 || u + v > 1) continue;
        const double t = dot(e2, q) / determinant;
        if (t >= ray.min_t && t <= ray.max_t && t < best) best = t;
    }
    return best;
}

struct Ball {
    Vec3 center;
    double radius = 0;
};

// Every triangle of the mesh within reach of any of the rays, found by looking at each of them.
class BruteForce {
  public:
    explicit BruteForce(const geometry::TriangleMesh& mesh) : mesh_(&mesh) {
        for (const auto& triangle : mesh.triangles) {
            Ball ball;
            for (const std::uint32_t k : triangle) ball.center += mesh.positions[k] / 3.0;
            for (const std::uint32_t k : triangle)
                ball.radius = np_max(ball.radius, length(mesh.positions[k] - ball.center));
            balls_.push_back(ball);
        }
    }
    // Rays whose answer differs by more than a micrometre.
    std::size_t differing(std::span<const Ray> rays, std::span<const geometry::Crossing> found) {
        Ball all;
        for (const Ray& ray : rays) all.center += (ray.origin + 0.5 * (ray.min_t + ray.max_t) * ray.direction);
        all.center = all.center / static_cast<double>(rays.size());
        for (const Ray& ray : rays)
            for (const double t : {ray.min_t, ray.max_t})
                all.radius = np_max(all.radius, length(ray.origin + t * ray.direction - all.center));
        near_.clear();
        for (std::uint32_t i = 0; i < balls_.size(); ++i) {
            const Vec3 off = balls_[i].center - all.center;
            const double reach = balls_[i].radius + all.radius + 1e-6;
            if (dot(off, off) <= reach * reach) near_.push_back(i);
        }
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < rays.size(); ++i) {
            const double expected = brute_force_t(*mesh_, near_, rays[i]), own = found[i].found ? found[i].t : 1e30;
            if (np_abs(expected - own) > 1e-3) ++wrong;
        }
        return wrong;
    }

  private:
    const geometry::TriangleMesh* mesh_;
    std::vector<Ball> balls_;
    std::vector<std::uint32_t> near_;
};

// The rays of one strike at a time, as contact asks.
void own_batches(const geometry::Surface& surface, std::span<const Vec3> origins, std::span<const Ray> rays,
                 std::span<geometry::Crossing> found) {
    for (std::size_t i = 0; i < rays.size(); i += kNeedles) {
        const Ray& first = rays[i];
        const auto here = found.subspan(i, kNeedles);
        // What the last strike met is where this one looks first, as in the step.
        const std::size_t last = i < kNeedles ? i : i - kNeedles;
        std::copy_n(found.begin() + static_cast<std::ptrdiff_t>(last), kNeedles, here.begin());
        surface.first_crossings({origins.subspan(i, kNeedles), first.direction, first.min_t, first.max_t}, here);
    }
}

double own_rays(const geometry::Surface& surface, std::span<const Ray> rays) {
    double sum = 0;
    for (const Ray& ray : rays)
        if (const auto hit = surface.first_hit(ray)) sum += hit->t;
    return sum;
}

}  // namespace

Status bench_contact(const Places& places, BenchFigures& out) {
    const auto prepared = prepare_session(places, bench_scenario(places), 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const anatomy::Body& body = *prepared->setup.body;
    const std::vector<Ray> rays = needle_rays(body, 1500, 0);
    std::vector<Vec3> origins, points;
    for (const Ray& ray : rays) origins.push_back(ray.origin);
    std::vector<geometry::Crossing> found(rays.size());
    for (std::size_t i = 0; i < rays.size(); i += 4) points.push_back(rays[i].origin);
    const Yardsticks peers(body.contact);
    double sink = 0;
    std::vector<std::function<void()>> tasks = {
        [&] { own_batches(*body.surface, origins, rays, found); },
        [&] { sink += peers.bullet_rays(rays); },
        [&] {
            for (const Vec3& p : points) sink += length(body.surface->closest(p)->position);
        },
        [&] { sink += own_rays(*body.surface, rays); },
    };
    if (peers.has_embree()) {
        tasks.push_back([&] { sink += peers.embree_rays(rays); });
        tasks.push_back([&] { sink += peers.embree_closest(points); });
    }
    const std::vector<double> seconds = round_robin_s(tasks);
    keep(sink);
    const double own_ns = seconds[0] * 1e9 / static_cast<double>(rays.size());
    const double bullet_ns = seconds[1] * 1e9 / static_cast<double>(rays.size());
    const double own_closest_ns = seconds[2] * 1e9 / static_cast<double>(points.size());
    out.figures["ray_own_ns"] = own_ns;
    out.figures["ray_own_alone_ns"] = seconds[3] * 1e9 / static_cast<double>(rays.size());
    out.figures["ray_bullet_ns"] = bullet_ns;
    out.figures["closest_own_ns"] = own_closest_ns;
    const double over_bullet = own_ns / bullet_ns;
    Goal ray{1, "exact contact of a 36-needle batch against Embree, per ray", std::nullopt, 0.5, "x", true, ""};
    Goal closest{2, "closest point against Embree", std::nullopt, 1.2, "x", true, ""};
    out.figures["ray_own_over_bullet"] = over_bullet;
    ray.note = "against Bullet " + std::to_string(over_bullet) + " (goal 0.15)";
    if (peers.has_embree()) {
        out.figures["ray_embree_ns"] = seconds[4] * 1e9 / static_cast<double>(rays.size());
        out.figures["closest_embree_ns"] = seconds[5] * 1e9 / static_cast<double>(points.size());
        ray.value = seconds[0] / seconds[4];
        closest.value = seconds[2] / seconds[5];
    } else {
        ray.note += "; not measured: Embree is not installed";
        closest.note = "not measured: Embree is not installed";
    }
    out.goals.push_back(ray);
    out.goals.push_back(closest);
    return {};
}

Status bench_exactness(const Places& places, const BenchArguments& arguments, BenchFigures& out) {
    const auto prepared = prepare_session(places, bench_scenario(places), 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const anatomy::Body& body = *prepared->setup.body;
    std::vector<Vec3> origins;
    std::vector<geometry::Crossing> found;
    BruteForce brute_force(body.contact);
    std::size_t wrong = 0, asked = 0;
    for (std::size_t part = 0; asked < arguments.rays; ++part) {
        const std::vector<Ray> more =
            needle_rays(body, std::min<std::size_t>(1500, (arguments.rays - asked + kNeedles - 1) / kNeedles), part);
        origins.clear();
        for (const Ray& ray_i : more) origins.push_back(ray_i.origin);
        found.resize(more.size());
        own_batches(*body.surface, origins, more, found);
        for (std::size_t i = 0; i < more.size(); i += kNeedles)
            wrong += brute_force.differing(std::span(more).subspan(i, kNeedles), std::span(found).subspan(i, kNeedles));
        asked += more.size();
    }
    out.goals.push_back({3, "rays that differ from brute force by more than 1 um", static_cast<double>(wrong), 0,
                         "rays", true, "of " + std::to_string(asked)});
    return {};
}

}  // namespace np::cli
