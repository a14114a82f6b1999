#include "skin_painter.h"

#include <algorithm>
#include <cmath>

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
constexpr double kFlareNear_mm = 1.8, kFlareFar_mm = 4.2, kFlareFarShare = 0.5, kGelEdge_mm = 1.1, kBloodEdge_mm = 0.6;
constexpr double kPetechiaDots = 0.5;  // of the dots that a fully punctured cell has
constexpr render::Rgb kDarkened{96, 62, 42}, kLightened{246, 226, 208}, kSpot{176, 62, 54}, kMilium{244, 236, 220},
    kBruised{84, 62, 104}, kOldBruise{150, 136, 70};
}  // namespace

SkinPainter::SkinPainter(const anatomy::ZoneTable& table)
    : table_(table),
      maps_(table.grid_width, table.grid_height),
      redness_(table, kFlareNear_mm, kFlareFar_mm, kFlareFarShare),
      gel_(table, kGelEdge_mm, kGelEdge_mm, 0),
      blood_(table, kBloodEdge_mm, kBloodEdge_mm, 0),
      swelling_(table, kFlareNear_mm, kFlareNear_mm, 0),
      is_touched_(table.cell_count(), 0) {}

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
    set(SkinLayer::kCream, state.cream);
    set(SkinLayer::kDirt, kResidueSeen * state.residue);
    set(SkinLayer::kPinpoints, state.bleeding_per_cm2 / kFullBleedingPerCm2);
    set(SkinLayer::kMakeup, procedure && procedure->makeup_on(cell) ? 1 : 0);
    set(SkinLayer::kBlanch, state.white ? 1 : state.cooled ? 0.5 : 0);
    set(SkinLayer::kCrust, kFlakesSeen * state.flake);
}

void SkinPainter::repaint(const skin::SkinState& skin, const clinic::Procedure* procedure) {
    for (std::uint32_t cell = 0; cell < table_.cell_count(); ++cell)
        if (table_.cell_area_um2[cell] != 0) paint(skin, procedure, cell);
}

void SkinPainter::paint_later(const skin::CellLater& state, std::uint32_t cell) {
    for (const SkinLayer layer : {SkinLayer::kAntiseptic, SkinLayer::kCream, SkinLayer::kDirt, SkinLayer::kMakeup})
        maps_.set(layer, cell, 0);
    show(SkinLayer::kGel, gel_, cell, 0);
    const auto set = [&](SkinLayer layer, double value) {
        maps_.set(layer, cell, static_cast<float>(std::clamp(value, 0.0, 1.0)));
    };
    show(SkinLayer::kErythema, redness_, cell, state.erythema_visible / kFullErythema);
    show(SkinLayer::kBlood, blood_, cell, state.blood);
    set(SkinLayer::kChannels,
        std::max(static_cast<double>(state.channels) / render::kFullChannels, kPetechiaDots * state.petechiae));
    set(SkinLayer::kPinpoints, state.bleeding_per_cm2 / kFullBleedingPerCm2);
    show(SkinLayer::kSwelling, swelling_, cell, (state.swelling + kRaised * state.raised) / kFullSwelling);
    set(SkinLayer::kBlanch, state.white);
    set(SkinLayer::kCrust, kFlakesSeen * state.flake);
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
