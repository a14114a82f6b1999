// The fold's frame: made, copied, given records, asked what changed, hashed.
#include "needlepoint/skin/skin_state.h"

#include <algorithm>

#include "data.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {

Expected<SkinState> SkinState::create(std::shared_ptr<const SkinMap> map, const Parameters& parameters) {
    auto ground = lay_ground(std::move(map), parameters);
    if (!ground) return tl::unexpected(ground.error());
    auto data = std::make_unique<Data>();
    data->ground = std::make_shared<const Ground>(std::move(*ground));
    const Ground& g = *data->ground;
    const std::size_t cells = g.cells.size();
    data->slot_of.resize(cells);
    data->near_channel.resize(cells);
    data->add_slot(NP_NO_CELL);
    data->zones.resize(g.zones.size());
    data->share = g.device.by_hand
                      ? 1
                      : skin::independent_share(g.density, g.device.rate_hz, g.device.needles, g.device.swath_mm);
    data->tip_area_cm2 = NP_PI / 4 * (g.device.swath_mm * 0.1) * (g.device.swath_mm * 0.1);
    if (g.device.energy_mj > 0) {
        data->white.resize(cells);
        data->shot_mj = g.device.energy_mj;
        data->shot_insulated = g.device.insulated;
    }
    data->patch_tested = g.patient.patch_tested;
    data->antiviral = g.patient.antiviral;
    return SkinState(std::move(data));
}

Expected<SkinState> SkinState::create(const anatomy::ZoneTable& table, const Parameters& parameters) {
    auto map = SkinMap::lay(std::make_shared<const anatomy::ZoneTable>(table), parameters);
    if (!map) return tl::unexpected(map.error());
    return create(std::move(*map), parameters);
}

Expected<SkinState> SkinState::create(std::span<const std::byte> zone_table, const Parameters& parameters) {
    const auto table = anatomy::ZoneTable::decode(zone_table);
    if (!table) return tl::unexpected(table.error());
    return create(*table, parameters);
}

// The first slot is that of every cell to which nothing has happened.
std::uint32_t SkinState::Data::add_slot(std::uint32_t cell) {
    const auto slot = static_cast<std::uint32_t>(cell_of.size());
    if (slot != 0) slot_of[cell] = slot;
    cell_of.push_back(cell);
    channels.emplace_back();
    needles.emplace_back();
    reach.emplace_back();
    if (slot != 0) reach.back().neighbours = static_cast<std::uint32_t>(ground->neighbours(cell).size());
    films.emplace_back().residue = ground->tissue.residue_at_start;
    note_film(slot);
    visits.emplace_back();
    return slot;
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
            return data_->strike(record);
        case NP_KIND_stroke_end:
            return data_->stroke_end(record);
        case NP_KIND_setting:
            return data_->setting(record);
        case NP_KIND_swipe:
            return data_->swipe(record);
        case NP_KIND_action:
            return data_->action(record);
        case NP_KIND_touch:
            return data_->touch(record);
        case NP_KIND_skip: {
            const std::int64_t seconds = record.raw<sdk::event::skip>()->seconds;
            if (seconds > 0) data_->skipped_ms += seconds * 1000;
            return;
        }
        default:
            return;
    }
}

std::vector<std::uint32_t> SkinState::take_changed() {
    Data& d = *data_;
    std::vector<std::uint32_t> all;
    for (const std::uint32_t cell : d.changed) {
        d.needles[d.slot_of[cell]].changed = false;
        all.push_back(cell);
        // Density is smoothed: a new channel shows in the cells around, too.
        if (d.channels_at(cell).channels == 0) continue;
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
    for (const ZoneRecord& z : d.zones) {
        for (const double real : {z.peak_pain, z.felt_peak}) out.put(real);
        for (const std::int64_t whole : {z.first_ms, z.last_ms}) out.put(whole);
        for (const std::uint64_t count : {z.hits, z.forced, z.deep, z.dragged, z.channels, z.dirty}) out.put(count);
        out.put(z.peak_force_mn);
        out.put(static_cast<std::uint8_t>(z.reused + 2 * z.foreign));
    }
    for (const bool flag : {d.tip_spoiled, d.told_aftercare, d.told_sun, d.patch_tested, d.antiviral})
        out.put(static_cast<std::uint8_t>(flag));
    for (const std::string& name : d.spoiled) out.put_text(name);
    for (const std::uint32_t cell : d.stroke_cells) out.put(cell);
    for (std::uint32_t at = 0; at < d.slot_of.size(); ++at) {
        const std::uint32_t slot = d.slot_of[at];
        const NeedleRecord& n = d.needles[slot];
        if (!n.touched) continue;
        const ChannelRecord& c = d.channels[slot];
        const FilmRecord& f = d.films[slot];
        out.put(at);
        if (const DragRecord* drag = d.drag_at(at))
            for (const std::int32_t way_um : drag->way_um) out.put(way_um);
        for (const std::uint32_t count : {c.channels, n.hits, n.stroke, n.worn_by}) out.put(count);
        for (const std::int64_t whole :
             {n.nominal_sum_um, c.depth_sum_um, c.first_ms, c.burst_ms, c.last_ms, f.gel_ms, f.cream_on_ms,
              f.cream_off_ms, f.antiseptic_ms, f.soiled_ms, f.cream_dwell_ms, f.cool_ms, f.cooled_ms})
            out.put(whole);
        for (const double real : {c.density, c.settled_density, n.stroke_density, n.stand_density, f.wiped_pinpoints,
                                  f.cool_left, f.gel, f.cream, f.residue, f.serum})
            out.put(real);
        out.put(static_cast<std::uint8_t>(f.cool_on + 2 * f.foreign));
        for (const std::uint8_t visits : d.visits[slot]) out.put(visits);
    }
    if (d.ground->device.energy_mj > 0) {
        out.put(d.shot_mj);
        out.put(d.whitened);
        for (const ZoneRecord& z : d.zones) out.put(z.heat_mj);
        for (const WarmShot& shot : d.warm) {
            for (const std::int32_t um : shot.tip_um) out.put(um);
            out.put(shot.at_ms);
            out.put(shot.surface_mj);
        }
        for (const std::uint8_t white : d.white) out.put(white);
        out.put(static_cast<std::uint8_t>(d.shot_insulated));
    }
    hash.add(out.bytes());
}

}  // namespace np::skin
