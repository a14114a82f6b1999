#include "debrief_view.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace np::app {

namespace {

std::string number_text(const std::optional<double>& value, const std::string& unit) {
    if (!value) return {};
    char text[48];
    std::snprintf(text, sizeof text, std::abs(*value) >= 100 ? "%.0f" : "%.2f", *value);
    std::string words = text;
    // Trailing zeros say nothing, except where one was written on purpose.
    if (words.find('.') != std::string::npos) {
        while (words.back() == '0') words.pop_back();
        if (words.back() == '.') words.pop_back();
    }
    return unit.empty() || unit == "1" ? words : words + " " + unit;
}

ui::Severity severity_of(sdk::Severity severity) {
    switch (severity) {
        case sdk::Severity::kMinor:
            return ui::Severity::kMinor;
        case sdk::Severity::kMajor:
            return ui::Severity::kMajor;
        case sdk::Severity::kCritical:
            return ui::Severity::kCritical;
        default:
            return ui::Severity::kGood;
    }
}

std::string scorer_name(const assessment::Marks& marks, const std::string& id, const Words& words) {
    for (const assessment::ScorerMark& scorer : marks.scorers)
        if (scorer.id == id) return words(scorer.name.empty() ? "scorer." + id : scorer.name);
    return words.of("scorer", id);
}

std::string sentence(std::string words) {
    if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

std::string decided_by(const assessment::Marks& marks) {
    if (!marks.assessed) return "No part of this visit was assessed.";
    if (!marks.critical.empty()) return "Decided by a critical finding: " + marks.critical.front().text;
    for (const assessment::Condition& condition : marks.conditions)
        if (condition.assessed && !condition.met)
            return "Not met: " + condition.text + " (it was " + assessment::hundredths(std::llround(condition.value)) +
                   ").";
    for (const assessment::Condition& condition : marks.conditions)
        if (condition.assessed) return sentence(condition.text + ", and no critical finding.");
    return {};
}

ui::FindingView finding_view(const assessment::Finding& finding, const assessment::Marks& marks, const Words& words) {
    ui::FindingView view;
    view.severity = severity_of(finding.severity);
    view.scorer = scorer_name(marks, finding.scorer, words);
    view.rule = finding.rule;
    view.text = finding.text.empty() ? words(finding.rule) : finding.text;
    view.value = number_text(finding.value, finding.unit);
    view.limit = number_text(finding.limit, finding.unit);
    view.source = finding.source;
    if (!finding.tag.empty()) view.source += (view.source.empty() ? "" : ", ") + finding.tag;
    if (finding.assumed) view.source += view.source.empty() ? "assumption" : " (assumption)";
    const std::string better = "better." + finding.rule;
    // A rule without its own advice shows none: the limit says what was wanted.
    if (words.has(better)) view.right = words(better);
    view.zone = finding.zone.empty() ? "" : words.zone(finding.zone);
    view.cost = finding.cost_of_total / 100.0;
    view.first_tick = finding.first_tick;
    view.end_tick = finding.end_tick;
    view.has_place = finding.cell != NP_NO_CELL || !finding.zone.empty();
    return view;
}

ui::ScorerView scorer_view(const assessment::ScorerMark& scorer, const Words& words) {
    ui::ScorerView view;
    view.name = words(scorer.name.empty() ? "scorer." + scorer.id : scorer.name);
    view.mark = scorer.mark / 100.0;
    view.full = scorer.full / 100.0;
    view.weight = scorer.weight / 10.0;
    if (scorer.state != plugin_host::State::kScored) view.state = assessment::to_word(scorer.state);
    for (const assessment::Finding& finding : scorer.findings)
        view.worst = std::max(view.worst, severity_of(finding.severity));
    return view;
}

}  // namespace

DebriefContents debrief_contents(const assessment::Marks& marks, const scenario::Scenario& scenario, sdk::Tick duration,
                                 bool force_observed, const Words& words) {
    DebriefContents contents;
    ui::DebriefView& view = contents.view;
    view.title = scenario.title;
    if (scenario.body == scenario::BodyKind::kHead && !scenario.patient.name.empty() &&
        scenario.patient.name != scenario.title)
        view.title = scenario.patient.name + " \u00B7 " + scenario.title;
    char length[64];
    std::snprintf(length, sizeof length, "%u min %u s", static_cast<unsigned>(duration / 60000),
                  static_cast<unsigned>(duration / 1000 % 60));
    std::string mode(scenario::to_word(scenario.mode));
    if (!mode.empty()) mode[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(mode[0])));
    view.subtitle = mode + " \u00B7 " + length;
    view.graded = marks.assessed;
    view.total = marks.total / 100.0;
    view.passed = marks.passed;
    view.decided_by = decided_by(marks);
    view.duration_ticks = std::max<sdk::Tick>(1, duration);
    view.tick = view.duration_ticks;
    for (const assessment::ScorerMark& scorer : marks.scorers) view.scorers.push_back(scorer_view(scorer, words));
    for (const assessment::ScorerMark& scorer : marks.scorers)
        if (scorer.state == plugin_host::State::kNotScored)
            view.not_assessed.push_back(view.scorers[static_cast<std::size_t>(&scorer - marks.scorers.data())].name +
                                        ": " + scorer.reason);
    for (const assessment::Finding* finding : assessment::worst_first(marks)) {
        if (finding->severity == sdk::Severity::kInfo && finding->cost == 0) continue;
        view.findings.push_back(finding_view(*finding, marks, words));
        contents.places.push_back({finding->cell, finding->zone});
    }
    for (std::string& sentence : assessment::next_steps(marks)) view.next.push_back({std::move(sentence), scenario.id});
    if (!force_observed)
        view.not_assessed.push_back("Force was not assessed: what was in the hand did not measure it.");
    return contents;
}

bool force_observed(const session::Record& record) {
    bool found = false, observed = false;
    (void)record.for_each_block(
        [&](const session::Block& block) {
            for (const sdk::RecordView event : block.events) {
                const auto* strike = found ? nullptr : event.raw<sdk::event::strike>();
                if (strike) found = true, observed = (strike->state & 4u) != 0;
            }
        },
        true);
    return observed || !found;
}

ui::Action best_view(const scenario::Scenario& scenario) {
    bool left = false, right = false;
    for (const std::string& zone : scenario.hands) {
        left = left || (zone.size() > 2 && zone.compare(zone.size() - 2, 2, "_l") == 0);
        right = right || (zone.size() > 2 && zone.compare(zone.size() - 2, 2, "_r") == 0);
    }
    if (left == right) return ui::Action::kViewFront;
    return left ? ui::Action::kViewThreeQuarterLeft : ui::Action::kViewThreeQuarterRight;
}

std::vector<ui::Row> phases_of(const session::Record& record, const Parameters& rules) {
    static constexpr const char* kNames[] = {"Consult", "Prepare", "Needle", "Cool", "Close"};
    static constexpr const char* kIds[] = {"consult", "prepare", "needle", "after", "close"};
    std::vector<ui::Row> rows{{kNames[0], "0"}};
    int phase = 0;
    const auto reach = [&](int to, sdk::Tick tick) {
        if (to <= phase) return;
        phase = to;
        rows.push_back({kNames[to], std::to_string(tick)});
    };
    (void)record.for_each_block(
        [&](const session::Block& block) {
            for (const sdk::RecordView event : block.events) {
                if (event.kind() == sdk::event::strike::kKind) reach(2, event.tick());
                const auto* raw = event.raw<sdk::event::action>();
                if (!raw) continue;
                const std::string step(event.text(raw->step));
                const auto name = step.empty() ? std::nullopt : rules.text("step." + step + ".phase");
                if (!name) continue;
                for (int i = 0; i < 5; ++i)
                    if (*name == kIds[i]) reach(i, event.tick());
            }
        },
        true);
    return rows;
}

}  // namespace np::app
