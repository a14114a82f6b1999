// The report as one HTML5 document. Sections in the order in which a reader asks.
#include <algorithm>

#include "charts.h"
#include "html.h"
#include "needlepoint/assessment/report.h"
#include "needlepoint/sdk/math.h"
#include "report_style.h"
#include "texts.h"

namespace np::assessment {
namespace {

using plugin_host::State;

std::string cell(const std::string& contents, const std::string& css_class = "") {
    return element("td", css_class, contents);
}
std::string number_cell(const std::string& text) {
    return cell(text, "number");
}
std::string row_head(const std::string& text) {
    return "<th scope=\"row\">" + text + "</th>";
}
std::string keep_together(const std::string& html) {
    return "<div class=\"keep\">" + html + "</div>\n";
}
std::string row(const std::string& cells) {
    return "<tr>" + cells + "</tr>\n";
}

// Headings that begin with '#' stand over numbers.
std::string table(const std::string& caption, const std::vector<std::string>& headings, const std::string& rows) {
    std::string head;
    for (const std::string& heading : headings) {
        const bool is_number = !heading.empty() && heading[0] == '#';
        head += std::string("<th scope=\"col\"") + (is_number ? " class=\"number\">" : ">") +
                escape(is_number ? heading.substr(1) : heading) + "</th>";
    }
    return "<div class=\"table\"><table>" + (caption.empty() ? "" : element("caption", "", escape(caption))) +
           "<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + rows + "</tbody></table></div>\n";
}

std::string base64(std::span<const std::byte> bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 3; ++k)
            three = (three << 8) | (i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k <= bytes.size() ? kDigits[(three >> (18 - 6 * k)) & 63u] : '=';
    }
    return text;
}

std::string header(const Marks& marks, const SessionStory& story) {
    std::string facts;
    const auto fact = [&](const char* name, const std::string& value) {
        if (!value.empty()) facts += "<li>" + std::string(name) + " <strong>" + escape(value) + "</strong></li>";
    };
    fact("scenario", story.scenario);
    fact("candidate", story.trainee);
    fact("patient", story.patient);
    fact("mode", marks.mode);
    fact("goal", story.goal.empty() ? "" : readable(story.goal));
    fact("pen", story.device);
    fact("date", story.date);
    fact("duration", minutes(story.duration_ticks) + " min");
    fact("seed", std::to_string(story.seed));
    return "<header>\n<p class=\"brand\">Needlepoint &middot; session report</p>\n<h1>" +
           escape(story.title.empty() ? "Untitled session" : story.title) + "</h1>\n<ul class=\"facts\">" + facts +
           "</ul>\n</header>\n";
}

std::string decided_by(const Marks& marks) {
    if (!marks.assessed) return "No scorer gave a mark, so there is nothing to pass.";
    std::string failed;
    for (const Condition& condition : marks.conditions) {
        if (!condition.assessed || condition.met) continue;
        const std::string what = condition.id == "critical"
                                     ? std::to_string(marks.critical.size()) +
                                           (marks.critical.size() == 1 ? " critical finding" : " critical findings")
                                     : condition.text.substr(0, condition.text.find(" at least")) + " " +
                                           hundredths(np_round(condition.value)) + " where " +
                                           hundredths(np_round(condition.limit)) + " is needed";
        failed += (failed.empty() ? "" : "; ") + what;
    }
    return failed.empty() ? "Every condition that applies was met." : "Decided by: " + failed + ".";
}

std::string verdict(const Marks& marks) {
    const char* outcome = !marks.assessed ? "Not assessed" : marks.passed ? "&#10003; Passed" : "&#10007; Not passed";
    const char* css = !marks.assessed ? "verdict" : marks.passed ? "verdict passed" : "verdict failed";
    std::string html = std::string("<section class=\"") + css + "\">\n<p class=\"total\">" +
                       (marks.assessed ? hundredths(marks.total) : "&ndash;") +
                       "<small>of 100 points</small></p>\n<div><p class=\"outcome\">" + outcome + "</p><p>" +
                       escape(decided_by(marks)) + "</p>";
    html += "<p class=\"small quiet\">" + std::to_string(marks.assumed_limits_that_cost) + " of " +
            std::to_string(marks.limits_that_cost) +
            " limits that cost marks are assumptions that no clinician has signed yet.</p>";
    if (!marks.earlier_rules.empty())
        html += "<p class=\"small quiet\">" + escape(earlier_sentence(marks.earlier_rules)) + "</p>";
    return html + "</div>\n</section>\n";
}

std::string cut_notice(const SessionStory& story) {
    return story.cut.empty() ? ""
                             : "<p class=\"notice\"><strong>The record is not whole.</strong> " + escape(story.cut) +
                                   " What follows covers what is there.</p>\n";
}

std::string criticals(const Marks& marks) {
    if (marks.critical.empty()) return "";
    std::string rows;
    for (const Finding& finding : marks.critical)
        rows += row(row_head(severity_shape(finding.severity, true) + escape(finding.critical)) +
                    cell(escape(minutes(finding.first_tick)), "nowrap") + cell(escape(finding.text)));
    return "<h2>Critical findings</h2>\n<p>Each of these fails the visit whatever the total.</p>\n" +
           table("", {"Entry", "Time", "What happened"}, rows);
}

std::string next(const Marks& marks) {
    const auto steps = next_steps(marks);
    if (steps.empty()) return "";
    std::string list;
    for (const std::string& step : steps) list += "<li>" + escape(step) + "</li>\n";
    return "<h2>Work on next</h2>\n<ol class=\"next\">\n" + list + "</ol>\n";
}

std::string scorers(const Marks& marks) {
    std::string rows;
    for (const ScorerMark& scorer : marks.scorers) {
        if (scorer.state != State::kScored) continue;
        const double percent = scorer.mark * 100.0 / scorer.full;
        rows += row(row_head(escape(scorer.name)) + cell(mark_bar(percent)) + number_cell(hundredths(scorer.mark)) +
                    number_cell(hundredths(scorer.full - scorer.mark)) +
                    number_cell(scorer.weight > 0 ? std::to_string(scorer.weight) : "shown only") +
                    number_cell(std::to_string(scorer.findings.size())));
    }
    std::string conditions, other;
    for (const Condition& condition : marks.conditions) {
        if (!condition.assessed) {
            other += (other.empty() ? "" : "; ") + condition.text;
            continue;
        }
        const bool critical = condition.id == "critical";
        const std::string reached =
            critical ? std::to_string(marks.critical.size()) : hundredths(np_round(condition.value));
        conditions += row(row_head(escape(readable(condition.text))) + number_cell(reached) +
                          cell(condition.met ? "&#10003; met" : "&#10007; not met", "nowrap"));
    }
    return keep_together("<h2>Marks</h2>\n" +
                         table("Marks from 0 to full; the total is their mean by weight (per mille).",
                               {"Scorer", "", "#Mark", "#Lost", "#Weight", "#Findings"}, rows)) +
           keep_together("<h3>What it takes to pass</h3>\n" +
                         table("", {"Condition", "#Reached", "Result"}, conditions)) +
           (other.empty() ? "" : "<p class=\"small quiet\">Does not apply here: " + escape(other) + ".</p>\n");
}

std::string faces(const std::vector<Picture>& pictures) {
    std::string html;
    for (const Picture& picture : pictures) {
        if (picture.png.empty()) continue;
        const std::string size = picture.width > 0 ? " width=\"" + std::to_string(picture.width) + "\" height=\"" +
                                                         std::to_string(picture.height) + "\""
                                                   : "";
        html += "<figure><img src=\"data:image/png;base64," + base64(picture.png) + "\" alt=\"" +
                escape(picture.caption) + "\"" + size + "><figcaption>" + escape(picture.caption) +
                "</figcaption></figure>\n";
    }
    return html.empty() ? "" : "<h2>The face</h2>\n<div class=\"faces\">\n" + html + "</div>\n";
}

struct DepthShares {
    double below = 0, inside = 0, above = 0, beyond = 0;
};

DepthShares shares_of(const DepthHistogram& depth) {
    DepthShares shares;
    double total = 0;
    for (std::size_t i = 0; i < depth.hits.size(); ++i) {
        const double hits = static_cast<double>(depth.hits[i]), middle = (static_cast<double>(i) + 0.5) * depth.bin_mm;
        total += hits;
        (middle < depth.min_mm ? shares.below : middle <= depth.max_mm ? shares.inside : shares.above) += hits;
        if (middle > depth.abs_max_mm) shares.beyond += hits;
    }
    if (total > 0)
        for (double* share : {&shares.below, &shares.inside, &shares.above, &shares.beyond})
            *share = *share * 100 / total;
    return shares;
}

std::string outside_the_plan(const SessionStory& story) {
    std::string list;
    for (const DepthHistogram& depth : story.depths) {
        if (depth.max_mm > 0) continue;
        std::uint64_t hits = 0;
        for (const std::uint64_t count : depth.hits) hits += count;
        list += (list.empty() ? "" : ", ") + depth.name + " (" + std::to_string(hits) + ", mean " +
                fixed(depth.mean_mm, 2) + " mm)";
    }
    return list.empty() ? "" : "<p class=\"small\">Needles outside the planned zones: " + escape(list) + ".</p>\n";
}

std::string depths(const SessionStory& story) {
    if (story.depths.empty()) return "";
    std::string charts, rows;
    for (const DepthHistogram& depth : story.depths) {
        if (depth.max_mm <= 0) continue;
        charts += "<figure>" + depth_chart(depth) + "<figcaption>" + escape(readable(depth.name)) +
                  "</figcaption></figure>\n";
        std::uint64_t hits = 0;
        for (const std::uint64_t count : depth.hits) hits += count;
        const DepthShares shares = shares_of(depth);
        const auto percent = [&](double value) { return number_cell(hits == 0 ? "&ndash;" : fixed(value, 1) + " %"); };
        rows += row(
            row_head(escape(readable(depth.name))) + number_cell(std::to_string(hits)) +
            number_cell(hits == 0 ? "&ndash;" : fixed(depth.mean_mm, 2)) +
            number_cell(fixed(depth.min_mm, 2) + " / " + fixed(depth.ideal_mm, 2) + " / " + fixed(depth.max_mm, 2)) +
            percent(shares.below) + percent(shares.inside) + percent(shares.above) + percent(shares.beyond));
    }
    return "<h2>Depth</h2>\n<p class=\"quiet small\">Scored depth of every needle: what the dial would read with "
           "faultless technique. The shaded band is the plan, the line in it the aim, the dashed line the limit that "
           "must never be passed.</p>\n<div class=\"charts\">\n" +
           charts + "</div>\n" +
           table("Depth in mm; shares are of needles.",
                 {"Zone", "#Needles", "#Mean", "#Plan min / ideal / max", "#Too shallow", "#In the band", "#Too deep",
                  "#Past the limit"},
                 rows) +
           outside_the_plan(story);
}

std::string coverage(const SessionStory& story) {
    std::vector<ZoneResult> planned;
    for (const ZoneResult& zone : story.zones)
        if (zone.planned) planned.push_back(zone);
    if (planned.empty()) return "";
    std::string rows;
    for (const ZoneResult& zone : planned) {
        std::string cells = row_head(escape(readable(zone.name))) + number_cell(fixed(zone.area_cm2, 1));
        for (const double share : zone.share) cells += number_cell(fixed(share * 100, 1) + " %");
        const std::string in_plan = zone.passes_hi == 0 ? ""
                                                        : " (plan " + std::to_string(zone.passes_lo) + "&ndash;" +
                                                              std::to_string(zone.passes_hi) + ")";
        cells += number_cell(std::to_string(zone.passes) + in_plan);
        cells += number_cell("B" + std::to_string(zone.bleeding_grade));
        rows += row(cells);
    }
    return "<h2>Coverage</h2>\n<figure>" + coverage_chart(planned) +
           "<figcaption>Density reached against the plan, as shares of each zone</figcaption></figure>\n" +
           table(
               "Light, heavy and overtreated are the bands that the rule pack sets around the plan's density. B0 to B4 "
               "is the bleeding grade at the end.",
               {"Zone", "#Area, cm\xc2\xb2", "#Untreated", "#Light", "#On target", "#Heavy", "#Overtreated", "#Passes",
                "#Bleeding"},
               rows);
}

std::string time(const SessionStory& story, const std::vector<const Finding*>& findings) {
    struct Lane {
        std::string lane, label;
        sdk::Tick first, end, busy;
    };
    std::vector<Lane> lanes;
    for (const Span& span : story.spans) {
        const auto same = [&](const Lane& one) { return one.lane == span.lane && one.label == span.label; };
        auto at = std::find_if(lanes.begin(), lanes.end(), same);
        if (at == lanes.end())
            at = lanes.insert(lanes.end(), {span.lane, span.label, span.first_tick, span.end_tick, 0});
        at->end = std::max(at->end, span.end_tick);
        at->busy += span.end_tick - span.first_tick;
    }
    std::string rows;
    for (const Lane& lane : lanes)
        rows += row(
            row_head(escape(lane.lane == "needling" ? "Needling, " + lane.label : "Phase: " + readable(lane.label))) +
            number_cell(minutes(lane.first)) + number_cell(minutes(lane.end)) + number_cell(minutes(lane.busy)));
    return "<h2>Time line</h2>\n<figure>" + time_line(story, findings) +
           "<figcaption>Octagon: critical, triangle: major, dot: minor, ring: remark. Each is a row of the findings "
           "below.</figcaption></figure>\n" +
           (rows.empty() ? "" : table("Minutes and seconds of the session.", {"What", "#From", "#To", "#Busy"}, rows));
}

std::string with_unit(const std::optional<double>& value, const std::string& unit) {
    return value ? escape(number(*value) + (unit.empty() || unit == "1" ? "" : " " + unit)) : "&ndash;";
}

// One row of the table; findings of the same rule that cost nothing further are only counted.
struct FindingRow {
    const Finding* finding;
    int more = 0;
};

std::vector<FindingRow> rows_of(const std::vector<const Finding*>& findings) {
    std::vector<FindingRow> rows;
    for (const Finding* finding : findings) {
        const auto same = [&](const FindingRow& one) {
            return one.finding->scorer == finding->scorer && one.finding->rule == finding->rule;
        };
        const auto earlier =
            finding->cost == 0 && finding->critical.empty() ? std::find_if(rows.begin(), rows.end(), same) : rows.end();
        if (earlier != rows.end())
            ++earlier->more;
        else
            rows.push_back({finding});
    }
    return rows;
}

std::string findings_table(const Marks& marks, const std::vector<const Finding*>& findings,
                           const scenario::Texts* texts) {
    if (findings.empty()) return "<h2>Findings</h2>\n<p>Nothing was found that is worth telling.</p>\n";
    std::string rows;
    for (const auto& [finding, more] : rows_of(findings)) {
        std::string scorer = finding->scorer;
        for (const ScorerMark& one : marks.scorers)
            if (one.id == finding->scorer) scorer = one.name;
        const std::string word =
            finding->critical.empty() ? to_word(finding->severity) : "critical " + finding->critical;
        const std::string where =
            finding->zone.empty() ? "" : "<br><span class=\"quiet\">" + escape(finding->zone_name) + "</span>";
        const std::string repeats = more == 0 ? ""
                                              : "<br><span class=\"quiet\">and " + std::to_string(more) +
                                                    " more that cost nothing further</span>";
        const std::string advice = "better." + finding->rule;
        const std::string better = texts == nullptr || !texts->has(advice)
                                       ? ""
                                       : "<br><span class=\"better\">Better: " + escape((*texts)(advice)) + "</span>";
        const std::string tag = finding->tag.empty() ? "" : " <span class=\"tag\">" + escape(finding->tag) + "</span>";
        const std::string source =
            finding->source.empty() ? tag
                                    : "<br><span class=\"source\">Source: " + escape(finding->source) + tag + "</span>";
        std::string said = escape(finding->text);
        for (const std::string* part : {&where, &better, &source, &repeats}) said += *part;
        rows += row("<th scope=\"row\" class=\"nowrap\">" +
                    severity_shape(finding->severity, !finding->critical.empty()) + escape(word) + "</th>" +
                    cell(escape(scorer) + "<br><span class=\"quiet small\">" + escape(finding->rule) + "</span>") +
                    cell(said, "wide") + number_cell(minutes(finding->first_tick)) +
                    number_cell(with_unit(finding->value, finding->unit)) +
                    number_cell(with_unit(finding->limit, finding->unit)) + number_cell(hundredths(finding->cost)) +
                    number_cell(fixed(finding->cost_of_total / 100, 2)));
    }
    return "<h2>Findings</h2>\n" +
           table(
               "Worst first. Cost: points of the scorer's mark, then points of the total. Tags: V seen in the source, "
               "R recalled from it, S0 to S3 seed article, EA assumption.",
               {"Severity", "Scorer, rule", "What", "#Time", "#Found", "#Limit", "#Cost", "#Of total"}, rows);
}

// Findings that cost marks under one pack and not under another: where the packs disagree.
std::string only_there(const std::vector<const Marks*>& all) {
    const auto same = [](const Finding& a, const Finding& b) {
        return a.scorer == b.scorer && a.rule == b.rule && a.zone == b.zone;
    };
    const auto has = [&](const Marks& where, const Finding& finding) {
        for (const ScorerMark& scorer : where.scorers)
            for (const Finding& one : scorer.findings)
                if (one.cost > 0 && same(one, finding)) return true;
        return false;
    };
    std::string rows;
    int shown = 0;
    for (const Marks* one : all)
        for (const Finding* finding : worst_first(*one)) {
            const bool everywhere =
                std::all_of(all.begin(), all.end(), [&](const Marks* other) { return has(*other, *finding); });
            if (finding->cost == 0 || everywhere || shown == 12) continue;
            ++shown;
            rows += row(row_head(escape(one->rules.empty() ? "rules of the record" : one->rules)) +
                        cell(escape(finding->text), "wide") + number_cell(with_unit(finding->value, finding->unit)) +
                        number_cell(with_unit(finding->limit, finding->unit)) + number_cell(hundredths(finding->cost)));
        }
    if (rows.empty()) return "<p>No finding costs marks under one pack and none under another.</p>\n";
    return table("Findings that cost marks under one pack only, the dearest first.",
                 {"Only under", "What", "#Found", "#Limit", "#Cost"}, rows);
}

// The same record under several rule packs, side by side.
std::string packs(const Marks& marks, const std::vector<Marks>& under) {
    if (under.empty()) return "";
    std::vector<const Marks*> all{&marks};
    for (const Marks& one : under) all.push_back(&one);
    std::vector<std::string> headings{"Mark"};
    for (const Marks* one : all) headings.push_back("#" + (one->rules.empty() ? "rules of the record" : one->rules));
    std::string rows, totals = row_head("Total"), passed = row_head("Result");
    for (const Marks* one : all) {
        totals += number_cell(one->assessed ? hundredths(one->total) : "&ndash;");
        passed += number_cell(!one->assessed ? "not assessed" : one->passed ? "passed" : "not passed");
    }
    rows += row(totals) + row(passed);
    for (const ScorerMark& scorer : marks.scorers) {
        std::string cells = row_head(escape(scorer.name));
        for (const Marks* one : all) {
            std::string mark = "&ndash;";
            for (const ScorerMark& other : one->scorers)
                if (other.id == scorer.id && other.state == State::kScored) mark = hundredths(other.mark);
            cells += number_cell(mark);
        }
        rows += row(cells);
    }
    return keep_together("<h2>Under other rules</h2>\n" +
                         table("The same record, marked by each rule pack. Nothing else differs.", headings, rows)) +
           only_there(all);
}

std::string not_assessed(const Marks& marks, const SessionStory& story) {
    std::string rows;
    for (const ScorerMark& scorer : marks.scorers)
        if (scorer.state != State::kScored)
            rows += row(row_head(escape(readable(scorer.name))) + cell(to_word(scorer.state), "nowrap") +
                        cell(escape(scorer.reason)));
    std::string unseen;
    for (const std::string& what : story.not_observed) unseen += (unseen.empty() ? "" : "; ") + what;
    std::string always =
        "<p class=\"small\">" +
        (story.input.empty() ? std::string("Not observed by any input: the feel of needle and skin.")
                             : "Input: " + escape(story.input) + ". It does not observe, so nobody assessed: " +
                                   escape(unseen.empty() ? "nothing in particular" : unseen) + ".") +
        "</p>\n";
    for (const std::string& rule : marks.skin_type_rules) always += "<p class=\"small\">" + escape(rule) + ".</p>\n";
    always += marks.skin_type_rules.empty()
                  ? "<p class=\"quiet small\">No rule in force names this patient's skin type.</p>\n"
                  : "<p class=\"quiet small\">No other rule looks at the skin type.</p>\n";
    return "<h2>Not assessed</h2>\n" +
           (rows.empty() ? "<p>Every scorer that the scenario calls for gave a mark.</p>\n"
                         : table("", {"Scorer", "State", "Why"}, rows)) +
           always;
}

std::string proof(const Marks& marks, const SessionStory& story) {
    std::string rows;
    for (const auto& [name, value] : story.hashes) rows += row(row_head(escape(name)) + cell(escape(value), "hash"));
    for (const ScorerMark& scorer : marks.scorers)
        if (!scorer.version.empty())
            rows += row(row_head("graded by " + escape(scorer.id)) +
                        cell(escape(scorer.version + " " + scorer.sha256), "hash"));
    return "<h2>How to verify</h2>\n<p>The marks are a pure function of the record, the rules in it and the scorers "
           "named here. Anyone with the record can check it: <code>needlepoint verify</code> tells whether the file is "
           "whole and who "
           "sealed it, <code>needlepoint grade</code> computes the marks again, <code>needlepoint replay</code> "
           "simulates the visit again from the hand's inputs.</p>\n" +
           table("", {"What", "Value"}, rows);
}

}  // namespace

std::string report_html(const Marks& marks, const SessionStory& story, const std::vector<Picture>& pictures,
                        const ReportExtras& extras) {
    const auto findings = worst_first(marks);
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>Needlepoint report</title>\n<style>";
    html += kReportStyle;
    html += "</style>\n</head>\n<body>\n" + chart_patterns() + "<main>\n";
    html += header(marks, story) + verdict(marks) + cut_notice(story) + criticals(marks) + next(marks) +
            scorers(marks) + packs(marks, extras.under) + faces(pictures) + depths(story) + coverage(story) +
            time(story, findings) + findings_table(marks, findings, extras.texts) + not_assessed(marks, story) +
            proof(marks, story);
    html +=
        "<footer>A result on a simulator: knowledge, decisions, asepsis, settings and pattern of treatment. It does "
        "not certify hand force, needle feel or fitness to treat; supervised real treatments remain "
        "required.</footer>\n";
    html += "</main>\n</body>\n</html>\n";
    return html;
}

}  // namespace np::assessment
