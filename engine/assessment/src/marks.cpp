#include "needlepoint/assessment/marks.h"

#include <algorithm>
#include <set>

#include "needlepoint/sdk/math.h"
#include "texts.h"

namespace np::assessment {

using plugin_host::State;

const char* to_word(State state) {
    switch (state) {
        case State::kScored:
            return "scored";
        case State::kNotAssessed:
            return "not assessed";
        case State::kNotScored:
            return "not scored";
    }
    return "not scored";
}

const char* to_word(sdk::Severity severity) {
    switch (severity) {
        case sdk::Severity::kInfo:
            return "info";
        case sdk::Severity::kMinor:
            return "minor";
        case sdk::Severity::kMajor:
            return "major";
        case sdk::Severity::kCritical:
            return "critical";
    }
    return "info";
}

std::string earlier_sentence(const std::vector<std::string>& keys) {
    if (keys.empty()) return {};
    const bool one = keys.size() == 1;
    return "The record is older than " + std::to_string(keys.size()) + (one ? " rule" : " rules") +
           " of today (such as " + keys.front() + "); it is read as the program worked without " +
           (one ? "it" : "them") + ".";
}

std::string hundredths(std::int64_t value) {
    const std::int64_t size = value < 0 ? -value : value;
    return (value < 0 ? "-" : "") + std::to_string(size / 100) + (size % 100 < 10 ? ".0" : ".") +
           std::to_string(size % 100);
}

namespace {

// a / b, half up; both positive or zero.
std::int64_t divide_rounded(std::int64_t a, std::int64_t b) {
    return (2 * a + b) / (2 * b);
}

// Items of a list parameter: "a,b, c".
std::vector<std::string> items(const Parameters& parameters, std::string_view key) {
    std::vector<std::string> result;
    std::string word;
    for (const char c : parameters.text(key).value_or("") + ",") {
        if (c != ',' && c != ' ') {
            word += c;
            continue;
        }
        if (!word.empty()) result.push_back(word);
        word.clear();
    }
    return result;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool truthy(const Parameters& parameters, const std::string& key) {
    return parameters.number_or(key, 0) != 0;
}

// Whether a finding of severity critical counts as one. Practice shows them as printed; in assessment only what the
// list of criticals holds counts, and what waits for a panel only once the panel has signed.
bool counts_as_critical(const sdk::Finding& finding, const Parameters& parameters, bool assessment) {
    if (finding.severity != sdk::Severity::kCritical) return false;
    if (!assessment) return true;
    if (finding.critical.empty()) return false;
    const std::string key = "critical." + finding.critical;
    const Parameter* listed = parameters.find(key + ".rows");
    if (listed == nullptr) return false;
    return !truthy(parameters, key + ".needs_panel") || !listed->provenance.approved_by.empty();
}

Finding to_finding(const sdk::Finding& from, const std::string& scorer, const std::vector<std::string>& zone_ids,
                   const Parameters& parameters, bool assessment) {
    Finding finding;
    finding.scorer = scorer;
    finding.id = from.id;
    finding.rule = from.rule;
    finding.severity = from.severity;
    finding.cost = from.cost;
    finding.first_tick = from.first_tick;
    finding.end_tick = from.end_tick;
    if (from.zone < zone_ids.size()) finding.zone = zone_ids[from.zone];
    finding.zone_name = zone_name(finding.zone, &parameters);
    finding.cell = from.cell;
    finding.thing = from.thing;
    finding.value = from.value;
    finding.limit = from.limit;
    finding.unit = from.unit;
    finding.source = from.source;
    finding.limit_key = from.limit_key;
    if (const Parameter* limit = parameters.find(from.limit_key)) {
        finding.tag = limit->provenance.tag;
        finding.assumed = limit->provenance.assumed();
        if (finding.source.empty()) finding.source = limit->provenance.source;
        if (finding.unit.empty() && (finding.value || finding.limit)) finding.unit = limit->unit;
    }
    if (counts_as_critical(from, parameters, assessment))
        finding.critical = from.critical.empty() ? from.rule : from.critical;
    else if (from.severity == sdk::Severity::kCritical)
        finding.severity = sdk::Severity::kMajor;
    finding.text = fill_in(from, finding.unit, finding.zone_name);
    return finding;
}

// "scorer.depth" is a key of a text table that marks must not depend on: shown as "Depth".
std::string display_name(const std::string& key) {
    return readable(key.compare(0, 7, "scorer.") == 0 ? key.substr(7) : key);
}

ScorerMark to_scorer_mark(const plugin_host::Result& result, const std::vector<std::string>& zone_ids,
                          const Parameters& parameters, bool assessment) {
    ScorerMark scorer;
    scorer.id = result.id;
    scorer.name = display_name(result.name_key);
    scorer.version = result.version;
    scorer.sha256 = to_hex(result.digest);
    scorer.state = result.state;
    scorer.reason = result.reason;
    if (result.state == State::kNotScored)
        scorer.reason += " (at " + minutes(result.tick) + ", tick " + std::to_string(result.tick) + ")";
    scorer.mark = result.mark;
    scorer.full = result.full;
    scorer.weight =
        static_cast<std::int32_t>(np_round(np_clamp(parameters.number_or("score.weight." + result.id, 0), 0, 1e6)));
    for (const sdk::Finding& finding : result.findings)
        scorer.findings.push_back(to_finding(finding, result.id, zone_ids, parameters, assessment));
    scorer.figures = result.figures;
    return scorer;
}

// The scenario decides who scores: an uninvited scorer is not assessed, an absent one is named.
void heed_the_scenario(std::vector<ScorerMark>& scorers, const Parameters& parameters) {
    if (!parameters.text("session.calls_for")) return;
    const auto called = items(parameters, "session.calls_for");
    for (ScorerMark& scorer : scorers) {
        if (contains(called, scorer.id)) continue;
        scorer.state = State::kNotAssessed;
        scorer.reason = "the scenario does not call for it";
        scorer.mark = 0;
        scorer.findings.clear();
    }
    for (const std::string& id : called) {
        const auto is_it = [&](const ScorerMark& one) { return one.id == id; };
        if (std::any_of(scorers.begin(), scorers.end(), is_it)) continue;
        ScorerMark absent;
        absent.id = id;
        absent.name = readable(id);
        absent.state = State::kNotScored;
        absent.reason = "no plugin with this id is installed";
        absent.weight =
            static_cast<std::int32_t>(np_round(np_clamp(parameters.number_or("score.weight." + id, 0), 0, 1e6)));
        scorers.push_back(std::move(absent));
    }
    const auto place = [&](const ScorerMark& scorer) {
        return std::find(called.begin(), called.end(), scorer.id) - called.begin();
    };
    std::stable_sort(scorers.begin(), scorers.end(),
                     [&](const ScorerMark& a, const ScorerMark& b) { return place(a) < place(b); });
}

// A mark on the scale 0..10000.
std::int64_t scaled(const ScorerMark& scorer) {
    return scorer.full == 10000 ? scorer.mark : divide_rounded(std::int64_t{scorer.mark} * 10000, scorer.full);
}

bool counts(const ScorerMark& scorer) {
    return scorer.state == State::kScored && scorer.weight > 0;
}

// Weighted mean in hundredths over those that count and are in `among` (empty: all); -1 if there are none.
std::int64_t weighted_mean(const std::vector<ScorerMark>& scorers, const std::vector<std::string>& among) {
    std::int64_t sum = 0, weights = 0;
    for (const ScorerMark& scorer : scorers) {
        if (!counts(scorer) || (!among.empty() && !contains(among, scorer.id))) continue;
        sum += scaled(scorer) * scorer.weight;
        weights += scorer.weight;
    }
    return weights == 0 ? -1 : divide_rounded(sum, weights);
}

void price_findings(std::vector<ScorerMark>& scorers) {
    std::int64_t weights = 0;
    for (const ScorerMark& scorer : scorers)
        if (counts(scorer)) weights += scorer.weight;
    for (ScorerMark& scorer : scorers) {
        if (!counts(scorer)) continue;
        for (Finding& finding : scorer.findings)
            finding.cost_of_total = finding.cost * 10000.0 / scorer.full * scorer.weight / static_cast<double>(weights);
    }
}

Condition at_least(std::string id, const std::string& what, std::int64_t value, double points) {
    Condition condition;
    condition.id = std::move(id);
    condition.assessed = value >= 0;
    condition.value = condition.assessed ? static_cast<double>(value) : 0;
    condition.limit = static_cast<double>(np_round(points * 100));
    condition.text = what + " at least " + hundredths(np_round(points * 100));
    condition.met = !condition.assessed || condition.value >= condition.limit;
    return condition;
}

std::vector<Condition> pass_rule(const Marks& marks, const Parameters& parameters) {
    std::vector<Condition> conditions;
    constexpr std::string_view kPrefix = "score.pass.";
    if (const auto cut = parameters.number("score.pass.cut"))
        conditions.push_back(at_least("total", "total", marks.assessed ? marks.total : -1, *cut));
    if (const auto limit = parameters.number("score.pass.composite")) {
        const auto among = items(parameters, "score.pass.composite_of");
        conditions.push_back(at_least("composite", "needling as a whole",
                                      among.empty() ? -1 : weighted_mean(marks.scorers, among), *limit));
    }
    for (const auto& [key, parameter] : parameters.entries()) {
        if (key.compare(0, kPrefix.size(), kPrefix) != 0) continue;
        const std::string id = key.substr(kPrefix.size());
        const double* limit = std::get_if<double>(&parameter.value);
        if (limit == nullptr || id == "cut" || id == "composite") continue;
        std::int64_t mark = -1;
        std::string name = id;
        for (const ScorerMark& scorer : marks.scorers) {
            if (scorer.id != id) continue;
            name = scorer.name;
            if (scorer.state == State::kScored) mark = scaled(scorer);
        }
        conditions.push_back(at_least(id, name, mark, *limit));
    }
    Condition critical;
    critical.id = "critical";
    critical.text = "no critical finding";
    critical.assessed = true;
    critical.value = static_cast<double>(marks.critical.size()) * 100;
    critical.met = marks.critical.empty();
    conditions.push_back(critical);
    return conditions;
}

// Limits with a loss, each counted once, and how many of them nobody has signed.
void count_limits(Marks& marks) {
    std::set<std::string> costly, assumed;
    for (const ScorerMark& scorer : marks.scorers) {
        for (const Finding& finding : scorer.findings) {
            if (finding.cost == 0) continue;
            const std::string name = finding.limit_key.empty() ? scorer.id + ":" + finding.rule : finding.limit_key;
            costly.insert(name);
            if (finding.assumed) assumed.insert(name);
        }
    }
    marks.limits_that_cost = static_cast<std::uint32_t>(costly.size());
    marks.assumed_limits_that_cost = static_cast<std::uint32_t>(assumed.size());
}

// Rules that see the same work differently because of the patient's skin type. Everything else must not.
std::vector<std::string> skin_type_rules(const Parameters& parameters) {
    const double type = parameters.number_or("session.fitzpatrick", 0);
    std::vector<std::string> rules;
    if (type < parameters.number_or("plan_rule.dark_from_fitzpatrick", 4)) return rules;
    const std::string for_type = "Fitzpatrick " + number(type) + ": ";
    const auto figure = [&](const char* key) { return number(parameters.number_or(key, 0)); };
    rules.push_back(for_type + "the greatest depth of each zone is " + figure("plan_rule.dark_max_minus_mm") +
                    " mm less, but not below " + figure("plan_rule.dark_max_floor_mm") + " mm");
    if (parameters.number_or("session.first_session", 0) != 0)
        rules.push_back(for_type + "in a first session the most passes are " +
                        figure("plan_rule.dark_first_passes_minus") + " less");
    if (contains(items(parameters, "case.items"), "C32"))
        rules.push_back(for_type +
                        "the decision takes the skin type into account (C32); refusing for it scores nothing");
    if (contains(items(parameters, "session.calls_for"), "outcome"))
        rules.push_back(
            for_type +
            "the outcome shows its own odds of dark marks; it has no weight unless the scenario gives it one");
    return rules;
}

}  // namespace

Marks weigh(const std::vector<plugin_host::Result>& results, const std::vector<std::string>& zone_ids,
            const Parameters& parameters) {
    Marks marks;
    marks.mode = parameters.text("session.mode").value_or("practice");
    marks.zones = zone_ids;
    const bool assessment = marks.mode == "assessment";
    for (const auto& result : results)
        marks.scorers.push_back(to_scorer_mark(result, zone_ids, parameters, assessment));
    std::stable_sort(marks.scorers.begin(), marks.scorers.end(),
                     [](const ScorerMark& a, const ScorerMark& b) { return a.id < b.id; });
    marks.rules = parameters.text("session.rules").value_or("");
    marks.skin_type_rules = skin_type_rules(parameters);
    heed_the_scenario(marks.scorers, parameters);
    price_findings(marks.scorers);
    for (const ScorerMark& scorer : marks.scorers)
        for (const Finding& finding : scorer.findings)
            if (!finding.critical.empty()) marks.critical.push_back(finding);
    std::stable_sort(marks.critical.begin(), marks.critical.end(),
                     [](const Finding& a, const Finding& b) { return a.first_tick < b.first_tick; });
    const std::int64_t total = weighted_mean(marks.scorers, {});
    marks.assessed = total >= 0;
    marks.total = static_cast<std::int32_t>(std::max<std::int64_t>(0, total));
    marks.conditions = pass_rule(marks, parameters);
    marks.passed = marks.assessed && std::all_of(marks.conditions.begin(), marks.conditions.end(),
                                                 [](const Condition& one) { return one.met; });
    count_limits(marks);
    return marks;
}

std::vector<const Finding*> worst_first(const Marks& marks) {
    std::vector<const Finding*> findings;
    for (const ScorerMark& scorer : marks.scorers)
        for (const Finding& finding : scorer.findings) findings.push_back(&finding);
    std::stable_sort(findings.begin(), findings.end(), [](const Finding* a, const Finding* b) {
        if (a->critical.empty() != b->critical.empty()) return b->critical.empty();
        if (a->cost_of_total != b->cost_of_total) return a->cost_of_total > b->cost_of_total;
        if (a->severity != b->severity) return a->severity > b->severity;
        return a->first_tick < b->first_tick;
    });
    return findings;
}

}  // namespace np::assessment
