#include <algorithm>

#include "needlepoint/assessment/report.h"
#include "texts.h"

namespace np::assessment {

namespace {

// Findings of one rule, whatever the zone: one habit to change.
struct Habit {
    const Finding* worst = nullptr;
    std::string scorer_name;
    double cost = 0;  // hundredths of the total
    int count = 0;
};

}  // namespace

std::vector<std::string> next_steps(const Marks& marks) {
    std::vector<Habit> habits;
    for (const ScorerMark& scorer : marks.scorers) {
        for (const Finding& finding : scorer.findings) {
            if (finding.cost == 0 && finding.critical.empty()) continue;
            const auto same = [&](const Habit& one) {
                return one.worst->scorer == finding.scorer && one.worst->rule == finding.rule;
            };
            auto habit = std::find_if(habits.begin(), habits.end(), same);
            if (habit == habits.end()) habit = habits.insert(habits.end(), {&finding, scorer.name, 0, 0});
            if (finding.cost_of_total > habit->worst->cost_of_total ||
                (!finding.critical.empty() && habit->worst->critical.empty()))
                habit->worst = &finding;
            habit->cost += finding.cost_of_total;
            habit->count += 1;
        }
    }
    std::stable_sort(habits.begin(), habits.end(), [](const Habit& a, const Habit& b) {
        if (a.worst->critical.empty() != b.worst->critical.empty()) return b.worst->critical.empty();
        return a.cost > b.cost;
    });
    std::vector<std::string> steps;
    for (const Habit& habit : habits) {
        if (steps.size() == 3) break;
        std::string step = habit.scorer_name + ": " + habit.worst->text;
        if (habit.count > 1) step += " Seen " + std::to_string(habit.count) + " times.";
        if (habit.cost >= 0.5) step += " Cost " + fixed(habit.cost / 100, 1) + " of 100 points in all.";
        steps.push_back(std::move(step));
    }
    return steps;
}

}  // namespace np::assessment
