#include "rules.h"

#include <algorithm>

#include "needlepoint/sdk/math.h"

namespace np::clinic {

Words split_words(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        if (comma != 0) words.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return words;
}

std::string join_words(const Words& words) {
    std::string joined;
    for (const std::string& word : words) joined += (joined.empty() ? "" : ",") + word;
    return joined;
}

bool contains(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Rules::Rules(const Parameters& parameters) {
    const auto words = [&](std::string_view key) { return split_words(parameters.text(key).value_or(std::string())); };
    const auto text = [&](const std::string& key) { return parameters.text(key).value_or(std::string()); };
    const auto milli = [&](const std::string& key) {
        return static_cast<std::uint32_t>(np_round(1000 * np_clamp(parameters.number_or(key, 0), 0, 1e6)));
    };

    const Words called = words("steps.called"), given = words("steps.accepted_without");
    for (const std::string& id : words("procedure.order")) {
        const std::string prefix = "step." + id + ".";
        StepRule rule;
        rule.id = id;
        rule.phase = text(prefix + "phase");
        rule.by = text(prefix + "by");
        rule.after = words(prefix + "after");
        rule.called = contains(called, id);
        rule.given = contains(given, id);
        rule.cover_share = parameters.number_or(prefix + "cover_share", 1);
        rule.least_s = parameters.number_or(prefix + "least_s", 0);
        steps.push_back(std::move(rule));
    }
    for (const std::string& id : words("things.order")) {
        const std::string prefix = "thing." + id + ".";
        ThingRule rule;
        rule.id = id;
        rule.kind = text(prefix + "kind");
        rule.hygiene = text(prefix + "hygiene");
        rule.substance = text(prefix + "substance");
        rule.lot = text(prefix + "lot");
        rule.sealed = parameters.number_or(prefix + "sealed", 0) != 0;
        rule.wear = parameters.number_or(prefix + "wear", 0) != 0;
        rule.swipe_radius_mm = parameters.number_or(prefix + "swipe_radius_mm", 0);
        things.push_back(std::move(rule));
    }
    for (const std::string& id : words("incidents.order")) {
        const std::string prefix = "incident." + id + ".";
        incidents.push_back({id, words(prefix + "right"), words(prefix + "harmless"), words(prefix + "wrong")});
    }
    places = words("things.places");
    acts = words("incidents.acts");
    ask = words("topics.ask");
    tell = words("topics.tell");
    look = words("topics.look");
    history_topics = words("step.T07.topics");
    decisions = words("contras.decisions");
    responses = words("contras.responses");
    cases = words("contras.order");
    zones = words("plan.zones");
    field = words("plan.field");
    if (field.empty()) field = zones;
    calls = words("session.calls");
    allowed_pairs = words("asepsis.allowed");
    dirty = words("asepsis.dirty");
    worst = words("asepsis.worst");
    dry_s = parameters.number_or("asepsis.antiseptic_dry_s", 120);
    hand_rub_s = parameters.number_or("asepsis.hand_rub_s", 20);
    strikes_to_count = static_cast<std::uint32_t>(np_clamp(parameters.number_or("step.T34.strikes", 20), 1, 1e6));
    const std::string device = "device." + text("session.device") + ".";
    depth_max_um = milli(device + "depth_max_mm");
    depth_step_um = milli(device + "depth_step_mm");
    rate_mhz = milli(device + "rate_hz");
    rate_min_mhz = milli(device + "rate_min_hz");
    rate_max_mhz = milli(device + "rate_max_hz");
    const auto whole = [&](const char* key, double otherwise) {
        return static_cast<std::uint32_t>(np_clamp(parameters.number_or(device + key, otherwise), 0, 1e6));
    };
    energy_mj = whole("energy_mj", 0);
    energy_min_mj = whole("energy_min_mj", energy_mj);
    energy_max_mj = whole("energy_max_mj", energy_mj);
    energy_step_mj = std::max<std::uint32_t>(1, whole("energy_step_mj", 1));
    time_limit_ticks =
        static_cast<std::uint64_t>(np_clamp(parameters.number_or("session.time_limit_s", 0), 0, 1e6) * 1000);
}

const StepRule* Rules::step(std::string_view id) const {
    for (const StepRule& rule : steps)
        if (rule.id == id) return &rule;
    return nullptr;
}

const IncidentRule* Rules::incident(std::string_view id) const {
    for (const IncidentRule& rule : incidents)
        if (rule.id == id) return &rule;
    return nullptr;
}

bool Rules::arranged(std::string_view id) const {
    const StepRule* rule = step(id);
    return rule == nullptr || rule->given || !rule->called;
}

const StepRule* Rules::step_of_substance(std::string_view substance) const {
    const std::string by = "swipe:" + std::string(substance);
    for (const StepRule& rule : steps)
        if (rule.by == by) return &rule;
    return nullptr;
}

}  // namespace np::clinic
