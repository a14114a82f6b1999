#include "needlepoint/skin/aftercare.h"

#include <algorithm>

#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

constexpr std::string_view kHabits[] = {"spf",         "sun",      "heat",      "cool",    "occlusion",
                                        "moisturiser", "retinoid", "vitamin_c", "acid",    "makeup",
                                        "picking",     "touching", "swimming",  "smoking", "antiviral"};

// "picking_2" -> "picking"
std::string_view without_number(std::string_view word) {
    const std::size_t end = word.find_last_of('_');
    if (end == std::string_view::npos || end + 1 == word.size()) return word;
    for (const char c : word.substr(end + 1))
        if (c < '0' || c > '9') return word;
    return word.substr(0, end);
}

Expected<HabitSpan> read_span(const Parameters& parameters, const std::string& base, std::string_view word) {
    HabitSpan span;
    const auto* found = std::find(std::begin(kHabits), std::end(kHabits), without_number(word));
    if (found == std::end(kHabits)) {
        std::string all;
        for (const std::string_view habit : kHabits) all += (all.empty() ? "" : ", ") + std::string(habit);
        return no(base + ": '" + std::string(word) + "' is no habit of aftercare; one of these was expected: " + all);
    }
    span.habit = static_cast<Habit>(found - std::begin(kHabits));
    for (const auto& [field, to] : {std::pair{"from_h", &span.from_h}, std::pair{"until_h", &span.until_h}}) {
        const auto value = parameters.need(base + "." + field);
        if (!value) return tl::unexpected(value.error());
        *to = *value;
    }
    if (!(span.from_h >= 0) || !(span.until_h > span.from_h))
        return no(base + ": expected hours from 0 on that end after they begin, found " + std::to_string(span.from_h) +
                  " to " + std::to_string(span.until_h));
    span.advice = parameters.text(base + ".advice").value_or("");
    return span;
}

}  // namespace

std::string_view to_word(Habit habit) {
    return kHabits[static_cast<std::size_t>(habit)];
}

bool Aftercare::ever(Habit habit) const {
    return before(habit, 1e9);
}

bool Aftercare::before(Habit habit, double hours) const {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const HabitSpan& span) { return span.habit == habit && span.from_h < hours; });
}

double Aftercare::share(Habit habit, double hours) const {
    double covered = 0;
    for (const HabitSpan& span : spans)
        if (span.habit == habit) covered += np_max(0, np_min(span.until_h, hours) - np_min(span.from_h, hours));
    return hours > 0 ? np_min(1, covered / hours) : 0;
}

Expected<Aftercare> read_aftercare(const Parameters& parameters, std::string_view name) {
    const std::string prefix = "aftercare." + std::string(name) + ".";
    Aftercare aftercare;
    aftercare.name = name;
    std::string last;
    for (auto at = parameters.entries().lower_bound(prefix); at != parameters.entries().end(); ++at) {
        if (at->first.compare(0, prefix.size(), prefix) != 0) break;
        const std::string word = at->first.substr(prefix.size(), at->first.find('.', prefix.size()) - prefix.size());
        if (word == last) continue;
        last = word;
        auto span = read_span(parameters, prefix + word, word);
        if (!span) return tl::unexpected(span.error());
        aftercare.spans.push_back(std::move(*span));
    }
    if (!aftercare.spans.empty()) return aftercare;
    std::string known;
    for (const std::string& one : aftercare_names(parameters)) known += (known.empty() ? "" : ", ") + one;
    return no("aftercare '" + std::string(name) + "' is not known; one of these or a file was expected: " + known);
}

std::vector<std::string> aftercare_names(const Parameters& parameters) {
    std::vector<std::string> names;
    std::string order = parameters.text("aftercare.order").value_or("");
    for (std::size_t from = 0; from < order.size();) {
        const std::size_t end = std::min(order.find(',', from), order.size());
        names.push_back(order.substr(from, end - from));
        from = end + 1;
    }
    names.emplace_back("as_told");
    return names;
}

Aftercare as_told(const Aftercare& good, const Aftercare& careless, bool told_aftercare, bool told_sun) {
    Aftercare result;
    result.name = "as_told";
    const auto told = [&](const HabitSpan& span) { return span.advice == "sun" ? told_sun : told_aftercare; };
    for (const HabitSpan& span : good.spans)
        if (span.advice.empty() || told(span)) result.spans.push_back(span);
    for (const HabitSpan& span : careless.spans)
        if (!span.advice.empty() && !told(span)) result.spans.push_back(span);
    return result;
}

}  // namespace np::skin
