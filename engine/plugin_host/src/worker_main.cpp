// The worker's side: what the host started runs here, behind the sandbox.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>

#include "death_watch.h"
#include "descriptor.h"
#include "elf_needs.h"
#include "needlepoint/plugin_host/worker.h"
#include "ring.h"
#include "sandbox.h"
#include "worker_messages.h"
#include "worker_places.h"

namespace np::plugin_host {
namespace {

constexpr int kRestMs = 10;                   // how long a worker at rest sleeps before it looks at the ring again
constexpr std::size_t kKeepBytes = 1u << 20;  // set aside, so that the end can be told when memory has run out

// The socket. Blocks; false when the host has let go.
bool receive_all(void* to, std::size_t size) {
    auto* at = static_cast<std::byte*>(to);
    while (size > 0) {
        const ssize_t count = recv(kControlPlace, at, size, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

bool receive_frame(FrameHead& head, std::vector<std::byte>& bytes) {
    if (!receive_all(&head, sizeof head) || head.bytes > 2 * kMostFrameBytes * 4) return false;
    bytes.resize(static_cast<std::size_t>(head.bytes));
    return receive_all(bytes.data(), bytes.size());
}

void send_all(const void* from, std::size_t size) {
    const auto* at = static_cast<const std::byte*>(from);
    while (size > 0) {
        const ssize_t count = send(kControlPlace, at, size, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) _exit(0);  // the host is gone
        at += count;
        size -= static_cast<std::size_t>(count);
    }
}

void send_frame(Frame type, std::span<const std::byte> bytes) {
    const FrameHead head = {static_cast<std::uint32_t>(type), 0, bytes.size()};
    send_all(&head, sizeof head);
    send_all(bytes.data(), bytes.size());
}

[[noreturn]] void give_up(const std::string& sentence) {
    send_frame(Frame::kCannot, std::as_bytes(std::span(sentence.data(), sentence.size())));
    _exit(0);
}

void mark_call(WorkerPage& page, std::size_t plugin, Call call) {
    page.plugin.store(static_cast<std::uint32_t>(plugin));
    page.call.store(static_cast<std::uint32_t>(call));
    page.serial.fetch_add(1);
}

// A library that plugins of this kind of system are linked with, from the system's own folders. Loaded before the
// sandbox stands, so that the plugin itself needs no file.
std::string load_what_it_needs(std::span<const std::byte> bytes) {
    for (const std::string& name : needed_libraries(bytes)) {
        if (name.find('/') != std::string::npos) return "it asks for the library '" + name + "' by its path";
        if (dlopen(name.c_str(), RTLD_LAZY | RTLD_GLOBAL) == nullptr)
            return "it needs the library '" + name + "', which is not installed";
    }
    return {};
}

struct Loading {
    std::vector<Descriptor> memories;  // opened anew, so that no other worker moves our place in them
    std::vector<std::string> problems;
};

Loading prepare(const Job& job) {
    Loading loading;
    for (std::size_t i = 0; i < job.files.size(); ++i) {
        const std::string path = "/proc/self/fd/" + std::to_string(kFirstPluginPlace + static_cast<int>(i));
        loading.memories.emplace_back(open(path.c_str(), O_RDONLY | O_CLOEXEC));
        const int memory = loading.memories.back().get();
        const off_t size = memory < 0 ? 0 : lseek(memory, 0, SEEK_END);
        void* bytes =
            size > 0 ? mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, memory, 0) : MAP_FAILED;
        if (memory >= 0) lseek(memory, 0, SEEK_SET);
        if (bytes == MAP_FAILED) give_up("a plugin's bytes could not be read");
        std::string problem =
            load_what_it_needs({static_cast<const std::byte*>(bytes), static_cast<std::size_t>(size)});
        munmap(bytes, static_cast<std::size_t>(size));
        if (!problem.empty()) problem = "the plugin '" + job.files[i] + "' can't be run apart: " + problem;
        loading.problems.push_back(std::move(problem));
    }
    return loading;
}

// Loads them one after the other; their constructors run here and nowhere else.
Libraries load_all(const Job& job, const Loading& loading, WorkerPage& page) {
    Libraries libraries;
    for (std::size_t i = 0; i < job.files.size(); ++i) {
        Told told{{}, loading.problems[i]};
        std::shared_ptr<const Library> library;
        if (told.problem.empty()) {
            const std::string path = "/proc/self/fd/" + std::to_string(loading.memories[i].get());
            serve_file(path.c_str(), loading.memories[i].get());
            mark_call(page, i, Call::kLoad);
            auto loaded = Library::adopt(job.files[i], job.digests[i], path);
            mark_call(page, i, Call::kNone);
            serve_file(nullptr, -1);
            if (loaded) {
                library = *loaded;
                told.manifest = library->manifest();
            } else {
                told.problem = loaded.error().message;
            }
        }
        send_frame(Frame::kManifest, encode(told));
        libraries.push_back(std::move(library));
    }
    return libraries;
}

class Round {
  public:
    Round(Fold fold, RingReader ring, WorkerPage& page) : fold_(std::move(fold)), ring_(std::move(ring)), page_(page) {}

    void run() {
        for (;;) {
            if (!read_ring()) return;
            if (asked_ && ring_.position() >= ask_.until) answer();
            pollfd wait = {kControlPlace, POLLIN, 0};
            if (poll(&wait, 1, kRestMs) > 0 && !take_question()) return;
        }
    }

  private:
    // False: the ring went past us.
    bool read_ring() {
        for (;;) {
            switch (ring_.read(chunk_, asked_ ? ask_.until : ~std::uint64_t{0})) {
                case RingReader::Got::kNothing:
                    return true;
                case RingReader::Got::kOverrun:
                    send_frame(Frame::kOverrun, {});
                    wait_for_the_end();
                    return false;
                case RingReader::Got::kBytes:
                    break;
            }
            const auto* at = reinterpret_cast<const std::byte*>(chunk_.data());
            for (const auto* end = at + chunk_.size() * 8; at < end;) {
                const auto* header = reinterpret_cast<const np_event_header*>(at);
                (void)fold_.consume(sdk::RecordView(header));
                at += header->bytes;
            }
            page_.position.store(ring_.position());
        }
    }

    bool take_question() {
        FrameHead head;
        std::vector<std::byte> bytes;
        if (!receive_frame(head, bytes)) return false;
        const auto ask = decode_ask(bytes);
        if (head.type != static_cast<std::uint32_t>(Frame::kAsk) || !ask) return false;
        ask_ = *ask;
        asked_ = true;
        return true;
    }

    void answer() {
        asked_ = false;
        if (ask_.close) fold_.close();
        send_frame(Frame::kAnswer, encode(fold_.results()));
    }

    void wait_for_the_end() {
        FrameHead head;
        std::vector<std::byte> bytes;
        while (receive_frame(head, bytes)) {
        }
    }

    Fold fold_;
    RingReader ring_;
    WorkerPage& page_;
    std::vector<std::uint64_t> chunk_;
    Ask ask_;
    bool asked_ = false;
};

void work(Job& job, const Libraries& libraries, RingReader ring, WorkerPage& page) {
    FoldOptions options;
    options.page = &page;
    auto fold = Fold::begin(
        libraries, job.facts,
        [](std::string_view scorer, std::uint32_t level, std::string_view text) {
            send_frame(Frame::kLog, encode(Logged{std::string(scorer), std::string(text.substr(0, 4000)), level}));
        },
        options);
    if (!fold) give_up(fold.error().message);
    send_frame(Frame::kReady, {});
    Round(std::move(*fold), std::move(ring), page).run();
}

}  // namespace

bool is_worker(int argc, const char* const* argv) {
    return argc == 2 && std::strcmp(argv[1], kWorkerWord) == 0;
}

int run_worker() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (chdir("/") != 0) return 1;
    void* shared = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, kPagePlace, 0);
    if (shared == MAP_FAILED) return 1;
    auto& page = *static_cast<WorkerPage*>(shared);
    FrameHead head;
    std::vector<std::byte> bytes;
    if (!receive_frame(head, bytes) || head.type != static_cast<std::uint32_t>(Frame::kJob)) return 1;
    auto job = decode_job(bytes);
    if (!job) give_up(job.error().message);
    bytes = {};
    std::optional<RingReader> ring;
    if (job->fold) {
        auto opened = RingReader::open(kRingPlace, job->ring_from);
        if (!opened) give_up(opened.error().message);
        ring = std::move(*opened);
    }
    const Loading loading = prepare(*job);
    auto keep = std::make_unique<std::byte[]>(kKeepBytes);
    std::memset(keep.get(), 1, kKeepBytes);
    if (auto status = confine({static_cast<std::size_t>(job->memory_bytes), kControlPlace, &page}); !status)
        give_up(status.error().message);
    try {
        const Libraries libraries = load_all(*job, loading, page);
        if (auto status = confine_to_work(); !status) give_up(status.error().message);
        page.confined.store(1);
        if (job->fold) work(*job, libraries, std::move(*ring), page);
    } catch (const std::bad_alloc&) {
        keep.reset();
        die(Death::kMemory);
    } catch (...) {
        die(Death::kAbort);
    }
    // No destructors of plugins' statics: the host learnt all that it wanted.
    _exit(0);
}

}  // namespace np::plugin_host
