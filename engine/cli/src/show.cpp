#include "show.h"

#include <cstdio>

namespace np::cli {

namespace {

std::string row(const char* format, const std::string& a, const std::string& b) {
    char line[400];
    std::snprintf(line, sizeof line, format, a.c_str(), b.c_str());
    return line;
}

}  // namespace

std::string show_marks(const assessment::Marks& marks) {
    std::string text =
        row("%-18s %s\n", "total", assessment::hundredths(marks.total) + (marks.passed ? "  passed" : "  not passed"));
    for (const auto& scorer : marks.scorers) {
        const bool scored = scorer.state == plugin_host::State::kScored;
        text += row("%-18s %s\n", scorer.id,
                    scored ? assessment::hundredths(scorer.mark)
                           : std::string(assessment::to_word(scorer.state)) + ": " + scorer.reason);
    }
    for (const auto& condition : marks.conditions)
        if (condition.assessed && !condition.met) text += row("%-18s %s\n", "not met", condition.text);
    std::size_t shown = 0;
    for (const assessment::Finding* finding : assessment::worst_first(marks)) {
        if (++shown > 12) break;
        text += row("%-18s %s\n", finding->critical.empty() ? assessment::to_word(finding->severity) : "critical",
                    finding->scorer + ": " + finding->text + " (-" + assessment::hundredths(finding->cost) + ")");
    }
    text += std::to_string(marks.assumed_limits_that_cost) + " of " + std::to_string(marks.limits_that_cost) +
            " limits that cost marks are assumptions\n";
    if (!marks.earlier_rules.empty()) text += assessment::earlier_sentence(marks.earlier_rules) + "\n";
    return text;
}

std::string show_inspection(const session::Inspection& inside) {
    std::string text;
    for (const auto& [key, value] : inside.meta) text += row("%-22s %s\n", key, value);
    for (const auto& [name, bytes] : inside.attachments)
        text += row("%-22s %s bytes\n", "attachment " + name, std::to_string(bytes));
    for (const auto& [kind, count] : inside.counts)
        if (count > 0) text += row("%-22s %s\n", kind, std::to_string(count));
    text += row("%-22s %s ms\n", "duration", std::to_string(inside.duration_ticks));
    text += row("%-22s %s\n", "bytes per minute", std::to_string(inside.bytes_per_minute));
    text += row("%-22s %s\n", "whole", inside.whole ? "yes" : "no: " + inside.cut);
    return text;
}

}  // namespace np::cli
