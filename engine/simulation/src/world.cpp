#include "needlepoint/simulation/world.h"

#include "hand_path.h"
#include "needling.h"
#include "swiping.h"

namespace np::simulation {

struct World::State {
    Setup setup;
    Needling needling;
    Swiping swiping;
    clinic::Procedure procedure;
    skin::SkinState skin;
    HandPath hand{};
    sdk::Tick tick = 0;
    std::uint64_t refused_samples = 0;
    std::uint64_t whitened_told = 0;
    std::optional<SkinUnderTip> under;
    std::optional<FreeHand> free_hand;
    sdk::EventBuffer made;  // this tick's own events, before the procedure has seen them

    // No part of the state: what was asked last, so that it is not asked again, or cheaper.
    geometry::Crossing last_below;
    std::optional<HandPose> asked_pose;                      // that `under` belongs to
    std::optional<std::array<std::int32_t, 3>> asked_place;  // of the free hand, that `asked_hand` belongs to
    std::optional<FreeHand> asked_hand;
    std::string held_id;
    const clinic::ThingState* held = nullptr;  // that `held_id` names
    bool pen_held = false;

    clinic::Moment moment() const;
    void take_inputs(const sdk::EventBuffer& inputs, sdk::EventBuffer& events);
    void take_intrusion(const sdk::event::intrusion& intrusion, sdk::EventBuffer& events);
    void join_failures_and_incidents(sdk::EventBuffer& events, std::size_t from);
    void move_instrument();
    void move_cloth();
    void find_free_hand();
    void see_what_is_held();
};

namespace {

clinic::SurfaceFacts surface_facts(const anatomy::ZoneTable& table) {
    clinic::SurfaceFacts facts;
    for (const anatomy::Zone& zone : table.zones) facts.zones.push_back({zone.id, zone.base, zone.bony});
    facts.masks = table.masks;
    facts.cell_zone = table.cell_zone;
    facts.cell_mask = table.cell_mask;
    facts.cell_area_um2 = table.cell_area_um2;
    return facts;
}

}  // namespace

World::World(std::unique_ptr<State> state) : state_(std::move(state)) {}
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

Expected<World> World::create(Setup setup) {
    auto needling = Needling::create(*setup.body, setup.parameters, setup.scenario.device, setup.seed);
    if (!needling) return tl::unexpected(needling.error());
    if (!setup.skin_map) {
        auto map = skin::SkinMap::lay({setup.body, &setup.body->table}, setup.parameters);
        if (!map) return tl::unexpected(map.error());
        setup.skin_map = std::move(*map);
    }
    auto skin = skin::SkinState::create(setup.skin_map, setup.parameters);
    if (!skin) return tl::unexpected(skin.error());
    clinic::Procedure procedure(setup.scenario, setup.parameters, surface_facts(setup.body->table));
    Swiping swiping(*setup.body);
    return World(std::make_unique<State>(
        State{std::move(setup), std::move(*needling), std::move(swiping), std::move(procedure), std::move(*skin)}));
}

clinic::Moment World::State::moment() const {
    clinic::Moment now;
    now.tick = tick;
    now.touching = needling.touching();
    now.zone = under ? under->zone : NP_NO_ZONE;
    now.hand_planted = hand.known() && hand.planted();
    now.hand_cell = free_hand ? free_hand->cell : NP_NO_CELL;
    now.pain = skin.pain();
    now.tip_condition = needling.health().tip_condition();
    return now;
}

void World::State::take_inputs(const sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
    for (const sdk::RecordView record : inputs) {
        switch (record.kind()) {
            case NP_KIND_hand: {
                auto sample = record.value<sdk::event::hand>();
                sample.tick = tick;
                if (!hand.take(sample)) ++refused_samples;
                break;
            }
            case NP_KIND_command: {
                auto command = record.value<sdk::event::command>();
                command.tick = tick;
                procedure.handle(command, moment(), events);
                break;
            }
            case NP_KIND_props:
                procedure.handle(record.value<sdk::event::props>(), moment(), events);
                break;
            case NP_KIND_intrusion:
                take_intrusion(record.value<sdk::event::intrusion>(), events);
                break;
            default:
                break;
        }
    }
}

// An instructor may let the device fail; everything else from outside is the procedure's.
void World::State::take_intrusion(const sdk::event::intrusion& intrusion, sdk::EventBuffer& events) {
    if (intrusion.what == "failure" && needling.health().fail(intrusion.name)) return;
    procedure.handle(intrusion, moment(), events);
}

// A failing device is an incident, and an incident may be a failing device; so is skin that a shot has whitened. What
// the scenario lets fail, fails.
void World::State::join_failures_and_incidents(sdk::EventBuffer& events, std::size_t from) {
    for (const std::string& failure : procedure.take_failures()) needling.health().fail(failure);
    std::vector<std::string> begun = needling.health().take_incidents();
    if (skin.whitened() != whitened_told) {
        whitened_told = skin.whitened();
        if (const auto burn = setup.parameters.text("tissue.heat.incident")) begun.push_back(*burn);
    }
    for (const std::string& incident : begun) {
        sdk::event::intrusion told;
        told.tick = tick;
        told.what = "incident";
        told.name = incident;
        procedure.handle(told, moment(), events);
    }
    sdk::EventBuffer::Iterator at(events.bytes().data() + from);
    for (; at != events.end(); ++at)
        if ((*at).kind() == NP_KIND_incident)
            needling.health().follow_incident((*at).value<sdk::event::incident>().incident);
}

// A planted hand lies still for seconds.
void World::State::find_free_hand() {
    free_hand.reset();
    if (!hand.known() || !hand.planted()) return;
    const auto& um = hand.latest().free_hand_um;
    const std::array<std::int32_t, 3> place{um[0], um[1], um[2]};
    if (!asked_place || !HandPose::same(*asked_place, place)) {
        asked_place = place;
        asked_hand = free_hand_on(*setup.body, hand.free_hand_mm());
    }
    free_hand = asked_hand;
}

void World::State::see_what_is_held() {
    if (held_id == procedure.held()) return;
    held_id = procedure.held();
    held = procedure.thing(held_id);
    pen_held = held_id == "pen";
}

void World::State::move_instrument() {
    hand.advance();
    if (!hand.known()) {
        under.reset();
    } else if (asked_pose != hand.now()) {
        asked_pose = hand.now();
        under = skin_under(*setup.body, hand.now(), last_below);
    }
    Needling::Tick now;
    now.tick = tick;
    now.hand = &hand;
    now.settings = &procedure.pen();
    now.skin = &skin;
    now.pen_in_hand = pen_held;
    now.under = under ? &*under : nullptr;
    now.free_hand = free_hand ? &*free_hand : nullptr;
    needling.step(now, made);
}

void World::State::move_cloth() {
    const bool on_skin = hand.known() && hand.pressed() && under && under->height_mm <= 2.0;
    if (!on_skin) return swiping.off_skin();
    if (held == nullptr || held->substance.empty() || !(held->swipe_radius_mm > 0)) return swiping.off_skin();
    swiping.on_skin(tick, *held, *under, made);
}

void World::step(const sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
    State& s = *state_;
    const std::size_t before = events.bytes().size();
    s.skin.advance_to(s.tick);
    s.take_inputs(inputs, events);
    s.find_free_hand();
    s.see_what_is_held();
    s.made.clear();
    s.move_instrument();
    s.move_cloth();
    const clinic::Moment now = s.moment();
    for (const sdk::RecordView record : s.made) {
        events.append(record);
        s.procedure.observe(record, now, events);
    }
    s.procedure.tick(now, events);
    s.join_failures_and_incidents(events, before);
    // The skin sees the tick's events in the order in which they are recorded, as every later reader does.
    sdk::EventBuffer::Iterator at(events.bytes().data() + before);
    for (; at != events.end(); ++at) s.skin.consume(*at);
    ++s.tick;
}

sdk::Tick World::tick() const {
    return state_->tick;
}
bool World::finished() const {
    return state_->procedure.finished();
}
const skin::SkinState& World::skin() const {
    return state_->skin;
}
const clinic::Procedure& World::procedure() const {
    return state_->procedure;
}
const anatomy::Body& World::body() const {
    return *state_->setup.body;
}
const Parameters& World::parameters() const {
    return state_->setup.parameters;
}
const scenario::Scenario& World::scenario() const {
    return state_->setup.scenario;
}

PenView World::pen() const {
    const State& s = *state_;
    PenView view;
    view.in_hand = s.procedure.held() == "pen";
    view.tip_mm = s.needling.tip_mm();
    view.axis = s.hand.known() ? s.hand.now().axis() : geometry::Vec3{0, 0, -1};
    view.touching = s.needling.touching();
    view.motor_on = s.procedure.pen().motor_on;
    view.stretched = s.needling.stretched();
    view.dry = s.needling.dry();
    view.zone = s.under ? s.under->zone : NP_NO_ZONE;
    view.cell = s.under ? s.under->cell : NP_NO_CELL;
    view.force_n = view.touching && s.hand.known() ? s.hand.force_n() : 0;
    view.seat_force_n = s.needling.seat_force_n(view.zone);
    view.tilt_deg = s.needling.tilt_deg();
    view.speed_mm_s = s.needling.speed_mm_s();
    view.mean_depth_mm = s.needling.mean_depth_mm();
    view.set_depth_um = s.procedure.pen().needle_length_um;
    view.rate_mhz = s.needling.rate_mhz();
    return view;
}

ReferenceTechnique World::reference_technique() const {
    const State& s = *state_;
    const device::PenPreset& pen = s.needling.pen();
    const std::uint32_t set = s.procedure.pen().rate_mhz;
    // Can't fail: the device was loaded with the same keys.
    const auto figures = device::pen_figures(pen, set != 0 ? set : pen.rate_mhz, s.setup.parameters);
    if (!figures) return {};
    const bool presses = pen.rhythm == device::Rhythm::kPress || pen.rhythm == device::Rhythm::kShot;
    const double swath_cm = pen.swath_mm * 0.1;
    return {10 * figures->reference_speed_cm_s,
            presses ? pen.needle_count() / (swath_cm * swath_cm) : figures->pass_density_per_cm2};
}

Digest World::state_hash() const {
    const State& s = *state_;
    Sha256 hash;
    const HandPose& pose = s.hand.now();
    hash.add(std::as_bytes(std::span(&s.tick, 1)));
    hash.add(std::as_bytes(std::span(pose.tip_um))).add(std::as_bytes(std::span(pose.axis_q30)));
    s.needling.hash_into(hash);
    s.swiping.hash_into(hash);
    hash.add(std::as_bytes(std::span(&s.whitened_told, 1)));
    hash.add(s.procedure.state_bytes());
    s.skin.hash_into(hash);
    return hash.finish();
}

}  // namespace np::simulation
