// The scorer through its C door: cues, answers, and needling on.
#include <gtest/gtest.h>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {
namespace {

struct IncidentsScorer : testing::Test {
    Stage stage{"incidents"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    sdk::EventBuffer events;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("score.incidents.time_points", 50.0);
        p.set("score.incidents.action_points", 50.0);
        p.set("score.incidents.zero_at_limits", 3.0);
        p.set("critical_rule.strikes", 20.0);
        p.set("critical_rule.held_s", 1.0);
        p.set("plan.zones", std::string("buccal_l"));
        p.set("incidents.ends_needling", std::string("E05"));
        p.set("incidents.by_consent", std::string("E12"));
        p.set("critical.CR14.rows", std::string("E02,E05"));
        p.set("critical.CR02.rows", std::string("E12"));
        row("E01", 10, "C", "lay_flat,stop", "go_on,sit_up");
        row("E05", 20, "C", "call_help,stop", "antihistamine");
        row("E12", 3, "C", "stop", "go_on");
        row("E15", 5, "M", "lift,lower_depth", "go_on");
        row("E08", 60, "C", "replace_cartridge", "go_on");
    }
    void row(const std::string& id, double limit_s, const char* severity, const char* right, const char* wrong) {
        Parameters& p = stage.parameters;
        p.set("incident." + id + ".limit_s", limit_s);
        p.set("incident." + id + ".severity", std::string(severity));
        p.set("incident." + id + ".right", std::string(right));
        p.set("incident." + id + ".wrong", std::string(wrong));
        p.set("incident." + id + ".name", "event_" + id);
    }
    void happens(const std::string& id, sdk::Tick tick) {
        sdk::event::incident incident;
        incident.tick = tick;
        incident.incident = id;
        events.append(incident);
    }
    void answer(const std::string& id, const std::string& act, sdk::Tick tick) {
        sdk::event::response response;
        response.tick = tick;
        response.incident = id;
        response.act = act;
        events.append(response);
    }
    void decide(const std::string& decision, sdk::Tick tick, const std::string& reason = "") {
        sdk::event::decide event;
        event.tick = tick;
        event.decision = decision;
        event.reason = reason;
        events.append(event);
    }
    void pass_time(sdk::Tick tick) {
        sdk::event::note note;
        note.tick = tick;
        events.append(note);
    }
    // `count` strikes, 50 a second.
    sdk::Tick needle(std::uint32_t count, sdk::Tick tick) {
        return needle_cells(events, stage, cheek, 0, count, tick, {}, 20);
    }
};

TEST_F(IncidentsScorer, the_mark_is_the_mean_over_what_happened) {
    happens("E01", 10000);
    answer("E01", "lay_flat", 15000);
    happens("E05", 100000);
    answer("E05", "call_help", 140000);  // twice the limit
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8750);
    EXPECT_EQ(seen.lost(), 1250);
    ASSERT_EQ(seen.of("E05").size(), 1u);
    EXPECT_DOUBLE_EQ(seen.of("E05")[0].value, 40);
    EXPECT_DOUBLE_EQ(seen.of("E05")[0].limit, 20);
    EXPECT_EQ(seen.of("E05")[0].first_tick, 100000u);
    EXPECT_EQ(seen.of("E05")[0].severity, static_cast<std::uint32_t>(NP_MINOR));
    EXPECT_EQ(seen.of("E05")[0].limit_key, "incident.E05.limit_s");
    EXPECT_DOUBLE_EQ(seen.figure("incidents.slowest_reaction"), 40);
    EXPECT_DOUBLE_EQ(seen.figure("incidents.count"), 2);
}

TEST_F(IncidentsScorer, without_an_incident_nothing_is_assessed) {
    needle(30, 1000);
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

TEST_F(IncidentsScorer, a_treatment_left_out_for_no_reason_scores_nothing) {
    decide("defer", 1000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("NOTHING_TO_ANSWER").size(), 1u);
    stage.parameters.set("case.items", std::string("L02"));
    stage.parameters.set("case.L02.correct", std::string("defer"));
    EXPECT_EQ(stage.run(events).state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
}

TEST_F(IncidentsScorer, an_emergency_that_nobody_answered_is_critical_once_its_time_is_up) {
    happens("E05", 1000);
    pass_time(1000 + 59999);
    EXPECT_EQ(stage.run(events).of("E05")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_EQ(stage.run(events).of("E05")[0].critical, "");
    pass_time(1000 + 60000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 0);
    EXPECT_EQ(seen.of("E05")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
    EXPECT_EQ(seen.of("E05")[0].critical, "CR14");
}

TEST_F(IncidentsScorer, needling_on_past_the_limit_without_an_answer_is_critical_at_once) {
    happens("E05", 1000);
    needle(60, 21001);  // after the limit, longer than a second
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.of("E05")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
    events.clear();
    happens("E05", 1000);
    needle(19, 21001);
    EXPECT_EQ(stage.run(events).of("E05")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    events.clear();
    happens("E05", 1000);
    needle(500, 5000);  // ends inside the limit
    EXPECT_EQ(stage.run(events).of("E05")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(IncidentsScorer, what_was_put_right_is_never_critical) {
    happens("E01", 1000);
    answer("E01", "sit_up", 2000);
    answer("E01", "lay_flat", 4000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 5000);
    EXPECT_EQ(seen.of("E01")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    EXPECT_EQ(seen.of("E01")[0].critical, "");
}

TEST_F(IncidentsScorer, needling_on_after_stop_is_critical_unless_the_patient_agreed_again) {
    happens("E12", 1000);
    answer("E12", "stop", 2000);
    needle(60, 5000);
    const Seen seen = stage.run(events);
    EXPECT_EQ(seen.mark, 8000);
    ASSERT_EQ(seen.of("WENT_ON").size(), 1u);
    EXPECT_EQ(seen.of("WENT_ON")[0].critical, "CR02");
    EXPECT_DOUBLE_EQ(seen.of("WENT_ON")[0].value, 60);
    EXPECT_EQ(seen.of("WENT_ON")[0].first_tick, 5000u);
    EXPECT_EQ(seen.of("WENT_ON")[0].end_tick, 5000u + 59 * 20 + 1);

    events.clear();
    happens("E12", 1000);
    answer("E12", "stop", 2000);
    sdk::event::ask ask;
    ask.tick = 4000;
    ask.topic = "consent";
    events.append(ask);
    needle(60, 5000);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(IncidentsScorer, a_slip_after_stop_fails_nobody) {
    for (const std::uint32_t strikes : {1u, 19u}) {
        events.clear();
        happens("E12", 1000);
        answer("E12", "stop", 2000);
        needle(strikes, 5000);
        EXPECT_EQ(stage.run(events).mark, 10000) << strikes;
    }
    events.clear();
    happens("E12", 1000);
    answer("E12", "stop", 2000);
    needle(20, 5000);  // twenty, in less than a second
    EXPECT_EQ(stage.run(events).of("WENT_ON")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
}

TEST_F(IncidentsScorer, lifting_the_tip_and_dialling_down_speak_for_themselves) {
    sdk::event::setting length;
    length.parameter = "needle_length";
    length.value = 1500;
    events.append(length);
    needle(10, 1000);
    happens("E15", 2000);
    sdk::event::stroke_end end;
    end.tick = 4000;
    end.lifted = 1;
    events.append(end);
    EXPECT_EQ(stage.run(events).mark, 10000);

    events.clear();
    events.append(length);
    needle(10, 1000);
    happens("E15", 2000);
    length.tick = 9000;
    length.value = 1000;
    events.append(length);
    EXPECT_EQ(stage.run(events).mark, 5000 + 4000);  // 7 s where 5 s is in time
    EXPECT_EQ(stage.run(events).of("E15")[0].first_tick, 2000u);
}

TEST_F(IncidentsScorer, a_tip_that_is_off_the_skin_when_it_happens_is_lifted_already) {
    happens("E15", 2000);
    pass_time(30000);
    EXPECT_EQ(stage.run(events).mark, 10000);
    needle(10, 30001);
    EXPECT_EQ(stage.run(events).mark, 10000);
    events.clear();
    happens("E15", 2000);
    needle(10, 4000);  // came down again inside the limit
    pass_time(30000);
    EXPECT_EQ(stage.run(events).mark, 0);
}

TEST_F(IncidentsScorer, a_new_cartridge_answers_the_one_that_fell) {
    happens("E08", 2000);
    sdk::event::setting fit;
    fit.tick = 30000;
    fit.parameter = "cartridge";
    fit.value = 1;
    events.append(fit);
    EXPECT_EQ(stage.run(events).mark, 10000);
}

TEST_F(IncidentsScorer, the_motor_off_counts_as_stop_only_with_a_word_before_going_on) {
    sdk::event::setting off;
    off.tick = 3000;
    off.parameter = "motor";
    off.value = 0;
    sdk::event::ask ask;
    ask.tick = 8000;
    ask.topic = "goals";
    happens("E12", 1000);
    events.append(off);
    events.append(ask);
    EXPECT_EQ(stage.run(events).mark, 10000);
    events.clear();
    happens("E12", 1000);
    events.append(off);
    needle(5, 5000);
    events.append(ask);
    EXPECT_EQ(stage.run(events).mark, 0);
}

// Radio frequency: white skin and heat pain. Stop the shots or cool, within five seconds; going on burns.
TEST_F(IncidentsScorer, a_white_spot_wants_the_shots_stopped_at_once) {
    row("E19", 5, "C", "stop,cool", "go_on,ignore");
    happens("E19", 1000);
    answer("E19", "cool", 4000);
    EXPECT_EQ(stage.run(events).mark, 10000);
    EXPECT_TRUE(stage.run(events).of("E19").empty() || stage.run(events).of("E19")[0].cost == 0);

    events.clear();
    happens("E19", 1000);
    answer("E19", "stop", 11000);  // ten seconds: all of the time's half is gone at three limits
    const Seen late = stage.run(events);
    EXPECT_EQ(late.mark, 7500);
    EXPECT_EQ(late.of("E19")[0].severity, static_cast<std::uint32_t>(NP_MINOR));
    EXPECT_DOUBLE_EQ(late.of("E19")[0].limit, 5);
    EXPECT_EQ(late.of("E19")[0].limit_key, "incident.E19.limit_s");

    events.clear();
    happens("E19", 1000);
    answer("E19", "go_on", 2000);
    needle(60, 6001);  // shot upon shot past the limit
    const Seen burnt = stage.run(events);
    EXPECT_EQ(burnt.mark, 0);
    EXPECT_EQ(burnt.of("E19")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
}

TEST_F(IncidentsScorer, previews_and_batches_change_nothing) {
    happens("E01", 1000);
    answer("E01", "ask", 2000);
    needle(30, 3000);
    answer("E01", "lay_flat", 12000);
    EXPECT_EQ(stage.run(events), stage.run_with_previews(events));
    EXPECT_EQ(stage.run(events), stage.run(events, 700));
}

TEST_F(IncidentsScorer, what_a_plugin_of_incidents_made_up_is_told_and_not_marked) {
    happens("power_cut", 1000);
    const Seen alone = stage.run(events);
    ASSERT_FALSE(alone.faulted) << alone.fault;
    EXPECT_EQ(alone.state, NP_MARK_NOT_ASSESSED);
    // Beside a known one it costs nothing, and the known one is marked as ever.
    happens("E01", 20000);
    answer("E01", "lay_flat", 22000);
    const Seen both = stage.run(events);
    ASSERT_FALSE(both.faulted) << both.fault;
    EXPECT_EQ(both.state, NP_MARK_SCORED);
    EXPECT_EQ(both.mark, 10000);
    bool told = false;
    for (const auto& finding : both.findings) told |= finding.rule == "NOT_IN_TABLE" && finding.thing == "power_cut";
    EXPECT_TRUE(told);
}

TEST_F(IncidentsScorer, a_row_without_its_limit_is_a_fault_that_names_it) {
    row("E99", 10, "C", "stop", "go_on");
    Parameters fewer;
    for (const auto& [key, parameter] : stage.parameters.entries())
        if (key != "incident.E99.limit_s") fewer.set(key, parameter);
    stage.parameters = fewer;
    happens("E99", 1000);
    const Seen seen = stage.run(events);
    EXPECT_TRUE(seen.faulted);
    EXPECT_NE(seen.fault.find("incident.E99.limit_s"), std::string::npos);
}

}  // namespace
}  // namespace np::test
