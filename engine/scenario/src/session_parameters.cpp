#include <algorithm>

#include "needlepoint/scenario/plan.h"
#include "rule_words.h"

namespace np::scenario {
namespace {

// What a session adds is written down by the scenario's author; its evidence is that of the rule it came from.
void put(Parameters& out, std::string key, double value, std::string unit) {
    out.set(std::move(key), Parameter{value, std::move(unit), {}});
}
void put(Parameters& out, std::string key, std::string text) {
    out.set(std::move(key), Parameter{std::move(text), "word", {}});
}

// Lowest of the level gate, the device's range and, unless a doctor justified it, what the label covers.
double depth_cap(const Scenario& scenario, const Parameters& rules, double* label_cap) {
    const std::string device = "device." + scenario.device + ".";
    const bool justified = scenario.off_label_depth_justified && scenario.level == Level::kMedical;
    const double range = rules.number_or(device + "depth_max_mm", 0);
    *label_cap = justified ? range : rules.number_or(device + "label_depth_cap_mm", range);
    const double gate = rules.number_or("plan_rule.level_" + std::string(to_word(scenario.level)) + "_cap_mm", 0);
    // A local law for the face; it says nothing about practice pads.
    const double law =
        scenario.body == BodyKind::kHead ? rules.number_or("plan_rule.jurisdiction_cap_mm", range) : range;
    return std::min({gate, range, *label_cap, law});
}

Status put_plan(const Scenario& scenario, const Parameters& rules, const std::vector<ZoneFacts>& zones, double cap,
                Parameters& out) {
    const double k_n = needle_count_factor(rules, rules.number_or("device." + scenario.device + ".needles", 14));
    const double m_drug = rules.number_or("tissue.bleed.drug_" + scenario.patient.blood, 1);
    for (const std::string& id : scenario.hands) {
        const auto zone =
            std::find_if(zones.begin(), zones.end(), [&](const ZoneFacts& facts) { return facts.id == id; });
        if (zone == zones.end())
            return no("the scenario plans the zone '" + id +
                      "', which this body does not have; choose one that it has");
        const auto plan = effective_plan(
            rules, {zone->base, scenario.goal, scenario.patient.fitzpatrick, scenario.patient.first_session, cap});
        if (!plan) return tl::unexpected(plan.error());
        const Parameter* limit = rules.find("zone." + zone->base + ".abs_max_mm");
        const std::string column = rules.text("goal." + scenario.goal + ".column").value_or("rejuv");
        const Parameter* figure = rules.find("zone." + zone->base + "." + column + ".ideal_mm");
        const std::string prefix = "plan." + id + ".";
        const auto with = [&](const char* name, double value, const char* unit, const Parameter* like) {
            out.set(prefix + name, Parameter{value, unit, like != nullptr ? like->provenance : Provenance{}});
        };
        with("min_mm", plan->min_mm, "mm", figure);
        with("ideal_mm", plan->ideal_mm, "mm", figure);
        with("max_mm", plan->max_mm, "mm", figure);
        with("abs_max_mm", plan->abs_max_mm, "mm", limit);
        with("passes_lo", plan->passes_lo, "passes", figure);
        with("passes_hi", plan->passes_hi, "passes", figure);
        with("rho_ref", plan->rho_ref_per_cm2, "1/cm2", rules.find("plan_rule.pass_density_per_cm2"));
        with("goal_grade", goal_grade(rules, *plan, zone->layers, k_n, m_drug), "grade",
             rules.find("tissue.bleed.p_max"));
    }
    put(out, "plan.zones", join_words(scenario.hands));
    put(out, "plan.field", join_words(scenario.field));
    return {};
}

void put_session(const Scenario& scenario, const Parameters& rules, double label_cap, Parameters& out) {
    put(out, "session.scenario", scenario.id);
    put(out, "session.mode", std::string(to_word(scenario.mode)));
    put(out, "session.level", std::string(to_word(scenario.level)));
    put(out, "session.goal", scenario.goal);
    put(out, "session.device", scenario.device);
    put(out, "session.policy", scenario.policy);
    put(out, "session.body", scenario.body == BodyKind::kHead ? "head" : "pad_flat");
    put(out, "session.fitzpatrick", scenario.patient.fitzpatrick, "type");
    put(out, "session.age_years", scenario.patient.age_years, "years");
    put(out, "session.male", scenario.patient.male, "1");
    put(out, "session.first_session", scenario.patient.first_session ? 1 : 0, "1");
    put(out, "session.time_limit_s", scenario.time_limit_s.value_or(0), "s");
    put(out, "session.label_depth_cap_mm", label_cap, "mm");
    put(out, "session.off_label_depth_justified", scenario.off_label_depth_justified ? 1 : 0, "1");
    put(out, "session.assist_percent", scenario.mode == Mode::kAssessment ? 0 : scenario.assist_percent, "%");
    put(out, "session.hints", scenario.hints && scenario.mode != Mode::kAssessment ? 1 : 0, "1");
    put(out, "session.m_drug", rules.number_or("tissue.bleed.drug_" + scenario.patient.blood, 1), "1");
    put(out, "session.m_drug_time", rules.number_or("tissue.bleed.drug_" + scenario.patient.blood + "_time", 1), "1");
    put(out, "session.calls_for", join_words(scenario.scorers));
    put(out, "session.calls", join_words(scenario.calls));
    put(out, "steps.called", join_words(scenario.steps));
    put(out, "steps.accepted_without", join_words(scenario.steps_done));
    for (const auto& [scorer, weight] : scenario.weights) put(out, "score.weight." + scorer, weight, "per mille");
}

// Rows of the contraindications as this session's policy sees them.
void put_policy(const Scenario& scenario, const Parameters& rules, Parameters& out) {
    const std::string marker = ".policy." + scenario.policy + ".";
    for (const auto& [key, parameter] : rules.entries()) {
        const std::size_t at = key.find(marker);
        if (at != std::string::npos && key.rfind("contra.", 0) == 0)
            out.set(key.substr(0, at) + "." + key.substr(at + marker.size()), parameter);
    }
}

void put_case(const CaseItem& item, const Parameters& rules, Parameters& out) {
    const std::string prefix = "case." + item.id + ".";
    const auto row = [&](const std::string& name) -> const Parameter* {
        const Parameter* resolved = out.find("contra." + item.id + "." + name);
        return resolved != nullptr ? resolved : rules.find("contra." + item.id + "." + name);
    };
    const auto text_of = [&](const std::string& name) {
        const Parameter* found = row(name);
        return found != nullptr && std::holds_alternative<std::string>(found->value)
                   ? std::get<std::string>(found->value)
                   : std::string();
    };
    const auto copy = [&](const std::string& name, const std::vector<std::string>& instead,
                          const std::vector<std::string>& without) {
        Parameter value{join_words(instead), "words", {}};
        if (const Parameter* found = row(name)) {
            value.provenance = found->provenance;
            if (instead.empty()) value.value = text_of(name);
        }
        std::vector<std::string> kept;
        for (const std::string& word : split_words(std::get<std::string>(value.value)))
            if (std::find(without.begin(), without.end(), word) == without.end()) kept.push_back(word);
        value.value = join_words(kept);
        out.set(prefix + name, value);
        return kept;
    };
    const auto correct = copy("correct", item.correct, {});
    auto taken = correct;
    const auto accept = copy("accept", item.accept, taken);
    taken.insert(taken.end(), accept.begin(), accept.end());
    copy("safe", {}, taken);
    copy("unsafe", {}, taken);
    copy("class", {}, {});
    copy("severity", {}, {});
    const std::string severity = text_of("severity");
    const char* const weight = severity == "C" ? "critical" : severity == "M" ? "major" : "minor";
    put(out, prefix + "weight", rules.number_or(std::string("score.contraindication.weight_") + weight, 1), "1");
    put(out, prefix + "response", join_words(item.response));
    put(out, prefix + "hidden_until", item.hidden_until);
}

}  // namespace

Expected<Parameters> session_parameters(const Scenario& scenario, const Parameters& rules,
                                        const std::vector<ZoneFacts>& zones) {
    if (!rules.text("device." + scenario.device + ".name"))
        return no("the rule pack has no device '" + scenario.device + "'; choose one of devices.order");
    Parameters out;
    double label_cap = 0;
    const double cap = depth_cap(scenario, rules, &label_cap);
    if (const Status done = put_plan(scenario, rules, zones, cap, out); !done) return tl::unexpected(done.error());
    put_session(scenario, rules, label_cap, out);
    put_policy(scenario, rules, out);
    std::vector<std::string> items;
    for (const CaseItem& item : scenario.case_items) {
        items.push_back(item.id);
        put_case(item, rules, out);
    }
    put(out, "case.items", join_words(items));
    out.merge(scenario.plugin_parameters);
    return out;
}

}  // namespace np::scenario
