#include "needlepoint/cli/session_plugins.h"

#include <algorithm>
#include <charconv>

#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/own_parameters.h"

namespace np::cli {

using plugin_host::Kind;
using plugin_host::Libraries;
using plugin_host::ParameterUse;

namespace {

constexpr const char* kSettingsFile = "plugin-settings.txt";

std::vector<std::string> ids_of(const Libraries& libraries) {
    std::vector<std::string> ids;
    for (const auto& library : libraries) ids.push_back(library->manifest().id);
    return ids;
}

// The incident plugins that the scenario names.
Expected<Libraries> incidents_of(const scenario::Scenario& scenario, const Libraries& plugins) {
    const Libraries all = plugin_host::of_kind(plugins, Kind::kIncidents);
    Libraries named;
    for (const std::string& id : scenario.incident_plugins) {
        const auto library = plugin_host::find_plugin(all, id);
        if (!library) {
            const std::string near = scenario::nearest_word(id, ids_of(all));
            return no("the scenario asks for the incident plugin '" + id + "', which is not installed" +
                      (near.empty() ? "; see: needlepoint plugin list" : "; did you mean '" + near + "'?"));
        }
        named.push_back(library);
    }
    return named;
}

const ParameterUse* own_use(const Libraries& plugins, const std::string& key) {
    for (const auto& library : plugins)
        for (const ParameterUse& use : library->manifest().parameters)
            if (use.own && use.key == key) return &use;
    return nullptr;
}

}  // namespace

Status equip_session(Prepared& prepared, const Libraries& plugins, const Parameters& chosen) {
    const scenario::Scenario& scenario = prepared.setup.scenario;
    const auto incidents = incidents_of(scenario, plugins);
    if (!incidents) return tl::unexpected(incidents.error());
    Libraries of_session = plugin_host::of_kind(plugins, Kind::kScorer);
    of_session.insert(of_session.end(), incidents->begin(), incidents->end());

    Parameters parameters = prepared.setup.parameters;
    if (!prepared.assessment)
        for (const auto& [key, value] : chosen.entries())
            if (own_use(of_session, key) != nullptr && scenario.plugin_parameters.find(key) == nullptr)
                parameters.set(key, value);
    if (Status settled = plugin_host::settle_own_parameters(parameters, of_session); !settled) return settled;

    const std::string text = parameters.canonical();
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    prepared.meta.attachments[std::string(session::kParametersAttachment)].assign(bytes.begin(), bytes.end());
    for (const auto& library : *incidents)
        prepared.meta.facts["plugin." + library->manifest().id] =
            library->manifest().version + " " + to_hex(library->digest());
    prepared.facts.parameters = parameters;
    prepared.setup.parameters = std::move(parameters);
    return {};
}

Status choose_parameter(std::string_view assignment, const Libraries& plugins, Parameters& chosen) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return usage("ID.PARAMETER=VALUE was expected after --set, found '" + std::string(assignment) + "'");
    std::string key(assignment.substr(0, equals));
    if (key.rfind("plugin.", 0) != 0) key.insert(0, "plugin.");
    const std::string value(assignment.substr(equals + 1));
    const ParameterUse* use = own_use(plugins, key);
    if (use == nullptr)
        return usage("no plugin has the parameter '" + key + "'; needlepoint plugin list shows what there is");
    Parameter parameter;
    parameter.unit = use->unit;
    parameter.provenance.source = "chosen by the user";
    parameter.value = value;
    double number = 0;
    const auto [end, trouble] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (use->type != ParameterUse::Type::kText && trouble == std::errc{} && end == value.data() + value.size())
        parameter.value = number;
    if (const std::string problem = plugin_host::problem_of_value(*use, parameter); !problem.empty())
        return usage(problem);
    chosen.set(key, std::move(parameter));
    return {};
}

Expected<Parameters> load_plugin_settings(const Places& places) {
    const std::filesystem::path file = places.user / kSettingsFile;
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return Parameters{};
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    auto parameters = Parameters::parse_canonical(*text);
    if (!parameters)
        return no("the plugins' settings in " + file.string() + " can't be read: " + parameters.error().message +
                  "; remove the file to begin anew");
    return parameters;
}

Status save_plugin_settings(const Places& places, const Parameters& chosen) {
    std::error_code ignored;
    std::filesystem::create_directories(places.user, ignored);
    return write_text(places.user / kSettingsFile, chosen.canonical());
}

Expected<Unplanned> Unplanned::begin(const Prepared& prepared, const Libraries& plugins) {
    const auto incidents = incidents_of(prepared.setup.scenario, plugins);
    if (!incidents) return tl::unexpected(incidents.error());
    auto happenings = plugin_host::Happenings::begin(*incidents, prepared.facts);
    if (!happenings) return tl::unexpected(happenings.error());
    return Unplanned(std::move(*happenings));
}

void Unplanned::before(sdk::Tick tick, sdk::EventBuffer& inputs) {
    due_.clear();
    happenings_.at(tick, due_);
    for (const plugin_host::Happening& happening : due_) {
        sdk::event::intrusion intrusion;
        intrusion.tick = tick;
        intrusion.what = "incident";
        intrusion.name = happening.id;
        intrusion.text = happening.cue;
        inputs.append(intrusion);
    }
}

}  // namespace np::cli
