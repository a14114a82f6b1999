#include <sstream>

#include "needlepoint/core/hash.h"
#include "visit.h"

namespace {

using namespace visit;

void needle_and_close(Visit& v) {
    v.say("take pen").say("set motor 1").needle("malar_l").say("set motor 0").say("put pen tray");
    v.say("ask pain").say("look skin malar_l").say("look tip").say("call malar_l done 3");
    v.say("set needle_length read_back 1500").stroke_on("gel", {"buccal_l"});
    v.say("take pen").say("set motor 1").needle("buccal_l").say("set motor 0").say("put pen tray");
    v.say("look skin buccal_l").say("call buccal_l done 3");
    v.stroke_on("saline", {"malar_l", "buccal_l"}).say("use cool_mask").say("wait 600").say("put cool_mask tray");
    v.stroke_on("serum", {"malar_l", "buccal_l"}).say("do T46");
    v.say("detach cartridge_1").say("put cartridge_1 sharps").say("do T48").say("do T50");
    v.say("tell aftercare").say("tell sun").say("tell next_visit").say("finish");
}

TEST(WholeVisit, TheRightOrderDoesEveryStepThatMaraCallsFor) {
    Visit v = mara();
    prepare_mara(v);
    needle_and_close(v);
    EXPECT_EQ(v.refused(), "");
    const std::string done = " " + v.steps() + " ";
    for (const std::string& step : v.scenario.steps)
        EXPECT_NE(done.find(" " + step + " "), std::string::npos) << step << " in" << done;
    for (const auto& action : v.all<np::sdk::event::action>())
        EXPECT_EQ(action.detail.find("missing"), std::string::npos) << action.step << " " << action.detail;
    EXPECT_EQ(v.detail_of("T07"), "complete");
    EXPECT_EQ(v.detail_of("T28"), "");
    EXPECT_EQ(v.detail_of("T30"), "read_back");
    EXPECT_EQ(v.detail_of("T37"), "read_back");
    EXPECT_EQ(v.detail_of("T43"), "");
    EXPECT_EQ(v.detail_of("T47"), "sharps");
    EXPECT_EQ(v.detail_of("T50"), "lot:SP-2291");
    EXPECT_TRUE(v.procedure.finished());
    EXPECT_EQ(v.procedure.phase(), np::clinic::Phase::kDone);
    EXPECT_TRUE(v.procedure.offers().empty());
    // Nothing that is meant to be clean came to harm.
    for (const auto& touch : v.all<np::sdk::event::touch>()) {
        EXPECT_FALSE(touch.thing.rfind("glove", 0) == 0 && touch.thing_after != "sterile")
            << touch.thing << " " << touch.other;
        EXPECT_FALSE(touch.thing == "needle_tip" && touch.thing_after != "sterile") << touch.other;
        EXPECT_FALSE(touch.thing == "gel" && touch.thing_after != "sterile") << touch.other;
    }
}

TEST(WholeVisit, PhasesFollowTheVisit) {
    using np::clinic::Phase;
    Visit v = mara();
    EXPECT_EQ(v.procedure.phase(), Phase::kConsult);
    prepare_mara(v);
    EXPECT_EQ(v.procedure.phase(), Phase::kPrepare);
    v.say("take pen").say("set motor 1").needle("malar_l").say("set motor 0");
    EXPECT_EQ(v.procedure.phase(), Phase::kNeedle);
    v.stroke_on("saline", {"malar_l", "buccal_l"});
    EXPECT_EQ(v.procedure.phase(), Phase::kAfter);
    v.say("put cartridge_1 sharps");
    EXPECT_EQ(v.procedure.phase(), Phase::kClose);
}

TEST(WholeVisit, WrongOrderIsRecordedWithWhatWasMissing) {
    Visit v = mara();
    v.say("use gloves");
    EXPECT_EQ(v.detail_of("T28"), "no_mask missing:T24,T25,T26");
    v.say("do T24 30");
    EXPECT_EQ(v.refused(), "why.gloves_on");
    v.say("open cartridge_1").say("fit cartridge_1").say("take pen").say("set motor 1").needle("malar_l");
    EXPECT_EQ(v.detail_of("T34"), "missing:T31");
    EXPECT_EQ(v.touch_of("needle_tip", "unprepped_skin"), "sterile>contaminated contaminated>contaminated");
    EXPECT_FALSE(v.procedure.step_done("T26"));
}

TEST(WholeVisit, HistoryCutShortIsClosedByTheDecision) {
    Visit v = mara();
    v.say("ask identity").say("ask medication").say("ask allergy").say("decide treat fit");
    EXPECT_EQ(v.detail_of("T07"), "partial:6");
    Visit silent = mara();
    silent.say("decide treat fit");
    EXPECT_EQ(silent.detail_of("T07"), "never done");
    EXPECT_EQ(silent.detail_of("T12"), "missing:T07,T08");
}

TEST(WholeVisit, AnswersComeFromTheScenarioOrTheTable) {
    Visit v = mara();
    v.say("ask medication").say("ask implants").say("ask weather");
    const auto asked = v.all<np::sdk::event::ask>();
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[0].answer, "scenario.answer.medication");
    EXPECT_EQ(asked[1].answer, "answer.implants");
    EXPECT_EQ(v.refused(), "why.unknown_topic");
}

TEST(WholeVisit, CoverageDecidesWhetherAStepIsDone) {
    Visit v = mara();
    v.say("take cleanser").swipe({"malar_l", "buccal_l"}, 0.59);
    EXPECT_FALSE(v.procedure.step_done("T18"));
    v.swipe({"malar_l"}, 0.7);
    EXPECT_TRUE(v.procedure.step_done("T18"));
}

TEST(WholeVisit, GelOnOnePatchIsEnoughAndRinsingCountsOnlyAfterNeedling) {
    Visit v = mara();
    prepare_mara(v);
    v.stroke_on("saline", {"malar_l", "buccal_l"});
    EXPECT_FALSE(v.procedure.step_done("T42"));
    v.say("take pen").say("set motor 1").needle("malar_l");
    v.stroke_on("saline", {"malar_l", "buccal_l"});
    EXPECT_TRUE(v.procedure.step_done("T42"));
}

TEST(WholeVisit, CoolingTooShortIsMarked) {
    Visit v = mara();
    prepare_mara(v);
    v.say("use cool_mask").say("wait 60").say("finish");
    EXPECT_EQ(v.detail_of("T43").substr(0, 5), "short");
}

TEST(WholeVisit, FieldHasToDryBeforeNeedlingOnTheVisitsClock) {
    Visit v = mara();
    v.say("do T24 30").stroke_on("antiseptic", {"malar_l", "buccal_l"});
    EXPECT_FALSE(v.procedure.step_done("T26"));
    v.say("wait 60").pass(58000);
    EXPECT_FALSE(v.procedure.step_done("T26"));
    v.pass(3000);
    EXPECT_TRUE(v.procedure.step_done("T26"));
}

TEST(WholeVisit, NumbingIsTimedFromCreamToWiping) {
    Visit v = mara();
    v.say("take anaesthetic").swipe({"malar_l", "buccal_l"}).say("put anaesthetic tray").say("wait 2100");
    v.say("take gauze").swipe({"malar_l", "buccal_l"});
    const std::string steps = v.steps();
    EXPECT_NE(steps.find("T20 T21 T23"), std::string::npos) << steps;
    for (const auto& action : v.all<np::sdk::event::action>())
        if (action.step == "T21") {
            EXPECT_NEAR(static_cast<double>(action.value), 2100, 2);
        }
}

TEST(WholeVisit, TimeLimitEndsIt) {
    Visit v(load("assessment/short-station"), Surface({"malar_r", "buccal_r"}));
    v.moment.tick = static_cast<np::sdk::Tick>(*v.scenario.time_limit_s) * 1000 - 1000;
    v.pass(900);
    EXPECT_FALSE(v.procedure.finished());
    v.pass(200);
    EXPECT_TRUE(v.procedure.finished());
}

TEST(WholeVisit, TutorialStartsPrepared) {
    Visit v(load("tutorial/first-strokes"), Surface({"pad_flat"}));
    EXPECT_TRUE(v.procedure.gloved());
    v.say("open cartridge_1")
        .say("fit cartridge_1")
        .say("set needle_length read_back 750")
        .stroke_on("gel", {"pad_flat"});
    v.say("take pen").say("set motor 1").needle("pad_flat").say("set motor 0").say("look skin pad_flat").say("finish");
    EXPECT_EQ(v.refused(), "");
    EXPECT_EQ(v.steps(), "T29 T30 T31 T34 T35");
    EXPECT_EQ(v.touch_of("needle_tip", "skin"), "sterile>sterile clean>clean");
}

TEST(WholeVisit, SameInputsGiveTheSameBytes) {
    const auto play = [] {
        Visit v = mara();
        prepare_mara(v);
        needle_and_close(v);
        np::Sha256 hash;
        hash.add(v.events.bytes()).add(v.procedure.state_bytes());
        return hash.finish();
    };
    EXPECT_EQ(play(), play());
}

TEST(WholeVisit, StateBytesTellDifferentPastsApart) {
    Visit a = mara(), b = mara();
    EXPECT_EQ(a.procedure.state_bytes(), b.procedure.state_bytes());
    a.say("ask keloid");
    EXPECT_NE(a.procedure.state_bytes(), b.procedure.state_bytes());
}

TEST(WholeVisit, NonsenseChangesNothing) {
    Visit v = mara();
    const auto before = v.procedure.state_bytes();
    const std::vector<const char*> nonsense = {"",
                                               "fly",
                                               "take",
                                               "take moon",
                                               "take sharps",
                                               "put",
                                               "put gel",
                                               "fit cartridge_1",
                                               "detach",
                                               "detach cartridge_1",
                                               "open gel",
                                               "use gel",
                                               "use field",
                                               "take glove_l",
                                               "set",
                                               "set motor 1",
                                               "set motor 7",
                                               "set needle_length 9000",
                                               "set needle_length -5",
                                               "set speed 1",
                                               "do",
                                               "do T99",
                                               "do T47",
                                               "ask",
                                               "tell",
                                               "look",
                                               "look skin elbow",
                                               "decide",
                                               "decide cure",
                                               "decide treat X99",
                                               "decide treat fit/dance",
                                               "call elbow done 1",
                                               "call malar_l perhaps 1",
                                               "call malar_l done 9",
                                               "respond E99 stop",
                                               "respond E11 dance",
                                               "wait 0",
                                               "wait -1",
                                               "wait 100000"};
    for (const char* words : nonsense) v.say(words);
    EXPECT_EQ(v.procedure.state_bytes(), before);
    EXPECT_EQ(v.all<np::sdk::event::note>().size(), nonsense.size());
}

TEST(Offers, EveryOfferHasATextAndSaysWhyNot) {
    const auto texts = np::scenario::load_texts(std::string(NP_SOURCE_DIR) + "/assets/locale/en.yaml");
    ASSERT_TRUE(texts) << texts.error().message;
    Visit v = mara();
    const auto check = [&] {
        for (const auto& offer : v.procedure.offers()) {
            EXPECT_TRUE(texts->has(offer.label)) << offer.label;
            EXPECT_EQ(offer.enabled, offer.why_not.empty());
            if (!offer.enabled) {
                EXPECT_TRUE(texts->has(offer.why_not)) << offer.why_not;
            }
            if (!offer.step.empty()) {
                EXPECT_TRUE(texts->has("step." + offer.step)) << offer.step;
            }
        }
    };
    check();
    prepare_mara(v);
    check();
    np::sdk::event::intrusion pain;
    pain.what = "incident";
    pain.name = "E11";
    v.procedure.handle(pain, v.moment, v.events);
    v.say("take pen").say("set motor 1").needle("malar_l");
    check();
    v.say("put pen tray").say("use cool_mask");
    check();
}

TEST(Offers, WhatIsOfferedAsPossibleIsPossible) {
    for (const auto& offer : mara().procedure.offers()) {
        Visit fresh = mara();
        np::sdk::event::command command;
        command.verb = offer.verb;
        command.target = offer.target;
        command.argument = offer.argument;
        command.value = offer.value;
        fresh.procedure.handle(command, fresh.moment, fresh.events);
        EXPECT_EQ(fresh.refused(), offer.why_not) << offer.verb << " " << offer.target;
    }
}

TEST(Offers, EveryTextOfTheRulesExists) {
    const auto texts = np::scenario::load_texts(std::string(NP_SOURCE_DIR) + "/assets/locale/en.yaml");
    ASSERT_TRUE(texts);
    const std::pair<const char*, const char*> lists[] = {
        {"procedure.order", "step."}, {"incidents.order", "cue."},       {"incidents.acts", "offer.respond."},
        {"contras.order", "contra."}, {"topics.ask", "answer."},         {"topics.ask", "offer.ask."},
        {"things.order", "thing."},   {"goals.order", "goal."},          {"contras.decisions", "decision."},
        {"zones.order", "zone."},     {"contras.responses", "response."}};
    for (const auto& [list, prefix] : lists) {
        std::stringstream words(*rules().text(list));
        for (std::string word; std::getline(words, word, ',');) EXPECT_TRUE(texts->has(prefix + word)) << prefix + word;
    }
}

}  // namespace
