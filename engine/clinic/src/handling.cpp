// Taking, putting, opening, fitting, wearing, setting: what hands do.
#include "state.h"

namespace np::clinic {
namespace {

// Paper, bottles and the phone stand beside the sterile tray, not on it.
bool lies_on_tray(const ThingRule& rule) {
    return rule.hygiene != "contaminated";
}

sdk::event::setting setting_event(const Moment& moment, std::string_view instrument, std::string_view parameter,
                                  std::int64_t value, std::string_view detail) {
    sdk::event::setting event;
    event.tick = moment.tick;
    event.instrument = instrument;
    event.parameter = parameter;
    event.value = value;
    event.detail = detail;
    event.on_skin = moment.touching ? 1 : 0;
    event.zone = moment.zone;
    return event;
}

}  // namespace

void Procedure::State::take(const sdk::event::command& command, sdk::EventBuffer& out) {
    if (!held.empty()) {
        sdk::event::command back;
        back.verb = "put";
        back.target = held;
        back.argument = "tray";
        put(back, out);
    }
    ThingState* thing = find(command.target);
    held = command.target;
    thing->place = Place::kHand;
    swiped_thing.clear();
    // Gauze is taken fresh from its pack each time.
    if (thing->id == "gauze" || thing->id == "saline") {
        field.set(thing->id,
                  field.state("tray") == Hygiene::kContaminated ? Hygiene::kContaminated : Hygiene::kSterile);
        thing->used = false;
    }
    act("take", thing->id, {}, out);
    touch(working_hand(), thing->id, out);
}

void Procedure::State::put(const sdk::event::command& command, sdk::EventBuffer& out) {
    const std::string id = command.target.empty() ? held : command.target;
    const std::string place = command.argument.empty() ? "tray" : command.argument;
    Moment moment;
    moment.tick = now;
    if (id == "gloves") {
        gloved = false;
        washed_since_gloves = false;
        known("gloves").place = Place::kTray;  // the next pair lies ready
        field.set("hand", Hygiene::kClean);
        act("put", id, place, out);
        refresh_hygiene();
        return;
    }
    if (id == "cool_mask" && cooling) {
        end_cooling(out);
        return;
    }
    if (id == "mask") masked = false;
    if (id == pen.cartridge) detach(moment, out);
    if (held == id) held.clear();
    if (id == "pen" && pen.motor_on) set_motor(false, moment, out);
    ThingState* thing = find(id);
    thing->place = place == "sharps"  ? Place::kSharps
                   : place == "bin"   ? Place::kBin
                   : place == "floor" ? Place::kFloor
                   : place == "chair" ? Place::kChair
                                      : Place::kTray;
    const ThingRule* rule = rule_of(id);
    // The sharps box and the bin take things in without being touched.
    if (place == "floor" || place == "chair") touch(id, place, out);
    if (place == "tray" && rule != nullptr && lies_on_tray(*rule) && id != "pen") touch(id, "tray", out);
    if (thing->kind == "cartridge" && place == "sharps") {
        done("T47", "put", id, 0, {place}, out);
    } else {
        act("put", id, place, out);
    }
    if (thing->kind == "cartridge" && place == "floor") raise("E08", out);
}

void Procedure::State::open(const sdk::event::command& command, sdk::EventBuffer& out) {
    ThingState* thing = find(command.target);
    thing->sealed = false;
    act("open", thing->id, {}, out);
}

void Procedure::State::fit(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out) {
    ThingState* thing = find(command.target);
    if (held == thing->id) held.clear();
    const bool refit = thing->used;
    thing->place = Place::kPen;
    pen.cartridge = thing->id;
    tip_used = refit;
    // Held by its pack a cartridge is fitted without being touched; a bare hand has no pack to hold it by.
    if (!gloved) touch("hand", thing->id, out);
    field.set("needle_tip", field.state(thing->id));
    refresh_hygiene();
    out.append(setting_event(moment, "pen", "cartridge", 1, rule_of(thing->id)->lot));
    done("T29", "fit", thing->id, 0, refit ? Words{"refit"} : Words{}, out);
}

void Procedure::State::detach(const Moment& moment, sdk::EventBuffer& out) {
    ThingState* thing = find(pen.cartridge);
    if (pen.motor_on) set_motor(false, moment, out);
    field.set(thing->id, field.state("needle_tip"));
    field.set("needle_tip", Hygiene::kClean);
    thing->place = Place::kHand;
    thing->used = true;  // a detached cartridge is never fitted again
    if (!held.empty()) {
        if (ThingState* other = find(held)) other->place = Place::kTray;
    }
    held = thing->id;
    pen.cartridge.clear();
    out.append(setting_event(moment, "pen", "cartridge", 0, {}));
    act("detach", thing->id, {}, out);
    refresh_hygiene();
}

void Procedure::State::use(const sdk::event::command& command, sdk::EventBuffer& out) {
    const std::string& id = command.target;
    if (id == "gloves") return use_gloves(out);
    if (id == "cool_mask") return place_cool_mask(out);
    ThingState* thing = find(id);
    if (held == id) held.clear();
    if (id == "sleeve") {
        thing->place = Place::kPen;
        field.set("pen", Hygiene::kSterile);
        refresh_hygiene();
        done("T17", "use", id, 0, {}, out);
    } else if (id == "mask") {
        thing->place = Place::kWorn;
        masked = true;
        act("use", id, {}, out);
        touch(working_hand(), id, out);
    } else {
        thing->place = Place::kPatient;
        touch(working_hand(), id, out);
        done("T27", "use", id, 0, {}, out);
    }
}

void Procedure::State::use_gloves(sdk::EventBuffer& out) {
    const bool change = gloved || has_done("T28");
    Words details;
    if (!masked) details.push_back("no_mask");
    if (change && !washed_since_gloves) details.push_back("no_hand_hygiene");
    if (!held.empty()) {
        if (ThingState* thing = find(held)) thing->place = Place::kTray;
        held.clear();
    }
    gloved = true;
    washed_since_gloves = false;
    known("gloves").place = Place::kWorn;
    field.set("glove_l", Hygiene::kSterile);
    field.set("glove_r", Hygiene::kSterile);
    refresh_hygiene();
    done(change ? "T41" : "T28", "use", "gloves", 0, details, out);
}

void Procedure::State::place_cool_mask(sdk::EventBuffer& out) {
    ThingState* thing = find("cool_mask");
    if (held == thing->id) held.clear();
    thing->place = Place::kPatient;
    cooling = true;
    cooling_since = second();
    touch(working_hand(), thing->id, out);
    touch(thing->id, prepared() ? "skin" : "unprepped_skin", out);
    act("use", thing->id, {}, out);
    // It lies on all of the planned skin at once.
    sdk::event::swipe event;
    event.tick = now;
    event.substance = event.thing = thing->id;
    event.zone = zone_numbers.empty() ? NP_NO_ZONE : zone_numbers.front();
    event.state = field.state(thing->id) == Hygiene::kContaminated ? 1u : 0u;
    for (std::uint32_t cell = 0; cell < surface.cell_zone.size(); ++cell)
        for (const std::uint32_t zone : zone_numbers)
            if (surface.cell_zone[cell] == zone && surface.cell_area_um2[cell] > 0) event.cell.push_back(cell);
    out.append(event);
}

void Procedure::State::set(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out) {
    if (command.target == "needle_length") return set_needle_length(command.value, command.argument, moment, out);
    if (command.target == "motor") return set_motor(command.value != 0, moment, out);
    if (command.target == "energy") {
        pen.energy_mj = static_cast<std::uint32_t>(command.value);
        out.append(setting_event(moment, "pen", "energy", command.value, command.argument));
        return;
    }
    pen.rate_mhz = static_cast<std::uint32_t>(command.value);
    out.append(setting_event(moment, "pen", "speed", command.value, command.argument));
}

void Procedure::State::set_needle_length(std::int64_t value, std::string_view how, const Moment& moment,
                                         sdk::EventBuffer& out) {
    // The dial has clicks.
    const std::int64_t step = rules.depth_step_um > 0 ? rules.depth_step_um : 1;
    std::int64_t clicked = (value + step / 2) / step * step;
    if (clicked > rules.depth_max_um) clicked = rules.depth_max_um;
    pen.needle_length_um = static_cast<std::uint32_t>(clicked);
    out.append(setting_event(moment, "pen", "needle_length", clicked, how));
    const Words details = {how.empty() ? std::string("silent") : std::string(how)};
    if (!length_was_set)
        done("T30", "set", "needle_length", clicked, details, out);
    else if (needled)
        done("T37", "set", "needle_length", clicked, details, out);
    length_was_set = true;
}

void Procedure::State::set_motor(bool on, const Moment& moment, sdk::EventBuffer& out) {
    pen.motor_on = on;
    out.append(setting_event(moment, "pen", "motor", on ? 1 : 0, {}));
}

}  // namespace np::clinic
