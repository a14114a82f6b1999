// Asking, telling, looking, deciding, and the steps that are done by a word.
#include <algorithm>

#include "state.h"

namespace np::clinic {

void Procedure::State::perform(const sdk::event::command& command, sdk::EventBuffer& out) {
    const std::string& step = command.target;
    Words details;
    if (step == "T24") {
        if (static_cast<double>(command.value) < rules.hand_rub_s) details.push_back("short");
        field.set("hand", Hygiene::kClean);
        washed_since_gloves = true;
    } else if (step == "T15") {
        // A fresh sterile cloth, and on it what comes out of fresh packs.
        field.set("tray", Hygiene::kSterile);
        for (const char* fresh : {"gel", "serum", "cool_mask"})
            if (known(fresh).place == Place::kTray) field.set(fresh, Hygiene::kSterile);
    } else if (step == "T46") {
        end_cooling(out);
    } else if (step == "T48") {
        gloved = false;
        known("gloves").place = Place::kTray;
        field.set("hand", Hygiene::kClean);
        if (!held.empty()) {
            known(held).place = Place::kTray;
            held.clear();
        }
    } else if (step == "T50") {
        for (const ThingRule& thing : rules.things)
            if (!thing.lot.empty() && known(thing.id).used) details.push_back("lot:" + thing.lot);
    }
    if (!command.argument.empty()) details.push_back(command.argument);
    done(step, "do", {}, command.value, details, out);
    refresh_hygiene();
}

void Procedure::State::ask(const std::string& topic, sdk::EventBuffer& out) {
    sdk::event::ask event;
    event.tick = now;
    event.topic = topic;
    event.answer = "answer." + topic;
    for (const auto& item : scenario.patient.history)
        if (item.topic == topic) {
            event.answer = "scenario.answer." + topic;
            event.reveals = item.reveals;
        }
    out.append(event);
    asked[static_cast<std::size_t>(std::find(rules.ask.begin(), rules.ask.end(), topic) - rules.ask.begin())] = 1;
    for (const StepRule& rule : rules.steps)
        if (rule.by == "ask:" + topic && (!has_done(rule.id) || rule.id == "T39"))
            done(rule.id, "ask", topic, 0, {}, out);
    if (has_done("T07") || rules.history_topics.empty()) return;
    const bool all =
        std::all_of(rules.history_topics.begin(), rules.history_topics.end(), [&](const std::string& wanted) {
            const auto at = std::find(rules.ask.begin(), rules.ask.end(), wanted);
            return at == rules.ask.end() || asked[static_cast<std::size_t>(at - rules.ask.begin())] != 0;
        });
    if (all) done("T07", "ask", "history", static_cast<std::int64_t>(rules.history_topics.size()), {"complete"}, out);
}

void Procedure::State::tell(const std::string& topic, sdk::EventBuffer& out) {
    told[static_cast<std::size_t>(std::find(rules.tell.begin(), rules.tell.end(), topic) - rules.tell.begin())] = 1;
    for (const StepRule& rule : rules.steps)
        if (rule.by == "tell:" + topic) return done(rule.id, "tell", topic, 0, {}, out);
    act("tell", topic, {}, out);
}

void Procedure::State::look(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out) {
    const std::uint32_t zone = zone_number(command.argument);
    sdk::event::observe event;
    event.tick = now;
    event.what = command.target;
    event.zone = zone;
    const bool at_skin = command.target == "skin" || command.target == "endpoint" || command.target == "palpation" ||
                         command.target == "lamp" || command.target == "loupe";
    sdk::EventBuffer after;  // what the look brings about is recorded after the look
    if (at_skin && command.target != "palpation") event.seen = see_lesions(zone, after);
    if (command.target == "tip") event.seen = moment.tip_condition;
    out.append(event);
    for (const sdk::RecordView record : after) out.append(record);
    for (const StepRule& rule : rules.steps)
        if (rule.by == "look:" + command.target && !has_done(rule.id) && !needled)
            done(rule.id, "look", command.target, 0, {}, out);
    if (command.target == "patient" && numb && has_done("T22")) done("T22", "look", command.target, 0, {}, out);
    if (at_skin) seen_after_strokes(zone, out);
}

void Procedure::State::decide(const sdk::event::command& command, sdk::EventBuffer& out) {
    // A history that was cut short is closed by the decision.
    if (!has_done("T07") && !rules.history_topics.empty()) {
        std::size_t known = 0;
        for (const std::string& topic : rules.history_topics) {
            const auto at = std::find(rules.ask.begin(), rules.ask.end(), topic);
            if (at != rules.ask.end() && asked[static_cast<std::size_t>(at - rules.ask.begin())] != 0) ++known;
        }
        if (known > 0)
            done("T07", "ask", "history", static_cast<std::int64_t>(known),
                 {"partial:" + std::to_string(rules.history_topics.size() - known)}, out);
    }
    const std::size_t slash = command.argument.find('/');
    decision.decision = command.target;
    decision.reason = command.argument.substr(0, slash);
    decision.response = slash == std::string::npos ? std::string() : command.argument.substr(slash + 1);
    sdk::event::decide event;
    event.tick = now;
    event.decision = decision.decision;
    event.reason = decision.reason;
    event.response = decision.response;
    out.append(event);
    done("T12", "decide", decision.decision, 0, {}, out);
    if (command.target == "treat" || command.target == "modify" || command.target == "test") return;
    // Calling the visit off is also the answer to what made it necessary.
    for (IncidentRecord& incident : incidents)
        if (!incident.answered &&
            (incident.id == "E12" || incident.id == "E13" || incident.id == "E21" || incident.id == "E22"))
            answer(incident, "stop", out);
}

void Procedure::State::call(const sdk::event::command& command, sdk::EventBuffer& out) {
    sdk::event::call event;
    event.tick = now;
    event.zone = zone_number(command.target);
    event.verdict = command.argument;
    event.grade = command.value;
    out.append(event);
}

void Procedure::State::respond(const std::string& id, const std::string& act, sdk::EventBuffer& out) {
    for (auto at = incidents.rbegin(); at != incidents.rend(); ++at)
        if (at->id == id) return answer(*at, act, out);
    // Nothing of the kind has happened: recorded, and without effect.
    sdk::event::note event;
    event.tick = now;
    event.what = "no_incident";
    event.name = id;
    event.text = act;
    out.append(event);
}

void Procedure::State::wait(std::int64_t seconds, sdk::EventBuffer& out) {
    sdk::event::skip event;
    event.tick = now;
    event.seconds = seconds;
    event.reason = cooling ? "cooling" : numb ? "dwell" : dry_pending ? "drying" : "wait";
    out.append(event);
    skipped_s += static_cast<std::uint64_t>(seconds);
    check_dry(out);
}

void Procedure::State::finish(sdk::EventBuffer& out) {
    Moment moment;
    moment.tick = now;
    if (pen.motor_on) set_motor(false, moment, out);
    end_cooling(out);
    act("finish", {}, {}, out);
    finished = true;
}

}  // namespace np::clinic
