// From YAML to Scenario. One function per block of the file; engine/scenario/README.md lists the keys.
#include <algorithm>

#include "map_reader.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/scenario.h"
#include "patient_reader.h"
#include "rule_words.h"
#include "yaml_tree.h"

namespace np::scenario {
namespace {

const Words kModes = {"tutorial", "practice", "assessment"};
const Words kLevels = {"home", "aesthetician", "medical"};

class ScenarioReader {
  public:
    ScenarioReader(std::string_view file, const Parameters& rules, const PatientBook* book, ParsedScenario& result)
        : file_(file), rules_(rules), book_(book), scenario_(result.scenario), diagnostics_(result.diagnostics) {}

    void read(const yaml::Node& root) {
        MapReader map(root, "the scenario", file_, diagnostics_);
        for (const char* key : {"title", "mode", "goal", "patient", "hands", "scorers"}) map.need(key);
        map.text("id", scenario_.id, 80);
        map.text("title", scenario_.title, 80);
        map.text("summary", scenario_.summary, 600);
        map.number("minutes", scenario_.minutes, 0.5, 240);
        double limit = 0;
        if (map.number("time_limit_s", limit, 10, 14400)) scenario_.time_limit_s = limit;
        map.text("rules", scenario_.rules, 60);
        map.word("policy", scenario_.policy, rule_words(rules_, "pack_info.policies"));
        map.word("device", scenario_.device, rule_words(rules_, "devices.order"));
        map.word("goal", scenario_.goal, rule_words(rules_, "goals.order"));
        map.truth("off_label_depth_justified", scenario_.off_label_depth_justified);
        map.number("assist_percent", scenario_.assist_percent, 0, 100);
        map.truth("hints", scenario_.hints);
        read_kind(map);
        read_zones(map);
        read_work(map);
        if (const yaml::Node* patient = map.take("patient"))
            read_patient(*patient, patient_context(), scenario_.patient, diagnostics_);
        for (const yaml::Node* item : map.maps("case", 20)) read_case(*item);
        for (const yaml::Node* item : map.maps("incidents", 20)) read_incident(*item);
        for (const yaml::Node* item : map.maps("failures", 20)) read_failure(*item);
        if (const yaml::Node* plugins = map.take("plugins")) read_plugins(map, *plugins);
    }

  private:
    void read_kind(MapReader& map) {
        std::string word;
        if (map.word("mode", word, kModes))
            scenario_.mode = word == "tutorial"   ? Mode::kTutorial
                             : word == "practice" ? Mode::kPractice
                                                  : Mode::kAssessment;
        if (map.word("level", word, kLevels))
            scenario_.level = word == "home"      ? Level::kHome
                              : word == "medical" ? Level::kMedical
                                                  : Level::kAesthetician;
        if (map.word("body", word, {"head", "pad_flat"}))
            scenario_.body = word == "head" ? BodyKind::kHead : BodyKind::kPracticePad;
    }

    PatientContext patient_context() const { return {file_, &rules_, book_, zones_of_body()}; }

    Words zones_of_body() const { return scenario_.body == BodyKind::kHead ? zone_ids(rules_) : Words{"pad_flat"}; }

    void read_zones(MapReader& map) {
        const Words zones = zones_of_body();
        map.words("hands", scenario_.hands, zones);
        map.words("field", scenario_.field, zones);
        // What is needled is also prepared.
        for (const std::string& zone : scenario_.hands)
            if (std::find(scenario_.field.begin(), scenario_.field.end(), zone) == scenario_.field.end())
                scenario_.field.push_back(zone);
        map.words("calls", scenario_.calls, scenario_.hands);
    }

    void read_work(MapReader& map) {
        const Words steps = rule_words(rules_, "procedure.order");
        map.words("steps", scenario_.steps, steps);
        map.words("steps_done", scenario_.steps_done, steps);
        const yaml::Node* done = map.take("steps_done");
        for (const std::string& step : scenario_.steps_done)
            if (std::find(scenario_.steps.begin(), scenario_.steps.end(), step) != scenario_.steps.end())
                map.complain(*done,
                             "'steps_done' names '" + step + "', which 'steps' calls for; keep it in one of them");
        const Words scorers = known_scorers();
        map.words("scorers", scenario_.scorers, scorers);
        if (const yaml::Node* weights = map.take("weights")) {
            MapReader reader(*weights, "weights", file_, diagnostics_);
            for (const std::string& scorer : scorers) {
                double weight = 0;
                if (reader.number(scorer, weight, 0, 1000)) scenario_.weights[scorer] = weight;
            }
        }
    }

    Words known_scorers() const {
        Words scorers;
        constexpr std::string_view kPrefix = "score.weight.";
        for (const auto& [key, parameter] : rules_.entries())
            if (key.rfind(kPrefix, 0) == 0) scorers.push_back(key.substr(kPrefix.size()));
        return scorers;
    }

    void read_case(const yaml::Node& node) {
        const Words decisions = rule_words(rules_, "contras.decisions");
        MapReader map(node, "case", file_, diagnostics_);
        CaseItem item;
        map.need("id");
        map.word("id", item.id, rule_words(rules_, "contras.order"));
        map.words("correct", item.correct, decisions);
        map.words("accept", item.accept, decisions);
        map.words("response", item.response, rule_words(rules_, "contras.responses"));
        if (map.text("hidden_until", item.hidden_until, 60) && item.hidden_until != "cleansed") {
            Words known = {"cleansed"};
            for (const std::string& topic : rule_words(rules_, "topics.ask")) known.push_back("asked:" + topic);
            if (std::find(known.begin(), known.end(), item.hidden_until) == known.end())
                map.complain(*node.find("hidden_until"),
                             "'hidden_until': cleansed or asked:TOPIC was expected, found '" + item.hidden_until + "'",
                             nearest_word(item.hidden_until, known));
        }
        if (std::any_of(scenario_.case_items.begin(), scenario_.case_items.end(),
                        [&](const CaseItem& known) { return known.id == item.id; }))
            map.complain(node, "two case items have the id '" + item.id + "'");
        scenario_.case_items.push_back(item);
    }

    void read_incident(const yaml::Node& node) {
        MapReader map(node, "incidents", file_, diagnostics_);
        IncidentPlan plan;
        std::string plugin;
        if (map.text("plugin", plugin, 64)) {
            // Which plugins there are is known where they are loaded, so only the spelling is checked here.
            if (!plugin_word(plugin))
                map.complain(node, "the id of a plugin has lower-case letters, digits and _; found '" + plugin + "'");
            else if (std::find(scenario_.incident_plugins.begin(), scenario_.incident_plugins.end(), plugin) !=
                     scenario_.incident_plugins.end())
                map.complain(node, "the plugin '" + plugin + "' is named twice");
            else
                scenario_.incident_plugins.push_back(plugin);
            return;
        }
        map.need("id");
        map.word("id", plan.id, rule_words(rules_, "incidents.order"));
        read_trigger(map, node, "an incident", plan);
        scenario_.incidents.push_back(plan);
    }

    // failures: [{id: low_battery, after_strike_seconds: 60}]
    void read_failure(const yaml::Node& node) {
        MapReader map(node, "failures", file_, diagnostics_);
        IncidentPlan plan;
        map.need("id");
        map.word("id", plan.id, rule_words(rules_, "failures.order"));
        read_trigger(map, node, "a failure", plan);
        scenario_.failures.push_back(plan);
    }

    void read_trigger(MapReader& map, const yaml::Node& node, const std::string& what, IncidentPlan& plan) {
        double value = 0;
        int triggers = 0;
        if (map.number("at_seconds", value, 0, 14400)) plan.at_seconds = value, ++triggers;
        if (map.number("after_strike_seconds", value, 0, 3600)) plan.after_strike_seconds = value, ++triggers;
        if (map.number("pain_from", value, 1, 10)) plan.pain_from = value, ++triggers;
        if (map.word("after_step", plan.after_step, rule_words(rules_, "procedure.order"))) ++triggers;
        if (triggers != 1)
            map.complain(node, what +
                                   " has exactly one of at_seconds, after_strike_seconds, pain_from, after_step; "
                                   "found " +
                                   std::to_string(triggers));
    }

    static bool plugin_word(std::string_view word) {
        return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    }

    // plugins: {unforeseen: {visitor_per_hour: 6}}. Which parameters there are, the plugin says when it is loaded.
    void read_plugins(MapReader& map, const yaml::Node& node) {
        constexpr const char* kWanted = "plugins is a map of plugin ids, each with a map of parameters";
        if (node.kind != yaml::Node::Kind::kMap) return map.complain(node, kWanted);
        for (const yaml::Entry& plugin : node.entries) {
            if (plugin.second.kind != yaml::Node::Kind::kMap || !plugin_word(plugin.first.text)) {
                map.complain(plugin.first, kWanted);
                continue;
            }
            for (const yaml::Entry& entry : plugin.second.entries) {
                const yaml::Node& value = entry.second;
                if (value.kind != yaml::Node::Kind::kScalar || !plugin_word(entry.first.text)) {
                    map.complain(entry.first, "a parameter is a name of lower-case letters, digits and _ with a value");
                    continue;
                }
                Parameter parameter;
                const auto number = value.quoted ? std::nullopt : strict_number(value.text);
                if (number)
                    parameter.value = *number;
                else if (!value.quoted && (value.text == "true" || value.text == "false"))
                    parameter.value = value.text == "true" ? 1.0 : 0.0;
                else
                    parameter.value = value.text;
                parameter.provenance.source = "the scenario";
                scenario_.plugin_parameters.set("plugin." + plugin.first.text + "." + entry.first.text,
                                                std::move(parameter));
            }
        }
    }

    std::string file_;
    const Parameters& rules_;
    const PatientBook* book_;
    Scenario& scenario_;
    Diagnostics& diagnostics_;
};

bool earlier(const Diagnostic& a, const Diagnostic& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

}  // namespace

std::string_view to_word(Mode mode) {
    return mode == Mode::kTutorial ? "tutorial" : mode == Mode::kPractice ? "practice" : "assessment";
}

std::string_view to_word(Level level) {
    return level == Level::kHome ? "home" : level == Level::kAesthetician ? "aesthetician" : "medical";
}

namespace {

yaml::Node* patient_of(yaml::Node& root) {
    for (auto& [key, value] : root.entries)
        if (key.text == "patient" && value.kind == yaml::Node::Kind::kMap) return &value;
    return nullptr;
}

}  // namespace

ParsedScenario parse_scenario(std::string_view text, std::string_view file_name, const Parameters& rules,
                              const PatientBook* book) {
    ParsedScenario result;
    yaml::Node root;
    if (!yaml::parse(text, file_name, {}, root, result.diagnostics)) return result;
    result.scenario.source = text;
    yaml::Node* patient = patient_of(root);
    if (patient && (patient->find("id") || patient->find("face") || patient->find("asymmetry"))) {
        *patient = merged_patient(*patient, {file_name, &rules, book, {}}, result.diagnostics);
        // A record has to be readable where this patient is not in the book.
        result.scenario.source = yaml::written(root);
    }
    ScenarioReader(file_name, rules, book, result).read(root);
    std::stable_sort(result.diagnostics.begin(), result.diagnostics.end(), earlier);
    result.scenario.canonical = yaml::canonical(root);
    result.scenario.digest = sha256(result.scenario.canonical);
    return result;
}

Expected<Scenario> load_scenario(const std::filesystem::path& path, const Parameters& rules, const PatientBook* book) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    ParsedScenario parsed = parse_scenario(*text, path.string(), rules, book);
    if (!parsed.ok()) return no(to_text(parsed.diagnostics));
    Scenario& scenario = parsed.scenario;
    if (scenario.id.empty()) {
        const std::filesystem::path folder = path.parent_path().filename();
        scenario.id = folder.empty() ? path.stem().string() : folder.string() + "/" + path.stem().string();
    }
    // A head that is named without a folder lies beside the scenario.
    std::filesystem::path& head = scenario.patient.head;
    if (!head.empty() && head.is_relative()) head = path.parent_path() / head;
    return std::move(scenario);
}

}  // namespace np::scenario
