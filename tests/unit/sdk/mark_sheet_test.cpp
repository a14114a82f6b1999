#include "needlepoint/sdk/mark_sheet.hpp"

#include <gtest/gtest.h>

namespace np::sdk {
namespace {

Finding finding(const std::string& rule, Severity severity = Severity::kInfo, Tick tick = 0) {
    Finding result;
    result.rule = rule;
    result.severity = severity;
    result.text = rule;
    result.first_tick = tick;
    return result;
}

std::int64_t sum(const MarkSheet::Settled& settled) {
    std::int64_t total = 0;
    for (const Finding& one : settled.findings) total += one.cost;
    return total;
}

std::int32_t cost_of(const MarkSheet::Settled& settled, const std::string& rule) {
    std::int32_t total = 0;
    for (const Finding& one : settled.findings)
        if (one.rule == rule) total += one.cost;
    return total;
}

TEST(MarkSheet, NothingSeenIsFullMarks) {
    const auto settled = MarkSheet().settle();
    EXPECT_EQ(settled.mark, 10000);
    EXPECT_TRUE(settled.findings.empty());
}

// Clinical reference 8.8: 20 cm2 at 100 and 4 cm2 at 60 give 93.33, the loss of 6.67 all in the second zone.
TEST(MarkSheet, MeanByAreaAndWhoCarriesTheLoss) {
    MarkSheet sheet;
    sheet.part(20, 100, finding("first"));
    sheet.part(4, 60, finding("second"));
    const auto settled = sheet.settle();
    EXPECT_EQ(settled.mark, 9333);
    ASSERT_EQ(settled.findings.size(), 1u);
    EXPECT_EQ(settled.findings[0].rule, "second");
    EXPECT_EQ(settled.findings[0].cost, 667);
    EXPECT_EQ(settled.findings[0].id, "");
}

// 8.8, technique: 20 cm2 with one minor, 4 cm2 with a minor and a major: 91.67; with a major of the visit 71.67.
TEST(MarkSheet, PenaltiesOfTheVisitComeAfterTheMean) {
    MarkSheet sheet;
    const auto large = sheet.part(20, 95, finding("large"));
    sheet.explain(large, finding("tilt"), 5);
    const auto small = sheet.part(4, 75, finding("small"));
    sheet.explain(small, finding("tilt2"), 5);
    sheet.explain(small, finding("speed"), 20);
    EXPECT_EQ(sheet.settle().mark, 9167);
    sheet.fault(finding("dwell", Severity::kMajor, 5000));
    const auto settled = sheet.settle();
    EXPECT_EQ(settled.mark, 7167);
    EXPECT_EQ(sum(settled), 10000 - 7167);
    EXPECT_EQ(cost_of(settled, "dwell"), 2000);
    EXPECT_EQ(cost_of(settled, "tilt"), 417);
    EXPECT_EQ(cost_of(settled, "speed"), 333);
}

// 8.8, asepsis: one major and two minors 70; five majors 0; the same minor four times 80.
TEST(MarkSheet, PricesBySeverity) {
    MarkSheet mixed;
    mixed.fault(finding("a", Severity::kMajor));
    mixed.fault(finding("b", Severity::kMinor));
    mixed.fault(finding("c", Severity::kMinor));
    EXPECT_EQ(mixed.settle().mark, 7000);

    MarkSheet hopeless;
    for (int i = 0; i < 7; ++i)
        hopeless.fault(finding("x" + std::to_string(i), Severity::kMajor, static_cast<Tick>(100 - i)));
    const auto none = hopeless.settle();
    EXPECT_EQ(none.mark, 0);
    EXPECT_EQ(sum(none), 10000);
    EXPECT_EQ(none.findings.back().cost, 0);  // nothing was left for the last ones
    EXPECT_EQ(none.findings.front().first_tick, 94u);

    MarkSheet repeated;
    for (int i = 0; i < 6; ++i) repeated.fault(finding("same", Severity::kMinor, static_cast<Tick>(i)));
    const auto group = repeated.settle();
    EXPECT_EQ(group.mark, 8000);
    EXPECT_EQ(group.findings[3].cost, 500);
    EXPECT_EQ(group.findings[4].cost, 0);
}

TEST(MarkSheet, RepeatsLiftTheGroupToOneMajorWhateverThePrices) {
    MarkSheet sheet;
    sheet.set_prices(300, 2500, 2);
    for (int i = 0; i < 4; ++i) sheet.fault(finding("same", Severity::kMinor, static_cast<Tick>(i)));
    const auto settled = sheet.settle();
    EXPECT_EQ(settled.mark, 7500);
    EXPECT_EQ(settled.findings[2].cost, 1900);
}

TEST(MarkSheet, TiesGoToTheEarlierPartThenTheEarlierTick) {
    // Three equal losses of 33.33: the hundredth that is left goes to the first.
    MarkSheet sheet;
    sheet.part(1, 0, finding("a", Severity::kInfo, 300));
    sheet.part(1, 0, finding("b", Severity::kInfo, 200));
    sheet.part(1, 0, finding("c", Severity::kInfo, 100));
    const auto parts = sheet.settle();
    EXPECT_EQ(cost_of(parts, "a"), 3334);
    EXPECT_EQ(cost_of(parts, "b"), 3333);

    MarkSheet within;
    const auto part = within.part(1, 0, finding("whole"));
    within.explain(part, finding("late", Severity::kInfo, 300));
    within.explain(part, finding("early", Severity::kInfo, 100));
    within.explain(part, finding("middle", Severity::kInfo, 200));
    EXPECT_EQ(cost_of(within.settle(), "early"), 3334);
}

TEST(MarkSheet, RemarksCostNothing) {
    MarkSheet sheet;
    sheet.part(1, 100, finding("fine"));
    sheet.remark(finding("worth saying"));
    const auto settled = sheet.settle();
    EXPECT_EQ(settled.mark, 10000);
    ASSERT_EQ(settled.findings.size(), 1u);
}

// Whatever the weights, marks and shares: mark and costs make up the full marks exactly, and nobody is charged without
// loss.
TEST(MarkSheet, CostsAlwaysAddUp) {
    std::uint64_t draw = 0;
    const auto uniform = [&] { return np_random_uniform(11, 4, draw++); };
    for (int round = 0; round < 3000; ++round) {
        MarkSheet sheet(round % 7 == 0 ? 4321 : 10000);
        const int parts = static_cast<int>(uniform() * 8);
        for (int i = 0; i < parts; ++i) {
            const double mark = uniform() < 0.3 ? 100 : uniform() * 100;
            const auto part = sheet.part(uniform() * 30 + 0.01, mark, finding("whole"));
            for (int k = static_cast<int>(uniform() * 4); k > 0; --k)
                sheet.explain(part, finding("share", Severity::kInfo, static_cast<Tick>(uniform() * 9)),
                              uniform() + 0.01);
        }
        for (int k = static_cast<int>(uniform() * 5); k > 0; --k)
            sheet.penalty(finding("event", Severity::kInfo, static_cast<Tick>(uniform() * 9)),
                          static_cast<std::int32_t>(uniform() * 3000));
        const auto settled = sheet.settle();
        ASSERT_EQ(sum(settled), sheet.full() - settled.mark) << round;
        ASSERT_GE(settled.mark, 0);
        for (const Finding& one : settled.findings) ASSERT_GE(one.cost, 0);
    }
}

}  // namespace
}  // namespace np::sdk
