// The fold's hot half: what a strike of the needles leaves in the skin, and what ends a stroke.
#include <algorithm>

#include "data.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {

// One strike while it is taken in: what is the same for all of its needles.
struct SkinState::Data::Blow {
    const np_strike& strike;
    std::span<const std::uint32_t> at;
    std::span<const std::int32_t> depths, drags;
    std::size_t needles;
    std::int64_t now;
    bool standing;
    double force_n;
    NominalDepths nominal;
    std::array<double, 3> way{};  // unit: where the tip came along; zero at the first strike of a stroke
};

void SkinState::Data::change(std::uint32_t slot) {
    touched[slot] = 1;
    if (changed_flag[slot]) return;
    changed_flag[slot] = 1;
    changed.push_back(cell_of[slot]);
}

namespace {

std::array<double, 3> way_between(const std::array<std::int32_t, 3>& from, const std::int32_t (&to)[3]) {
    std::array<double, 3> way{};
    for (std::size_t axis = 0; axis < 3; ++axis) way[axis] = static_cast<double>(to[axis]) - from[axis];
    const double length = np_sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]);
    for (double& part : way) part = length > 0 ? part / length : 0;
    return way;
}

}  // namespace

void SkinState::Data::strike(sdk::RecordView record) {
    const np_strike& strike = *record.raw<sdk::event::strike>();
    const double force_n = strike.force_mn > 0 ? strike.force_mn * 1e-3 : 0;
    Blow blow{strike,
              record.array<std::uint32_t>(strike.cell),
              record.array<std::int32_t>(strike.depth_um),
              record.array<std::int32_t>(strike.drag_um),
              0,
              now_ms(),
              !ground->device.rolls && strike.speed_um_s * 1e-3 < ground->density.stand_speed_mm_s,
              force_n,
              {ground->nominal, ground->depth_factor, force_n, (strike.state & NP_STRIKE_STRETCHED) != 0}};
    blow.needles = std::min(blow.at.size(), blow.depths.size());
    if (strike.stroke != stroke) {
        stroke = strike.stroke;
        stroke_cells.clear();
    } else {
        blow.way = way_between(stroke_tip_um, strike.tip_um);
    }
    for (std::size_t axis = 0; axis < 3; ++axis) stroke_tip_um[axis] = strike.tip_um[axis];
    double depth_sum_mm = 0;
    std::uint32_t felt_at = NP_NO_CELL, hits = 0;
    for (std::size_t i = 0; i < blow.needles; ++i) {
        const std::uint32_t cell = blow.at[i];
        if (!has_surface(cell)) continue;
        needle(blow, i);
        depth_sum_mm += blow.depths[i] * 1e-3;
        ++hits;
        if (felt_at == NP_NO_CELL) felt_at = cell;
    }
    if (hits == 0) return;
    const double depth_mm = depth_sum_mm / hits;
    feel(strike, felt_at, depth_mm, ground->device.energy_mj > 0 ? heat(blow, depth_mm) : 0);
}

// Share of a strike that makes a channel of its own. A standing tip hits the same cells again and again: its channels
// share what one place can take. One strike of the whole tip adds so much per cm2 to the skin under it; the cap counts
// that, not the hits.
double SkinState::Data::counted_share(const Blow& blow, NeedleRecord& own, std::size_t i) const {
    if (!blow.standing) return 1;
    double in_cell = 1;
    for (std::size_t k = 0; k < blow.needles; ++k) in_cell += k != i && blow.at[k] == blow.at[i];
    const double of_tip = share * ground->device.needles / tip_area_cm2 / in_cell;
    const double counted = np_clamp((ground->density.stand_cap_per_cm2 - own.stand_density) / of_tip, 0, 1);
    own.stand_density += counted * of_tip;
    return counted;
}

void SkinState::Data::count_in_zone(const Blow& blow, std::uint8_t zone, double nominal_mm, std::int32_t drag_um) {
    const Ground& g = *ground;
    ZoneRecord& z = zones[zone];
    ++z.hits;
    z.peak_force_mn = std::max(z.peak_force_mn, blow.strike.force_mn);
    z.forced += blow.force_n > g.healing.tram_force_n;
    z.dragged += drag_um * 1e-3 > g.healing.drag_mm;
    const double max_mm = g.zones[zone].max_mm;
    z.deep += max_mm > 0 && nominal_mm > max_mm + g.healing.tram_over_mm;
    if (z.first_ms == kNever) z.first_ms = blow.now;
    z.last_ms = blow.now;
}

void SkinState::Data::draw_through(const Blow& blow, std::uint32_t slot, std::int32_t drag_um) {
    if (drags.size() <= slot) drags.resize(films.size());
    DragRecord& drag = drags[slot];
    ++drag.needles;
    for (std::size_t axis = 0; axis < 3; ++axis)
        drag.way_um[axis] += static_cast<std::int32_t>(np_round(blow.way[axis] * np_min(drag_um, 100'000)));
}

void SkinState::Data::needle(Blow& blow, std::size_t i) {
    const Ground& g = *ground;
    const std::uint32_t at = blow.at[i];
    const SkinMap::Cell& place = g.cells[at];
    const std::uint32_t here = slot(at);
    change(here);
    NeedleRecord& own = needles[here];
    const double depth_mm = blow.depths[i] * 1e-3;
    const double nominal = blow.nominal.of(depth_mm, place.zone, g.stiffness(place.zone));
    ++own.hits;
    own.nominal_sum_um += np_round(nominal * 1000);
    const bool zoned = place.zone < zones.size();
    const std::int32_t drag_um = i < blow.drags.size() ? blow.drags[i] : 0;
    if (zoned) count_in_zone(blow, place.zone, nominal, drag_um);
    if (drag_um * 1e-3 > g.healing.drag_mm) draw_through(blow, here, drag_um);
    FilmRecord& film = films[here];
    if (own.worn_by != blow.strike.stroke) {
        own.worn_by = blow.strike.stroke;
        if (film.gel > 0) {
            film.gel = np_max(0, gel(film, blow.now) - g.tissue.gel_wear_per_visit);
            film.gel_ms = blow.now;
        }
    }
    if (depth_mm < g.density.channel_min_mm) return;

    if (zoned) {
        ZoneRecord& z = zones[place.zone];
        ++z.channels;
        if (g.device.energy_mj > 0) z.heat_mj += shot_mj;
        z.dirty += dirty(film, blow.now);
        z.reused |= tip_spoiled;
        z.foreign |= film.foreign;
    }
    if (own.stroke != blow.strike.stroke) {
        own.stroke = blow.strike.stroke;
        own.stroke_density = 0;
        own.stand_density = 0;
    }
    if (own.stroke_density == 0) stroke_cells.push_back(at);
    const double added = counted_share(blow, own, i) * share / place.area_cm2;
    own.stroke_density += added;

    ChannelRecord& cell = channels[here];
    if (cell.channels == 0)
        for (const std::uint32_t near : g.neighbours(at)) near_channel[near] = 1;
    ++cell.channels;
    cell.depth_sum_um += blow.depths[i];
    if (cell.first_ms == kNever) cell.first_ms = blow.now;
    if (cell.last_ms == kNever || blow.now - cell.last_ms > g.bleed_onset_ms) {
        cell.settled_density = cell.density;
        cell.burst_ms = blow.now;
    }
    cell.last_ms = blow.now;
    cell.density += added;
}

double SkinState::Data::pain_left(std::int64_t ms) const {
    const auto& soon = ground->pain_left;
    if (ms >= 0 && ms < static_cast<std::int64_t>(soon.size())) return soon[static_cast<std::size_t>(ms)];
    return skin::pain_left(ground->tissue, ms);
}

// Warmth of the surface under a shot, with what earlier ones in the same place have left; whitens what is too hot.
double SkinState::Data::heat(const Blow& blow, double depth_mm) {
    const TissueRules& t = ground->tissue;
    WarmShot shot;
    for (std::size_t axis = 0; axis < 3; ++axis) shot.tip_um[axis] = blow.strike.tip_um[axis];
    shot.at_ms = blow.now;
    shot.surface_mj = surface_heat_mj(t, shot_mj, depth_mm, shot_insulated);
    const auto left = [&](const WarmShot& one) {
        return one.surface_mj * surface_heat_left(t, static_cast<double>(blow.now - one.at_ms) * 1e-3);
    };
    constexpr double kColdMj = 0.01;
    warm.erase(std::remove_if(warm.begin(), warm.end(), [&](const WarmShot& one) { return left(one) < kColdMj; }),
               warm.end());
    double here_mj = shot.surface_mj;
    for (const WarmShot& one : warm) {
        double distance2_mm2 = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double d = (static_cast<double>(one.tip_um[axis]) - shot.tip_um[axis]) * 1e-3;
            distance2_mm2 += d * d;
        }
        if (distance2_mm2 <= t.heat_place_mm * t.heat_place_mm) here_mj += left(one);
    }
    warm.push_back(shot);
    if (here_mj < t.heat_white_from_mj) return here_mj;
    ++whitened;
    for (std::size_t i = 0; i < blow.needles; ++i) {
        const std::uint32_t at = blow.at[i];
        if (!has_surface(at)) continue;
        white[at] = 1;
        change(slot(at));
        const std::uint8_t zone = ground->cells[at].zone;
        if (zone < zones.size()) zones[zone].burnt = true;
    }
    return here_mj;
}

void SkinState::Data::feel(const np_strike& strike, std::uint32_t cell, double depth_mm, double surface_mj) {
    const Ground& g = *ground;
    const std::int64_t now = now_ms();
    const std::uint8_t zone = g.cells[cell].zone;
    const double force_n = strike.force_mn > 0 ? strike.force_mn * 1e-3 : 0;
    const double add = zone < g.zones.size() ? g.zones[zone].pain_add : 0;
    const double unnumbed = g.tissue.pain_base + g.tissue.pain_per_mm * depth_mm +
                            g.tissue.pain_per_n * np_max(0, force_n - g.tissue.pain_from_n) + add +
                            g.tissue.heat_white_pain * np_clamp(surface_mj / g.tissue.heat_white_from_mj, 0, 1);
    const double pain = np_clamp(unnumbed - numb(film_at(cell), now), 0, 10);
    if (pain_ms == kNever) {
        pain_level = pain;
    } else {
        pain_level = pain + (pain_level - pain) * pain_left(now - pain_ms);
    }
    pain_ms = now;
    pain_peak = np_max(pain_peak, pain_level);
    if (zone >= g.zones.size()) return;
    zones[zone].peak_pain = np_max(zones[zone].peak_pain, np_clamp(unnumbed, 0, 10));
    zones[zone].felt_peak = np_max(zones[zone].felt_peak, pain_level);
}

// Visits: a stroke counts for every cell to whose smoothed density it added enough.
void SkinState::Data::stroke_end(sdk::RecordView record) {
    const np_stroke_end& end = *record.raw<sdk::event::stroke_end>();
    if (end.stroke != stroke || stroke_cells.empty()) return;
    const Ground& g = *ground;
    std::size_t bin = kStampBin;
    if (end.direction_mdeg >= 0 && end.length_um * 1e-3 >= g.density.short_stroke_mm)
        bin = static_cast<std::size_t>((end.direction_mdeg + 22'500) / 45'000 % 4);
    // In the cells' order, so that a sum is the one over a cell's neighbours in their order.
    std::sort(stroke_cells.begin(), stroke_cells.end());
    stroke_cells.erase(std::unique(stroke_cells.begin(), stroke_cells.end()), stroke_cells.end());
    std::vector<std::uint32_t> reached;  // slots
    for (const std::uint32_t cell : stroke_cells) {
        const double added = needles_at(cell).stroke_density;
        for (const std::uint32_t near : g.neighbours(cell)) {
            const std::uint32_t at = slot(near);
            ReachRecord& there = reach[at];
            if (there.reached_by != end.stroke) {
                there = {0, end.stroke};
                reached.push_back(at);
            }
            there.stroke_density += added;
        }
    }
    for (const std::uint32_t at : reached) {
        const auto near = static_cast<double>(g.neighbours(cell_of[at]).size());
        if (reach[at].stroke_density < g.density.visit_per_cm2 * near) continue;
        std::uint8_t& count = visits[at][bin];
        if (count < 255) ++count;
        change(at);
    }
    stroke_cells.clear();
}

}  // namespace np::skin
