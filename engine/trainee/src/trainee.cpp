#include "needlepoint/trainee/trainee.h"

#include <algorithm>

#include "hand.h"
#include "needlepoint/sdk/math.h"
#include "visit.h"

namespace np::trainee {

using simulation::World;

namespace {

constexpr sdk::Tick kSampleTicks = 4;
constexpr double kFirstPassAngles[] = {0, 90, 45, 135};
constexpr double kStampPitch = 0.9, kWidestPitch = 1.0;  // of the tip's width
// Who minds the speed keeps so far inside what is tolerated.
constexpr double kSpeedMargin = 0.1;
constexpr double kStampS = 0.4, kShotS = 0.75;  // a hand-piece charges for a second from shot to shot

// How a zone is to be worked with this device: so many passes, each so fast or so wide apart that they add up to the
// middle of the plan.
struct Way {
    int passes = 1;
    double speed_mm_s = 30;
    int rolls = 1;               // of a drum over each strip
    double pitch = kStampPitch;  // between stamps
};

}  // namespace

struct Trainee::State {
    Skill skill;
    Whim whim;
    Hand hand;
    std::deque<Task> tasks;
    sdk::Tick busy_until = 0;
    bool over = false;
    std::string thing_to_put_back;

    void say(sdk::Tick tick, sdk::EventBuffer& inputs, const Task& task);
    bool answer_incident(const World& world, sdk::EventBuffer& inputs);
    void carry_out(const World& world, const Task& task, sdk::EventBuffer& inputs);
    void set_depth(const World& world, const std::string& zone_id, sdk::EventBuffer& inputs);
    void stroke_thing(const World& world, const Task& task, sdk::EventBuffer& inputs);
    void needle_zone(const World& world, const std::string& zone_id);
    void renew_gel(const World& world, const Task& task);
    Way way(const World& world, const std::string& zone_id, int passes) const;
    int choose_passes(const World& world, const std::string& zone_id);
    void pass(const World& world, const Task& task);
    double mean_gel(const World& world, std::uint8_t zone, const Patch& patch) const;
    void judge(const World& world, const std::string& zone_id, sdk::EventBuffer& inputs);
    void heed(const World& world);
    double force_for(const World& world, std::uint8_t zone_index) const;
};

std::vector<std::string_view> kinds() {
    std::vector<std::string_view> names = {"expert", "left_handed", "novice", "careless", "treats_anyway"};
    for (const Exploit& one : exploits()) names.push_back(one.kind);
    return names;
}

Trainee::Trainee(std::unique_ptr<State> state) : state_(std::move(state)) {}
Trainee::Trainee(Trainee&&) noexcept = default;
Trainee& Trainee::operator=(Trainee&&) noexcept = default;
Trainee::~Trainee() = default;

namespace {

// Empty where the device gives that energy, or none was asked for.
Status can_give(const World& world, const Wishes& wishes) {
    if (!wishes.energy_mj) return {};
    const Parameters& rules = world.parameters();
    const std::string device = "device." + world.scenario().device + ".";
    const std::string name = rules.text(device + "name").value_or(world.scenario().device);
    const auto usual = rules.number(device + "energy_mj");
    if (!usual) return usage("an energy was asked for, and " + name + " gives none; leave it out");
    const auto lowest = np_round(rules.number_or(device + "energy_min_mj", *usual)),
               highest = np_round(rules.number_or(device + "energy_max_mj", *usual));
    if (*wishes.energy_mj >= lowest && *wishes.energy_mj <= highest) return {};
    return usage("an energy from " + std::to_string(lowest) + " to " + std::to_string(highest) +
                 " mJ was expected for " + name + ", found " + std::to_string(*wishes.energy_mj));
}

}  // namespace

Expected<Trainee> Trainee::create(std::string_view kind, std::uint64_t seed, const World& world, const Wishes& wishes) {
    const auto skill = skill_of(kind);
    if (!skill) {
        std::string known;
        for (const std::string_view name : kinds()) known += (known.empty() ? "" : ", ") + std::string(name);
        return usage("a trainee of the kind '" + std::string(kind) + "' is not known; use one of: " + known);
    }
    if (auto possible = can_give(world, wishes); !possible) return tl::unexpected(possible.error());
    auto state =
        std::make_unique<State>(State{*skill, Whim(seed), Hand(*skill, seed, world.body()), {}, 500, false, {}});
    state->tasks = plan_visit(world, *skill, state->whim);
    // Dialled with the first depth; until another hand turns it, it stays.
    const auto first = std::find_if(state->tasks.begin(), state->tasks.end(),
                                    [](const Task& task) { return task.kind == Task::Kind::kSetDepth; });
    if (wishes.energy_mj && first != state->tasks.end())
        state->tasks.insert(first, command("set", "energy", "", *wishes.energy_mj));
    return Trainee(std::move(state));
}

bool Trainee::done() const {
    return state_->over;
}

void Trainee::act(const World& world, sdk::EventBuffer& inputs) {
    State& s = *state_;
    const sdk::Tick tick = world.tick();
    if (tick % kSampleTicks == 0) inputs.append(s.hand.sample(tick, world.skin()));
    if (s.answer_incident(world, inputs)) return;
    if (tick < s.busy_until || !s.hand.idle()) return;
    if (!s.thing_to_put_back.empty()) {
        s.say(tick, inputs, command("put", s.thing_to_put_back, "tray"));
        s.thing_to_put_back.clear();
        return;
    }
    if (s.tasks.empty()) {
        s.over = true;
        return;
    }
    const Task task = std::move(s.tasks.front());
    s.tasks.pop_front();
    s.carry_out(world, task, inputs);
}

void Trainee::State::say(sdk::Tick tick, sdk::EventBuffer& inputs, const Task& task) {
    sdk::event::command record;
    record.tick = tick;
    record.verb = task.verb;
    record.target = task.target;
    record.argument = task.argument;
    record.value = task.value;
    inputs.append(record);
    const double seconds = skill.think_s * np_max(0.7, 1 + 0.3 * whim.normal());
    busy_until = tick + static_cast<sdk::Tick>(np_round(1000 * seconds));
}

bool Trainee::State::answer_incident(const World& world, sdk::EventBuffer& inputs) {
    for (const clinic::IncidentView& incident : world.procedure().open_incidents()) {
        if (incident.answered || world.tick() < incident.since + static_cast<sdk::Tick>(skill.reaction_s * 1000))
            continue;
        if (!skill.heeds_findings || skill.ignores_incidents) continue;
        hand.lift_now();
        const auto right = words_of(world.parameters().text("incident." + incident.id + ".right").value_or("stop"));
        say(world.tick(), inputs, command("respond", incident.id, right.empty() ? "stop" : right.front()));
        return true;
    }
    return false;
}

void Trainee::State::carry_out(const World& world, const Task& task, sdk::EventBuffer& inputs) {
    switch (task.kind) {
        case Task::Kind::kCommand:
            say(world.tick(), inputs, task);
            if (task.verb == "look" && task.target == "skin") heed(world);
            return;
        case Task::Kind::kStrokeThing:
            return stroke_thing(world, task, inputs);
        case Task::Kind::kSetDepth:
            return set_depth(world, task.target, inputs);
        case Task::Kind::kNeedleZone:
            return needle_zone(world, task.target);
        case Task::Kind::kRenewGel:
            return renew_gel(world, task);
        case Task::Kind::kPass:
            return pass(world, task);
        case Task::Kind::kJudgeZone:
            return judge(world, task.target, inputs);
        case Task::Kind::kHeedFindings:
            return heed(world);
    }
}

void Trainee::State::set_depth(const World& world, const std::string& zone_id, sdk::EventBuffer& inputs) {
    const Parameters& rules = world.parameters();
    const double ideal = rules.number_or("plan." + zone_id + ".ideal_mm", 0.5);
    const double step = rules.number_or("device." + world.scenario().device + ".depth_step_mm", 0.25);
    const double highest = rules.number_or("device." + world.scenario().device + ".depth_max_mm", 2.5);
    const double wanted =
        np_clamp(skill.depth_share * ideal + skill.depth_more_mm + skill.depth_error_mm * whim.normal(), step, highest);
    const std::int64_t um = skill.zero_depth ? 0 : np_round(1000 * step * static_cast<double>(np_round(wanted / step)));
    say(world.tick(), inputs, command("set", "needle_length", skill.reads_back ? "read_back" : "", um));
}

void Trainee::State::stroke_thing(const World& world, const Task& task, sdk::EventBuffer& inputs) {
    say(world.tick(), inputs, command("take", task.target));
    thing_to_put_back = task.target;
    const clinic::ThingState* thing = world.procedure().thing(task.target);
    const double radius = thing != nullptr && thing->swipe_radius_mm > 0 ? thing->swipe_radius_mm : 12;
    for (const std::string& zone_id : task.zones) {
        const auto index = world.body().table.zone_index(zone_id);
        if (!index) continue;
        StripPlan plan;
        plan.spacing_mm = radius * 1.3;
        plan.longest_mm = 120;
        plan.shortest_mm = 2;
        plan.inset_mm = 0.5;
        plan.patch = task.patch;
        for (StrokePath& path : plan_strips(world.body(), *index, plan)) {
            Glide glide;
            glide.path = std::move(path);
            glide.speed_mm_s = 90;
            glide.force_n = 1.0;
            glide.stamp_s = 0.15;
            hand.glide(std::move(glide));
        }
    }
}

double Trainee::State::force_for(const World& world, std::uint8_t zone_index) const {
    const Parameters& rules = world.parameters();
    const std::string device = "device." + world.scenario().device + ".";
    const double needles = rules.number_or(device + "at_once", rules.number_or(device + "needles", 14));
    const double force_n = rules.number_or("contact.seat_force_n", 0.04) * needles *
                           world.body().table.zones[zone_index].layers.stiffness * skill.force_ratio;
    // Eighty needles ask for more than a hand should give, and a hand is not even.
    const double most_n = rules.number_or("technique.force.tolerated_hi_n", 2.5) / (1 + 2 * skill.force_sd);
    return skill.looks_after_patch ? np_min(force_n, most_n) : force_n;
}

// Each pass carries its part of the density that the plan asks for, as far as the tolerated speeds allow: two thirds of
// it are as right as one and a half, and what the device gives at its reference speed decides which speed that is.
Way Trainee::State::way(const World& world, const std::string& zone_id, int passes) const {
    const Parameters& rules = world.parameters();
    const simulation::ReferenceTechnique best = world.reference_technique();
    const std::string kind = rules.text("device." + world.scenario().device + ".kind").value_or("pen");
    Way way;
    way.passes = passes;
    way.speed_mm_s = skill.speed_share * best.speed_mm_s;
    const double wanted = rules.number_or("plan." + zone_id + ".rho_ref", 98) / passes;
    if (kind == "roller") {
        way.rolls = static_cast<int>(np_max(1, static_cast<double>(np_round(wanted / best.pass_density_per_cm2))));
    } else if (kind == "stamp" || kind == "rf") {
        way.pitch = np_clamp(np_sqrt(best.pass_density_per_cm2 / wanted), kStampPitch, kWidestPitch);
    } else if (skill.looks_after_patch) {
        way.speed_mm_s = np_clamp(way.speed_mm_s * best.pass_density_per_cm2 / wanted,
                                  (1 + kSpeedMargin) * rules.number_or("technique.speed.tolerated_lo_mm_s", 10),
                                  (1 - kSpeedMargin) * rules.number_or("technique.speed.tolerated_hi_mm_s", 60));
    }
    return way;
}

// The middle of the plan's passes, rounded up; one less where a device that needs to go faster than a hand may would
// give too much.
int Trainee::State::choose_passes(const World& world, const std::string& zone_id) {
    const Parameters& rules = world.parameters();
    const double lo = rules.number_or("plan." + zone_id + ".passes_lo", 1),
                 hi = rules.number_or("plan." + zone_id + ".passes_hi", 1);
    const double meant = (lo + hi) / 2 + skill.passes_more + skill.pass_error * whim.normal();
    const int passes = static_cast<int>(np_max(1, static_cast<double>(np_round(meant))));
    if (!skill.looks_after_patch || skill.passes_more != 0 || passes - 1 < lo) return passes;
    const simulation::ReferenceTechnique best = world.reference_technique();
    const auto off = [&](int count) {
        const double r = best.pass_density_per_cm2 * best.speed_mm_s / way(world, zone_id, count).speed_mm_s * count /
                         rules.number_or("plan." + zone_id + ".rho_ref", 98);
        return np_abs(r - 1);
    };
    const std::string kind = rules.text("device." + world.scenario().device + ".kind").value_or("pen");
    return kind == "pen" && off(passes - 1) < off(passes) - 1e-9 ? passes - 1 : passes;
}

// Patch by patch: gel, then pass after pass with a look in between.
void Trainee::State::needle_zone(const World& world, const std::string& zone_id) {
    const auto index = world.body().table.zone_index(zone_id);
    if (!index) return;
    const int passes = choose_passes(world, zone_id);
    std::deque<Task> next;
    for (const Patch& patch : patches_of(world.body(), *index, kPatchMm)) {
        for (int i = 0; i < passes; ++i) {
            next.push_back({Task::Kind::kRenewGel, "", zone_id, "", 0, {}, patch, i});
            if (i > 0 && skill.looks_after_patch) next.push_back(command("look", "skin", zone_id));
            // `value` tells the pass how many there will be.
            next.push_back({Task::Kind::kPass, "", zone_id, "", passes, {}, patch, i});
        }
        if (skill.asks) next.push_back(command("ask", "pain"));
        if (skill.first_spot_only) break;
    }
    next.push_back(command("set", "motor", "", 0));
    next.push_back(command("put", "pen", "tray"));
    tasks.insert(tasks.begin(), next.begin(), next.end());
}

double Trainee::State::mean_gel(const World& world, std::uint8_t zone, const Patch& patch) const {
    StripPlan plan;
    plan.spacing_mm = 8;
    plan.inset_mm = 2;
    plan.patch = patch;
    double sum = 0, count = 0;
    for (const StrokePath& path : plan_strips(world.body(), zone, plan))
        for (const SkinSpot& spot : path.spots)
            if (const auto at = world.body().surface->closest(spot.position, 1.0)) {
                sum += world.skin().gel(world.body().cell_at(*at));
                count += 1;
            }
    return count > 0 ? sum / count : 1;
}

void Trainee::State::renew_gel(const World& world, const Task& task) {
    const auto index = world.body().table.zone_index(task.target);
    const bool in_hand = world.procedure().held() == "pen", running = world.procedure().pen().motor_on;
    std::deque<Task> next;
    const bool thin = index && mean_gel(world, *index, task.patch) < 0.55;
    if (thin && !whim.chance(skill.forget_share)) {
        if (running) next.push_back(command("set", "motor", "", 0));
        if (in_hand) next.push_back(command("put", "pen", "tray"));
        next.push_back({Task::Kind::kStrokeThing, "", "gel", "", 0, {task.target}, task.patch, 0});
        next.push_back(command("take", "pen"));
        next.push_back(command("set", "motor", "", 1));
    } else {
        if (!in_hand) next.push_back(command("take", "pen"));
        if (!running) next.push_back(command("set", "motor", "", 1));
    }
    tasks.insert(tasks.begin(), next.begin(), next.end());
}

void Trainee::State::pass(const World& world, const Task& task) {
    const auto index = world.body().table.zone_index(task.target);
    if (!index) return;
    const Parameters& rules = world.parameters();
    StripPlan plan;
    plan.angle_deg = skill.one_direction ? 0 : kFirstPassAngles[task.pass % 4];
    plan.spacing_mm = rules.number_or("device." + world.scenario().device + ".swath_mm", 5) *
                      (1 + skill.strip_error * np_abs(whim.normal()));
    plan.longest_mm = 30;
    plan.inset_mm = skill.edge_mm;
    plan.patch = task.patch;
    const Way how = way(world, task.target, static_cast<int>(task.value));
    const double force = force_for(world, *index);
    // A tip that strikes at the press is stamped over the zone, a little less than its width apart.
    const std::string kind = rules.text("device." + world.scenario().device + ".kind").value_or("pen");
    const bool stamps = kind == "stamp" || kind == "rf";
    if (stamps) {
        plan.spacing_mm = plan.longest_mm = how.pitch * plan.spacing_mm;
        plan.shortest_mm = 1e6;
    }
    if (skill.stamps_apart_mm > 0) {
        plan.spacing_mm = plan.longest_mm = skill.stamps_apart_mm;
        plan.shortest_mm = 1e6;  // whatever the way: one stamp in its middle
    }
    std::vector<StrokePath> paths = plan_strips(world.body(), *index, plan);
    if (skill.first_spot_only) paths.assign(paths.empty() ? 0 : 30, paths.empty() ? StrokePath{} : paths.front());
    for (StrokePath& path : paths) {
        Glide glide;
        if (skill.left_handed) std::reverse(path.spots.begin(), path.spots.end());
        glide.path = std::move(path);
        glide.stay_s = skill.pause_s;
        glide.speed_mm_s = how.speed_mm_s;
        glide.force_n = force;
        glide.force_sd = skill.force_sd;
        glide.stamp_s = kind == "rf" ? kShotS : kind == "stamp" ? kStampS : 0.13;
        glide.stretched = whim.chance(skill.stretch_share);
        glide.lift_after = whim.chance(skill.lift_share);
        // A drum rolls to and fro over its strip.
        for (int roll = 1; roll < how.rolls; ++roll) {
            hand.glide(glide);
            std::reverse(glide.path.spots.begin(), glide.path.spots.end());
        }
        hand.glide(std::move(glide));
    }
}

void Trainee::State::judge(const World& world, const std::string& zone_id, sdk::EventBuffer& inputs) {
    const auto& calls = world.scenario().calls;
    const bool asked = std::find(calls.begin(), calls.end(), zone_id) != calls.end();
    const auto index = world.body().table.zone_index(zone_id);
    if (asked && index) {
        const skin::ZoneState state = world.skin().zone(*index);
        const char* verdict = !skill.looks_after_patch ? "done"
                              : state.mean_r < 0.65    ? "not_yet"
                              : state.mean_r > 1.4     ? "too_much"
                                                       : "done";
        tasks.push_front(command("call", zone_id, verdict, state.bleeding_grade));
    }
    if (index && world.body().table.zones[*index].bony && skill.looks_after_patch)
        tasks.push_front(command("look", "tip"));
    say(world.tick(), inputs, command("look", "skin", zone_id));
}

void Trainee::State::heed(const World& world) {
    if (!skill.heeds_findings) return;
    for (const scenario::Lesion& lesion : world.scenario().patient.lesions) {
        if (lesion.case_item.empty()) continue;
        for (const clinic::LesionView& view : world.procedure().lesions())
            if (view.id == lesion.id && view.visible) {
                tasks = stop_visit(world, lesion.case_item);
                return;
            }
    }
}

}  // namespace np::trainee
