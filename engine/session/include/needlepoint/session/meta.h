// What a record carries besides inputs and events: enough to grade it years later.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace np::session {

// Names under which others look for attachments.
inline constexpr std::string_view kScenarioAttachment = "scenario.yaml";
inline constexpr std::string_view kParametersAttachment = "parameters";  // Parameters::canonical()
inline constexpr std::string_view kZonesAttachment = "zones";            // anatomy::ZoneTable::encode()

struct Meta {
    // Facts such as program, scenario, mode, seed, body, head hash, plugin hashes. UTF-8. The key "mode" with the
    // value "assessment" makes `verify` demand the seal of a known station.
    std::map<std::string, std::string> facts;
    // By name, as given; large ones lie compressed in the file. UTF-8 names.
    std::map<std::string, std::vector<std::byte>> attachments;

    // The bytes of an attachment as text, empty if there is none of that name.
    std::string_view text(std::string_view name) const {
        const auto found = attachments.find(std::string(name));
        if (found == attachments.end()) return {};
        return {reinterpret_cast<const char*>(found->second.data()), found->second.size()};
    }
};

}  // namespace np::session
