// Marks: what the scorers said, weighed into one total, with the rule by which it passes. Clinical reference 8.1-8.3a.
//
// Value types without paths, dates or languages: equal sessions give equal marks, and `to_json` gives equal bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/plugin_host/fold.h"

namespace np::assessment {

// A finding with everything a reader needs.
struct Finding {
    std::string scorer;  // id
    std::string id, rule;
    sdk::Severity severity = sdk::Severity::kInfo;  // after the cap that assessment puts on criticals
    std::int32_t cost = 0;                          // hundredths of the scorer's mark
    double cost_of_total = 0;                       // hundredths of the total; 0 where the scorer has no weight
    sdk::Tick first_tick = 0, end_tick = 0;
    std::string zone;       // id, or empty
    std::string zone_name;  // as a reader calls it
    std::uint32_t cell = NP_NO_CELL;
    std::string thing;
    std::optional<double> value, limit;
    std::string unit, source;
    std::string tag;       // evidence of the limit, or empty
    bool assumed = false;  // the limit is an assumption that nobody has signed
    std::string limit_key;
    std::string critical;  // CR01..: counts as a critical; otherwise empty
    std::string text;      // a sentence with its numbers filled in
};

struct ScorerMark {
    std::string id, name, version, sha256;
    plugin_host::State state = plugin_host::State::kNotAssessed;
    std::string reason;                   // of the states without a mark
    std::int32_t mark = 0, full = 10000;  // hundredths
    std::int32_t weight = 0;              // per mille
    std::vector<Finding> findings;
    std::vector<plugin_host::Figure> figures;  // zone as in `zones`
};

// One condition of the pass rule, and whether it was met.
struct Condition {
    std::string id;               // "total", "composite", "asepsis", "critical" ...
    std::string text;             // "Total at least 80.00"
    double value = 0, limit = 0;  // hundredths
    bool assessed = false;        // false: does not apply
    bool met = true;
};

struct Marks {
    std::int32_t total = 0;  // hundredths
    bool assessed = false;   // at least one weighted scorer gave a mark
    bool passed = false;
    std::string mode;                 // tutorial, practice, assessment
    std::vector<ScorerMark> scorers;  // in the order of the rule pack, then by id
    std::vector<Finding> critical;    // copies of the findings that count as criticals, by time
    std::vector<Condition> conditions;
    std::uint32_t limits_that_cost = 0, assumed_limits_that_cost = 0;
    std::string rules;  // name of the rule pack
    std::vector<std::string>
        skin_type_rules;                     // the rules in force that name this patient's skin type, one sentence each
    std::vector<std::string> zones;          // ids, index as in figures
    std::vector<std::string> earlier_rules;  // keys that the record is too old to have, read as the program was then
};

// The name of a state in JSON: "scored", "not assessed", "not scored".
const char* to_word(plugin_host::State state);
const char* to_word(sdk::Severity severity);  // "info", "minor", "major", "critical"

// Weighs results by `score.*` and `critical.*` of the session's parameters.
Marks weigh(const std::vector<plugin_host::Result>& results, const std::vector<std::string>& zone_ids,
            const Parameters& parameters);

// Says that a record is older than these keys, and how it is read; empty for a record of today.
std::string earlier_sentence(const std::vector<std::string>& keys);

// Hundredths as text: 8750 -> "87.50".
std::string hundredths(std::int64_t value);

// One JSON document, closed by a newline: what `grade --json` prints.
std::string to_json(const Marks& marks);

// The same for a spreadsheet: a row for the total, each scorer's mark, each condition and each finding. RFC 4180, a
// heading first.
std::string to_csv(const Marks& marks);

// All findings, worst first: criticals, then by what they cost of the total, severity, and time.
std::vector<const Finding*> worst_first(const Marks& marks);

}  // namespace np::assessment
