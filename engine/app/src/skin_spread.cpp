#include "skin_spread.h"

#include <algorithm>
#include <cmath>

namespace np::app {

namespace {
constexpr double kSeen = 1.0 / 255;
}

SkinSpread::SkinSpread(const anatomy::ZoneTable& table, double near_mm, double far_mm, double far_share)
    : table_(table),
      reach_(static_cast<int>(std::ceil(2.2 * std::max(near_mm, far_mm)))),
      held_(table.cell_count(), 0),
      sum_(table.cell_count(), 0),
      whole_(table.cell_count(), 0) {
    const auto bell = [](double r2, double sd) { return std::exp(-r2 / (2 * sd * sd)) / (sd * sd); };
    for (int y = -reach_; y <= reach_; ++y)
        for (int x = -reach_; x <= reach_; ++x) {
            const double r2 = x * x + y * y;
            weights_.push_back(static_cast<float>((1 - far_share) * bell(r2, near_mm) + far_share * bell(r2, far_mm)));
        }
}

bool SkinSpread::set(std::uint32_t cell, double value) {
    const double change = value - static_cast<double>(held_[cell]);
    if (change == 0 || (std::abs(change) < kSeen && value != 0)) return false;
    held_[cell] = static_cast<float>(value);
    around(cell, [&](std::uint32_t beside, float weight) { sum_[beside] += weight * static_cast<float>(change); });
    return true;
}

double SkinSpread::seen(std::uint32_t cell) const {
    if (whole_[cell] == 0) around(cell, [&](std::uint32_t, float weight) { whole_[cell] += weight; });
    return static_cast<double>(std::max(0.0F, sum_[cell] / whole_[cell]));
}

}  // namespace np::app
