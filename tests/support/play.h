// A whole visit by a synthetic trainee, in memory: world, trainee and the real scorers, no file.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>

#include "needlepoint/assessment/grade.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/trainee/trainee.h"

namespace np::test {

inline cli::Places places() {
    auto found = cli::find_places(std::string(NP_BINARY_DIR) + "/needlepoint-headless", std::string(NP_SOURCE_DIR));
    EXPECT_TRUE(found) << found.error().message;
    return *found;
}

// Patients take a second to build, so each scenario is prepared once per test program.
inline cli::Prepared prepared(const std::string& scenario, std::uint64_t seed) {
    static std::map<std::string, cli::Prepared> made;
    auto at = made.find(scenario);
    if (at == made.end()) {
        auto fresh = cli::prepare_session(places(), scenario, seed);
        EXPECT_TRUE(fresh) << fresh.error().message;
        at = made.emplace(scenario, std::move(*fresh)).first;
    }
    cli::Prepared copy = at->second;
    copy.setup.seed = copy.facts.seed = seed;
    return copy;
}

struct Played {
    assessment::Marks marks;
    sdk::EventBuffer events;
    sdk::Tick ticks = 0;
};

inline Played play(const cli::Prepared& session, const std::string& kind, std::uint64_t seed) {
    static const auto scorers = cli::load_scorers(places(), false);
    EXPECT_TRUE(scorers) << scorers.error().message;
    auto world = simulation::World::create(session.setup);
    EXPECT_TRUE(world) << world.error().message;
    auto trainee = trainee::Trainee::create(kind, seed, *world);
    EXPECT_TRUE(trainee) << trainee.error().message;
    auto grader = assessment::Grader::begin(*scorers, session.facts);
    EXPECT_TRUE(grader) << grader.error().message;
    Played played;
    sdk::EventBuffer inputs, events;
    while (!world->finished() && !trainee->done() && world->tick() < 3'600'000) {
        inputs.clear();
        events.clear();
        trainee->act(*world, inputs);
        world->step(inputs, events);
        EXPECT_TRUE(grader->consume(events));
        played.events.append(events);
    }
    played.ticks = world->tick();
    played.marks = grader->finish();
    return played;
}

inline Played play(const std::string& scenario, const std::string& kind, std::uint64_t seed) {
    return play(prepared(scenario, seed), kind, seed);
}

// The same visit, played once per test program: for visits that several tests ask about.
inline const Played& known_visit(const std::string& scenario, const std::string& kind, std::uint64_t seed) {
    static std::map<std::tuple<std::string, std::string, std::uint64_t>, Played> known;
    const auto key = std::tuple(scenario, kind, seed);
    auto at = known.find(key);
    if (at == known.end()) at = known.emplace(key, play(scenario, kind, seed)).first;
    return at->second;
}

// Hundredths; -1 where there is none.
inline std::int32_t mark_of(const assessment::Marks& marks, std::string_view scorer) {
    for (const auto& one : marks.scorers)
        if (one.id == scorer && one.state == plugin_host::State::kScored) return one.mark;
    return -1;
}

// For a failing test: every mark and the dearest findings.
inline std::string explain(const assessment::Marks& marks) {
    std::string text = "total " + assessment::hundredths(marks.total) + (marks.passed ? " passed\n" : " not passed\n");
    for (const auto& scorer : marks.scorers)
        text += "  " + scorer.id + " " +
                (scorer.state == plugin_host::State::kScored ? assessment::hundredths(scorer.mark) : scorer.reason) +
                "\n";
    std::size_t shown = 0;
    for (const assessment::Finding* finding : assessment::worst_first(marks))
        if (++shown <= 10)
            text += "  " + finding->scorer + "/" + finding->rule + " -" + assessment::hundredths(finding->cost) + " " +
                    finding->text + "\n";
    return text;
}

}  // namespace np::test
