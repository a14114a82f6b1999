// Every rule of the visit's order at its limit, and what each finding says. Clinical reference 3A and 8.1.
#include <limits>

#include "procedure_stage.h"
#include "wanted_finding.h"

namespace np::test {
namespace {

struct ProcedureLimit : ProcedureScorer {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    void restart() {
        events.clear();
        tick = 1000;
    }
    void done_at(const std::string& id, sdk::Tick at) {
        tick = at - 1000;
        done(id);
    }
    void strike_at(sdk::Tick at, std::uint32_t set_um = 1000) {
        Hand hand;
        hand.set_depth_um = set_um;
        events.append(strike_in(stage, bone, 0, at, hand));
    }
    Seen run() const { return stage.run(events); }
};

TEST_F(ProcedureLimit, the_last_check_is_fresh_for_a_minute) {
    call_for("T32", "m");
    stage.parameters.set("step.T32.before_needling_s", 60.0);
    const struct {
        std::vector<sdk::Tick> checks;
        sdk::Tick needle;
        bool late;
        sdk::Tick at;
        double age_s;
    } cases[] = {{{5000}, 65000, false, 0, 0},        {{5000}, 65001, true, 5000, 60.001},
                 {{5000, 30000}, 65001, false, 0, 0}, {{5000}, 5000, false, 0, 0},
                 {{5001}, 5000, true, 5001, 0},       {{5000, 90000}, 80000, true, 5000, 75}};
    for (const auto& one : cases) {
        restart();
        bool needled = false;
        for (const sdk::Tick check : one.checks) {
            if (check > one.needle) {
                strike_at(one.needle);
                needled = true;
            }
            done_at("T32", check);
        }
        if (!needled) strike_at(one.needle);
        strike_at(200000);
        if (one.late)
            expect_one(run(), {"T32", one.at, one.at + 1, one.age_s, 60, NP_MINOR, "step.T32.before_needling_s"});
        else
            EXPECT_TRUE(run().findings.empty()) << one.needle;
        EXPECT_EQ(run().mark, one.late ? 5000 : 10000);
    }
    restart();  // without a needle nothing is late
    done_at("T32", 5000);
    EXPECT_TRUE(run().findings.empty());
}

TEST_F(ProcedureLimit, rinsing_within_two_minutes) {
    call_for("T42", "m", "", "after");
    stage.parameters.set("step.T42.within_min", 2.0);
    for (const sdk::Tick over : {0u, 1u}) {
        restart();
        strike_at(2000);
        strike_at(5000);
        done_at("T42", 125000 + over);
        strike_at(200000);  // after the rinse: counts no more
        done_at("T42", 900000);
        if (over == 0)
            EXPECT_TRUE(run().findings.empty());
        else
            expect_one(run(), {"T42", 5000, 5001, 2 + 1 / 60000.0, 2, NP_MINOR, "step.T42.within_min"});
    }
    restart();  // rinsed before it began
    done_at("T42", 2000);
    strike_at(500000);
    EXPECT_TRUE(run().findings.empty());
}

TEST_F(ProcedureLimit, a_dial_may_lie_a_quarter_of_a_millimetre_outside_the_plan) {
    call_for("T30", "M");
    call_for("T37", "M");
    const struct {
        std::uint32_t set_um, strikes;
        bool wrong;
        double limit;
    } cases[] = {{500, 30, false, 0},  {499, 30, true, 0.75},  {499, 20, true, 0.75}, {499, 19, false, 0},
                 {1750, 30, false, 0}, {1751, 30, true, 1.50}, {1000, 30, false, 0}};
    for (const auto& one : cases)
        for (const bool first_zone : {true, false}) {
            restart();
            done("T30");
            done("T37", "read_back");
            if (!first_zone) needle(cheek, 1500);
            const sdk::Tick first = tick + 1000;
            needle(bone, one.set_um, one.strikes);
            const sdk::Tick last = tick - 8;
            needle(bone, 1000);
            if (one.wrong) {
                const char* rule = first_zone ? "T30" : "T37";
                expect_one(run(), {rule, first, last + 1, one.set_um / 1000.0, one.limit, NP_MAJOR});
                EXPECT_EQ(run().of(rule)[0].zone, bone);
                EXPECT_EQ(run().mark, 5000);
            } else {
                EXPECT_TRUE(run().findings.empty()) << one.set_um;
            }
        }
}

TEST_F(ProcedureLimit, a_strike_outside_the_plan_sets_no_dial) {
    call_for("T30", "M");
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 10, 10);
    done("T30");
    needle(lip, 2500);
    needle(bone, 2500);  // still the first planned zone
    EXPECT_EQ(run().of("T30").size(), 1u);
}

TEST_F(ProcedureLimit, what_comes_first_may_be_done_in_the_same_moment) {
    call_for("T18", "M");
    call_for("T19", "M", "T18");
    for (const sdk::Tick later : {0u, 1u}) {
        restart();
        if (later == 0) done_at("T18", 5000);
        done_at("T19", 5000);
        if (later == 1) done_at("T18", 5001);
        if (later == 0) {
            EXPECT_TRUE(run().findings.empty());
            continue;
        }
        expect_one(run(), {"T19", 5000, 5001, kNone, kNone, NP_MINOR, "score.procedure.out_of_order"});
        EXPECT_EQ(run().of("T19")[0].thing, "T19 (after T18)");
        EXPECT_EQ(run().mark, 7500);
    }
}

// Of several attempts the one that missed least is told.
TEST_F(ProcedureLimit, the_best_attempt_counts) {
    call_for("T18", "m");
    call_for("T17", "m");
    call_for("T19", "m", "T17,T18");
    done_at("T19", 3000);
    done_at("T17", 4000);
    done_at("T19", 5000);
    done_at("T19", 6000);
    done_at("T18", 7000);
    expect_one(run(), {"T19", 5000, 5001});
    EXPECT_EQ(run().of("T19")[0].thing, "T19 (after T18)");
    restart();
    done_at("T19", 3000);
    done_at("T18", 4000);
    expect_one(run(), {"T19", 3000, 3001});
    EXPECT_EQ(run().of("T19")[0].thing, "T19 (after T17, T18)");
    expect_one(run(), {"T17", 4000, 4001, kNone, kNone, NP_MINOR, "step.T17.severity"});
}

TEST_F(ProcedureLimit, weights_follow_the_severity) {
    const struct {
        const char* severity;
        std::int32_t mark;
        np_severity seen;
    } cases[] = {{"m", 5000, NP_MINOR}, {"M", 3333, NP_MAJOR}, {"C", 2000, NP_CRITICAL}};
    for (const auto& one : cases) {
        restart();
        stage.parameters.set("steps.called", std::string(""));
        call_for("T01", "m");
        call_for("T02", one.severity);
        done_at("T01", 2000);
        EXPECT_EQ(run().mark, one.mark);
        expect_one(run(), {"T02", 2000, 2001, kNone, kNone, one.seen});
    }
}

TEST_F(ProcedureLimit, silent_changes_tell_the_first) {
    call_for("T37", "M");
    done_at("T37", 2000);
    restart();
    done("T37", "silent");
    const sdk::Tick first = tick;
    done("T37", "silent");
    expect_one(run(), {"T37", first, first + 1});
    restart();
    call_for("T38", "M");
    done("T37");
    done("T38", "silent");  // only a change of length is read aloud
    EXPECT_TRUE(run().findings.empty());
}

// A decision not to treat leaves consultation and booking, and what was done; needling on brings everything back.
TEST_F(ProcedureLimit, a_refusal_shortens_the_list) {
    for (const char* phase : {"booking", "consult", "prepare", "after"}) call_for(phase, "m", "", phase);
    done_at("consult", 2000);
    events.append(decision(3000, "defer", "L02"));
    EXPECT_EQ(run().mark, 5000);  // booking is still missing
    strike_at(3001);
    EXPECT_EQ(run().mark, 2500);
    restart();
    done_at("prepare", 2000);
    strike_at(3000);
    events.append(decision(3000, "defer", "L02"));  // the last strike was not after it
    EXPECT_EQ(run().mark, 3333);
    restart();
    events.append(decision(3000, "treat", "fit"));
    done_at("consult", 4000);
    EXPECT_EQ(run().mark, 2500);
}

}  // namespace
}  // namespace np::test
