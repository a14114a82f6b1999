#include "face_maps.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "needlepoint/render/palette.h"

namespace np::app {

using render::Palette;
using ui::MapMode;

namespace {

constexpr float kOpacity = 0.86f;
constexpr double kDepthSpanMm = 0.5;  // either side of the ideal
constexpr double kFullDensity = 2.0;  // of the plan
constexpr int kMostPasses = 6;

struct Plan {
    bool planned = false;
    double ideal_mm = 0;
};

std::vector<Plan> plans_of(const MapFacts& facts) {
    std::vector<Plan> plans(facts.table->zones.size());
    for (std::size_t i = 0; i < plans.size(); ++i)
        if (const auto ideal = facts.parameters->number("plan." + facts.table->zones[i].id + ".ideal_mm"))
            plans[i] = {true, *ideal};
    return plans;
}

void paint_faults(render::SkinMaps& maps, const MapFacts& facts) {
    if (!facts.marks) return;
    const std::uint32_t width = facts.table->grid_width;
    for (const assessment::ScorerMark& scorer : facts.marks->scorers)
        for (const assessment::Finding& finding : scorer.findings) {
            if (finding.cell == NP_NO_CELL || finding.severity == sdk::Severity::kInfo) continue;
            const double t = finding.severity == sdk::Severity::kCritical ? 1.0
                             : finding.severity == sdk::Severity::kMajor  ? 0.67
                                                                          : 0.33;
            // A cell is too small to see: its neighbours are coloured with it.
            const auto row = static_cast<int>(finding.cell / width), column = static_cast<int>(finding.cell % width);
            for (int dy = -3; dy <= 3; ++dy)
                for (int dx = -3; dx <= 3; ++dx) {
                    if (dx * dx + dy * dy > 10) continue;
                    const int r = row + dy, c = column + dx;
                    if (r < 0 || c < 0 || r >= static_cast<int>(facts.table->grid_height) ||
                        c >= static_cast<int>(width))
                        continue;
                    maps.set_overlay(static_cast<std::uint32_t>(r) * width + static_cast<std::uint32_t>(c),
                                     render::palette_color(Palette::kCividis, t), kOpacity);
                }
        }
}

}  // namespace

void colour_map(render::SkinMaps& maps, MapMode mode, const MapFacts& facts) {
    maps.clear_overlay();
    if (mode == MapMode::kSkin || mode >= MapMode::kRedness) return;
    if (mode == MapMode::kFaults) return paint_faults(maps, facts);
    const std::vector<Plan> plans = plans_of(facts);
    for (std::uint32_t cell = 0; cell < facts.table->cell_count(); ++cell) {
        if (facts.table->cell_area_um2[cell] == 0) continue;
        const std::uint8_t zone = facts.table->cell_zone[cell];
        const bool planned = zone != anatomy::kNoZone && plans[zone].planned && facts.table->treatable(cell);
        const skin::CellState state = facts.skin->cell(cell);
        if (!planned && state.hits == 0) continue;
        if (mode == MapMode::kDepth) {
            if (state.hits == 0 || zone == anatomy::kNoZone) continue;
            const double off = state.nominal_mm - plans[zone].ideal_mm;
            maps.set_overlay(cell, render::palette_color(Palette::kDiverging, 0.5 + off / (2 * kDepthSpanMm)),
                             kOpacity);
        } else if (mode == MapMode::kPasses) {
            std::uint32_t visits = 0;
            for (int bin = 0; bin < skin::kDirectionBins; ++bin) visits += facts.skin->visits(cell, bin);
            maps.set_overlay(
                cell,
                render::palette_color(Palette::kCividis, std::min(1.0, static_cast<double>(visits) / kMostPasses)),
                kOpacity);
        } else {
            maps.set_overlay(cell, render::palette_color(Palette::kCividis, state.r / kFullDensity), kOpacity);
        }
    }
}

void colour_zones(render::SkinMaps& maps, const MapFacts& facts) {
    maps.clear_overlay();
    const std::vector<Plan> plans = plans_of(facts);
    for (std::uint32_t cell = 0; cell < facts.table->cell_count(); ++cell) {
        const std::uint8_t zone = facts.table->cell_zone[cell];
        if (facts.table->cell_area_um2[cell] == 0 || zone == anatomy::kNoZone || !plans[zone].planned) continue;
        if (facts.table->treatable(cell)) maps.set_overlay(cell, render::zone_color(zone), 0.34f);
    }
}

std::optional<ui::Legend> legend_of(MapMode mode) {
    switch (mode) {
        case MapMode::kDepth:
            return ui::Legend{"Depth against the plan", "mm", {"\u22120.5", "0", "+0.5"}, true};
        case MapMode::kPasses:
            return ui::Legend{"Passes over the spot", "count", {"0", "2", "4", "6"}, false};
        case MapMode::kDensity:
            return ui::Legend{"Density", "1 = as planned", {"0", "0.5", "1", "1.5", "2"}, false};
        case MapMode::kFaults:
            return ui::Legend{"Where findings lie", "severity", {"", "minor", "major", "critical"}, false};
        default:
            return std::nullopt;
    }
}

}  // namespace np::app
