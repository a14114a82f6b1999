// What a visit's record tells of the visit itself.
#include "visit.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "needlepoint/session/record.h"
#include "play.h"
#include "run_program.h"

namespace np::app {
namespace {

session::Record held(const test::Scratch& scratch, const std::string& began) {
    cli::Places places = test::places();
    places.user = scratch / ("user" + began);
    auto visit = Visit::begin(places, "tutorial/first-strokes", 5, {}, began);
    EXPECT_TRUE(visit) << visit.error().message;
    EXPECT_TRUE((*visit)->advance(0.1, {}));
    EXPECT_TRUE((*visit)->close(places));
    auto record = session::Record::open((*visit)->file());
    EXPECT_TRUE(record) << record.error().message;
    return std::move(*record);
}

TEST(Visit, TellsWhenItBeganOnlyToWhomeverGivesTheTime) {
    const test::Scratch scratch;
    const session::Record dated = held(scratch, "2026-11-20T14:12:00Z"), undated = held(scratch, "");
    EXPECT_EQ(dated.meta().facts.at("began"), "2026-11-20T14:12:00Z");
    EXPECT_EQ(undated.meta().facts.count("began"), 0u);
}

// Whatever second it is: two like visits give the same bytes, so the clock is not in them by another way.
TEST(Visit, GivesTheSameBytesWheneverItIsHeld) {
    const test::Scratch scratch;
    const auto bytes = [&](const char* user) {
        cli::Places places = test::places();
        places.user = scratch / user;
        auto visit = Visit::begin(places, "tutorial/first-strokes", 5);
        EXPECT_TRUE(visit && (*visit)->advance(0.1, {}) && (*visit)->close(places));
        return test::contents((*visit)->file());
    };
    const std::string first = bytes("one");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    EXPECT_TRUE(bytes("two") == first);
}

}  // namespace
}  // namespace np::app
