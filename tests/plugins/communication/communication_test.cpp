// The scorer through its C door: what was asked, told and watched.
#include <gtest/gtest.h>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {
namespace {

struct CommunicationScorer : testing::Test {
    Stage stage{"communication"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    sdk::EventBuffer events;
    sdk::Tick tick = 1000;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("communication.least_s", 0.5);
        p.set("communication.promise", std::string("M"));
        p.set("communication.items", std::string("risks,warning_signs"));
        p.set("critical_rule.strikes", 20.0);
        p.set("severity.minor", 5.0);
        p.set("severity.major", 20.0);
        p.set("critical.CR01.rows", std::string("T06,T11"));
        p.set("steps.called", std::string(""));
        p.set("step.T07.topics", std::string("medication,allergy,pregnancy,keloid"));
        p.set("step.T07.skip_major", 3.0);
        p.set("step.T39.every_min", 3.0);
        for (const auto& [id, with] : {std::pair{"risks", "T11"}, std::pair{"warning_signs", "T51"}}) {
            p.set(std::string("talk.") + id + ".by", "tell:" + std::string(id));
            p.set(std::string("talk.") + id + ".with", std::string(with));
            p.set(std::string("talk.") + id + ".severity", std::string("M"));
        }
    }
    void call_for(const std::string& id, const char* by, const char* severity = "M", const char* phase = "consult",
                  const char* owner = "communication") {
        Parameters& p = stage.parameters;
        const std::string called = p.text("steps.called").value_or("");
        p.set("steps.called", called.empty() ? id : called + "," + id);
        p.set("step." + id + ".owner", std::string(owner));
        p.set("step." + id + ".by", std::string(by));
        p.set("step." + id + ".severity", std::string(severity));
        p.set("step." + id + ".phase", std::string(phase));
        p.set("step." + id + ".name", "name_" + id);
    }
    void ask(const std::string& topic, sdk::Tick after = 2000) {
        sdk::event::ask event;
        event.tick = tick += after;
        event.topic = topic;
        events.append(event);
    }
    void tell(const std::string& topic, sdk::Tick after = 2000) {
        sdk::event::action event;
        event.tick = tick += after;
        event.verb = "tell";
        event.thing = topic;
        events.append(event);
    }
    void look(const std::string& what, sdk::Tick after = 2000) {
        sdk::event::observe event;
        event.tick = tick += after;
        event.what = what;
        events.append(event);
    }
    void do_step(const std::string& id) {
        sdk::event::action event;
        event.tick = tick += 2000;
        event.step = id;
        events.append(event);
    }
    void decide(const std::string& decision) {
        sdk::event::decide event;
        event.tick = tick += 2000;
        event.decision = decision;
        events.append(event);
    }
    void needle(std::uint32_t count, sdk::Tick after = 1000, sdk::Tick step = 8) {
        tick = needle_cells(events, stage, cheek, 0, count, tick + after, {}, step);
    }
};

TEST_F(CommunicationScorer, the_mark_is_the_share_of_what_was_called_for) {
    call_for("T08", "look:skin");
    call_for("T09", "tell:expectations");
    call_for("T10", "do", "m");
    call_for("T51", "tell:aftercare", "M", "close");  // with it: warning signs
    look("skin");
    tell("expectations");
    do_step("T10");
    tell("aftercare");
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8000);
    ASSERT_EQ(seen.of("warning_signs").size(), 1u);
    EXPECT_EQ(seen.of("warning_signs")[0].cost, 2000);
    EXPECT_EQ(seen.of("warning_signs")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    tell("warning_signs");
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(CommunicationScorer, only_its_own_steps_that_a_visit_can_show_are_lines) {
    call_for("T06", "ask:identity", "C", "consult", "procedure");
    call_for("T53", "none", "m", "follow");
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    call_for("T09", "tell:expectations");
    EXPECT_EQ(stage.run(events).mark, 0);
    stage.parameters.set("steps.accepted_without", std::string("T09"));
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

TEST_F(CommunicationScorer, each_topic_of_the_history_is_its_share) {
    call_for("T07", "ask:topics");
    ask("medication");
    ask("allergy");
    ask("keloid");
    Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 7500);
    EXPECT_EQ(seen.of("T07")[0].severity, static_cast<std::uint32_t>(NP_MINOR));
    EXPECT_EQ(seen.of("T07")[0].thing, "pregnancy");
    EXPECT_DOUBLE_EQ(seen.of("T07")[0].value, 3);
    EXPECT_DOUBLE_EQ(seen.of("T07")[0].limit, 4);
    events.clear();
    ask("keloid");
    seen = stage.run(events);
    EXPECT_EQ(seen.mark, 2500);
    EXPECT_EQ(seen.of("T07")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(CommunicationScorer, what_was_clicked_through_was_not_asked) {
    call_for("T07", "ask:topics");
    ask("medication");
    ask("allergy", 499);
    ask("pregnancy", 500);
    ask("keloid", 10);
    EXPECT_EQ(stage.run(events).mark, 5000);  // medication and pregnancy were left no time
    ask("medication");
    EXPECT_EQ(stage.run(events).mark, 7500);
}

TEST_F(CommunicationScorer, a_talk_that_was_clicked_through_says_so) {
    call_for("T09", "tell:expectations");
    tell("expectations");
    tell("alternatives", 100);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("T09")[0].limit_key, "communication.least_s");
    EXPECT_DOUBLE_EQ(seen.of("T09")[0].limit, 0.5);
}

TEST_F(CommunicationScorer, needling_without_consent_is_critical_from_twenty_strikes_on) {
    call_for("T11", "do", "C");
    tell("risks");
    needle(19);
    EXPECT_EQ(stage.run(events).of("T11")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    needle(1);
    Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    EXPECT_EQ(seen.of("T11")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
    EXPECT_EQ(seen.of("T11")[0].critical, "CR01");
    EXPECT_DOUBLE_EQ(seen.of("T11")[0].value, 20);
    do_step("T11");  // too late
    EXPECT_EQ(stage.run(events).of("T11")[0].critical, "CR01");
}

TEST_F(CommunicationScorer, consent_before_the_needles_is_right) {
    call_for("T11", "do", "C");
    tell("risks");
    do_step("T11");
    needle(40);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(CommunicationScorer, the_patient_is_watched_every_three_minutes) {
    call_for("T39", "ask:pain", "M", "needle");
    needle(100, 1000, 1000);  // 100 s
    ask("pain");
    needle(100, 1000, 1000);
    look("patient");
    needle(100, 1000, 1000);
    EXPECT_EQ(stage.run(events).mark, 10000);
    needle(100, 1000, 1000);  // 200 s since the last look
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    EXPECT_GT(seen.of("T39")[0].value, 3.0);
    EXPECT_DOUBLE_EQ(seen.of("T39")[0].limit, 3);
    EXPECT_GT(seen.of("T39")[0].end_tick - seen.of("T39")[0].first_tick, 180000u);
    EXPECT_NEAR(seen.of("T39")[0].value * 60000.0,
                static_cast<double>(seen.of("T39")[0].end_tick - seen.of("T39")[0].first_tick - 1), 1e-6);
}

TEST_F(CommunicationScorer, asking_before_or_after_the_needles_is_no_watching) {
    call_for("T39", "ask:pain", "M", "needle");
    ask("pain");
    needle(100);
    ask("pain");
    EXPECT_EQ(stage.run(events).mark, 0);
    EXPECT_EQ(stage.run(events).of("T39")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(CommunicationScorer, after_a_refusal_only_the_consultation_is_left) {
    call_for("T09", "tell:expectations");
    call_for("T11", "do", "C");
    call_for("T39", "ask:pain", "M", "needle");
    call_for("T51", "tell:aftercare", "M", "close");
    tell("expectations");
    decide("defer");
    const Seen seen = stage.run(events);
    EXPECT_TRUE(seen.of("T11").empty());
    EXPECT_TRUE(seen.of("T39").empty());
    EXPECT_TRUE(seen.of("T51").empty());
    EXPECT_TRUE(seen.of("T09").empty());
    EXPECT_EQ(seen.of("risks").size(), 1u);  // belongs to the consultation
    EXPECT_EQ(seen.mark, 5000);
    needle(40);  // and treated all the same
    EXPECT_EQ(stage.run(events).of("T11").size(), 1u);
    EXPECT_EQ(stage.run(events).of("T51").size(), 1u);
}

// C40: body dysmorphia, coercion, no capacity. Going ahead is a fault of the talk, whatever the contraindications cost.
TEST_F(CommunicationScorer, agreeing_to_treat_a_patient_in_distress_is_a_major_fault) {
    call_for("T09", "tell:expectations");
    tell("expectations");
    const auto decided = [&](const char* decision, const char* items) {
        stage.parameters.set("case.items", std::string(items));
        sdk::EventBuffer all;
        all.append(events);
        sdk::event::decide event;
        event.tick = tick + 3000;
        event.decision = decision;
        all.append(event);
        return stage.run(all);
    };
    EXPECT_EQ(decided("treat", "C40").mark, 10000) << "a pack without the rule marks nothing";
    stage.parameters.set("communication.distress", std::string("M"));
    for (const char* ahead : {"treat", "modify"}) {
        const Seen seen = decided(ahead, "C28,C40");
        EXPECT_EQ(seen.mark, 8000) << ahead;
        ASSERT_EQ(seen.of("DISTRESS").size(), 1u);
        EXPECT_EQ(seen.of("DISTRESS")[0].limit_key, "communication.distress");
        EXPECT_EQ(seen.of("DISTRESS")[0].first_tick, tick + 3000);
    }
    EXPECT_EQ(decided("defer", "C40").mark, 10000);
    EXPECT_EQ(decided("treat", "C28").mark, 10000);
}

TEST_F(CommunicationScorer, a_promise_costs_a_major_fault) {
    call_for("T09", "tell:expectations");
    tell("expectations");
    tell("promise");
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8000);
    EXPECT_EQ(seen.of("PROMISE")[0].cost, 2000);
    EXPECT_EQ(seen.lost(), 2000);
}

TEST_F(CommunicationScorer, previews_and_batches_change_nothing) {
    call_for("T07", "ask:topics");
    call_for("T39", "ask:pain", "M", "needle");
    ask("medication");
    needle(50);
    ask("pain");
    needle(50);
    EXPECT_EQ(stage.run(events), stage.run_with_previews(events));
    EXPECT_EQ(stage.run(events), stage.run(events, 300));
}

}  // namespace
}  // namespace np::test
