// What can be asked of a cell: now, or so long after now if nothing else happens.
#include <algorithm>
#include <limits>

#include "data.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {
namespace {

double minutes(std::int64_t ms) {
    return static_cast<double>(ms) / 60'000;
}
double hours(std::int64_t ms) {
    return static_cast<double>(ms) / 3'600'000;
}

}  // namespace

// Channels begin to bleed one after the other, between the earliest and the latest onset.
double SkinState::Data::bled_density(const ChannelRecord& cell, std::int64_t now) const {
    const TissueRules& t = ground->tissue;
    const double since_s = static_cast<double>(now - cell.burst_ms) * 1e-3;
    const double begun = np_clamp((since_s - t.bleed_onset_min_s) / (t.bleed_onset_max_s - t.bleed_onset_min_s), 0, 1);
    return cell.settled_density + (cell.density - cell.settled_density) * begun;
}

SkinState::Data::Around SkinState::Data::around(std::uint32_t cell, std::int64_t now) const {
    Around result;
    if (near_channel[cell] == 0) return result;
    const auto near = ground->neighbours(cell);
    std::int64_t depth_um = 0, count = 0;
    for (const std::uint32_t other : near) {
        const ChannelRecord& record = channels_at(other);
        if (record.channels == 0) continue;
        result.rho += record.density;
        result.bled += now - record.burst_ms > ground->bleed_onset_ms ? record.density : bled_density(record, now);
        depth_um += record.depth_sum_um;
        count += record.channels;
        result.last_ms = std::max(result.last_ms, record.last_ms);
        result.first_ms = result.first_ms == kNever ? record.first_ms : std::min(result.first_ms, record.first_ms);
    }
    if (count == 0) return result;
    result.rho /= static_cast<double>(near.size());
    result.bled /= static_cast<double>(near.size());
    result.depth_mm = static_cast<double>(depth_um) * 1e-3 / static_cast<double>(count);
    return result;
}

double SkinState::Data::pinpoints(std::uint32_t cell, const Around& near) const {
    const std::uint8_t zone = ground->cells[cell].zone;
    if (near.rho <= 0 || zone >= ground->zones.size()) return 0;
    const anatomy::Layers& layers = ground->zones[zone].layers;
    return near.bled * bleeding_share(ground->tissue, near.depth_mm, layers.epidermis_mm, layers.dermis_mm) *
           ground->bleed_more * heat_on_bleeding(ground->tissue, zone_heat(zone));
}

double SkinState::Data::zone_heat(std::uint8_t zone) const {
    if (ground->device.energy_mj <= 0 || zone >= zones.size() || zones[zone].channels == 0) return 0;
    return zones[zone].heat_mj / static_cast<double>(zones[zone].channels) / ground->tissue.heat_ref_mj;
}

double SkinState::Data::gel(const FilmRecord& film, std::int64_t now) const {
    if (film.gel <= 0) return 0;
    return np_max(0, film.gel - static_cast<double>(now - film.gel_ms) * 1e-3 / ground->tissue.gel_lasts_s);
}

double SkinState::Data::numb(const FilmRecord& film, std::int64_t now) const {
    if (film.cream_on_ms != kNever) return numbness(ground->tissue, minutes(now - film.cream_on_ms), 0);
    if (film.cream_off_ms == kNever) return 0;
    return numbness(ground->tissue, minutes(film.cream_dwell_ms), minutes(now - film.cream_off_ms));
}

double SkinState::Data::cool_left(const FilmRecord& film, std::int64_t now) const {
    if (film.cool_ms == kNever) return 1;
    const double since_min = minutes(now - film.cool_ms);
    return film.cool_on ? cooling(ground->tissue, film.cool_left, since_min)
                        : rewarming(ground->tissue, film.cool_left, since_min);
}

bool SkinState::Data::prepped(const FilmRecord& film, std::int64_t now) const {
    if (film.antiseptic_ms == kNever || film.soiled_ms >= film.antiseptic_ms) return false;
    const double since_s = static_cast<double>(now - film.antiseptic_ms) * 1e-3;
    return since_s >= ground->tissue.antiseptic_dry_s &&
           since_s <= ground->tissue.antiseptic_dry_s + ground->tissue.antiseptic_valid_s;
}

// Soiled until antiseptic that came later has dried.
bool SkinState::Data::soiled(const FilmRecord& film, std::int64_t now) const {
    if (film.soiled_ms == kNever) return false;
    if (film.antiseptic_ms <= film.soiled_ms) return true;
    return static_cast<double>(now - film.antiseptic_ms) * 1e-3 < ground->tissue.antiseptic_dry_s;
}

// From when on needles neither go through soiled skin nor through skin that never was prepared.
std::int64_t SkinState::Data::clean_from_ms(const FilmRecord& film) const {
    if (film.soiled_ms == kNever && ground->patient.antiseptic_before) return std::numeric_limits<std::int64_t>::min();
    if (film.antiseptic_ms <= film.soiled_ms) return std::numeric_limits<std::int64_t>::max();
    return film.antiseptic_ms + ground->antiseptic_dry_ms;
}

void SkinState::Data::note_film(std::uint32_t slot) {
    needles[slot].clean_from_ms = clean_from_ms(films[slot]);
    needles[slot].foreign = films[slot].foreign;
}

bool SkinState::Data::has_petechiae(std::uint32_t zone) const {
    if (zone >= zones.size() || zones[zone].channels == 0) return false;
    const double chance =
        petechiae_probability(ground->tissue, zones[zone].peak_force_mn * 1e-3, ground->zones[zone].infraorbital);
    return np_random_uniform(ground->patient.seed, kPetechiaeHappen, zone) < chance;
}

bool SkinState::Data::has_bruise(std::uint32_t zone) const {
    if (!ground->patient.anticoagulant || zone >= zones.size() || zones[zone].channels == 0) return false;
    const double chance =
        ground->tissue.bruise +
        petechiae_probability(ground->tissue, zones[zone].peak_force_mn * 1e-3, ground->zones[zone].infraorbital);
    return np_random_uniform(ground->patient.seed, kBruiseHappen, zone) < chance;
}

void SkinState::Data::describe_channels(std::uint32_t at, const Around& near, std::int64_t now,
                                        CellState& state) const {
    const Ground& g = *ground;
    const TissueRules& t = g.tissue;
    const double since_h = hours(now - near.last_ms);
    const std::uint8_t zone = g.cells[at].zone;
    const bool zoned = zone < g.zones.size();
    const double injury = dose(t, near.rho, near.depth_mm), heat = zone_heat(zone);
    state.dose = injury * heat_on_dose(t, heat);
    state.rho_per_cm2 = near.rho;
    state.depth_mm = near.depth_mm;
    state.pinpoints_per_cm2 = pinpoints(at, near);
    const double rise = np_clamp(minutes(now - near.first_ms) / t.erythema_rise_min, 0, 1);
    state.erythema =
        rise * erythema_peak(t, state.dose) * erythema_decay(t, near.depth_mm, since_h) * cool_left(film_at(at), now);
    state.swelling =
        skin::swelling(t, injury, (zoned ? g.zones[zone].swelling_factor : 1) * heat_on_swelling(t, heat), since_h);
    if (zoned) {
        const ZoneGround& z = g.zones[zone];
        if (z.rho_ref > 0) state.r = near.rho / z.rho_ref;
        if (z.rho_ref > 0 && z.max_mm > 0) state.overdose = state.r * (near.depth_mm / z.max_mm);
    }
    state.barrier_open = skin::barrier_open(t, since_h, state.overdose > t.over_dose);
}

void SkinState::Data::describe_looks(std::uint32_t at, const Around& near, std::int64_t now, CellState& state) const {
    const Ground& g = *ground;
    const TissueRules& t = g.tissue;
    const double since_s = static_cast<double>(now - near.last_ms) * 1e-3;
    const double running = np_clamp(1 - (since_s - t.bleed_onset_min_s) / (t.bleed_stop_s * g.bleed_longer), 0, 1);
    state.bleeding_per_cm2 = state.pinpoints_per_cm2 * running;
    const double standing = np_max(0, state.pinpoints_per_cm2 - film_at(at).wiped_pinpoints);
    state.blood = standing > 0 ? np_min(1, t.blood_per_point * standing) * np_exp(-since_s / t.blood_fade_s) : 0;
    state.erythema_visible = state.erythema * g.tone_gain;
    state.flake = skin::flake(t, state.dose, since_s / 3600, state.overdose > t.over_dose);
    const std::uint8_t zone = g.cells[at].zone;
    if (channels_at(at).channels == 0 || zone >= g.zones.size()) return;
    if (np_random_uniform(g.patient.seed, kPetechiaePlace, at) < t.petechiae_cell_share && has_petechiae(zone))
        state.petechiae = np_max(0, 1 - since_s / 86'400 / t.petechiae_fade_days);
    const auto& bruise = g.zones[zone].bruise;
    if (g.patient.anticoagulant && std::binary_search(bruise.begin(), bruise.end(), at) && has_bruise(zone))
        state.bruise = np_max(0, 1 - since_s / 86'400 / t.bruise_days);
}

void SkinState::Data::describe_films(std::uint32_t at, std::int64_t now, CellState& state) const {
    const std::uint32_t slot = slot_of[at];
    const FilmRecord& film = films[slot];
    state.residue = film.residue;
    if (!needles[slot].touched) return;
    state.gel = gel(film, now);
    state.cream = film.cream;
    state.numbness = numb(film, now);
    state.serum = film.serum;
    if (film.antiseptic_ms != kNever)
        state.antiseptic_wet =
            np_max(0, 1 - static_cast<double>(now - film.antiseptic_ms) * 1e-3 / ground->tissue.antiseptic_dry_s);
    state.prepped = prepped(film, now);
    state.contaminated = soiled(film, now);
    state.cooled = film.cool_on;
}

CellState SkinState::cell(std::uint32_t at, std::int64_t later_ms) const {
    const Data& d = *data_;
    CellState state;
    if (!d.has_surface(at)) return state;
    const std::int64_t now = d.now_ms() + later_ms;
    state.channels = d.channels_at(at).channels;
    state.hits = d.needles_at(at).hits;
    if (state.hits > 0) state.nominal_mm = static_cast<double>(d.needles_at(at).nominal_sum_um) * 1e-3 / state.hits;
    const Data::Around near = d.around(at, now);
    state.white = !d.white.empty() && d.white[at] != 0;
    if (const DragRecord* drag = d.drag_at(at)) {
        state.dragged = drag->needles;
        for (std::size_t axis = 0; axis < 3; ++axis) state.drag_mm[axis] = drag->way_um[axis] * 1e-3 / state.dragged;
    }
    if (near.rho > 0) {
        d.describe_channels(at, near, now, state);
        d.describe_looks(at, near, now, state);
    }
    d.describe_films(at, now, state);
    return state;
}

sdk::Tick SkinState::tick() const {
    return data_->tick;
}
std::int64_t SkinState::clinical_ms() const {
    return data_->now_ms();
}
std::uint32_t SkinState::cell_count() const {
    return static_cast<std::uint32_t>(data_->slot_of.size());
}
std::uint32_t SkinState::grid_width() const {
    return data_->ground->map->table().grid_width;
}
std::size_t SkinState::zone_count() const {
    return data_->ground->zones.size();
}
double SkinState::independent_share() const {
    return data_->share;
}
double SkinState::peak_pain() const {
    return data_->pain_peak;
}
void SkinState::nominal_depths(const sdk::RecordView& strike, double* out) const {
    const Ground& g = *data_->ground;
    const np_strike& raw = *strike.raw<sdk::event::strike>();
    const auto zones = strike.array<std::uint8_t>(raw.zone);
    const auto depths = strike.array<std::int32_t>(raw.depth_um);
    NominalDepths nominal(g.nominal, g.depth_factor, raw.force_mn > 0 ? raw.force_mn * 1e-3 : 0,
                          (raw.state & NP_STRIKE_STRETCHED) != 0);
    const auto zone_of = [&](std::size_t i) { return i < zones.size() ? zones[i] : std::uint8_t{NP_NO_ZONE}; };
    const std::size_t needles = std::min<std::size_t>(raw.cell.count, depths.size());
    // Neighbours mostly share a zone: their depths are worked out side by side.
    for (std::size_t from = 0, end; from < needles; from = end) {
        const std::uint8_t zone = zone_of(from);
        for (end = from + 1; end < needles && zone_of(end) == zone;) ++end;
        const double press_mm = nominal.press_mm(zone, g.stiffness(zone));
        for (std::size_t i = from; i < end; ++i) out[i] = nominal.pressed(depths[i] * 1e-3, press_mm);
    }
    std::fill(out + needles, out + std::max<std::size_t>(needles, raw.cell.count), 0.0);
}
const TissueRules& SkinState::tissue() const {
    return data_->ground->tissue;
}
const HealingRules& SkinState::healing() const {
    return data_->ground->healing;
}
const Patient& SkinState::patient() const {
    return data_->ground->patient;
}
SkinState::Told SkinState::told() const {
    return {data_->told_aftercare, data_->told_sun, data_->patch_tested, data_->antiviral};
}

double SkinState::heat(std::uint32_t zone) const {
    return zone < data_->zones.size() ? data_->zone_heat(static_cast<std::uint8_t>(zone)) : 0;
}
bool SkinState::insulated() const {
    return data_->ground->device.insulated;
}
const anatomy::Layers& SkinState::layers(std::uint32_t zone) const {
    static const anatomy::Layers kNone;
    return zone < data_->ground->zones.size() ? data_->ground->zones[zone].layers : kNone;
}
std::uint64_t SkinState::whitened() const {
    return data_->whitened;
}

double SkinState::gel(std::uint32_t cell) const {
    return cell < data_->slot_of.size() ? data_->gel(data_->film_at(cell), data_->now_ms()) : 0;
}
bool SkinState::dry(std::uint32_t cell) const {
    return gel(cell) < data_->ground->tissue.gel_dry_below;
}
double SkinState::smoothed_rho(std::uint32_t cell) const {
    if (cell >= data_->slot_of.size() || data_->near_channel[cell] == 0) return 0;
    const auto near = data_->ground->neighbours(cell);
    double sum = 0;
    for (const std::uint32_t other : near) sum += data_->channels_at(other).density;
    return near.empty() ? 0 : sum / static_cast<double>(near.size());
}
std::uint32_t SkinState::visits(std::uint32_t cell, int bin) const {
    if (cell >= data_->slot_of.size() || bin < 0 || bin >= kDirectionBins) return 0;
    return data_->visits[data_->slot_of[cell]][static_cast<std::size_t>(bin)];
}
std::int64_t SkinState::nominal_sum_um(std::uint32_t cell) const {
    return cell < data_->slot_of.size() ? data_->needles_at(cell).nominal_sum_um : 0;
}
std::uint32_t SkinState::hits(std::uint32_t cell) const {
    return cell < data_->slot_of.size() ? data_->needles_at(cell).hits : 0;
}

double SkinState::pain_of(std::uint32_t cell, double depth_mm, double force_n) const {
    const Data& d = *data_;
    const TissueRules& t = d.ground->tissue;
    double pain = t.pain_base + t.pain_per_mm * depth_mm + t.pain_per_n * np_max(0, force_n - t.pain_from_n);
    if (cell < d.slot_of.size()) {
        const std::uint8_t zone = d.ground->cells[cell].zone;
        if (zone < d.ground->zones.size()) pain += d.ground->zones[zone].pain_add;
        pain -= d.numb(d.film_at(cell), d.now_ms());
    }
    return np_clamp(pain, 0, 10);
}

double SkinState::pain() const {
    const Data& d = *data_;
    if (d.pain_ms == kNever) return 0;
    return d.pain_level * d.pain_left(d.now_ms() - d.pain_ms);
}

}  // namespace np::skin
