// Where the camera goes for a finding.
#include "finding_place.h"

#include <gtest/gtest.h>

#include "debrief_view.h"
#include "play.h"

namespace np::app {
namespace {

// A row of 5 cells of 10 mm: two of zone "left", three of zone "right"; all face +z.
anatomy::ZoneTable row_of_cells() {
    anatomy::ZoneTable table;
    table.grid_width = 5, table.grid_height = 1;
    table.zones.resize(3);
    table.zones[0].id = "left", table.zones[1].id = "right", table.zones[2].id = "elsewhere";
    table.masks = {""};
    table.cell_zone = {0, 0, 1, 1, 1};
    table.cell_mask.assign(5, 0);
    table.cell_area_um2.assign(5, 100'000'000);
    for (int i = 0; i < 5; ++i) table.cell_center_um.push_back({i * 10'000, 0, 1'000});
    table.cell_normal_q30.assign(5, {0, 0, 1 << 30});
    return table;
}

TEST(FindingPlace, ACellIsLookedAtFromNear) {
    const auto sight = sight_of({1, "right"}, row_of_cells());
    ASSERT_TRUE(sight);
    EXPECT_EQ(sight->at_mm.x, 10);
    EXPECT_EQ(sight->at_mm.z, 1);
    EXPECT_EQ(sight->normal.z, 1);
    EXPECT_EQ(sight->height_mm, 90);
}

TEST(FindingPlace, AZoneIsLookedAtInItsMiddle) {
    const auto sight = sight_of({anatomy::kNoCell, "right"}, row_of_cells());
    ASSERT_TRUE(sight);
    EXPECT_EQ(sight->at_mm.x, 30);
    EXPECT_EQ(sight->normal.z, 1);
}

TEST(FindingPlace, ALargePartOfAZoneCountsForMore) {
    anatomy::ZoneTable table = row_of_cells();
    table.cell_area_um2[4] = 2'000'000'000;
    EXPECT_EQ(sight_of({anatomy::kNoCell, "right"}, table)->at_mm.x, 40);
    table.cell_area_um2[4] = 0;  // no skin there
    EXPECT_EQ(sight_of({anatomy::kNoCell, "right"}, table)->at_mm.x, 20);
}

TEST(FindingPlace, AWideZoneIsSeenWhole) {
    anatomy::ZoneTable table = row_of_cells();
    for (auto& um : table.cell_center_um) um[0] *= 7;  // 140 mm from the first to the last of "right"
    const auto sight = sight_of({anatomy::kNoCell, "right"}, table);
    EXPECT_EQ(sight->at_mm.x, 210);
    EXPECT_GT(sight->height_mm, 140);
    EXPECT_LT(sight->height_mm, 200);
}

TEST(FindingPlace, AZoneThatFacesEverywhereIsSeenFromItsMiddle) {
    anatomy::ZoneTable table = row_of_cells();
    table.cell_normal_q30[2] = {-(1 << 30), 0, 0}, table.cell_normal_q30[3] = {0, 1 << 30, 0};
    table.cell_normal_q30[4] = {1 << 30, 0, 0};
    table.cell_area_um2[3] = 10'000'000;
    const auto sight = sight_of({anatomy::kNoCell, "right"}, table);
    ASSERT_TRUE(sight);
    EXPECT_EQ(sight->at_mm.x, 30);
    EXPECT_EQ(sight->normal.y, 1);
}

TEST(FindingPlace, WithoutSkinThereIsNothingToSee) {
    const anatomy::ZoneTable table = row_of_cells();
    EXPECT_FALSE(sight_of({}, table));
    EXPECT_FALSE(sight_of({99, ""}, table));
    EXPECT_FALSE(sight_of({anatomy::kNoCell, "elsewhere"}, table));
    EXPECT_FALSE(sight_of({anatomy::kNoCell, "no_such_zone"}, table));
}

// The findings of a real visit.
TEST(FindingPlace, EveryFindingWithAZoneHasASight) {
    const auto session = test::prepared("tutorial/first-strokes", 3);
    const test::Played played = test::play("tutorial/first-strokes", "novice", 3);
    const Words words = Words::load(test::places().data);
    const auto contents = debrief_contents(played.marks, session.setup.scenario, played.ticks, true, words);
    ASSERT_EQ(contents.places.size(), contents.view.findings.size());
    std::size_t of_zone = 0;
    for (std::size_t i = 0; i < contents.places.size(); ++i) {
        EXPECT_EQ(contents.view.findings[i].has_place,
                  sight_of(contents.places[i], session.setup.body->table).has_value())
            << contents.view.findings[i].text;
        of_zone += contents.places[i].cell == anatomy::kNoCell && !contents.places[i].zone.empty();
    }
    EXPECT_GT(of_zone, 0u) << "a novice leaves a finding of a whole zone";
}

}  // namespace
}  // namespace np::app
