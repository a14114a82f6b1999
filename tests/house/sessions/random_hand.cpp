#include "random_hand.h"

#include <array>

#include "needlepoint/sdk/math.h"

namespace np::test {

using geometry::Vec3;

namespace {

std::int32_t whole(double value) {
    return static_cast<std::int32_t>(np_round(np_clamp(value, -2e9, 2e9)));
}
void put(std::int32_t (&to)[3], Vec3 v, double unit) {
    to[0] = whole(v.x * unit), to[1] = whole(v.y * unit), to[2] = whole(v.z * unit);
}

}  // namespace

std::uint64_t Draw::bits() {
    return np_random_bits(seed_, 0x68616e64, drawn_++);
}
double Draw::between(double low, double high) {
    return low + (high - low) * (static_cast<double>(bits() >> 11) * (1.0 / 9007199254740992.0));
}

void RandomHand::settle_on_skin(const simulation::World& world) {
    const auto& body = world.body();
    const auto& corners = body.contact.positions;
    if (corners.empty()) return;
    for (int tries = 0; tries < 30; ++tries) {
        const Vec3 corner = corners[draw_.bits() % corners.size()];
        const auto on = body.surface->closest(corner, 5);
        if (!on || (tries < 25 && body.cell_at(*on) == NP_NO_CELL)) continue;
        at_ = on->position;
        normal_ = on->normal;
        placed_ = true;
        return;
    }
}

void RandomHand::choose_way(const simulation::World& world) {
    const std::uint32_t pick = draw_.below(20);
    way_ = pick < 12   ? Way::kGlide
           : pick < 14 ? Way::kHover
           : pick < 16 ? Way::kStill
           : pick < 17 ? Way::kJump
           : pick < 18 ? Way::kWild
                       : Way::kSilent;
    left_ = 40 + draw_.below(way_ == Way::kGlide ? 1500 : 300);
    every_ = draw_.chance(0.8) ? 4 : 1 + draw_.below(30);
    device_ = draw_.below(8);
    pressed_ = way_ == Way::kGlide || way_ == Way::kStill ? draw_.chance(0.9) : draw_.chance(0.2);
    speed_mm_s_ = way_ == Way::kStill ? 0 : draw_.between(2, 90);
    height_mm_ = way_ == Way::kHover ? draw_.between(0.5, 15) : draw_.between(-2.5, 0.2);
    force_n_ = draw_.chance(0.05) ? draw_.between(0, 60) : draw_.between(0, 4);
    if (!placed_ || draw_.chance(0.3)) settle_on_skin(world);
    const geometry::Frame frame = geometry::frame_about(normal_);
    // One draw to a statement: compilers differ in which side of a sum they take first.
    const double heading_u = draw_.between(-1, 1);
    const double heading_v = draw_.between(-1, 1);
    heading_ = normalized(heading_u * frame.u + heading_v * frame.v);
    const double lean_u = draw_.between(-0.6, 0.6);
    const double lean_v = draw_.between(-0.6, 0.6);
    lean_ = lean_u * frame.u + lean_v * frame.v;
    if (draw_.chance(0.5)) lean_ = 0.1 * lean_;
}

// A millisecond along the skin; the surface says where that ends.
void RandomHand::move(const simulation::World& world) {
    if (way_ == Way::kJump) return settle_on_skin(world);
    if (way_ != Way::kGlide && way_ != Way::kHover) return;
    if (draw_.chance(0.002)) heading_ = -heading_;
    const Vec3 ahead = at_ + (speed_mm_s_ * 1e-3) * heading_;
    const auto on = world.body().surface->closest(ahead, 5);
    if (!on) return;
    at_ = on->position;
    normal_ = on->normal;
    const Vec3 flat = heading_ - dot(heading_, normal_) * normal_;
    if (length(flat) > 1e-3) heading_ = normalized(flat);
}

sdk::event::hand RandomHand::wild(sdk::Tick tick) {
    sdk::event::hand hand;
    hand.tick = tick;
    for (auto* field : {&hand.tip_um, &hand.axis_q30, &hand.free_hand_um, &hand.stretch_q30})
        for (std::int32_t& number : *field) number = static_cast<std::int32_t>(draw_.bits());
    // Half of them pass the first look: a unit axis, everything else beyond reason.
    if (draw_.chance(0.5)) hand.axis_q30[0] = hand.axis_q30[1] = 0, hand.axis_q30[2] = -(1 << 30);
    hand.press_mn = static_cast<std::int32_t>(draw_.bits());
    hand.buttons = static_cast<std::uint32_t>(draw_.bits());
    hand.device_class = static_cast<std::uint32_t>(draw_.bits());
    hand.observed = static_cast<std::uint32_t>(draw_.bits());
    hand.assist_percent = static_cast<std::uint32_t>(draw_.bits());
    return hand;
}

sdk::event::hand RandomHand::sample(sdk::Tick tick) {
    if (way_ == Way::kWild) return wild(tick);
    sdk::event::hand hand;
    hand.tick = tick;
    const Vec3 axis = normalized(lean_ - normal_);
    const Vec3 tremor{draw_.between(-0.1, 0.1), draw_.between(-0.1, 0.1), draw_.between(-0.1, 0.1)};
    put(hand.tip_um, at_ + tremor - height_mm_ * axis, 1000);
    put(hand.axis_q30, axis, 1073741823.0);
    hand.press_mn = device_ == 6 ? -1 : whole(force_n_ * 1000 * draw_.between(0.8, 1.2));
    hand.buttons = (pressed_ ? 1u : 0u) | (planted_ ? 2u : 0u);
    for (int i = 0; i < 3; ++i) hand.free_hand_um[i] = free_hand_um_[i], hand.stretch_q30[i] = stretch_q30_[i];
    hand.device_class = device_;
    hand.observed = device_ % 5;
    hand.assist_percent = draw_.below(101);
    return hand;
}

void RandomHand::plant(const simulation::World& world, sdk::event::hand& hand) {
    planted_ = draw_.chance(0.6);
    const Vec3 beside = at_ - draw_.between(15, 70) * heading_;
    const auto on = world.body().surface->closest(beside, 30);
    put(free_hand_um_, on ? on->position : beside, 1000);
    put(stretch_q30_, draw_.between(0, 1.1) * heading_, 1073741823.0);
    for (int i = 0; i < 3; ++i) hand.free_hand_um[i] = free_hand_um_[i], hand.stretch_q30[i] = stretch_q30_[i];
}

std::string RandomHand::word() {
    static constexpr std::array<const char*, 16> kWords = {
        "",        "pen",   "cartridge_1", "motor",    "needle_length",        "gel",  "floor",      "sharps", "T24",
        "malar_l", "gauze", "wait",        "reaction", "\xc3\xa4\xe2\x82\xac", "done", "motor_stall"};
    return kWords[draw_.below(kWords.size())];
}

// The few things without which no needle moves; in most sessions, and sometimes in the wrong order.
void RandomHand::prepare(const simulation::World& world, sdk::EventBuffer& inputs) {
    sdk::event::command command;
    command.tick = world.tick();
    switch (world.tick()) {
        case 20:
            command.verb = "open", command.target = "cartridge_1";
            break;
        case 40:
            command.verb = "fit", command.target = "cartridge_1";
            break;
        case 60:
            command.verb = "take", command.target = "pen";
            break;
        case 80:
            command.verb = "set", command.target = "needle_length";
            command.value = 250 * (1 + static_cast<std::int64_t>(draw_.below(10)));
            break;
        case 100:
            command.verb = "set", command.target = "motor", command.value = 1;
            break;
        default:
            return;
    }
    if (draw_.chance(0.95)) inputs.append(command);
}

void RandomHand::command(const simulation::World& world, sdk::EventBuffer& inputs) {
    sdk::event::command command;
    command.tick = world.tick();
    const auto offers = world.procedure().offers();
    if (!offers.empty() && draw_.chance(0.7)) {
        const auto& offer = offers[draw_.bits() % offers.size()];
        // Ending the visit is left to chance as well, but seldom.
        if (offer.verb == "finish" && !draw_.chance(0.02)) return;
        command.verb = offer.verb, command.target = offer.target, command.argument = offer.argument;
        command.value = draw_.chance(0.9) ? offer.value : static_cast<std::int64_t>(draw_.bits());
    } else {
        static constexpr std::array<const char*, 10> kVerbs = {"take", "put", "set",  "use", "look",
                                                               "call", "do",  "wait", "",    "respond"};
        command.verb = draw_.chance(0.9) ? kVerbs[draw_.below(kVerbs.size())] : word();
        command.target = word(), command.argument = word();
        command.value = draw_.chance(0.5) ? draw_.below(4000) : static_cast<std::int64_t>(draw_.bits());
    }
    inputs.append(command);
}

void RandomHand::disturb(sdk::Tick tick, sdk::EventBuffer& inputs) {
    if (draw_.chance(0.5)) {
        static constexpr std::array<const char*, 7> kWhat = {"incident", "remark",     "hint",      "pause",
                                                             "resume",   "focus_lost", "focus_back"};
        sdk::event::intrusion intrusion;
        intrusion.tick = tick;
        intrusion.what = kWhat[draw_.below(kWhat.size())];
        intrusion.name = word(), intrusion.text = word();
        inputs.append(intrusion);
        return;
    }
    sdk::event::props props;
    props.tick = tick;
    props.thing = word(), props.other = word();
    for (std::int32_t& number : props.position_um) number = static_cast<std::int32_t>(draw_.bits());
    inputs.append(props);
}

void RandomHand::act(const simulation::World& world, sdk::EventBuffer& inputs) {
    const sdk::Tick tick = world.tick();
    if (left_ == 0) choose_way(world);
    --left_;
    move(world);
    if (draw_.chance(0.0008)) disturb(tick, inputs);
    if (way_ != Way::kSilent && placed_ && tick % every_ == 0) {
        sdk::event::hand hand = sample(tick);
        if (draw_.chance(0.004)) plant(world, hand);
        inputs.append(hand);
        if (draw_.chance(0.003)) inputs.append(sample(tick));  // two at once: the device stuttered
    }
    prepare(world, inputs);
    if (draw_.chance(0.004)) command(world, inputs);
}

}  // namespace np::test
