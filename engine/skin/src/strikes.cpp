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

// Needles of one strike that met skin, side by side: what can be said of each before the skin is looked at.
struct SkinState::Data::Needles {
    static constexpr std::size_t kMost = 64;
    std::size_t count = 0;
    std::array<std::uint32_t, kMost> cell;
    std::array<std::int32_t, kMost> depth_um, drag_um;
    std::array<std::uint8_t, kMost> zone;
    std::array<double, kMost> area_cm2, press_mm, depth_mm, nominal_mm, density;  // density: that a channel adds
};

void SkinState::Data::change(std::uint32_t slot) {
    NeedleRecord& own = needles[slot];
    own.touched = true;
    if (own.changed) return;
    own.changed = true;
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
    std::uint32_t felt_at = NP_NO_CELL;
    std::size_t hits = 0;
    Needles some;
    for (std::size_t from = 0; from < blow.needles; from += Needles::kMost) {
        gather(blow, from, some);
        for (std::size_t i = 0; i < some.count; ++i) depth_sum_mm += some.depth_mm[i];
        if (hits == 0 && some.count > 0) felt_at = some.cell[0];
        hits += some.count;
        sink(blow, some);
    }
    if (hits == 0) return;
    const double depth_mm = depth_sum_mm / static_cast<double>(hits);
    feel(strike, felt_at, depth_mm, ground->device.energy_mj > 0 ? heat(blow, depth_mm) : 0);
}

void SkinState::Data::gather(Blow& blow, std::size_t from, Needles& some) const {
    const Ground& g = *ground;
    const std::size_t end = std::min(blow.needles, from + Needles::kMost);
    std::uint32_t zone = NP_NO_CELL;  // that `press_mm` belongs to
    double press_mm = 0;
    std::size_t n = 0;
    for (std::size_t i = from; i < end; ++i) {
        const std::uint32_t at = blow.at[i];
        if (!has_surface(at)) continue;
        const SkinMap::Cell& place = g.cells[at];
        some.cell[n] = at;
        some.zone[n] = place.zone;
        some.area_cm2[n] = place.area_cm2;
        some.depth_um[n] = blow.depths[i];
        some.drag_um[n] = i < blow.drags.size() ? blow.drags[i] : 0;
        if (place.zone != zone) {
            zone = place.zone;
            press_mm = blow.nominal.press_mm(zone, g.stiffness(zone));
        }
        some.press_mm[n] = press_mm;
        ++n;
    }
    some.count = n;
    for (std::size_t i = 0; i < n; ++i) some.depth_mm[i] = some.depth_um[i] * 1e-3;
    for (std::size_t i = 0; i < n; ++i) some.nominal_mm[i] = blow.nominal.pressed(some.depth_mm[i], some.press_mm[i]);
    for (std::size_t i = 0; i < n; ++i) some.density[i] = share / some.area_cm2[i];
}

// Neighbours mostly share a zone: what is counted there is counted for all of them.
void SkinState::Data::sink(const Blow& blow, const Needles& some) {
    for (std::size_t from = 0, end; from < some.count; from = end) {
        const std::uint8_t zone = some.zone[from];
        for (end = from + 1; end < some.count && some.zone[end] == zone;) ++end;
        ZoneRecord* const zoned = zone < zones.size() ? &zones[zone] : nullptr;
        if (zoned) count_in_zone(blow, some, from, end, *zoned);
        for (std::size_t i = from; i < end; ++i) needle(blow, some, i, zoned);
    }
}

void SkinState::Data::count_in_zone(const Blow& blow, const Needles& some, std::size_t from, std::size_t end,
                                    ZoneRecord& zone) const {
    const Ground& g = *ground;
    const double max_mm = g.zones[some.zone[from]].max_mm, too_deep_mm = max_mm + g.healing.tram_over_mm;
    std::uint32_t deep = 0, dragged = 0, channels_here = 0;
    for (std::size_t i = from; i < end; ++i) deep += some.nominal_mm[i] > too_deep_mm;
    for (std::size_t i = from; i < end; ++i) dragged += some.drag_um[i] * 1e-3 > g.healing.drag_mm;
    for (std::size_t i = from; i < end; ++i) channels_here += some.depth_mm[i] >= g.density.channel_min_mm;
    zone.hits += end - from;
    zone.peak_force_mn = std::max(zone.peak_force_mn, blow.strike.force_mn);
    if (blow.force_n > g.healing.tram_force_n) zone.forced += end - from;
    zone.dragged += dragged;
    if (max_mm > 0) zone.deep += deep;
    if (zone.first_ms == kNever) zone.first_ms = blow.now;
    zone.last_ms = blow.now;
    zone.channels += channels_here;
    if (channels_here > 0) zone.reused |= tip_spoiled;
    // One by one, since a product would round to another sum than a shot at a time.
    if (g.device.energy_mj > 0)
        for (std::uint32_t i = 0; i < channels_here; ++i) zone.heat_mj += shot_mj;
}

// Share of a strike that makes a channel of its own. A standing tip hits the same cells again and again: its channels
// share what one place can take. One strike of the whole tip adds so much per cm2 to the skin under it; the cap counts
// that, not the hits.
double SkinState::Data::standing_share(const Blow& blow, std::uint32_t at, NeedleRecord& own) const {
    std::uint32_t in_cell = 0;
    for (const std::uint32_t other : blow.at.first(blow.needles)) in_cell += other == at;
    const double of_tip = share * ground->device.needles / tip_area_cm2 / in_cell;
    const double counted = np_clamp((ground->density.stand_cap_per_cm2 - own.stand_density) / of_tip, 0, 1);
    own.stand_density += counted * of_tip;
    return counted;
}

void SkinState::Data::draw_through(const Blow& blow, std::uint32_t slot, std::int32_t drag_um) {
    if (drags.size() <= slot) drags.resize(films.size());
    DragRecord& drag = drags[slot];
    ++drag.needles;
    for (std::size_t axis = 0; axis < 3; ++axis)
        drag.way_um[axis] += static_cast<std::int32_t>(np_round(blow.way[axis] * np_min(drag_um, 100'000)));
}

void SkinState::Data::wear_gel(FilmRecord& film, std::int64_t now) const {
    if (!(film.gel > 0)) return;
    film.gel = np_max(0, gel(film, now) - ground->tissue.gel_wear_per_visit);
    film.gel_ms = now;
}

// A cell's first channel: it counts in the smoothed density of all that lie near, and a stroke may reach them.
void SkinState::Data::reach_around(std::uint32_t cell) {
    for (const std::uint32_t near : ground->neighbours(cell)) {
        near_channel[near] = 1;
        slot(near);
    }
}

void SkinState::Data::needle(const Blow& blow, const Needles& some, std::size_t i, ZoneRecord* zoned) {
    const Ground& g = *ground;
    const std::uint32_t at = some.cell[i], here = slot(at);
    if (channels[here].channels == 0 && some.depth_mm[i] >= g.density.channel_min_mm) reach_around(at);
    NeedleRecord& own = needles[here];
    if (!own.changed) change(here);
    ++own.hits;
    own.nominal_sum_um += np_round(some.nominal_mm[i] * 1000);
    if (some.drag_um[i] * 1e-3 > g.healing.drag_mm) draw_through(blow, here, some.drag_um[i]);
    if (own.worn_by != blow.strike.stroke) {
        own.worn_by = blow.strike.stroke;
        wear_gel(films[here], blow.now);
    }
    if (some.depth_mm[i] < g.density.channel_min_mm) return;

    if (zoned) {
        zoned->dirty += blow.now < own.clean_from_ms;
        zoned->foreign |= own.foreign;
    }
    if (own.stroke != blow.strike.stroke) {
        own.stroke = blow.strike.stroke;
        own.stroke_density = 0;
        own.stand_density = 0;
    }
    if (own.stroke_density == 0) stroke_cells.push_back(at);
    const double added = blow.standing ? standing_share(blow, at, own) * share / some.area_cm2[i] : some.density[i];
    own.stroke_density += added;

    ChannelRecord& cell = channels[here];
    ++cell.channels;
    cell.depth_sum_um += some.depth_um[i];
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
    for (const std::uint32_t at : blow.at.first(blow.needles)) {
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
    reached.clear();
    // All cells around a channel have their slots.
    const std::uint32_t* const slots = slot_of.data();
    ReachRecord* const reaches = reach.data();
    for (const std::uint32_t cell : stroke_cells) {
        const double added = needles_at(cell).stroke_density;
        for (const std::uint32_t near : g.neighbours(cell)) {
            ReachRecord& there = reaches[slots[near]];
            if (there.reached_by != end.stroke) {
                there.stroke_density = 0;
                there.reached_by = end.stroke;
                reached.push_back(slots[near]);
            }
            there.stroke_density += added;
        }
    }
    for (const std::uint32_t at : reached) {
        if (reach[at].stroke_density < g.density.visit_per_cm2 * reach[at].neighbours) continue;
        std::uint8_t& count = visits[at][bin];
        if (count < 255) ++count;
        change(at);
    }
    stroke_cells.clear();
}

}  // namespace np::skin
