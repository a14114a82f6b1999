// What can be asked of a whole zone.
#include <algorithm>

#include "data.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

Band band_of(const DensityRules& rules, double r) {
    if (r < rules.r_light) return Band::kUntreated;
    if (r < rules.r_target_lo) return Band::kLight;
    if (r <= rules.r_target_hi) return Band::kOnTarget;
    return r <= rules.r_over ? Band::kHeavy : Band::kOvertreated;
}

}  // namespace

void SkinState::Data::count_passes(const ZoneGround& zone, ZoneState& state) const {
    for (int bin = 0; bin < kDirectionBins; ++bin) {
        // The largest k such that enough cells have k visits: count down the cells that reach each k.
        const auto b = static_cast<std::size_t>(bin);
        std::array<std::uint32_t, 256> with{};
        for (const std::uint32_t at : zone.cells) ++with[visits[slot_of[at]][b]];
        std::uint32_t reaching = 0;
        for (int k = 255; k > 0; --k) {
            reaching += with[static_cast<std::size_t>(k)];
            if (reaching < ground->density.pass_cell_share * state.cells) continue;
            state.passes_by_direction[b] = k;
            break;
        }
        state.passes += state.passes_by_direction[b];
        state.directions += bin != kStampBin && state.passes_by_direction[b] > 0;
    }
}

// `state_of(i)` is the zone's i-th cell at that time.
template <class StateOf>
ZoneState SkinState::Data::add_up(std::uint32_t index, std::int64_t later_ms, const StateOf& state_of) const {
    ZoneState z;
    if (index >= ground->zones.size()) return z;
    const ZoneGround& zone = ground->zones[index];
    const std::int64_t now = now_ms() + later_ms;
    z.cells = static_cast<std::uint32_t>(zone.cells.size());
    z.area_cm2 = zone.area_cm2;
    if (z.cells == 0) return z;
    const double n = z.cells;
    std::int64_t depth_um = 0, nominal_um = 0;
    std::vector<double> rho;
    rho.reserve(zone.cells.size());
    for (std::size_t i = 0; i < zone.cells.size(); ++i) {
        const std::uint32_t at = zone.cells[i];
        const CellState& c = state_of(i);
        const ChannelRecord& record = channels_at(at);
        z.hits += needles_at(at).hits;
        z.channels += record.channels;
        depth_um += record.depth_sum_um;
        nominal_um += needles_at(at).nominal_sum_um;
        rho.push_back(c.rho_per_cm2);
        z.mean_rho_per_cm2 += c.rho_per_cm2 / n;
        z.mean_r += c.r / n;
        z.band_share[static_cast<std::size_t>(band_of(ground->density, c.r))] += 1 / n;
        z.pinpoints_per_cm2 += c.pinpoints_per_cm2 / n;
        z.erythema += c.erythema / n;
        z.swelling += c.swelling / n;
        z.barrier_open += c.barrier_open / n;
        z.overdose += c.overdose / n;
        z.gel += c.gel / n;
        z.cream += c.cream / n;
        z.numbness += c.numbness / n;
        z.residue += c.residue / n;
        z.prepped_share += c.prepped / n;
        z.wet_share += (c.antiseptic_wet > 0) / n;
        z.contaminated_share += c.contaminated / n;
        if (film_at(at).cream_on_ms != kNever)
            z.cream_minutes = np_max(z.cream_minutes, static_cast<double>(now - film_at(at).cream_on_ms) / 60'000);
    }
    double rho2 = 0;
    for (const double one : rho) rho2 += (one - z.mean_rho_per_cm2) * (one - z.mean_rho_per_cm2) / n;
    if (z.mean_rho_per_cm2 > 0) z.rho_cv = np_sqrt(rho2) / z.mean_rho_per_cm2;
    if (z.channels > 0) z.mean_depth_mm = static_cast<double>(depth_um) * 1e-3 / static_cast<double>(z.channels);
    if (z.hits > 0) z.mean_nominal_mm = static_cast<double>(nominal_um) * 1e-3 / static_cast<double>(z.hits);
    z.bleeding_grade = bleeding_grade(ground->tissue, z.pinpoints_per_cm2);
    count_passes(zone, z);
    z.tenderness = tenderness(index, later_ms);
    z.peak_pain = zones[index].felt_peak;
    z.petechiae = has_petechiae(index);
    z.bruise = has_bruise(index);
    return z;
}

ZoneState SkinState::zone(std::uint32_t index, std::int64_t later_ms) const {
    const Data& d = *data_;
    const std::int64_t now = d.now_ms() + later_ms;
    return d.add_up(index, later_ms, [&](std::size_t i) {
        const std::uint32_t at = d.ground->zones[index].cells[i];
        CellState c;
        const Data::Around near = d.around(at, now);
        if (near.rho > 0) d.describe_channels(at, near, now, c);
        d.describe_films(at, now, c);
        return c;
    });
}

ZoneState SkinState::zone(std::uint32_t index, std::span<const CellState> cells) const {
    return data_->add_up(index, 0, [&](std::size_t i) -> const CellState& { return cells[i]; });
}

std::vector<CellState> SkinState::cells(std::uint32_t index) const {
    std::vector<CellState> all;
    all.reserve(cells_of(index).size());
    for (const std::uint32_t at : cells_of(index)) all.push_back(cell(at));
    return all;
}

double SkinState::Data::tenderness(std::uint32_t index, std::int64_t later_ms) const {
    if (index >= zones.size() || zones[index].last_ms == kNever) return 0;
    const std::int64_t since_ms = now_ms() + later_ms - zones[index].last_ms;
    return zones[index].peak_pain * skin::tenderness(ground->tissue, static_cast<double>(since_ms) / 3'600'000);
}
double SkinState::tenderness(std::uint32_t index, std::int64_t later_ms) const {
    return data_->tenderness(index, later_ms);
}

double SkinState::swelling_factor(std::uint32_t index) const {
    return index < data_->ground->zones.size() ? data_->ground->zones[index].swelling_factor : 1;
}

double SkinState::tone_gain() const {
    return data_->ground->tone_gain;
}

ZoneHarm SkinState::harm(std::uint32_t index) const {
    const Data& d = *data_;
    ZoneHarm harm;
    if (index >= d.zones.size()) return harm;
    const ZoneRecord& record = d.zones[index];
    const ZoneGround& ground = d.ground->zones[index];
    harm.hits = record.hits;
    harm.channels = record.channels;
    harm.bony = ground.bony;
    harm.cold_sore_prone = ground.cold_sore_prone;
    harm.reused = record.reused;
    harm.foreign = record.foreign;
    harm.burnt = record.burnt;
    harm.peak_force_n = record.peak_force_mn * 1e-3;
    const auto share = [](std::uint64_t part, std::uint64_t of) {
        return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of);
    };
    harm.forced_share = share(record.forced, record.hits);
    harm.deep_share = share(record.deep, record.hits);
    harm.dragged_share = share(record.dragged, record.hits);
    harm.dirty_share = share(record.dirty, record.channels);
    double needled = 0, cooled = 0, over_mm = 0;
    for (const std::uint32_t at : ground.cells) {
        const NeedleRecord& needle = d.needles_at(at);
        if (needle.hits == 0) continue;
        needled += 1;
        const FilmRecord& film = d.film_at(at);
        const std::int64_t cooled_ms = film.cooled_ms + (film.cool_on ? d.now_ms() - film.cool_ms : 0);
        cooled += static_cast<double>(cooled_ms) / 60'000 >= d.ground->healing.pih.cooling_min;
        if (ground.max_mm > 0)
            over_mm += np_max(0, static_cast<double>(needle.nominal_sum_um) * 1e-3 / needle.hits - ground.max_mm);
    }
    if (needled > 0) harm.cooled_share = cooled / needled, harm.mean_over_mm = over_mm / needled;
    return harm;
}

SkinState::Planned SkinState::planned(std::uint32_t index) const {
    const Data& d = *data_;
    if (index >= d.zones.size()) return {};
    const ZoneGround& zone = d.ground->zones[index];
    if (zone.rho_ref <= 0 || zone.ideal_mm <= 0) return {};
    const double depth = d.ground->nominal.tau_stretched * d.ground->depth_factor * zone.ideal_mm;
    return {depth, zone.rho_ref, 1, zone.max_mm > 0 ? depth / zone.max_mm : 0,
            d.ground->device.energy_mj / d.ground->tissue.heat_ref_mj};
}

int SkinState::goal_grade(std::uint32_t index) const {
    const Planned plan = planned(index);
    if (plan.rho_per_cm2 <= 0) return -1;
    const Ground& g = *data_->ground;
    const anatomy::Layers& layers = g.zones[index].layers;
    return bleeding_grade(g.tissue, plan.rho_per_cm2 *
                                        bleeding_share(g.tissue, plan.depth_mm, layers.epidermis_mm, layers.dermis_mm) *
                                        g.bleed_more * heat_on_bleeding(g.tissue, plan.heat));
}

std::span<const std::uint32_t> SkinState::cells_of(std::uint32_t index) const {
    if (index >= data_->ground->zones.size()) return {};
    return data_->ground->zones[index].cells;
}

}  // namespace np::skin
