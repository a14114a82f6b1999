// Every rule of asepsis at its limit, and what each finding says. Clinical reference 2.5, 3A, 3D.
#include <limits>

#include "sterility_stage.h"
#include "wanted_finding.h"

namespace np::test {
namespace {

struct SterilityLimit : SterilityScorer {
    void restart() {
        events.clear();
        tick = 1000;
    }
    std::size_t count(const char* rule) { return run().of(rule).size(); }
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
};

TEST_F(SterilityLimit, a_field_stays_prepared_for_thirty_minutes) {
    for (const std::int64_t over : {0, 1}) {
        restart();
        step("T15");
        act("use", "sleeve", "T17");
        step("T24");
        act("swipe", "antiseptic", "T25");
        const sdk::Tick prepared = tick;
        act("dry", "field", "T26");
        act("use", "gloves", "T28");
        fit("cartridge_1");
        skip(1790);
        const sdk::Tick first = prepared + 10000 + static_cast<sdk::Tick>(over);
        needle_cells(events, stage, cheek, 0, 1, first);
        if (over == 0) {
            EXPECT_EQ(count("FIELD_OLD"), 0u);
            continue;
        }
        needle_cells(events, stage, cheek, 1, 2, first + 500);
        expect_one(run(), {"FIELD_OLD", first, first + 501, 30 + 1 / 60000.0, 30});
    }
}

TEST_F(SterilityLimit, a_cartridge_is_used_for_thirty_minutes) {
    for (const sdk::Tick over : {0u, 1u}) {
        restart();
        prepare();
        const sdk::Tick fitted = tick, first = tick + 1000;
        needle_cells(events, stage, cheek, 0, 1, first);
        tick = first;
        skip(1790);
        const sdk::Tick last = first + 10000 + over;
        needle_cells(events, stage, cheek, 0, 1, last);
        if (over == 0)
            EXPECT_EQ(count("CARTRIDGE_OLD"), 0u);
        else
            expect_one(run(), {"CARTRIDGE_OLD", fitted, last + 1, 30 + 1 / 60000.0, 30, NP_MAJOR});
    }
}

// What was left out is told at the first needle; without one, at the end.
TEST_F(SterilityLimit, steps_are_due_at_the_first_needle) {
    needle(5);
    const sdk::Tick first = tick - 5 * 8, last = tick - 8;
    for (const auto& [rule, severity] :
         {std::pair{"T15", NP_MAJOR}, {"T17", NP_MAJOR}, {"T24", NP_MAJOR}, {"T25", NP_CRITICAL}, {"T28", NP_CRITICAL}})
        expect_one(run(), {rule, first, first + 1, kNone, kNone, severity});
    EXPECT_EQ(count("T26"), 0u);  // dries what was never wet
    expect_one(run(), {"T48", last, last + 1, kNone, kNone, NP_MAJOR});
    // At the very tick is in time, one later is not.
    for (const sdk::Tick late : {0u, 1u}) {
        restart();
        act("swipe", "antiseptic", "T25");
        sdk::event::action dry;
        dry.tick = 5000 + late;
        dry.step = "T26";
        if (late == 0) events.append(dry);
        needle_cells(events, stage, cheek, 0, 1, 5000);
        if (late != 0) events.append(dry);
        if (late == 0)
            EXPECT_EQ(count("T26"), 0u);
        else
            expect_one(run(), {"T26", 5000, 5001, kNone, kNone, NP_MAJOR});
        EXPECT_EQ(count("T25"), 0u);
    }
}

TEST_F(SterilityLimit, what_comes_after_has_to_come_after) {
    for (const sdk::Tick later : {0u, 1u}) {
        restart();
        prepare();
        needle(1);
        const sdk::Tick last = tick - 8;
        sdk::event::action gloves_off;
        gloves_off.tick = last + later;
        gloves_off.step = "T48";
        events.append(gloves_off);
        EXPECT_EQ(count("T48"), later == 0 ? 1u : 0u);
    }
}

TEST_F(SterilityLimit, hands_are_clean_before_the_gloves) {
    const struct {
        const char* name;
        std::vector<std::pair<const char*, const char*>> steps;  // step, detail; a second apart from 2000 on
        const char* rule;
        sdk::Tick at;
        np_severity severity;
    } cases[] = {{"never", {{"T28", ""}}, "T24", 2000, NP_MAJOR},
                 {"too late", {{"T28", ""}, {"T24", ""}}, "T24", 2000, NP_MAJOR},
                 {"only for the second pair", {{"T28", ""}, {"T24", ""}, {"T28", ""}}, "T24_LATE", 2000, NP_MINOR},
                 {"too short", {{"T24", "short"}, {"T28", ""}}, "T24_SHORT", 2000, NP_MINOR},
                 {"again, and well", {{"T24", "short"}, {"T24", ""}, {"T28", ""}}, nullptr, 0, NP_INFO},
                 {"no mask", {{"T24", ""}, {"T28", "no_mask"}}, "NO_MASK", 3000, NP_MINOR},
                 {"mask with the second pair", {{"T24", ""}, {"T28", "no_mask"}, {"T28", ""}}, nullptr, 0, NP_INFO},
                 {"changed without", {{"T24", ""}, {"T28", ""}, {"T41", "no_hand_hygiene"}}, "T41", 4000, NP_MINOR}};
    stage.parameters.set("steps.called", std::string("T24,T28"));
    for (const auto& one : cases) {
        SCOPED_TRACE(one.name);
        restart();
        for (const auto& [id, detail] : one.steps) step(id, detail);
        needle(30);
        if (one.rule == nullptr)
            EXPECT_TRUE(run().findings.empty());
        else
            expect_one(run(), {one.rule, one.at, one.at + 1, kNone, kNone, one.severity});
        EXPECT_LE(run().findings.size(), 1u);
    }
}

TEST_F(SterilityLimit, a_spoiled_tip_is_told_from_its_touch_to_its_last_strike) {
    for (const std::uint32_t strikes : {1u, 19u, 20u}) {
        restart();
        prepare();
        touch("needle_tip", "floor", "sterile", "contaminated");
        const sdk::Tick touched = tick;
        needle(strikes);
        const np_severity grave = strikes < 20 ? NP_MAJOR : NP_CRITICAL;
        expect_one(run(), {"TOUCH_NEEDLE_TIP", touched, tick - 7, kNone, kNone, grave, "asepsis.worst_used"});
        EXPECT_EQ(run().of("TOUCH_NEEDLE_TIP")[0].critical, strikes < 20 ? "" : "CR05");
    }
    restart();
    prepare();
    touch("needle_tip", "floor", "sterile", "contaminated");
    const sdk::Tick touched = tick;
    fit("cartridge_2");
    needle(30);
    expect_one(run(), {"TOUCH_NEEDLE_TIP", touched, touched + 1});
}

TEST_F(SterilityLimit, each_kind_of_spoiling) {
    const struct {
        const char *thing, *other, *before, *after, *rule;  // none: no lapse
        np_severity severity;
        const char* key;
    } cases[] = {{"glove_r", "phone", "sterile", "contaminated", "TOUCH_GLOVE", NP_MAJOR, "asepsis.contaminated"},
                 {"glove_l", "floor", "sterile", "contaminated", "TOUCH_GLOVE", NP_MAJOR, "asepsis.contaminated"},
                 {"glove_l", "tray", "sterile", "clean", nullptr, NP_INFO, ""},
                 {"glove_l", "tray", "contaminated", "contaminated", nullptr, NP_INFO, ""},
                 {"needle_tip", "tray", "sterile", "clean", "TOUCH_NEEDLE_TIP", NP_MAJOR, "asepsis.needle_tip_clean"},
                 {"needle_tip", "tray", "clean", "sterile", nullptr, NP_INFO, ""},
                 {"needle_tip", "phone", "clean", "contaminated", "TOUCH_NEEDLE_TIP", NP_MAJOR, "asepsis.contaminated"},
                 {"pen", "floor", "clean", "contaminated", "TOUCH_PEN", NP_MAJOR, "asepsis.contaminated"},
                 {"tray", "floor", "clean", "contaminated", nullptr, NP_INFO, ""}};
    for (const auto& one : cases) {
        SCOPED_TRACE(std::string(one.thing) + " " + one.other);
        restart();
        prepare();
        touch(one.thing, one.other, one.before, one.after);
        const sdk::Tick touched = tick;
        needle(5);
        const sdk::Tick last = tick - 8;
        close();
        if (one.rule == nullptr)
            EXPECT_TRUE(run().findings.empty());
        else
            expect_one(run(), {one.rule, touched, last + 1, kNone, kNone, one.severity, one.key});
    }
    // Cloths count by the swipe.
    for (const char* cloth : {"gauze", "saline"}) {
        restart();
        prepare();
        touch(cloth, "tray", "sterile", "clean");
        const sdk::Tick touched = tick;
        needle(5);
        EXPECT_EQ(count("TOUCH_GAUZE"), 0u);
        swipe(cloth);
        expect_one(run(), {"TOUCH_GAUZE", touched, tick + 1, kNone, kNone, NP_MINOR, "asepsis.gauze_clean"});
        act("take", cloth);
        swipe(cloth);
        EXPECT_EQ(run().of("TOUCH_GAUZE").size(), 1u);
    }
}

// One lapse stays one, whatever it is handed on to; two things that were clean before do not blame each other.
TEST_F(SterilityLimit, a_lapse_is_handed_on_once) {
    prepare();
    touch("glove_r", "phone", "sterile", "contaminated");
    const sdk::Tick touched = tick;
    touch("glove_r", "pen", "contaminated", "contaminated", "clean", "contaminated");
    touch("gauze", "glove_r", "sterile", "contaminated");
    needle(5);
    const sdk::Tick last = tick - 8;
    expect_one(run(), {"TOUCH_GLOVE", touched, last + 1, kNone, kNone, NP_MAJOR});
    EXPECT_EQ(count("TOUCH_PEN") + count("TOUCH_GAUZE"), 0u);
    step("T41");  // fresh gloves
    needle(5);    // the pen still carries it
    expect_one(run(), {"TOUCH_GLOVE", touched, tick - 7, kNone, kNone, NP_MAJOR});
}

TEST_F(SterilityLimit, a_cartridge_fitted_again) {
    for (const std::uint32_t strikes : {0u, 1u, 19u, 20u}) {
        restart();
        prepare();
        needle(30);
        act("detach", "cartridge_1");
        needle(30);  // nobody's strikes
        fit("cartridge_1", "refit");
        const sdk::Tick refitted = tick;
        needle(strikes);
        const np_severity grave = strikes == 0 ? NP_MINOR : strikes < 20 ? NP_MAJOR : NP_CRITICAL;
        expect_one(run(), {"CARTRIDGE_REFIT", refitted, refitted + 1, kNone, kNone, grave});
        EXPECT_EQ(run().of("CARTRIDGE_REFIT")[0].critical, strikes < 20 ? "" : "CR03");
    }
}

TEST_F(SterilityLimit, used_needles_go_into_the_sharps_bin) {
    const struct {
        const char* place;
        bool used, fault;
        np_severity severity;
    } cases[] = {{"sharps", true, false, NP_INFO},     {"bin", true, true, NP_CRITICAL},
                 {"tray", true, true, NP_MAJOR},       {"bin", false, false, NP_INFO},
                 {"tray loose", true, true, NP_MAJOR}, {"sharps full", true, false, NP_INFO}};
    for (const auto& one : cases) {
        SCOPED_TRACE(one.place);
        restart();
        prepare();
        if (one.used) needle(1);
        act("put", "cartridge_1", "T47", one.place);
        const sdk::Tick placed = tick;
        step("T48");
        if (!one.fault) {
            EXPECT_EQ(count("T47"), 0u);
            continue;
        }
        const sdk::Tick at = one.severity == NP_CRITICAL ? placed : tick;
        expect_one(run(), {"T47", at, at + 1, kNone, kNone, one.severity});
    }
    act("recap", "cartridge_1");
    expect_one(run(), {"RECAPPED", tick, tick + 1, kNone, kNone, NP_MAJOR});
}

TEST_F(SterilityLimit, who_decided_not_to_treat_prepares_nothing) {
    events.append(decision(2000, "defer", "fit"));
    tick = 2000;
    EXPECT_EQ(mark(), 10000);
    needle(1);
    EXPECT_LT(mark(), 5000);
    restart();
    events.append(decision(2000, "treat", "fit"));
    EXPECT_LT(mark(), 10000);
}

}  // namespace
}  // namespace np::test
