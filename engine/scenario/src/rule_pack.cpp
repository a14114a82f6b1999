#include "needlepoint/scenario/rule_pack.h"

#include <algorithm>
#include <set>

#include "map_reader.h"
#include "needlepoint/core/files.h"
#include "yaml_tree.h"

namespace np::scenario {
namespace {

const Words kTags = {"V", "R", "S0", "S1", "S2", "S3", "EA"};

struct UnitSuffix {
    std::string_view suffix, unit;
};
// Longest first, so that speed_mm_s is not taken for seconds.
constexpr UnitSuffix kUnits[] = {
    {"_per_cm2", "1/cm2"}, {"_per_year", "1/year"},
    {"_percent", "%"},     {"_severity", "severity"},
    {"_weeks", "weeks"},   {"_years", "years"},
    {"_days", "days"},     {"_mm_s", "mm/s"},
    {"_cm_s", "cm/s"},     {"_deg", "deg"},
    {"_min", "min"},       {"_kpa", "kPa"},
    {"_mm", "mm"},         {"_hz", "Hz"},
    {"_ms", "ms"},         {"_cm", "cm"},
    {"_n", "N"},           {"_s", "s"},
    {"_h", "h"},           {"_g", "g"},
};

std::string unit_of(std::string_view key) {
    for (const auto& [suffix, unit] : kUnits)
        if (key.size() > suffix.size() && key.substr(key.size() - suffix.size()) == suffix) return std::string(unit);
    return "1";
}

bool key_is_good(std::string_view key) {
    if (key.empty() || key.size() > 80) return false;
    return std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

// Walks the tree with the evidence in force and sets one parameter per leaf.
class Flattener {
  public:
    Flattener(std::string_view file, Parameters& parameters, Diagnostics& diagnostics)
        : file_(file), parameters_(parameters), diagnostics_(diagnostics) {}

    void block(const yaml::Node& map, const std::string& prefix, Provenance provenance) {
        if (const yaml::Node* evidence = map.find("evidence")) read_evidence(*evidence, provenance);
        for (const auto& [key, value] : map.entries) {
            if (key.text == "evidence" ||
                (prefix.empty() && (key.text == "pack" || key.text == "include" || key.text == "base")))
                continue;
            if (!key_is_good(key.text)) {
                complain(key, "a key has letters, digits, '_' and '.' only, found " + yaml::describe(key));
                continue;
            }
            entry(value, prefix.empty() ? key.text : prefix + "." + key.text, key.text, provenance);
        }
    }

  private:
    void complain(const yaml::Node& at, std::string message, std::string suggestion = {}) {
        if (diagnostics_.size() < 100)
            diagnostics_.push_back({file_, at.line, at.column, std::move(message), std::move(suggestion)});
    }

    void read_evidence(const yaml::Node& node, Provenance& provenance) {
        MapReader reader(node, "evidence", file_, diagnostics_);
        reader.word("tag", provenance.tag, kTags);
        reader.text("source", provenance.source);
        if (const yaml::Node* signer = reader.take("approved_by")) provenance.approved_by = signer->text;
        reader.text("date", provenance.date, 10);
    }

    void entry(const yaml::Node& value, const std::string& key, const std::string& name, const Provenance& provenance) {
        if (value.kind == yaml::Node::Kind::kMap) {
            if (value.find("value") == nullptr) {
                block(value, key, provenance);
                return;
            }
            valued(value, key, name, provenance);
            return;
        }
        set(value, key, unit_of(name), provenance);
    }

    // {value: 0.5, unit: mm, tag: EA, source: "..."}
    void valued(const yaml::Node& map, const std::string& key, const std::string& name, Provenance provenance) {
        std::string unit = unit_of(name);
        const yaml::Node* value = nullptr;
        {
            MapReader reader(map, "'" + key + "'", file_, diagnostics_);
            value = reader.take("value");
            reader.text("unit", unit, 20);
            reader.word("tag", provenance.tag, kTags);
            reader.text("source", provenance.source);
            if (const yaml::Node* signer = reader.take("approved_by")) provenance.approved_by = signer->text;
            reader.text("date", provenance.date, 10);
        }
        set(*value, key, unit, provenance);
    }

    void set(const yaml::Node& node, const std::string& key, const std::string& unit, const Provenance& provenance) {
        if (provenance.tag.empty() || provenance.source.empty() || provenance.date.empty()) {
            complain(node, "'" + key +
                               "' has no evidence; add 'evidence: {tag: ..., source: ..., approved_by: \"\", date: "
                               "...}' above it");
            return;
        }
        if (parameters_.find(key) != nullptr) {
            complain(node, "'" + key + "' is given twice");
            return;
        }
        Parameter parameter{std::string(), unit, provenance};
        if (node.kind == yaml::Node::Kind::kList) {
            std::string joined;
            for (const yaml::Node& item : node.items) {
                if (item.kind != yaml::Node::Kind::kScalar || item.text.find(',') != std::string::npos) {
                    complain(item, "'" + key + "': words without a comma were expected, found " + yaml::describe(item));
                    return;
                }
                joined += (joined.empty() ? "" : ",") + item.text;
            }
            parameter.value = joined;
            parameter.unit = "words";
        } else if (node.kind == yaml::Node::Kind::kScalar) {
            if (!scalar(node, key, parameter)) return;
        } else {
            complain(node, "'" + key + "': a number, a text or a list was expected, found " + yaml::describe(node));
            return;
        }
        parameters_.set(key, std::move(parameter));
    }

    bool scalar(const yaml::Node& node, const std::string& key, Parameter& parameter) {
        if (!node.quoted) {
            if (const auto number = strict_number(node.text)) {
                parameter.value = *number;
                return true;
            }
            static const Words kRefused = {"yes",   "no",   "on",    "off", "Yes", "No", "true",
                                           "false", "True", "False", "y",   "n",   "~",  "null"};
            const bool numberlike =
                !node.text.empty() && ((node.text[0] >= '0' && node.text[0] <= '9') || node.text[0] == '-' ||
                                       node.text[0] == '+' || node.text[0] == '.');
            if (numberlike || std::find(kRefused.begin(), kRefused.end(), node.text) != kRefused.end()) {
                complain(node, "'" + key + "': a plain number such as 10 or 0.25, or a word, was expected, found " +
                                   yaml::describe(node) +
                                   "; put quotes around it if it is a text, write 1 or 0 if it is a switch");
                return false;
            }
        }
        parameter.value = node.text;
        if (parameter.unit == "1") parameter.unit = "word";
        return true;
    }

    std::string file_;
    Parameters& parameters_;
    Diagnostics& diagnostics_;
};

constexpr yaml::Limits kRuleLimits{512 * 1024, 60000, 16};

// "zones.yaml" or "../devices/pens.yaml": beside the pack or in a neighbouring folder, nowhere else.
bool include_is_good(std::string_view name) {
    if (name.substr(0, 3) == "../") name.remove_prefix(3);
    if (name.size() < 6 || name.substr(name.size() - 5) != ".yaml") return false;
    return name.front() != '/' && name.find("..") == std::string_view::npos &&
           name.find('\\') == std::string_view::npos;
}

}  // namespace

ParsedRules parse_rules(std::string_view text, std::string_view file_name) {
    ParsedRules result;
    yaml::Node root;
    if (!yaml::parse(text, file_name, kRuleLimits, root, result.diagnostics)) return result;
    if (root.kind != yaml::Node::Kind::kMap) {
        result.diagnostics.push_back({std::string(file_name),
                                      root.line,
                                      root.column,
                                      "a rule file is a map (key: value), found " + yaml::describe(root),
                                      {}});
        return result;
    }
    if (const yaml::Node* name = root.find("pack")) {
        result.name = name->text;
        if (!key_is_good(name->text))
            result.diagnostics.push_back({std::string(file_name),
                                          name->line,
                                          name->column,
                                          "'pack': a name was expected, found " + yaml::describe(*name),
                                          {}});
    }
    if (const yaml::Node* base = root.find("base")) {
        if (base->kind == yaml::Node::Kind::kScalar && include_is_good(base->text))
            result.base = base->text;
        else
            result.diagnostics.push_back(
                {std::string(file_name),
                 base->line,
                 base->column,
                 "'base': a pack such as default_v1.yaml was expected, found " + yaml::describe(*base),
                 {}});
    }
    if (const yaml::Node* includes = root.find("include")) {
        if (includes->kind != yaml::Node::Kind::kList)
            result.diagnostics.push_back({std::string(file_name),
                                          includes->line,
                                          includes->column,
                                          "'include': a list of files was expected, found " + yaml::describe(*includes),
                                          {}});
        for (const yaml::Node& item : includes->items) {
            if (item.kind == yaml::Node::Kind::kScalar && include_is_good(item.text))
                result.includes.push_back(item.text);
            else
                result.diagnostics.push_back(
                    {std::string(file_name),
                     item.line,
                     item.column,
                     "a file such as zones.yaml or ../devices/pens.yaml was expected, found " + yaml::describe(item),
                     {}});
        }
    }
    Flattener(file_name, result.parameters, result.diagnostics).block(root, "", {});
    return result;
}

namespace {

// Packs may rest on one another so deep.
constexpr int kMostBases = 4;

Expected<RulePack> load_pack(const std::filesystem::path& path, int bases_left) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    ParsedRules main = parse_rules(*text, path.string());
    RulePack pack;
    pack.name = main.name.empty() ? path.stem().string() : main.name;
    pack.parameters = main.parameters;
    Diagnostics diagnostics = main.diagnostics;
    std::set<std::string> seen;
    for (const std::string& include : main.includes) {
        if (!seen.insert(include).second) continue;
        const std::filesystem::path file = path.parent_path() / include;
        const auto part = read_text(file);
        if (!part) return tl::unexpected(part.error());
        ParsedRules parsed = parse_rules(*part, file.lexically_normal().string());
        diagnostics.insert(diagnostics.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
        if (!parsed.includes.empty())
            diagnostics.push_back(
                {file.lexically_normal().string(), 1, 1, "only the pack's main file may include others", {}});
        for (const auto& [key, value] : parsed.parameters.entries()) {
            if (pack.parameters.find(key) != nullptr)
                diagnostics.push_back(
                    {file.lexically_normal().string(), 1, 1, "'" + key + "' is given by two files of the pack", {}});
            pack.parameters.set(key, value);
        }
    }
    if (!diagnostics.empty()) return no(to_text(diagnostics));
    if (!main.base.empty()) {
        if (bases_left == 0)
            return no(path.string() + ": a pack was expected that rests on at most " + std::to_string(kMostBases) +
                      " others in a row, found more; does it rest on itself?");
        auto base = load_pack(path.parent_path() / main.base, bases_left - 1);
        if (!base) return tl::unexpected(base.error());
        base->parameters.merge(pack.parameters);  // what the pack says itself wins
        pack.parameters = std::move(base->parameters);
    }
    pack.parameters.set("session.rules", Parameter{pack.name, "word", {}});
    pack.digest = sha256(pack.parameters.canonical());
    return pack;
}

}  // namespace

Expected<RulePack> load_rule_pack(const std::filesystem::path& path) {
    return load_pack(path, kMostBases);
}

std::string Texts::operator()(std::string_view key) const {
    const auto at = entries_.find(key);
    return at == entries_.end() ? std::string(key) : at->second;
}

namespace {

void flatten_texts(const yaml::Node& map, const std::string& prefix, std::string_view file, Texts& texts,
                   Diagnostics& diagnostics) {
    for (const auto& [key, value] : map.entries) {
        const std::string name = prefix.empty() ? key.text : prefix + "." + key.text;
        if (value.kind == yaml::Node::Kind::kMap)
            flatten_texts(value, name, file, texts, diagnostics);
        else if (value.kind == yaml::Node::Kind::kScalar)
            texts.set(name, value.text);
        else
            diagnostics.push_back({std::string(file),
                                   value.line,
                                   value.column,
                                   "'" + name + "': a text was expected, found " + yaml::describe(value),
                                   {}});
    }
}

}  // namespace

Expected<Texts> load_texts(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    yaml::Node root;
    Diagnostics diagnostics;
    Texts texts;
    if (yaml::parse(*text, path.string(), kRuleLimits, root, diagnostics)) {
        if (root.kind == yaml::Node::Kind::kMap)
            flatten_texts(root, "", path.string(), texts, diagnostics);
        else
            diagnostics.push_back({path.string(),
                                   root.line,
                                   root.column,
                                   "a text table is a map (key: text), found " + yaml::describe(root),
                                   {}});
    }
    if (!diagnostics.empty()) return no(to_text(diagnostics));
    return texts;
}

}  // namespace np::scenario
