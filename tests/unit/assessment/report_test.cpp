#include "needlepoint/assessment/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "needlepoint/core/files.h"
#include "session_for_tests.h"

namespace np::assessment {
namespace {

class ReportTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto scorers = test::try_plugins({"counter", "looker", "throws_later"});
        const auto played = test::play(test::file_for_test(), scorers);
        marks_ = played.live;
        const auto record = session::Record::open(played.file);
        ASSERT_TRUE(record) << record.error().message;
        auto story = story_of(*record);
        ASSERT_TRUE(story) << story.error().message;
        story_ = *story;
        std::filesystem::remove(played.file);
        picture_ = {"front",     "From the front",
                    "front.png", {std::byte{0x89}, std::byte{'P'}, std::byte{'N'}, std::byte{'G'}},
                    4,           3};
    }
    Marks marks_;
    SessionStory story_;
    Picture picture_;
};

TEST_F(ReportTest, TheStoryIsThatOfTheRecord) {
    EXPECT_EQ(story_.scenario, "tutorial/first-strokes");
    EXPECT_EQ(story_.title, "First strokes");
    EXPECT_EQ(story_.seed, 7u);
    EXPECT_EQ(story_.duration_ticks, 8000u);
    EXPECT_EQ(story_.cut, "");
    ASSERT_EQ(story_.depths.size(), 1u);
    const DepthHistogram& depth = story_.depths[0];
    EXPECT_EQ(depth.zone, "pad_flat");
    EXPECT_EQ(depth.ideal_mm, 1.0);
    std::uint64_t hits = 0;
    for (const std::uint64_t count : depth.hits) hits += count;
    EXPECT_EQ(hits, story_.zones[0].hits);
    EXPECT_EQ(hits % 14, 0u);
    EXPECT_NEAR(depth.mean_mm, 1.0, 0.05);
    double shares = 0;
    for (const double share : story_.zones[0].share) shares += share;
    EXPECT_NEAR(shares, 1.0, 1e-9);
    std::string labels;
    for (const Span& span : story_.spans) labels += span.lane + ":" + span.label + " ";
    EXPECT_EQ(labels, "phase:consult phase:prepare phase:after needling:practice pad ");
    EXPECT_EQ(story_.spans.back().first_tick, 2502u);
}

TEST_F(ReportTest, HtmlStandsAlone) {
    const std::string html = report_html(marks_, story_, {picture_});
    EXPECT_EQ(html.rfind("<!DOCTYPE html>", 0), 0u);
    for (const char* outside : {"http:", "https:", "<script", "<link", "@import", "src=\"/", "url(data", "file:"})
        EXPECT_EQ(html.find(outside), std::string::npos) << outside;
    for (const char* part :
         {"<h2>Marks</h2>", "<h2>The face</h2>", "<h2>Depth</h2>", "<h2>Coverage</h2>", "<h2>Time line</h2>",
          "<h2>Findings</h2>", "<h2>Not assessed</h2>", "<h2>How to verify</h2>", "<h2>Work on next</h2>",
          "data:image/png;base64,iVBORw==", "It only looks."})
        EXPECT_NE(html.find(part), std::string::npos) << part;
    EXPECT_NE(html.find(hundredths(marks_.total)), std::string::npos);
    // What comes from data is text and never markup.
    EXPECT_EQ(html.find("<nobody>"), std::string::npos);
    EXPECT_NE(html.find("a &quot;guess&quot; &lt;nobody&gt; signed &amp; dated"), std::string::npos);
    // For the peer check with an HTML validator, and for looking at it.
    if (const char* keep = std::getenv("NP_KEEP_REPORT")) {
        EXPECT_TRUE(write_text(keep, html));
    }
}

TEST_F(ReportTest, WithoutPicturesPlanOrFindingsItStillReads) {
    const Marks nothing;
    const std::string html = report_html(nothing, {}, {});
    EXPECT_NE(html.find("No scorer gave a mark"), std::string::npos);
    EXPECT_EQ(html.find("<h2>The face</h2>"), std::string::npos);
    EXPECT_EQ(html.find("nan"), std::string::npos);
}

TEST_F(ReportTest, JsonHoldsTheMarksWordForWord) {
    const std::string json = report_json(marks_, story_, {picture_});
    const std::string graded = to_json(marks_);
    EXPECT_NE(json.find("\"marks\": " + graded.substr(0, graded.size() - 1) + ","), std::string::npos);
    const auto document = nlohmann::ordered_json::parse(json);
    EXPECT_EQ(document["marks"].dump(), nlohmann::ordered_json::parse(graded).dump());
    EXPECT_EQ(document["schema"], 1);
    EXPECT_EQ(document["session"]["zones"][0]["zone"], "pad_flat");
    EXPECT_EQ(document["pictures"][0]["file"], "front.png");
}

TEST_F(ReportTest, NextStepsNameTheDearestHabitOnce) {
    const auto steps = next_steps(marks_);
    ASSERT_EQ(steps.size(), 1u);
    EXPECT_EQ(steps[0].rfind("Counter: The dial stood above 1.5 mm. Seen ", 0), 0u) << steps[0];
}

TEST_F(ReportTest, TwoRulePacksStandSideBySide) {
    Marks other = marks_;
    other.rules = "stricter";
    other.total += 1;
    Finding only_here;
    only_here.scorer = other.scorers.front().id;
    only_here.rule = "ONLY_HERE";
    only_here.cost = 1234;
    only_here.text = "Only the stricter pack minds this.";
    other.scorers.front().findings.push_back(only_here);
    ReportExtras extras;
    extras.under.push_back(other);
    const std::string html = report_html(marks_, story_, {}, extras);
    EXPECT_NE(html.find("Under other rules"), std::string::npos);
    EXPECT_NE(html.find("stricter"), std::string::npos);
    EXPECT_NE(html.find(hundredths(other.total)), std::string::npos);
    EXPECT_NE(html.find("Only the stricter pack minds this."), std::string::npos);
    EXPECT_EQ(report_html(marks_, story_, {}).find("Under other rules"), std::string::npos);
}

TEST_F(ReportTest, AdviceStandsBesideItsFinding) {
    scenario::Texts texts;
    ASSERT_FALSE(worst_first(marks_).empty());
    texts.set("better." + worst_first(marks_).front()->rule, "This would have been right.");
    EXPECT_NE(report_html(marks_, story_, {}, {&texts, {}}).find("Better: This would have been right."),
              std::string::npos);
}

TEST_F(ReportTest, TheTableForSpreadsheetsHasEveryMarkAndFinding) {
    const std::string csv = to_csv(marks_);
    std::size_t rows = 0, findings = 0;
    for (std::size_t at = 0; (at = csv.find("\r\n", at)) != std::string::npos; at += 2) ++rows;
    for (const ScorerMark& scorer : marks_.scorers) findings += scorer.findings.size();
    EXPECT_EQ(rows, 2 + marks_.conditions.size() + marks_.scorers.size() + findings);
    Marks tricky = marks_;
    tricky.scorers.front().findings.front().text = "=HYPERLINK(\"x\"), and more";
    EXPECT_NE(to_csv(tricky).find("\"'=HYPERLINK(\"\"x\"\"), and more\""), std::string::npos);
}

}  // namespace
}  // namespace np::assessment
