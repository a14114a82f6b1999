// Marks of what was done before: given anew when a plugin was built anew, but never to an assessment.
#include "history.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "needlepoint/session/recorder.h"
#include "play.h"
#include "run_program.h"

namespace np::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class PastVisits : public ::testing::Test {
  protected:
    PastVisits() {
        fs::create_directories(scratch_ / "records");
        places_.user = scratch_ / "user";
        fs::copy(places_.plugins, scratch_ / "plugins", fs::copy_options::recursive);
        places_.plugins = scratch_ / "plugins";
        places_.pins = places_.plugins / "pins.json";
    }

    // A second of nothing done, in this mode.
    session::Record visit(const std::string& mode) {
        cli::Prepared session = test::prepared("tutorial/first-strokes", 5);
        session.meta.facts["mode"] = mode;
        const fs::path file = scratch_ / "records" / (mode + ".mcap");
        auto world = simulation::World::create(session.setup);
        auto recorder = session::Recorder::create(file, session.meta);
        EXPECT_TRUE(world && recorder);
        sdk::EventBuffer inputs, events;
        for (int i = 0; i < 1000; ++i) {
            events.clear();
            const sdk::Tick tick = world->tick();
            world->step(inputs, events);
            EXPECT_TRUE(recorder->append(tick, inputs, events));
        }
        EXPECT_TRUE(recorder->close());
        auto record = session::Record::open(file);
        EXPECT_TRUE(record) << record.error().message;
        return std::move(*record);
    }

    // The same scorer in other bytes, as a build leaves it, and the desk that has noticed.
    void build_anew(PluginDesk& desk) const {
        const fs::path file = places_.plugins / desk.libraries().front()->file(), fresh = scratch_ / "fresh.so";
        fs::copy_file(file, fresh);
        std::ofstream(fresh, std::ios::binary | std::ios::app) << "built anew";
        fs::rename(fresh, file);
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (std::chrono::steady_clock::now() < end) {
            if (const auto news = desk.poll()) {
                ASSERT_TRUE(news->changed) << news->sentence;
                return;
            }
            std::this_thread::sleep_for(20ms);
        }
        FAIL() << "the desk noticed nothing";
    }

    static std::map<std::string, Digest> digests(const plugin_host::Libraries& libraries) {
        std::map<std::string, Digest> digests;
        for (const auto& library : plugin_host::of_kind(libraries, plugin_host::Kind::kScorer))
            digests[library->manifest().id] = library->digest();
        return digests;
    }

    test::Scratch scratch_;
    cli::Places places_ = test::places();
    Words words_ = Words::load(places_.data);
};

TEST_F(PastVisits, AnAssessmentKeepsTheScorersThatMarkedIt) {
    const session::Record practice = visit("practice"), exam = visit("assessment");
    PluginDesk desk(places_, words_);
    const auto before = digests(desk.graders_of(practice));
    ASSERT_GE(before.size(), 5u);
    EXPECT_EQ(digests(desk.graders_of(exam)), before);
    for (const auto& library : desk.graders_of(exam)) EXPECT_TRUE(library->apart()) << library->file();

    build_anew(desk);
    EXPECT_NE(digests(desk.graders_of(practice)), before);
    EXPECT_EQ(digests(desk.graders_of(exam)), before);
}

TEST_F(PastVisits, AnAssessmentThatIsFirstLookedAtAfterwardsIsMarkedAsBefore) {
    const session::Record practice = visit("practice"), exam = visit("assessment");
    PluginDesk desk(places_, words_);
    const auto before = digests(desk.graders_of(practice));
    build_anew(desk);
    EXPECT_NE(digests(desk.graders_of(practice)), before);
    EXPECT_EQ(digests(desk.graders_of(exam)), before);
    const auto marks = assessment::grade(exam, desk.graders_of(exam));
    EXPECT_TRUE(marks) << marks.error().message;
}

TEST_F(PastVisits, OnlyPracticeIsGradedAgain) {
    (void)visit("assessment"), (void)visit("practice"), (void)visit("tutorial");
    PluginDesk desk(places_, words_);
    History history(scratch_ / "records", desk);
    EXPECT_EQ(history.waiting(), 3u);
    EXPECT_TRUE(history.rows().empty());
    while (history.grade_next({})) {
    }
    const auto rows = history.rows();
    ASSERT_EQ(rows.size(), 3u);

    build_anew(desk);
    history.grade_again();
    EXPECT_EQ(history.waiting(), 2u);
    EXPECT_EQ(history.rows().size(), 3u) << "what was is shown until the new mark is there";
    while (history.grade_next({})) {
    }
    const auto again = history.rows();
    ASSERT_EQ(again.size(), 3u);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(again[i].path, rows[i].path);
        EXPECT_EQ(again[i].mark, rows[i].mark) << "the same code gives the same mark";
        EXPECT_EQ(again[i].state, rows[i].state);
    }
}

TEST_F(PastVisits, WhatWaitsStillWaitsWhenAPluginIsBuiltAnewMeanwhile) {
    (void)visit("assessment"), (void)visit("practice");
    PluginDesk desk(places_, words_);
    History history(scratch_ / "records", desk);
    history.grade_again();
    EXPECT_EQ(history.waiting(), 2u) << "neither has a mark yet";
}

TEST_F(PastVisits, WhatIsNoRecordSaysSo) {
    std::ofstream(scratch_ / "records" / "torn.mcap") << "no record";
    PluginDesk desk(places_, words_);
    History history(scratch_ / "records", desk);
    ASSERT_TRUE(history.grade_next({}));
    ASSERT_EQ(history.rows().size(), 1u);
    EXPECT_EQ(history.rows().front().state, "can't be read");
    EXPECT_TRUE(History(scratch_ / "no-such-folder", desk).empty());
}

}  // namespace
}  // namespace np::app
