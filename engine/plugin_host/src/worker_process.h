// The host's end of a worker: starts it, watches it, asks it, ends it, reaps it.
//
// A thread of its own starts the process, listens to it and holds it to its limits, so that neither a hang nor a flood
// needs anybody to look. All functions may be called from one other thread. The destructor leaves no process, no
// zombie and no descriptor.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "descriptor.h"
#include "needlepoint/plugin_host/worker.h"
#include "ring.h"
#include "worker_messages.h"
#include "worker_page.h"

namespace np::plugin_host {

// A plugin that a worker is to load: bytes in sealed memory.
struct WorkerPlugin {
    std::string file;
    Digest digest{};
    int memory = -1;  // descriptor; must stay open until the worker has begun
};

// Why a worker ended before it was let go.
struct WorkerFault {
    std::size_t plugin = 0;  // index: whose call it was
    bool by_plugin = false;  // false: not while a plugin was called
    std::string sentence;    // "it ..." without the plugin's name
    sdk::Tick tick = 0;
};

class WorkerProcess {
  public:
    // `ring`: null where nothing will be read (manifests only).
    WorkerProcess(Job job, const std::vector<WorkerPlugin>& plugins, std::shared_ptr<const RingWriter> ring,
                  const WorkerLimits& limits);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // Waits until the worker has told of all plugins, or died; then fewer are there than plugins.
    std::vector<Told> manifests();
    // Waits until it read the ring up to `until` and answered. Empty: it died or fell behind, see `fault`, `overrun`.
    std::optional<std::vector<Result>> ask(const Ask& ask);
    // How far it has read, never more than was written.
    std::uint64_t position() const;
    // Waits a little for progress.
    void wait_a_little();

    std::optional<WorkerFault> fault();
    bool overrun();
    bool alive();
    std::vector<Logged> take_log();
    int process_id() const { return process_id_; }  // for tests

  private:
    struct Watch;
    void prepare();
    void live();
    bool start();
    bool send_frame(Frame type, std::span<const std::byte> bytes, bool wait);
    void receive();
    bool take_frames();
    bool take_frame(Frame type, std::span<const std::byte> bytes);
    void hold_to_limits();
    void end(std::string why);
    void reap();
    WorkerFault explain(int status);

    std::vector<std::byte> job_;
    std::size_t plugin_count_;
    std::vector<Descriptor> memories_;
    std::shared_ptr<const RingWriter> ring_;
    Descriptor ring_memory_, control_, theirs_, page_memory_;
    WorkerPage* page_ = nullptr;  // null: the worker could not be prepared
    WorkerLimits limits_;
    std::unique_ptr<Watch> watch_;
    int process_id_ = -1;
    std::vector<std::byte> incoming_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Told> told_;
    std::optional<std::vector<Result>> answer_;
    std::optional<WorkerFault> fault_;
    std::vector<Logged> log_;
    std::size_t log_lines_ = 0;
    std::string killed_because_;
    bool job_sent_ = false, overrun_ = false, ended_ = false, asked_ = false, letting_go_ = false;
    std::thread thread_;
};

}  // namespace np::plugin_host
