// The stage on which the tests of this scorer play, with the figures of the clinical reference.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {

struct ProcedureScorer : testing::Test {
    Stage stage{"procedure"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    std::uint32_t bone = stage.add_zone("malar_l", "malar", 20, 20);
    sdk::EventBuffer events;
    sdk::Tick tick = 1000;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("score.procedure.weight_minor", 1.0);
        p.set("score.procedure.weight_major", 2.0);
        p.set("score.procedure.weight_critical", 4.0);
        p.set("score.procedure.out_of_order", 0.5);
        p.set("fault.setting_tolerance_mm", 0.25);
        p.set("technique.off_plan_strikes", 20.0);
        p.set("plan.zones", std::string("malar_l,buccal_l"));
        for (const auto& [zone, min, max] : {std::tuple{"malar_l", 0.75, 1.5}, std::tuple{"buccal_l", 1.0, 2.0}}) {
            p.set(std::string("plan.") + zone + ".min_mm", min);
            p.set(std::string("plan.") + zone + ".max_mm", max);
        }
    }
    // A step that the visit calls for.
    void call_for(const std::string& id, const char* severity, const char* after = "", const char* phase = "prepare",
                  const char* owner = "procedure") {
        Parameters& p = stage.parameters;
        const std::string called = p.text("steps.called").value_or("");
        p.set("steps.called", called.empty() ? id : called + "," + id);
        p.set("step." + id + ".owner", std::string(owner));
        p.set("step." + id + ".severity", std::string(severity));
        p.set("step." + id + ".after", std::string(after));
        p.set("step." + id + ".phase", std::string(phase));
    }
    void done(const std::string& id, const std::string& detail = "") {
        sdk::event::action action;
        action.tick = tick += 1000;
        action.step = id;
        action.detail = detail;
        events.append(action);
    }
    void needle(std::uint32_t zone, std::uint32_t set_um, std::uint32_t strikes = 30) {
        Hand hand;
        hand.set_depth_um = set_um;
        tick = needle_cells(events, stage, zone, 0, strikes, tick + 1000, hand);
    }
};

}  // namespace np::test
