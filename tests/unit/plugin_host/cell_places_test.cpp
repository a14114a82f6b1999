// Which cells lie near a point, against asking every one of them.
#include "cell_places.h"

#include <gtest/gtest.h>

#include <random>

namespace np::plugin_host {
namespace {

std::vector<np_cell> scattered(std::size_t count) {
    std::mt19937 dice(7);
    std::uniform_int_distribution<std::int32_t> place(-90'000, 90'000);
    std::vector<np_cell> cells(count);
    for (np_cell& cell : cells) {
        for (std::int32_t& at : cell.center_um) at = place(dice);
        cell.area_um2 = dice() % 9 == 0 ? 0 : 1'000'000;
    }
    return cells;
}

std::vector<std::uint32_t> asked_one_by_one(const std::vector<np_cell>& cells, const std::int32_t (&center)[3],
                                            double radius_um) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        double squared = 0;
        for (int axis = 0; axis < 3; ++axis) {
            const double way = static_cast<double>(cells[i].center_um[axis]) - center[axis];
            squared += way * way;
        }
        if (cells[i].area_um2 != 0 && squared <= radius_um * radius_um) found.push_back(i);
    }
    return found;
}

TEST(CellPlaces, FindsThoseWithinAnyRadius) {
    const std::vector<np_cell> cells = scattered(4000);
    CellPlaces places;
    places.fill(cells);
    // The largest radii reach far beyond the last cell: what takes as long as its radius is wide never ends.
    for (const std::uint32_t radius_um : {0U, 1'500U, 12'000U, 70'000U, 1'000'000'000U, 4'294'967'295U})
        for (std::size_t i = 0; i < cells.size(); i += 397)
            EXPECT_EQ(places.within(cells[i].center_um, radius_um),
                      asked_one_by_one(cells, cells[i].center_um, radius_um))
                << radius_um << " um around cell " << i;
    const std::int32_t far_away[3] = {2'147'483'647, -2'147'483'647, 0};
    EXPECT_TRUE(places.within(far_away, 1'000).empty());
}

TEST(CellPlaces, OfNoCellsAreNone) {
    CellPlaces places;
    const std::int32_t anywhere[3] = {0, 0, 0};
    EXPECT_TRUE(places.within(anywhere, 4'294'967'295U).empty());
    places.fill({});
    EXPECT_TRUE(places.within(anywhere, 4'294'967'295U).empty());
}

}  // namespace
}  // namespace np::plugin_host
