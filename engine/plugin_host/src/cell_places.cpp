#include "cell_places.h"

#include <algorithm>

namespace np::plugin_host {
namespace {

constexpr std::int64_t kCubeUm = 4000;
constexpr std::int64_t kCubes = 1 << 20;  // per axis, around 0: every int32 micrometre has its cube

std::int64_t cube_of(std::int64_t um) {
    return (um + kCubes / 2 * kCubeUm) / kCubeUm;
}
std::uint64_t key_of(std::int64_t x, std::int64_t y, std::int64_t z) {
    return (static_cast<std::uint64_t>(x) << 42) | (static_cast<std::uint64_t>(y) << 21) |
           static_cast<std::uint64_t>(z);
}

}  // namespace

void CellPlaces::fill(std::span<const np_cell> cells) {
    by_cube_.clear();
    low_cube_.fill(kCubes * 2);
    high_cube_.fill(0);
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        if (cells[i].area_um2 == 0) continue;
        const auto& at = cells[i].center_um;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low_cube_[axis] = std::min(low_cube_[axis], cube_of(at[axis]));
            high_cube_[axis] = std::max(high_cube_[axis], cube_of(at[axis]));
        }
        by_cube_.push_back({key_of(cube_of(at[0]), cube_of(at[1]), cube_of(at[2])), {at[0], at[1], at[2]}, i});
    }
    std::sort(by_cube_.begin(), by_cube_.end(),
              [](const Placed& a, const Placed& b) { return a.cube != b.cube ? a.cube < b.cube : a.cell < b.cell; });
}

std::vector<std::uint32_t> CellPlaces::within(const std::int32_t (&center_um)[3], std::uint32_t radius_um) const {
    std::vector<std::uint32_t> found;
    const std::int64_t radius = radius_um;
    // A radius may reach far beyond all cells; the empty cubes out there are not walked through.
    std::array<std::int64_t, 3> low, high;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        low[axis] = std::max(low_cube_[axis], cube_of(center_um[axis] - radius));
        high[axis] = std::min(high_cube_[axis], cube_of(center_um[axis] + radius));
    }
    // Whole numbers up to 50 m are exact in a double, and the largest radii overflow nothing.
    const double squared_radius = static_cast<double>(radius) * static_cast<double>(radius);
    const auto near = [&](const Placed& placed) {
        double squared = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double way = static_cast<double>(placed.center_um[axis]) - center_um[axis];
            squared += way * way;
        }
        return squared <= squared_radius;
    };
    for (std::int64_t x = low[0]; x <= high[0]; ++x)
        for (std::int64_t y = low[1]; y <= high[1]; ++y) {
            // One run over z: the keys of a column of cubes follow each other.
            const std::uint64_t first = key_of(x, y, low[2]), last = key_of(x, y, high[2]);
            for (auto at = std::lower_bound(by_cube_.begin(), by_cube_.end(), first,
                                            [](const Placed&one, std::uint64_t cube) { return one.cube < cube; });
                 at != by_cube_.end() && at->cube <= last; ++at)
                if (near(*at)) found.push_back(at->cell);
        }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace np::plugin_host
