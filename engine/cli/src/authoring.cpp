// Commands for authors of scenarios and plugins.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/library.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::cli {

using json = nlohmann::ordered_json;

Status check_scenarios(const Places& places, const std::vector<std::string>& files, bool as_json) {
    const auto pack = scenario::load_rule_pack(places.data / "assets" / "rules" / "default_v1.yaml");
    if (!pack) return tl::unexpected(pack.error());
    const auto book = load_patients(places);
    if (!book) return tl::unexpected(book.error());
    json document{{"files", json::array()}};
    std::size_t wrong = 0;
    for (const std::string& file : files) {
        const auto text = read_text(file);
        if (!text) return tl::unexpected(text.error());
        const auto parsed = scenario::parse_scenario(*text, file, pack->parameters, &*book);
        json errors = json::array();
        for (const scenario::Diagnostic& diagnostic : parsed.diagnostics) {
            errors.push_back({{"line", diagnostic.line},
                              {"column", diagnostic.column},
                              {"message", diagnostic.message},
                              {"suggestion", diagnostic.suggestion}});
            if (!as_json) std::printf("%s\n", diagnostic.text().c_str());
        }
        wrong += parsed.ok() ? 0 : 1;
        document["files"].push_back({{"path", file}, {"errors", errors}});
    }
    if (as_json) std::printf("%s\n", document.dump(2, ' ', false, json::error_handler_t::replace).c_str());
    if (wrong == 0) return {};
    return no(std::to_string(wrong) + " of " + std::to_string(files.size()) +
              " files have errors; mend the places named above");
}

Status pin_plugins(const std::string& folder) {
    return plugin_host::write_pins(folder);
}

}  // namespace np::cli
