// The stage on which the tests of this scorer play, with the figures of the clinical reference.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needling.h"
#include "scorer_stage.h"

namespace np::test {

struct TechniqueScorer : testing::Test {
    Stage stage{"technique"};
    std::uint32_t cheek = stage.add_zone("buccal_l", "buccal", 50, 40);
    std::uint32_t bone = stage.add_zone("malar_l", "malar", 20, 20);
    sdk::EventBuffer events;
    sdk::Tick tick = 1000;
    Hand hand;

    void SetUp() override {
        Parameters& p = stage.parameters;
        const auto number = [&](const char* key, double value) { p.set(key, value); };
        const auto text = [&](const char* key, const char* value) { p.set(key, std::string(value)); };
        text("plan.zones", "buccal_l,malar_l");
        number("plan.buccal_l.passes_hi", 6);
        number("plan.malar_l.passes_hi", 5);
        text("session.device", "skinpen_precision");
        number("device.skinpen_precision.swath_mm", 5.0);
        number("contact.gap_transmission", 0.3);
        number("technique.tilt.tolerated_deg", 15);
        number("technique.tilt.shallow_set_mm", 0.5);
        number("technique.tilt.shallow_loss_mm", 0.1);
        number("technique.tilt.share_minor_percent", 10);
        number("technique.tilt.share_major_percent", 30);
        number("technique.tilt.steep_deg", 30);
        number("technique.tilt.steep_share_percent", 5);
        number("technique.speed.share_minor_percent", 10);
        number("technique.speed.share_major_percent", 30);
        number("technique.force.share_minor_percent", 5);
        number("technique.force.share_major_percent", 20);
        number("technique.force.tolerated_hi_n", 2.5);
        number("technique.force.hard_n", 4.0);
        number("technique.force.hard_s", 0.5);
        number("technique.stretch.share_minor_percent", 10);
        number("technique.stretch.share_major_percent", 50);
        number("technique.stretch.stroke_share", 0.5);
        number("technique.dry.major_s", 2.0);
        number("technique.direction.needed_max", 3);
        number("technique.direction.few_passes", 2);
        number("technique.dwell.minor_s", 1.0);
        number("technique.dwell.major_s", 2.0);
        number("technique.drag.seated_mm", 0.5);
        number("technique.section.patch_cm", 5);
        number("technique.section.next_pass_share", 0.2);
        number("density.pass_area_share", 0.6);
        text("technique.stamp.only", "nose_tip");
        text("technique.order.dirty", "nose_dorsum, nose_side, nose_tip, upper_lip, lower_lip");
        text("technique.order.delicate", "crow, infraorb");
        number("technique.time.whole_face_max_min", 45);
        number("technique.off_plan_strikes", 20);
        for (const char* rule : {"TWIST", "GLIDE_ON_STAMP_ZONE", "PATCH_NOT_LOOKED", "ZONE_ORDER", "DEPTH_ON_SKIN",
                                 "MOTOR_ON_SKIN", "TIME", "OFF_PLAN", "DIRECTION_MISSING"})
            p.set(std::string("technique.rule.") + rule, std::string("m"));
        for (const char* rule : {"DRY", "BENT_TIP", "ONE_DIRECTION"})
            p.set(std::string("technique.rule.") + rule, std::string("M"));
        text("mask.vermilion", "M");
        text("mask.lid_lower_inside_rim", "C");
        number("mask.critical_strikes", 20);
        text("critical.CR10.rows", "eye_globe, lid_upper, lid_lower_inside_rim");
        number("severity.minor", 5);
        number("severity.major", 20);
    }

    // Strokes of 50 (cheek) or 20 (cheekbone) cells, one row each.
    void strokes(std::uint32_t zone, std::uint32_t count, const Movement& how = {}, std::uint32_t first_row = 0) {
        const std::uint32_t columns = stage.zone(zone).columns, rows = stage.zone(zone).rows;
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t row = (first_row + i) % rows;
            tick = stroke_over(events, stage, zone, row * columns, (row + 1) * columns, tick, hand, how) + 200;
            ++hand.stroke;
        }
    }
    void look(std::uint32_t zone) {
        sdk::event::observe event;
        event.tick = ++tick;
        event.zone = zone;
        event.what = "skin";
        events.append(event);
    }
    void set(const char* parameter, std::int64_t value, bool on_skin) {
        sdk::event::setting event;
        event.tick = ++tick;
        event.parameter = parameter;
        event.value = value;
        event.on_skin = on_skin ? 1 : 0;
        event.zone = cheek;
        events.append(event);
    }
    std::int32_t mark() { return stage.run(events).mark; }
};

}  // namespace np::test
