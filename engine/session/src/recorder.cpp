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

Status check_records(sdk::Tick tick, const sdk::EventBuffer& records, bool inputs) {
    if (records.count() > 0xFFFF || records.bytes().size() > kMaxChunkBytes / 4)
        return usage("tick " + std::to_string(tick) + " has more records than one tick may have (65535, 2 MiB)");
    for (const sdk::RecordView record : records) {
        if (!known(record.kind()) || sdk::is_input(record.kind()) != inputs)
            return usage("a record of kind " + std::to_string(record.kind()) + " was given as " +
                         (inputs ? "an input" : "an event"));
        if (record.tick() != tick)
            return usage("records of tick " + std::to_string(tick) + " were expected, found one of tick " +
                         std::to_string(record.tick()));
    }
    return {};
}

}  // namespace

struct Recorder::State {
    State(OutputFile file, Options chosen) : writer(std::move(file)), options(chosen) {}
    ~State() { stop_thread(); }

    BlockWriter writer;
    Options options;
    Batch batch;  // being filled by the caller
    bool closed = false;
    std::atomic<sdk::Tick> durable_tick{0};
    std::atomic<bool> failed{false};

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
    void hand_over();
    void run();
    void wait_until_idle() {
        std::unique_lock lock(mutex);
        idle.wait(lock, [this] { return waiting.empty() && !writing; });
    }
    void stop_thread();
};

// Passes the batch on and starts the next one. With a thread of its own this costs a lock and no system call: the
// thread comes to look by itself, and is only called where batches heap up.
void Recorder::State::hand_over() {
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
    if (state.closed) return usage("the record is closed; nothing can be added");
    if (state.failed) return state.failure();
    Batch& batch = state.batch;
    if (tick != batch.end_tick || tick >= kMaxTick)
        return usage("tick " + std::to_string(batch.end_tick) + " was expected next in the record, found " +
                     std::to_string(tick));
    // Most ticks have neither: what the step's thread need not touch it does not.
    if (!inputs.empty())
        if (Status good = check_records(tick, inputs, true); !good) return good;
    if (!events.empty())
        if (Status good = check_records(tick, events, false); !good) return good;
    if (!inputs.empty()) batch.inputs.append_bytes(inputs.bytes(), inputs.count());
    if (!events.empty()) batch.events.append_bytes(events.bytes(), events.count());
    batch.end_tick = tick + 1;
    const bool full = batch.end_tick - batch.first_tick >= static_cast<sdk::Tick>(state.options.chunk_ticks);
    if (full || batch.bytes() > kEarlyBytes) state.hand_over();
    return state.failed ? state.failure() : Status{};
}

Status Recorder::close(const StationKey* seal) {
    State& state = *state_;
    if (state.closed) return usage("the record is closed already");
    state.closed = true;
    if (state.batch.end_tick != state.batch.first_tick) state.hand_over();
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
