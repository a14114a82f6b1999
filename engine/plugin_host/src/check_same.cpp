// The same session gives the same answer: whatever ran before, however it is cut, wherever and beside whom it runs.
#include <dirent.h>
#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <clocale>
#include <cstring>
#include <thread>

#include "check_process.h"
#include "check_surroundings.h"
#include "check_table.h"
#include "needlepoint/core/hash.h"

namespace np::plugin_host {
namespace {

Verdict rerun(Scene& scene) {
    const Play first = scene.play(scene.rich());
    return same_answer(first, scene.play(scene.rich()), "a second run of the same session answers differently");
}

Verdict rerun_after_others(Scene& scene) {
    const Play first = scene.play(scene.rich());
    for (std::uint64_t i = 0; i < 5; ++i) scene.play(scene.made(i, 300, Taste::kPlausible));
    return same_answer(
        first, scene.play(scene.rich()),
        "after five other sessions the same one is answered differently; keep no state outside of instances");
}

// The host cuts on a fixed grid, and who looks at the skin sees it at the ends of batches. So only plugins that don't
// look at it before they are asked can be cut anyhow.
Verdict cuts(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play whole = scene.play(plan);
    if (whole.asked.looked_at_skin)
        return skipped("it looks at the skin at the end of batches, and the host's batches are always the same");
    // Incidents are asked every 500 ticks, between batches.
    const bool asked_between = scene.library()->entry().kind == NP_PLUGIN_INCIDENTS;
    for (const sdk::Tick ticks :
         {sdk::Tick{1}, sdk::Tick{4}, sdk::Tick{25}, sdk::Tick{500}, sdk::Tick{1000}, sdk::Tick{1} << 40}) {
        if (asked_between && ticks > NP_ASK_TICKS) break;
        plan.cut_ticks = ticks;
        Play cut = scene.play(plan);
        if (whole.faulted || cut.faulted) {
            if (whole.faulted == cut.faulted && whole.fault == cut.fault) continue;
        }
        if (const Verdict same =
                same_answer(whole, cut,
                            "batches of " + std::to_string(ticks) + " ticks give another answer than those of " +
                                std::to_string(NP_BATCH_TICKS));
            same.outcome != CheckOutcome::kPass)
            return same;
    }
    return passed();
}

Verdict interleaved(Scene& scene) {
    const sdk::EventBuffer other = scene.made(11, 900, Taste::kPlausible);
    const Play alone = scene.play(scene.rich()), other_alone = scene.play(other);
    const auto a = make_player(scene.library(), scene.plan(scene.rich())),
               b = make_player(scene.library(), scene.plan(other));
    bool a_well = a->create(), b_well = b->create();
    b_well = b_well && b->begin();
    a_well = a_well && a->begin();
    const auto a_pieces = a->pieces(), b_pieces = b->pieces();
    for (std::size_t i = 0; i < a_pieces.size() || i < b_pieces.size(); ++i) {
        if (a_well && i < a_pieces.size()) a_well = a->consume(a_pieces[i]);
        if (b_well && i < b_pieces.size()) b_well = b->consume(b_pieces[i]);
    }
    if (b_well) b->answer();
    if (a_well) a->answer();
    a->destroy();
    b->destroy();
    if (const Verdict same =
            same_answer(alone, a->play(), "an instance beside another one answers differently than alone");
        same.outcome != CheckOutcome::kPass)
        return same;
    return same_answer(other_alone, b->play(), "an instance beside another one answers differently than alone");
}

Verdict threads_in_turn(Scene& scene) {
    const Play alone = scene.play(scene.rich());
    const auto player = make_player(scene.library(), scene.plan(scene.rich()));
    bool well = false;
    const auto elsewhere = [](auto&& work) { std::thread(work).join(); };
    elsewhere([&] { well = player->create() && player->begin(); });
    const auto pieces = player->pieces();
    // A thread per hundred batches: a thread for each would only measure the system.
    for (std::size_t i = 0; i < pieces.size(); i += 100)
        elsewhere([&, i] {
            for (std::size_t k = i; well && k < i + 100 && k < pieces.size(); ++k) well = player->consume(pieces[k]);
        });
    elsewhere([&] {
        if (well) player->answer();
        player->destroy();
    });
    return same_answer(alone, player->play(), "called from one thread after another it answers differently");
}

Verdict threads_at_once(Scene& scene) {
    const Play alone = scene.play(scene.rich());
    std::vector<Play> plays(4);
    std::vector<std::thread> threads;
    const auto library = scene.library();
    const PlayPlan plan = scene.plan(scene.rich());
    for (Play& play : plays) threads.emplace_back([&play, &library, &plan] { play = play_through(library, plan); });
    for (std::thread& thread : threads) thread.join();
    for (const Play& play : plays)
        if (const Verdict same =
                same_answer(alone, play, "four instances in four threads don't all answer as one alone");
            same.outcome != CheckOutcome::kPass)
            return same;
    return passed();
}

Verdict locale(Scene& scene) {
    const Play first = scene.play(scene.rich());
    const std::string name = set_comma_locale();
    if (name.empty()) return skipped("this machine has no locale that writes 1,5, and none could be made");
    const Play second = scene.play(scene.rich());
    setlocale(LC_ALL, "C");
    return same_answer(first, second, "in the locale " + name + " it answers differently");
}

Verdict time_zone(Scene& scene) {
    const Play first = scene.play(scene.rich());
    setenv("TZ", "NPT-5:45", 1);
    tzset();
    const Play second = scene.play(scene.rich());
    return same_answer(first, second, "in another time zone it answers differently");
}

Verdict environment(Scene& scene) {
    const Play first = scene.play(scene.rich());
    clearenv();
    setenv("LANG", "tlh_KX.UTF-8", 1);
    setenv("HOME", "/nonexistent", 1);
    setenv("NEEDLEPOINT_DEBUG", "1", 1);
    if (chdir("/") != 0) return skipped("the folder / could not be entered");
    const Play second = scene.play(scene.rich());
    return same_answer(first, second, "with another environment and working folder it answers differently");
}

Verdict moments(Scene& scene) {
    const Play first = scene.play(scene.rich());
    const timespec pause = {1, 100'000'000};
    nanosleep(&pause, nullptr);
    return same_answer(first, scene.play(scene.rich()), "a second later it answers differently");
}

Verdict poisoned_heap(Scene& scene) {
    const Play first = scene.play(scene.rich());
    for (const int pattern : {0xa5, 0x01, 0xff}) {
        mallopt(M_PERTURB, pattern);
        const Play second = scene.play(scene.rich());
        mallopt(M_PERTURB, 0);
        if (const Verdict same = same_answer(
                first, second,
                "with other leftovers in fresh memory it answers differently; set every field before it is read");
            same.outcome != CheckOutcome::kPass)
            return same;
    }
    return passed();
}

// Fills the part of the stack that the plugin is about to use.
__attribute__((noinline)) void soil_stack(unsigned char pattern) {
    volatile unsigned char dirt[64 * 1024];
    for (std::size_t i = 0; i < sizeof dirt; ++i) dirt[i] = pattern;
}

Verdict poisoned_stack(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    plan.before = [] { soil_stack(0); };
    const Play first = scene.play(plan);
    plan.before = [] { soil_stack(0xc3); };
    return same_answer(
        first, scene.play(plan),
        "with other leftovers on the stack it answers differently; set every variable before it is read");
}

// Fresh processes: other addresses, other numbers of everything.
Verdict addresses(Scene& scene) {
    std::string expected;
    for (int i = 0; i < 4; ++i) {
        const std::string found = answer_elsewhere(scene, i == 3 ? "one folder further" : "");
        if (found.empty()) return skipped("a further process could not be started");
        if (i == 0) expected = found;
        if (found != expected)
            return failed(
                "in another process, where everything lies at other addresses, it answers differently; order "
                "nothing by address and hash no pointers");
    }
    return passed();
}

Verdict host_version(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play first = scene.play(plan);
    plan.oddities.version = "99.1.2";
    return same_answer(first, scene.play(plan), "with another version of the program it answers differently");
}

Verdict language(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play first = scene.play(plan);
    plan.oddities.other_language = true;
    const Play second = scene.play(plan);
    const auto numbers = [](const Play& play) {
        std::string text;
        for (const SaidMark& mark : play.said.marks) text += std::to_string(mark.raw.mark) + " ";
        for (const SaidFinding& finding : play.said.findings) text += std::to_string(finding.raw.cost) + " ";
        return text;
    };
    if (first.faulted == second.faulted && numbers(first) == numbers(second)) return passed();
    return failed("in another language the marks differ: " + difference(numbers(first), numbers(second)));
}

Verdict many_instances(Scene& scene) {
    const Play alone = scene.play(scene.ordinary());
    std::vector<std::unique_ptr<Player>> others;
    for (int i = 0; i < 40; ++i) {
        others.push_back(make_player(scene.library(), scene.plan(scene.ordinary())));
        if (others.back()->create()) others.back()->begin();
    }
    const Play beside = scene.play(scene.ordinary());
    for (const auto& other : others) other->destroy();
    return same_answer(alone, beside, "beside forty other instances it answers differently");
}

Verdict reloaded(Scene& scene) {
    const Play first = scene.play(scene.rich());
    auto again = Library::load(scene.path());
    if (!again) return failed("a second load is refused: " + again.error().message);
    return same_answer(first, play_through(*again, scene.plan(scene.rich())),
                       "after it is loaded again it answers differently");
}

constexpr CheckRow kRows[] = {
    {"same.rerun", "A second run of the same session gives the same answer.", Needs::kAnswer, kForAll, rerun},
    {"same.after_others", "Other sessions before it change nothing.", Needs::kAnswer, kForAll, rerun_after_others},
    {"same.reloaded", "Loading the library again changes nothing.", Needs::kAnswer, kForAll, reloaded},
    {"same.cuts", "However the events are cut into batches, the answer is the same.", Needs::kAnswer, kForAll, cuts},
    {"same.interleaved", "Two instances at work in turn don't disturb each other.", Needs::kAnswer, kForAll,
     interleaved},
    {"same.many_instances", "Forty further instances change nothing.", Needs::kAnswer, kForAll, many_instances},
    {"same.threads_in_turn", "Calls from one thread after another change nothing.", Needs::kAnswer, kForAll,
     threads_in_turn},
    {"same.threads_at_once", "Four instances in four threads at once answer as one alone.", Needs::kAnswer, kForAll,
     threads_at_once, 40},
    {"same.locale", "A locale with a decimal comma changes nothing.", Needs::kAnswer, kForAll, locale},
    {"same.time_zone", "Another time zone changes nothing.", Needs::kAnswer, kForAll, time_zone},
    {"same.environment", "Other environment variables and another working folder change nothing.", Needs::kAnswer,
     kForAll, environment},
    {"same.moment", "A second later the answer is the same.", Needs::kAnswer, kForAll, moments},
    {"same.fresh_memory", "What lay in fresh memory before changes nothing.", Needs::kAnswer, kForAll, poisoned_heap},
    {"same.fresh_stack", "What lay on the stack before changes nothing.", Needs::kAnswer, kForAll, poisoned_stack},
    {"same.addresses", "Other addresses, in further processes, change nothing.", Needs::kAnswer, kForAll, addresses,
     40},
    {"same.host_version", "Another version of the program changes nothing.", Needs::kAnswer, kForAll, host_version},
    {"same.language", "The user's language changes no mark and no cost.", Needs::kAnswer, kForScorers, language},
};

}  // namespace

std::span<const CheckRow> same_checks() {
    return kRows;
}

}  // namespace np::plugin_host
