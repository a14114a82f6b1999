// What fails, and what comes of it: depth, drag, rhythm, incidents.
#include <cmath>

#include "pad_session.h"

namespace np::test {
namespace {

double mean_depth(const std::vector<Hit>& hits) {
    double sum = 0;
    for (const Hit& hit : hits) sum += hit.mean_depth_mm();
    return sum / static_cast<double>(hits.size());
}

double mean_drag(const std::vector<Hit>& hits) {
    double sum = 0;
    std::size_t n = 0;
    for (const Hit& hit : hits)
        for (const double drag : hit.drag_mm) sum += drag, ++n;
    return sum / static_cast<double>(n);
}

struct Glide {
    std::size_t strikes = 0;
    double depth_mm = 0, drag_mm = 0;
    std::uint32_t state = 0;
};

Glide glide(PadSession& pad, double y = 0) {
    pad.forget_hits();
    pad.glide(-40, y, 40, y, 30);
    if (pad.hits().empty()) return {};
    return {pad.hits().size(), mean_depth(pad.hits()), mean_drag(pad.hits()), pad.hits().back().state};
}

struct Ready : testing::Test {
    PadSession pad{"skinpen_precision"};
    Glide sound;
    void SetUp() override {
        pad.make_ready(1000);
        pad.force_n = 0.4;
        sound = glide(pad, -10);
        ASSERT_GT(sound.strikes, 200u);
        ASSERT_EQ(sound.state & (NP_STRIKE_BLUNT | NP_STRIKE_BENT | NP_STRIKE_LOOSE | NP_STRIKE_WEAK), 0u);
    }
    bool told(const std::string& failure, std::int64_t value) const {
        for (const auto& setting : pad.settings())
            if (setting.parameter == "failure" && setting.detail == failure && setting.value == value) return true;
        return false;
    }
};

TEST_F(Ready, BluntNeedlesReachLessAndDragMoreUntilTheyAreChanged) {
    pad.fail("blunt");
    const Glide blunt = glide(pad);
    EXPECT_NEAR(blunt.depth_mm, 0.9 * sound.depth_mm, 0.005);
    EXPECT_NEAR(blunt.drag_mm, 1.5 * sound.drag_mm, 0.01);
    EXPECT_TRUE(blunt.state & NP_STRIKE_BLUNT);
    EXPECT_TRUE(told("blunt", 1));
    pad.command("look", "tip");
    pad.command("detach", "cartridge_1");
    pad.command("put", "cartridge_1");
    pad.command("open", "cartridge_2");
    pad.command("fit", "cartridge_2");
    pad.command("take", "pen");
    pad.command("set", "motor", 1);
    const Glide fresh = glide(pad, 5);
    EXPECT_NEAR(fresh.depth_mm, sound.depth_mm, 0.01);
    EXPECT_FALSE(fresh.state & NP_STRIKE_BLUNT);
    EXPECT_TRUE(told("blunt", 0));
}

TEST_F(Ready, OneBentNeedleTears) {
    pad.fail("bent");
    glide(pad);
    int shallow = 0;
    for (std::size_t needle = 0; needle < 14; ++needle) {
        double depth = 0, drag = 0;
        for (const Hit& hit : pad.hits()) depth += hit.depth_mm[needle], drag += hit.drag_mm[needle];
        depth /= static_cast<double>(pad.hits().size());
        drag /= static_cast<double>(pad.hits().size());
        if (depth > 0.85 * sound.depth_mm) continue;
        ++shallow;
        EXPECT_NEAR(depth, 0.7 * sound.depth_mm, 0.02);
        EXPECT_NEAR(drag, 3 * sound.drag_mm, 0.02);
    }
    EXPECT_EQ(shallow, 1);
}

TEST_F(Ready, ALooseCartridgeStandsOutLess) {
    pad.fail("loose_cartridge");
    const Glide loose = glide(pad);
    EXPECT_NEAR(loose.depth_mm, 0.75 * sound.depth_mm, 0.01);  // 0.25 of 1.00 mm
    EXPECT_TRUE(loose.state & NP_STRIKE_LOOSE);
}

TEST_F(Ready, ADialThatDriftedGoesDeeperUntilItIsTurned) {
    pad.outside("incident", "E15");
    const Glide drifted = glide(pad);
    EXPECT_NEAR(drifted.depth_mm, 1.35 * sound.depth_mm, 0.01);
    pad.command("set", "needle_length", 750);
    EXPECT_NEAR(glide(pad, 5).depth_mm, 0.75 * sound.depth_mm, 0.01);
}

TEST_F(Ready, AnEmptyBatterySlowsTheMotorAndIsAnIncident) {
    pad.fail("low_battery");
    EXPECT_EQ(pad.incidents("E14"), 1u);
    const Glide weak = glide(pad);
    EXPECT_NEAR(static_cast<double>(weak.strikes), 0.5 * static_cast<double>(sound.strikes), 2);
    EXPECT_NEAR(weak.drag_mm, 2 * sound.drag_mm, 0.02);  // twice as long in the skin
    EXPECT_TRUE(weak.state & NP_STRIKE_WEAK);
    pad.command("set", "motor", 0);
    pad.command("set", "motor", 1);
    EXPECT_NEAR(static_cast<double>(glide(pad, 5).strikes), static_cast<double>(sound.strikes), 2);
}

// The scenario's own incident brings the failure with it, once.
TEST_F(Ready, TheIncidentBringsTheFailure) {
    pad.outside("incident", "E14");
    EXPECT_EQ(pad.incidents("E14"), 1u);
    EXPECT_NEAR(static_cast<double>(glide(pad).strikes), 0.5 * static_cast<double>(sound.strikes), 2);
    EXPECT_EQ(pad.incidents("E14"), 1u);
}

TEST_F(Ready, LoadSlowsTheMotorAndTooMuchStopsIt) {
    const double seat_n = 0.04 * 14 * 0.7;
    pad.force_n = 5 * seat_n;
    const Glide loaded = glide(pad);
    EXPECT_NEAR(static_cast<double>(loaded.strikes) / static_cast<double>(sound.strikes), 1 - 0.05 * 4, 0.02);
    pad.force_n = 8;
    const Glide stalled = glide(pad, 5);
    EXPECT_EQ(stalled.strikes, 0u);
    EXPECT_EQ(pad.incidents("E14"), 1u);
    pad.force_n = 0.4;
    EXPECT_EQ(glide(pad, 10).strikes, 0u);  // until it is switched off and on again
    pad.command("set", "motor", 0);
    pad.command("set", "motor", 1);
    EXPECT_NEAR(static_cast<double>(glide(pad, 15).strikes), static_cast<double>(sound.strikes), 2);
}

TEST(Wear, NeedlesGrowBluntWithUse) {
    auto setup = pad_setup("skinpen_precision");
    setup.parameters.set("failure.blunt.after_strikes", 100.0);
    PadSession pad(std::move(setup));
    pad.make_ready(1000);
    pad.glide(-40, 0, 40, 0, 30);
    ASSERT_GT(pad.hits().size(), 150u);
    EXPECT_FALSE(pad.hits()[99].state & NP_STRIKE_BLUNT);
    EXPECT_TRUE(pad.hits()[101].state & NP_STRIKE_BLUNT);
}

// A pad as thin as the bridge of the nose: bone is felt, told once while it lasts, and may bend a needle.
TEST(Bone, IsMetForReal) {
    auto setup = pad_setup("skinpen_precision");
    setup.parameters.set("failure.bent.odds_per_bone_strike", 1.0);
    Parameters thin = setup.parameters;
    thin.set("zone.pad_flat.to_firm_mm", 2.4);
    setup.body = std::make_shared<const anatomy::Body>(anatomy::make_practice_pad(thin));
    ASSERT_NEAR(setup.body->table.zones[0].layers.to_firm_mm, 2.4, 1e-9);
    PadSession pad(std::move(setup));
    pad.make_ready(2500);
    pad.force_n = 0.5;
    pad.glide(-40, 0, 40, 0, 30);
    ASSERT_FALSE(pad.hits().empty());
    for (const Hit& hit : pad.hits()) {
        EXPECT_TRUE(hit.state & NP_STRIKE_BONE);
        for (const double depth : hit.depth_mm) EXPECT_LE(depth, 2.1 + 1e-9);  // stopped 0.3 mm before it
    }
    EXPECT_EQ(pad.incidents("E20"), 1u);
    EXPECT_TRUE(pad.hits().back().state & NP_STRIKE_BENT);
    pad.command("look", "tip");
}

TEST_F(Ready, AStandingTipRepeatsAndADryOneDragsMore) {
    pad.forget_hits();
    pad.stay(0, 0, 1000);
    pad.lift();
    EXPECT_NEAR(static_cast<double>(pad.hits().size()), 116.7, 2);
    for (const Hit& hit : pad.hits()) EXPECT_EQ(hit.cell, pad.hits().front().cell);
}

// A scenario may let a device fail; the words are those of failures.yaml.
TEST(Failures, ComeWhenTheScenarioSaysSo) {
    auto setup = pad_setup("skinpen_precision");
    setup.scenario.failures = {
        {"loose_cartridge", {}, 1.0, {}, {}}, {"low_battery", 0.0, {}, {}, {}}, {"dial_drift", {}, {}, {}, "T35"}};
    PadSession pad(std::move(setup));
    pad.make_ready(1000);
    pad.force_n = 0.4;
    EXPECT_EQ(pad.incidents("E14"), 1u) << "an empty battery shows when the motor is switched on";
    const Glide weak = glide(pad);
    EXPECT_NEAR(static_cast<double>(weak.strikes), 0.5 * 80.0 / 30 * 116.7, 3);
    EXPECT_TRUE(weak.state & NP_STRIKE_LOOSE) << "after a second of needling";
    pad.command("set", "motor", 0);
    pad.command("set", "motor", 1);
    EXPECT_NEAR(static_cast<double>(glide(pad, 5).strikes), 80.0 / 30 * 116.7, 3);
    EXPECT_EQ(pad.incidents("E15"), 0u);
    pad.command("look", "skin");
    EXPECT_EQ(pad.incidents("E15"), 1u);
}

TEST(Failures, UnknownOnesAreThePatientsAffair) {
    PadSession pad("generic_12");
    pad.outside("failure", "gremlins");  // stays a remark on the record
    pad.make_ready(500);
    pad.glide(-20, 0, 20, 0, 30);
    EXPECT_GT(pad.hits().size(), 50u);
}

}  // namespace
}  // namespace np::test
