#include "bench_yardsticks.h"

#include <btBulletCollisionCommon.h>
#ifdef NP_HAVE_EMBREE
#include <embree3/rtcore.h>
#endif

#include <vector>

namespace np::cli {

struct Yardsticks::Peers {
    std::vector<float> vertices;
    std::vector<unsigned> indices;
#ifdef NP_HAVE_EMBREE
    RTCDevice device = nullptr;
    RTCScene scene = nullptr;
#endif
    btTriangleMesh bullet_mesh;
    std::unique_ptr<btBvhTriangleMeshShape> bullet_shape;
    btCollisionObject bullet_object;
    btDefaultCollisionConfiguration bullet_configuration;
    btCollisionDispatcher bullet_dispatcher{&bullet_configuration};
    btDbvtBroadphase bullet_broadphase;
    btCollisionWorld bullet_world{&bullet_dispatcher, &bullet_broadphase, &bullet_configuration};
};

namespace {
btVector3 to_bullet(geometry::Vec3 v) {
    return {v.x, v.y, v.z};
}
}  // namespace

Yardsticks::Yardsticks(const geometry::TriangleMesh& mesh) : peers_(std::make_unique<Peers>()) {
    Peers& p = *peers_;
    for (const geometry::Vec3& v : mesh.positions) {
        p.vertices.push_back(static_cast<float>(v.x));
        p.vertices.push_back(static_cast<float>(v.y));
        p.vertices.push_back(static_cast<float>(v.z));
    }
    for (const auto& t : mesh.triangles) {
        p.indices.insert(p.indices.end(), t.begin(), t.end());
        p.bullet_mesh.addTriangle(to_bullet(mesh.positions[t[0]]), to_bullet(mesh.positions[t[1]]),
                                  to_bullet(mesh.positions[t[2]]));
    }
    p.bullet_shape = std::make_unique<btBvhTriangleMeshShape>(&p.bullet_mesh, true);
    p.bullet_object.setCollisionShape(p.bullet_shape.get());
    p.bullet_world.addCollisionObject(&p.bullet_object);
#ifdef NP_HAVE_EMBREE
    p.device = rtcNewDevice("threads=1");
    p.scene = rtcNewScene(p.device);
    rtcSetSceneBuildQuality(p.scene, RTC_BUILD_QUALITY_HIGH);
    RTCGeometry triangles = rtcNewGeometry(p.device, RTC_GEOMETRY_TYPE_TRIANGLE);
    p.vertices.push_back(0);  // Embree reads 16 bytes at a time
    rtcSetSharedGeometryBuffer(triangles, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, p.vertices.data(), 0, 12,
                               mesh.positions.size());
    rtcSetSharedGeometryBuffer(triangles, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, p.indices.data(), 0, 12,
                               mesh.triangles.size());
    rtcCommitGeometry(triangles);
    rtcAttachGeometry(p.scene, triangles);
    rtcReleaseGeometry(triangles);
    rtcCommitScene(p.scene);
#endif
}

Yardsticks::~Yardsticks() {
    peers_->bullet_world.removeCollisionObject(&peers_->bullet_object);
#ifdef NP_HAVE_EMBREE
    rtcReleaseScene(peers_->scene);
    rtcReleaseDevice(peers_->device);
#endif
}

double Yardsticks::bullet_rays(std::span<const geometry::Ray> rays) const {
    double sum = 0;
    for (const geometry::Ray& ray : rays) {
        const btVector3 from = to_bullet(ray.origin + ray.min_t * ray.direction),
                        to = to_bullet(ray.origin + ray.max_t * ray.direction);
        btCollisionWorld::ClosestRayResultCallback result(from, to);
        peers_->bullet_world.rayTest(from, to, result);
        sum += result.m_closestHitFraction;
    }
    return sum;
}

#ifdef NP_HAVE_EMBREE
bool Yardsticks::has_embree() const {
    return true;
}

double Yardsticks::embree_rays(std::span<const geometry::Ray> rays) const {
    double sum = 0;
    for (const geometry::Ray& ray : rays) {
        RTCIntersectContext context;
        rtcInitIntersectContext(&context);
        const geometry::Vec3 origin = ray.origin + ray.min_t * ray.direction;
        RTCRayHit query{};
        query.ray.org_x = static_cast<float>(origin.x), query.ray.org_y = static_cast<float>(origin.y),
        query.ray.org_z = static_cast<float>(origin.z);
        query.ray.dir_x = static_cast<float>(ray.direction.x), query.ray.dir_y = static_cast<float>(ray.direction.y),
        query.ray.dir_z = static_cast<float>(ray.direction.z);
        query.ray.tfar = static_cast<float>(ray.max_t - ray.min_t);
        query.ray.mask = ~0u;
        query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
        rtcIntersect1(peers_->scene, &context, &query);
        sum += static_cast<double>(query.ray.tfar);
    }
    return sum;
}

namespace {

struct Nearest {
    const std::vector<float>* vertices;
    const std::vector<unsigned>* indices;
    double distance2 = 1e30;
};

geometry::Vec3 corner(const Nearest& n, unsigned triangle, unsigned k) {
    const unsigned v = (*n.indices)[triangle * 3 + k];
    return {(*n.vertices)[v * 3], (*n.vertices)[v * 3 + 1], (*n.vertices)[v * 3 + 2]};
}

// Closest point of a triangle (Ericson, 2005, section 5.1.5).
geometry::Vec3 closest_of(geometry::Vec3 p, geometry::Vec3 a, geometry::Vec3 b, geometry::Vec3 c) {
    const auto ab = b - a, ac = c - a, ap = p - a;
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) return a;
    const auto bp = p - b;
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3) return b;
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) return a + (d1 / (d1 - d3)) * ab;
    const auto cp = p - c;
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6) return c;
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) return a + (d2 / (d2 - d6)) * ac;
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) return b + ((d4 - d3) / ((d4 - d3) + (d5 - d6))) * (c - b);
    const double scale = 1 / (va + vb + vc);
    return a + (vb * scale) * ab + (vc * scale) * ac;
}

bool nearer(RTCPointQueryFunctionArguments* arguments) {
    auto& nearest = *static_cast<Nearest*>(arguments->userPtr);
    const geometry::Vec3 point{arguments->query->x, arguments->query->y, arguments->query->z};
    const unsigned t = arguments->primID;
    const auto way = closest_of(point, corner(nearest, t, 0), corner(nearest, t, 1), corner(nearest, t, 2)) - point;
    const double d2 = dot(way, way);
    if (d2 >= nearest.distance2) return false;
    nearest.distance2 = d2;
    arguments->query->radius = static_cast<float>(std::sqrt(d2));
    return true;
}

}  // namespace

double Yardsticks::embree_closest(std::span<const geometry::Vec3> points) const {
    double sum = 0;
    for (const geometry::Vec3& point : points) {
        RTCPointQueryContext context;
        rtcInitPointQueryContext(&context);
        RTCPointQuery query{static_cast<float>(point.x), static_cast<float>(point.y), static_cast<float>(point.z), 0,
                            1e9f};
        Nearest nearest{&peers_->vertices, &peers_->indices};
        rtcPointQuery(peers_->scene, &query, &context, nearer, &nearest);
        sum += std::sqrt(nearest.distance2);
    }
    return sum;
}
#else
bool Yardsticks::has_embree() const {
    return false;
}
double Yardsticks::embree_rays(std::span<const geometry::Ray>) const {
    return 0;
}
double Yardsticks::embree_closest(std::span<const geometry::Vec3>) const {
    return 0;
}
#endif

}  // namespace np::cli
