#include "other_rules.h"

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/scenario/plan.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::cli {

Expected<Parameters> other_rules(const Places& places, const session::Record& record, const std::string& pack_name) {
    std::filesystem::path file = pack_name;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        file = places.data / "assets" / "rules" / (pack_name + ".yaml");
    const auto pack = scenario::load_rule_pack(file);
    if (!pack) return tl::unexpected(pack.error());
    const auto& meta = record.meta();
    const auto zones_at = meta.attachments.find(std::string(session::kZonesAttachment));
    if (zones_at == meta.attachments.end())
        return no("the record carries no zone table, so no plan can be made from another rule pack");
    const auto table = anatomy::ZoneTable::decode(zones_at->second);
    if (!table) return tl::unexpected(table.error());
    const auto parsed = scenario::parse_scenario(meta.text(session::kScenarioAttachment), "scenario.yaml of the record",
                                                 pack->parameters);
    if (!parsed.ok())
        return no("the record's scenario does not fit that rule pack:\n" + scenario::to_text(parsed.diagnostics));
    std::vector<scenario::ZoneFacts> zones;
    for (const anatomy::Zone& zone : table->zones)
        zones.push_back({zone.id, zone.base, {zone.layers.epidermis_mm, zone.layers.dermis_mm}});
    const auto session = scenario::session_parameters(parsed.scenario, pack->parameters, zones);
    if (!session) return tl::unexpected(session.error());
    Parameters merged = pack->parameters;
    merged.merge(*session);
    return merged;
}

}  // namespace np::cli
