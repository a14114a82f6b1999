// The grade that a plan should end at is written into the session's parameters by scenario/ and asked of the skin by
// reports and plugins: two modules that may not know each other, and one formula. Here they meet.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/scenario/plan.h"
#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/skin/skin_state.h"

namespace np::test {
namespace {

const Parameters& rules() {
    static const auto pack = scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    EXPECT_TRUE(pack) << pack.error().message;
    return pack->parameters;
}

std::vector<std::string> listed(const std::string& key) {
    std::istringstream words(rules().text(key).value_or(""));
    std::vector<std::string> ids;
    for (std::string word; std::getline(words, word, ',');) ids.push_back(word);
    return ids;
}

// Every zone of the rule pack, one cell each.
anatomy::ZoneTable all_zones() {
    anatomy::ZoneTable table;
    table.masks = {""};
    for (const std::string& base : listed("zones.order")) {
        const auto layers = scenario::mean_layers(rules(), base);
        EXPECT_TRUE(layers) << base;
        const auto cell = static_cast<std::int32_t>(table.zones.size());
        table.cell_zone.push_back(static_cast<std::uint8_t>(cell));
        table.cell_mask.push_back(0);
        table.cell_area_um2.push_back(1'000'000);
        table.cell_center_um.push_back({cell * 100'000, 0, 0});
        table.cell_normal_q30.push_back({0, 0, 1 << 30});
        table.zones.push_back({base, base, false, {1, 0, 0}, {layers->epidermis_mm, layers->dermis_mm, 15, 1}});
    }
    table.grid_width = static_cast<std::uint32_t>(table.zones.size());
    table.grid_height = 1;
    return table;
}

struct Case {
    std::string goal, device, blood;
    int fitzpatrick;
    bool first_session;
};

// Grades of all zones, and that both modules name the same.
std::set<int> grades_of(const anatomy::ZoneTable& table, const Case& one) {
    scenario::Scenario session;
    std::vector<scenario::ZoneFacts> facts;
    for (const anatomy::Zone& zone : table.zones) {
        session.hands.push_back(zone.id);
        facts.push_back({zone.id, zone.base, {zone.layers.epidermis_mm, zone.layers.dermis_mm}});
    }
    session.goal = one.goal;
    session.device = one.device;
    session.patient.blood = one.blood;
    session.patient.fitzpatrick = one.fitzpatrick;
    session.patient.first_session = one.first_session;
    const auto added = scenario::session_parameters(session, rules(), facts);
    EXPECT_TRUE(added) << added.error().message;
    if (!added) return {};
    Parameters parameters = rules();
    parameters.merge(*added);
    const auto skin = skin::SkinState::create(table, parameters);
    EXPECT_TRUE(skin) << skin.error().message;
    if (!skin) return {};
    std::set<int> grades;
    for (std::uint32_t zone = 0; zone < table.zones.size(); ++zone) {
        const double planned = parameters.number_or("plan." + table.zones[zone].id + ".goal_grade", -2);
        EXPECT_EQ(skin->goal_grade(zone), planned)
            << table.zones[zone].id << " " << one.goal << " " << one.device << " " << one.blood << " type "
            << one.fitzpatrick << (one.first_session ? " first session" : "");
        grades.insert(static_cast<int>(planned));
    }
    return grades;
}

TEST(GoalGrade, ScenarioAndSkinNameTheSameForEveryZoneAndGoal) {
    const anatomy::ZoneTable table = all_zones();
    std::set<int> seen;
    for (const std::string& goal : listed("goals.order"))
        for (const char* device : {"skinpen_precision", "drpen_a6s_36"})
            for (const char* blood : {"none", "anticoagulant"})
                for (const int fitzpatrick : {2, 5})
                    for (const bool first : {false, true})
                        seen.merge(grades_of(table, {goal, device, blood, fitzpatrick, first}));
    EXPECT_GE(seen.size(), 4u) << "the cases were expected to lead to different grades";
}

}  // namespace
}  // namespace np::test
