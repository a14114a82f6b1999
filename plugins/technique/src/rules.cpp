#include "rules.h"

namespace np::technique {

namespace {

ShareLimits shares(const sdk::Host& host, const std::string& topic) {
    return {host.need("technique." + topic + ".share_minor_percent"),
            host.need("technique." + topic + ".share_major_percent")};
}

TiltRule tilt_rule(const sdk::Host& host) {
    const auto device = host.text("session.device");
    if (!device) throw sdk::Fault("the session has no text named 'session.device', which this scorer needs");
    TiltRule rule;
    rule.tolerated_mdeg = 1000.0 * host.need("technique.tilt.tolerated_deg");
    rule.far_mdeg = 1000.0 * host.need("technique.tilt.steep_deg");
    rule.shallow_mm = host.need("technique.tilt.shallow_set_mm");
    rule.shallow_loss_mm = host.need("technique.tilt.shallow_loss_mm");
    rule.edge_share = host.need("contact.gap_transmission");
    rule.swath_mm = host.need("device." + *device + ".swath_mm");
    // A drum finds its own line on the skin; only a tip can lose depth by leaning on its rim.
    if (host.text("device." + *device + ".kind").value_or("pen") == "roller") rule.shallow_mm = -1;
    return rule;
}

}  // namespace

Rules Rules::read(const sdk::Host& host) {
    Rules r;
    r.tilt = tilt_rule(host);
    r.tilt_share = shares(host, "tilt");
    r.speed_share = shares(host, "speed");
    r.force_share = shares(host, "force");
    r.stretch_share = shares(host, "stretch");
    r.steep_share_percent = host.need("technique.tilt.steep_share_percent");
    r.force_high_mn = 1000.0 * host.need("technique.force.tolerated_hi_n");
    r.force_hard_mn = 1000.0 * host.need("technique.force.hard_n");
    r.force_hard_ms = 1000.0 * host.need("technique.force.hard_s");
    r.stroke_stretched_share = host.need("technique.stretch.stroke_share");
    r.dry_ms = 1000.0 * host.need("technique.dry.major_s");
    r.dwell_minor_ms = 1000.0 * host.need("technique.dwell.minor_s");
    r.dwell_major_ms = 1000.0 * host.need("technique.dwell.major_s");
    r.dragged_um = 1000.0 * host.need("technique.drag.seated_mm");
    r.most_directions = host.need("technique.direction.needed_max");
    r.few_passes = host.need("technique.direction.few_passes");
    r.patch_mm = 10.0 * host.need("technique.section.patch_cm");
    r.pass_share = host.need("density.pass_area_share");
    r.next_pass_share = host.need("technique.section.next_pass_share");
    r.longest_min = host.need("technique.time.whole_face_max_min");
    r.off_plan_strikes = host.need("technique.off_plan_strikes");
    r.mask_strikes = host.need("mask.critical_strikes");
    r.stamp_only = sdk::need_words(host, "technique.stamp.only");
    r.dirty = sdk::need_words(host, "technique.order.dirty");
    r.delicate = sdk::need_words(host, "technique.order.delicate");
    r.minor_points = host.need("severity.minor");
    r.major_points = host.need("severity.major");
    for (const char* rule : {"TWIST", "DRY", "GLIDE_ON_STAMP_ZONE", "PATCH_NOT_LOOKED", "ZONE_ORDER", "DEPTH_ON_SKIN",
                             "BENT_TIP", "MOTOR_ON_SKIN", "TIME", "OFF_PLAN", "DIRECTION_MISSING", "ONE_DIRECTION"})
        r.severity[rule] = sdk::need_severity(host, std::string("technique.rule.") + rule);
    return r;
}

}  // namespace np::technique
