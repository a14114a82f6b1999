// Radio frequency: what a shot's energy adds to the injury, where the surface whitens, and what comes of it.
#include <gtest/gtest.h>

#include "flat_pad.h"
#include "needlepoint/skin/follow_up.h"
#include "needlepoint/skin/response.h"

namespace np::test {
namespace {

Parameters hand_piece(bool insulated = true) {
    Parameters p = pad_parameters(98, 2.5);
    p.set("plan.buccal_l.ideal_mm", 1.5);
    set_pen(p, "rf_generic", 49, 10, 1, "0:1,1.3:6,2.6:12,3.7:14,4.7:16", 3.5);
    p.set("device.rf_generic.kind", std::string("rf"));
    p.set("device.rf_generic.energy_mj", 30.0);
    p.set("device.rf_generic.energy_min_mj", 5.0);
    p.set("device.rf_generic.energy_max_mj", 60.0);
    p.set("device.rf_generic.shot_every_s", 1.0);
    p.set("device.rf_generic.insulated", insulated ? 1.0 : 0.0);
    p.set("session.device", std::string("rf_generic"));
    return p;
}

// Shots as the world writes them: what was given, then where the needles went.
class Shots {
  public:
    explicit Shots(const Parameters& p) : pen_(*device::load_pen(p, "rf_generic")), skin(skin_of(flat_table(), p)) {}

    void give(double x, double y, std::int64_t energy_mj, double depth_mm = 1.5) {
        sdk::EventBuffer events;
        sdk::event::setting shot;
        shot.tick = tick;
        shot.parameter = "energy";
        shot.value = energy_mj;
        shot.detail = pen_.insulated ? "insulated" : "bare";
        shot.on_skin = 1;
        events.append(shot);
        sdk::event::strike s;
        s.tick = tick;
        s.stroke = ++stroke_;
        s.force_mn = 800;
        s.tip_um[0] = static_cast<std::int32_t>(x * 1000), s.tip_um[1] = static_cast<std::int32_t>(y * 1000);
        for (const geometry::Vec2& needle : pen_.needles) {
            s.cell.push_back(cell_at(x + needle.x, y + needle.y));
            s.zone.push_back(0);
            s.depth_um.push_back(static_cast<std::int32_t>(depth_mm * 1000));
            s.drag_um.push_back(0);
        }
        events.append(s);
        skin.consume(events);
        tick += 1000;
    }
    void cover(std::int64_t energy_mj, double depth_mm = 1.5) {
        for (double y = 15; y <= 45; y += 9)
            for (double x = 15; x <= 45; x += 9) give(x, y, energy_mj, depth_mm), tick += 20'000;
    }

  private:
    device::PenPreset pen_;
    std::uint32_t stroke_ = 0;

  public:
    skin::SkinState skin;
    sdk::Tick tick = 0;
};

const std::uint32_t kMiddle = cell_at(24, 24);

TEST(Heat, FollowsItsFormulas) {
    const auto t = *skin::load_tissue_rules(clinical_parameters());
    EXPECT_NEAR(skin::heat_on_bleeding(t, 1), 0.3, 1e-12);
    EXPECT_NEAR(skin::heat_on_bleeding(t, 2), 0.3, 1e-12) << "no less than that";
    EXPECT_EQ(skin::heat_on_bleeding(t, 0), 1);
    EXPECT_NEAR(skin::heat_on_dose(t, 2), 1.6, 1e-12);
    EXPECT_NEAR(skin::heat_on_swelling(t, 0.5), 1.5, 1e-12);
    EXPECT_NEAR(skin::surface_heat_mj(t, 40, 0.75, true), 20, 1e-12);
    EXPECT_EQ(skin::surface_heat_mj(t, 40, 3, false), 40);
    EXPECT_NEAR(skin::surface_heat_left(t, 6), 0.25, 1e-12);
}

TEST(Heat, MoreRednessAndSwellingLittleBlood) {
    Parameters cold = hand_piece();
    cold.set("tissue.heat.bleed_share", 1.0);
    cold.set("tissue.heat.redness_gain", 0.0);
    cold.set("tissue.heat.swelling_gain", 0.0);
    Shots needles(cold), warm(hand_piece()), hot(hand_piece());
    needles.cover(30), warm.cover(30), hot.cover(60);
    const auto at = [](Shots& shots) { return shots.skin.cell(kMiddle, 8 * 3'600'000); };
    EXPECT_GT(at(warm).erythema, at(needles).erythema);
    EXPECT_GT(at(hot).erythema, at(warm).erythema);
    EXPECT_NEAR(at(warm).swelling / at(needles).swelling, 2, 1e-9);
    EXPECT_NEAR(at(hot).swelling / at(needles).swelling, 3, 1e-9);
    EXPECT_NEAR(at(warm).pinpoints_per_cm2 / at(needles).pinpoints_per_cm2, 0.3, 1e-9);
    EXPECT_NEAR(warm.skin.heat(0), 1, 1e-12);
    EXPECT_NEAR(hot.skin.heat(0), 2, 1e-12);
    EXPECT_EQ(hot.skin.whitened(), 0u) << "shots side by side at their depth burn nobody";
}

TEST(Heat, ShotsInOnePlaceAddUpAndCool) {
    Shots slow(hand_piece(false)), fast(hand_piece(false)), beside(hand_piece(false));
    for (int i = 0; i < 6; ++i) {
        fast.give(24, 24, 30);
        slow.give(24, 24, 30), slow.tick += 30'000;
        beside.give(12 + 6 * i, 24, 30);
    }
    EXPECT_GT(fast.skin.whitened(), 0u);
    EXPECT_TRUE(fast.skin.cell(kMiddle).white);
    EXPECT_FALSE(fast.skin.cell(cell_at(45, 45)).white);
    EXPECT_EQ(slow.skin.whitened(), 0u) << "half a minute cools it";
    EXPECT_EQ(beside.skin.whitened(), 0u) << "another place is not heated";
    EXPECT_GT(fast.skin.pain(), slow.skin.pain()) << "heat hurts";
}

TEST(Heat, InsulationAndDepthSpareTheSurface) {
    const auto shots_until_white = [](bool insulated, double depth_mm, std::int64_t energy_mj) {
        Shots shots(hand_piece(insulated));
        int given = 0;
        while (shots.skin.whitened() == 0 && given < 60) shots.give(24, 24, energy_mj, depth_mm), ++given;
        return given;
    };
    EXPECT_EQ(shots_until_white(false, 1.5, 60), 1) << "too much for bare needles at once";
    EXPECT_EQ(shots_until_white(false, 1.5, 30), 2);
    EXPECT_GT(shots_until_white(true, 0.5, 30), 2);
    EXPECT_GT(shots_until_white(true, 1.0, 30), shots_until_white(true, 0.5, 30));
    EXPECT_EQ(shots_until_white(true, 3.5, 30), 60) << "never";
}

TEST(Heat, BurntSkinHasMoreToFear) {
    Shots sound(hand_piece(false)), burnt(hand_piece(false));
    sound.cover(30);
    burnt.cover(30);
    for (int i = 0; i < 4; ++i) burnt.give(24, 24, 60);
    const auto risk = [](Shots& shots, skin::Complication which) {
        return skin::outlook(shots.skin, 0, {"test", {}}).fates[static_cast<std::size_t>(which)].probability;
    };
    EXPECT_NEAR(risk(sound, skin::Complication::kNerveOrFatLoss), 0.001, 1e-12);
    EXPECT_NEAR(risk(burnt, skin::Complication::kNerveOrFatLoss), skin::with_odds(0.001, 10), 1e-12);
    EXPECT_GT(risk(burnt, skin::Complication::kPih), risk(sound, skin::Complication::kPih));
    EXPECT_TRUE(burnt.skin.harm(0).burnt);
}

TEST(HeatLater, FollowsItsFormulas) {
    const auto h = skin::load_healing_rules(clinical_parameters())->heat_after;
    anatomy::Layers layers;
    layers.epidermis_mm = 0.1, layers.dermis_mm = 1.4;
    EXPECT_NEAR(skin::heat_in_dermis(h, layers, 1.2, true), 1, 1e-12) << "from 0.4 to 1.2: all dermis";
    EXPECT_NEAR(skin::heat_in_dermis(h, layers, 1.9, true), 0.5, 1e-12) << "from 1.1 to 1.9, fat from 1.5 on";
    EXPECT_EQ(skin::heat_in_dermis(h, layers, 3.0, true), 0) << "all fat";
    EXPECT_NEAR(skin::heat_in_dermis(h, layers, 0.4, true), 0.75, 1e-12) << "a quarter of it epidermis";
    EXPECT_NEAR(skin::heat_in_dermis(h, layers, 2.8, false), 0.5, 1e-12) << "a bare needle heats along its length";
    EXPECT_EQ(skin::heat_in_dermis(h, layers, 0, true), 0);
    EXPECT_NEAR(skin::heat_on_collagen(h, 1, 1), 1.5, 1e-12);
    EXPECT_NEAR(skin::heat_on_collagen(h, 2, 0.5), 1.5, 1e-12);
    EXPECT_EQ(skin::heat_on_collagen(h, 0, 1), 1);
    EXPECT_NEAR(skin::contraction_left(h, 1, 1, 0), 0.04, 1e-12);
    EXPECT_NEAR(skin::contraction_left(h, 1, 1, 8), 0.01, 1e-12);
    EXPECT_EQ(skin::burn_look(h, 0).white, 1);
    EXPECT_EQ(skin::burn_look(h, 24).white, 0);
    EXPECT_NEAR(skin::burn_look(h, 24 * 7.5).crust, 1, 1e-12);
    EXPECT_EQ(skin::burn_look(h, 24 * 14).crust, 0);
    EXPECT_EQ(skin::burn_look(h, 24 * 90).red, 0);
    EXPECT_NEAR(skin::burn_look(h, 24 * 90).pale, 0.5, 1e-12);
}

// Tightening at once, collagen later: more with more energy, none of the first from needles alone.
TEST(HeatLater, BringsCollagenOverWeeks) {
    Shots weak(hand_piece()), strong(hand_piece());
    weak.cover(5, 1.0), strong.cover(40, 1.0);
    const auto after = [](Shots& shots, double weeks) {
        return skin::FollowUp::create(shots.skin, {"test", {}}).at(weeks * 7 * 24).zone(0);
    };
    EXPECT_GT(after(strong, 0).contraction, after(weak, 0).contraction);
    EXPECT_GT(after(weak, 0).contraction, 0);
    EXPECT_EQ(after(strong, 0).collagen, 0);
    EXPECT_LT(after(strong, 12).contraction, 0.2 * after(strong, 0).contraction);
    EXPECT_GT(after(strong, 12).collagen, 1.3 * after(weak, 12).collagen);
    const auto out = skin::outlook(strong.skin, 0, {"test", {}});
    EXPECT_NEAR(skin::collagen_after(strong.skin, 0, 12, {"test", {}}), after(strong, 12).collagen,
                0.02 * out.collagen);
    // A pen over the same skin tightens nothing at once.
    Hand pen(pad_parameters(294, 1.25));
    pen.pass(true, 30, 5);
    auto skin = skin_of(flat_table(), pad_parameters(294, 1.25));
    skin.consume(pen.events);
    EXPECT_EQ(skin::FollowUp::create(skin, {"test", {}}).at(0).zone(0).contraction, 0);
}

TEST(HeatLater, ABurnIsWhiteThenCrustedThenAPaleScar) {
    Shots burnt(hand_piece(false));
    burnt.cover(20, 1.0);
    for (int i = 0; i < 4; ++i) burnt.give(24, 24, 60, 1.0);
    ASSERT_TRUE(burnt.skin.cell(kMiddle).white);
    const auto follow = skin::FollowUp::create(burnt.skin, {"test", {}});
    const std::uint32_t sound = cell_at(42, 42);
    ASSERT_FALSE(burnt.skin.cell(sound).white);
    const auto burn = [&](double days) { return follow.at(24 * days).cell(kMiddle); };
    EXPECT_GT(burn(0).white, 0.99);
    EXPECT_EQ(burn(3).white, 0);
    EXPECT_GT(burn(7).flake, 0.9);
    EXPECT_GT(burn(7).erythema, follow.at(24 * 7).cell(sound).erythema + 0.3);
    EXPECT_LT(burn(120).pigment, -0.4);
    EXPECT_EQ(burn(120).collagen, 0);
    EXPECT_GT(follow.at(24 * 120).cell(sound).collagen, 0);
    EXPECT_EQ(follow.at(1).cell(sound).white, 0);
}

TEST(Heat, IsAFoldLikeEverythingElse) {
    Shots shots(hand_piece(false));
    shots.give(24, 24, 30);
    skin::SkinState copy = shots.skin;
    shots.skin = copy;
    shots.give(24, 24, 30);
    Shots whole(hand_piece(false));
    whole.give(24, 24, 30), whole.give(24, 24, 30);
    Sha256 a, b;
    shots.skin.hash_into(a), whole.skin.hash_into(b);
    EXPECT_EQ(a.finish(), b.finish());
    EXPECT_EQ(shots.skin.whitened(), 1u);
}

}  // namespace
}  // namespace np::test
