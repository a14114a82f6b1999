#include "sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <vector>

#include "call_filter.h"
#include "death_watch.h"
#include "needlepoint/plugin_host/worker.h"

#ifndef PR_SET_TSC
#define PR_SET_TSC 26
#define PR_TSC_SIGSEGV 2
#endif

namespace np::plugin_host {
namespace {

// Newer than Debian 12's header; the kernel takes as much of it as it knows.
struct LandlockRules {
    std::uint64_t files, network, scopes;
};

int landlock_version() {
    return static_cast<int>(syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
}

// Everything that this version can forbid, with no exceptions.
void forbid_files_and_network() {
    const int version = landlock_version();
    if (version < 1) return;
    // Versions 1, 2, 3 and 5 know 13, 14, 15 and 16 rights on files; 4 brings TCP, 6 the scopes.
    const unsigned rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    LandlockRules rules = {(1ULL << rights) - 1, version >= 4 ? 3ULL : 0ULL, version >= 6 ? 3ULL : 0ULL};
    const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    const int set = static_cast<int>(syscall(SYS_landlock_create_ruleset, &rules, size, 0));
    if (set < 0) return;
    syscall(SYS_landlock_restrict_self, set, 0);
    close(set);
}

std::size_t memory_in_use() {
    unsigned long pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%lu", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource_t what, rlim_t most) {
    const struct rlimit value = {most, most};
    setrlimit(what, &value);
}

// Sanitizers reserve terabytes of addresses.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCountsAddresses = false;
#else
constexpr bool kCountsAddresses = true;
#endif

void set_limits(std::size_t memory_bytes) {
    if (kCountsAddresses && memory_bytes > 0) limit(RLIMIT_AS, memory_in_use() + memory_bytes);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
}

// The loader still looks names up in the vDSO: it stays as data that nobody can run.
void keep_as_data(unsigned long begin, std::size_t size) {
    std::vector<std::byte> contents(size);
    void* at = reinterpret_cast<void*>(begin);
    std::memcpy(contents.data(), at, size);
    if (mmap(at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) return;
    std::memcpy(at, contents.data(), size);
    mprotect(at, size, PROT_READ);
}

// Pages by which the clock is read without a system call.
Status take_the_clock_away() {
    std::FILE* maps = std::fopen("/proc/self/maps", "r");
    if (maps == nullptr) return cannot("the clock can't be taken away, since /proc/self/maps can't be read");
    struct Range {
        unsigned long begin, end;
        bool code;
    } found[8];
    std::size_t count = 0;
    char line[512];
    while (std::fgets(line, sizeof line, maps) != nullptr && count < 8) {
        const bool code = std::strstr(line, "[vdso]") != nullptr;
        if (!code && std::strstr(line, "[vvar") == nullptr) continue;
        Range range{0, 0, code};
        if (std::sscanf(line, "%lx-%lx", &range.begin, &range.end) == 2) found[count++] = range;
    }
    std::fclose(maps);
    for (std::size_t i = 0; i < count; ++i) {
        note_clock_pages(found[i].begin, found[i].end);
        const std::size_t size = found[i].end - found[i].begin;
        if (found[i].code)
            keep_as_data(found[i].begin, size);
        else  // reserved, so that nothing else comes to lie there and is taken for the clock
            mmap(reinterpret_cast<void*>(found[i].begin), size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                 0);
    }
#if defined(__x86_64__)
    prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
#endif
    return {};
}

constexpr std::uint32_t kExecutable = PROT_EXEC;

// What a plugin needs that computes and takes memory, and what the worker needs to talk with the host.
void allow_work(CallFilter& filter, int control) {
    filter.allow(SYS_futex);
    filter.allow(SYS_brk);
    filter.allow(SYS_munmap);
    filter.allow(SYS_mremap);
    filter.allow(SYS_madvise);
    filter.allow(SYS_rt_sigreturn);
    filter.allow(SYS_sched_yield);
    filter.allow(SYS_exit);
    filter.allow(SYS_exit_group);
    const auto socket = static_cast<std::uint32_t>(control);
    filter.allow(SYS_recvfrom, {{0, 0xffffffffu, socket}});
    filter.allow(SYS_sendto, {{0, 0xffffffffu, socket}});
    filter.allow(SYS_ppoll);
#if defined(SYS_poll)
    filter.allow(SYS_poll);
#endif
    // abort() and assert(): a word on standard error, which leads nowhere, and the signal.
    filter.allow(SYS_getpid);
    filter.allow(SYS_gettid);
    filter.allow(SYS_tgkill, {{0, 0xffffffffu, static_cast<std::uint32_t>(getpid())}, {2, 0xffffffffu, SIGABRT}});
    filter.allow(SYS_rt_sigprocmask, {{0, 0xffffffffu, SIG_UNBLOCK}});
    filter.allow(SYS_write, {{0, 0xffffffffu, 2}});
    filter.allow(SYS_writev, {{0, 0xffffffffu, 2}});
    filter.allow(SYS_newfstatat, {{0, 0xffffffffu, 2}}, true);
#if defined(SYS_fstat)
    filter.allow(SYS_fstat, {{0, 0xffffffffu, 2}}, true);
#endif
}

// Only memory without a name, and never such that could be run.
void allow_memory(CallFilter& filter) {
    filter.allow(SYS_mmap, {{3, MAP_ANONYMOUS, MAP_ANONYMOUS}, {2, kExecutable, 0}});
    filter.allow(SYS_mprotect, {{2, kExecutable, 0}});
}

// What the loader does with the descriptor that `serve_file` gave it.
void allow_loading(CallFilter& filter) {
    const CallCondition own = {0, 0xffffffffu, static_cast<std::uint32_t>(kFirstLoaderDescriptor), true};
    filter.allow(SYS_read, {own});
    filter.allow(SYS_pread64, {own});
    filter.allow(SYS_close, {own});
    filter.allow(SYS_newfstatat, {own});
#if defined(SYS_fstat)
    filter.allow(SYS_fstat, {own});
#endif
    filter.allow(SYS_fcntl, {{1, 0xffffffffu, F_DUPFD}});
    filter.allow(SYS_mmap, {{3, MAP_ANONYMOUS, MAP_ANONYMOUS}}, true);
    filter.allow(SYS_mmap,
                 {{4, 0x80000000u, 0}, {4, 0xffffffffu, static_cast<std::uint32_t>(kFirstLoaderDescriptor), true}});
    filter.allow(SYS_mprotect);
    filter.allow(SYS_seccomp);
    filter.allow(SYS_prctl);
}

}  // namespace

Status confine(const SandboxPlan& plan) {
    if (auto status = watch_for_death(plan.page); !status) return status;
    set_limits(plan.memory_bytes);
    if (auto status = take_the_clock_away(); !status) return status;  // before files are forbidden: it reads one
    forbid_files_and_network();
    CallFilter filter;
    allow_work(filter, plan.control);
    allow_loading(filter);
    if (auto status = filter.install(); !status) return status;
    note_control(plan.control);
    return {};
}

void serve_file(const char* path, int descriptor) {
    note_served_file(path, descriptor);
}

Status confine_to_work() {
    note_served_file(nullptr, -1);
    CallFilter filter;
    allow_work(filter, confined_control());
    allow_memory(filter);
    return filter.install();
}

std::vector<std::string> sandbox_sentences() {
    std::vector<std::string> sentences;
    const std::uint32_t trap = 0x00030000u;  // SECCOMP_RET_TRAP
    if (syscall(SYS_seccomp, 2u /* SECCOMP_GET_ACTION_AVAIL */, 0, &trap) == 0)
        sentences.push_back("System calls are filtered (seccomp): no files, network, processes, sleep or signals.");
    else
        sentences.push_back(
            "This kernel can't filter system calls (seccomp is missing), so plugins that aren't pinned are not run.");
    const int version = landlock_version();
    if (version >= 4)
        sentences.push_back("Landlock (version " + std::to_string(version) + ") forbids files and TCP a second time.");
    else if (version >= 1)
        sentences.push_back("Landlock (version " + std::to_string(version) +
                            ") forbids files a second time; it knows no network, the filter alone forbids that.");
    else
        sentences.push_back("Landlock is missing here; the filter of system calls alone forbids files.");
#if defined(__x86_64__)
    sentences.push_back(
        "The clock's pages (vDSO) are taken away and the time stamp counter is off. The processor's random numbers and "
        "the pace of a plugin's own loops can't be hidden.");
#else
    sentences.push_back(
        "The clock's pages (vDSO) are taken away. This processor's counters and the pace of a plugin's own loops can't "
        "be hidden.");
#endif
    return sentences;
}

}  // namespace np::plugin_host
