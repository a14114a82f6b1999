// Rule packs: every number of medicine, with unit, evidence and source, as files that a clinician can change.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/scenario/diagnostics.h"

namespace np::scenario {

struct RulePack {
    std::string name;  // "default_v1"
    Parameters parameters;
    Digest digest{};  // SHA-256 of parameters.canonical()
};

// `path` is the pack's main file ("assets/rules/default_v1.yaml"); files that it includes lie beside it. The error's
// message lists every diagnostic, one per line. A pack may name a `base` beside it: then only what differs is written
// down, and it wins over the base.
Expected<RulePack> load_rule_pack(const std::filesystem::path& path);

// One file of a pack, without its includes; for checks and tests.
struct ParsedRules {
    Parameters parameters;
    std::vector<std::string> includes;
    std::string base;  // the pack that this one changes, or empty
    std::string name;
    Diagnostics diagnostics;
};
ParsedRules parse_rules(std::string_view text, std::string_view file_name);

// English texts by key ("step.T24" -> "Clean your hands"), from a table such as assets/locale/en.yaml. A key that is
// missing reads as itself, so that a gap is seen and not a blank.
class Texts {
  public:
    void set(std::string key, std::string text) { entries_.insert_or_assign(std::move(key), std::move(text)); }
    std::string operator()(std::string_view key) const;
    bool has(std::string_view key) const { return entries_.find(key) != entries_.end(); }
    const std::map<std::string, std::string, std::less<>>& entries() const { return entries_; }

  private:
    std::map<std::string, std::string, std::less<>> entries_;
};
Expected<Texts> load_texts(const std::filesystem::path& path);

}  // namespace np::scenario
