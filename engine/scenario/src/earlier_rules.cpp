#include "needlepoint/scenario/earlier_rules.h"

#include "earlier_texts.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::scenario {
namespace {

Expected<Parameters> read_all() {
    Parameters all;
    for (const EmbeddedText& file : earlier_texts()) {
        const ParsedRules parsed = parse_rules(file.text, file.name);
        if (!parsed.diagnostics.empty())
            return no("the meanings of earlier rules were expected to read well:\n" + to_text(parsed.diagnostics));
        all.merge(parsed.parameters);
    }
    return all;
}

}  // namespace

const Expected<Parameters>& earlier_rules() {
    static const Expected<Parameters> all = read_all();
    return all;
}

std::vector<std::string> fill_in_earlier(Parameters& parameters, const Parameters& earlier) {
    std::vector<std::string> filled;
    for (const auto& [key, meaning] : earlier.entries()) {
        if (parameters.find(key) != nullptr) continue;
        parameters.set(key, meaning);
        filled.push_back(key);
    }
    return filled;
}

}  // namespace np::scenario
