// The asepsis table, one row per test.
#include "visit.h"

namespace {

using namespace visit;

TEST(SterileField, NeedleTipOnPreparedSkinStaysSterile) {
    Visit v = mara();
    prepare_mara(v);
    v.say("take pen").say("set motor 1").needle("malar_l");
    EXPECT_EQ(v.touch_of("needle_tip", "skin"), "sterile>sterile clean>clean");
}

TEST(SterileField, BrowHairAndHairlineContaminateTheTipUntilTheCartridgeIsChanged) {
    Surface surface({"malar_l", "buccal_l"});
    surface.cell_mask[5] = 1;
    Visit v(load("practice/acne-scars-cheeks"), surface);
    prepare_mara(v);
    v.say("take pen").say("set motor 1").needle("malar_l");
    EXPECT_EQ(v.touch_of("needle_tip", "brow_hair"), "sterile>contaminated contaminated>contaminated");
    EXPECT_EQ(v.procedure.thing("needle_tip")->hygiene, clinic::Hygiene::kContaminated);
    // Once per stroke, not once per strike.
    std::size_t count = 0;
    for (const auto& touch : v.all<sdk::event::touch>())
        if (touch.other == "brow_hair") ++count;
    EXPECT_EQ(count, 1u);
    v.say("detach cartridge_1").say("put cartridge_1 sharps").say("open cartridge_2").say("fit cartridge_2");
    EXPECT_EQ(v.procedure.thing("needle_tip")->hygiene, clinic::Hygiene::kSterile);
}

TEST(SterileField, ContaminatedTipSpoilsThePreparedField) {
    Surface surface({"malar_l", "buccal_l"});
    surface.cell_mask[5] = 2;
    Visit v(load("practice/acne-scars-cheeks"), surface);
    prepare_mara(v);
    v.say("take pen").say("set motor 1").needle("malar_l").needle("buccal_l");
    EXPECT_EQ(v.touch_of("needle_tip", "skin"), "contaminated>contaminated clean>contaminated");
    EXPECT_EQ(v.procedure.thing("field")->hygiene, clinic::Hygiene::kContaminated);
    v.stroke_on("antiseptic", {"malar_l", "buccal_l"});
    EXPECT_EQ(v.procedure.thing("field")->hygiene, clinic::Hygiene::kClean);
}

TEST(SterileField, PhoneGoesFromGloveToGauzeToSkin) {
    Visit v = mara();
    prepare_mara(v);
    v.say("take phone");
    EXPECT_EQ(v.touch_of("glove_r", "phone"), "sterile>contaminated contaminated>contaminated");
    v.say("take gauze");
    EXPECT_EQ(v.touch_of("glove_r", "gauze"), "contaminated>contaminated sterile>contaminated");
    v.swipe({"malar_l"});
    EXPECT_EQ(v.touch_of("gauze", "skin"), "contaminated>contaminated clean>contaminated");
    v.say("use gloves");
    EXPECT_EQ(v.procedure.thing("glove_r")->hygiene, clinic::Hygiene::kSterile);
    EXPECT_EQ(v.detail_of("T41"), "no_hand_hygiene");
}

TEST(SterileField, GlovesChangedWithCleanHandsAreFree) {
    Visit v = mara();
    prepare_mara(v);
    v.say("put gloves bin").say("do T24 30").say("use gloves");
    EXPECT_EQ(v.detail_of("T41"), "");
}

TEST(SterileField, BottlesContaminateGloves) {
    Visit v = mara();
    prepare_mara(v);
    v.say("take cleanser");
    EXPECT_EQ(v.touch_of("glove_r", "cleanser"), "sterile>contaminated contaminated>contaminated");
}

TEST(SterileField, UnwashedHandsSpoilWhatIsSterileOnly) {
    Visit v = mara();
    v.say("take gauze");
    EXPECT_EQ(v.touch_of("hand", "gauze"), "contaminated>contaminated sterile>contaminated");
    Visit washed = mara();
    washed.say("do T24 30").say("take gauze");
    EXPECT_EQ(washed.touch_of("hand", "gauze"), "clean>clean sterile>clean");
}

TEST(SterileField, PlantingTheFreeHandOnUnpreparedSkin) {
    Visit v = mara();
    v.say("use gloves");
    v.moment.hand_planted = true;
    v.moment.hand_cell = 3;
    v.pass(5);
    EXPECT_EQ(v.touch_of("glove_l", "unprepped_skin"), "sterile>contaminated contaminated>contaminated");
    std::size_t count = 0;
    for (const auto& touch : v.all<sdk::event::touch>())
        if (touch.thing == "glove_l") ++count;
    EXPECT_EQ(count, 1u);
    Visit good = mara();
    prepare_mara(good);
    good.moment.hand_planted = true;
    good.moment.hand_cell = 3;
    good.pass(5);
    EXPECT_EQ(good.touch_of("glove_l", "skin"), "sterile>sterile clean>clean");
}

TEST(SterileField, DroppedCartridgeIsAnEventAndDirty) {
    Visit v = mara();
    prepare_mara(v);
    sdk::event::props props;
    props.thing = "cartridge_2";
    props.other = "floor";
    v.procedure.handle(props, v.moment, v.events);
    EXPECT_EQ(v.touch_of("cartridge_2", "floor"), "sterile>contaminated contaminated>contaminated");
    ASSERT_EQ(v.all<sdk::event::incident>().size(), 1u);
    EXPECT_EQ(v.all<sdk::event::incident>()[0].incident, "E08");
    EXPECT_EQ(v.procedure.thing("cartridge_2")->place, clinic::Place::kFloor);
    v.say("respond E08 replace_cartridge");
    EXPECT_TRUE(v.procedure.open_incidents().empty());
}

TEST(SterileField, ThingsThatLieWhereTheyWereLaidOutAreNoContact) {
    Visit v = mara();
    for (const auto& [thing, other] : {std::pair{"gel", "tray"}, std::pair{"cleanser", "tray"},
                                       std::pair{"antiseptic", "gauze"}, std::pair{"cartridge_1", "tray"}}) {
        sdk::event::props props;
        props.thing = thing;
        props.other = other;
        v.procedure.handle(props, v.moment, v.events);
    }
    EXPECT_TRUE(v.all<sdk::event::touch>().empty());
    EXPECT_EQ(v.procedure.thing("gel")->hygiene, clinic::Hygiene::kSterile);
    EXPECT_EQ(v.procedure.thing("gauze")->hygiene, clinic::Hygiene::kSterile);
}

TEST(SterileField, SealedPackKeepsItsContentsFromHands) {
    Visit v = mara();
    v.say("take cartridge_1").say("put cartridge_1 tray");
    EXPECT_EQ(v.procedure.thing("cartridge_1")->hygiene, clinic::Hygiene::kSterile);
    v.say("open cartridge_1").say("take cartridge_1");
    EXPECT_EQ(v.procedure.thing("cartridge_1")->hygiene, clinic::Hygiene::kContaminated) << "unwashed hands";
}

TEST(SterileField, HeldThingThatMeetsAnotherIsAContact) {
    Visit v = mara();
    prepare_mara(v);
    v.say("take gel");
    sdk::event::props props;
    props.thing = "gel";
    props.other = "phone";
    v.procedure.handle(props, v.moment, v.events);
    EXPECT_EQ(v.touch_of("gel", "phone"), "sterile>contaminated contaminated>contaminated");
}

TEST(SterileField, RefittingIsRecorded) {
    Visit v = mara();
    prepare_mara(v);
    v.say("detach cartridge_1").say("fit cartridge_1");
    EXPECT_EQ(v.detail_of("T29"), "refit");
}

TEST(SterileField, UsedCartridgeInTheBinIsNoStepDone) {
    Visit v = mara();
    prepare_mara(v);
    v.say("put cartridge_1 bin");
    EXPECT_FALSE(v.procedure.step_done("T47"));
    EXPECT_EQ(v.all<sdk::event::action>().back().detail, "bin");
    EXPECT_EQ(v.procedure.thing("cartridge_1")->place, clinic::Place::kBin);
}

TEST(SterileField, PuttingThePenDownStopsTheMotor) {
    Visit v = mara();
    prepare_mara(v);
    v.say("take pen").say("set motor 1");
    EXPECT_TRUE(v.procedure.pen().motor_on);
    v.say("take gauze");
    EXPECT_FALSE(v.procedure.pen().motor_on);
    EXPECT_EQ(v.procedure.held(), "gauze");
}

TEST(SterileField, DialClicks) {
    Visit v = mara();
    v.say("set needle_length 1100");
    EXPECT_EQ(v.procedure.pen().needle_length_um, 1000u);
    v.say("set needle_length 1130");
    EXPECT_EQ(v.procedure.pen().needle_length_um, 1250u);
    EXPECT_EQ(v.detail_of("T30"), "silent missing:T29");
}

}  // namespace
