#include "needlepoint/plugin_host/fold.h"

#include <algorithm>

#include "crew.h"
#include "host_side.h"
#include "instance.h"
#include "needlepoint/plugin_host/own_parameters.h"

namespace np::plugin_host {

std::span<const std::byte> SessionFacts::table() const {
    const auto* bytes = std::get_if<std::vector<std::byte>>(&patient);
    return bytes != nullptr ? std::span<const std::byte>(*bytes)
                            : std::get<std::shared_ptr<const PatientSkin>>(patient)->zone_table();
}

Expected<std::shared_ptr<const PatientSkin>> SessionFacts::laid_out() const {
    if (const auto* made = std::get_if<std::shared_ptr<const PatientSkin>>(&patient)) return *made;
    return PatientSkin::create(table(), parameters);
}

namespace {

// Where a scorer sits: in this process, or in a crew.
struct Seat {
    std::unique_ptr<Instance> here;
    std::size_t crew = 0, place = 0;
};

}  // namespace

struct Fold::Data {
    SessionFacts facts;
    FoldOptions options;
    LogLine log;
    std::vector<std::string> zone_ids;
    std::size_t cells = 0;
    std::unique_ptr<SharedFacts> shared;  // null: no scorer runs here
    std::vector<Seat> seats;              // in the order of the scorers
    std::vector<std::unique_ptr<Crew>> crews;
    std::shared_ptr<RingWriter> ring;  // null: no crew
    sdk::EventBuffer batch;            // the open one; empty if no scorer runs here
    bool open = false;
    sdk::Tick batch_begin = 0;  // of the open batch
    sdk::Tick last_tick = 0;
    sdk::Tick closed_until = 0;  // everything below was handed over
    bool over = false;

    // Whether a record of that tick may come now; hands over the batch that it leaves behind.
    Status admit(sdk::Tick tick);
    // Records of the open batch.
    void take(std::span<const std::byte> bytes, std::size_t records);
    // The open batch, which is over.
    void hand_over() { hand_over(batch.bytes(), batch.count()); }
    void hand_over(std::span<const std::byte> bytes, std::size_t records);
    void pass_logs();
};

void Fold::Data::hand_over(std::span<const std::byte> bytes, std::size_t records) {
    if (!open) return;
    open = false;
    closed_until = batch_begin + NP_BATCH_TICKS;
    if (!shared) return;
    shared->tissue.consume(bytes, records);
    shared->tissue.advance_to(closed_until - 1);
    const np_batch view = {sizeof(np_batch),
                           static_cast<std::uint32_t>(records),
                           batch_begin,
                           closed_until,
                           reinterpret_cast<const np_event_header*>(bytes.data()),
                           bytes.size()};
    for (const Seat& seat : seats)
        if (seat.here) seat.here->consume(view);
    batch.clear();
}

void Fold::Data::pass_logs() {
    for (const auto& crew : crews)
        for (const Logged& line : crew->take_log())
            if (log) log(line.scorer, line.level, line.text);
}

Fold::Fold(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Fold::Fold(Fold&&) noexcept = default;
Fold& Fold::operator=(Fold&&) noexcept = default;
Fold::~Fold() = default;

namespace {

// Who works together: all that are pinned in one worker, every other alone.
std::vector<Libraries> crews_of(const Libraries& scorers) {
    std::vector<Libraries> crews;
    Libraries pinned;
    for (const auto& library : scorers)
        if (library->apart() && library->pinned() && pinned.size() < 32) pinned.push_back(library);
    if (!pinned.empty()) crews.push_back(pinned);
    for (const auto& library : scorers)
        if (library->apart() && std::find(pinned.begin(), pinned.end(), library) == pinned.end())
            crews.push_back({library});
    return crews;
}

}  // namespace

Expected<Fold> Fold::begin(const Libraries& libraries, SessionFacts facts, LogLine log, FoldOptions options) {
    auto data = std::make_unique<Data>();
    data->facts = std::move(facts);
    data->options = std::move(options);
    data->log = std::move(log);
    const Libraries scorers = of_kind(libraries, Kind::kScorer);
    add_own_defaults(data->facts.parameters, scorers);
    const auto patient = data->facts.laid_out();
    if (!patient) return tl::unexpected(patient.error());
    data->zone_ids = (*patient)->zone_ids();
    data->cells = (*patient)->cells().size();
    if (std::any_of(scorers.begin(), scorers.end(), [](const auto& one) { return !one->apart(); }) || scorers.empty()) {
        auto tissue = Tissue::create(*patient, data->facts.parameters);
        if (!tissue) return tl::unexpected(tissue.error());
        data->shared = std::make_unique<SharedFacts>(data->facts, std::move(*tissue), data->log);
    }
    for (Libraries& together : crews_of(scorers)) {
        if (!data->ring) {
            auto ring = RingWriter::create();
            if (!ring) return tl::unexpected(ring.error());
            data->ring = std::move(*ring);
        }
        data->crews.push_back(std::make_unique<Crew>(std::move(together), data->facts, data->ring, data->options,
                                                     data->zone_ids.size(), data->cells));
    }
    for (std::size_t i = 0; i < scorers.size(); ++i) {
        Seat seat;
        if (!scorers[i]->apart())
            seat.here = std::make_unique<Instance>(scorers[i], *data->shared, data->options.page, i);
        for (std::size_t crew = 0; crew < data->crews.size(); ++crew) {
            const Libraries& members = data->crews[crew]->scorers();
            const auto at = std::find(members.begin(), members.end(), scorers[i]);
            if (at == members.end()) continue;
            seat.crew = crew;
            seat.place = static_cast<std::size_t>(at - members.begin());
        }
        data->seats.push_back(std::move(seat));
    }
    return Fold(std::move(data));
}

Status Fold::Data::admit(sdk::Tick tick) {
    if (tick < last_tick || tick < closed_until)
        return no("records in the order of time were expected, found tick " + std::to_string(tick) + " after tick " +
                  std::to_string(tick < last_tick ? last_tick : closed_until - 1));
    if (tick >= batch_begin + NP_BATCH_TICKS) {
        hand_over();
        batch_begin = tick - tick % NP_BATCH_TICKS;
        if (ring) {
            ring->note_tick(tick);
            for (const auto& crew : crews) crew->keep_pace();
        }
    }
    open = true;
    last_tick = tick;
    return {};
}

void Fold::Data::take(std::span<const std::byte> bytes, std::size_t records) {
    if (shared && records != 0) batch.append_bytes(bytes, records);
}

Status Fold::consume(sdk::RecordView record) {
    if (sdk::is_input(record.kind())) return {};
    if (Status admitted = data_->admit(record.tick()); !admitted) return admitted;
    if (data_->ring) data_->ring->post(record.bytes());
    data_->take(record.bytes(), 1);
    return {};
}

// Records of one batch go in together, and without a copy where all of it is here.
Status Fold::consume(const sdk::EventBuffer& records) {
    Data& data = *data_;
    const std::byte* run = records.bytes().data();
    std::size_t run_bytes = 0, run_records = 0;
    const auto take_run = [&](const std::byte* next) {
        data.take({run, run_bytes}, run_records);
        run = next;
        run_bytes = run_records = 0;
    };
    for (const sdk::RecordView record : records) {
        const std::span<const std::byte> bytes = record.bytes();
        if (sdk::is_input(record.kind())) {
            take_run(bytes.data() + bytes.size());
            continue;
        }
        const sdk::Tick tick = record.tick();
        if (tick < data.last_tick || tick >= data.batch_begin + NP_BATCH_TICKS || !data.open) {
            if (tick >= data.batch_begin + NP_BATCH_TICKS && data.batch.empty() && run_records != 0) {
                data.hand_over({run, run_bytes}, run_records);
                run_bytes = run_records = 0;
            }
            take_run(bytes.data());
            if (Status admitted = data.admit(tick); !admitted) return admitted;
        }
        data.last_tick = tick;
        if (data.ring) data.ring->post(bytes);
        run_bytes += bytes.size();
        ++run_records;
    }
    take_run(nullptr);
    return {};
}

void Fold::close() {
    data_->hand_over();
    data_->over = true;
}

std::vector<Result> Fold::results() const {
    std::vector<std::vector<Result>> from_crews;
    for (const auto& crew : data_->crews) from_crews.push_back(crew->results(data_->closed_until, data_->over));
    data_->pass_logs();
    std::vector<Result> results;
    for (const Seat& seat : data_->seats)
        results.push_back(seat.here ? seat.here->answer(data_->closed_until) : from_crews[seat.crew][seat.place]);
    return results;
}

const std::vector<std::string>& Fold::zone_ids() const {
    return data_->zone_ids;
}

}  // namespace np::plugin_host
