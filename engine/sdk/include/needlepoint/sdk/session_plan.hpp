// What every scorer of needling has to know of a session: which zones were planned, and whether needling is missing
// because the trainee rightly decided against it. Read from the session's parameters (plan.*, case.*).
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/finding.hpp"
#include "needlepoint/sdk/host.hpp"

namespace np::sdk {

// "malar_l, buccal_l" -> its words.
inline std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : list) {
        if (c != ',' && c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(word);
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

inline bool has_word(const std::vector<std::string>& words, std::string_view word) {
    for (const std::string& one : words)
        if (one == word) return true;
    return false;
}

inline std::vector<std::string> words_at(const Host& host, std::string_view key) {
    return words_of(host.text(key).value_or(""));
}

// For lists that the scorer can't do without: throws a Fault that names the key.
inline std::vector<std::string> need_words(const Host& host, std::string_view key) {
    if (const auto list = host.text(key)) return words_of(*list);
    throw Fault("the rule pack has no text named '" + std::string(key) + "', which this scorer needs");
}

// A severity of the rule pack: "info", "m", "M" or "C". Throws a Fault that names the key.
inline Severity need_severity(const Host& host, std::string_view key) {
    const std::string word = host.text(key).value_or("");
    if (word == "info") return Severity::kInfo;
    if (word == "m") return Severity::kMinor;
    if (word == "M") return Severity::kMajor;
    if (word == "C") return Severity::kCritical;
    throw Fault("the rule pack has no severity (info, m, M, C) named '" + std::string(key) +
                "', which this scorer needs; found '" + word + "'");
}

// The entry of the list of criticals that a row (T47, L02, eye_globe ...) belongs to, such as CR10, or empty. Whether
// it counts in this session is for whoever weighs the marks to say.
inline std::string critical_entry(const Host& host, std::string_view row) {
    constexpr std::string_view kBegin = "critical.", kEnd = ".rows";
    for (const np_parameter* one : host.with_prefix(kBegin)) {
        const std::string_view key = one->key;
        if (key.size() <= kBegin.size() + kEnd.size() || key.substr(key.size() - kEnd.size()) != kEnd) continue;
        if (has_word(words_of(one->text), row))
            return std::string(key.substr(kBegin.size(), key.size() - kBegin.size() - kEnd.size()));
    }
    return {};
}

struct PlannedZone {
    std::uint32_t index = 0;               // in the zone table
    std::string id;                        // malar_l
    std::string base;                      // malar
    double area_um2 = 0;                   // treatable
    std::span<const std::uint32_t> cells;  // treatable, ascending

    std::string key(std::string_view field) const { return "plan." + id + "." + std::string(field); }
};

// Zones of `plan.zones` in the order of the zone table; those without treatable cells are left out.
inline std::vector<PlannedZone> planned_zones(const Host& host) {
    const std::vector<std::string> ids = need_words(host, "plan.zones");
    const Zones zones = host.zones();
    for (const std::string& id : ids)
        if (zones.find(id) == nullptr)
            throw Fault("the plan names the zone '" + id + "', which this patient does not have");
    std::vector<PlannedZone> planned;
    for (std::uint32_t i = 0; i < zones.count(); ++i) {
        const np_zone& zone = zones[i];
        if (!has_word(ids, zone.id) || zone.treatable_cells == 0 || zone.treatable_area_um2 == 0) continue;
        planned.push_back(
            {i, zone.id, zone.base, static_cast<double>(zone.treatable_area_um2), host.treatable_cells(i)});
    }
    return planned;
}

// Zone that most needles of a strike fell on, masked skin included; ties go to the lower index.
inline std::uint32_t zone_of_strike(RecordView record, const np_strike& strike) {
    const std::span<const std::uint8_t> zones = record.array<std::uint8_t>(strike.zone);
    if (zones.empty()) return NP_NO_ZONE;
    // Mostly all needles lie in one zone: each is like the one before.
    if (std::memcmp(zones.data(), zones.data() + 1, zones.size() - 1) == 0) return zones.front();
    std::bitset<NP_NO_ZONE + 1> counted;
    counted.set(NP_NO_ZONE);
    std::uint32_t best = NP_NO_ZONE;
    std::ptrdiff_t most = 0;
    for (const std::uint8_t zone : zones) {
        if (counted[zone]) continue;
        counted.set(zone);
        const std::ptrdiff_t needles = std::count(zones.begin(), zones.end(), zone);
        if (needles < most || (needles == most && zone > best)) continue;
        best = zone;
        most = needles;
    }
    return best;
}

// One `decide` event.
struct Decision {
    Tick tick = 0;
    std::string decision, reason, response;

    bool goes_ahead() const { return decision == "treat" || decision == "modify"; }
};

// The key's view of a case item.
struct CaseItem {
    std::string id;
    std::vector<std::string> correct;  // decisions with full marks
    std::vector<std::string> accept;   // as good where a reason or a response is given

    bool takes(const Decision& decision) const {
        if (has_word(correct, decision.decision)) return true;
        return has_word(accept, decision.decision) && !(decision.reason.empty() && decision.response.empty());
    }
};

inline std::vector<CaseItem> case_items(const Host& host) {
    std::vector<CaseItem> items;
    for (const std::string& id : words_at(host, "case.items"))
        items.push_back({id, need_words(host, "case." + id + ".correct"), words_at(host, "case." + id + ".accept")});
    return items;
}

// Needling is left out with the key's blessing: the last decision is not to treat, and a case item allows that.
inline bool rightly_left_out(const Host& host, const std::vector<Decision>& decisions) {
    if (decisions.empty() || decisions.back().goes_ahead()) return false;
    for (const CaseItem& item : case_items(host))
        if (item.takes(decisions.back())) return true;
    return false;
}

// Keeps the `decide` events.
inline void note_decision(RecordView record, std::vector<Decision>& decisions) {
    const np_decide* raw = record.raw<event::decide>();
    if (raw == nullptr) return;
    decisions.push_back({record.tick(), std::string(record.text(raw->decision)), std::string(record.text(raw->reason)),
                         std::string(record.text(raw->response))});
}

}  // namespace np::sdk
