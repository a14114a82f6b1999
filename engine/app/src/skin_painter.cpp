#include "skin_painter.h"

#include <algorithm>
#include <cmath>

#include "needlepoint/sdk/math.h"

namespace np::app {

using render::SkinLayer;

namespace {
// How strong a state looks; for the eye only.
constexpr double kFullErythema = 1.6;  // visible erythema that is as red as skin gets
constexpr double kFullSwelling = 1.0;
constexpr double kResidueSeen = 0.15;       // grease of the day is hardly seen; make-up has its own layer
constexpr double kFullBleedingPerCm2 = 60;  // pinpoints that read as covered with beads
constexpr double kFlakesSeen = 0.35;        // fine scales, not crusts
constexpr double kRaised = 0.5;             // nodules and scars, against the highest swelling
constexpr double kBruiseRedness = 0.4;      // a fresh bruise
// Vessels open beyond the needled cells; films of gel and blood thin out over their edges.
constexpr double kFlareNear_mm = 1.8, kFlareFar_mm = 4.2, kFlareFarShare = 0.5, kGelEdge_mm = 1.1, kCreamEdge_mm = 2.4,
                 kBloodEdge_mm = 0.6, kPaleEdge_mm = 0.9;
constexpr std::uint32_t kMostScratches = 3;  // in a cell
constexpr double kCooledPale = 0.5;          // above it the skin is burnt
constexpr double kPetechiaDots = 0.5;        // of the dots that a fully punctured cell has
constexpr render::Rgb kDarkened{96, 62, 42}, kLightened{246, 226, 208}, kSpot{176, 62, 54}, kMilium{244, 236, 220},
    kBruised{84, 62, 104}, kOldBruise{150, 136, 70};
}  // namespace

SkinPainter::SkinPainter(const anatomy::ZoneTable& table)
    : table_(table),
      maps_(table.grid_width, table.grid_height),
      redness_(table, kFlareNear_mm, kFlareFar_mm, kFlareFarShare),
      gel_(table, kGelEdge_mm, kGelEdge_mm, 0),
      cream_(table, kCreamEdge_mm, kCreamEdge_mm, 0),
      blood_(table, kBloodEdge_mm, kBloodEdge_mm, 0),
      swelling_(table, kFlareNear_mm, kFlareNear_mm, 0),
      pale_(table, kPaleEdge_mm, kPaleEdge_mm, 0),
      is_touched_(table.cell_count(), 0),
      scratched_(table.cell_count(), 0) {}

void SkinPainter::show(SkinLayer layer, SkinSpread& spread, std::uint32_t cell, double value) {
    if (!spread.set(cell, std::clamp(value, 0.0, 1.0))) return;
    spread.around(
        cell, [&](std::uint32_t beside, float) { maps_.set(layer, beside, static_cast<float>(spread.seen(beside))); });
}

void SkinPainter::paint(const skin::SkinState& skin, const clinic::Procedure* procedure, std::uint32_t cell) {
    const skin::CellState state = skin.cell(cell);
    const auto set = [&](SkinLayer layer, double value) {
        maps_.set(layer, cell, static_cast<float>(std::clamp(value, 0.0, 1.0)));
    };
    show(SkinLayer::kErythema, redness_, cell,
         (state.erythema_visible + kBruiseRedness * state.bruise) / kFullErythema);
    show(SkinLayer::kBlood, blood_, cell, state.blood);
    set(SkinLayer::kChannels,
        std::max(static_cast<double>(state.channels) / render::kFullChannels, kPetechiaDots * state.petechiae));
    show(SkinLayer::kSwelling, swelling_, cell, state.swelling / kFullSwelling);
    show(SkinLayer::kGel, gel_, cell, std::max(state.gel, state.serum));
    set(SkinLayer::kAntiseptic, state.antiseptic_wet);
    show(SkinLayer::kCream, cream_, cell, state.cream);
    set(SkinLayer::kDirt, kResidueSeen * state.residue);
    set(SkinLayer::kPinpoints, state.bleeding_per_cm2 / kFullBleedingPerCm2);
    set(SkinLayer::kMakeup, procedure && procedure->makeup_on(cell) ? 1 : 0);
    show(SkinLayer::kBlanch, pale_, cell, state.white ? 1 : state.cooled ? kCooledPale : 0);
    set(SkinLayer::kCrust, kFlakesSeen * state.flake);
    if (state.dragged > 0) scratch(state.dragged, state.drag_mm, 1, cell);
}

void SkinPainter::scratch(std::uint32_t dragged, const std::array<double, 3>& drag_mm, double left,
                          std::uint32_t cell) {
    const std::uint32_t width = table_.grid_width;
    const auto wanted = static_cast<std::uint8_t>(std::min(kMostScratches, dragged));
    if (wanted <= scratched_[cell] || cell % width + 1 == width || cell + width >= table_.cell_count()) return;
    if (table_.cell_area_um2[cell + 1] == 0 || table_.cell_area_um2[cell + width] == 0) return;
    const auto vec = [](const std::array<std::int32_t, 3>& um) {
        return geometry::Vec3{um[0] * 1e-3, um[1] * 1e-3, um[2] * 1e-3};
    };
    // The way along the skin, in steps to the next column and to the next row.
    const geometry::Vec3 here = vec(table_.cell_center_um[cell]), u = vec(table_.cell_center_um[cell + 1]) - here,
                         v = vec(table_.cell_center_um[cell + width]) - here;
    const geometry::Vec3 way{drag_mm[0], drag_mm[1], drag_mm[2]};
    const double uu = dot(u, u), uv = dot(u, v), vv = dot(v, v), det = uu * vv - uv * uv;
    if (det < 1e-6) return;
    const double along_u = (vv * dot(way, u) - uv * dot(way, v)) / det,
                 along_v = (uu * dot(way, v) - uv * dot(way, u)) / det;
    for (std::uint8_t& drawn = scratched_[cell]; drawn < wanted; ++drawn) {
        const auto chance = [&](std::uint64_t k) { return np_random_uniform(1, cell, std::uint64_t{drawn} * 4 + k); };
        maps_.add_scratch({static_cast<float>(cell % width + chance(0)), static_cast<float>(cell / width + chance(1)),
                           static_cast<float>(along_u), static_cast<float>(along_v),
                           static_cast<float>(left * (0.5 + 0.5 * chance(2)))});
    }
}

void SkinPainter::repaint(const skin::SkinState& skin, const clinic::Procedure* procedure) {
    maps_.clear_scratches();
    std::fill(scratched_.begin(), scratched_.end(), std::uint8_t{0});
    for (std::uint32_t cell = 0; cell < table_.cell_count(); ++cell)
        if (table_.cell_area_um2[cell] != 0) paint(skin, procedure, cell);
}

void SkinPainter::paint_later(const skin::CellLater& state, std::uint32_t cell) {
    for (const SkinLayer layer : {SkinLayer::kAntiseptic, SkinLayer::kDirt, SkinLayer::kMakeup})
        maps_.set(layer, cell, 0);
    show(SkinLayer::kGel, gel_, cell, 0);
    show(SkinLayer::kCream, cream_, cell, 0);
    const auto set = [&](SkinLayer layer, double value) {
        maps_.set(layer, cell, static_cast<float>(std::clamp(value, 0.0, 1.0)));
    };
    show(SkinLayer::kErythema, redness_, cell, state.erythema_visible / kFullErythema);
    show(SkinLayer::kBlood, blood_, cell, state.blood);
    set(SkinLayer::kChannels,
        std::max(static_cast<double>(state.channels) / render::kFullChannels, kPetechiaDots * state.petechiae));
    set(SkinLayer::kPinpoints, state.bleeding_per_cm2 / kFullBleedingPerCm2);
    show(SkinLayer::kSwelling, swelling_, cell, (state.swelling + kRaised * state.raised) / kFullSwelling);
    show(SkinLayer::kBlanch, pale_, cell, state.white > 0 ? kCooledPale + (1 - kCooledPale) * state.white : 0);
    set(SkinLayer::kCrust, kFlakesSeen * state.flake);
    if (state.drag_mark > 0) scratch(state.dragged, state.drag_mm, state.drag_mark, cell);
    if (state.milia > 0)
        maps_.set_overlay(cell, kMilium, static_cast<float>(0.8 * state.milia));
    else if (state.spots > 0)
        maps_.set_overlay(cell, kSpot, static_cast<float>(0.7 * state.spots));
    else if (state.bruise > 0)
        maps_.set_overlay(cell, state.bruise > 0.5 ? kBruised : kOldBruise, static_cast<float>(0.5 * state.bruise));
    else if (state.pigment != 0)
        maps_.set_overlay(cell, state.pigment > 0 ? kDarkened : kLightened,
                          static_cast<float>(std::min(0.8, std::abs(state.pigment))));
}

void SkinPainter::repaint(const skin::Later& later) {
    maps_.clear_scratches();
    std::fill(scratched_.begin(), scratched_.end(), std::uint8_t{0});
    maps_.clear_overlay();
    for (std::uint32_t cell = 0; cell < table_.cell_count(); ++cell)
        if (table_.cell_area_um2[cell] != 0) paint_later(later.cell(cell), cell);
}

void SkinPainter::follow(skin::SkinState& skin, const clinic::Procedure* procedure, std::size_t slow_cells) {
    changed_ = skin.take_changed();
    for (const std::uint32_t cell : changed_) {
        if (!is_touched_[cell]) is_touched_[cell] = 1, touched_.push_back(cell);
        paint(skin, procedure, cell);
    }
    for (std::size_t i = 0; i < std::min(slow_cells, touched_.size()); ++i) {
        next_ = (next_ + 1) % touched_.size();
        paint(skin, procedure, touched_[next_]);
    }
}

}  // namespace np::app
