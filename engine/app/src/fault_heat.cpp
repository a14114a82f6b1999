#include "fault_heat.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace np::app {

namespace {
constexpr double kSpread_mm = 3;  // standard deviation
constexpr int kReach = 10;        // cells of about a millimetre: a little over three deviations
}  // namespace

double heat_weight(sdk::Severity severity) {
    switch (severity) {
        case sdk::Severity::kMinor:
            return 1;
        case sdk::Severity::kMajor:
            return 3;
        case sdk::Severity::kCritical:
            return 9;
        default:
            return 0;
    }
}

void FaultHeat::take(const assessment::Marks& marks) {
    heat_.clear();
    for (const assessment::ScorerMark& scorer : marks.scorers)
        for (const assessment::Finding& finding : scorer.findings)
            if (finding.cell < table_->cell_count() && table_->cell_area_um2[finding.cell] != 0)
                add(finding.cell, heat_weight(finding.severity));
}

// Distances are this patient's: neighbours in the atlas that lie apart on the face get nothing.
void FaultHeat::add(std::uint32_t cell, double weight) {
    if (weight <= 0) return;
    if (heat_.empty()) heat_.assign(table_->cell_count(), 0);
    const int width = static_cast<int>(table_->grid_width), height = static_cast<int>(table_->grid_height);
    const int row = static_cast<int>(cell) / width, column = static_cast<int>(cell) % width;
    const auto& here = table_->cell_center_um[cell];
    std::vector<std::pair<std::uint32_t, double>> shares;
    double sum_cm2 = 0;
    for (int r = std::max(0, row - kReach); r <= std::min(height - 1, row + kReach); ++r)
        for (int c = std::max(0, column - kReach); c <= std::min(width - 1, column + kReach); ++c) {
            const auto at = static_cast<std::uint32_t>(r * width + c);
            if (table_->cell_area_um2[at] == 0) continue;
            const auto& there = table_->cell_center_um[at];
            double apart2 = 0;
            for (std::size_t k = 0; k < 3; ++k) {
                const double d = (there[k] - here[k]) * 1e-3;
                apart2 += d * d;
            }
            if (apart2 > 9.5 * kSpread_mm * kSpread_mm) continue;
            const double share = std::exp(-apart2 / (2 * kSpread_mm * kSpread_mm));
            shares.push_back({at, share});
            sum_cm2 += share * table_->cell_area_um2[at] * 1e-8;
        }
    // All of it lands on skin, also beside an edge.
    for (const auto& [at, share] : shares) heat_[at] += weight * share / sum_cm2;
}

}  // namespace np::app
