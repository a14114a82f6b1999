#include "face_maps.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "needlepoint/cli/pictures.h"
#include "needlepoint/render/palette.h"

namespace np::app {

using render::Palette;
using skin::Band;
using ui::MapMode;

namespace {

constexpr float kOpacity = 0.86f, kZoneOpacity = 0.62f, kMaskedOpacity = 0.26f, kUntouchedOpacity = 0.70f;
constexpr double kDepthSpanMm = 0.5;  // either side of the ideal
constexpr double kFullDensity = 2.0;  // of the plan
constexpr std::uint32_t kMostPasses = 6;
constexpr double kFullHeat = 12;  // per cm2: two majors in one place
// Nothing yet, too little, right, too much, far too much: the same order as of the depth against the plan.
constexpr std::array<double, skin::kBands> kBandPlaces{0.0, 0.27, 0.5, 0.75, 1.0};
constexpr std::array<const char*, skin::kBands> kBandNames{"untreated", "light", "on target", "heavy", "overtreated"};

std::uint32_t packed(render::Rgb color) {
    return static_cast<std::uint32_t>(color.r) << 16 | static_cast<std::uint32_t>(color.g) << 8 | color.b;
}

std::string text_of(const char* format, double a, double b = 0, double c = 0) {
    char text[96];
    std::snprintf(text, sizeof text, format, a, b, c);
    return text;
}

// The colours of a ramp as a legend needs them.
std::vector<std::uint32_t> shades(Palette palette, double from = 0, double to = 1) {
    constexpr int kShades = 33;
    std::vector<std::uint32_t> out;
    for (int i = 0; i < kShades; ++i)
        out.push_back(packed(render::palette_color(palette, from + (to - from) * i / (kShades - 1))));
    return out;
}

render::Rgb pass_color(std::uint32_t visits) {
    return render::palette_color(Palette::kCividis, static_cast<double>(std::min(visits, kMostPasses)) / kMostPasses);
}

render::Rgb heat_color(double t) {
    return render::palette_color(Palette::kDiverging, 0.62 + 0.38 * t);
}

ui::Legend depth_legend(std::string title, double top_mm) {
    ui::Legend legend{std::move(title), "mm", {}, shades(Palette::kViridis), false};
    for (double mm = 0; mm <= top_mm + 1e-9; mm += 0.5) legend.ticks.push_back(text_of("%.1f", mm));
    return legend;
}

}  // namespace

std::optional<double> reached_mm(const skin::SkinState& skin, std::uint32_t cell) {
    const std::uint32_t hits = skin.hits(cell);
    if (hits == 0) return std::nullopt;
    return static_cast<double>(skin.nominal_sum_um(cell)) * 1e-3 / hits;
}

std::uint32_t visits_of(const skin::SkinState& skin, std::uint32_t cell) {
    std::uint32_t visits = 0;
    for (int bin = 0; bin < skin::kDirectionBins; ++bin) visits += skin.visits(cell, bin);
    return visits;
}

std::optional<MapMode> map_named(std::string_view word) {
    for (std::size_t i = 0; i < cli::kPictureMaps.size(); ++i)
        if (cli::kPictureMaps[i] == word) return static_cast<MapMode>(i);
    return std::nullopt;
}

FaceMap::FaceMap(const anatomy::ZoneTable& table, const Parameters& parameters)
    : table_(&table), plans_(table.zones.size()) {
    double deepest = 0;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
        const std::string key = "plan." + table.zones[i].id + ".";
        const auto ideal = parameters.number(key + "ideal_mm");
        if (!ideal) continue;
        plans_[i] = {true, parameters.number_or(key + "min_mm", *ideal), *ideal,
                     parameters.number_or(key + "max_mm", *ideal), parameters.number_or(key + "rho_ref", 0)};
        deepest = std::max(deepest, plans_[i].max_mm);
    }
    depth_top_mm_ = std::max(1.0, std::ceil(deepest * 2) / 2);
    const char* ends[] = {"density.r_light", "density.r_target_lo", "density.r_target_hi", "density.r_over"};
    for (std::size_t i = 0; i < band_ends_.size(); ++i) band_ends_[i] = parameters.number_or(ends[i], 1e9);
}

const FaceMap::Plan* FaceMap::plan_at(std::uint32_t cell) const {
    if (!table_->treatable(cell)) return nullptr;
    const Plan& plan = plans_[table_->cell_zone[cell]];
    return plan.planned ? &plan : nullptr;
}

double FaceMap::reached_r(const skin::SkinState& skin, std::uint32_t cell, const Plan& plan) const {
    return plan.rho_ref_per_cm2 > 0 ? skin.smoothed_rho(cell) / plan.rho_ref_per_cm2 : 0;
}

// The bounds belong to the bands that lie nearer to the target, as in skin::ZoneState.
Band FaceMap::band_of(double r) const {
    if (r < band_ends_[0]) return Band::kUntreated;
    if (r < band_ends_[1]) return Band::kLight;
    if (r <= band_ends_[2]) return Band::kOnTarget;
    return r <= band_ends_[3] ? Band::kHeavy : Band::kOvertreated;
}

FaceMap::Paint FaceMap::paint_of(MapMode mode, const skin::SkinState& skin, const FaultHeat& faults,
                                 std::uint32_t cell) const {
    if (table_->cell_area_um2[cell] == 0) return {};
    const std::uint8_t zone = table_->cell_zone[cell];
    if (mode == MapMode::kZones) {
        if (zone == anatomy::kNoZone) return {};
        return {render::zone_color(zone), table_->treatable(cell) ? kZoneOpacity : kMaskedOpacity};
    }
    if (mode == MapMode::kFaults) {
        const double t = std::min(1.0, faults.per_cm2(cell) / kFullHeat);
        return {heat_color(t), static_cast<float>(std::min(1.0, 3.5 * t)) * kOpacity};
    }
    const Plan* plan = plan_at(cell);
    if (mode == MapMode::kTarget) {
        if (!plan) return {};
        return {render::palette_color(Palette::kViridis, plan->ideal_mm / depth_top_mm_), kOpacity};
    }
    const auto reached = reached_mm(skin, cell);
    if (mode == MapMode::kAchieved) {
        if (!reached) return {};
        return {render::palette_color(Palette::kViridis, *reached / depth_top_mm_), kOpacity};
    }
    if (mode == MapMode::kDepth) {
        if (!reached || zone == anatomy::kNoZone) return {};
        const double off = *reached - plans_[zone].ideal_mm;  // where nothing is planned, all is too deep
        return {render::palette_color(Palette::kDiverging, 0.5 + off / (2 * kDepthSpanMm)), kOpacity};
    }
    if (!plan && !reached) return {};
    if (mode == MapMode::kPasses) {
        const std::uint32_t visits = visits_of(skin, cell);
        return {pass_color(visits), visits == 0 ? kUntouchedOpacity : kOpacity};
    }
    const double r = plan ? reached_r(skin, cell, *plan) : 0;
    if (mode == MapMode::kDensity)
        return {render::palette_color(Palette::kCividis, r / kFullDensity), r > 0 ? kOpacity : kUntouchedOpacity};
    if (!plan) return {};
    const Band band = band_of(r);
    return {render::palette_color(Palette::kDiverging, kBandPlaces[static_cast<std::size_t>(band)]),
            band == Band::kUntreated ? kUntouchedOpacity : kOpacity};
}

void FaceMap::paint(render::SkinMaps& maps, MapMode mode, const skin::SkinState& skin, const FaultHeat& faults) const {
    if (maps.zones() != table_->cell_zone) maps.set_zones(table_->cell_zone);
    if (mode == MapMode::kSkin || mode >= MapMode::kRedness) return maps.clear_overlay();
    for (std::uint32_t cell = 0; cell < table_->cell_count(); ++cell) {
        const Paint paint = paint_of(mode, skin, faults, cell);
        maps.set_overlay(cell, paint.color, paint.opacity);
    }
}

void FaceMap::follow(render::SkinMaps& maps, MapMode mode, const skin::SkinState& skin, const FaultHeat& faults,
                     std::span<const std::uint32_t> cells) const {
    if (mode == MapMode::kSkin || mode >= MapMode::kRedness) return;
    for (const std::uint32_t cell : cells) {
        const Paint paint = paint_of(mode, skin, faults, cell);
        maps.set_overlay(cell, paint.color, paint.opacity);
    }
}

std::optional<ui::Legend> FaceMap::legend(MapMode mode) const {
    switch (mode) {
        case MapMode::kZones:
            return ui::Legend{"Zones of the face", std::to_string(table_->zones.size()), {}, {}, false};
        case MapMode::kTarget:
            return depth_legend("Planned depth", depth_top_mm_);
        case MapMode::kAchieved:
            return depth_legend("Depth reached", depth_top_mm_);
        case MapMode::kDepth:
            return ui::Legend{
                "Depth against the plan", "mm", {"\u22120.5", "0", "+0.5"}, shades(Palette::kDiverging), false};
        case MapMode::kCoverage: {
            ui::Legend legend{"Coverage", "1 = as planned", {}, {}, true};
            for (std::size_t i = 0; i < kBandPlaces.size(); ++i) {
                legend.colours.push_back(packed(render::palette_color(Palette::kDiverging, kBandPlaces[i])));
                legend.names.push_back(kBandNames[i]);
                if (i < band_ends_.size()) legend.ticks.push_back(text_of("%.2f", band_ends_[i]));
            }
            return legend;
        }
        case MapMode::kPasses: {
            ui::Legend legend{"Passes over the spot", "count", {}, {}, true};
            for (std::uint32_t i = 0; i <= kMostPasses; ++i) {
                legend.colours.push_back(packed(pass_color(i)));
                legend.names.push_back(std::to_string(i) + (i == kMostPasses ? "+" : ""));
            }
            return legend;
        }
        case MapMode::kDensity:
            return ui::Legend{
                "Density", "1 = as planned", {"0", "0.5", "1", "1.5", "2"}, shades(Palette::kCividis), false};
        case MapMode::kFaults: {
            ui::Legend legend{"Weight of faults", "per cm\u00B2", {"0", "4", "8", "12+"}, {}, false};
            for (int i = 0; i <= 32; ++i) legend.colours.push_back(packed(heat_color(i / 32.0)));
            return legend;
        }
        default:
            return std::nullopt;
    }
}

std::string FaceMap::reading(MapMode mode, const skin::SkinState& skin, const FaultHeat& faults,
                             std::uint32_t cell) const {
    if (cell >= table_->cell_count() || table_->cell_zone[cell] == anatomy::kNoZone) return {};
    if (mode == MapMode::kFaults) return text_of("%.1f per cm\u00B2", faults.per_cm2(cell));
    const Plan* plan = plan_at(cell);
    const auto reached = reached_mm(skin, cell);
    if (!table_->treatable(cell)) return "not to be needled";
    if (mode == MapMode::kTarget || mode == MapMode::kZones)
        return plan ? text_of("%.2f mm (%.2f\u2013%.2f)", plan->ideal_mm, plan->min_mm, plan->max_mm) : "not planned";
    if (mode == MapMode::kAchieved) return reached ? text_of("%.2f mm", *reached) : "not needled";
    if (mode == MapMode::kDepth) {
        if (!reached) return "not needled";
        if (!plan) return text_of("%.2f mm, none planned", *reached);
        const double off = *reached - plan->ideal_mm;
        return text_of(off < 0 ? "%.2f mm, %.2f shallow" : "%.2f mm, %.2f deep", *reached, std::abs(off));
    }
    if (mode == MapMode::kPasses) {
        const std::uint32_t visits = visits_of(skin, cell);
        return std::to_string(visits) + (visits == 1 ? " pass" : " passes");
    }
    if (!plan) return "not planned";
    const double r = reached_r(skin, cell, *plan);
    if (mode == MapMode::kDensity) return text_of("%.2f of the plan", r);
    return text_of("%.2f, ", r) + kBandNames[static_cast<std::size_t>(band_of(r))];
}

}  // namespace np::app
