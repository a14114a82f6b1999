// Which cells lie within a radius of a cell. Looked for when first asked, a cube of space at a time: a session touches
// a small part of a head. Whoever asks first, the answer is the same, so const use is safe on any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "needlepoint/skin/skin_map.h"

namespace np::skin {

class Neighbours {
  public:
    // Keeps references to both.
    Neighbours(const anatomy::ZoneTable& table, std::span<const SkinMap::Cell> cells, std::int64_t radius_um);
    Neighbours(const Neighbours&) = delete;
    Neighbours& operator=(const Neighbours&) = delete;
    ~Neighbours();

    // As SkinMap::neighbours.
    std::span<const std::uint32_t> of(std::uint32_t cell) const {
        const std::uint32_t* list = lists_[cell].load(std::memory_order_acquire);
        if (list == nullptr) list = find(cell);
        return {list + 1, *list};
    }

  private:
    // All cells of a cube and where they begin in `in_order_`; when found, their lists: counts and cells.
    struct Cube {
        std::uint64_t key = 0;
        std::uint32_t begin = 0;
        mutable std::atomic<const std::uint32_t*> found = nullptr;
        Cube(std::uint64_t of_key, std::uint32_t at) : key(of_key), begin(at) {}
        Cube(Cube&& other) noexcept : key(other.key), begin(other.begin) {}
    };
    std::uint64_t key_of(std::uint32_t cell) const;
    std::size_t cube_from(std::uint64_t key) const;  // the first whose key is not below
    void gather(std::uint64_t key, std::vector<std::uint32_t>& cells) const;
    const std::uint32_t* find(std::uint32_t cell) const;

    const anatomy::ZoneTable& table_;
    std::span<const SkinMap::Cell> cells_;
    double radius2_um2_;
    std::int64_t side_um_;
    std::vector<std::uint32_t> in_order_;                           // cells by cube
    std::vector<Cube> cubes_;                                       // by key; behind them one that holds nothing
    mutable std::vector<std::atomic<const std::uint32_t*>> lists_;  // by cell: its count and its neighbours
};

}  // namespace np::skin
