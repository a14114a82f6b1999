// What stands against a command. The same answer serves the refusal and the greyed-out offer.
#include "state.h"

namespace np::clinic {

std::string Procedure::State::why_not(const sdk::event::command& command) const {
    if (finished) return "why.finished";
    const std::string& verb = command.verb;
    if (verb == "take" || verb == "put" || verb == "open" || verb == "fit" || verb == "detach" || verb == "use")
        return why_not_handle(command);
    if (verb == "set") return why_not_set(command);
    if (verb == "do") {
        const StepRule* rule = rules.step(command.target);
        if (rule == nullptr) return "why.unknown_step";
        if (rule->by != "do") return "why.not_by_word";
        if (command.target == "T24" && gloved) return "why.gloves_on";
        return {};
    }
    if (verb == "wait") return command.value >= 1 && command.value <= 7200 ? "" : "why.seconds";
    if (verb == "finish") return {};
    return why_not_speak(command);
}

std::string Procedure::State::why_not_speak(const sdk::event::command& command) const {
    const std::string& verb = command.verb;
    if (verb == "ask") return contains(rules.ask, command.target) ? "" : "why.unknown_topic";
    if (verb == "tell") return contains(rules.tell, command.target) ? "" : "why.unknown_topic";
    if (verb == "look") {
        if (!contains(rules.look, command.target)) return "why.unknown_look";
        return command.argument.empty() || zone_number(command.argument) != NP_NO_ZONE ? "" : "why.unknown_zone";
    }
    if (verb == "decide") {
        if (!contains(rules.decisions, command.target)) return "why.unknown_decision";
        const std::size_t slash = command.argument.find('/');
        const std::string reason = command.argument.substr(0, slash);
        if (!reason.empty() && !contains(rules.cases, reason)) return "why.unknown_reason";
        if (slash != std::string::npos)
            for (const std::string& word : split_words(command.argument.substr(slash + 1)))
                if (!contains(rules.responses, word)) return "why.unknown_response";
        return {};
    }
    if (verb == "call") {
        if (zone_number(command.target) == NP_NO_ZONE) return "why.unknown_zone";
        const bool known =
            command.argument == "not_yet" || command.argument == "done" || command.argument == "too_much";
        return known && command.value >= -1 && command.value <= 4 ? "" : "why.unknown_call";
    }
    if (verb == "respond") {
        if (rules.incident(command.target) == nullptr) return "why.unknown_incident";
        return contains(rules.acts, command.argument) ? "" : "why.unknown_act";
    }
    return "why.unknown_verb";
}

std::string Procedure::State::why_not_handle(const sdk::event::command& command) const {
    const std::string& verb = command.verb;
    const std::string id = verb == "put" && command.target.empty() ? held : command.target;
    if (verb == "detach" && id.empty()) return pen.cartridge.empty() ? "why.no_cartridge" : "";
    const ThingState* thing = find(id);
    const ThingRule* rule = rule_of(id);
    if (thing == nullptr || rule == nullptr) return id.empty() ? "why.hand_empty" : "why.unknown_thing";
    if (verb == "take") {
        if (thing->kind == "place") return "why.fixed";
        if (rule->wear) return "why.use_it";
        if (thing->place == Place::kSharps) return "why.in_sharps";
        if (thing->place == Place::kPen) return "why.on_the_pen";
        return held == id ? "why.held_already" : "";
    }
    if (verb == "put") {
        if (!command.argument.empty() && !contains(rules.places, command.argument)) return "why.unknown_place";
        const bool movable = held == id || thing->place == Place::kPen || thing->place == Place::kWorn ||
                             thing->place == Place::kPatient || thing->place == Place::kFloor;
        if (id == "sleeve") return "why.on_the_pen";
        return movable ? "" : "why.not_in_hand";
    }
    if (verb == "use") {
        if (!rule->wear && id != "cool_mask") return "why.take_it";
        if (id == "gloves") return {};
        const bool worn = thing->place != Place::kTray && thing->place != Place::kHand;
        return worn ? "why.used_already" : "";
    }
    if (thing->kind != "cartridge") return "why.no_cartridge";
    if (thing->place == Place::kSharps || thing->place == Place::kBin) return "why.in_sharps";
    if (verb == "open") return thing->sealed ? "" : "why.open_already";
    if (verb == "detach") return pen.cartridge == id ? "" : "why.no_cartridge";
    if (thing->sealed) return "why.sealed";
    return pen.cartridge.empty() ? "" : "why.cartridge_on";
}

std::string Procedure::State::why_not_set(const sdk::event::command& command) const {
    if (command.target == "needle_length") {
        if (command.value < 0 || command.value > rules.depth_max_um) return "why.out_of_range";
        return command.argument.empty() || command.argument == "read_back" ? "" : "why.unknown_argument";
    }
    if (command.target == "motor") {
        if (command.value != 0 && command.value != 1) return "why.out_of_range";
        return command.value == 1 && held != "pen" ? "why.pen_not_in_hand" : "";
    }
    if (command.target == "speed")
        return command.value >= rules.rate_min_mhz && command.value <= rules.rate_max_mhz ? "" : "why.out_of_range";
    if (command.target == "energy") {
        if (rules.energy_max_mj == 0) return "why.no_energy";
        return command.value >= rules.energy_min_mj && command.value <= rules.energy_max_mj ? "" : "why.out_of_range";
    }
    return "why.unknown_setting";
}

}  // namespace np::clinic
