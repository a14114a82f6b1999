// What can be asked of the skin at the present time.
#include <algorithm>

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

Band band_of(const DensityRules& rules, double r) {
    if (r < rules.r_light) return Band::kUntreated;
    if (r < rules.r_target_lo) return Band::kLight;
    if (r <= rules.r_target_hi) return Band::kOnTarget;
    return r <= rules.r_over ? Band::kHeavy : Band::kOvertreated;
}

}  // namespace

// Channels begin to bleed one after the other, between the earliest and the latest onset.
double SkinState::Data::bled_density(const CellRecord& cell) const {
    if (cell.channels == 0) return 0;
    const TissueRules& t = ground->tissue;
    const double since_s = static_cast<double>(now_ms() - cell.burst_ms) * 1e-3;
    const double begun = np_clamp((since_s - t.bleed_onset_min_s) / (t.bleed_onset_max_s - t.bleed_onset_min_s), 0, 1);
    return cell.settled_density + (cell.density - cell.settled_density) * begun;
}

SkinState::Data::Around SkinState::Data::around(std::uint32_t cell) const {
    Around result;
    const auto near = ground->neighbours(cell);
    std::int64_t depth_um = 0, channels = 0;
    for (const std::uint32_t other : near) {
        const CellRecord& record = cells[other];
        if (record.channels == 0) continue;
        result.rho += record.density;
        result.bled += bled_density(record);
        depth_um += record.depth_sum_um;
        channels += record.channels;
        result.last_ms = std::max(result.last_ms, record.last_ms);
        result.first_ms = result.first_ms == kNever ? record.first_ms : std::min(result.first_ms, record.first_ms);
    }
    if (channels == 0) return result;
    result.rho /= static_cast<double>(near.size());
    result.bled /= static_cast<double>(near.size());
    result.depth_mm = static_cast<double>(depth_um) * 1e-3 / static_cast<double>(channels);
    return result;
}

double SkinState::Data::pinpoints(std::uint32_t cell, const Around& near) const {
    const std::uint8_t zone = ground->cells[cell].zone;
    if (near.rho <= 0 || zone >= ground->zones.size()) return 0;
    const anatomy::Layers& layers = ground->zones[zone].layers;
    return near.bled * bleeding_share(ground->tissue, near.depth_mm, layers.epidermis_mm, layers.dermis_mm) *
           ground->bleed_more;
}

double SkinState::Data::gel(const CellRecord& cell) const {
    if (cell.gel <= 0) return 0;
    return np_max(0, cell.gel - static_cast<double>(now_ms() - cell.gel_ms) * 1e-3 / ground->tissue.gel_lasts_s);
}

double SkinState::Data::numb(const CellRecord& cell) const {
    if (cell.cream_on_ms != kNever) return numbness(ground->tissue, minutes(now_ms() - cell.cream_on_ms), 0);
    if (cell.cream_off_ms == kNever) return 0;
    return numbness(ground->tissue, minutes(cell.cream_dwell_ms), minutes(now_ms() - cell.cream_off_ms));
}

bool SkinState::Data::prepped(const CellRecord& cell) const {
    if (cell.antiseptic_ms == kNever || cell.soiled_ms >= cell.antiseptic_ms) return false;
    const double since_s = static_cast<double>(now_ms() - cell.antiseptic_ms) * 1e-3;
    return since_s >= ground->tissue.antiseptic_dry_s &&
           since_s <= ground->tissue.antiseptic_dry_s + ground->tissue.antiseptic_valid_s;
}

// Soiled until antiseptic that came later has dried.
bool SkinState::Data::soiled(const CellRecord& cell) const {
    if (cell.soiled_ms == kNever) return false;
    if (cell.antiseptic_ms <= cell.soiled_ms) return true;
    return static_cast<double>(now_ms() - cell.antiseptic_ms) * 1e-3 < ground->tissue.antiseptic_dry_s;
}

void SkinState::Data::describe_channels(std::uint32_t at, const CellRecord& record, CellState& state) const {
    const Around near = around(at);
    if (near.rho <= 0) return;
    const Ground& g = *ground;
    const TissueRules& t = g.tissue;
    const std::int64_t now = now_ms();
    const double since_h = hours(now - near.last_ms), d = dose(t, near.rho, near.depth_mm);
    state.rho_per_cm2 = near.rho;
    state.depth_mm = near.depth_mm;
    state.pinpoints_per_cm2 = pinpoints(at, near);
    const double since_s = static_cast<double>(now - near.last_ms) * 1e-3;
    const double running = np_clamp(1 - (since_s - t.bleed_onset_min_s) / (t.bleed_stop_s * g.bleed_longer), 0, 1);
    state.bleeding_per_cm2 = state.pinpoints_per_cm2 * running;
    const double standing = np_max(0, state.pinpoints_per_cm2 - record.wiped_pinpoints);
    state.blood = np_min(1, t.blood_per_point * standing) * np_exp(-since_s / t.blood_fade_s);
    const std::int64_t cooled = record.cooled_ms + (record.cool_from_ms == kNever ? 0 : now - record.cool_from_ms);
    const double rise = np_clamp(minutes(now - near.first_ms) / t.erythema_rise_min, 0, 1);
    state.erythema = rise * erythema_peak(t, d) * erythema_decay(t, near.depth_mm, since_h) *
                     (cooled > 0 ? cooling(t, minutes(cooled)) : 1);
    state.erythema_visible = state.erythema * g.tone_gain;
    state.barrier_open = skin::barrier_open(t, since_h);
    state.flake = skin::flake(t, d, since_h);
    const std::uint8_t zone = g.cells[at].zone;
    if (zone >= g.zones.size()) {
        state.swelling = skin::swelling(t, d, 1, since_h);
        return;
    }
    const ZoneGround& z = g.zones[zone];
    state.swelling = skin::swelling(t, d, z.swelling_factor, since_h);
    if (z.rho_ref > 0) state.r = near.rho / z.rho_ref;
    if (z.rho_ref > 0 && z.max_mm > 0) state.overdose = state.r * (near.depth_mm / z.max_mm);
}

CellState SkinState::cell(std::uint32_t at) const {
    const Data& d = *data_;
    CellState state;
    if (at >= d.cells.size() || d.ground->cells[at].area_cm2 == 0) return state;
    const CellRecord& record = d.cells[at];
    state.channels = record.channels;
    state.hits = record.hits;
    if (record.hits > 0) state.nominal_mm = static_cast<double>(record.nominal_sum_um) * 1e-3 / record.hits;
    d.describe_channels(at, record, state);
    state.residue = record.residue;
    if (!record.touched) return state;
    state.gel = d.gel(record);
    state.cream = record.cream;
    state.numbness = d.numb(record);
    state.serum = record.serum;
    if (record.antiseptic_ms != kNever)
        state.antiseptic_wet = np_max(
            0, 1 - static_cast<double>(d.now_ms() - record.antiseptic_ms) * 1e-3 / d.ground->tissue.antiseptic_dry_s);
    state.prepped = d.prepped(record);
    state.contaminated = d.soiled(record);
    state.cooled = record.cool_from_ms != kNever;
    return state;
}

ZoneState SkinState::zone(std::uint32_t index) const {
    const Data& d = *data_;
    ZoneState z;
    if (index >= d.ground->zones.size()) return z;
    const ZoneGround& ground = d.ground->zones[index];
    z.cells = static_cast<std::uint32_t>(ground.cells.size());
    z.area_cm2 = ground.area_cm2;
    if (z.cells == 0) return z;
    const double n = z.cells;
    std::int64_t depth_um = 0, nominal_um = 0;
    double rho2 = 0;
    for (const std::uint32_t at : ground.cells) {
        const CellRecord& record = d.cells[at];
        const CellState c = cell(at);
        z.hits += record.hits;
        z.channels += record.channels;
        depth_um += record.depth_sum_um;
        nominal_um += record.nominal_sum_um;
        z.mean_rho_per_cm2 += c.rho_per_cm2 / n;
        z.mean_r += c.r / n;
        z.band_share[static_cast<std::size_t>(band_of(d.ground->density, c.r))] += 1 / n;
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
        if (record.cream_on_ms != kNever)
            z.cream_minutes = np_max(z.cream_minutes, minutes(d.now_ms() - record.cream_on_ms));
    }
    for (const std::uint32_t at : ground.cells) {
        const double off = smoothed_rho(at) - z.mean_rho_per_cm2;
        rho2 += off * off / n;
    }
    if (z.mean_rho_per_cm2 > 0) z.rho_cv = np_sqrt(rho2) / z.mean_rho_per_cm2;
    if (z.channels > 0) z.mean_depth_mm = static_cast<double>(depth_um) * 1e-3 / static_cast<double>(z.channels);
    if (z.hits > 0) z.mean_nominal_mm = static_cast<double>(nominal_um) * 1e-3 / static_cast<double>(z.hits);
    z.bleeding_grade = bleeding_grade(d.ground->tissue, z.pinpoints_per_cm2);
    for (int bin = 0; bin < kDirectionBins; ++bin) {
        // The largest k such that enough cells have k visits: count down the cells that reach each k.
        const auto b = static_cast<std::size_t>(bin);
        std::array<std::uint32_t, 256> with{};
        for (const std::uint32_t at : ground.cells) ++with[d.cells[at].visits[b]];
        std::uint32_t reaching = 0;
        for (int k = 255; k > 0; --k) {
            reaching += with[static_cast<std::size_t>(k)];
            if (reaching < d.ground->density.pass_cell_share * n) continue;
            z.passes_by_direction[b] = k;
            break;
        }
        z.passes += z.passes_by_direction[b];
        z.directions += bin != kStampBin && z.passes_by_direction[b] > 0;
    }
    const std::int64_t last = d.zone_last_ms[index];
    if (last != kNever && hours(d.now_ms() - last) <= d.ground->tissue.after_h)
        z.tenderness = d.ground->tissue.after_share * d.zone_peak_pain[index];
    return z;
}

sdk::Tick SkinState::tick() const {
    return data_->tick;
}
std::int64_t SkinState::clinical_ms() const {
    return data_->now_ms();
}
std::uint32_t SkinState::cell_count() const {
    return static_cast<std::uint32_t>(data_->cells.size());
}
std::uint32_t SkinState::grid_width() const {
    return data_->ground->grid_width;
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

double SkinState::gel(std::uint32_t cell) const {
    return cell < data_->cells.size() ? data_->gel(data_->cells[cell]) : 0;
}
bool SkinState::dry(std::uint32_t cell) const {
    return gel(cell) < data_->ground->tissue.gel_dry_below;
}
double SkinState::smoothed_rho(std::uint32_t cell) const {
    if (cell >= data_->cells.size()) return 0;
    const auto near = data_->ground->neighbours(cell);
    double sum = 0;
    for (const std::uint32_t other : near) sum += data_->cells[other].density;
    return near.empty() ? 0 : sum / static_cast<double>(near.size());
}
std::uint32_t SkinState::visits(std::uint32_t cell, int bin) const {
    if (cell >= data_->cells.size() || bin < 0 || bin >= kDirectionBins) return 0;
    return data_->cells[cell].visits[static_cast<std::size_t>(bin)];
}
std::int64_t SkinState::nominal_sum_um(std::uint32_t cell) const {
    return cell < data_->cells.size() ? data_->cells[cell].nominal_sum_um : 0;
}
std::uint32_t SkinState::hits(std::uint32_t cell) const {
    return cell < data_->cells.size() ? data_->cells[cell].hits : 0;
}

double SkinState::pain_of(std::uint32_t cell, double depth_mm, double force_n) const {
    const Data& d = *data_;
    const TissueRules& t = d.ground->tissue;
    double pain = t.pain_base + t.pain_per_mm * depth_mm + t.pain_per_n * np_max(0, force_n - t.pain_from_n);
    if (cell < d.cells.size()) {
        const std::uint8_t zone = d.ground->cells[cell].zone;
        if (zone < d.ground->zones.size()) pain += d.ground->zones[zone].pain_add;
        pain -= d.numb(d.cells[cell]);
    }
    return np_clamp(pain, 0, 10);
}

double SkinState::pain() const {
    const Data& d = *data_;
    if (d.pain_ms == kNever) return 0;
    return d.pain_level * np_exp(-static_cast<double>(d.now_ms() - d.pain_ms) * 1e-3 / d.ground->tissue.pain_follow_s);
}

}  // namespace np::skin
