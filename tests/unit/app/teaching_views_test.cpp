// Aids of learning do what their keys say, and in an assessment nothing at all.
#include "teaching_views.h"

#include <gtest/gtest.h>

#include <set>

#include "play.h"
#include "room_view.h"
#include "run_program.h"

namespace np::app {
namespace {

using ui::Action;
using ui::MapMode;

constexpr Action kAids[] = {Action::kMap, Action::kNextSkinMap, Action::kSectionLarge, Action::kOtherSide,
                            Action::kLens};

bool bare(const TeachingViews& aids) {
    return aids.map() == MapMode::kSkin && !aids.section_large() && !aids.other_side() && !aids.lens();
}

TEST(TeachingViews, OpenAndCloseByTheirKeys) {
    TeachingViews aids(true, false);
    EXPECT_TRUE(bare(aids));
    aids.act(Action::kMap);
    EXPECT_EQ(aids.map(), MapMode::kZones);
    aids.show(MapMode::kCoverage);
    aids.act(Action::kMap);
    EXPECT_EQ(aids.map(), MapMode::kSkin);
    aids.act(Action::kMap);
    EXPECT_EQ(aids.map(), MapMode::kCoverage) << "the map of before comes back";
    for (const Action action : {Action::kSectionLarge, Action::kOtherSide, Action::kLens}) aids.act(action);
    EXPECT_TRUE(aids.section_large() && aids.other_side() && aids.lens());
    EXPECT_FALSE(aids.act(Action::kMotor)) << "not one of them";
    EXPECT_EQ(TeachingViews(true, true).map(), MapMode::kZones);
}

TEST(TeachingViews, GoRoundAllMapsOfTheRoomAndNoOther) {
    TeachingViews aids(true, false);
    std::set<MapMode> seen;
    for (int i = 0; i < 2 * ui::kMapsAtWork; ++i) {
        aids.act(Action::kNextSkinMap);
        seen.insert(aids.map());
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(ui::kMapsAtWork));
    aids.show(MapMode::kDensity);
    aids.show(MapMode::kLater);
    EXPECT_EQ(aids.map(), MapMode::kDensity);
}

TEST(TeachingViews, InAnAssessmentEveryCommandDoesNothing) {
    TeachingViews aids(false, true);
    for (int times = 0; times < 3; ++times)
        for (const Action action : kAids) {
            EXPECT_TRUE(aids.act(action)) << "it is theirs, and goes no further";
            EXPECT_TRUE(bare(aids));
        }
    for (int map = 0; map < ui::kMapModes; ++map) {
        aids.show(static_cast<MapMode>(map));
        EXPECT_TRUE(bare(aids));
    }
}

// The view model of the room, with everything asked for that can be.
ui::RoomView filled(const test::Scratch& scratch, const std::string& scenario, std::uint64_t seed) {
    cli::Places places = test::places();
    places.user = scratch / scenario.substr(scenario.find('/') + 1);
    auto visit = Visit::begin(places, scenario, seed);
    EXPECT_TRUE(visit) << visit.error().message;
    const Words words = Words::load(places.data);
    RoomFiller filler(words);
    RoomChoices choices;
    choices.section_large = true;
    const SectionCut cut(*(*visit)->prepared().setup.body, (*visit)->prepared().setup.parameters,
                         (*visit)->prepared().setup.scenario.device);
    return filler.fill(**visit, {}, choices, cut, 0.1);
}

TEST(RoomFiller, ShowsTheCutInALessonAndNothingOfItInAnAssessment) {
    const test::Scratch scratch;
    const ui::RoomView lesson = filled(scratch, "tutorial/first-strokes", 2);
    ASSERT_TRUE(lesson.section.has_value());
    EXPECT_TRUE(lesson.section->large);
    EXPECT_FALSE(lesson.assessment);
    const ui::RoomView exam = filled(scratch, "assessment/short-station", 2);
    EXPECT_TRUE(exam.assessment);
    EXPECT_FALSE(exam.section.has_value());
    EXPECT_FALSE(exam.zone.has_value());
    EXPECT_FALSE(exam.map.has_value());
    EXPECT_FALSE(exam.other_side.has_value());
    EXPECT_FALSE(exam.lens.has_value());
}

}  // namespace
}  // namespace np::app
