// The scorer through its C door: a fit patient, a cold sore under make-up, a blood thinner, and what one does about
// them.
#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "needling.h"
#include "scorer_stage.h"
#include "wanted_finding.h"

namespace np::test {
namespace {

struct ContraScorer : testing::Test {
    Stage stage{"contraindication"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 20, 20);
    sdk::EventBuffer events;
    sdk::Tick tick = 1000;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("score.contraindication.right", 100.0);
        p.set("score.contraindication.over_cautious", 50.0);
        p.set("score.contraindication.unsafe", 0.0);
        p.set("score.contraindication.treated_strikes", 20.0);
        p.set("severity.minor", 5.0);
        p.set("severity.major", 20.0);
        p.set("contras.equal_treatment", std::string("C09a,C32"));
        p.set("contras.prescribed", std::string("C01,C03,C04"));
        p.set("critical.CR06.rows", std::string("L02,L03,L04"));
        p.set("critical.CR08.rows", std::string("ABS,C07"));
        p.set("critical.CR09.rows", std::string("C01,C03"));
    }
    struct Row {
        const char *row_class, *correct, *accept, *safe, *unsafe, *severity;
        double weight;
    };
    void item(const std::string& id, const Row& row, const char* hidden_until = "", const char* response = "") {
        Parameters& p = stage.parameters;
        const std::string items = p.text("case.items").value_or("");
        p.set("case.items", items.empty() ? id : items + "," + id);
        const std::string prefix = "case." + id + ".";
        p.set(prefix + "class", std::string(row.row_class));
        p.set(prefix + "correct", std::string(row.correct));
        p.set(prefix + "accept", std::string(row.accept));
        p.set(prefix + "safe", std::string(row.safe));
        p.set(prefix + "unsafe", std::string(row.unsafe));
        p.set(prefix + "severity", std::string(row.severity));
        p.set(prefix + "weight", row.weight);
        p.set(prefix + "hidden_until", std::string(hidden_until));
        p.set(prefix + "response", std::string(response));
    }
    void fit_patient() { item("fit", {"FREE", "treat", "modify", "test,defer,refer", "", "M", 2}); }
    void cold_sore() {
        item("L02", {"DEFER", "defer,stop", "refer", "test", "treat,modify", "C", 3}, "cleansed",
             "explained,rebook,prescriber");
    }
    void blood_thinner() {
        item("C03", {"REFER", "refer,modify", "defer", "test,stop", "treat", "C", 3}, "asked:medication");
    }

    void decide(const char* what, const char* reason = "", const char* response = "") {
        sdk::event::decide event = decision(tick += 1000, what, reason);
        event.response = response;
        events.append(event);
    }
    void see(const char* what) {
        sdk::event::observe look;
        look.tick = tick += 1000;
        look.what = "skin";
        look.seen = what;
        events.append(look);
    }
    void needle(std::uint32_t strikes) { tick = needle_cells(events, stage, cheek, 0, strikes, tick + 1000); }
    Seen run() { return stage.run(events); }
};

TEST_F(ContraScorer, a_fit_patient_is_treated) {
    fit_patient();
    decide("treat", "fit", "explained");
    needle(100);
    EXPECT_EQ(run().fault, "");
    EXPECT_EQ(run().mark, 10000);
    EXPECT_TRUE(run().findings.empty());
}

TEST_F(ContraScorer, deferring_a_fit_patient_is_half) {
    fit_patient();
    decide("defer", "fit", "explained");
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 5000);
    ASSERT_EQ(seen.of("fit").size(), 1u);
    EXPECT_EQ(seen.of("fit")[0].cost, 5000);
    decide("stop");
    EXPECT_EQ(run().mark, 5000);
    decide("modify");  // an alternative without a reason
    EXPECT_EQ(run().mark, 5000);
    decide("modify", "", "explained");
    EXPECT_EQ(run().mark, 10000);
}

TEST_F(ContraScorer, no_decision_is_no_answer_but_treating_a_fit_patient_is_one) {
    fit_patient();
    EXPECT_EQ(run().mark, 0);  // nothing happened at all
    needle(30);
    EXPECT_EQ(run().mark, 10000);
}

TEST_F(ContraScorer, treating_after_deciding_otherwise_is_unsafe) {
    fit_patient();
    decide("defer", "fit");
    needle(19);
    EXPECT_EQ(run().mark, 5000);  // a slip
    needle(1);
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("fit")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    decide("treat", "fit");
    needle(20);
    EXPECT_EQ(run().mark, 10000);  // thought better of it
}

TEST_F(ContraScorer, the_cold_sore_stops_everything) {
    cold_sore();
    decide("treat", "fit");  // as far as was known
    see("L02");
    decide("stop", "L02", "explained,rebook,prescriber");
    EXPECT_EQ(run().mark, 10000);
}

TEST_F(ContraScorer, what_has_to_be_told_belongs_to_the_answer) {
    cold_sore();
    see("L02");
    decide("stop", "L02", "explained");
    EXPECT_EQ(run().mark, 6667);
    decide("stop", "L02");
    EXPECT_EQ(run().mark, 6667);  // said before
    decide("refer", "L02");       // as good, with a reason
    EXPECT_EQ(run().mark, 10000);
}

TEST_F(ContraScorer, needling_on_after_the_sore_was_seen_is_critical) {
    cold_sore();
    decide("treat", "fit");
    see("L02");
    needle(40);
    decide("stop", "L02", "explained,rebook,prescriber");  // too late
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 0);
    ASSERT_EQ(seen.of("L02").size(), 1u);
    EXPECT_EQ(seen.of("L02")[0].critical, "CR06");
    EXPECT_EQ(seen.of("L02")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
}

TEST_F(ContraScorer, needling_before_anybody_looked_is_unsafe_but_no_critical) {
    cold_sore();
    decide("treat", "fit");
    needle(40);
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("L02")[0].critical, "");
    EXPECT_EQ(seen.of("L02")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(ContraScorer, a_needle_or_two_before_the_discovery_is_forgiven) {
    cold_sore();
    decide("treat", "fit");
    needle(200);
    see("L02");
    decide("stop", "L02", "explained,rebook,prescriber");
    EXPECT_EQ(run().mark, 10000);  // stopped as soon as it could be known
}

TEST_F(ContraScorer, a_lucky_refusal_is_not_the_right_answer) {
    cold_sore();
    decide("defer", "L02", "explained,rebook,prescriber");  // before anything could be seen
    EXPECT_EQ(run().mark, 5000);
}

TEST_F(ContraScorer, nobody_but_the_prescriber_stops_a_drug) {
    blood_thinner();
    sdk::event::ask ask;
    ask.tick = tick += 1000;
    ask.topic = "medication";
    ask.reveals = "C03";
    events.append(ask);
    decide("modify", "C03", "shallower,stop_drug");
    Seen seen = run();
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("C03")[0].critical, "CR09");
    events.clear();
    events.append(ask);
    decide("modify", "C03", "shallower,prescriber");
    needle(100);
    EXPECT_EQ(run().mark, 10000);
}

TEST_F(ContraScorer, nobody_is_refused_for_status_or_colour) {
    item("C09a", {"MOD", "treat,modify", "", "test,defer,refer,stop", "", "M", 2});
    decide("refer", "C09a");
    Seen seen = run();
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("C09a")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    decide("defer", "C22");  // another reason is merely over-cautious
    EXPECT_EQ(run().mark, 5000);
}

// Check value of 8.8: 100 (weight 3) and 50 (weight 1).
TEST_F(ContraScorer, items_are_weighed) {
    item("C06", {"ABS", "refer", "defer", "test,stop", "treat,modify", "C", 3});
    item("L22", {"FREE", "treat,modify", "", "test,defer,refer,stop", "", "m", 1});
    decide("refer", "C06", "explained");
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 8750);
    EXPECT_EQ(seen.lost(), 1250);
}

TEST_F(ContraScorer, spots_that_must_be_spared) {
    fit_patient();
    decide("treat", "fit");
    stage.mask(stage.cell(cheek, 5), "lesion_mole");
    for (int i = 0; i < 20; ++i) tick = needle_cells(events, stage, cheek, 5, 6, tick);
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 8000);
    ASSERT_EQ(seen.of("LESION").size(), 1u);
    EXPECT_EQ(seen.of("LESION")[0].cell, stage.cell(cheek, 5));
}

TEST_F(ContraScorer, without_items_it_is_not_assessed_and_missing_keys_are_named) {
    EXPECT_EQ(run().state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    stage.parameters.set("case.items", std::string("C06"));
    EXPECT_NE(run().fault.find("case.C06.correct"), std::string::npos);
}

// Property: costs and mark add up whatever is decided and done.
TEST_F(ContraScorer, any_visit_adds_up) {
    fit_patient();
    cold_sore();
    blood_thinner();
    const char* words[] = {"treat", "modify", "test", "defer", "refer", "stop"};
    const char* reasons[] = {"", "fit", "L02", "C03"};
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        events.clear();
        tick = 0;
        for (std::uint64_t i = 0; i < 8; ++i) {
            const std::uint64_t what = np_random_bits(seed, 1, i) % 4;
            if (what == 0) see("L02");
            if (what == 1) needle(static_cast<std::uint32_t>(np_random_bits(seed, 2, i) % 60));
            if (what > 1)
                decide(words[np_random_bits(seed, 3, i) % 6], reasons[np_random_bits(seed, 4, i) % 4],
                       np_random_bits(seed, 5, i) % 2 ? "explained" : "");
        }
        if (events.empty()) continue;
        const Seen whole = stage.run(events, 1000000);
        EXPECT_EQ(whole.mark + whole.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(whole, stage.run(events, 100)) << "seed " << seed;
        EXPECT_EQ(whole, stage.run_with_previews(events, 700)) << "seed " << seed;
    }
}

// Clinical reference C27: from 18 on one is grown up, the label begins at 22, and only its policy asks for that.
TEST_F(ContraScorer, the_label_covers_ages_from_twenty_two_on) {
    Parameters& p = stage.parameters;
    fit_patient();
    p.set("plan_rule.min_age_years", 18.0);
    p.set("plan_rule.label_us_min_age_years", 22.0);
    p.set("fault.OFFLABEL_AGE", std::string("M"));
    const struct {
        const char* policy;
        double age;
        std::uint32_t strikes;
        bool off_label;
    } cases[] = {{"label_us", 22, 30, false}, {"label_us", 21, 30, true}, {"label_us", 21, 20, true},
                 {"label_us", 21, 19, false}, {"label_us", 18, 30, true}, {"label_us", 17, 30, false},
                 {"cautious", 21, 30, false}, {"modern", 18, 30, false}};
    for (const auto& one : cases) {
        events.clear();
        tick = 1000;
        p.set("session.policy", std::string(one.policy));
        p.set("session.age_years", one.age);
        decide("treat", "fit", "explained");
        const sdk::Tick first = tick + 1000;
        needle(one.strikes);
        const Seen seen = run();
        EXPECT_EQ(seen.mark, one.off_label ? 8000 : 10000) << one.policy << " " << one.age << " " << one.strikes;
        if (!one.off_label) {
            EXPECT_TRUE(seen.of("OFFLABEL_AGE").empty());
            continue;
        }
        expect_one(seen, {"OFFLABEL_AGE", first, tick - 7, one.age, 22, NP_MAJOR, "plan_rule.label_us_min_age_years"});
        EXPECT_EQ(seen.of("OFFLABEL_AGE")[0].cost, 2000);
    }
    // Referring such a patient is right there, and more than needed elsewhere.
    for (const auto& [policy, age, mark] :
         {std::tuple{"label_us", 21.0, 10000}, {"label_us", 22.0, 5000}, {"cautious", 21.0, 5000}}) {
        events.clear();
        p.set("session.policy", std::string(policy));
        p.set("session.age_years", age);
        decide("refer", "C27", "explained");
        EXPECT_EQ(run().mark, mark) << policy << " " << age;
    }
}

}  // namespace
}  // namespace np::test
