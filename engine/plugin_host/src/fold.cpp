#include "needlepoint/plugin_host/fold.h"

#include <exception>

#include "answer.h"
#include "host_side.h"

namespace np::plugin_host {
namespace {

std::uint32_t mode_of(const Parameters& parameters) {
    const auto mode = parameters.text("session.mode");
    if (mode == "assessment") return NP_MODE_ASSESSMENT;
    return mode == "tutorial" ? NP_MODE_TUTORIAL : NP_MODE_PRACTICE;
}

// One scorer at work.
class Instance {
  public:
    Instance(std::shared_ptr<const Library> library, const SharedFacts& shared)
        : library_(std::move(library)),
          side_(shared, library_->manifest().id),
          answer_(shared.tissue.zones().size(), shared.tissue.cells().size()) {
        const np_session session = {sizeof(np_session), mode_of(shared.session.parameters), shared.session.seed,
                                    shared.session.scenario.c_str()};
        guarded(0, [&] {
            instance_ = library_->scorer().create(&side_.host);
            return instance_ == nullptr ? NP_FAULT : library_->scorer().begin(instance_, &session);
        });
    }
    ~Instance() {
        try {
            if (instance_ != nullptr) library_->scorer().destroy(instance_);
        } catch (...) {
            // Its mark is already given; there is nothing left to tell.
        }
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    void consume(const np_batch& batch) {
        if (!fault_.empty()) return;
        guarded(batch.end_tick, [&] { return library_->scorer().consume(instance_, &batch); });
    }

    Result answer(sdk::Tick now) {
        const Manifest& manifest = library_->manifest();
        Result result;
        result.id = manifest.id;
        result.version = manifest.version;
        result.name_key = manifest.name_key;
        result.digest = library_->digest();
        if (fault_.empty()) ask(now, result);
        if (fault_.empty()) return result;
        result.state = State::kNotScored;
        result.reason = fault_;
        result.tick = fault_tick_;
        return result;
    }

  private:
    // A fault here must not stick: whether somebody asked in between may not change the final answer.
    void ask(sdk::Tick now, Result& result) {
        answer_.open(now);
        guarded(now, [&] { return library_->scorer().finish(instance_, answer_.sink()); });
        answer_.close(result.id, result);
        result.tick = result.state == State::kNotScored ? now : 0;
        if (fault_.empty()) return;
        result.state = State::kNotScored;
        result.reason = std::move(fault_);
        fault_.clear();
        result.findings.clear();
        result.figures.clear();
    }

    template <class Call>
    void guarded(sdk::Tick tick, Call&& call) {
        side_.fault.clear();
        std::string problem;
        try {
            if (call() != NP_OK) problem = side_.fault.empty() ? "the scorer gave up without a reason" : side_.fault;
        } catch (const std::exception& escaped) {
            problem = std::string("the scorer let an exception escape: ") + escaped.what();
        } catch (...) {
            problem = "the scorer let an exception escape";
        }
        if (problem.empty() && !answer_.misuse().empty()) problem = answer_.misuse();
        if (problem.empty()) return;
        fault_ = std::move(problem);
        fault_tick_ = tick;
    }

    std::shared_ptr<const Library> library_;
    HostSide side_;
    Answer answer_;
    void* instance_ = nullptr;
    std::string fault_;  // not empty: it can't go on
    sdk::Tick fault_tick_ = 0;
};

}  // namespace

struct Fold::Data {
    SharedFacts shared;
    std::vector<std::unique_ptr<Instance>> instances;
    sdk::EventBuffer batch;
    sdk::Tick batch_begin = 0;  // of the open batch
    sdk::Tick last_tick = 0;
    sdk::Tick closed_until = 0;  // everything below was handed over

    Data(SessionFacts facts, Tissue tissue, LogLine log)
        : shared(std::move(facts), std::move(tissue), std::move(log)) {}

    void hand_over() {
        if (batch.empty()) return;
        closed_until = batch_begin + NP_BATCH_TICKS;
        for (const sdk::RecordView record : batch) shared.tissue.consume(record);
        shared.tissue.advance_to(closed_until - 1);
        const np_batch view = {sizeof(np_batch),
                               static_cast<std::uint32_t>(batch.count()),
                               batch_begin,
                               closed_until,
                               (*batch.begin()).header(),
                               batch.bytes().size()};
        for (const auto& instance : instances) instance->consume(view);
        batch.clear();
    }
};

Fold::Fold(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Fold::Fold(Fold&&) noexcept = default;
Fold& Fold::operator=(Fold&&) noexcept = default;
Fold::~Fold() = default;

Expected<Fold> Fold::begin(const Libraries& scorers, const SessionFacts& facts, LogLine log) {
    auto tissue = Tissue::create(facts.zone_table, facts.parameters);
    if (!tissue) return tl::unexpected(tissue.error());
    auto data = std::make_unique<Data>(facts, std::move(*tissue), std::move(log));
    for (const auto& library : of_kind(scorers, Kind::kScorer))
        data->instances.push_back(std::make_unique<Instance>(library, data->shared));
    return Fold(std::move(data));
}

Status Fold::consume(sdk::RecordView record) {
    if (sdk::is_input(record.kind())) return {};
    Data& data = *data_;
    const sdk::Tick tick = record.tick();
    if (tick < data.last_tick || tick < data.closed_until)
        return no("records in the order of time were expected, found tick " + std::to_string(tick) + " after tick " +
                  std::to_string(tick < data.last_tick ? data.last_tick : data.closed_until - 1));
    if (tick >= data.batch_begin + NP_BATCH_TICKS) {
        data.hand_over();
        data.batch_begin = tick - tick % NP_BATCH_TICKS;
    }
    data.last_tick = tick;
    data.batch.append(record);
    return {};
}

void Fold::close() {
    data_->hand_over();
}

std::vector<Result> Fold::results() const {
    std::vector<Result> results;
    for (const auto& instance : data_->instances) results.push_back(instance->answer(data_->closed_until));
    return results;
}

const std::vector<std::string>& Fold::zone_ids() const {
    return data_->shared.tissue.zone_ids();
}

}  // namespace np::plugin_host
