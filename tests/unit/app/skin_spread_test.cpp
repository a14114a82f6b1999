// Redness flares beyond the needled cells and nothing of it is lost or made up.
#include "skin_spread.h"

#include <gtest/gtest.h>

namespace np::app {
namespace {

constexpr std::uint32_t kSide = 40;

anatomy::ZoneTable plate() {
    anatomy::ZoneTable table;
    table.grid_width = table.grid_height = kSide;
    table.cell_zone.assign(kSide * kSide, 0);
    table.cell_mask.assign(kSide * kSide, 0);
    table.cell_area_um2.assign(kSide * kSide, 1000000);
    return table;
}
std::uint32_t cell(std::uint32_t column, std::uint32_t row) {
    return row * kSide + column;
}

TEST(SkinSpread, fades_with_the_distance_and_ends) {
    const auto table = plate();
    SkinSpread spread(table, 1.3, 3.2, 0.4);
    EXPECT_TRUE(spread.set(cell(20, 20), 1));
    double last = 1;
    for (std::uint32_t far = 0; far < 8; ++far) {
        const double seen = spread.seen(cell(20 + far, 20));
        EXPECT_LT(seen, last);
        EXPECT_DOUBLE_EQ(seen, spread.seen(cell(20, 20 + far))) << "the same in every direction";
        last = seen;
    }
    EXPECT_EQ(spread.seen(cell(20, 30)), 0);
}

TEST(SkinSpread, an_evenly_held_skin_is_seen_as_it_is_up_to_its_border) {
    auto table = plate();
    for (std::uint32_t row = 0; row < kSide; ++row)
        for (std::uint32_t column = 0; column < 10; ++column) table.cell_area_um2[cell(column, row)] = 0;
    SkinSpread spread(table, 1.3, 3.2, 0.4);
    for (std::uint32_t c = 0; c < kSide * kSide; ++c)
        if (table.cell_area_um2[c] != 0) spread.set(c, 0.5);
    EXPECT_NEAR(spread.seen(cell(10, 20)), 0.5, 1e-4) << "where the skin ends";
    EXPECT_NEAR(spread.seen(cell(25, 20)), 0.5, 1e-4);
    for (std::uint32_t c = 0; c < kSide * kSide; ++c)
        if (table.cell_area_um2[c] != 0) spread.set(c, 0);
    EXPECT_NEAR(spread.seen(cell(25, 20)), 0, 1e-4) << "what came goes";
}

TEST(SkinSpread, waits_with_changes_that_nobody_sees) {
    const auto table = plate();
    SkinSpread spread(table, 1, 1, 0);
    EXPECT_FALSE(spread.set(cell(5, 5), 0.001));
    EXPECT_TRUE(spread.set(cell(5, 5), 0.01));
    EXPECT_FALSE(spread.set(cell(5, 5), 0.01));
    EXPECT_TRUE(spread.set(cell(5, 5), 0));
}

}  // namespace
}  // namespace np::app
