// Where findings lie, as a field over the skin: each finding spread over the skin around it and weighed by how bad it
// is.
#pragma once

#include <cstdint>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/assessment/marks.h"

namespace np::app {

// How much one finding counts: minor 1, major 3, critical 9; a remark counts nothing.
double heat_weight(sdk::Severity severity);

// One thread. The table must outlive it.
class FaultHeat {
  public:
    explicit FaultHeat(const anatomy::ZoneTable& table) : table_(&table) {}

    // Forgets what was and takes the findings of these marks that have a place.
    void take(const assessment::Marks& marks);
    // Weight of findings per cm2 around the cell; a single finding spreads its weight as a bell of 3 mm.
    double per_cm2(std::uint32_t cell) const { return cell < heat_.size() ? heat_[cell] : 0; }
    bool anything() const { return !heat_.empty(); }

  private:
    void add(std::uint32_t cell, double weight);
    const anatomy::ZoneTable* table_;
    std::vector<double> heat_;  // by cell; empty: nothing anywhere
};

}  // namespace np::app
