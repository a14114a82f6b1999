// Time and memory: what a session may cost.
#include <algorithm>

#include "check_surroundings.h"
#include "check_table.h"

namespace np::plugin_host {
namespace {

// A live step has 1 ms for everything, and a record of twenty minutes holds some 100,000 events.
// The rich session asks more of a plugin than any visit: a call of an endpoint in every thirtieth event, say, each of
// which looks at a whole zone.
constexpr double kMostMicrosecondsPerEvent = 150, kManyMicrosecondsPerEvent = 10;
constexpr double kMostAnswerSeconds = 0.5;
constexpr std::uint64_t kMostHeapBytes = 256u << 20;
constexpr std::uint64_t kMostLeftBytes = 4096;  // what the C library itself may keep

std::string rounded(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

// Processor time of the plugin's own calls, the best of three sessions.
Verdict time_per_event(Scene& scene) {
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        std::uint64_t spent = 0, began = 0;
        PlayPlan plan = scene.plan(scene.rich());
        plan.before = [&] { began = processor_time_us(); };
        plan.after = [&] { spent += processor_time_us() - began; };
        scene.play(plan);
        best = std::min(best, static_cast<double>(spent) / static_cast<double>(scene.rich().count()));
    }
    const std::string found = rounded(best) + " us of processor time per event";
    if (best > kMostMicrosecondsPerEvent)
        return failed("at most " + rounded(kMostMicrosecondsPerEvent) + " us were expected, found " + found);
    if (best > kManyMicrosecondsPerEvent)
        return warned("at most " + rounded(kManyMicrosecondsPerEvent) + " us would be good, found " + found);
    return passed(found);
}

Verdict time_of_answer(Scene& scene) {
    const auto player = make_player(scene.library(), scene.plan(scene.rich()));
    bool well = player->create() && player->begin();
    for (const Piece& piece : player->pieces()) well = well && player->consume(piece);
    const std::uint64_t began = processor_time_us();
    if (well) player->answer();
    const double seconds = static_cast<double>(processor_time_us() - began) * 1e-6;
    player->destroy();
    if (seconds <= kMostAnswerSeconds) return passed();
    return failed("an answer within " + rounded(kMostAnswerSeconds) + " s was expected, it took " + rounded(seconds) +
                  " s; a live preview asks every second");
}

// Twice as many events should not take much more than twice as long.
Verdict growth(Scene& scene) {
    const auto cost = [&](std::size_t count) {
        const sdk::EventBuffer events = scene.made(31, count, Taste::kPlausible);
        double best = 1e12;
        for (int i = 0; i < 3; ++i) {
            std::uint64_t spent = 0, began = 0;
            PlayPlan plan = scene.plan(events);
            plan.before = [&] { began = processor_time_us(); };
            plan.after = [&] { spent += processor_time_us() - began; };
            scene.play(plan);
            best = std::min(best, static_cast<double>(spent));
        }
        return best;
    };
    const double few = cost(2000), many = cost(16000);
    // Eight times the events: sixty-four times the time would be growth by the square.
    if (many < 24 * few + 50'000) return passed();
    return warned("time in proportion to the events was expected, and eight times as many took " +
                  rounded(many / (few + 1)) + " times as long");
}

Verdict heap_use(Scene& scene) {
    const sdk::EventBuffer events = made_session(scene.vocabulary(), 77, 20000, Taste::kPlausible);
    std::uint64_t most = 0;
    const auto player = make_player(scene.library(), scene.plan(events));
    const std::uint64_t base = heap_bytes();
    bool well = player->create() && player->begin();
    for (const Piece& piece : player->pieces()) {
        well = well && player->consume(piece, false);
        most = std::max(most, heap_bytes());
    }
    player->destroy();
    const std::uint64_t used = most > base ? most - base : 0;
    const std::string found = std::to_string(used >> 10) + " KiB for 20000 events";
    if (used > kMostHeapBytes) return failed("at most 256 MiB were expected, found " + found);
    return passed(found);
}

// Runs something often and sees whether the heap grows with it: in each of three rounds, since what the allocator keeps
// for later counts as used and comes and goes.
template <class Work>
Verdict no_growth(Work work, const std::string& what) {
    constexpr int kTimes = 20;
    for (int i = 0; i < 5; ++i) work();
    std::uint64_t grown = 0;
    for (int round = 0; round < 3; ++round) {
        const std::uint64_t before = heap_bytes();
        for (int i = 0; i < kTimes; ++i) work();
        const std::uint64_t after = heap_bytes();
        if (after <= before + kMostLeftBytes) return passed();
        grown = round == 0 ? after - before : std::min(grown, after - before);
    }
    return failed("all memory was expected to be given back, and " + what + " leave " + std::to_string(grown / kTimes) +
                  " bytes each; free them in destroy");
}

Verdict no_leak(Scene& scene) {
    const sdk::EventBuffer events = scene.made(5, 500, Taste::kPlausible);
    scene.library();
    return no_growth([&] { scene.play(events); }, "twenty sessions");
}

Verdict no_leak_early(Scene& scene) {
    scene.library();
    scene.vocabulary();
    return no_growth(
        [&] {
            const auto player = make_player(scene.library(), scene.plan(scene.ordinary()));
            if (player->create()) player->begin();
            player->destroy();
        },
        "twenty instances that were only begun");
}

Verdict no_leak_after_fault(Scene& scene) {
    SessionFacts bare = scene.facts();
    bare.parameters = Parameters();
    PlayPlan plan = scene.plan(scene.ordinary());
    plan.shown = &bare;
    scene.library();
    return no_growth([&] { scene.play(plan); }, "twenty sessions without any parameter");
}

Verdict no_leak_by_asking(Scene& scene) {
    const auto player = make_player(scene.library(), scene.plan(scene.ordinary()));
    bool well = player->create() && player->begin();
    for (const Piece& piece : player->pieces()) well = well && player->consume(piece);
    if (!well) return skipped("it does not get through the session; see life.ordinary");
    const Verdict verdict = no_growth([&] { player->answer(); }, "twenty previews");
    player->destroy();
    return verdict;
}

constexpr CheckRow kRows[] = {
    {"budget.time_per_event", "An event costs at most 150 us of processor time, and better 10.", Needs::kAnswer,
     kForSessions, time_per_event, 30},
    {"budget.time_of_answer", "An answer takes at most half a second.", Needs::kAnswer, kForSessions, time_of_answer},
    {"budget.growth", "Time grows with the number of events and not with its square.", Needs::kAnswer, kForSessions,
     growth, 60},
    {"budget.memory", "20000 events take at most 256 MiB.", Needs::kAnswer, kForSessions, heap_use},
    {"budget.leak", "A session leaves no memory behind.", Needs::kAnswer, kForAll, no_leak, 40},
    {"budget.leak_unused", "An instance that saw nothing leaves no memory behind.", Needs::kLibrary, kForAll,
     no_leak_early},
    {"budget.leak_after_fault", "A session that was given up leaves no memory behind.", Needs::kLibrary, kForAll,
     no_leak_after_fault, 40},
    {"budget.leak_by_asking", "A preview leaves no memory behind.", Needs::kAnswer, kForAsked, no_leak_by_asking},
};

}  // namespace

std::span<const CheckRow> budget_checks() {
    return kRows;
}

}  // namespace np::plugin_host
