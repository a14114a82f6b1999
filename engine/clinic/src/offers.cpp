// The list of what can be done now.
#include "state.h"

namespace np::clinic {

void Procedure::State::offer(std::vector<Offer>& offers, Phase phase, std::string verb, std::string target,
                             std::string argument, std::int64_t value) const {
    sdk::event::command command;
    command.verb = verb;
    command.target = target;
    command.argument = argument;
    command.value = value;
    Offer offer;
    offer.phase = phase;
    offer.why_not = why_not(command);
    offer.enabled = offer.why_not.empty();
    offer.step = step_of(command);
    const ThingState* thing = find(target);
    offer.stroked = verb == "take" && thing != nullptr && !thing->substance.empty();
    offer.label = "offer." + verb;
    if (verb == "call" || (verb == "look" && !argument.empty()))
        offer.label += verb == "call" ? "." + argument : "." + target;
    else if (!target.empty())
        offer.label += "." + target;
    if (verb == "put" && !argument.empty()) offer.label = "offer.put." + argument;
    if (verb == "respond") offer.label = "offer.respond." + argument;
    if (verb == "set" && target == "motor") offer.label += value != 0 ? ".on" : ".off";
    offer.verb = std::move(verb);
    offer.target = std::move(target);
    offer.argument = std::move(argument);
    offer.value = value;
    offers.push_back(std::move(offer));
}

// The step that a command performs, or that what it takes in hand is for.
std::string Procedure::State::step_of(const sdk::event::command& command) const {
    if (command.verb == "do") return command.target;
    if (command.verb == "decide") return "T12";
    if (command.verb == "fit" || command.verb == "open") return "T29";
    if (command.verb == "set" && command.target == "needle_length") return needled ? "T37" : "T30";
    if (command.verb == "put" && command.argument == "sharps") return "T47";
    if (command.verb == "use" && command.target == "cool_mask") return "T43";
    if (command.verb == "use" && command.target == "gloves" && (gloved || has_done("T28"))) return "T41";
    if (command.verb == "ask" && contains(rules.history_topics, command.target)) return "T07";
    if (command.verb == "look" && needled && (command.target == "skin" || command.target == "endpoint")) return "T35";
    std::string by = command.verb + ":" + command.target;
    if (command.verb == "take") {
        const ThingState* thing = find(command.target);
        if (thing == nullptr || thing->substance.empty()) return {};
        by = "swipe:" + thing->substance;
    }
    for (const StepRule& rule : rules.steps)
        if (rule.by == by) return rule.id;
    return {};
}

void Procedure::State::offer_talk(std::vector<Offer>& offers) const {
    const Phase now_phase = phase();
    for (std::size_t i = 0; i < rules.ask.size(); ++i)
        if (asked[i] == 0 || rules.ask[i] == "pain" || rules.ask[i] == "consent")
            offer(offers, rules.ask[i] == "pain" ? Phase::kNeedle : Phase::kConsult, "ask", rules.ask[i]);
    for (const std::string& what : rules.look) offer(offers, now_phase, "look", what);
    if (needled)
        for (const std::string& zone : rules.zones) offer(offers, Phase::kNeedle, "look", "skin", zone);
    for (std::size_t i = 0; i < rules.tell.size(); ++i)
        if (told[i] == 0) offer(offers, now_phase, "tell", rules.tell[i]);
    for (const std::string& decision_word : rules.decisions) offer(offers, Phase::kConsult, "decide", decision_word);
    if (needled)
        for (const std::string& zone : rules.calls)
            for (const char* verdict : {"not_yet", "done", "too_much"})
                offer(offers, Phase::kNeedle, "call", zone, verdict, -1);
    for (const IncidentRecord& incident : incidents)
        if (!incident.answered)
            for (const std::string& act_word : rules.acts) offer(offers, now_phase, "respond", incident.id, act_word);
}

void Procedure::State::offer_things(std::vector<Offer>& offers) const {
    const Phase now_phase = phase();
    if (!held.empty()) {
        offer(offers, now_phase, "put", held, "tray");
        offer(offers, now_phase, "put", held, "bin");
    }
    for (const ThingRule& rule : rules.things) {
        if (rule.kind == "place") continue;
        if (rule.wear || rule.id == "cool_mask") offer(offers, Phase::kPrepare, "use", rule.id);
        if (!rule.wear && held != rule.id) offer(offers, now_phase, "take", rule.id);
        if (rule.kind != "cartridge") continue;
        const ThingState* thing = find(rule.id);
        if (thing->sealed) offer(offers, Phase::kPrepare, "open", rule.id);
        if (pen.cartridge != rule.id) offer(offers, Phase::kPrepare, "fit", rule.id);
        if (thing->place == Place::kPen || held == rule.id) offer(offers, Phase::kClose, "put", rule.id, "sharps");
    }
    if (cooling) offer(offers, Phase::kAfter, "put", "cool_mask", "tray");
    if (gloved) offer(offers, now_phase, "put", "gloves", "bin");
    if (!pen.cartridge.empty()) offer(offers, Phase::kClose, "detach", pen.cartridge);
}

void Procedure::State::offer_device(std::vector<Offer>& offers) const {
    const std::int64_t length = pen.needle_length_um, step = rules.depth_step_um;
    if (length >= step) offer(offers, Phase::kPrepare, "set", "needle_length", "read_back", length - step);
    if (length + step <= rules.depth_max_um)
        offer(offers, Phase::kPrepare, "set", "needle_length", "read_back", length + step);
    if (rules.energy_max_mj > rules.energy_min_mj) {
        const std::int64_t energy = pen.energy_mj, by = rules.energy_step_mj;
        if (energy - by >= rules.energy_min_mj) offer(offers, Phase::kPrepare, "set", "energy", {}, energy - by);
        if (energy + by <= rules.energy_max_mj) offer(offers, Phase::kPrepare, "set", "energy", {}, energy + by);
    }
    offer(offers, Phase::kNeedle, "set", "motor", {}, pen.motor_on ? 0 : 1);
}

void Procedure::State::offer_steps(std::vector<Offer>& offers) const {
    for (const StepRule& rule : rules.steps) {
        if (rule.by != "do") continue;
        const Phase phase_of = rule.phase == "consult"   ? Phase::kConsult
                               : rule.phase == "prepare" ? Phase::kPrepare
                               : rule.phase == "needle"  ? Phase::kNeedle
                               : rule.phase == "after"   ? Phase::kAfter
                                                         : Phase::kClose;
        // Hands may be washed at any time; the other steps are offered until done.
        if (has_done(rule.id) && rule.id != "T24") continue;
        offer(offers, phase_of, "do", rule.id, {}, rule.id == "T24" ? 30 : 0);
    }
    offer(offers, phase(), "wait", {}, {}, 60);
    offer(offers, Phase::kClose, "finish", {});
}

}  // namespace np::clinic
