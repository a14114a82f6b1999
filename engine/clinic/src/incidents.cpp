#include <algorithm>

#include "state.h"

namespace np::clinic {
namespace {

// Most of a lesion's cells have to be clean before it can be made out.
constexpr double kVisibleShare = 0.6;

}  // namespace

bool Procedure::State::lesion_visible(std::size_t lesion) const {
    const auto& sheet = scenario.patient.lesions[lesion];
    return sheet.hidden_by.empty() || !scenario.patient.makeup || coverage.uncovered(lesion) >= kVisibleShare;
}

void Procedure::State::raise(const std::string& id, sdk::EventBuffer& out, const std::string& cue) {
    if (rules.incident(id) == nullptr) return;
    for (const IncidentRecord& open : incidents)
        if (open.id == id && !open.answered) return;
    incidents.push_back({id, now, false});
    sdk::event::incident event;
    event.tick = now;
    event.incident = id;
    event.cue = cue.empty() ? "cue." + id : cue;
    out.append(event);
}

bool Procedure::State::due(const scenario::IncidentPlan& plan, const Moment& moment) const {
    if (plan.at_seconds) return static_cast<double>(now) >= *plan.at_seconds * 1000;
    if (plan.after_strike_seconds) return static_cast<double>(needling_ticks) >= *plan.after_strike_seconds * 1000;
    if (plan.pain_from) return moment.pain >= *plan.pain_from;
    if (plan.after_step.empty() || !has_done(plan.after_step)) return false;
    return rules.step(plan.after_step) == nullptr || !rules.step(plan.after_step)->given;
}

void Procedure::State::check_incidents(const Moment& moment, sdk::EventBuffer& out) {
    for (std::size_t i = 0; i < scenario.incidents.size(); ++i) {
        if (incident_raised[i] != 0 || !due(scenario.incidents[i], moment)) continue;
        incident_raised[i] = 1;
        raise(scenario.incidents[i].id, out);
    }
    for (std::size_t i = 0; i < scenario.failures.size(); ++i) {
        if (failure_begun[i] != 0 || !due(scenario.failures[i], moment)) continue;
        failure_begun[i] = 1;
        failures_begun.push_back(scenario.failures[i].id);
    }
}

void Procedure::State::answer(IncidentRecord& incident, const std::string& act, sdk::EventBuffer& out) {
    const IncidentRule* rule = rules.incident(incident.id);
    const bool right = rule != nullptr && contains(rule->right, act);
    const bool wrong = rule != nullptr && contains(rule->wrong, act);
    incident.answered = incident.answered || right;
    sdk::event::response event;
    event.tick = now;
    event.incident = incident.id;
    event.act = act;
    event.rating = right ? "right" : wrong ? "wrong" : "harmless";
    event.latency_ms = static_cast<std::uint32_t>(std::min<sdk::Tick>(now - incident.since, 0xffffffffu));
    out.append(event);
}

std::string Procedure::State::see_lesions(std::uint32_t zone, sdk::EventBuffer& out) {
    std::string seen;
    bool found = false;
    for (std::size_t lesion = 0; lesion < lesion_seen.size(); ++lesion) {
        const auto& sheet = scenario.patient.lesions[lesion];
        if (!lesion_visible(lesion) || (zone != NP_NO_ZONE && zone_number(sheet.zone) != zone)) continue;
        seen += (seen.empty() ? "" : ",") + (sheet.case_item.empty() ? sheet.id : sheet.case_item);
        if (lesion_seen[lesion] == 0 && !sheet.hidden_by.empty() && !sheet.case_item.empty()) found = true;
        lesion_seen[lesion] = 1;
    }
    if (found) raise("E13", out);
    return seen;
}

}  // namespace np::clinic
