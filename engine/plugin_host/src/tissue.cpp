#include "needlepoint/plugin_host/tissue.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "backlog.h"
#include "needlepoint/skin/follow_up.h"

namespace np::plugin_host {

struct Tissue::Data {
    std::shared_ptr<const PatientSkin> patient;
    double seat_force_n = 0;
    skin::Aftercare good, careless;
    skin::SkinState folded;
    // What is not folded yet, until somebody asks. Who asks once asks again: from then on records are folded as they
    // come, and no question has to wait for a long backlog.
    std::optional<Backlog> backlog = Backlog();
    sdk::Tick reached = 0;
    // Several scorers ask the same of a zone at the same moment, and of thousands of cells each time: what was answered
    // is kept until something happens.
    struct Answers {
        std::vector<skin::CellState> cells;
        std::optional<skin::ZoneState> state;
        std::optional<skin::ZoneOutlook> outlook;
    };
    std::vector<Answers> answered;  // by zone

    Data(std::shared_ptr<const PatientSkin> of, skin::SkinState state)
        : patient(std::move(of)), folded(std::move(state)) {}
    // The skin as it is now.
    const skin::SkinState& skin() {
        if (backlog) backlog->fold_into(folded);
        backlog.reset();
        folded.advance_to(reached);
        return folded;
    }
    // What the patient will do at home, as the visit has taught her so far.
    skin::Aftercare aftercare() {
        const auto told = skin().told();
        return skin::as_told(good, careless, told.aftercare, told.sun);
    }
    // All three of a zone that the patient has.
    const std::vector<skin::CellState>& cells(std::uint32_t zone) {
        auto& kept = answers(zone).cells;
        if (kept.empty()) kept = skin().cells(zone);
        return kept;
    }
    const skin::ZoneState& state(std::uint32_t zone) {
        auto& kept = answers(zone).state;
        if (!kept) kept = skin().zone(zone, cells(zone));
        return *kept;
    }
    const skin::ZoneOutlook& outlook(std::uint32_t zone) {
        auto& kept = answers(zone).outlook;
        if (!kept) kept = skin::outlook(skin(), zone, cells(zone), aftercare());
        return *kept;
    }
    // Of a cell alone not more is worked out than is there.
    skin::CellState cell(std::uint32_t cell) {
        const auto all = patient->cells();
        if (cell >= all.size() || all[cell].treatable == 0 || answers(all[cell].zone).cells.empty())
            return skin().cell(cell);
        const auto of_zone = patient->treatable_cells(all[cell].zone);
        const auto at = std::lower_bound(of_zone.begin(), of_zone.end(), cell);
        return answers(all[cell].zone).cells[static_cast<std::size_t>(at - of_zone.begin())];
    }
    Answers& answers(std::uint32_t zone) {
        if (answered.empty()) answered.resize(patient->zones().size());
        return answered[zone];
    }
    // Whether records of that tick can wait.
    bool can_wait(sdk::Tick tick) {
        answered.clear();
        if (tick < reached) (void)skin();  // it was reached before they came, which the skin has to know
        return backlog.has_value();
    }
    double stiffness(std::uint32_t zone) const {
        const auto zones = patient->zones();
        return zone < zones.size() ? zones[zone].stiffness : 1.0;
    }
};

Expected<Tissue> Tissue::create(std::span<const std::byte> zone_table, const Parameters& parameters) {
    auto patient = PatientSkin::create(zone_table, parameters);
    if (!patient) return tl::unexpected(patient.error());
    return create(std::move(*patient), parameters);
}

Expected<Tissue> Tissue::create(std::shared_ptr<const PatientSkin> patient, const Parameters& parameters) {
    const auto seat_force_n = parameters.need("contact.seat_force_n");
    if (!seat_force_n) return tl::unexpected(seat_force_n.error());
    auto skin = skin::SkinState::create(patient->map(), parameters);
    if (!skin) return tl::unexpected(skin.error());
    auto good = skin::read_aftercare(parameters, "good");
    if (!good) return tl::unexpected(good.error());
    auto careless = skin::read_aftercare(parameters, "careless");
    if (!careless) return tl::unexpected(careless.error());
    auto data = std::make_unique<Data>(std::move(patient), std::move(*skin));
    data->seat_force_n = *seat_force_n;
    data->good = std::move(*good);
    data->careless = std::move(*careless);
    return Tissue(std::move(data));
}

Tissue::Tissue(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Tissue::Tissue(Tissue&&) noexcept = default;
Tissue& Tissue::operator=(Tissue&&) noexcept = default;
Tissue::~Tissue() = default;

void Tissue::consume(sdk::RecordView record) {
    consume(record.bytes(), 1);
}
void Tissue::consume(std::span<const std::byte> records, std::size_t count) {
    if (count == 0) return;
    sdk::EventBuffer::Iterator at(records.data());
    if (data_->can_wait((*at).tick())) return data_->backlog->append(records, count, data_->folded);
    for (; count > 0; --count, ++at) data_->folded.consume(*at);
}
void Tissue::advance_to(sdk::Tick tick) {
    data_->answered.clear();
    data_->reached = std::max(data_->reached, tick);
    if (!data_->backlog) data_->folded.advance_to(tick);
}
const PatientSkin& Tissue::patient() const {
    return *data_->patient;
}

np_tissue_cell Tissue::cell(std::uint32_t index) const {
    const skin::SkinState& skin = data_->skin();
    const skin::CellState state = data_->cell(index);
    np_tissue_cell cell = {};
    cell.rho_per_cm2 = state.rho_per_cm2;
    cell.r = state.r;
    cell.mean_nominal_mm = state.nominal_mm;
    cell.mean_depth_mm = state.depth_mm;
    cell.pinpoints_per_cm2 = state.pinpoints_per_cm2;
    cell.erythema = state.erythema;
    cell.blood = state.blood;
    cell.gel = state.gel;
    cell.cream = state.cream;
    cell.antiseptic_wet = state.antiseptic_wet;
    cell.residue = state.residue;
    cell.hits = state.hits;
    cell.channels = state.channels;
    cell.flags = (state.prepped ? std::uint32_t{NP_TISSUE_PREPPED} : 0u) |
                 (state.contaminated ? std::uint32_t{NP_TISSUE_CONTAMINATED} : 0u) |
                 (skin.dry(index) ? std::uint32_t{NP_TISSUE_DRY} : 0u);
    for (int bin = 0; bin < skin::kDirectionBins; ++bin)
        cell.visits[bin] = static_cast<std::uint8_t>(std::min<std::uint32_t>(255, skin.visits(index, bin)));
    return cell;
}

np_tissue_zone Tissue::zone(std::uint32_t index) const {
    np_tissue_zone zone = {};
    if (index >= data_->patient->zones().size()) return zone;
    const skin::ZoneState& state = data_->state(index);
    zone.hits = state.hits;
    zone.channels = state.channels;
    zone.area_cm2 = state.area_cm2;
    zone.mean_rho_per_cm2 = state.mean_rho_per_cm2;
    zone.rho_cv = state.rho_cv;
    zone.mean_r = state.mean_r;
    zone.mean_nominal_mm = state.mean_nominal_mm;
    zone.mean_depth_mm = state.mean_depth_mm;
    zone.pinpoints_per_cm2 = state.pinpoints_per_cm2;
    zone.erythema = state.erythema;
    zone.swelling = state.swelling;
    std::copy(state.band_share.begin(), state.band_share.end(), zone.band_share);
    zone.treatable_cells = state.cells;
    zone.passes = static_cast<std::uint32_t>(state.passes);
    for (int bin = 0; bin < skin::kDirectionBins; ++bin)
        zone.passes_in_bin[bin] = static_cast<std::uint32_t>(state.passes_by_direction[static_cast<std::size_t>(bin)]);
    zone.directions = static_cast<std::uint32_t>(state.directions);
    zone.bleeding_grade = static_cast<std::uint32_t>(state.bleeding_grade);
    return zone;
}

np_tissue_outlook Tissue::outlook(std::uint32_t index) const {
    np_tissue_outlook out = {};
    if (index >= data_->patient->zones().size()) return out;
    const skin::SkinState& skin = data_->skin();
    const skin::ZoneOutlook& from = data_->outlook(index);
    const skin::ZoneState& state = data_->state(index);
    const skin::ZoneHarm harm = skin.harm(index);
    out.peak_pain = state.peak_pain;
    out.tenderness = state.tenderness;
    out.erythema_peak = from.erythema_peak;
    out.swelling_peak = from.swelling_peak;
    out.barrier_open = state.barrier_open;
    out.overdose = state.overdose;
    out.overdose_share = from.overdose_share;
    out.downtime_days = from.downtime_days;
    out.planned_downtime_days = from.planned_downtime_days;
    out.collagen = from.collagen;
    out.planned_collagen = from.planned_collagen;
    out.texture = from.texture;
    out.planned_texture = from.planned_texture;
    out.burden = from.burden;
    out.planned_burden = from.planned_burden;
    static_assert(skin::kComplications == NP_COMPLICATIONS);
    for (std::size_t i = 0; i < skin::kComplications; ++i) {
        out.risk[i] = from.fates[i].probability;
        out.planned_risk[i] = from.planned_risk[i];
    }
    out.peak_force_mn = harm.peak_force_n * 1000;
    out.forced_share = harm.forced_share;
    out.deep_share = harm.deep_share;
    out.dragged_share = harm.dragged_share;
    out.dirty_share = harm.dirty_share;
    const auto flag = [&](bool on, std::uint32_t bit) { out.flags |= on ? bit : 0U; };
    flag(from.needled, NP_OUTLOOK_NEEDLED);
    flag(skin.planned(index).rho_per_cm2 > 0, NP_OUTLOOK_PLANNED);
    flag(from.overtreated, NP_OUTLOOK_OVERTREATED);
    flag(state.petechiae, NP_OUTLOOK_PETECHIAE);
    flag(state.bruise, NP_OUTLOOK_BRUISE);
    out.goal_grade = skin.goal_grade(index);
    return out;
}

double Tissue::collagen(std::uint32_t zone, double weeks, bool planned) const {
    return zone < data_->patient->zones().size()
               ? skin::collagen_after(data_->skin(), data_->outlook(zone), weeks, {}, planned)
               : 0;
}
double Tissue::pain() const {
    return data_->skin().pain();
}
double Tissue::peak_pain() const {
    return data_->skin().peak_pain();
}

void Tissue::nominal_depths(const sdk::RecordView& strike, double* out) const {
    data_->folded.nominal_depths(strike, out);
}

double Tissue::seating_force_mn(std::uint32_t zone, std::uint32_t needles) const {
    const double stiffness = data_->stiffness(zone);
    return data_->seat_force_n * needles * stiffness * 1000.0;
}

}  // namespace np::plugin_host
