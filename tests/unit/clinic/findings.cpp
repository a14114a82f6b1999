// Hidden findings, incidents and decisions.
#include "visit.h"

namespace {

using namespace visit;
using sdk::event::incident;
using sdk::event::observe;
using sdk::event::response;

TEST(HiddenSore, IsSeenOnlyAfterCleansing) {
    Visit v = jonas();
    EXPECT_FALSE(v.procedure.lesions()[0].visible);
    EXPECT_EQ(v.procedure.lesions()[0].uncovered, 0);
    v.say("look skin");
    EXPECT_EQ(v.all<observe>().back().seen, "");
    EXPECT_TRUE(v.all<incident>().empty());
    v.say("take cleanser").swipe({"malar_l", "buccal_l", "nlf_l"});
    v.say("look skin");
    EXPECT_EQ(v.all<observe>().back().seen, "");
    v.swipe({"upper_lip", "lower_lip"});
    EXPECT_TRUE(v.procedure.lesions()[0].visible);
    EXPECT_TRUE(v.all<incident>().empty()) << "it has to be looked at";
    v.say("look skin malar_l");
    EXPECT_EQ(v.all<observe>().back().seen, "") << "elsewhere";
    v.say("look skin upper_lip");
    EXPECT_EQ(v.all<observe>().back().seen, "L02");
    ASSERT_EQ(v.all<incident>().size(), 1u);
    EXPECT_EQ(v.all<incident>()[0].incident, "E13");
}

TEST(HiddenSore, MakeUpGoesCellByCell) {
    Visit v = jonas();
    EXPECT_TRUE(v.procedure.makeup_on(0));
    v.say("take cleanser").swipe({"malar_l"}, 0.5);
    EXPECT_FALSE(v.procedure.makeup_on(0));
    EXPECT_TRUE(v.procedure.makeup_on(99));
}

TEST(HiddenSore, StoppingAnswersIt) {
    Visit v = jonas();
    take_history(v);
    v.say("look skin").say("tell expectations").say("decide treat fit/explained");
    v.stroke_on("cleanser", {"malar_l", "buccal_l", "nlf_l", "upper_lip", "lower_lip"});
    v.say("look skin").pass(2000);
    v.say("decide stop L02/explained,rebook,prescriber");
    const auto answers = v.all<response>();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].rating, "right");
    EXPECT_GE(answers[0].latency_ms, 2000u);
    EXPECT_LT(answers[0].latency_ms, 2300u);
    EXPECT_EQ(v.procedure.decision().decision, "stop");
    EXPECT_EQ(v.procedure.decision().reason, "L02");
    EXPECT_EQ(v.procedure.decision().response, "explained,rebook,prescriber");
    EXPECT_EQ(v.procedure.phase(), clinic::Phase::kClose);
    EXPECT_EQ(v.refused(), "");
    const std::string done = " " + v.steps() + " ";
    for (const std::string& step : v.scenario.steps) EXPECT_NE(done.find(" " + step + " "), std::string::npos) << step;
}

TEST(HiddenSore, NeedlingPastItWithoutLookingRaisesTheCue) {
    Visit v = jonas();
    v.stroke_on("cleanser", {"malar_l", "buccal_l", "nlf_l", "upper_lip", "lower_lip"});
    v.say("open cartridge_1").say("fit cartridge_1").say("take pen").say("set motor 1");
    EXPECT_TRUE(v.all<incident>().empty());
    v.needle("malar_l").needle("malar_l");
    EXPECT_EQ(v.all<incident>().size(), 1u);
}

TEST(HiddenSore, NeedlingTheSoreItselfContaminatesTheTip) {
    Visit v = jonas();
    v.say("use gloves")
        .say("open cartridge_1")
        .say("fit cartridge_1")
        .say("take pen")
        .say("set motor 1")
        .needle("upper_lip", 160);
    EXPECT_EQ(v.touch_of("needle_tip", "lesion"), "sterile>contaminated contaminated>contaminated");
}

TEST(Incidents, PainComesFromTheTissueAndIsAnswered) {
    Visit v = mara();
    v.moment.pain = 6.9;
    v.pass(100);
    EXPECT_TRUE(v.all<incident>().empty());
    v.moment.pain = 7.5;
    v.pass(5000);
    ASSERT_EQ(v.all<incident>().size(), 1u) << "once";
    EXPECT_EQ(v.all<incident>()[0].incident, "E11");
    ASSERT_EQ(v.procedure.open_incidents().size(), 1u);
    v.say("respond E11 reassure");
    EXPECT_EQ(v.procedure.open_incidents().size(), 1u);
    v.say("respond E11 stop");
    EXPECT_TRUE(v.procedure.open_incidents().empty());
    const auto answers = v.all<response>();
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[0].rating, "harmless");
    EXPECT_EQ(answers[1].rating, "right");
    EXPECT_GT(answers[1].latency_ms, answers[0].latency_ms);
}

TEST(Incidents, ComeFromDataAndFromOutside) {
    auto scenario = load("practice/acne-scars-cheeks");
    scenario.incidents = {{"E12", {}, 0.2, {}, {}}, {"E01", 3.0, {}, {}, {}}, {"E23", {}, {}, {}, "T28"}};
    Visit v(scenario, Surface({"malar_l", "buccal_l"}));
    v.pass(2990);
    EXPECT_TRUE(v.all<incident>().empty());
    v.pass(20);
    ASSERT_EQ(v.all<incident>().size(), 1u);
    EXPECT_EQ(v.all<incident>()[0].incident, "E01");
    v.say("use gloves");
    EXPECT_EQ(v.all<incident>().back().incident, "E23");
    v.say("open cartridge_1").say("fit cartridge_1").say("take pen").say("set motor 1").needle("malar_l");
    EXPECT_EQ(v.all<incident>().back().incident, "E12");
    sdk::event::intrusion intrusion;
    intrusion.what = "incident";
    intrusion.name = "E25";
    v.procedure.handle(intrusion, v.moment, v.events);
    EXPECT_EQ(v.all<incident>().back().incident, "E25");
    intrusion.name = "E99";
    v.procedure.handle(intrusion, v.moment, v.events);
    EXPECT_EQ(v.all<incident>().back().incident, "E25");
    intrusion.what = "remark";
    intrusion.text = "well done";
    v.procedure.handle(intrusion, v.moment, v.events);
    EXPECT_EQ(v.all<sdk::event::note>().back().text, "well done");
}

TEST(Incidents, ResponseToNothingIsHarmless) {
    Visit v = mara();
    v.say("respond E05 call_help");
    EXPECT_TRUE(v.all<response>().empty());
    EXPECT_EQ(v.all<sdk::event::note>().back().what, "no_incident");
}

}  // namespace
