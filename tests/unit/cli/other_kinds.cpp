// Plugins that are no scorers, from the command line: what they do to a session, and what they make of a record.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "run_program.h"

namespace np::test {
namespace {

using nlohmann::json;

const std::string kProgram = NP_BINARY_DIR "/needlepoint-headless";

constexpr const char* kScenario =
    "title: Unplanned\nmode: practice\ngoal: fine_lines\nbody: pad_flat\nhands: [pad_flat]\nscorers: [depth]\n"
    "patient: {name: Pad}\nincidents: [{plugin: unforeseen}]\n"
    "plugins: {unforeseen: {visitor_per_hour: 60, move_per_hour: 60, rest_s: 5}}\n";

class OtherKinds : public testing::Test {
  protected:
    // An installation of its own, pinned, as only then incidents, exporters and devices run.
    Ran np(const std::string& arguments) {
        return run(scratch_, kProgram,
                   "N=\"$D/own/needlepoint-headless --data " NP_SOURCE_DIR
                   "\"; [ -d $D/own ] || { mkdir -p $D/own/plugins && cp $NP $D/own && cp " NP_BINARY_DIR
                   "/plugins/*.so $D/own/plugins && $N plugin pin $D/own/plugins; }; $N " +
                       arguments);
    }
    void write_scenario(const std::string& text = kScenario) { std::ofstream(scratch_ / "s.yaml") << text; }
    Scratch scratch_;
};

TEST_F(OtherKinds, an_incident_plugin_lets_things_happen_and_the_replay_needs_no_plugin) {
    write_scenario();
    const Ran ran = np("run $D/s.yaml --trainee novice --seed 4 --out $D/a.mcap");
    ASSERT_EQ(ran.code, 0) << ran.err;
    const std::string inputs = np("inspect $D/a.mcap --csv --kind intrusion").out;
    EXPECT_NE(inputs.find(",incident,E"), std::string::npos) << inputs;
    EXPECT_NE(np("inspect $D/a.mcap --csv --kind incident").out.find("cue.E"), std::string::npos);
    const json meta = json::parse(np("inspect $D/a.mcap --json").out).at("meta");
    EXPECT_EQ(meta.at("plugin.unforeseen").get<std::string>().rfind("1.0.0 ", 0), 0u);
    // Replayed by an installation that has no plugins at all.
    const Ran replayed =
        run(scratch_, kProgram,
            "mkdir $D/bare $D/bare/plugins && cp $NP $D/bare && $D/bare/needlepoint-headless --data " NP_SOURCE_DIR
            " replay $D/a.mcap");
    EXPECT_EQ(replayed.code, 0) << replayed.err;
    // The same seed again: the same bytes.
    ASSERT_EQ(np("run $D/s.yaml --trainee novice --seed 4 --out $D/b.mcap").code, 0);
    EXPECT_EQ(contents(scratch_ / "a.mcap"), contents(scratch_ / "b.mcap"));
}

TEST_F(OtherKinds, parameters_are_set_checked_and_kept_in_the_record) {
    write_scenario();
    const Ran refused = np("run $D/s.yaml --set unforeseen.most=99 --out $D/x.mcap");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("takes 0 to 20, found 99"), std::string::npos) << refused.err;
    EXPECT_EQ(np("run $D/s.yaml --set unforeseen.mots=1 --out $D/x.mcap").code, 2);
    ASSERT_EQ(np("run $D/s.yaml --trainee novice --seed 4 --set unforeseen.most=0 --out $D/none.mcap").code, 0);
    EXPECT_EQ(np("inspect $D/none.mcap --csv --kind intrusion").out, "kind,tick,what,name,text\n");
    EXPECT_NE(contents(scratch_ / "none.mcap"), "");
}

TEST_F(OtherKinds, a_scenario_that_asks_for_what_is_not_there_is_refused) {
    std::string text = kScenario;
    text.replace(text.find("{plugin: unforeseen}"), 20, "{plugin: unforseen}");
    write_scenario(text);
    const Ran missing = np("run $D/s.yaml --out $D/x.mcap");
    EXPECT_EQ(missing.code, 1);
    EXPECT_NE(missing.err.find("did you mean 'unforeseen'?"), std::string::npos) << missing.err;
    text = kScenario;
    text.replace(text.find("rest_s: 5"), 9, "rest_s: -5");
    write_scenario(text);
    const Ran range = np("run $D/s.yaml --out $D/x.mcap");
    EXPECT_EQ(range.code, 1);
    EXPECT_NE(range.err.find("takes 0 to 3600 s, found -5"), std::string::npos) << range.err;
    text = kScenario;
    text.replace(text.find("rest_s: 5"), 9, "rests: 5");
    write_scenario(text);
    EXPECT_NE(np("run $D/s.yaml --out $D/x.mcap").err.find("has none of that name"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "x.mcap"));
}

TEST_F(OtherKinds, nobody_changes_an_assessment_by_a_parameter) {
    const Ran ran = np("run assessment/short-station --set unforeseen.most=1 --out $D/x.mcap");
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("in an assessment the scenario and the rules decide"), std::string::npos) << ran.err;
}

TEST_F(OtherKinds, a_record_is_exported_as_statements_and_as_a_table) {
    ASSERT_EQ(np("run tutorial/first-strokes --trainee novice --seed 3 --out $D/pad.mcap").code, 0);
    ASSERT_EQ(np("export $D/pad.mcap --with xapi").code, 0);
    const json statements = json::parse(contents(scratch_ / "pad.json"));
    const json marks = json::parse(np("grade $D/pad.mcap --json").out);
    const double total = statements.at(0).at("result").at("score").at("raw");
    EXPECT_NEAR(total, marks.at("total").get<double>() / (marks.at("total") > 100 ? 100.0 : 1.0), 0.005);
    EXPECT_EQ(statements.at(0).at("actor").at("account").at("name"), "novice");

    ASSERT_EQ(np("export $D/pad.mcap --with strikes --out $D/s.csv --set strikes.separator=semicolon").code, 0);
    const std::string table = contents(scratch_ / "s.csv");
    const json inside = json::parse(np("inspect $D/pad.mcap --json").out);
    EXPECT_EQ(static_cast<std::int64_t>(std::count(table.begin(), table.end(), '\n')),
              inside.at("counts").at("strike").get<std::int64_t>() + 1);
    EXPECT_EQ(np("export $D/pad.mcap --with strikes --out - --set strikes.separator=semicolon").out, table);

    const Ran unknown = np("export $D/pad.mcap --with depth");
    EXPECT_EQ(unknown.code, 2);
    EXPECT_NE(unknown.err.find("there are: strikes, xapi"), std::string::npos) << unknown.err;
    EXPECT_EQ(np("export $D/pad.mcap --with strikes --out $D/no/such/folder/x").code, 3);
    EXPECT_EQ(np("export $D/pad.mcap --with strikes --out /dev/full").code, 3);
    EXPECT_FALSE(std::filesystem::exists("/dev/full.part"));
}

TEST_F(OtherKinds, the_list_tells_kinds_versions_pins_and_parameters) {
    const json plugins = json::parse(np("plugin list --json").out).at("plugins");
    std::map<std::string, json> of;
    for (const json& one : plugins) of[one.at("id")] = one;
    EXPECT_EQ(of.at("depth").at("kind"), "scorer");
    EXPECT_EQ(of.at("unforeseen").at("kind"), "incidents");
    EXPECT_EQ(of.at("xapi").at("kind"), "exporter");
    EXPECT_EQ(of.at("xapi").at("media_type"), "application/json");
    EXPECT_EQ(of.at("depth").at("interface"), "0.2");
    bool found = false;
    for (const json& parameter : of.at("unforeseen").at("parameters")) {
        if (parameter.at("key") != "plugin.unforeseen.most") continue;
        found = true;
        EXPECT_EQ(parameter.at("type"), "number");
        EXPECT_EQ(parameter.at("own"), true);
        EXPECT_EQ(parameter.at("default"), 3);
        EXPECT_EQ(parameter.at("maximum"), 20);
    }
    EXPECT_TRUE(found);
    const std::string text = np("plugin list").out;
    EXPECT_NE(text.find("plugin.strikes.separator = comma (comma, semicolon, tab): "), std::string::npos) << text;
    // Pins tell what was changed since.
    const std::string own = "mkdir -p $D/b/plugins && cp $NP $D/b/ && cp " NP_BINARY_DIR
                            "/plugins/xapi.so $D/b/plugins/ && N=\"$D/b/needlepoint-headless --data " NP_SOURCE_DIR
                            "\"; $N plugin pin $D/b/plugins; ";
    EXPECT_NE(run(scratch_, kProgram, own + "$N plugin list").out.find(" pinned "), std::string::npos);
    EXPECT_NE(run(scratch_, kProgram, own + "printf x >> $D/b/plugins/xapi.so; $N plugin list").out.find(" changed "),
              std::string::npos);
}

}  // namespace
}  // namespace np::test
