// The fold: what each kind of event changes.
#include "needlepoint/skin/skin_state.h"

#include <algorithm>

#include "data.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {

Expected<SkinState> SkinState::create(const anatomy::ZoneTable& table, const Parameters& parameters) {
    auto ground = lay_ground(table, parameters);
    if (!ground) return tl::unexpected(ground.error());
    auto data = std::make_unique<Data>();
    data->ground = std::make_shared<const Ground>(std::move(*ground));
    const Ground& g = *data->ground;
    data->cells.resize(g.cells.size());
    for (CellRecord& cell : data->cells) cell.residue = g.tissue.residue_at_start;
    data->zone_peak_pain.assign(g.zones.size(), 0);
    data->zone_last_ms.assign(g.zones.size(), kNever);
    data->share =
        g.device.roller ? 1 : skin::independent_share(g.density, g.device.rate_hz, g.device.needles, g.device.swath_mm);
    data->tip_area_cm2 = NP_PI / 4 * (g.device.swath_mm * 0.1) * (g.device.swath_mm * 0.1);
    return SkinState(std::move(data));
}

Expected<SkinState> SkinState::create(std::span<const std::byte> zone_table, const Parameters& parameters) {
    const auto table = anatomy::ZoneTable::decode(zone_table);
    if (!table) return tl::unexpected(table.error());
    return create(*table, parameters);
}

SkinState::SkinState(std::unique_ptr<Data> data) : data_(std::move(data)) {}
SkinState::SkinState(SkinState&&) noexcept = default;
SkinState& SkinState::operator=(SkinState&&) noexcept = default;
SkinState::SkinState(const SkinState& other) : data_(std::make_unique<Data>(*other.data_)) {}
SkinState& SkinState::operator=(const SkinState& other) {
    if (this != &other) data_ = std::make_unique<Data>(*other.data_);
    return *this;
}
SkinState::~SkinState() = default;

void SkinState::advance_to(sdk::Tick tick) {
    data_->tick = std::max(data_->tick, tick);
}

void SkinState::consume(const sdk::EventBuffer& records) {
    for (const sdk::RecordView record : records) consume(record);
}

void SkinState::consume(sdk::RecordView record) {
    advance_to(record.tick());
    switch (record.kind()) {
        case NP_KIND_strike:
            data_->strike(record);
            break;
        case NP_KIND_stroke_end:
            data_->stroke_end(record);
            break;
        case NP_KIND_setting:
            data_->setting(record);
            break;
        case NP_KIND_swipe:
            data_->swipe(record);
            break;
        case NP_KIND_action:
            data_->action(record);
            break;
        case NP_KIND_skip: {
            const std::int64_t seconds = record.raw<sdk::event::skip>()->seconds;
            if (seconds > 0) data_->skipped_ms += seconds * 1000;
            break;
        }
        default:
            break;
    }
}

void SkinState::Data::change(std::uint32_t cell) {
    CellRecord& record = cells[cell];
    record.touched = true;
    if (record.changed) return;
    record.changed = true;
    changed.push_back(cell);
}

void SkinState::Data::strike(sdk::RecordView record) {
    const np_strike& strike = *record.raw<sdk::event::strike>();
    const auto at = record.array<std::uint32_t>(strike.cell);
    const auto depths = record.array<std::int32_t>(strike.depth_um);
    const std::size_t needles = std::min(at.size(), depths.size());
    if (strike.stroke != stroke) {
        stroke = strike.stroke;
        stroke_cells.clear();
    }
    const double force_n = strike.force_mn > 0 ? strike.force_mn * 1e-3 : 0;
    double depth_sum_mm = 0;
    std::uint32_t felt_at = NP_NO_CELL, hits = 0;
    std::uint8_t press_zone = anatomy::kNoZone;
    double press = press_mm(ground->nominal, force_n, 1);
    for (std::size_t i = 0; i < needles; ++i) {
        const std::uint32_t cell = at[i];
        if (cell >= cells.size() || ground->cells[cell].area_cm2 == 0) continue;
        const std::uint8_t zone = ground->cells[cell].zone;
        if (zone != press_zone) {
            press_zone = zone;
            press = press_mm(ground->nominal, force_n,
                             zone < ground->zones.size() ? ground->zones[zone].layers.stiffness : 1);
        }
        // A standing tip hits the same cells again and again: its channels share what one place can take.
        double in_cell = 1;
        for (std::size_t k = 0; k < needles; ++k) in_cell += k != i && at[k] == cell;
        const double depth_mm = depths[i] * 1e-3;
        needle(cell, depth_mm, press, strike, in_cell);
        depth_sum_mm += depth_mm;
        ++hits;
        if (felt_at == NP_NO_CELL) felt_at = cell;
    }
    if (hits > 0) feel(strike, felt_at, depth_sum_mm / hits);
}

void SkinState::Data::needle(std::uint32_t at, double depth_mm, double press, const np_strike& strike, double in_cell) {
    const Ground& g = *ground;
    CellRecord& cell = cells[at];
    change(at);
    ++cell.hits;
    cell.nominal_sum_um += np_round(skin::nominal_mm(g.nominal, depth_mm, press, g.depth_factor) * 1000);
    if (cell.worn_by != strike.stroke) {
        cell.worn_by = strike.stroke;
        if (cell.gel > 0) {
            cell.gel = np_max(0, gel(cell) - g.tissue.gel_wear_per_visit);
            cell.gel_ms = now_ms();
        }
    }
    if (depth_mm < g.density.channel_min_mm) return;

    const std::int64_t now = now_ms();
    ++cell.channels;
    cell.depth_sum_um += np_round(depth_mm * 1000);
    if (cell.stroke != strike.stroke) {
        cell.stroke = strike.stroke;
        cell.stroke_density = 0;
        cell.stand_density = 0;
    }
    if (cell.stroke_density == 0) stroke_cells.push_back(at);
    double counted = 1;
    if (!g.device.roller && strike.speed_um_s * 1e-3 < g.density.stand_speed_mm_s) {
        // One strike of the whole tip adds so much per cm2 to the skin under it; the cap counts that, not the hits.
        const double of_tip = share * g.device.needles / tip_area_cm2 / in_cell;
        counted = np_clamp((g.density.stand_cap_per_cm2 - cell.stand_density) / of_tip, 0, 1);
        cell.stand_density += counted * of_tip;
    }
    const double added = counted * share / g.cells[at].area_cm2;
    const auto onset_ms = static_cast<std::int64_t>(np_round(g.tissue.bleed_onset_max_s * 1000));
    if (cell.first_ms == kNever) cell.first_ms = now;
    if (cell.last_ms == kNever || now - cell.last_ms > onset_ms) {
        cell.settled_density = cell.density;
        cell.burst_ms = now;
    }
    cell.last_ms = now;
    cell.density += added;
    cell.stroke_density += added;
}

void SkinState::Data::feel(const np_strike& strike, std::uint32_t cell, double depth_mm) {
    const Ground& g = *ground;
    const std::int64_t now = now_ms();
    const std::uint8_t zone = g.cells[cell].zone;
    const double force_n = strike.force_mn > 0 ? strike.force_mn * 1e-3 : 0;
    const double add = zone < g.zones.size() ? g.zones[zone].pain_add : 0;
    const double unnumbed = g.tissue.pain_base + g.tissue.pain_per_mm * depth_mm +
                            g.tissue.pain_per_n * np_max(0, force_n - g.tissue.pain_from_n) + add;
    const double pain = np_clamp(unnumbed - numb(cells[cell]), 0, 10);
    if (pain_ms == kNever) {
        pain_level = pain;
    } else {
        pain_level =
            pain + (pain_level - pain) * np_exp(-static_cast<double>(now - pain_ms) * 1e-3 / g.tissue.pain_follow_s);
    }
    pain_ms = now;
    pain_peak = np_max(pain_peak, pain_level);
    if (zone < g.zones.size()) {
        zone_peak_pain[zone] = np_max(zone_peak_pain[zone], np_clamp(unnumbed, 0, 10));
        zone_last_ms[zone] = now;
    }
}

// Visits: a stroke counts for every cell to whose smoothed density it added enough.
void SkinState::Data::stroke_end(sdk::RecordView record) {
    const np_stroke_end& end = *record.raw<sdk::event::stroke_end>();
    if (end.stroke != stroke || stroke_cells.empty()) return;
    const Ground& g = *ground;
    std::size_t bin = kStampBin;
    if (end.direction_mdeg >= 0 && end.length_um * 1e-3 >= g.density.short_stroke_mm)
        bin = static_cast<std::size_t>((end.direction_mdeg + 22'500) / 45'000 % 4);
    std::vector<std::uint32_t> reached;
    for (const std::uint32_t cell : stroke_cells)
        for (const std::uint32_t near : g.neighbours(cell)) reached.push_back(near);
    std::sort(reached.begin(), reached.end());
    reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
    for (const std::uint32_t cell : reached) {
        const auto near = g.neighbours(cell);
        double sum = 0;
        for (const std::uint32_t other : near)
            if (cells[other].stroke == end.stroke) sum += cells[other].stroke_density;
        if (sum < g.density.visit_per_cm2 * static_cast<double>(near.size())) continue;
        std::uint8_t& visits = cells[cell].visits[bin];
        if (visits < 255) ++visits;
        change(cell);
    }
    stroke_cells.clear();
}

void SkinState::Data::setting(sdk::RecordView record) {
    const np_setting& setting = *record.raw<sdk::event::setting>();
    if (record.text(setting.parameter) != "speed" || setting.value <= 0) return;
    const Ground& g = *ground;
    if (!g.device.roller)
        share = skin::independent_share(g.density, static_cast<double>(setting.value) * 1e-3, g.device.needles,
                                        g.device.swath_mm);
}

void SkinState::Data::take_cream_off(CellRecord& cell) const {
    if (cell.cream_on_ms == kNever) return;
    cell.cream_dwell_ms = now_ms() - cell.cream_on_ms;
    cell.cream_off_ms = now_ms();
    cell.cream_on_ms = kNever;
}

void SkinState::Data::stop_cooling(CellRecord& cell) const {
    if (cell.cool_from_ms == kNever) return;
    cell.cooled_ms += now_ms() - cell.cool_from_ms;
    cell.cool_from_ms = kNever;
}

// A cloth takes off what lies on the skin. Antiseptic that has dried stays; wet it is gone, and with it its effect.
void SkinState::Data::wipe(CellRecord& cell, std::uint32_t at) {
    const TissueRules& t = ground->tissue;
    const double left = 1 - t.wipe_share;
    cell.gel = gel(cell) * left;
    cell.gel_ms = now_ms();
    cell.serum *= left;
    cell.cream *= left;
    if (cell.cream < t.gone_below) take_cream_off(cell);
    if (cell.channels > 0) {
        const double points = pinpoints(at, around(at));
        cell.wiped_pinpoints += t.wipe_share * np_max(0, points - cell.wiped_pinpoints);
    }
    if (cell.antiseptic_ms != kNever && static_cast<double>(now_ms() - cell.antiseptic_ms) < t.antiseptic_dry_s * 1000)
        cell.antiseptic_ms = kNever;
}

void SkinState::Data::swipe(sdk::RecordView record) {
    const np_swipe& swipe = *record.raw<sdk::event::swipe>();
    const std::string_view what = record.text(swipe.substance);
    const bool cloth_or_gel =
        what == "gauze" || what == "saline" || what == "gel" || what == "serum" || what == "cool_mask";
    // Bottles are never clean outside; what flows out of them is. A soiled cloth or nozzle soils what it goes over.
    const bool soils = (swipe.state & 1U) != 0 && cloth_or_gel;
    for (const std::uint32_t at : record.array<std::uint32_t>(swipe.cell)) {
        if (at >= cells.size() || ground->cells[at].area_cm2 == 0) continue;
        CellRecord& cell = cells[at];
        change(at);
        if (what != "cool_mask") stop_cooling(cell);
        if (what == "cleanser") {
            wipe(cell, at);
            cell.residue *= 1 - ground->tissue.cleanse_share;
        } else if (what == "anaesthetic") {
            if (cell.cream_on_ms == kNever) cell.cream_on_ms = now_ms();
            cell.cream_off_ms = kNever;
            cell.cream = 1;
        } else if (what == "antiseptic") {
            cell.antiseptic_ms = now_ms();
        } else if (what == "gel") {
            cell.gel = 1;
            cell.gel_ms = now_ms();
        } else if (what == "gauze" || what == "saline") {
            wipe(cell, at);
        } else if (what == "serum") {
            cell.serum = 1;
        } else if (what == "cool_mask") {
            if (cell.cool_from_ms == kNever) cell.cool_from_ms = now_ms();
        }
        if (soils) cell.soiled_ms = now_ms();
    }
}

// A cool mask that is taken off or put away has stopped cooling everywhere.
void SkinState::Data::action(sdk::RecordView record) {
    const np_action& action = *record.raw<sdk::event::action>();
    if (record.text(action.thing) != "cool_mask") return;
    const std::string_view verb = record.text(action.verb);
    if (verb != "put" && verb != "remove") return;
    for (std::uint32_t at = 0; at < cells.size(); ++at) {
        if (cells[at].cool_from_ms == kNever) continue;
        stop_cooling(cells[at]);
        change(at);
    }
}

std::vector<std::uint32_t> SkinState::take_changed() {
    Data& d = *data_;
    std::vector<std::uint32_t> all;
    for (const std::uint32_t cell : d.changed) {
        d.cells[cell].changed = false;
        all.push_back(cell);
        // Density is smoothed: a new channel shows in the cells around, too.
        if (d.cells[cell].channels == 0) continue;
        for (const std::uint32_t near : d.ground->neighbours(cell)) all.push_back(near);
    }
    d.changed.clear();
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void SkinState::hash_into(Sha256& hash) const {
    const Data& d = *data_;
    ByteWriter out;
    out.put(d.skipped_ms);
    out.put(d.share);
    out.put(d.stroke);
    out.put(d.pain_level);
    out.put(d.pain_peak);
    out.put(d.pain_ms);
    for (const double pain : d.zone_peak_pain) out.put(pain);
    for (const std::int64_t last : d.zone_last_ms) out.put(last);
    for (const std::uint32_t cell : d.stroke_cells) out.put(cell);
    for (std::uint32_t at = 0; at < d.cells.size(); ++at) {
        const CellRecord& c = d.cells[at];
        if (!c.touched) continue;
        out.put(at);
        out.put(c.hits);
        out.put(c.channels);
        for (const std::int64_t whole :
             {c.nominal_sum_um, c.depth_sum_um, c.first_ms, c.burst_ms, c.last_ms, c.gel_ms, c.cream_on_ms,
              c.cream_off_ms, c.antiseptic_ms, c.soiled_ms, c.cream_dwell_ms, c.cool_from_ms, c.cooled_ms})
            out.put(whole);
        for (const double real : {c.density, c.settled_density, c.wiped_pinpoints, c.stroke_density, c.stand_density,
                                  c.gel, c.cream, c.residue, c.serum})
            out.put(real);
        out.put(c.stroke);
        out.put(c.worn_by);
        for (const std::uint8_t visits : c.visits) out.put(visits);
    }
    hash.add(out.bytes());
}

}  // namespace np::skin
