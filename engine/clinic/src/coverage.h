// Which cells have been covered with what, as shares of zones, and how far hidden lesions have come to light.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/clinic/procedure.h"
#include "needlepoint/core/bytes.h"
#include "rules.h"

namespace np::clinic {

enum class Film : std::uint8_t { kCleanser, kAnaesthetic, kAntiseptic, kGel, kSaline, kSerum, kWiped, kCount };

class Coverage {
  public:
    Coverage(const SurfaceFacts& surface, const std::vector<scenario::Lesion>& lesions);

    void cover(Film film, std::span<const std::uint32_t> cells);
    void forget(Film film);
    bool any(Film film) const;
    bool on_cell(Film film, std::uint32_t cell) const;
    // Covered share of the treatable area of these zones; 0 if they have none.
    double share(Film film, std::span<const std::uint32_t> zones) const;
    // Share of a lesion's cells that have been cleansed; 1 if it has none on this body.
    double uncovered(std::size_t lesion) const;
    void write(ByteWriter& bytes) const;

  private:
    static constexpr std::size_t kFilms = static_cast<std::size_t>(Film::kCount);
    bool treatable(std::uint32_t cell) const;

    const SurfaceFacts* surface_;      // owned by the procedure, at a fixed address
    std::vector<std::uint8_t> films_;  // bit per film
    std::array<std::vector<std::uint64_t>, kFilms> zone_area_um2_;
    std::vector<std::uint64_t> zone_total_um2_;
    std::vector<std::int32_t> lesion_of_mask_;  // -1: no lesion
    std::vector<std::uint32_t> lesion_cells_, lesion_cleansed_;
};

}  // namespace np::clinic
