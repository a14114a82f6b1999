#include "needlepoint/plugin_host/exporting.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "pad.h"

namespace np::plugin_host {
namespace {

using nlohmann::json;

ExportMarks some_marks() {
    ExportMarks marks;
    marks.passed = false;
    marks.total = 8750;
    marks.verdict = "Not passed: too \"deep\".\n";
    ExportMark depth;
    depth.name = "Depth";
    depth.weight = 0.4;
    depth.result.id = "depth";
    depth.result.version = "1.0.0";
    depth.result.state = State::kScored;
    depth.result.mark = 7501;
    sdk::Finding finding;
    finding.rule = "OVER_DEPTH";
    finding.text = "It was too deep; ü and \\ and \x01 survive.";
    finding.severity = sdk::Severity::kMajor;
    finding.cost = 2499;
    finding.first_tick = 1234;
    finding.end_tick = 61234;
    finding.zone = 0;
    finding.critical = "CR05";
    depth.result.findings.push_back(finding);
    depth.result.figures.push_back({"depth.mean", 0, 0.9, "mm"});
    marks.marks.push_back(depth);
    ExportMark silent;
    silent.name = "Endpoint";
    silent.result.id = "endpoint";
    silent.result.state = State::kNotAssessed;
    silent.result.reason = "nothing was to be called";
    marks.marks.push_back(silent);
    return marks;
}

ExportSession some_session() {
    return {66'001,
            "First strokes",
            "0b0e1d3c-6f0f-4c35-9f0d-8a44a1b1c001",
            "novice",
            "Mara",
            "2026-05-04T10:00:00Z",
            "needlepoint 0.1.0",
            "default_v1"};
}

// Three strikes and one input.
sdk::EventBuffer some_records() {
    sdk::EventBuffer records;
    sdk::event::command command;
    command.tick = 3;
    command.verb = "wash";
    records.append(command);
    for (const sdk::Tick tick : {5u, 99u, 4100u}) records.append(strike(tick));
    return records;
}

struct Outcome {
    Status status;
    std::string bytes;
};

Outcome export_all(const std::shared_ptr<const Library>& exporter, const SessionFacts& facts = pad_facts(),
                   std::uint64_t most = 1u << 30) {
    Outcome outcome;
    const auto take = [&](std::span<const std::byte> more) -> Status {
        if (outcome.bytes.size() + more.size() > most) return cannot("the disk is full");
        outcome.bytes.append(reinterpret_cast<const char*>(more.data()), more.size());
        return {};
    };
    auto exporting = Exporting::begin(exporter, facts, some_session(), take, {{"greeting", "Guten Tag "}});
    if (!exporting) return outcome.status = tl::unexpected(exporting.error()), outcome;
    for (const sdk::RecordView record : some_records())
        if (Status status = exporting->consume(record); !status) return outcome.status = status, outcome;
    outcome.status = exporting->finish(some_marks());
    return outcome;
}

TEST(Exporting, GivesFactsRecordsAndMarksInThisOrder) {
    const Outcome outcome = export_all(try_kind("lister"));
    ASSERT_TRUE(outcome.status) << outcome.status.error().message;
    EXPECT_EQ(outcome.bytes,
              "test/pad|novice|0b0e1d3c-6f0f-4c35-9f0d-8a44a1b1c001|66001|Guten Tag no_such_key\n5 32\n99 32\n4100 "
              "32\ndepth 1 7501\n  It was "
              "too deep; ü and \\ and \x01 survive.\n  depth.mean\nendpoint 2 0\nNot passed: too \"deep\".\n\n");
}

TEST(Exporting, GivesInputsToThoseWhoTakeThem) {
    const Outcome outcome = export_all(try_kind("lister_inputs"));
    ASSERT_TRUE(outcome.status) << outcome.status.error().message;
    EXPECT_NE(outcome.bytes.find("\n3 2\n5 32\n"), std::string::npos) << outcome.bytes;
}

TEST(Exporting, StopsWhenThereIsNoRoom) {
    const Outcome outcome = export_all(try_kind("lister"), pad_facts(), 60);
    ASSERT_FALSE(outcome.status);
    EXPECT_EQ(outcome.status.error().message, "the disk is full");
    EXPECT_EQ(outcome.status.error().kind, ErrorKind::kCannot);
}

TEST(Exporting, RefusesOtherKinds) {
    const Outcome outcome = export_all(try_kind("teller"));
    ASSERT_FALSE(outcome.status);
    EXPECT_NE(outcome.status.error().message.find("an exporter was expected"), std::string::npos);
}

class WrongExporter : public testing::TestWithParam<const char*> {};

TEST_P(WrongExporter, EndsWithASentenceThatNamesIt) {
    const Outcome outcome = export_all(try_kind(GetParam()));
    ASSERT_FALSE(outcome.status);
    EXPECT_NE(outcome.status.error().message.find(GetParam()), std::string::npos) << outcome.status.error().message;
}

INSTANTIATE_TEST_SUITE_P(EveryWay, WrongExporter,
                         testing::Values("lister_null_bytes", "lister_throws", "lister_gives_up",
                                         "lister_no_instance"));

TEST(Exporting, NoticesASinkThatWasKept) {
    // It is used in `destroy`, when nothing can be told any more; what counts is that nothing was written and no harm
    // done.
    const Outcome outcome = export_all(try_kind("lister_keeps_sink"));
    EXPECT_EQ(outcome.bytes.find("late"), std::string::npos);
}

// ---- the shipped ones ---------------------------------------------------------------------------------------------

std::vector<std::string> split(const std::string& line, char separator) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
        if (c == separator)
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

TEST(Strikes, AreRowsWithUnitsInTheHead) {
    const Outcome outcome = export_all(shipped("strikes"));
    ASSERT_TRUE(outcome.status) << outcome.status.error().message;
    std::vector<std::string> lines = split(outcome.bytes, '\n');
    ASSERT_EQ(lines.size(), 5u) << outcome.bytes;  // head, three strikes, nothing behind the last line's end
    EXPECT_TRUE(lines.back().empty());
    const auto head = split(lines[0], ','), row = split(lines[3], ',');
    ASSERT_EQ(head.size(), row.size());
    std::map<std::string, std::string> of;
    for (std::size_t i = 0; i < head.size(); ++i) of[head[i]] = row[i];
    EXPECT_EQ(of["time_s"], "4.100");
    EXPECT_EQ(of["zone"], "pad_flat");
    EXPECT_EQ(of["x_mm"], "-1.250");
    EXPECT_EQ(of["force_n"], "1.000");
    EXPECT_EQ(of["set_depth_mm"], "1.000");
    EXPECT_EQ(of["speed_mm_s"], "30.000");
    EXPECT_EQ(of["needles"], "14");
    EXPECT_EQ(of["depth_least_mm"], "0.900");
    EXPECT_EQ(of["depth_mean_mm"], "0.907");  // 906.5, rounded up
    EXPECT_EQ(of["depth_most_mm"], "0.913");
    EXPECT_EQ(of["drag_most_mm"], "0.012");
    EXPECT_EQ(of["force_observed"], "1");
}

TEST(Strikes, AreSeparatedAsTheSessionSays) {
    SessionFacts facts = pad_facts();
    facts.parameters.set("plugin.strikes.separator", std::string("semicolon"));
    const Outcome outcome = export_all(shipped("strikes"), facts);
    ASSERT_TRUE(outcome.status);
    EXPECT_EQ(outcome.bytes.rfind("time_s;zone;x_mm", 0), 0u) << outcome.bytes.substr(0, 40);
}

// What the xAPI specification 1.0.3 demands of every statement.
void expect_statement(const json& statement) {
    static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    static const std::regex iri("https?://[^ ]+");
    const auto is = [](const json& text, const std::regex& pattern) {
        return std::regex_match(text.get<std::string>(), pattern);
    };
    EXPECT_TRUE(is(statement.at("id"), uuid)) << statement.at("id");
    EXPECT_EQ(statement.at("actor").at("objectType"), "Agent");
    EXPECT_TRUE(is(statement.at("actor").at("account").at("homePage"), iri));
    EXPECT_FALSE(statement.at("actor").at("account").at("name").get<std::string>().empty());
    EXPECT_TRUE(is(statement.at("verb").at("id"), iri));
    EXPECT_TRUE(is(statement.at("object").at("id"), iri));
    EXPECT_TRUE(is(statement.at("object").at("definition").at("type"), iri));
    EXPECT_TRUE(is(statement.at("context").at("registration"), uuid));
    const json& score = statement.at("result").at("score");
    EXPECT_GE(score.at("scaled").get<double>(), -1.0);
    EXPECT_LE(score.at("scaled").get<double>(), 1.0);
    EXPECT_LE(score.at("raw").get<double>(), score.at("max").get<double>());
    EXPECT_GE(score.at("raw").get<double>(), score.at("min").get<double>());
    for (const char* part : {"result", "context"}) {
        const json extensions = statement.at(part).value("extensions", json::object());
        for (const auto& [key, value] : extensions.items()) EXPECT_TRUE(std::regex_match(key, iri)) << key << value;
    }
    // Nothing besides what a statement may have.
    for (const auto& [key, value] : statement.items())
        EXPECT_TRUE(
            (std::set<std::string>{"id", "actor", "verb", "object", "result", "context", "timestamp"}).count(key))
            << key << value;
}

TEST(Xapi, WritesStatementsThatAStoreTakes) {
    const Outcome outcome = export_all(shipped("xapi"));
    ASSERT_TRUE(outcome.status) << outcome.status.error().message;
    const json statements = json::parse(outcome.bytes);
    ASSERT_EQ(statements.size(), 2u);  // the visit, and the one part that was scored
    std::set<std::string> ids;
    for (const json& statement : statements) {
        expect_statement(statement);
        ids.insert(statement.at("id"));
    }
    EXPECT_EQ(ids.size(), statements.size());
    const json& visit = statements[0];
    EXPECT_EQ(visit.at("verb").at("id"), "http://adlnet.gov/expapi/verbs/failed");
    EXPECT_EQ(visit.at("result").at("success"), false);
    EXPECT_EQ(visit.at("result").at("score").at("raw"), 87.5);
    EXPECT_EQ(visit.at("result").at("duration"), "PT1M6.001S");
    EXPECT_EQ(visit.at("result").at("response"), "Not passed: too \"deep\".\n");
    EXPECT_EQ(visit.at("timestamp"), "2026-05-04T10:00:00Z");
    EXPECT_EQ(visit.at("actor").at("account").at("name"), "novice");
    const json& part = statements[1];
    EXPECT_EQ(part.at("context").at("contextActivities").at("parent")[0].at("id"), visit.at("object").at("id"));
    const json& finding = part.at("result").at("extensions").at("https://needlepoint.invalid/extension/findings")[0];
    EXPECT_EQ(finding.at("text"), "It was too deep; ü and \\ and \x01 survive.");
    EXPECT_EQ(finding.at("cost"), 24.99);
    EXPECT_EQ(finding.at("from_s"), 1.234);
    EXPECT_EQ(finding.at("zone"), "pad_flat");
    EXPECT_EQ(finding.at("critical"), "CR05");
}

TEST(Xapi, GivesTheSameBytesEachTimeAndFollowsItsParameters) {
    const auto xapi = shipped("xapi");
    EXPECT_EQ(export_all(xapi).bytes, export_all(xapi).bytes);
    SessionFacts facts = pad_facts();
    facts.parameters.set("plugin.xapi.home", std::string("https://clinic.example/np"));
    facts.parameters.set("plugin.xapi.findings", 0.0);
    const json statements = json::parse(export_all(xapi, facts).bytes);
    EXPECT_EQ(statements[0].at("object").at("id"), "https://clinic.example/np/scenario/test/pad");
    EXPECT_FALSE(statements[1].at("result").contains("extensions"));
}

}  // namespace
}  // namespace np::plugin_host
