// The stage on which the tests of this scorer play, with the figures of the clinical reference.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {

struct EndpointScorer : testing::Test {
    Stage stage{"endpoint"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);  // 20 cm2
    std::uint32_t bone = stage.add_zone("malar_l", "malar", 20, 20);     // 4 cm2
    sdk::EventBuffer events;

    void SetUp() override {
        Parameters& p = stage.parameters;
        p.set("plan.zones", std::string("malar_l,buccal_l"));
        p.set("plan.buccal_l.goal_grade", 3.0);
        p.set("plan.malar_l.goal_grade", 1.0);
        p.set("density.r_target_lo", 0.65);
        p.set("density.r_target_hi", 1.40);
        p.set("score.endpoint.free_grades", 1.0);
        p.set("score.endpoint.per_grade", 25.0);
        p.set("score.endpoint.worst_grade", 4.0);
        p.set("score.endpoint.call_slack_grades", 1.0);
        p.set("score.endpoint.calls_share", 0.5);
        p.set("technique.off_plan_strikes", 20.0);
        skin(cheek, 3, 1.0);
        skin(bone, 1, 1.0);
        needle_cells(events, stage, cheek, 0, 30, 1000);
        needle_cells(events, stage, bone, 0, 30, 5000);
    }
    void skin(std::uint32_t zone, std::uint32_t grade, double r, std::uint64_t channels = 400) {
        stage.tissue_zones[zone].bleeding_grade = grade;
        stage.tissue_zones[zone].mean_r = r;
        stage.tissue_zones[zone].channels = channels;
    }
    void call(std::uint32_t zone, const std::string& verdict, std::int64_t grade, sdk::Tick tick) {
        sdk::event::call event;
        event.tick = tick;
        event.zone = zone;
        event.verdict = verdict;
        event.grade = grade;
        events.append(event);
    }
};

}  // namespace np::test
