#include "worker_death.h"

#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iterator>

namespace np::plugin_host {
namespace {

struct CallName {
    long number;
    const char* name;
    const char* deed;  // "it ..."
};

constexpr const char* kFiles = "tried to use a file";
constexpr const char* kNetwork = "tried to use the network";
constexpr const char* kProcess = "tried to start a process or a thread";
constexpr const char* kClock = "asked for the time";
constexpr const char* kSleep = "tried to sleep";
constexpr const char* kDescriptor = "tried to change a descriptor of the host";
constexpr const char* kSignal = "tried to send or catch a signal";

constexpr CallName kCalls[] = {
    {SYS_openat, "openat", kFiles},
    {SYS_read, "read", kFiles},
    {SYS_write, "write", kFiles},
    {SYS_writev, "writev", kFiles},
    {SYS_pread64, "pread64", kFiles},
    {SYS_pwrite64, "pwrite64", kFiles},
    {SYS_newfstatat, "newfstatat", kFiles},
    {SYS_fstat, "fstat", kFiles},
    {SYS_statx, "statx", kFiles},
    {SYS_lseek, "lseek", kFiles},
    {SYS_unlinkat, "unlinkat", kFiles},
    {SYS_renameat2, "renameat2", kFiles},
    {SYS_mkdirat, "mkdirat", kFiles},
    {SYS_readlinkat, "readlinkat", kFiles},
    {SYS_faccessat, "faccessat", kFiles},
    {SYS_getdents64, "getdents64", kFiles},
    {SYS_getcwd, "getcwd", kFiles},
    {SYS_chdir, "chdir", kFiles},
    {SYS_ftruncate, "ftruncate", kFiles},
    {SYS_memfd_create, "memfd_create", kFiles},
    {SYS_ioctl, "ioctl", kFiles},
    {SYS_socket, "socket", kNetwork},
    {SYS_socketpair, "socketpair", kNetwork},
    {SYS_connect, "connect", kNetwork},
    {SYS_bind, "bind", kNetwork},
    {SYS_sendto, "sendto", kNetwork},
    {SYS_sendmsg, "sendmsg", kNetwork},
    {SYS_recvfrom, "recvfrom", kNetwork},
    {SYS_recvmsg, "recvmsg", kNetwork},
    {SYS_clone, "clone", kProcess},
    {SYS_clone3, "clone3", kProcess},
    {SYS_execve, "execve", kProcess},
    {SYS_getppid, "getppid", "looked for other processes"},
    {SYS_ptrace, "ptrace", "tried to look into a process"},
    {SYS_clock_gettime, "clock_gettime", kClock},
    {SYS_gettimeofday, "gettimeofday", kClock},
    {SYS_times, "times", kClock},
    {SYS_getrusage, "getrusage", kClock},
    {SYS_nanosleep, "nanosleep", kSleep},
    {SYS_clock_nanosleep, "clock_nanosleep", kSleep},
    {SYS_close, "close", kDescriptor},
    {SYS_close_range, "close_range", kDescriptor},
    {SYS_dup, "dup", kDescriptor},
    {SYS_dup3, "dup3", kDescriptor},
    {SYS_fcntl, "fcntl", kDescriptor},
    {SYS_shutdown, "shutdown", kDescriptor},
    {SYS_kill, "kill", kSignal},
    {SYS_tgkill, "tgkill", kSignal},
    {SYS_tkill, "tkill", kSignal},
    {SYS_rt_sigaction, "rt_sigaction", kSignal},
    {SYS_rt_sigprocmask, "rt_sigprocmask", kSignal},
    {SYS_setitimer, "setitimer", kSignal},
    {SYS_getrandom, "getrandom", "asked for random numbers that nobody can repeat"},
    {SYS_mmap, "mmap", "tried to map a file or code into memory"},
    {SYS_mprotect, "mprotect", "tried to make memory executable"},
    {SYS_prlimit64, "prlimit64", "tried to change its limits"},
    {SYS_seccomp, "seccomp", "tried to change its limits"},
    {SYS_prctl, "prctl", "tried to change its limits"},
#if defined(__x86_64__)
    {SYS_open, "open", kFiles},
    {SYS_stat, "stat", kFiles},
    {SYS_access, "access", kFiles},
    {SYS_unlink, "unlink", kFiles},
    {SYS_mkdir, "mkdir", kFiles},
    {SYS_rename, "rename", kFiles},
    {SYS_readlink, "readlink", kFiles},
    {SYS_fork, "fork", kProcess},
    {SYS_vfork, "vfork", kProcess},
    {SYS_time, "time", kClock},
    {SYS_pause, "pause", kSleep},
    {SYS_select, "select", kSleep},
    {SYS_dup2, "dup2", kDescriptor},
    {SYS_alarm, "alarm", kSignal},
    {SYS_setrlimit, "setrlimit", "tried to change its limits"},
#endif
};

std::string forbidden(std::uint64_t number, std::uint64_t first) {
    const auto* at = std::find_if(std::begin(kCalls), std::end(kCalls), [&](const CallName& one) {
        return static_cast<std::uint64_t>(one.number) == number;
    });
    if (at == std::end(kCalls)) return "it made the system call " + std::to_string(number) + ", which no plugin may";
    const bool output = at->deed == kFiles && first == 1 &&
                        (number == SYS_write || number == SYS_writev || number == SYS_newfstatat ||
                         number == SYS_fstat || number == SYS_ioctl);
    // Signals 32 and 33 are the threads' library preparing itself.
    const bool thread = number == SYS_rt_sigaction && (first == 32 || first == 33);
    const std::string deed = output ? "wrote to standard output" : thread ? kProcess : at->deed;
    return "it " + deed + " (" + at->name + "), which no plugin may" + (output ? "; use the log extension" : "");
}

std::string hexadecimal(std::uint64_t value) {
    char text[32];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

std::string memory_sentence(const WorkerLimits& limits) {
    return "it used up the " + std::to_string(limits.memory_bytes >> 20) + " MiB of memory that a plugin may have";
}

std::string told_by_handler(const WorkerPage& page, const WorkerLimits& limits) {
    const std::uint64_t detail = page.detail.load();
    switch (static_cast<Death>(page.death.load())) {
        case Death::kSegment:
            return "it crashed: it used memory at " + hexadecimal(detail) + " that is not its own";
        case Death::kStack:
            return "it crashed: its stack ran over";
        case Death::kClock:
            return "it asked for the time, which no plugin may";
        case Death::kArithmetic:
            return "it crashed: it divided by zero";
        case Death::kIllegal:
            return "it crashed: it ran into an instruction that does not exist";
        case Death::kBus:
            return "it crashed: it used memory at " + hexadecimal(detail) + " that is not there (bus error)";
        case Death::kAbort:
            return "it gave up with abort()";
        case Death::kForbidden:
            return forbidden(detail, page.extra.load());
        case Death::kMemory:
            return memory_sentence(limits);
        case Death::kNone:
        case Death::kBroken:
            break;
    }
    return {};
}

}  // namespace

std::string sentence_of_death(const WorkerPage& page, int status, const WorkerLimits& limits) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == kDeathExit)
        if (std::string told = told_by_handler(page, limits); !told.empty()) return told;
    if (WIFEXITED(status)) return "it ended the process with exit(" + std::to_string(WEXITSTATUS(status)) + ")";
    if (!WIFSIGNALED(status)) return "its worker ended in an unknown way";
    const int signal = WTERMSIG(status);
    if (signal == SIGKILL) return "its worker was killed from outside, perhaps because the machine had no memory left";
    if (signal == SIGSYS) return "it made a system call that no plugin may";
    if (signal == SIGSEGV || signal == SIGBUS) return "it crashed: it used memory that is not its own";
    return "its worker was ended by signal " + std::to_string(signal);
}

std::string printable(std::string_view text) {
    std::string plain(text.substr(0, 500));
    for (char& one : plain)
        if (one < 32 || one > 126) one = '?';
    return plain;
}

}  // namespace np::plugin_host
