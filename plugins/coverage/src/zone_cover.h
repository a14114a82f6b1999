// A zone as coverage sees it: its treatable cells sorted into bands of density. Pure.
#pragma once

#include <array>
#include <cstdint>

#include "cover_mark.h"

namespace np::coverage {

// Cells that share a fate.
struct BandCells {
    std::uint32_t cells = 0;
    double area_um2 = 0;
    std::uint32_t worst_cell = UINT32_MAX;  // furthest from the plan
    double worst_off = -1;

    void add(std::uint32_t cell, double area, double off) {
        ++cells;
        area_um2 += area;
        if (off > worst_off) {
            worst_off = off;
            worst_cell = cell;
        }
    }
};

struct CellDensity {
    std::uint32_t cell = 0;
    double area_um2 = 0;
    double rho = 0;  // effective density, per cm2
    double r = 0;    // against the plan's reference
};

class ZoneCover {
  public:
    // `cells`: all treatable cells of the zone.
    template <class Cells>
    ZoneCover(const BandEdges& edges, double even_span, const Cells& cells) {
        for (const CellDensity& one : cells) {
            bands_[static_cast<std::size_t>(band_of(edges, one.r))].add(one.cell, one.area_um2, np_abs(one.r - 1.0));
            sum_ += one.rho;
            ++count_;
        }
        if (count_ == 0) return;
        const double mean = sum_ / count_;
        double squares = 0;
        for (const CellDensity& one : cells) {
            const double off = one.rho - mean;
            squares += off * off;
            if (np_abs(off) > (1.0 - even_span) * mean) uneven_.add(one.cell, one.area_um2, np_abs(off));
        }
        if (mean > 0) variation_ = np_sqrt(squares / count_) / mean;
    }

    const BandCells& band(Band band) const { return bands_[static_cast<std::size_t>(band)]; }
    double percent(Band one) const { return count_ == 0 ? 0 : 100.0 * band(one).cells / count_; }
    Shares shares() const {
        return {percent(Band::kUntreated), percent(Band::kLight), percent(Band::kTarget), percent(Band::kHeavy),
                percent(Band::kOver)};
    }
    // Population deviation / mean of the density.
    double variation() const { return variation_; }
    bool empty() const { return !(sum_ > 0); }
    // Cells further from the mean than an even treatment has them.
    const BandCells& uneven() const { return uneven_; }

  private:
    std::array<BandCells, 5> bands_{};
    BandCells uneven_;
    double sum_ = 0, variation_ = 0;
    std::uint32_t count_ = 0;
};

}  // namespace np::coverage
