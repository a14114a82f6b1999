// Every scorer finds what it needs in the rules and scenarios that the program ships.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "needlepoint/scenario/plan.h"
#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/scenario/scenario.h"
#include "needling.h"
#include "scorer_stage.h"

namespace np::test {
namespace {

namespace fs = std::filesystem;

const char* const kScorers[] = {"depth",     "coverage",         "technique", "endpoint",      "sterility",
                                "procedure", "contraindication", "incidents", "communication", "outcome"};

const Parameters& rules() {
    static const Parameters kRules = [] {
        const auto pack = scenario::load_rule_pack(fs::path(NP_SOURCE_DIR) / "assets/rules/default_v1.yaml");
        if (!pack) throw std::runtime_error(pack.error().message);
        return pack->parameters;
    }();
    return kRules;
}

std::string base_of(const std::string& zone) {
    const std::size_t end = zone.size();
    const bool sided = end > 2 && zone[end - 2] == '_' && (zone[end - 1] == 'l' || zone[end - 1] == 'r');
    return sided ? zone.substr(0, end - 2) : zone;
}

// A session of the scenario on a stage that has its zones and nothing else.
void play(Stage& stage, const scenario::Scenario& scenario) {
    std::vector<scenario::ZoneFacts> facts;
    for (const std::string& zone : scenario.hands) {
        facts.push_back({zone, base_of(zone), *scenario::mean_layers(rules(), base_of(zone))});
        stage.add_zone(zone, base_of(zone), 30, 30);
    }
    for (const std::string& zone : scenario.field)
        if (std::find(scenario.hands.begin(), scenario.hands.end(), zone) == scenario.hands.end())
            facts.push_back({zone, base_of(zone), *scenario::mean_layers(rules(), base_of(zone))});
    const auto session = scenario::session_parameters(scenario, rules(), facts);
    ASSERT_TRUE(session) << session.error().message;
    stage.parameters = rules();
    stage.parameters.merge(*session);
}

TEST(ShippedRules, every_scorer_works_in_every_scenario) {
    std::size_t scenarios = 0;
    for (const auto& file : fs::recursive_directory_iterator(fs::path(NP_SOURCE_DIR) / "scenarios")) {
        if (file.path().extension() != ".yaml") continue;
        const auto scenario = scenario::load_scenario(file.path(), rules());
        ASSERT_TRUE(scenario) << scenario.error().message;
        ++scenarios;
        for (const std::string scorer : kScorers) {
            Stage stage(scorer);
            play(stage, *scenario);
            if (HasFatalFailure()) return;
            sdk::EventBuffer events;
            events.append(decision(1, "treat", "fit"));
            if (!scenario->hands.empty()) needle_cells(events, stage, 0, 0, 900, 1000);
            const Seen seen = stage.run(events);
            EXPECT_EQ(seen.fault, "") << file.path().filename() << ": " << scorer;
            EXPECT_EQ(seen.mark + seen.lost(), seen.state == NP_MARK_SCORED ? seen.full : 0)
                << file.path().filename() << ": " << scorer;
            for (const SeenFinding& finding : seen.findings) {
                EXPECT_TRUE(finding.cost == 0 || !finding.text.empty()) << scorer << ": " << finding.rule;
                if (finding.cost == 0) continue;
                EXPECT_NE(stage.parameters.find(finding.limit_key), nullptr)
                    << scorer << ": " << finding.rule << " names " << finding.limit_key;
            }
        }
    }
    EXPECT_GE(scenarios, 4u);
}

}  // namespace
}  // namespace np::test
