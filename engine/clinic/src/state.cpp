#include "state.h"

#include <algorithm>

namespace np::clinic {

std::string_view to_word(Place place) {
    static constexpr std::string_view kWords[] = {"tray",   "hand", "pen",   "worn", "patient",
                                                  "sharps", "bin",  "floor", "chair"};
    return kWords[static_cast<std::size_t>(place)];
}

std::string_view to_word(Phase phase) {
    static constexpr std::string_view kWords[] = {"consult", "prepare", "needle", "after", "close", "done"};
    return kWords[static_cast<std::size_t>(phase)];
}

namespace {

std::vector<std::uint32_t> numbers_of(const Words& ids, const SurfaceFacts& surface) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t zone = 0; zone < surface.zones.size(); ++zone)
        if (contains(ids, surface.zones[zone].id)) numbers.push_back(zone);
    return numbers;
}

}  // namespace

Procedure::State::State(const scenario::Scenario& the_scenario, const Parameters& parameters, SurfaceFacts facts)
    : scenario(the_scenario),
      rules(parameters),
      surface(std::move(facts)),
      coverage(surface, scenario.patient.lesions),
      field(rules),
      zone_numbers(numbers_of(rules.zones, surface)),
      field_numbers(numbers_of(rules.field, surface)),
      steps(rules.steps.size()),
      asked(rules.ask.size(), 0),
      told(rules.tell.size(), 0),
      zones(surface.zones.size()),
      lesion_seen(scenario.patient.lesions.size(), 0),
      incident_raised(scenario.incidents.size(), 0),
      failure_begun(scenario.failures.size(), 0) {
    for (const ThingRule& rule : rules.things) {
        ThingState thing;
        thing.id = rule.id;
        thing.kind = rule.kind;
        thing.sealed = rule.sealed;
        thing.substance = rule.substance;
        thing.swipe_radius_mm = rule.swipe_radius_mm;
        things.push_back(std::move(thing));
    }
    for (const char* id : {"glove_l", "glove_r", "needle_tip", "field"}) {
        ThingState thing;
        thing.id = id;
        thing.kind = "hand";
        thing.place = Place::kWorn;
        things.push_back(std::move(thing));
    }
    things[things.size() - 2].kind = "tip";
    things[things.size() - 1].kind = "skin";
    things[things.size() - 1].place = Place::kPatient;
    pen.rate_mhz = rules.rate_mhz;
    pen.energy_mj = rules.energy_mj;

    // What others have arranged before the visit begins.
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (rules.steps[i].given) steps[i].times = 1;
    const auto given = [&](std::string_view id) { return rules.step(id) != nullptr && rules.step(id)->given; };
    field.set("hand", rules.arranged("T24") ? Hygiene::kClean : Hygiene::kContaminated);
    field.set("tray", rules.arranged("T15") ? Hygiene::kSterile : Hygiene::kClean);
    if (rules.arranged("T17")) {
        known("sleeve").place = Place::kPen;
        field.set("pen", Hygiene::kSterile);
    }
    if (given("T28")) {
        gloved = masked = true;
        known("gloves").place = Place::kWorn;
        known("mask").place = Place::kWorn;
        field.set("glove_l", Hygiene::kSterile);
        field.set("glove_r", Hygiene::kSterile);
    }
    if (given("T27")) known("eye_shields").place = Place::kPatient;
    refresh_hygiene();
}

ThingState* Procedure::State::find(std::string_view id) {
    const auto at = std::find_if(things.begin(), things.end(), [&](const ThingState& thing) { return thing.id == id; });
    return at == things.end() ? nullptr : &*at;
}

const ThingState* Procedure::State::find(std::string_view id) const {
    const auto at = std::find_if(things.begin(), things.end(), [&](const ThingState& thing) { return thing.id == id; });
    return at == things.end() ? nullptr : &*at;
}

ThingState& Procedure::State::known(std::string_view id) {
    ThingState* thing = find(id);
    return thing != nullptr ? *thing : nowhere;
}

const ThingRule* Procedure::State::rule_of(std::string_view id) const {
    const auto at =
        std::find_if(rules.things.begin(), rules.things.end(), [&](const ThingRule& rule) { return rule.id == id; });
    return at == rules.things.end() ? nullptr : &*at;
}

std::uint32_t Procedure::State::zone_number(std::string_view id) const {
    for (std::uint32_t zone = 0; zone < surface.zones.size(); ++zone)
        if (surface.zones[zone].id == id) return zone;
    return NP_NO_ZONE;
}

void Procedure::State::touch(std::string_view thing, std::string_view other, sdk::EventBuffer& out) {
    // A sterile pack keeps its contents from hands and tray; one that lay on the floor is thrown away.
    const bool packed = known(thing).sealed || known(other).sealed;
    if (packed && other != "floor" && other != "bin") return;
    const bool was_prepared = prepared();
    field.touch(thing, other, now, out);
    // A dirty field has to be disinfected again from the start.
    if (was_prepared && !prepared()) coverage.forget(Film::kAntiseptic);
    refresh_hygiene();
}

void Procedure::State::refresh_hygiene() {
    for (ThingState& thing : things) {
        const std::string_view name = thing.id == "field" ? std::string_view("skin") : std::string_view(thing.id);
        const Hygiene fresh = thing.id == "field" && !prepared() ? Hygiene::kContaminated : field.state(name);
        // Whoever was there could see what touched it.
        thing.hygiene_visible =
            thing.hygiene_visible || (fresh != thing.hygiene && fresh == Hygiene::kContaminated && now > 0);
        if (fresh != Hygiene::kContaminated) thing.hygiene_visible = false;
        thing.hygiene = fresh;
    }
}

Phase Procedure::State::phase() const {
    if (finished) return Phase::kDone;
    const bool stopped = decision.decision == "defer" || decision.decision == "refer" || decision.decision == "stop" ||
                         decision.decision == "test";
    if (stopped || has_done("T47")) return Phase::kClose;
    if (needled) {
        const bool after = cooling || has_done("T42") || has_done("T43") || has_done("T44") || has_done("T46");
        return after ? Phase::kAfter : Phase::kNeedle;
    }
    return decision.decision.empty() && !rules.arranged("T12") ? Phase::kConsult : Phase::kPrepare;
}

}  // namespace np::clinic
