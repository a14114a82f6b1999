// The scorer through its C door: a clean visit, and what each lapse costs when it reaches the patient or not.
#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "sterility_stage.h"

namespace np::test {
namespace {

TEST_F(SterilityScorer, a_clean_visit_is_100) {
    prepare();
    touch("glove_r", "pen", "sterile", "sterile", "sterile", "sterile");
    touch("needle_tip", "skin", "sterile", "sterile", "clean", "clean");
    needle();
    close();
    const Seen seen = run();
    EXPECT_EQ(seen.fault, "");
    EXPECT_EQ(seen.mark, 10000);
    EXPECT_TRUE(seen.findings.empty());
}

// Check values of 8.8: 1 M and 2 m are 70; five M are 0; the same m four times is 80.
TEST_F(SterilityScorer, check_values) {
    step("T15");
    step("T24", "short");  // m
    act("swipe", "antiseptic", "T25");
    act("dry", "field", "T26");
    act("use", "gloves", "T28", "no_mask");  // m
    fit("cartridge_1");
    needle();  // M: no sleeve
    close();
    EXPECT_EQ(mark(), 7000);

    events.clear();
    needle();  // neither surface nor sleeve, antiseptic, gloves, hands; and nothing at the end
    EXPECT_EQ(mark(), 0);
    EXPECT_EQ(run().lost(), 10000);

    events.clear();
    prepare();
    for (int i = 0; i < 4; ++i) {  // a dirty glove, changed at once, four times
        touch("glove_r", "phone", "sterile", "contaminated");
        act("use", "gloves", "T41");
    }
    needle();
    close();
    EXPECT_EQ(mark(), 8000);
    touch("glove_r", "phone", "sterile", "contaminated");
    act("use", "gloves", "T41");
    EXPECT_EQ(mark(), 8000);
}

TEST_F(SterilityScorer, hands_come_before_gloves) {
    step("T15");
    act("use", "sleeve", "T17");
    act("swipe", "antiseptic", "T25");
    act("dry", "field", "T26");
    act("use", "gloves", "T28");
    step("T24");
    fit("cartridge_1");
    sdk::EventBuffer until_here = events;
    needle();
    close();
    EXPECT_EQ(mark(), 8000);
    EXPECT_EQ(run().of("T24")[0].thing, "Hand hygiene");
    events = until_here;
    act("use", "gloves", "T41");  // a fresh pair on clean hands
    needle();
    close();
    EXPECT_EQ(mark(), 9500);
}

TEST_F(SterilityScorer, a_wet_field_is_a_short_contact) {
    prepare();
    needle();
    close();
    sdk::EventBuffer without;
    for (const sdk::RecordView record : events) {
        const auto* action = record.raw<sdk::event::action>();
        if (action == nullptr || record.text(action->step) != "T26") without.append(record);
    }
    EXPECT_EQ(stage.run(without).mark, 8000);
}

TEST_F(SterilityScorer, one_lapse_is_one_fault_wherever_it_surfaces) {
    prepare();
    touch("glove_r", "phone", "sterile", "contaminated");
    touch("glove_r", "pen", "contaminated", "contaminated", "sterile", "contaminated");
    touch("gel", "glove_r", "sterile", "contaminated");
    swipe("gel");
    needle();
    close();
    Seen seen = run();
    EXPECT_EQ(seen.mark, 8000);
    ASSERT_EQ(seen.findings.size(), 1u);
    EXPECT_EQ(seen.findings[0].rule, "TOUCH_GLOVE");
    EXPECT_EQ(seen.findings[0].thing, "glove_r touched phone");
    EXPECT_EQ(seen.findings[0].limit_key, "asepsis.contaminated");
}

TEST_F(SterilityScorer, changing_the_glove_does_not_clean_what_it_had_soiled) {
    prepare();
    touch("glove_r", "phone", "sterile", "contaminated");
    touch("glove_r", "pen", "contaminated", "contaminated", "sterile", "contaminated");
    act("use", "gloves", "T41");
    EXPECT_EQ(run().of("TOUCH_GLOVE")[0].cost, 500);
    needle();
    EXPECT_EQ(run().of("TOUCH_GLOVE")[0].cost, 2000);
}

TEST_F(SterilityScorer, what_never_reached_the_patient_is_no_fault) {
    prepare();
    needle();
    touch("glove_l", "chart", "sterile", "contaminated");  // after the work
    close();
    EXPECT_EQ(mark(), 10000);
}

TEST_F(SterilityScorer, a_tip_from_the_floor_is_critical_if_it_is_used_on) {
    prepare();
    needle();
    touch("needle_tip", "floor", "sterile", "contaminated");
    needle(19);
    Seen seen = run();
    ASSERT_EQ(seen.of("TOUCH_NEEDLE_TIP").size(), 1u);
    EXPECT_EQ(seen.of("TOUCH_NEEDLE_TIP")[0].severity, static_cast<std::uint32_t>(NP_MAJOR));
    needle(1);
    seen = run();
    EXPECT_EQ(seen.of("TOUCH_NEEDLE_TIP")[0].severity, static_cast<std::uint32_t>(NP_CRITICAL));
    EXPECT_EQ(seen.of("TOUCH_NEEDLE_TIP")[0].critical, "CR05");
}

TEST_F(SterilityScorer, a_dropped_cartridge_is_replaced) {
    prepare();
    touch("needle_tip", "floor", "sterile", "contaminated");
    act("detach", "cartridge_1");
    act("put", "cartridge_1", "T47", "sharps");
    fit("cartridge_2");
    needle();
    act("put", "cartridge_2", "T47", "sharps");
    step("T48");
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 9500);
    EXPECT_EQ(seen.findings.size(), 1u);
}

TEST_F(SterilityScorer, a_cartridge_that_was_spoiled_before_it_was_fitted) {
    step("T15");
    act("use", "sleeve", "T17");
    step("T24");
    act("swipe", "antiseptic", "T25");
    act("dry", "field", "T26");
    touch("hand", "cartridge_1", "clean", "clean", "sterile", "clean");  // by the bare hand
    fit("cartridge_1");
    act("use", "gloves", "T28");
    needle();
    close();
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 8000);
    EXPECT_EQ(seen.findings[0].limit_key, "asepsis.needle_tip_clean");
}

TEST_F(SterilityScorer, without_antiseptic_unprepared_skin_is_not_counted_again) {
    step("T15");
    act("use", "sleeve", "T17");
    step("T24");
    act("use", "gloves", "T28");
    fit("cartridge_1");
    touch("needle_tip", "unprepped_skin", "sterile", "contaminated");
    touch("glove_l", "unprepped_skin", "sterile", "contaminated");
    needle();
    close();
    const Seen seen = run();
    ASSERT_EQ(seen.findings.size(), 1u);
    EXPECT_EQ(seen.findings[0].rule, "T25");
    EXPECT_EQ(seen.mark, 8000);
}

TEST_F(SterilityScorer, bare_hands_are_one_fault) {
    step("T15");
    act("use", "sleeve", "T17");
    step("T24");
    touch("hand", "antiseptic", "clean", "contaminated");
    act("swipe", "antiseptic", "T25");
    act("dry", "field", "T26");
    sdk::EventBuffer until_here = events;
    touch("hand", "cartridge_1", "contaminated", "contaminated", "sterile", "contaminated");
    fit("cartridge_1");
    touch("hand", "gel", "contaminated", "contaminated", "sterile", "contaminated");
    swipe("gel");
    needle();
    close();
    Seen seen = run();
    ASSERT_EQ(seen.findings.size(), 1u);
    EXPECT_EQ(seen.findings[0].rule, "T28");

    events = until_here;  // gloves in time for the needles, too late for the cartridge
    touch("hand", "cartridge_1", "contaminated", "contaminated", "sterile", "contaminated");
    fit("cartridge_1");
    act("use", "gloves", "T28");
    needle();
    close();
    seen = run();
    EXPECT_EQ(seen.mark, 8000);
    EXPECT_EQ(seen.findings[0].thing, "hand touched antiseptic");
}

TEST_F(SterilityScorer, a_field_that_was_touched_is_prepared_again) {
    prepare();
    touch("skin", "hair", "clean", "contaminated");
    act("swipe", "antiseptic", "T25");
    needle();
    close();
    EXPECT_EQ(mark(), 9500);
}

TEST_F(SterilityScorer, a_detached_cartridge_is_never_fitted_again) {
    prepare();
    needle();
    act("detach", "cartridge_1");
    fit("cartridge_1", "refit");
    needle(20);
    const Seen seen = run();
    ASSERT_EQ(seen.of("CARTRIDGE_REFIT").size(), 1u);
    EXPECT_EQ(seen.of("CARTRIDGE_REFIT")[0].critical, "CR03");
}

TEST_F(SterilityScorer, used_needles_go_into_the_sharps_box) {
    prepare();
    needle();
    step("T48");
    EXPECT_EQ(mark(), 8000);  // still on the pen
    act("put", "cartridge_1", "", "bin");
    Seen seen = run();
    ASSERT_EQ(seen.of("T47").size(), 1u);
    EXPECT_EQ(seen.of("T47")[0].critical, "CR15");
    EXPECT_EQ(seen.mark, 8000);
}

TEST_F(SterilityScorer, fields_and_cartridges_age) {
    prepare();
    skip(29 * 60);
    needle();
    close();
    EXPECT_EQ(mark(), 10000);
    events.clear();
    prepare();
    needle();
    skip(31 * 60);
    needle();
    close();
    const Seen seen = run();
    EXPECT_EQ(seen.of("FIELD_OLD").size(), 1u);
    EXPECT_EQ(seen.of("CARTRIDGE_OLD").size(), 1u);
    EXPECT_EQ(seen.mark, 7500);
}

TEST_F(SterilityScorer, deciding_against_treatment_leaves_nothing_to_prepare) {
    stage.parameters.set("case.items", std::string("fit"));
    stage.parameters.set("case.fit.correct", std::string("treat"));
    events.append(decision(10, "defer", "fit"));
    EXPECT_EQ(mark(), 10000);
    stage.parameters.set("case.fit.correct", std::string("defer"));
    EXPECT_EQ(run().state, static_cast<std::uint32_t>(NP_MARK_NOT_ASSESSED));
    events.append(decision(20, "treat", "fit"));
    EXPECT_EQ(mark(), 0);  // decided, and prepared nothing
}

TEST_F(SterilityScorer, names_a_parameter_that_is_missing) {
    Parameters without;
    for (const auto& [key, value] : stage.parameters.entries())
        if (key != "asepsis.worst_used") without.set(key, value);
    stage.parameters = without;
    EXPECT_NE(run().fault.find("asepsis.worst_used"), std::string::npos);
}

// Property: costs and mark add up for any sequence of doings, however it is cut.
TEST_F(SterilityScorer, any_visit_adds_up) {
    const char* steps[] = {"T15", "T17", "T24", "T25", "T26", "T28", "T41", "T48"};
    const char* things[] = {"needle_tip", "glove_l", "glove_r", "gauze", "gel", "skin", "pen", "cartridge_1"};
    const char* others[] = {"phone", "floor", "hair", "tray", "glove_r", "unprepped_skin"};
    const char* states[] = {"sterile", "clean", "contaminated"};
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        events.clear();
        tick = 0;
        for (std::uint64_t i = 0; i < 25; ++i) {
            const auto dice = [&](std::uint64_t stream, std::uint64_t n) {
                return np_random_bits(seed, stream, i) % n;
            };
            switch (dice(1, 6)) {
                case 0:
                    step(steps[dice(2, 8)], dice(3, 3) == 0 ? "no_mask short" : "");
                    break;
                case 1:
                    fit(dice(2, 2) == 0 ? "cartridge_1" : "cartridge_2", dice(3, 3) == 0 ? "refit" : "");
                    break;
                case 2:
                    needle(static_cast<std::uint32_t>(1 + dice(2, 40)));
                    break;
                case 3:
                    act("put", "cartridge_1", "", dice(2, 2) == 0 ? "bin" : "tray");
                    break;
                default:
                    touch(things[dice(2, 8)], others[dice(3, 6)], states[dice(4, 3)], states[dice(5, 3)],
                          states[dice(6, 3)], states[dice(7, 3)]);
            }
        }
        const Seen whole = stage.run(events, 1000000);
        EXPECT_EQ(whole.mark + whole.lost(), 10000) << "seed " << seed;
        EXPECT_EQ(whole, stage.run(events, 100)) << "seed " << seed;
        EXPECT_EQ(whole, stage.run_with_previews(events, 2000)) << "seed " << seed;
    }
}

}  // namespace
}  // namespace np::test
