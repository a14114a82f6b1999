// create, begin, consume, finish, destroy: in every order that may happen.
#include "check_table.h"

namespace np::plugin_host {
namespace {

Verdict ordinary(Scene& scene) {
    const Play play = scene.play(scene.ordinary());
    if (play.faulted) return failed("an answer to an ordinary session was expected, and it " + told(play));
    return passed();
}

Verdict rich(Scene& scene) {
    const Play play = scene.play(scene.made(0x21c4, 800, Taste::kPlausible));
    if (!play.faulted) return passed();
    const std::string found =
        "an answer to a session with events of every kind, some with names of no meaning, was expected, and it ";
    return play.escaped || play.fault.empty() ? failed(found + told(play)) : warned(found + told(play));
}

Verdict fault_has_sentence(Scene& scene) {
    // Without any parameter hardly anything can be answered.
    SessionFacts bare = scene.facts();
    bare.parameters = Parameters();
    PlayPlan plan = scene.plan(scene.ordinary());
    plan.shown = &bare;
    const Play play = scene.play(plan);
    if (play.escaped) return failed("without any parameter it " + told(play));
    if (play.faulted && play.fault.empty())
        return failed(
            "a sentence was expected before a fault, and none was given; call host->fault before NP_FAULT is returned");
    if (play.faulted && play.fault.find(' ') == std::string::npos)
        return warned("a sentence was expected before a fault, found \"" + play.fault + "\"");
    return passed(play.faulted ? "it said: " + play.fault : "");
}

Verdict asked_twice(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play once = scene.play(plan);
    plan.answers = 3;
    return same_answer(once, scene.play(plan), "asked three times in a row it answers differently the last time");
}

Verdict previews(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play quiet = scene.play(plan);
    plan.previews = true;
    return same_answer(quiet, scene.play(plan),
                       "asked in between it answers differently in the end; asking must change nothing");
}

Verdict asked_at_once(Scene& scene) {
    const auto player = make_player(scene.library(), scene.plan(scene.ordinary()));
    if (player->create() && player->begin()) player->answer();
    player->destroy();
    const Play& play = player->play();
    if (play.escaped || (play.faulted && play.fault.empty()))
        return failed("asked before the first event it " + told(play));
    return passed();
}

Verdict destroyed_early(Scene& scene) {
    for (int stop = 0; stop < 4; ++stop) {
        const auto player = make_player(scene.library(), scene.plan(scene.ordinary()));
        const auto pieces = player->pieces();
        bool well = player->create();
        if (well && stop > 0) well = player->begin();
        for (std::size_t i = 0; well && stop > 1 && i < pieces.size() / 2; ++i) well = player->consume(pieces[i]);
        if (well && stop > 2) player->answer();
        player->destroy();
        if (player->play().escaped) return failed("an exception left it while it was destroyed early");
    }
    return passed();
}

Verdict destroyed_after_fault(Scene& scene) {
    SessionFacts bare = scene.facts();
    bare.parameters = Parameters();
    PlayPlan plan = scene.plan(scene.ordinary());
    plan.shown = &bare;
    for (int i = 0; i < 3; ++i)
        if (scene.play(plan).escaped) return failed("an exception left it without any parameter");
    return passed();
}

Verdict sink_refuses(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    plan.refuse = true;
    const Play play = scene.play(plan);
    if (play.escaped) return failed("when the sink refuses, an exception leaves it");
    return passed();
}

Verdict sink_at_its_time(Scene& scene) {
    const Play play = scene.play(scene.rich());
    return play.misuse ? failed("the sink was expected to be used during `finish` only, and it was used later")
                       : passed();
}

Verdict withheld(Scene& scene) {
    for (const char* key : {NP_EXT_LOG, NP_EXT_PARAMETERS, NP_EXT_TEXTS, NP_EXT_RANDOM, NP_EXT_ZONES, NP_EXT_TISSUE}) {
        PlayPlan plan = scene.plan(scene.ordinary());
        plan.oddities.withheld.insert(key);
        const Play play = scene.play(plan);
        if (play.escaped || (play.faulted && play.fault.empty()))
            return failed(std::string("on a host without '") + key + "' it " + told(play) +
                          "; ask whether the extension is there, and say so if it is not");
    }
    return passed();
}

Verdict no_zones(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    plan.oddities.no_zones = true;
    const Play play = scene.play(plan);
    if (play.escaped || (play.faulted && play.fault.empty()))
        return failed("in a session without zones it " + told(play));
    return passed();
}

Verdict modes(Scene& scene) {
    for (const std::uint32_t mode : {0u, 1u, 2u, 77u}) {
        PlayPlan plan = scene.plan(scene.ordinary());
        plan.mode = mode;
        const Play play = scene.play(plan);
        if (play.escaped || (play.faulted && play.fault.empty()))
            return failed("in mode " + std::to_string(mode) + " it " + told(play));
    }
    return passed();
}

Verdict seeds(Scene& scene) {
    for (const std::uint64_t seed : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
        SessionFacts facts = scene.facts();
        facts.seed = seed;
        PlayPlan plan = scene.plan(scene.ordinary());
        plan.shown = &facts;
        const Play play = scene.play(plan);
        if (play.escaped || play.faulted) return failed("with the seed " + std::to_string(seed) + " it " + told(play));
    }
    return passed();
}

constexpr CheckRow kRows[] = {
    {"life.ordinary", "An ordinary session is answered.", Needs::kLibrary, kForAll, ordinary},
    {"life.every_kind", "A session with events of every kind is answered.", Needs::kLibrary, kForSessions, rich},
    {"life.fault_has_sentence", "Where it gives up it says why.", Needs::kLibrary, kForAll, fault_has_sentence},
    {"life.asked_twice", "Asked again it gives the same answer.", Needs::kAnswer, kForAsked, asked_twice},
    {"life.previews", "Asking in between changes nothing.", Needs::kAnswer, kForAsked, previews},
    {"life.asked_at_once", "It can be asked before the first event.", Needs::kLibrary, kForSessions, asked_at_once},
    {"life.destroyed_early", "An instance can be destroyed at any time.", Needs::kLibrary, kForAll, destroyed_early},
    {"life.destroyed_after_fault", "An instance can be destroyed after it gave up.", Needs::kLibrary, kForAll,
     destroyed_after_fault},
    {"life.sink_refuses", "A sink that refuses does no harm.", Needs::kLibrary, kForSessions, sink_refuses},
    {"life.sink_in_time", "It uses its sink while it is asked and never later.", Needs::kLibrary, kForSessions,
     sink_at_its_time},
    {"life.poorer_host", "A host that lacks an extension is told so or served all the same.", Needs::kLibrary, kForAll,
     withheld},
    {"life.no_zones", "A session without skin does no harm.", Needs::kLibrary, kForSessions, no_zones},
    {"life.modes", "Every mode of a session, known or not, does no harm.", Needs::kLibrary, kForSessions, modes},
    {"life.seeds", "Every seed will do.", Needs::kAnswer, kForAll, seeds},
};

}  // namespace

std::span<const CheckRow> life_checks() {
    return kRows;
}

}  // namespace np::plugin_host
