// The skin as scorers and reports see it: skin/'s fold, read through the plain structs of the plugin boundary.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/extensions.h"

namespace np::plugin_host {

class Tissue {
  public:
    // `zone_table` as attached to a record. Fails on a broken table or a missing parameter; the sentence names it.
    static Expected<Tissue> create(std::span<const std::byte> zone_table, const Parameters& parameters);
    Tissue(Tissue&&) noexcept;
    Tissue& operator=(Tissue&&) noexcept;
    ~Tissue();

    void consume(sdk::RecordView record);
    void advance_to(sdk::Tick tick);

    // Stay valid, with their texts, as long as this object.
    std::span<const np_zone> zones() const;
    std::span<const np_cell> cells() const;
    std::uint32_t grid_width() const;
    const std::vector<std::string>& masks() const;
    const std::vector<std::string>& zone_ids() const;
    // Cells with surface within the radius around a cell's centre, itself included, ascending.
    std::vector<std::uint32_t> neighbours(std::uint32_t cell, std::uint32_t radius_um) const;

    np_tissue_cell cell(std::uint32_t cell) const;
    np_tissue_zone zone(std::uint32_t zone) const;
    // What the session will lead to, with the aftercare that the visit taught.
    np_tissue_outlook outlook(std::uint32_t zone) const;
    double collagen(std::uint32_t zone, double weeks, bool planned) const;
    double pain() const;
    double peak_pain() const;
    // d_nom in mm of each needle of a strike; `out` takes as many numbers as it has cells.
    void nominal_depths(const sdk::RecordView& strike, double* out) const;
    double seating_force_mn(std::uint32_t zone, std::uint32_t needles) const;

  private:
    struct Data;
    explicit Tissue(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
