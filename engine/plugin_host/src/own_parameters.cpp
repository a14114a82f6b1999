#include "needlepoint/plugin_host/own_parameters.h"

#include <algorithm>
#include <charconv>

namespace np::plugin_host {
namespace {

std::string text_of(double number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

std::string choices_of(const ParameterUse& use) {
    std::string list;
    for (const std::string& choice : use.choices) list += (list.empty() ? "" : ", ") + choice;
    return list;
}

}  // namespace

std::string problem_of_value(const ParameterUse& use, const Parameter& value) {
    const std::string begin = "the parameter '" + use.key + "' ";
    const double* number = std::get_if<double>(&value.value);
    if (use.type == ParameterUse::Type::kText) {
        if (number != nullptr) return begin + "takes a text, found the number " + text_of(*number);
        const auto& text = std::get<std::string>(value.value);
        if (!use.choices.empty() && std::find(use.choices.begin(), use.choices.end(), text) == use.choices.end())
            return begin + "takes one of " + choices_of(use) + ", found '" + text + "'";
        return {};
    }
    if (number == nullptr) return begin + "takes a number, found '" + std::get<std::string>(value.value) + "'";
    if (*number - *number != 0) return begin + "takes a number, found one that is not finite";
    if (use.type == ParameterUse::Type::kFlag && *number != 0 && *number != 1)
        return begin + "is 0 or 1, found " + text_of(*number);
    if (use.minimum < use.maximum && (*number < use.minimum || *number > use.maximum))
        return begin + "takes " + text_of(use.minimum) + " to " + text_of(use.maximum) +
               (use.unit.empty() ? "" : " " + use.unit) + ", found " + text_of(*number);
    return {};
}

Parameter default_of(const ParameterUse& use, const Manifest& plugin) {
    Parameter parameter;
    if (use.type == ParameterUse::Type::kText)
        parameter.value = use.default_text;
    else
        parameter.value = use.default_number;
    parameter.unit = use.unit;
    parameter.provenance.tag = "EA";
    parameter.provenance.source = "default of the plugin " + plugin.id + " " + plugin.version;
    return parameter;
}

void add_own_defaults(Parameters& parameters, const Libraries& plugins) {
    for (const auto& library : plugins)
        for (const ParameterUse& use : library->manifest().parameters)
            if (use.own && parameters.find(use.key) == nullptr)
                parameters.set(use.key, default_of(use, library->manifest()));
}

Status settle_own_parameters(Parameters& parameters, const Libraries& plugins) {
    for (const auto& library : plugins) {
        const Manifest& manifest = library->manifest();
        const std::string prefix = "plugin." + manifest.id + ".";
        const auto& all = parameters.entries();
        for (auto at = all.lower_bound(prefix); at != all.end() && at->first.rfind(prefix, 0) == 0; ++at) {
            const auto use = std::find_if(manifest.parameters.begin(), manifest.parameters.end(),
                                          [&](const ParameterUse& one) { return one.key == at->first; });
            if (use == manifest.parameters.end())
                return no("the parameter '" + at->first + "' is set, but the plugin '" + manifest.id + "' " +
                          manifest.version + " has none of that name; see: plugin list");
            if (const std::string problem = problem_of_value(*use, at->second); !problem.empty()) return no(problem);
        }
    }
    add_own_defaults(parameters, plugins);
    return {};
}

}  // namespace np::plugin_host
