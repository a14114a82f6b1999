#include "needlepoint/session/recorder.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "block_writer.h"

namespace np::session {

namespace {

// The ticks of one block on their way to the writer.
struct Batch {
    sdk::Tick first_tick = 0, end_tick = 0;
    sdk::EventBuffer inputs, events;

    std::size_t bytes() const { return inputs.bytes().size() + events.bytes().size(); }
};

// A block that grows beyond this is closed early, at the end of its tick.
constexpr std::size_t kEarlyBytes = 1u << 20;
// How often the writer's thread looks for a batch: soon enough that 100 ms are never lost, and the step's thread need
// not wake it. More than so many batches waiting call it at once.
constexpr auto kLookEvery = std::chrono::milliseconds(8);
constexpr std::size_t kHeap = 2;
// What may wait for a disk that stands still before the recorder gives up rather than eat the machine's memory.
constexpr std::size_t kWaitingBytes = 256u << 20;

// By kind: whether there is such a kind, looked up once for every record of a session.
constexpr auto kKnown = [] {
    std::array<bool, 64> known{};
    for (const sdk::KindInfo& kind : sdk::kKinds) known[kind.number] = true;
    return known;
}();

bool known(std::uint16_t kind) {
    return kind < kKnown.size() && kKnown[kind];
}

constexpr std::size_t kMostRecords = 0xFFFF, kMostBytes = kMaxChunkBytes / 4;

bool fits(sdk::Tick tick, const sdk::RecordView& record, bool input) {
    return known(record.kind()) && sdk::is_input(record.kind()) == input && record.tick() == tick;
}
bool fit(sdk::Tick tick, const sdk::EventBuffer& records, bool inputs) {
    if (records.count() > kMostRecords || records.bytes().size() > kMostBytes) return false;
    for (const sdk::RecordView record : records)
        if (!fits(tick, record, inputs)) return false;
    return true;
}

// Why they don't fit. Words are kept apart from the few instructions that a live tick needs: its caches are cold.
[[gnu::cold]] Status misfit(sdk::Tick tick, const sdk::EventBuffer& records, bool inputs) {
    if (records.count() > kMostRecords || records.bytes().size() > kMostBytes)
        return usage("tick " + std::to_string(tick) + " has more records than one tick may have (65535, 2 MiB)");
    for (const sdk::RecordView record : records) {
        if (fits(tick, record, inputs)) continue;
        if (known(record.kind()) && sdk::is_input(record.kind()) == inputs)
            return usage("records of tick " + std::to_string(tick) + " were expected, found one of tick " +
                         std::to_string(record.tick()));
        return usage("a record of kind " + std::to_string(record.kind()) + " was given as " +
                     (inputs ? "an input" : "an event"));
    }
    return {};
}

}  // namespace

struct Recorder::State {
    State(OutputFile file, Options chosen) : options(chosen), writer(std::move(file)) {}
    ~State() { stop_thread(); }

    // What each tick needs lies together.
    Batch batch;  // being filled by the caller
    Options options;
    bool closed = false;
    std::atomic<bool> failed{false};

    BlockWriter writer;
    std::atomic<sdk::Tick> durable_tick{0};

    // Below: shared with the writer thread, guarded by `mutex`.
    mutable std::mutex mutex;
    std::condition_variable work, idle;
    Status status;
    std::deque<Batch> waiting;
    std::vector<Batch> spare;  // keep their memory, so that the caller seldom allocates
    std::size_t waiting_bytes = 0;
    bool writing = false, stopping = false;
    std::thread thread;

    void fail(const Status& reason) {
        const std::lock_guard lock(mutex);
        if (status) status = reason;
        failed = true;
    }
    Status failure() const {
        const std::lock_guard lock(mutex);
        return status;
    }
    void write(const Batch& done) {
        if (failed) return;
        if (Status written = writer.write_block(done.first_tick, done.end_tick, done.inputs, done.events); !written)
            return fail(written);
        durable_tick = done.end_tick;
    }
    Status refusal(sdk::Tick tick) const;
    Status hand_over();
    void run();
    void wait_until_idle() {
        std::unique_lock lock(mutex);
        idle.wait(lock, [this] { return waiting.empty() && !writing; });
    }
    void stop_thread();
};

[[gnu::cold]] Status Recorder::State::refusal(sdk::Tick tick) const {
    if (closed) return usage("the record is closed; nothing can be added");
    if (failed) return failure();
    return usage("tick " + std::to_string(batch.end_tick) + " was expected next in the record, found " +
                 std::to_string(tick));
}

// Passes the batch on and starts the next one. With a thread of its own this costs a lock and no system call: the
// thread comes to look by itself, and is only called where batches heap up.
Status Recorder::State::hand_over() {
    const sdk::Tick next = batch.end_tick;
    bool heaped = false;
    if (!options.own_thread) {
        write(batch);
    } else {
        const std::lock_guard lock(mutex);
        waiting_bytes += batch.bytes();
        if (waiting_bytes > kWaitingBytes && status) {
            status = cannot("the disk has not taken the record for so long that memory would run out; check the disk");
            failed = true;
        }
        heaped = waiting.size() >= kHeap || waiting_bytes > kEarlyBytes;
        waiting.push_back(std::move(batch));
        batch = spare.empty() ? Batch{} : std::move(spare.back());
        if (!spare.empty()) spare.pop_back();
    }
    if (heaped) work.notify_one();
    batch.inputs.clear();
    batch.events.clear();
    batch.first_tick = batch.end_tick = next;
    return failed ? failure() : Status{};
}

void Recorder::State::run() {
    std::unique_lock lock(mutex);
    while (true) {
        work.wait_for(lock, kLookEvery, [this] { return stopping || !waiting.empty(); });
        if (waiting.empty() && stopping) return;
        if (waiting.empty()) continue;
        Batch next = std::move(waiting.front());
        waiting.pop_front();
        writing = true;
        lock.unlock();
        write(next);
        lock.lock();
        waiting_bytes -= next.bytes();
        if (spare.size() < 4) spare.push_back(std::move(next));
        writing = false;
        if (waiting.empty()) idle.notify_all();
    }
}

void Recorder::State::stop_thread() {
    if (!thread.joinable()) return;
    {
        const std::lock_guard lock(mutex);
        stopping = true;
    }
    work.notify_one();
    thread.join();
}

Recorder::Recorder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Recorder::Recorder(Recorder&&) noexcept = default;
Recorder& Recorder::operator=(Recorder&&) noexcept = default;
Recorder::~Recorder() = default;

Expected<Recorder> Recorder::create(const std::filesystem::path& file, const Meta& meta, Options options) {
    if (options.chunk_ticks == 0) options.chunk_ticks = options.own_thread ? 80 : 100;
    if (options.chunk_ticks < 1 || options.chunk_ticks > kMaxBlockTicks)
        return usage("a block of 1 to 250 ticks was expected, found " + std::to_string(options.chunk_ticks));
    auto output = OutputFile::create(file, options.replace);
    if (!output) return tl::unexpected(output.error());
    auto state = std::make_unique<State>(std::move(*output), options);
    if (Status done = state->writer.write_head(meta); !done) return tl::unexpected(done.error());
    if (options.own_thread) {
        try {
            state->thread = std::thread([at = state.get()] { at->run(); });
        } catch (const std::system_error& problem) {
            return cannot(std::string("could not start the thread that writes the record: ") + problem.what() +
                          "; close other programs");
        }
    }
    return Recorder(std::move(state));
}

Status Recorder::append(sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
    State& state = *state_;
    Batch& batch = state.batch;
    if (state.closed || state.failed || tick != batch.end_tick || tick >= kMaxTick) return state.refusal(tick);
    if (!fit(tick, inputs, true)) return misfit(tick, inputs, true);
    if (!fit(tick, events, false)) return misfit(tick, events, false);
    batch.inputs.append(inputs);
    batch.events.append(events);
    batch.end_tick = tick + 1;
    const bool full = batch.end_tick - batch.first_tick >= static_cast<sdk::Tick>(state.options.chunk_ticks);
    if (full || batch.bytes() > kEarlyBytes) return state.hand_over();
    return {};
}

Status Recorder::close(const StationKey* seal) {
    State& state = *state_;
    if (state.closed) return usage("the record is closed already");
    state.closed = true;
    if (state.batch.end_tick != state.batch.first_tick) (void)state.hand_over();
    if (state.options.own_thread) {
        state.work.notify_one();
        state.wait_until_idle();
    }
    if (state.failed) return state.failure();
    if (Status done = state.writer.write_end(seal); !done) state.fail(done);
    return state.failure();
}

sdk::Tick Recorder::durable_tick() const {
    return state_->durable_tick;
}

Status Recorder::status() const {
    return state_->failure();
}

}  // namespace np::session
