#include "worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "worker_death.h"
#include "worker_places.h"

namespace np::plugin_host {
namespace {

constexpr int kListenMs = 50;
constexpr int kFirstSource = 32;  // descriptors are moved above the places that they are given in the worker

double now_s(clockid_t clock) {
    timespec now{};
    if (clock_gettime(clock, &now) != 0) return 0;
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// 'R', 'S', 'T' ... of a process, 0 if it can't be read.
char state_of(int process) {
    char name[64], line[512] = {};
    std::snprintf(name, sizeof name, "/proc/%d/stat", process);
    const int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    const ssize_t count = read(file, line, sizeof line - 1);
    close(file);
    const char* end = count > 0 ? std::strrchr(line, ')') : nullptr;
    return end != nullptr && end[1] == ' ' ? end[2] : 0;
}

WorkerFault could_not_start(const char* why) {
    return {0, false, std::string("its worker could not be started: ") + why + "; close other programs and try again",
            0};
}

}  // namespace

// What the thread remembers of the worker's progress.
struct WorkerProcess::Watch {
    clockid_t clock = 0;
    bool has_clock = false;
    std::uint64_t serial = 0, position = 0;
    double call_began_cpu_s = 0, moved_cpu_s = 0, moved_wall_s = 0;
};

WorkerProcess::WorkerProcess(Job job, const std::vector<WorkerPlugin>& plugins, std::shared_ptr<const RingWriter> ring,
                             const WorkerLimits& limits)
    : job_(encode(job)),
      plugin_count_(plugins.size()),
      ring_(std::move(ring)),
      limits_(limits),
      watch_(std::make_unique<Watch>()) {
    for (const WorkerPlugin& plugin : plugins)
        memories_.emplace_back(fcntl(plugin.memory, F_DUPFD_CLOEXEC, kFirstSource));
    if (ring_) ring_memory_ = Descriptor(fcntl(ring_->descriptor(), F_DUPFD_CLOEXEC, kFirstSource));
    prepare();
    thread_ = std::thread([this] { live(); });
}

WorkerProcess::~WorkerProcess() {
    {
        const std::lock_guard lock(mutex_);
        letting_go_ = true;
        if (control_) shutdown(control_.get(), SHUT_RDWR);
    }
    thread_.join();
    if (page_ != nullptr) munmap(page_, kPageBytes);
}

// Everything that can fail before there is a process.
void WorkerProcess::prepare() {
    if (getenv(kWorkerVariable) != nullptr) {
        fault_ = could_not_start("a worker starts no worker");
        return;
    }
    int ends[2];
    page_memory_ = Descriptor(memfd_create("needlepoint-worker", MFD_CLOEXEC));
    void* page = MAP_FAILED;
    if (page_memory_ && ftruncate(page_memory_.get(), kPageBytes) == 0)
        page = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, page_memory_.get(), 0);
    if (page == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        fault_ = could_not_start(std::strerror(errno));
        if (page != MAP_FAILED) munmap(page, kPageBytes);
        return;
    }
    page_ = new (page) WorkerPage{};
    control_ = Descriptor(ends[0]);
    theirs_ = Descriptor(fcntl(ends[1], F_DUPFD_CLOEXEC, kFirstSource));
    close(ends[1]);
}

// ---- the thread

void WorkerProcess::live() {
    if (start()) {
        send_frame(Frame::kJob, job_, true);
        job_ = {};
        {
            const std::lock_guard lock(mutex_);
            job_sent_ = true;
            changed_.notify_all();
        }
        for (;;) {
            pollfd wait = {control_.get(), POLLIN, 0};
            const int ready = poll(&wait, 1, kListenMs);
            if (ready < 0 && errno != EINTR) break;
            if (ready > 0) {
                receive();
                if (!take_frames() || (wait.revents & (POLLHUP | POLLERR)) != 0) break;
            }
            const std::lock_guard lock(mutex_);
            if (letting_go_) break;
            hold_to_limits();
            if (!killed_because_.empty()) break;
        }
        reap();
    }
    const std::lock_guard lock(mutex_);
    control_.reset();
    ring_memory_.reset();
    memories_.clear();
    ended_ = true;
    changed_.notify_all();
}

// Must run on the thread that lives as long as the worker: its end would end the worker (PR_SET_PDEATHSIG).
bool WorkerProcess::start() {
    if (page_ == nullptr || !theirs_) return false;
    const Descriptor page_source(fcntl(page_memory_.get(), F_DUPFD_CLOEXEC, kFirstSource));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int place = 0; place < 3; ++place) posix_spawn_file_actions_addopen(&actions, place, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, theirs_.get(), kControlPlace);
    posix_spawn_file_actions_adddup2(&actions, page_source.get(), kPagePlace);
    posix_spawn_file_actions_adddup2(&actions, ring_memory_ ? ring_memory_.get() : 0, kRingPlace);
    for (std::size_t i = 0; i < memories_.size(); ++i)
        posix_spawn_file_actions_adddup2(&actions, memories_[i].get(), kFirstPluginPlace + static_cast<int>(i));
    posix_spawn_file_actions_addclosefrom_np(&actions, kFirstPluginPlace + static_cast<int>(memories_.size()));
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);  // what a terminal sends to the program (Ctrl-C) is not for the worker
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    char program[] = "/proc/self/exe";
    char word[] = "plugin-worker";
    char* const arguments[] = {program, word, nullptr};
    const std::string variable = std::string(kWorkerVariable) + "=1";
    char* const environment[] = {const_cast<char*>(variable.c_str()), nullptr};
    pid_t process = -1;
    const int trouble = posix_spawn(&process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    theirs_.reset();
    const std::lock_guard lock(mutex_);
    if (trouble != 0) {
        fault_ = could_not_start(std::strerror(trouble));
        return false;
    }
    process_id_ = process;
    watch_->has_clock = clock_getcpuclockid(process, &watch_->clock) == 0;
    watch_->moved_wall_s = now_s(CLOCK_MONOTONIC);
    return true;
}

bool WorkerProcess::send_frame(Frame type, std::span<const std::byte> bytes, bool wait) {
    const FrameHead head = {static_cast<std::uint32_t>(type), 0, bytes.size()};
    const auto* first = reinterpret_cast<const std::byte*>(&head);
    std::vector<std::byte> whole(first, first + sizeof head);
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    std::size_t sent = 0;
    while (sent < whole.size()) {
        const ssize_t count =
            send(control_.get(), whole.data() + sent, whole.size() - sent, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

void WorkerProcess::receive() {
    std::byte part[64u << 10];
    for (;;) {
        const ssize_t count = recv(control_.get(), part, sizeof part, MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        incoming_.insert(incoming_.end(), part, part + count);
        if (incoming_.size() > kMostFrameBytes + sizeof(FrameHead)) return;
    }
}

// False: it speaks nonsense and is ended.
bool WorkerProcess::take_frames() {
    std::size_t at = 0;
    bool good = true;
    while (good && incoming_.size() - at >= sizeof(FrameHead)) {
        FrameHead head;
        std::memcpy(&head, incoming_.data() + at, sizeof head);
        if (head.reserved != 0 || head.bytes > kMostFrameBytes) {
            good = false;
            break;
        }
        if (incoming_.size() - at - sizeof head < head.bytes) break;
        const std::lock_guard lock(mutex_);
        good = take_frame(static_cast<Frame>(head.type), std::span(incoming_).subspan(at + sizeof head, head.bytes));
        at += sizeof head + head.bytes;
    }
    incoming_.erase(incoming_.begin(), incoming_.begin() + static_cast<std::ptrdiff_t>(at));
    if (good) return true;
    const std::lock_guard lock(mutex_);
    if (killed_because_.empty()) killed_because_ = "it broke the conversation between worker and host";
    return false;
}

bool WorkerProcess::take_frame(Frame type, std::span<const std::byte> bytes) {
    switch (type) {
        case Frame::kManifest: {
            auto told = decode_told(bytes);
            if (!told || told_.size() >= plugin_count_) return false;
            told_.push_back(std::move(*told));
            break;
        }
        case Frame::kReady:
            break;
        case Frame::kLog: {
            auto logged = decode_logged(bytes);
            if (!logged) return false;
            if (++log_lines_ > limits_.log_lines) {
                killed_because_ = "it logged more than " + std::to_string(limits_.log_lines) + " lines";
                return false;
            }
            log_.push_back(std::move(*logged));
            break;
        }
        case Frame::kAnswer: {
            auto results = decode_results(bytes, plugin_count_);
            if (!results || !asked_) return false;
            asked_ = false;
            answer_ = std::move(results);
            break;
        }
        case Frame::kOverrun:
            overrun_ = true;
            break;
        case Frame::kCannot:
            killed_because_ =
                "its worker could not begin: " + printable({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            return false;
        default:
            return false;
    }
    changed_.notify_all();
    return true;
}

// Held: the mutex.
void WorkerProcess::hold_to_limits() {
    Watch& watch = *watch_;
    const double cpu_s = watch.has_clock ? now_s(watch.clock) : 0, wall_s = now_s(CLOCK_MONOTONIC);
    // In this order: it can't have read what is written after it told.
    const std::uint64_t serial = page_->serial.load(), position = page_->position.load();
    const std::uint64_t written = ring_ ? ring_->written() : 0;
    const sdk::Tick tick = ring_ ? ring_->tick() : 0;
    if (position > written) {
        killed_because_ = "it claimed to have read what was not written yet";
        return;
    }
    const auto call = static_cast<Call>(page_->call.load());
    if (serial != watch.serial || call == Call::kNone) {
        watch.serial = serial;
        watch.call_began_cpu_s = cpu_s;
    } else if (cpu_s - watch.call_began_cpu_s > limits_.call_ms / 1000.0) {
        killed_because_ = "it took more than " + std::to_string(limits_.call_ms) + " ms of processor time for one call";
        return;
    }
    // In the long run: what a session may cost, with room for the worker's own start and work.
    const double most_s =
        10 + 5.0 * limits_.call_ms / 1000 +
        static_cast<double>(tick) / 1000 * limits_.share_per_mille / 1000 * static_cast<double>(plugin_count_ + 1);
    if (cpu_s > most_s) {
        killed_because_ = "it took " + std::to_string(static_cast<int>(cpu_s)) +
                          " s of processor time, far more than a session of this length may cost";
        return;
    }
    // Standing still: it has work, uses no processor and is not waiting for one.
    const bool busy = call != Call::kNone || asked_ || told_.size() < plugin_count_ || position < written;
    const char state = state_of(process_id_);
    if (!busy || overrun_ || cpu_s > watch.moved_cpu_s + 0.001 || position != watch.position || state == 'R' ||
        state == 'D') {
        watch.moved_cpu_s = cpu_s;
        watch.position = position;
        watch.moved_wall_s = wall_s;
    } else if (wall_s - watch.moved_wall_s > limits_.stopped_s) {
        killed_because_ = "it stood still for " + std::to_string(limits_.stopped_s) + " s";
    }
}

// The process is gone after this, whatever it was doing.
void WorkerProcess::reap() {
    bool kill_now;
    {
        const std::lock_guard lock(mutex_);
        kill_now = !killed_because_.empty();
        // Our end closed: a worker at rest ends by itself, after its plugins had their `destroy`.
        shutdown(control_.get(), SHUT_RDWR);
    }
    int status = 0;
    pid_t ended = 0;
    const double until_s = now_s(CLOCK_MONOTONIC) + 0.5;
    while (!kill_now && ended == 0 && now_s(CLOCK_MONOTONIC) < until_s) {
        ended = waitpid(process_id_, &status, WNOHANG);
        if (ended == 0) std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    if (ended == 0) {
        kill(process_id_, SIGKILL);
        do ended = waitpid(process_id_, &status, 0);
        while (ended < 0 && errno == EINTR);
    }
    const std::lock_guard lock(mutex_);
    if (!letting_go_ || asked_) fault_ = explain(status);
}

WorkerFault WorkerProcess::explain(int status) {
    WorkerFault fault;
    const std::uint32_t plugin = page_->plugin.load();
    const auto call = static_cast<Call>(page_->call.load());
    fault.plugin = plugin < plugin_count_ ? plugin : 0;
    fault.by_plugin = call != Call::kNone && plugin < plugin_count_;
    // A batch ends at most so far behind the last tick that was noted.
    fault.tick = std::min<sdk::Tick>(page_->tick.load(), ring_ ? ring_->tick() + 2 * NP_BATCH_TICKS : 0);
    fault.sentence = killed_because_.empty() ? sentence_of_death(*page_, status, limits_) : killed_because_;
    return fault;
}

// ---- the other thread

std::vector<Told> WorkerProcess::manifests() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || told_.size() == plugin_count_; });
    return told_;
}

std::optional<std::vector<Result>> WorkerProcess::ask(const Ask& ask) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || job_sent_; });  // one at a time on the line
    if (ended_ || overrun_) return std::nullopt;
    answer_.reset();
    asked_ = true;
    if (control_) send_frame(Frame::kAsk, encode(ask), false);
    changed_.wait(lock, [&] { return ended_ || overrun_ || answer_; });
    asked_ = false;
    return std::exchange(answer_, std::nullopt);
}

std::uint64_t WorkerProcess::position() const {
    return page_ == nullptr ? 0 : page_->position.load();
}

void WorkerProcess::wait_a_little() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::microseconds(200));
}

std::optional<WorkerFault> WorkerProcess::fault() {
    std::unique_lock lock(mutex_);
    return ended_ ? fault_ : std::nullopt;
}

bool WorkerProcess::overrun() {
    const std::lock_guard lock(mutex_);
    return overrun_;
}
bool WorkerProcess::alive() {
    const std::lock_guard lock(mutex_);
    return !ended_;
}
std::vector<Logged> WorkerProcess::take_log() {
    const std::lock_guard lock(mutex_);
    return std::exchange(log_, {});
}

}  // namespace np::plugin_host
