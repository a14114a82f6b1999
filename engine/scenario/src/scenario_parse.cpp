// From YAML to Scenario. One function per block of the file; engine/scenario/README.md lists the keys.
#include <algorithm>

#include "map_reader.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/scenario.h"
#include "rule_words.h"
#include "yaml_tree.h"

namespace np::scenario {
namespace {

const Words kModes = {"tutorial", "practice", "assessment"};
const Words kLevels = {"home", "aesthetician", "medical"};
const Words kEyeColours = {"brown", "dark_brown", "hazel", "green", "blue", "grey"};
const Words kBrowColours = {"black", "dark_brown", "brown", "light_brown", "blond", "red", "grey", "white"};
const Words kLesionKinds = {"cold_sore", "crust",  "mole",        "raised_mole",   "papule",
                            "pustule",   "milium", "rough_patch", "pearly_nodule", "telangiectasia"};
const Words kBlood = {"none", "aspirin", "anticoagulant", "disorder"};

class ScenarioReader {
  public:
    ScenarioReader(std::string_view file, const Parameters& rules, ParsedScenario& result)
        : file_(file), rules_(rules), scenario_(result.scenario), diagnostics_(result.diagnostics) {}

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
        if (const yaml::Node* patient = map.take("patient")) read_patient(*patient);
        for (const yaml::Node* item : map.maps("case", 20)) read_case(*item);
        for (const yaml::Node* item : map.maps("incidents", 20)) read_incident(*item);
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

    void read_patient(const yaml::Node& node) {
        PatientSheet& patient = scenario_.patient;
        MapReader map(node, "patient", file_, diagnostics_);
        map.need("name");
        map.text("name", patient.name, 60);
        map.number("age", patient.age_years, 16, 95);
        std::string sex;
        if (map.word("sex", sex, {"female", "male"})) patient.male = sex == "male" ? 1 : 0;
        map.number("male", patient.male, 0, 1);
        map.whole("fitzpatrick", patient.fitzpatrick, 1, 6);
        map.word("eye_colour", patient.eye_colour, kEyeColours);
        map.word("brow_colour", patient.brow_colour, kBrowColours);
        map.truth("eyes_closed", patient.eyes_closed);
        map.truth("makeup", patient.makeup);
        map.truth("first_session", patient.first_session);
        map.word("blood", patient.blood, kBlood);
        map.text("booking", patient.booking, 600);
        int seed = static_cast<int>(patient.seed);
        if (map.whole("seed", seed, 0, 1000000)) patient.seed = static_cast<std::uint64_t>(seed);
        read_looks(map);
        for (const yaml::Node* item : map.maps("chart", 30)) {
            MapReader reader(*item, "chart", file_, diagnostics_);
            ChartItem line;
            reader.need("label");
            reader.text("label", line.label, 60);
            reader.need("text");
            reader.text("text", line.text, 600);
            patient.chart.push_back(line);
        }
        for (const yaml::Node* item : map.maps("history", 40)) read_history(*item);
        for (const yaml::Node* item : map.maps("lesions", 20)) read_lesion(*item);
    }

    void read_looks(MapReader& map) {
        PatientSheet& patient = scenario_.patient;
        if (const yaml::Node* ancestry = map.take("ancestry")) {
            MapReader reader(*ancestry, "ancestry", file_, diagnostics_);
            patient.african = patient.asian = patient.caucasian = 0;
            reader.number("african", patient.african, 0, 1);
            reader.number("asian", patient.asian, 0, 1);
            reader.number("caucasian", patient.caucasian, 0, 1);
            if (patient.african + patient.asian + patient.caucasian <= 0)
                reader.complain(*ancestry, "ancestry: at least one share must be above 0");
        }
        if (const yaml::Node* build = map.take("build")) {
            MapReader reader(*build, "build", file_, diagnostics_);
            reader.number("muscle", patient.muscle, 0, 1);
            reader.number("weight", patient.weight, 0, 1);
        }
        // Shape names belong to the head; anatomy refuses unknown ones when the patient is built.
        if (const yaml::Node* shape = map.take("shape")) {
            if (shape->entries.size() > 40) map.complain(*shape, "shape: at most 40 entries");
            MapReader reader(*shape, "shape", file_, diagnostics_);
            for (const auto& [key, value] : shape->entries) {
                double weight = 0;
                if (reader.number(key.text, weight, 0, 1)) patient.shape[key.text] = weight;
            }
        }
    }

    void read_history(const yaml::Node& node) {
        MapReader map(node, "history", file_, diagnostics_);
        HistoryItem item;
        map.need("topic");
        map.word("topic", item.topic, rule_words(rules_, "topics.ask"));
        map.need("answer");
        map.text("answer", item.answer, 400);
        map.word("reveals", item.reveals, rule_words(rules_, "contras.order"));
        const auto& history = scenario_.patient.history;
        if (std::any_of(history.begin(), history.end(),
                        [&](const HistoryItem& known) { return known.topic == item.topic; }))
            map.complain(node, "history answers '" + item.topic + "' twice");
        scenario_.patient.history.push_back(item);
    }

    void read_lesion(const yaml::Node& node) {
        MapReader map(node, "lesions", file_, diagnostics_);
        Lesion lesion;
        for (const char* key : {"id", "kind", "zone"}) map.need(key);
        map.text("id", lesion.id, 40);
        const bool plain = std::all_of(lesion.id.begin(), lesion.id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (!plain) map.complain(node, "'id': small letters, digits and '_' were expected, found '" + lesion.id + "'");
        map.word("kind", lesion.kind, kLesionKinds);
        map.word("zone", lesion.zone, zones_of_body());
        map.number("u_mm", lesion.u_mm, -80, 80);
        map.number("v_mm", lesion.v_mm, -80, 80);
        map.number("radius_mm", lesion.radius_mm, 0.5, 30);
        map.number("margin_mm", lesion.margin_mm, 0, 30);
        map.word("hidden_by", lesion.hidden_by, {"makeup"});
        map.word("case", lesion.case_item, rule_words(rules_, "contras.order"));
        const auto& lesions = scenario_.patient.lesions;
        if (std::any_of(lesions.begin(), lesions.end(), [&](const Lesion& known) { return known.id == lesion.id; }))
            map.complain(node, "two lesions have the id '" + lesion.id + "'");
        scenario_.patient.lesions.push_back(lesion);
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
        map.need("id");
        map.word("id", plan.id, rule_words(rules_, "incidents.order"));
        double value = 0;
        int triggers = 0;
        if (map.number("at_seconds", value, 0, 14400)) plan.at_seconds = value, ++triggers;
        if (map.number("after_strike_seconds", value, 0, 3600)) plan.after_strike_seconds = value, ++triggers;
        if (map.number("pain_from", value, 1, 10)) plan.pain_from = value, ++triggers;
        if (map.word("after_step", plan.after_step, rule_words(rules_, "procedure.order"))) ++triggers;
        if (triggers != 1)
            map.complain(
                node, "an incident has exactly one of at_seconds, after_strike_seconds, pain_from, after_step; found " +
                          std::to_string(triggers));
        scenario_.incidents.push_back(plan);
    }

    std::string file_;
    const Parameters& rules_;
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

ParsedScenario parse_scenario(std::string_view text, std::string_view file_name, const Parameters& rules) {
    ParsedScenario result;
    yaml::Node root;
    if (!yaml::parse(text, file_name, {}, root, result.diagnostics)) return result;
    ScenarioReader(file_name, rules, result).read(root);
    std::stable_sort(result.diagnostics.begin(), result.diagnostics.end(), earlier);
    result.scenario.source = text;
    result.scenario.canonical = yaml::canonical(root);
    result.scenario.digest = sha256(result.scenario.canonical);
    return result;
}

Expected<Scenario> load_scenario(const std::filesystem::path& path, const Parameters& rules) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    ParsedScenario parsed = parse_scenario(*text, path.string(), rules);
    if (!parsed.ok()) return no(to_text(parsed.diagnostics));
    if (parsed.scenario.id.empty()) {
        const std::filesystem::path folder = path.parent_path().filename();
        parsed.scenario.id = folder.empty() ? path.stem().string() : folder.string() + "/" + path.stem().string();
    }
    return std::move(parsed.scenario);
}

}  // namespace np::scenario
