#include "needlepoint/clinic/procedure.h"

#include <utility>

#include "state.h"

namespace np::clinic {

Procedure::Procedure(const scenario::Scenario& scenario, const Parameters& parameters, SurfaceFacts surface)
    : state_(std::make_unique<State>(scenario, parameters, std::move(surface))) {}
Procedure::Procedure(Procedure&&) noexcept = default;
Procedure& Procedure::operator=(Procedure&&) noexcept = default;
Procedure::~Procedure() = default;

namespace {

void note(const std::string& what, const std::string& name, const std::string& text, sdk::Tick tick,
          sdk::EventBuffer& out) {
    sdk::event::note event;
    event.tick = tick;
    event.what = what;
    event.name = name;
    event.text = text;
    out.append(event);
}

}  // namespace

void Procedure::handle(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out) {
    State& s = *state_;
    s.now = moment.tick;
    const std::string refused = s.why_not(command);
    if (!refused.empty()) return note("refused", refused, command.verb + " " + command.target, s.now, out);
    const std::string& verb = command.verb;
    if (verb == "take")
        s.take(command, out);
    else if (verb == "put")
        s.put(command, out);
    else if (verb == "open")
        s.open(command, out);
    else if (verb == "fit")
        s.fit(command, moment, out);
    else if (verb == "detach")
        s.detach(moment, out);
    else if (verb == "use")
        s.use(command, out);
    else if (verb == "set")
        s.set(command, moment, out);
    else if (verb == "do")
        s.perform(command, out);
    else if (verb == "ask")
        s.ask(command.target, out);
    else if (verb == "look")
        s.look(command, moment, out);
    else if (verb == "tell")
        s.tell(command.target, out);
    else if (verb == "decide")
        s.decide(command, out);
    else if (verb == "call")
        s.call(command, out);
    else if (verb == "respond")
        s.respond(command.target, command.argument, out);
    else if (verb == "wait")
        s.wait(command.value, out);
    else
        s.finish(out);
}

void Procedure::handle(const sdk::event::props& props, const Moment& moment, sdk::EventBuffer& out) {
    State& s = *state_;
    s.now = moment.tick;
    if (props.other.empty() || s.finished) return;
    // Things that lie side by side where they were laid out are no contact; what is moved, or falls, is.
    const ThingRule* rule = s.rule_of(props.thing);
    const bool moved = s.held == props.thing || s.held == props.other;
    const bool fell =
        props.other == "floor" || props.other == "bin" || props.other == "sharps" || props.other == "chair";
    const bool dirties_tray = props.other == "tray" && rule != nullptr && rule->hygiene != "contaminated" &&
                              s.field.state(props.thing) == Hygiene::kContaminated;
    if (!moved && !fell && !dirties_tray) return;
    const std::string thing = props.thing == s.pen.cartridge ? "needle_tip" : props.thing;
    if (!(moved && props.other == "tray")) s.touch(thing, props.other, out);
    ThingState* fallen = s.find(props.thing);
    if (fallen == nullptr || props.other != "floor") return;
    fallen->place = Place::kFloor;
    if (s.held == props.thing) s.held.clear();
    if (fallen->kind == "cartridge") s.raise("E08", out);
}

void Procedure::handle(const sdk::event::intrusion& intrusion, const Moment& moment, sdk::EventBuffer& out) {
    State& s = *state_;
    s.now = moment.tick;
    if (intrusion.what == "incident") return s.raise(intrusion.name, out, intrusion.text);
    note(intrusion.what, intrusion.name, intrusion.text, s.now, out);
}

void Procedure::observe(sdk::RecordView event, const Moment& moment, sdk::EventBuffer& out) {
    State& s = *state_;
    s.now = moment.tick;
    switch (event.kind()) {
        case NP_KIND_swipe:
            s.take_swipe(event, out);
            break;
        case NP_KIND_strike:
            s.take_strike(event, out);
            break;
        case NP_KIND_stroke_begin:
            s.take_stroke_begin(event.value<sdk::event::stroke_begin>(), out);
            break;
        case NP_KIND_stroke_end:
            s.take_stroke_end(event.value<sdk::event::stroke_end>());
            break;
        default:
            break;
    }
}

void Procedure::tick(const Moment& moment, sdk::EventBuffer& out) {
    State& s = *state_;
    s.now = moment.tick;
    if (s.finished) return;
    if (moment.touching && s.pen.motor_on) ++s.needling_ticks;
    // The hand that stretches the skin: its contact is recorded when it comes down.
    if (moment.hand_planted && !s.planted_before && moment.hand_cell != NP_NO_CELL) {
        const bool on_face =
            moment.hand_cell < s.surface.cell_zone.size() && s.surface.cell_zone[moment.hand_cell] != NP_NO_ZONE;
        s.touch(s.free_hand(), on_face && s.prepared() ? "skin" : "unprepped_skin", out);
        s.planted_before = true;
    }
    if (!moment.hand_planted) s.planted_before = false;
    s.check_dry(out);
    s.check_incidents(moment, out);
    if (s.rules.time_limit_ticks > 0 && s.now + 1 >= s.rules.time_limit_ticks) {
        note("time_up", "", "", s.now, out);
        s.finish(out);
    }
}

std::vector<std::string> Procedure::take_failures() {
    return std::exchange(state_->failures_begun, {});
}

std::string_view Procedure::held() const {
    return state_->held;
}
const PenSettings& Procedure::pen() const {
    return state_->pen;
}
std::span<const ThingState> Procedure::things() const {
    return state_->things;
}
const ThingState* Procedure::thing(std::string_view id) const {
    return std::as_const(*state_).find(id);
}
bool Procedure::gloved() const {
    return state_->gloved;
}

std::vector<LesionView> Procedure::lesions() const {
    std::vector<LesionView> views;
    const auto& sheets = state_->scenario.patient.lesions;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const bool covered = !sheets[i].hidden_by.empty() && state_->scenario.patient.makeup;
        views.push_back({sheets[i].id, state_->lesion_visible(i), covered ? state_->coverage.uncovered(i) : 1.0});
    }
    return views;
}

bool Procedure::makeup_on(std::uint32_t cell) const {
    return state_->scenario.patient.makeup && !state_->coverage.on_cell(Film::kCleanser, cell);
}

std::vector<IncidentView> Procedure::open_incidents() const {
    std::vector<IncidentView> views;
    for (const IncidentRecord& incident : state_->incidents)
        if (!incident.answered) views.push_back({incident.id, "cue." + incident.id, incident.since, false});
    return views;
}

DecisionView Procedure::decision() const {
    return state_->decision;
}
Phase Procedure::phase() const {
    return state_->phase();
}
bool Procedure::step_done(std::string_view step) const {
    return state_->has_done(step);
}
bool Procedure::finished() const {
    return state_->finished;
}
std::uint64_t Procedure::clinical_seconds(sdk::Tick tick) const {
    return state_->skipped_s + tick / 1000;
}

std::vector<Offer> Procedure::offers() const {
    std::vector<Offer> offers;
    if (state_->finished) return offers;
    state_->offer_talk(offers);
    state_->offer_things(offers);
    state_->offer_device(offers);
    state_->offer_steps(offers);
    return offers;
}

std::vector<std::byte> Procedure::state_bytes() const {
    const State& s = *state_;
    ByteWriter bytes;
    for (const bool flag :
         {s.finished, s.gloved, s.masked, s.washed_since_gloves, s.cooling, s.numb, s.dry_pending, s.needled,
          s.length_was_set, s.strikes_since_rinse, s.planted_before, s.tip_used, s.pen.motor_on})
        bytes.put(static_cast<std::uint8_t>(flag));
    for (const std::uint64_t value : {s.skipped_s, s.cooling_since, s.numb_since, s.prepared_second, s.needling_ticks})
        bytes.put(value);
    for (const std::uint32_t value : {s.pen.needle_length_um, s.pen.rate_mhz, s.pen.energy_mj, s.test_stroke_zone,
                                      static_cast<std::uint32_t>(s.stroke_touched)})
        bytes.put(value);
    for (const std::string* text :
         {&s.pen.cartridge, &s.held, &s.swiped_thing, &s.decision.decision, &s.decision.reason, &s.decision.response})
        bytes.put_text(*text);
    for (const StepRecord& step : s.steps) {
        bytes.put(step.times);
        bytes.put(step.last_second);
    }
    for (const ThingState& thing : s.things) {
        bytes.put(static_cast<std::uint8_t>(thing.place));
        bytes.put(static_cast<std::uint8_t>(thing.sealed));
        bytes.put(static_cast<std::uint8_t>(thing.used));
        bytes.put(static_cast<std::uint8_t>(thing.hygiene_visible));
    }
    for (const ZoneRecord& zone : s.zones) {
        bytes.put(zone.strikes);
        bytes.put(zone.strikes_unseen);
    }
    for (const IncidentRecord& incident : s.incidents) {
        bytes.put_text(incident.id);
        bytes.put(incident.since);
        bytes.put(static_cast<std::uint8_t>(incident.answered));
    }
    for (const auto* flags : {&s.asked, &s.told, &s.lesion_seen, &s.incident_raised, &s.failure_begun})
        bytes.put_array(std::span<const std::uint8_t>(*flags));
    s.field.write(bytes);
    s.coverage.write(bytes);
    return bytes.take();
}

}  // namespace np::clinic
