#include "rule_words.h"

#include <algorithm>

namespace np::scenario {

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        if (comma != 0) words.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return words;
}

std::string join_words(const std::vector<std::string>& words) {
    std::string joined;
    for (const std::string& word : words) joined += (joined.empty() ? "" : ",") + word;
    return joined;
}

std::vector<std::string> rule_words(const Parameters& rules, std::string_view key) {
    return split_words(rules.text(key).value_or(std::string()));
}

std::vector<std::string> zone_ids(const Parameters& rules) {
    const auto sided = rule_words(rules, "zones.sided");
    std::vector<std::string> ids;
    for (const std::string& base : rule_words(rules, "zones.order")) {
        if (std::find(sided.begin(), sided.end(), base) == sided.end()) {
            ids.push_back(base);
        } else {
            ids.push_back(base + "_l");
            ids.push_back(base + "_r");
        }
    }
    return ids;
}

std::string zone_base(const Parameters& rules, std::string_view zone_id) {
    if (zone_id.size() > 2 &&
        (zone_id.substr(zone_id.size() - 2) == "_l" || zone_id.substr(zone_id.size() - 2) == "_r")) {
        const std::string base(zone_id.substr(0, zone_id.size() - 2));
        const auto sided = rule_words(rules, "zones.sided");
        if (std::find(sided.begin(), sided.end(), base) != sided.end()) return base;
    }
    return std::string(zone_id);
}

}  // namespace np::scenario
