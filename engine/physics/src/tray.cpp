#include "needlepoint/physics/tray.h"

#include <btBulletDynamicsCommon.h>

#include <algorithm>
#include <set>

#include "needlepoint/sdk/math.h"

namespace np::physics {

using geometry::Vec3;

namespace {

// Bullet is at its best with things of a few units: one unit is a centimetre in here.
constexpr double kUnitsPerMm = 0.1;
constexpr double kGravity = 981;  // cm / s^2
constexpr double kTickS = 1e-3;
constexpr double kMarginMm = 0.2;  // Bullet's skin around shapes; well below what a prop measures
constexpr double kThickMm = 20;    // of tray and rim walls, so that nothing tunnels through them
constexpr std::int64_t kMovedUm = 100;
constexpr double kTurnedCos = 0.998;  // a hundredth of a turn

btVector3 to_units(Vec3 mm) {
    return {mm.x * kUnitsPerMm, mm.y * kUnitsPerMm, mm.z * kUnitsPerMm};
}
Vec3 to_mm(const btVector3& u) {
    return {u.x() / kUnitsPerMm, u.y() / kUnitsPerMm, u.z() / kUnitsPerMm};
}
Vec3 plain(const btVector3& v) {
    return {v.x(), v.y(), v.z()};
}

// The rotation that turns +z to `up`, without twist.
btMatrix3x3 standing(Vec3 up) {
    const Vec3 z = length(up) > 0 ? normalized(up) : Vec3{0, 0, 1};
    const geometry::Frame frame = frame_about(z);
    return {frame.u.x, frame.v.x, z.x, frame.u.y, frame.v.y, z.y, frame.u.z, frame.v.z, z.z};
}

struct Prop {
    PropPlace place;
    std::unique_ptr<btCollisionShape> shape;
    std::unique_ptr<btRigidBody> body;
    bool held = false;
    bool present = true;
    bool told = false;  // a pose was reported
    Vec3 told_mm, told_up;
};

Vec3 half_height(const PropShape& shape) {
    return {0, 0, shape.half_mm.z};
}

std::unique_ptr<btCollisionShape> make_shape(const PropShape& from) {
    std::unique_ptr<btCollisionShape> shape;
    const btVector3 half = to_units(from.half_mm);
    if (from.kind == PropShape::Kind::kCylinder) {
        shape = std::make_unique<btCylinderShapeZ>(half);
    } else {
        shape = std::make_unique<btBoxShape>(half);
    }
    shape->setMargin(kMarginMm * kUnitsPerMm);
    return shape;
}

Status check(const TrayLayout& layout) {
    std::set<std::string> names{std::string(kTrayName), std::string(kFloorName)};
    for (const PropPlace& prop : layout.props) {
        if (prop.id.empty() || !names.insert(prop.id).second)
            return usage("tray: expected every prop to have a name of its own, found \"" + prop.id +
                         "\" again; rename one");
        const Vec3 half = prop.shape.half_mm;
        if (!(half.x > 0 && half.y > 0 && half.z > 0 && prop.shape.mass_g > 0))
            return usage("tray: expected sizes and mass above zero of \"" + prop.id + "\"; correct them");
    }
    if (!(layout.width_mm > 0 && layout.depth_mm > 0 && layout.height_mm > 0 && layout.rim_mm >= 0))
        return usage("tray: expected a tray with width, depth and height above zero; correct them");
    return {};
}

}  // namespace

struct Tray::World {
    // Declared so that everything outlives what refers to it.
    btDefaultCollisionConfiguration configuration;
    btCollisionDispatcher dispatcher{&configuration};
    btDbvtBroadphase broadphase;
    btSequentialImpulseConstraintSolver solver;
    btDiscreteDynamicsWorld dynamics{&dispatcher, &broadphase, &solver, &configuration};
    std::vector<std::unique_ptr<btCollisionShape>> fixed_shapes;
    std::vector<std::unique_ptr<btRigidBody>> fixed;
    std::vector<std::unique_ptr<Prop>> props;
    double tray_height_mm = 0;
    std::set<std::pair<std::size_t, std::size_t>> touching;  // numbers of bodies; tray and floor follow the props

    explicit World(const TrayLayout& layout);
    ~World();
    void add_fixed(Vec3 center_mm, Vec3 half_mm, std::size_t number, const TrayLayout& layout);
    void add_prop(const PropPlace& place, const TrayLayout& layout);
    Prop* find(std::string_view id);
    std::string_view name_of(std::size_t number) const;
    void hold(Prop& prop);
    void release(Prop& prop, Vec3 velocity_mm_s);
    void set_pose(Prop& prop, Vec3 position_mm, Vec3 up);
    void report_touches(sdk::Tick tick, std::vector<sdk::event::props>& out);
    void report_poses(sdk::Tick tick, std::vector<sdk::event::props>& out);
    static sdk::event::props row(sdk::Tick tick, const Prop& prop, std::string_view other);
};

Tray::World::World(const TrayLayout& layout) : tray_height_mm(layout.height_mm) {
    dynamics.setGravity({0, 0, -kGravity});
    // Pairs in an order that depends on the calls alone, and a solver that never shuffles.
    dynamics.getDispatchInfo().m_deterministicOverlappingPairs = true;
    dynamics.getSolverInfo().m_solverMode &= ~SOLVER_RANDMIZE_ORDER;
    solver.setRandSeed(0);
    for (const PropPlace& place : layout.props) add_prop(place, layout);
    const std::size_t tray = props.size(), floor = tray + 1;
    const double w = layout.width_mm / 2, d = layout.depth_mm / 2, t = kThickMm / 2, r = layout.rim_mm / 2;
    add_fixed({0, 0, -t}, {w + kThickMm, d + kThickMm, t}, tray, layout);
    if (layout.rim_mm > 0) {
        for (const double side : {-1.0, 1.0}) {
            add_fixed({side * (w + t), 0, r}, {t, d + kThickMm, r}, tray, layout);
            add_fixed({0, side * (d + t), r}, {w, t, r}, tray, layout);
        }
    }
    add_fixed({0, 0, -layout.height_mm - 500}, {20'000, 20'000, 500}, floor, layout);
}

Tray::World::~World() {
    for (const auto& prop : props)
        if (prop->present) dynamics.removeRigidBody(prop->body.get());
    for (const auto& body : fixed) dynamics.removeRigidBody(body.get());
}

void Tray::World::add_fixed(Vec3 center_mm, Vec3 half_mm, std::size_t number, const TrayLayout& layout) {
    auto shape = std::make_unique<btBoxShape>(to_units(half_mm));
    shape->setMargin(kMarginMm * kUnitsPerMm);
    btRigidBody::btRigidBodyConstructionInfo info(0, nullptr, shape.get());
    info.m_startWorldTransform.setIdentity();
    info.m_startWorldTransform.setOrigin(to_units(center_mm));
    info.m_friction = layout.friction;
    info.m_restitution = layout.bounce;
    auto body = std::make_unique<btRigidBody>(info);
    body->setUserIndex(static_cast<int>(number));
    dynamics.addRigidBody(body.get());
    fixed_shapes.push_back(std::move(shape));
    fixed.push_back(std::move(body));
}

void Tray::World::add_prop(const PropPlace& place, const TrayLayout& layout) {
    auto prop = std::make_unique<Prop>();
    prop->place = place;
    prop->shape = make_shape(place.shape);
    const double mass = place.shape.mass_g * 1e-3;
    btVector3 inertia(0, 0, 0);
    prop->shape->calculateLocalInertia(mass, inertia);
    btRigidBody::btRigidBodyConstructionInfo info(mass, nullptr, prop->shape.get(), inertia);
    info.m_startWorldTransform = btTransform(standing(place.up), to_units(place.position_mm));
    info.m_friction = layout.friction;
    info.m_restitution = layout.bounce;
    info.m_rollingFriction = 0.02;
    info.m_angularDamping = 0.2;
    info.m_linearDamping = 0.02;
    prop->body = std::make_unique<btRigidBody>(info);
    prop->body->setUserIndex(static_cast<int>(props.size()));
    // A thing no larger than its way in one tick is swept along that way.
    const Vec3 half = place.shape.half_mm;
    const double radius = std::min({half.x, half.y, half.z}) * kUnitsPerMm;
    prop->body->setCcdMotionThreshold(radius);
    prop->body->setCcdSweptSphereRadius(radius * 0.5);
    dynamics.addRigidBody(prop->body.get());
    props.push_back(std::move(prop));
}

Prop* Tray::World::find(std::string_view id) {
    for (const auto& prop : props)
        if (prop->place.id == id) return prop.get();
    return nullptr;
}

std::string_view Tray::World::name_of(std::size_t number) const {
    if (number < props.size()) return props[number]->place.id;
    return number == props.size() ? kTrayName : kFloorName;
}

// A held prop goes where the hand goes; it still touches things.
void Tray::World::hold(Prop& prop) {
    prop.held = true;
    prop.body->setCollisionFlags(prop.body->getCollisionFlags() | btCollisionObject::CF_KINEMATIC_OBJECT);
    prop.body->setActivationState(DISABLE_DEACTIVATION);
    prop.body->setLinearVelocity({0, 0, 0});
    prop.body->setAngularVelocity({0, 0, 0});
}

void Tray::World::release(Prop& prop, Vec3 velocity_mm_s) {
    prop.held = false;
    prop.body->setCollisionFlags(prop.body->getCollisionFlags() & ~btCollisionObject::CF_KINEMATIC_OBJECT);
    prop.body->forceActivationState(ACTIVE_TAG);
    prop.body->setDeactivationTime(0);
    prop.body->clearForces();
    prop.body->setLinearVelocity(to_units(velocity_mm_s));
    prop.body->setAngularVelocity({0, 0, 0});
    // What lay on or beside it may now fall.
    for (const auto& other : props)
        if (other->present && !other->held) other->body->activate(true);
}

void Tray::World::set_pose(Prop& prop, Vec3 position_mm, Vec3 up) {
    const btTransform pose(standing(up), to_units(position_mm));
    prop.body->setWorldTransform(pose);
    prop.body->setInterpolationWorldTransform(pose);
}

sdk::event::props Tray::World::row(sdk::Tick tick, const Prop& prop, std::string_view other) {
    sdk::event::props row;
    row.tick = tick;
    row.thing = prop.place.id;
    row.other = other;
    const Vec3 at = to_mm(prop.body->getWorldTransform().getOrigin());
    const Vec3 up = plain(prop.body->getWorldTransform().getBasis().getColumn(2));
    const double um[3] = {at.x * 1000, at.y * 1000, at.z * 1000}, q30[3] = {up.x, up.y, up.z};
    for (int i = 0; i < 3; ++i) {
        row.position_um[i] = static_cast<std::int32_t>(np_round(np_clamp(um[i], -2e9, 2e9)));
        row.up_q30[i] = static_cast<std::int32_t>(np_round(np_clamp(q30[i], -1, 1) * 1073741823.0));
    }
    return row;
}

void Tray::World::report_touches(sdk::Tick tick, std::vector<sdk::event::props>& out) {
    std::set<std::pair<std::size_t, std::size_t>> now;
    for (int i = 0; i < dispatcher.getNumManifolds(); ++i) {
        const btPersistentManifold* manifold = dispatcher.getManifoldByIndexInternal(i);
        bool close = false;
        for (int k = 0; k < manifold->getNumContacts(); ++k)
            close = close || manifold->getContactPoint(k).getDistance() <= kMarginMm * kUnitsPerMm;
        if (!close) continue;
        const auto a = static_cast<std::size_t>(manifold->getBody0()->getUserIndex());
        const auto b = static_cast<std::size_t>(manifold->getBody1()->getUserIndex());
        if (std::min(a, b) < props.size() && a != b) now.insert(std::minmax(a, b));
    }
    for (const auto& pair : now)
        if (touching.count(pair) == 0) out.push_back(row(tick, *props[pair.first], name_of(pair.second)));
    touching = std::move(now);
}

void Tray::World::report_poses(sdk::Tick tick, std::vector<sdk::event::props>& out) {
    for (const auto& prop : props) {
        if (!prop->present) continue;
        const Vec3 at = to_mm(prop->body->getWorldTransform().getOrigin());
        const Vec3 up = plain(prop->body->getWorldTransform().getBasis().getColumn(2));
        const bool moved = length(at - prop->told_mm) * 1000 >= kMovedUm || dot(up, prop->told_up) < kTurnedCos;
        if (prop->told && !moved) continue;
        prop->told = true;
        prop->told_mm = at;
        prop->told_up = up;
        out.push_back(row(tick, *prop, {}));
    }
}

Expected<Tray> Tray::create(const TrayLayout& layout) {
    if (const auto sound = check(layout); !sound) return tl::unexpected(sound.error());
    return Tray(std::make_unique<World>(layout));
}

Tray::Tray(std::unique_ptr<World> world) : world_(std::move(world)) {}
Tray::Tray(Tray&&) noexcept = default;
Tray& Tray::operator=(Tray&&) noexcept = default;
Tray::~Tray() = default;

namespace {

Status unknown(std::string_view id) {
    return usage("tray: expected the name of a prop that is there, found \"" + std::string(id) + "\"; see the layout");
}
Status not_held(std::string_view id) {
    return usage("tray: expected \"" + std::string(id) + "\" to be in the hand; pick it up first");
}

}  // namespace

Status Tray::pick_up(std::string_view id) {
    Prop* prop = world_->find(id);
    if (prop == nullptr) return unknown(id);
    if (!prop->present) {
        world_->dynamics.addRigidBody(prop->body.get());
        prop->present = true;
        prop->told = false;
    }
    world_->hold(*prop);
    return {};
}

Status Tray::move(std::string_view id, Vec3 position_mm, Vec3 up) {
    Prop* prop = world_->find(id);
    if (prop == nullptr || !prop->present) return unknown(id);
    if (!prop->held) return not_held(id);
    const double sum = position_mm.x + position_mm.y + position_mm.z + up.x + up.y + up.z;
    if (!(sum - sum == 0)) return usage("tray: expected a place that is a number; aim again");
    world_->set_pose(*prop, position_mm, up);
    return {};
}

Status Tray::put(std::string_view id, double x_mm, double y_mm) {
    Prop* prop = world_->find(id);
    if (prop == nullptr || !prop->present) return unknown(id);
    if (!prop->held) return not_held(id);
    if (!(x_mm - x_mm == 0 && y_mm - y_mm == 0)) return usage("tray: expected a place that is a number; aim again");
    // A hair above the face, so that it settles instead of being pushed out.
    world_->set_pose(*prop, Vec3{x_mm, y_mm, 0.3} + half_height(prop->place.shape), {0, 0, 1});
    world_->release(*prop, {});
    return {};
}

Status Tray::drop(std::string_view id) {
    Prop* prop = world_->find(id);
    if (prop == nullptr || !prop->present) return unknown(id);
    if (!prop->held) return not_held(id);
    world_->release(*prop, {});
    return {};
}

Status Tray::remove(std::string_view id) {
    Prop* prop = world_->find(id);
    if (prop == nullptr || !prop->present) return unknown(id);
    prop->held = false;
    prop->present = false;
    world_->dynamics.removeRigidBody(prop->body.get());
    return {};
}

void Tray::step(sdk::Tick tick, std::vector<sdk::event::props>& out) {
    // One fixed step exactly: with max_substeps 0 Bullet neither divides nor accumulates time.
    world_->dynamics.stepSimulation(kTickS, 0);
    world_->report_touches(tick, out);
    world_->report_poses(tick, out);
}

std::vector<PropPose> Tray::poses() const {
    std::vector<PropPose> poses;
    for (const auto& prop : world_->props) {
        if (!prop->present) continue;
        const btTransform& at = prop->body->getWorldTransform();
        const bool moving = !prop->held && prop->body->isActive() && prop->body->getLinearVelocity().length() > 0.5;
        poses.push_back({prop->place.id, to_mm(at.getOrigin()), plain(at.getBasis().getColumn(0)),
                         plain(at.getBasis().getColumn(2)), prop->held, moving});
    }
    return poses;
}

bool Tray::holds(std::string_view id) const {
    const Prop* prop = world_->find(id);
    return prop != nullptr && prop->held;
}

}  // namespace np::physics
