// The stage on which the tests of this scorer play, with the figures of the clinical reference.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {

inline Parameters rules() {
    Parameters p;
    p.set("score.depth.plateau_ideal_mm", 0.10);
    p.set("score.depth.plateau_edge_mm", 0.15);
    p.set("score.depth.flank_mark", 0.6);
    p.set("score.depth.zero_over_max_mm", 0.50);
    p.set("score.depth.zero_margin_mm", 0.15);
    p.set("score.depth.min_hit_area_share", 0.10);
    p.set("score.depth.over_margin_mm", 0.15);
    p.set("score.depth.over_radius_mm", 5.6);
    p.set("score.depth.over_hits", 200.0);
    p.set("score.depth.over_percentile", 95.0);
    p.set("score.depth.breach_strikes", 20.0);
    p.set("fault.OVER_DEPTH", std::string("M"));
    p.set("fault.DEPTH_BREACH", std::string("C"));
    return p;
}

inline void plan(Parameters& p, const std::string& zone, double min, double ideal, double max, double abs_max) {
    p.set("plan." + zone + ".min_mm", min);
    p.set("plan." + zone + ".ideal_mm", ideal);
    p.set("plan." + zone + ".max_mm", max);
    p.set("plan." + zone + ".abs_max_mm", abs_max);
}

// Cheek (20 cm2, ideal 1.50 mm) and cheekbone (4 cm2, ideal 1.00 mm), as for boxcar scars.

struct DepthScorer : testing::Test {
    Stage stage{"depth"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    std::uint32_t bone = stage.add_zone("malar_l", "malar", 20, 20);
    sdk::EventBuffer events;
    Hand for_cheek, for_bone;

    void SetUp() override {
        stage.parameters = rules();
        stage.parameters.set("plan.zones", std::string("buccal_l,malar_l"));
        plan(stage.parameters, "buccal_l", 1.00, 1.50, 2.00, 2.50);
        plan(stage.parameters, "malar_l", 0.75, 1.00, 1.50, 1.50);
        for_cheek.depth_um = 1500;
        for_cheek.set_depth_um = 1500;
    }
};

}  // namespace np::test
