#include "json.h"
#include "needlepoint/assessment/marks.h"
#include "needlepoint/sdk/math.h"
#include "texts.h"

namespace np::assessment {
namespace {

constexpr int kSchema = 1;

void write_optional(Json& json, const char* key, const std::optional<double>& value) {
    json.key(key).raw(value ? number(*value, 4) : "null");
}

void write_finding(Json& json, const Finding& finding) {
    json.open_object();
    json.key("id").text(finding.id);
    json.key("rule").text(finding.rule);
    json.key("severity").text(to_word(finding.severity));
    json.key("cost").raw(hundredths(finding.cost));
    json.key("first_tick").integer(static_cast<std::int64_t>(finding.first_tick));
    json.key("end_tick").integer(static_cast<std::int64_t>(finding.end_tick));
    json.key("zone").raw(finding.zone.empty() ? "null" : Json::quote(finding.zone));
    json.key("cell").raw(finding.cell == NP_NO_CELL ? "null" : std::to_string(finding.cell));
    json.key("thing").text(finding.thing);
    write_optional(json, "value", finding.value);
    write_optional(json, "limit", finding.limit);
    json.key("unit").text(finding.unit);
    json.key("source").text(finding.source);
    json.key("tag").text(finding.tag);
    json.key("assumed").boolean(finding.assumed);
    json.key("limit_key").text(finding.limit_key);
    json.key("critical").raw(finding.critical.empty() ? "null" : Json::quote(finding.critical));
    json.key("text").text(finding.text);
    json.close();
}

void write_scorer(Json& json, const ScorerMark& scorer, const std::vector<std::string>& zones) {
    json.open_object();
    json.key("id").text(scorer.id);
    json.key("name").text(scorer.name);
    json.key("version").text(scorer.version);
    json.key("state").text(to_word(scorer.state));
    json.key("reason").text(scorer.reason);
    json.key("mark").raw(scorer.state == plugin_host::State::kScored ? hundredths(scorer.mark) : "null");
    json.key("full").raw(hundredths(scorer.full));
    json.key("weight").integer(scorer.weight);
    json.key("findings").open_array();
    for (const Finding& finding : scorer.findings) write_finding(json, finding);
    json.close();
    json.key("figures").open_array();
    for (const plugin_host::Figure& figure : scorer.figures) {
        json.open_object();
        json.key("key").text(figure.key);
        json.key("zone").raw(figure.zone < zones.size() ? Json::quote(zones[figure.zone]) : "null");
        json.key("value").raw(number(figure.value, 4));
        json.key("unit").text(figure.unit);
        json.close();
    }
    json.close();
    json.close();
}

void write_condition(Json& json, const Condition& condition) {
    json.open_object();
    json.key("id").text(condition.id);
    json.key("text").text(condition.text);
    json.key("value").raw(condition.assessed ? hundredths(np_round(condition.value)) : "null");
    json.key("limit").raw(hundredths(np_round(condition.limit)));
    json.key("met").raw(condition.assessed ? (condition.met ? "true" : "false") : "null");
    json.close();
}

}  // namespace

std::string to_json(const Marks& marks) {
    Json json;
    json.open_object();
    json.key("schema").integer(kSchema);
    json.key("total").raw(hundredths(marks.total));
    json.key("passed").boolean(marks.passed);
    json.key("assessed").boolean(marks.assessed);
    json.key("mode").text(marks.mode);
    json.key("critical").open_array();
    for (const Finding& finding : marks.critical) write_finding(json, finding);
    json.close();
    json.key("conditions").open_array();
    for (const Condition& condition : marks.conditions) write_condition(json, condition);
    json.close();
    json.key("limits").open_object();
    json.key("that_cost").integer(marks.limits_that_cost);
    json.key("assumed").integer(marks.assumed_limits_that_cost);
    json.close();
    json.key("rules").text(marks.rules);
    json.key("skin_type_rules").open_array();
    for (const std::string& rule : marks.skin_type_rules) json.text(rule);
    json.close();
    if (!marks.earlier_rules.empty()) {
        json.key("earlier_rules").open_array();
        for (const std::string& key : marks.earlier_rules) json.text(key);
        json.close();
    }
    json.key("scorers").open_array();
    for (const ScorerMark& scorer : marks.scorers) write_scorer(json, scorer, marks.zones);
    json.close();
    json.close();
    return json.take();
}

}  // namespace np::assessment
