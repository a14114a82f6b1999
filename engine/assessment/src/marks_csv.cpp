// Marks and findings for a spreadsheet.
#include "needlepoint/assessment/marks.h"
#include "needlepoint/sdk/math.h"
#include "texts.h"

namespace np::assessment {
namespace {

constexpr const char* kHeading =
    "row,scorer,id,rule,severity,critical,state,mark,full,weight,cost,cost_of_total,first_tick,end_tick,zone,cell,"
    "thing,value,limit,unit,limit_key,tag,assumed,source,text\r\n";

// Quoted where a comma, a quote or a line's end asks for it. A cell that a spreadsheet would take for a formula is
// led by an apostrophe.
std::string field(const std::string& text) {
    const bool formula =
        !text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '@' ||
                          (text[0] == '-' && text.find_first_not_of("-.0123456789") != std::string::npos));
    const std::string safe = formula ? "'" + text : text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

struct Row {
    std::string kind, scorer, id, rule, severity, critical, state, mark, full, weight, cost, cost_of_total, first_tick,
        end_tick, zone, cell, thing, value, limit, unit, limit_key, tag, assumed, source, text;

    std::string line() const {
        std::string out;
        for (const std::string* one :
             {&kind,  &scorer, &id,    &rule,          &severity,   &critical, &state,   &mark,
              &full,  &weight, &cost,  &cost_of_total, &first_tick, &end_tick, &zone,    &cell,
              &thing, &value,  &limit, &unit,          &limit_key,  &tag,      &assumed, &source})
            out += field(*one) + ",";
        return out + field(text) + "\r\n";
    }
};

std::string optional_number(const std::optional<double>& value) {
    return value ? number(*value, 4) : std::string();
}

Row row_of(const Finding& finding) {
    Row row;
    row.kind = "finding";
    row.scorer = finding.scorer;
    row.id = finding.id;
    row.rule = finding.rule;
    row.severity = to_word(finding.severity);
    row.critical = finding.critical;
    row.cost = hundredths(finding.cost);
    row.cost_of_total = number(finding.cost_of_total / 100, 4);
    row.first_tick = std::to_string(finding.first_tick);
    row.end_tick = std::to_string(finding.end_tick);
    row.zone = finding.zone;
    if (finding.cell != NP_NO_CELL) row.cell = std::to_string(finding.cell);
    row.thing = finding.thing;
    row.value = optional_number(finding.value);
    row.limit = optional_number(finding.limit);
    row.unit = finding.unit;
    row.limit_key = finding.limit_key;
    row.tag = finding.tag;
    row.assumed = finding.assumed ? "1" : "0";
    row.source = finding.source;
    row.text = finding.text;
    return row;
}

}  // namespace

std::string to_csv(const Marks& marks) {
    std::string out = kHeading;
    Row total;
    total.kind = "total";
    total.state = !marks.assessed ? "not assessed" : marks.passed ? "passed" : "not passed";
    if (marks.assessed) total.mark = hundredths(marks.total);
    total.full = hundredths(10000);
    total.text = marks.rules;
    out += total.line();
    for (const Condition& condition : marks.conditions) {
        Row row;
        row.kind = "condition";
        row.id = condition.id;
        row.state = !condition.assessed ? "not assessed" : condition.met ? "met" : "not met";
        if (condition.assessed) row.value = hundredths(np_round(condition.value));
        row.limit = hundredths(np_round(condition.limit));
        row.text = condition.text;
        out += row.line();
    }
    for (const ScorerMark& scorer : marks.scorers) {
        Row row;
        row.kind = "mark";
        row.scorer = row.id = scorer.id;
        row.state = to_word(scorer.state);
        if (scorer.state == plugin_host::State::kScored) row.mark = hundredths(scorer.mark);
        row.full = hundredths(scorer.full);
        row.weight = std::to_string(scorer.weight);
        row.text = scorer.reason;
        out += row.line();
        for (const Finding& finding : scorer.findings) out += row_of(finding).line();
    }
    return out;
}

}  // namespace np::assessment
