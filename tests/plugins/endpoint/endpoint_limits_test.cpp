// Every rule of the endpoint at its limit, and what each finding says. Clinical reference 5.2 and 8.1.
#include "endpoint_stage.h"
#include "wanted_finding.h"

namespace np::test {
namespace {

struct EndpointLimit : EndpointScorer {
    static constexpr sdk::Tick kLast = 5000 + 29 * 8;  // of all needles
    Seen run() const { return stage.run(events); }
};

TEST_F(EndpointLimit, each_grade_against_its_goal) {
    const struct {
        std::uint32_t grade;
        double goal;
        const char* rule;  // none: no points are lost
        np_severity severity;
        const char* text;
    } cases[] = {{3, 3, nullptr, NP_MINOR, ""},
                 {2, 3, nullptr, NP_MINOR, ""},
                 {1, 3, "SHORT_OF_ENDPOINT", NP_MINOR, "short of"},
                 {3, 1, "PAST_ENDPOINT", NP_MINOR, "leads to {limit}"},
                 {2, 1, nullptr, NP_MINOR, ""},
                 {4, 3, "BLEEDS", NP_MAJOR, "leads to {limit}"},
                 {4, 4, "BLEEDS", NP_MAJOR, "short of"},
                 {5, 4, "BLEEDS", NP_MAJOR, "leads to {limit}"}};
    for (const auto& one : cases) {
        skin(cheek, one.grade, 1.0);
        stage.parameters.set("plan.buccal_l.goal_grade", one.goal);
        const Seen seen = run();
        if (one.rule == nullptr) {
            EXPECT_TRUE(seen.findings.empty()) << one.grade << " " << one.goal;
            continue;
        }
        expect_one(seen, {one.rule, 1000, 1000 + 29 * 8 + 1, static_cast<double>(one.grade), one.goal, one.severity,
                          one.grade >= 4 ? "score.endpoint.worst_grade" : "plan.buccal_l.goal_grade"});
        EXPECT_NE(seen.of(one.rule)[0].text.find(one.text), std::string::npos) << one.grade << " " << one.goal;
    }
}

TEST_F(EndpointLimit, without_a_channel_there_is_no_endpoint) {
    skin(cheek, 0, 0, 1);
    EXPECT_TRUE(run().of("NO_ENDPOINT").empty());
    skin(cheek, 0, 0, 0);
    expect_one(run(), {"NO_ENDPOINT", kLast, kLast + 1, std::nan(""), std::nan(""), NP_MAJOR});
}

TEST_F(EndpointLimit, a_call_is_held_against_density_and_grade) {
    stage.parameters.set("session.calls", std::string("buccal_l"));
    const struct {
        const char* verdict;
        double r;
        std::uint32_t grade;
        std::int64_t named;
        const char* rule;  // none: right
        double value, limit;
        const char* text;
    } cases[] = {{"done", 0.65, 2, 2, nullptr, 0, 0, ""},
                 {"done", 1.40, 2, 2, nullptr, 0, 0, ""},
                 {"not_yet", 0.64, 2, 2, nullptr, 0, 0, ""},
                 {"too_much", 1.41, 2, 2, nullptr, 0, 0, ""},
                 {"too_much", 1.00, 4, 4, nullptr, 0, 0, ""},
                 {"done", 0.64, 2, 2, "WRONG_CALL", 0.64, 0.65, "not yet done"},
                 {"not_yet", 0.65, 2, 2, "WRONG_CALL", 0.65, 0.65, "it was done"},
                 {"too_much", 1.40, 2, 2, "WRONG_CALL", 1.40, 0.65, "it was done"},
                 {"done", 1.41, 2, 2, "WRONG_CALL", 1.41, 1.40, "too much already"},
                 {"done", 1.00, 4, 4, "WRONG_CALL", 1.00, 1.40, "too much already"},
                 {"done", 1.00, 2, 1, nullptr, 0, 0, ""},
                 {"done", 1.00, 2, 3, nullptr, 0, 0, ""},
                 {"done", 1.00, 1, 0, nullptr, 0, 0, ""},
                 {"done", 1.00, 3, 1, "WRONG_GRADE", 1, 3, "was named {value}"},
                 {"done", 1.00, 2, 0, "WRONG_GRADE", 0, 2, "was named {value}"},
                 {"done", 1.00, 0, -1, "WRONG_GRADE", -1, 0, "was not named"}};
    for (const auto& one : cases) {
        events.clear();
        needle_cells(events, stage, cheek, 0, 30, 1000);
        needle_cells(events, stage, bone, 0, 30, 5000);
        skin(cheek, one.grade, one.r);
        call(cheek, one.verdict, one.named, 8000);
        const Seen seen = run();
        EXPECT_EQ(seen.figure("endpoint.calls"), 1);
        EXPECT_EQ(seen.figure("endpoint.right_calls"), one.rule == nullptr ? 1 : 0);
        if (one.rule == nullptr) {
            EXPECT_TRUE(seen.of("WRONG_CALL").empty() && seen.of("WRONG_GRADE").empty()) << one.verdict << one.r;
            continue;
        }
        expect_one(seen, {one.rule, 8000, 8001, one.value, one.limit});
        EXPECT_EQ(seen.of(one.rule)[0].cost, 5000);
        EXPECT_NE(seen.of(one.rule)[0].text.find(one.text), std::string::npos) << seen.of(one.rule)[0].text;
    }
}

// Half of the mark is for the calls: each call and each zone without one has an equal part of it.
TEST_F(EndpointLimit, calls_and_silent_zones_share_alike) {
    stage.parameters.set("session.calls", std::string("buccal_l,malar_l"));
    stage.parameters.set("score.endpoint.calls_share", 0.6);
    skin(bone, 3, 1.0);  // 75 on 4 of 24 cm2
    call(cheek, "done", 3, 8000);
    call(cheek, "too_much", 3, 8100);
    const Seen seen = run();
    EXPECT_EQ(seen.of("PAST_ENDPOINT")[0].cost, 167);  // 25 x 1/6 x 0.4
    EXPECT_EQ(seen.of("WRONG_CALL")[0].cost, 2000);
    expect_one(seen, {"NO_CALL", kLast, kLast + 1});
    EXPECT_EQ(seen.of("NO_CALL")[0].cost, 2000);
    EXPECT_EQ(seen.figure("endpoint.calls"), 2);
}

TEST_F(EndpointLimit, going_on_after_the_first_done_is_counted_from_there) {
    call(cheek, "done", 3, 8000);
    call(bone, "too_much", 1, 8000);
    needle_cells(events, stage, cheek, 0, 15, 9000);
    call(cheek, "done", 3, 9500);  // once more: the first counts
    needle_cells(events, stage, bone, 0, 19, 10000);
    needle_cells(events, stage, cheek, 15, 25, 11000);
    const Seen seen = run();
    expect_one(seen, {"T40", 9000, 11000 + 9 * 8 + 1, 25, 20});
    EXPECT_EQ(seen.of("T40")[0].zone, cheek);
}

TEST_F(EndpointLimit, what_is_outside_the_plan_is_no_treatment_of_it) {
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 10, 10);
    events.clear();
    needle_cells(events, stage, lip, 0, 30, 1000);
    events.append(decision(2000, "defer", "L02"));
    skin(cheek, 0, 0, 0);
    skin(bone, 0, 0, 0);
    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("defer"));
    EXPECT_EQ(run().state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    needle_cells(events, stage, cheek, 0, 1, 3000);
    EXPECT_EQ(run().mark, 0);
}

}  // namespace
}  // namespace np::test
