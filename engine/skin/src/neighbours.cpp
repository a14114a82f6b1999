#include "neighbours.h"

#include <algorithm>
#include <array>

namespace np::skin {
namespace {

// So wide that every place has its cube, and the numbers of cubes fit into 21 bits each.
constexpr std::int64_t kLeastSideUm = 2100;
constexpr std::array<std::uint64_t, 2> kStep = {std::uint64_t{1} << 42, std::uint64_t{1} << 21};
constexpr std::uint32_t kNobody = 0;  // the list of a cell without surface

using Entry = std::pair<std::uint64_t, std::uint32_t>;

// By key, entries of one key in their order; byte by byte, and only bytes in which keys differ.
void sort_by_key(std::vector<Entry>& entries) {
    std::uint64_t any = 0, all = ~std::uint64_t{0};
    for (const Entry& entry : entries) any |= entry.first, all &= entry.first;
    std::vector<Entry> sorted(entries.size());
    for (int shift = 0; shift < 64; shift += 8) {
        if (((any ^ all) >> shift & 0xff) == 0) continue;
        std::array<std::uint32_t, 257> start{};
        for (const Entry& entry : entries) ++start[(entry.first >> shift & 0xff) + 1];
        for (std::size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
        for (const Entry& entry : entries) sorted[start[entry.first >> shift & 0xff]++] = entry;
        entries.swap(sorted);
    }
}

}  // namespace

// Treatable cells apart from others: the key's first bit.
std::uint64_t Neighbours::key_of(std::uint32_t cell) const {
    std::uint64_t key = cells_[cell].treatable ? 1 : 0;
    // Shifted so that the division rounds down on both sides of zero; never 0, so that a step back stays in its row.
    for (const std::int32_t along : table_.cell_center_um[cell])
        key = (key << 21) | static_cast<std::uint64_t>((along + (std::int64_t{1} << 31)) / side_um_ + 1);
    return key;
}

Neighbours::Neighbours(const anatomy::ZoneTable& table, std::span<const SkinMap::Cell> cells, std::int64_t radius_um)
    : table_(table),
      cells_(cells),
      radius2_um2_(static_cast<double>(radius_um * radius_um)),
      side_um_(std::max(radius_um, kLeastSideUm)),
      lists_(cells.size()) {
    std::vector<Entry> entries;
    entries.reserve(cells.size());
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
        if (cells[cell].area_cm2 > 0)
            entries.emplace_back(key_of(cell), cell);
        else
            lists_[cell].store(&kNobody, std::memory_order_relaxed);
    }
    sort_by_key(entries);
    in_order_.reserve(entries.size());
    for (const auto& [key, cell] : entries) {
        if (cubes_.empty() || cubes_.back().key != key)
            cubes_.emplace_back(key, static_cast<std::uint32_t>(in_order_.size()));
        in_order_.push_back(cell);
    }
    cubes_.emplace_back(~std::uint64_t{0}, static_cast<std::uint32_t>(in_order_.size()));
}

Neighbours::~Neighbours() {
    for (const Cube& cube : cubes_) delete[] cube.found.load(std::memory_order_relaxed);
}

std::size_t Neighbours::cube_from(std::uint64_t key) const {
    return static_cast<std::size_t>(
        std::lower_bound(cubes_.begin(), cubes_.end(), key,
                         [](const Cube& cube, std::uint64_t wanted) { return cube.key < wanted; }) -
        cubes_.begin());
}

// All cells of the 27 cubes around one, ascending. Three cubes at a time follow each other in the order.
void Neighbours::gather(std::uint64_t key, std::vector<std::uint32_t>& cells) const {
    for (std::size_t i = 0; i < 9; ++i) {
        const std::uint64_t middle = key + kStep[0] * (i / 3) + kStep[1] * (i % 3) - kStep[0] - kStep[1];
        const std::size_t first = cube_from(middle - 1);
        std::size_t end = first;
        while (end + 1 < cubes_.size() && cubes_[end].key <= middle + 1) ++end;
        cells.insert(cells.end(), in_order_.begin() + cubes_[first].begin, in_order_.begin() + cubes_[end].begin);
    }
    std::sort(cells.begin(), cells.end());
}

const std::uint32_t* Neighbours::find(std::uint32_t cell) const {
    const std::uint64_t key = key_of(cell);
    const Cube& cube = cubes_[cube_from(key)];
    const std::span<const std::uint32_t> own(in_order_.data() + cube.begin, (&cube + 1)->begin - cube.begin);
    std::vector<std::uint32_t> around, lists;
    gather(key, around);
    // Whole micrometres, so the squares are exact.
    std::array<std::vector<double>, 3> at_um;
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (const std::uint32_t other : around) at_um[axis].push_back(table_.cell_center_um[other][axis]);
    for (const std::uint32_t from : own) {
        const auto& place = table_.cell_center_um[from];
        const std::size_t count_at = lists.size();
        lists.resize(count_at + 1 + around.size());
        std::uint32_t count = 0;
        for (std::size_t i = 0; i < around.size(); ++i) {
            const double dx = at_um[0][i] - place[0], dy = at_um[1][i] - place[1], dz = at_um[2][i] - place[2];
            lists[count_at + 1 + count] = around[i];
            count += dx * dx + dy * dy + dz * dz <= radius2_um2_;
        }
        lists[count_at] = count;
        lists.resize(count_at + 1 + count);
    }
    auto* made = new std::uint32_t[lists.size()];
    std::copy(lists.begin(), lists.end(), made);
    const std::uint32_t* there = nullptr;
    if (cube.found.compare_exchange_strong(there, made, std::memory_order_acq_rel))
        there = made;
    else
        delete[] made;  // somebody else was first
    const std::uint32_t* wanted = there;
    for (const std::uint32_t from : own) {
        if (from == cell) wanted = there;
        lists_[from].store(there, std::memory_order_release);
        there += 1 + *there;
    }
    return wanted;
}

}  // namespace np::skin
