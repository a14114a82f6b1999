// Parameters: declared and really read, missing, wrong, extreme.
#include <algorithm>

#include "check_table.h"
#include "check_words.h"

namespace np::plugin_host {
namespace {

bool has_place_holder(const std::string& key) {
    return key.find('<') != std::string::npos;
}

// Everything that it asked for in sessions of all sorts.
Asked asked_in_all(Scene& scene) {
    Asked all = scene.play(scene.rich()).asked;
    for (std::uint64_t i = 0; i < 3; ++i) {
        const Asked more = scene.play(scene.made(60 + i, 500, Taste::kPlausible)).asked;
        all.keys.insert(more.keys.begin(), more.keys.end());
        all.listed |= more.listed;
    }
    return all;
}

Verdict declares_what_it_reads(Scene& scene) {
    const auto& declared = scene.library()->manifest().parameters;
    for (const std::string& key : asked_in_all(scene).keys) {
        const auto fits = [&](const ParameterUse& one) { return key_fits(one.key, key); };
        if (std::none_of(declared.begin(), declared.end(), fits))
            return failed("every parameter that is read was expected among the declared ones, and '" + key +
                          "' is not; add it to the list of parameters");
    }
    return passed();
}

Verdict reads_what_it_declares(Scene& scene) {
    const Asked asked = asked_in_all(scene);
    if (asked.listed)
        return passed("it walks through the list of parameters, so that nothing can be said of single ones");
    std::string unread;
    for (const ParameterUse& one : scene.library()->manifest().parameters) {
        const auto fits = [&](const std::string& key) { return key_fits(one.key, key); };
        if (std::none_of(asked.keys.begin(), asked.keys.end(), fits))
            unread += (unread.empty() ? "'" : ", '") + one.key + "'";
    }
    if (unread.empty()) return passed();
    return warned("every declared parameter was expected to be read in one of four sessions, and these were not: " +
                  unread + "; remove what is of no use");
}

// A session without some keys.
Play play_without(Scene& scene, const std::string& key) {
    SessionFacts facts = scene.facts();
    Parameters fewer;
    // A word in <> may stand for one that is needed on its own.
    const auto kept = [&](const std::string& name) {
        if (!key_fits(key, name)) return true;
        for (const ParameterUse& use : scene.library()->manifest().parameters)
            if (use.key == name && use.key != key) return true;
        return false;
    };
    for (const auto& [name, parameter] : facts.parameters.entries())
        if (kept(name)) fewer.set(name, parameter);
    facts.parameters = fewer;
    PlayPlan plan = scene.plan(scene.rich());
    plan.shown = &facts;
    return scene.play(plan);
}

bool in_session(Scene& scene, const std::string& key) {
    for (const auto& [name, parameter] : scene.facts().parameters.entries())
        if (key_fits(key, name)) return true;
    return false;
}

Verdict names_what_is_missing(Scene& scene) {
    for (const ParameterUse& one : scene.library()->manifest().parameters) {
        if (!one.needed || one.own || has_place_holder(one.key) || !in_session(scene, one.key)) continue;
        const Play play = play_without(scene, one.key);
        if (!play.faulted)
            return warned("without '" + one.key +
                          "', which it declares as needed, it was expected to give up, and it answered; declare it as "
                          "not needed, or say that it is missing");
        if (play.escaped || play.fault.find(one.key) == std::string::npos)
            return failed("without '" + one.key + "' a sentence that names the key was expected, and it " + told(play));
    }
    return passed();
}

Verdict does_without_the_rest(Scene& scene) {
    for (const ParameterUse& one : scene.library()->manifest().parameters) {
        if (one.needed || one.own || !in_session(scene, one.key)) continue;
        const Play play = play_without(scene, one.key);
        if (play.faulted)
            return failed("without '" + one.key +
                          "', which it declares as not needed, an answer was expected, and it " + told(play));
    }
    return passed();
}

Verdict survives(const Play& play, const std::string& what) {
    if (play.escaped || (play.faulted && play.fault.empty())) return failed(what + " it " + told(play));
    return passed();
}

Verdict none_at_all(Scene& scene) {
    SessionFacts bare = scene.facts();
    bare.parameters = Parameters();
    PlayPlan plan = scene.plan(scene.rich());
    plan.shown = &bare;
    return survives(scene.play(plan), "without any parameter");
}

// All numbers, or all texts, replaced.
Parameters replaced(const Parameters& from, const double* number, const std::string* text) {
    Parameters to;
    for (const auto& [key, parameter] : from.entries()) {
        Parameter changed = parameter;
        if (number != nullptr && std::holds_alternative<double>(changed.value)) changed.value = *number;
        if (text != nullptr && std::holds_alternative<std::string>(changed.value)) changed.value = *text;
        to.set(key, changed);
    }
    return to;
}

Verdict extreme_numbers(Scene& scene) {
    for (const double number : {0.0, -1.0, 1e-320, 1e300, -1e300, 4294967296.0, 0.5}) {
        SessionFacts facts = scene.facts();
        facts.parameters = replaced(facts.parameters, &number, nullptr);
        PlayPlan plan = scene.plan(scene.rich());
        plan.shown = &facts;
        char shown[32];
        std::snprintf(shown, sizeof shown, "%g", number);
        if (Verdict well = survives(scene.play(plan), std::string("with ") + shown + " for every number");
            well.outcome != CheckOutcome::kPass)
            return well;
    }
    return passed();
}

Verdict odd_texts(Scene& scene) {
    for (const std::string& text : {std::string(), std::string(",,,"), std::string(100000, 'x'), std::string("%s%n"),
                                    std::string("\xc3\xa9"), std::string("-1")}) {
        SessionFacts facts = scene.facts();
        facts.parameters = replaced(facts.parameters, nullptr, &text);
        PlayPlan plan = scene.plan(scene.rich());
        plan.shown = &facts;
        if (Verdict well = survives(scene.play(plan), "with '" + text.substr(0, 10) + "' for every text");
            well.outcome != CheckOutcome::kPass)
            return well;
    }
    return passed();
}

Verdict exchanged_types(Scene& scene) {
    SessionFacts facts = scene.facts();
    Parameters exchanged;
    for (const auto& [key, parameter] : facts.parameters.entries()) {
        Parameter changed = parameter;
        if (std::holds_alternative<double>(parameter.value))
            changed.value = std::string("word");
        else
            changed.value = 3.0;
        exchanged.set(key, changed);
    }
    facts.parameters = exchanged;
    PlayPlan plan = scene.plan(scene.rich());
    plan.shown = &facts;
    return survives(scene.play(plan), "with texts for numbers and numbers for texts");
}

Verdict own_range(Scene& scene) {
    unsigned tried = 0;
    for (const ParameterUse& one : scene.library()->manifest().parameters) {
        if (!one.own) continue;
        std::vector<Parameter> values;
        if (one.type == ParameterUse::Type::kText)
            for (const std::string& choice : one.choices) values.push_back({choice, {}, {}});
        else if (one.type == ParameterUse::Type::kFlag)
            values = {{0.0, {}, {}}, {1.0, {}, {}}};
        else if (one.minimum < one.maximum)
            values = {{one.minimum, {}, {}}, {one.maximum, {}, {}}};
        for (const Parameter& value : values) {
            SessionFacts facts = scene.facts();
            facts.parameters.set(one.key, value);
            PlayPlan plan = scene.plan(scene.rich());
            plan.shown = &facts;
            const Play play = scene.play(plan);
            if (play.faulted)
                return failed("every value in the range of '" + one.key +
                              "' was expected to do, and with one of them it " + told(play));
            ++tried;
        }
    }
    return tried == 0 ? skipped("it declares no parameters of its own with a range")
                      : passed(std::to_string(tried) + " values were tried");
}

constexpr CheckRow kRows[] = {
    {"parameters.declared", "Every parameter that it reads is declared.", Needs::kAnswer, kForAll,
     declares_what_it_reads},
    {"parameters.read", "Every parameter that it declares is read.", Needs::kAnswer, kForAll, reads_what_it_declares},
    {"parameters.missing_named", "Without a needed parameter it says which one is missing.", Needs::kAnswer, kForAll,
     names_what_is_missing, 60},
    {"parameters.optional", "It does without the parameters that it declares as not needed.", Needs::kAnswer, kForAll,
     does_without_the_rest, 60},
    {"parameters.none", "Without any parameter it does no harm.", Needs::kLibrary, kForAll, none_at_all},
    {"parameters.extreme_numbers", "Extreme numbers for parameters do no harm.", Needs::kLibrary, kForAll,
     extreme_numbers, 60},
    {"parameters.odd_texts", "Odd texts for parameters do no harm.", Needs::kLibrary, kForAll, odd_texts, 60},
    {"parameters.other_types", "Texts for numbers and numbers for texts do no harm.", Needs::kLibrary, kForAll,
     exchanged_types},
    {"parameters.own_range", "Every end of its own parameters' ranges will do.", Needs::kAnswer, kForAll, own_range,
     60},
};

}  // namespace

std::span<const CheckRow> parameter_checks() {
    return kRows;
}

}  // namespace np::plugin_host
