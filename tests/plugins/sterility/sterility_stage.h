// The stage on which the tests of this scorer play, with the figures of the clinical reference.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {

struct SterilityScorer : testing::Test {
    Stage stage{"sterility"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    sdk::EventBuffer events;
    sdk::Tick tick = 1000;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("steps.called", std::string("T15,T17,T24,T25,T26,T28,T29,T47,T48"));
        for (const char* major : {"T15", "T17", "T24", "T26", "T29", "T48", "T49"})
            p.set(std::string("step.") + major + ".severity", std::string("M"));
        for (const char* critical : {"T25", "T28", "T47"})
            p.set(std::string("step.") + critical + ".severity", std::string("C"));
        p.set("step.T24.name", std::string("Hand hygiene"));
        p.set("asepsis.worst", std::string("floor,bin,sharps,lesion"));
        for (const char* major :
             {"contaminated", "needle_tip_clean", "cartridge_old", "no_sleeve", "sharps_on_tray", "recapped"})
            p.set(std::string("asepsis.") + major, std::string("M"));
        for (const char* minor : {"gauze_clean", "no_mask", "field_old"})
            p.set(std::string("asepsis.") + minor, std::string("m"));
        for (const char* critical : {"worst_used", "cartridge_refit", "sharps_in_bin"})
            p.set(std::string("asepsis.") + critical, std::string("C"));
        p.set("asepsis.field_valid_min", 30.0);
        p.set("asepsis.cartridge_max_min", 30.0);
        p.set("critical_rule.strikes", 20.0);
        p.set("critical.CR03.rows", std::string("cartridge_other_patient,cartridge_refit"));
        p.set("critical.CR05.rows", std::string("worst_used,E08"));
        p.set("critical.CR15.rows", std::string("T47,E07"));
        p.set("severity.minor", 5.0);
        p.set("severity.major", 20.0);
    }

    void act(const char* verb, const char* thing, const char* step = "", const char* detail = "") {
        sdk::event::action event;
        event.tick = tick += 1000;
        event.verb = verb;
        event.thing = thing;
        event.step = step;
        event.detail = detail;
        events.append(event);
    }
    void step(const char* id, const char* detail = "") { act("do", "", id, detail); }
    void fit(const char* cartridge, const char* detail = "") {
        sdk::event::setting event;
        event.tick = tick += 1000;
        event.parameter = "cartridge";
        event.value = 1;
        events.append(event);
        act("fit", cartridge, "T29", detail);
    }
    void touch(const char* thing, const char* other, const char* before, const char* after,
               const char* other_before = "contaminated", const char* other_after = "contaminated") {
        sdk::event::touch event;
        event.tick = tick += 100;
        event.thing = thing;
        event.other = other;
        event.thing_before = before;
        event.thing_after = after;
        event.other_before = other_before;
        event.other_after = other_after;
        events.append(event);
    }
    void needle(std::uint32_t strikes = 100) { tick = needle_cells(events, stage, cheek, 0, strikes, tick + 1000); }
    void swipe(const char* thing) {
        sdk::event::swipe event;
        event.tick = tick += 100;
        event.substance = event.thing = thing;
        events.append(event);
    }
    void skip(std::int64_t seconds) {
        sdk::event::skip event;
        event.tick = tick += 10;
        event.seconds = seconds;
        events.append(event);
    }
    // Everything up to the first needle, as it should be.
    void prepare() {
        step("T15");
        act("use", "sleeve", "T17");
        step("T24");
        act("swipe", "antiseptic", "T25");
        act("dry", "field", "T26");
        act("use", "gloves", "T28");
        fit("cartridge_1");
    }
    void close() {
        act("detach", "cartridge_1");
        act("put", "cartridge_1", "T47", "sharps");
        step("T48");
    }
    Seen run() { return stage.run(events); }
    std::int32_t mark() { return run().mark; }
};

}  // namespace np::test
