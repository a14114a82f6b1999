#include "needlepoint/assessment/marks.h"

#include <gtest/gtest.h>

#include "needlepoint/scenario/rule_pack.h"

namespace np::assessment {
namespace {

using plugin_host::Result;
using plugin_host::State;

const Parameters& rules() {
    static const Parameters loaded = [] {
        const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
        if (!pack) throw std::runtime_error(pack.error().message);
        return pack->parameters;
    }();
    return loaded;
}

constexpr const char* kAll[] = {"depth",     "coverage",         "technique", "endpoint",     "sterility",
                                "procedure", "contraindication", "incidents", "communication"};

sdk::Finding loss(std::int32_t cost, const std::string& rule = "RULE") {
    sdk::Finding finding;
    finding.id = "f-" + rule;
    finding.rule = rule;
    finding.text = "It was {value} {unit} where {limit} is allowed, {zone}.";
    finding.cost = cost;
    finding.end_tick = 1;
    return finding;
}

Result scored(const std::string& id, std::int32_t mark) {
    Result result;
    result.id = id;
    result.version = "0.1.0";
    result.name_key = "scorer." + id;
    result.state = State::kScored;
    result.mark = mark;
    if (mark < 10000) result.findings.push_back(loss(10000 - mark));
    return result;
}

// Everything at 100 but what is named.
std::vector<Result> all_but(const std::map<std::string, std::int32_t>& marks) {
    std::vector<Result> results;
    for (const char* id : kAll) {
        const auto other = marks.find(id);
        results.push_back(scored(id, other == marks.end() ? 10000 : other->second));
    }
    return results;
}

Marks weighed(const std::vector<Result>& results, const char* mode = "practice") {
    Parameters parameters = rules();
    parameters.set("session.mode", std::string(mode));
    return weigh(results, {"malar_l", "buccal_l"}, parameters);
}

const Condition& condition(const Marks& marks, const std::string& id) {
    for (const Condition& one : marks.conditions)
        if (one.id == id) return one;
    throw std::runtime_error("no condition " + id);
}

// Clinical reference 8.8, totals with the others at 100.
TEST(Total, CheckValues) {
    const Marks whole = weighed(all_but({}));
    EXPECT_EQ(whole.total, 10000);
    EXPECT_TRUE(whole.passed);

    const Marks zero_depth = weighed(all_but({{"depth", 0}, {"coverage", 0}, {"endpoint", 0}}));
    EXPECT_EQ(hundredths(zero_depth.total), "65.00");
    EXPECT_FALSE(zero_depth.passed);

    const Marks dirty = weighed(all_but({{"sterility", 0}}));
    EXPECT_EQ(hundredths(dirty.total), "82.00");
    EXPECT_FALSE(dirty.passed);
    EXPECT_FALSE(condition(dirty, "sterility").met);
    EXPECT_TRUE(condition(dirty, "total").met);

    const Marks deferred = weighed(all_but({{"depth", 0},
                                            {"coverage", 0},
                                            {"technique", 0},
                                            {"endpoint", 0},
                                            {"contraindication", 5000},
                                            {"incidents", 0}}));
    EXPECT_EQ(hundredths(deferred.total), "39.00");
    EXPECT_FALSE(deferred.passed);

    const Marks no_technique = weighed(all_but({{"technique", 0}}));
    EXPECT_EQ(hundredths(no_technique.total), "88.00");
    EXPECT_FALSE(no_technique.passed);
}

TEST(Total, DecisionStations) {
    const Marks good =
        weighed({scored("contraindication", 10000), scored("communication", 9000), scored("procedure", 10000)});
    EXPECT_EQ(hundredths(good.total), "97.41");
    EXPECT_TRUE(good.passed);
    EXPECT_FALSE(condition(good, "composite").assessed);
    const Marks refused =
        weighed({scored("contraindication", 5000), scored("communication", 10000), scored("procedure", 10000)});
    EXPECT_EQ(hundredths(refused.total), "77.78");
    EXPECT_FALSE(refused.passed);
}

TEST(Total, IsRoundedHalfUpOnce) {
    Parameters parameters;
    parameters.set("score.weight.a", 1.0);
    parameters.set("score.weight.b", 1.0);
    EXPECT_EQ(weigh({scored("a", 1), scored("b", 0)}, {}, parameters).total, 1);  // 0.5 of a hundredth
    parameters.set("score.weight.b", 3.0);
    EXPECT_EQ(weigh({scored("a", 1), scored("b", 0)}, {}, parameters).total, 0);
}

TEST(Total, UnassessedScorersLeaveTheMean) {
    auto results = all_but({});
    results[0].state = State::kNotAssessed;
    results[0].reason = "the key accepts the decision not to treat";
    results[1] = scored("coverage", 5000);
    results[2].state = State::kNotScored;
    results[2].reason = "it broke";
    results[2].tick = 12345;
    const Marks marks = weighed(results);
    EXPECT_EQ(marks.total, 10000 - (5000 * 130 + 380) / 760);  // 130 of the 760 per mille that are left
    EXPECT_EQ(marks.scorers[0].id, "communication");           // by id where the scenario names nobody
    for (const ScorerMark& scorer : marks.scorers)
        if (scorer.id == "technique") {
            EXPECT_EQ(scorer.reason, "it broke (at 0:12, tick 12345)");
        }
    const Marks nothing = weighed({});
    EXPECT_FALSE(nothing.assessed);
    EXPECT_FALSE(nothing.passed);
}

TEST(Total, TheScenarioSaysWhoScores) {
    Parameters parameters = rules();
    parameters.set("session.calls_for", std::string("sterility,depth,magic"));
    const Marks marks = weigh(all_but({{"coverage", 0}}), {}, parameters);
    EXPECT_EQ(marks.total, 10000);
    ASSERT_EQ(marks.scorers.size(), 10u);
    EXPECT_EQ(marks.scorers[0].id, "sterility");
    EXPECT_EQ(marks.scorers[1].id, "depth");
    EXPECT_EQ(marks.scorers[2].id, "magic");
    EXPECT_EQ(marks.scorers[2].state, State::kNotScored);
    EXPECT_EQ(marks.scorers[2].reason, "no plugin with this id is installed");
    for (std::size_t i = 3; i < 10; ++i) {
        EXPECT_EQ(marks.scorers[i].state, State::kNotAssessed);
        EXPECT_TRUE(marks.scorers[i].findings.empty());
    }
}

sdk::Finding grave(const std::string& critical) {
    sdk::Finding finding = loss(2000, "L02");
    finding.severity = sdk::Severity::kCritical;
    finding.critical = critical;
    return finding;
}

TEST(Criticals, FailWhateverTheTotal) {
    auto results = all_but({});
    results[6].mark = 8000;
    results[6].findings = {grave("CR06")};
    for (const char* mode : {"practice", "assessment"}) {
        const Marks marks = weighed(results, mode);
        EXPECT_GE(marks.total, 9700);
        EXPECT_FALSE(marks.passed) << mode;
        ASSERT_EQ(marks.critical.size(), 1u);
        EXPECT_EQ(marks.critical[0].critical, "CR06");
        EXPECT_FALSE(condition(marks, "critical").met);
    }
}

TEST(Criticals, AssessmentCapsWhatTheListDoesNotHold) {
    for (const char* entry : {"", "CR99", "CR02"}) {  // unlisted, unknown, waiting for a panel
        auto results = all_but({});
        results[6].mark = 8000;
        results[6].findings = {grave(entry)};
        const Marks exam = weighed(results, "assessment");
        EXPECT_TRUE(exam.critical.empty()) << entry;
        EXPECT_TRUE(exam.passed) << entry;
        for (const ScorerMark& scorer : exam.scorers)
            if (scorer.id == "contraindication") {
                EXPECT_EQ(scorer.findings[0].severity, sdk::Severity::kMajor);
            }
        EXPECT_EQ(weighed(results, "practice").critical.size(), 1u) << entry;
    }
    Parameters signed_rules = rules();
    signed_rules.set("session.mode", std::string("assessment"));
    Parameter listed = *signed_rules.find("critical.CR02.rows");
    listed.provenance.approved_by = "panel of 2026";
    signed_rules.set("critical.CR02.rows", listed);
    auto results = all_but({});
    results[6].mark = 8000;
    results[6].findings = {grave("CR02")};
    EXPECT_EQ(weigh(results, {}, signed_rules).critical.size(), 1u);
}

TEST(Limits, AssumptionsThatCostAreCountedOnce) {
    auto results = all_but({});
    results[0].mark = 9600;
    for (int i = 0; i < 4; ++i) {
        sdk::Finding finding = loss(100, "R" + std::to_string(i));
        finding.limit_key = i < 2 ? "technique.tilt.tolerated_deg" : i == 2 ? "score.pass.cut" : "";
        finding.value = 17.25;
        finding.limit = 15;
        finding.zone = 0;
        results[0].findings.resize(static_cast<std::size_t>(i));
        results[0].findings.push_back(finding);
    }
    const Marks marks = weighed(results);
    EXPECT_EQ(marks.limits_that_cost, 3u);          // the tilt twice, the cut, a rule without a parameter
    EXPECT_EQ(marks.assumed_limits_that_cost, 1u);  // the tilt is EA, the cut is V
    const auto worst = worst_first(marks);
    ASSERT_EQ(worst.size(), 4u);
    EXPECT_EQ(worst[0]->text, "It was 17.25 deg where 15 is allowed, left cheekbone.");
    EXPECT_EQ(worst[0]->tag, "EA");
    EXPECT_TRUE(worst[0]->assumed);
    EXPECT_NEAR(worst[0]->cost_of_total, 12.0, 1e-9);
}

TEST(Json, ShapeAndBytes) {
    Parameters parameters;
    parameters.set("score.weight.depth", 120.0);
    parameters.set("score.pass.cut", 80.0);
    auto results = std::vector<Result>{scored("depth", 8765)};
    results[0].findings[0].value = 0.1 + 0.2;
    results[0].findings[0].thing = "a \"b\"\n";
    results[0].figures.push_back({"on_target", 1, 81.0, "%"});
    EXPECT_EQ(to_json(weigh(results, {"malar_l", "buccal_l"}, parameters)), R"({
  "schema": 1,
  "total": 87.65,
  "passed": true,
  "assessed": true,
  "mode": "practice",
  "critical": [],
  "conditions": [
    {
      "id": "total",
      "text": "total at least 80.00",
      "value": 87.65,
      "limit": 80.00,
      "met": true
    },
    {
      "id": "critical",
      "text": "no critical finding",
      "value": 0.00,
      "limit": 0.00,
      "met": true
    }
  ],
  "limits": {
    "that_cost": 1,
    "assumed": 0
  },
  "rules": "",
  "skin_type_rules": [],
  "scorers": [
    {
      "id": "depth",
      "name": "Depth",
      "version": "0.1.0",
      "state": "scored",
      "reason": "",
      "mark": 87.65,
      "full": 100.00,
      "weight": 120,
      "findings": [
        {
          "id": "f-RULE",
          "rule": "RULE",
          "severity": "info",
          "cost": 12.35,
          "first_tick": 0,
          "end_tick": 1,
          "zone": null,
          "cell": null,
          "thing": "a \"b\"\n",
          "value": 0.3,
          "limit": null,
          "unit": "",
          "source": "",
          "tag": "",
          "assumed": false,
          "limit_key": "",
          "critical": null,
          "text": "It was 0.3  where ? is allowed, ."
        }
      ],
      "figures": [
        {
          "key": "on_target",
          "zone": "buccal_l",
          "value": 81,
          "unit": "%"
        }
      ]
    }
  ]
}
)");
}

TEST(Hundredths, AsText) {
    EXPECT_EQ(hundredths(0), "0.00");
    EXPECT_EQ(hundredths(5), "0.05");
    EXPECT_EQ(hundredths(10000), "100.00");
    EXPECT_EQ(hundredths(-123), "-1.23");
}

}  // namespace
}  // namespace np::assessment
