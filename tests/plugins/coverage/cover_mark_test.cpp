// Check values of clinical reference 8.8 for a zone's coverage, to the printed digit.
#include "cover_mark.h"

#include <gtest/gtest.h>

#include "zone_cover.h"

namespace np::coverage {
namespace {

constexpr BandEdges kEdges{0.35, 0.65, 1.40, 2.00};
constexpr CoverRule kRule{0.5, 50, 45, 10, 0.5, 3, 1.5, 0.8, 0.75, 0.25};

double zone(double target, double light, double heavy, double over, double variation) {
    return zone_mark(kRule, {100 - target - light - heavy - over, light, target, heavy, over},
                     uniformity_mark(kRule, variation));
}

TEST(CoverMark, check_values) {
    EXPECT_NEAR(zone(95, 5, 0, 0, 0.20), 100, 1e-9);
    EXPECT_NEAR(zone(80, 10, 0, 0, 0.35), 78.65, 0.005);
    EXPECT_NEAR(zone(60, 20, 0, 0, 0.50), 48.96, 0.005);
    EXPECT_NEAR(zone(0, 100, 0, 0, 0.10), 25, 1e-9);
    EXPECT_NEAR(zone(0, 0, 100, 0, 0.10), 66.25, 1e-9);
    EXPECT_NEAR(zone(0, 0, 0, 100, 0.10), 25, 1e-9);
    EXPECT_NEAR(zone(85, 0, 10, 5, 0.30), 94.625, 1e-9);
}

TEST(CoverMark, bands_meet_as_printed) {
    EXPECT_EQ(band_of(kEdges, 0.3499), Band::kUntreated);
    EXPECT_EQ(band_of(kEdges, 0.35), Band::kLight);
    EXPECT_EQ(band_of(kEdges, 0.65), Band::kTarget);
    EXPECT_EQ(band_of(kEdges, 1.40), Band::kTarget);
    EXPECT_EQ(band_of(kEdges, 1.4001), Band::kHeavy);
    EXPECT_EQ(band_of(kEdges, 2.00), Band::kHeavy);
    EXPECT_EQ(band_of(kEdges, 2.0001), Band::kOver);
}

// Every pass count that a plan allows, done at reference technique, is on target.
TEST(CoverMark, allowed_passes_are_on_target) {
    const std::pair<int, int> plans[] = {{1, 2}, {2, 3}, {2, 4}, {3, 4}, {3, 5}, {4, 6}};
    for (const auto& [low, high] : plans)
        for (int passes = low; passes <= high; ++passes)
            EXPECT_EQ(band_of(kEdges, passes * 98.0 / (98.0 * (low + high) / 2.0)), Band::kTarget)
                << passes << " of " << low << "-" << high;
}

TEST(ZoneCover, variation_is_population_deviation_by_mean) {
    const CellDensity cells[] = {{0, 1e6, 200, 1}, {1, 1e6, 400, 1}};
    const ZoneCover cover(kEdges, 0.8, cells);
    EXPECT_NEAR(cover.variation(), 1.0 / 3.0, 1e-12);
    EXPECT_EQ(cover.uneven().cells, 2u);
}

}  // namespace
}  // namespace np::coverage
